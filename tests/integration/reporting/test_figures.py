"""`manage.py figures`: the figures that the issue and the papers print, as scripts get them."""

import io
import json

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture(scope="module")
def printed(hampshire):
    out = io.StringIO()
    call_command("figures", "hampshire", "--on", "2018-12-13", "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize(
    ("number", "known", "unknown", "stated", "difference", "verdict"),
    [
        (1, "20950000.00", 0, "~20.5m", "450000.00", "differs"),
        (2, "12470000.00", 2, "~£13m", "-530000.00", "cannot be judged yet"),
        (3, "13700000.00", 1, "~£12m", "1700000.00", "cannot reconcile"),
    ],
)
def test_phases(printed, number, known, unknown, stated, difference, verdict):
    (phase,) = [each for each in printed["phases"] if each["number"] == number]
    assert phase["known"] == known
    assert phase["unknown_lines"] == unknown
    assert phase["stated"] == stated
    assert phase["difference"] == difference
    assert phase["verdict"] == verdict


def test_what_each_basis_comes_to(printed):
    whole = {
        "basis": "budget_year",
        "year": "2020/21",
        "known": "47120000.00",
        "lines": 14,
        "unknown_lines": 3,
    }
    assert printed["programme"]["bases"] == [whole]
    assert [phase["bases"][0]["known"] for phase in printed["phases"]] == [
        "20950000.00",
        "12470000.00",
        "13700000.00",
    ]


def test_programme(printed):
    whole = printed["programme"]
    assert (whole["known"], whole["unknown_lines"], whole["lines"]) == ("47120000.00", 3, 14)
    assert (whole["stated"], whole["verdict"]) == ("over £45m p.a.", "met")
    assert whole["difference"] is None  # distance above a floor is headroom, never a difference
    assert whole["headroom"] == "2120000.00"


def test_services(printed):
    assert printed["services"] == {
        "in_scope": 16,
        "tbc": 3,
        "added_by_month": {"2018-09": 8},
        "by_lead_commissioner": {"CCG": 10, "HCC CS": 3, "PH HCC": 2, "NHS E": 1},
    }


def test_cover_gaps_in_months_and_that_they_are_conditional(printed):
    assert [(gap["phase"], gap["months"], gap["conditional"]) for gap in printed["cover_gaps"]] == [
        (1, 4, True),
        (2, 12, True),
        (3, 24, True),
    ]


def test_discrepancies_by_kind_add_up(printed):
    counted = printed["discrepancies"]
    assert sum(counted["by_kind"].values()) == counted["total"]
    assert counted["by_kind"]["date_gap"] >= 1
    assert counted["recorded"] == 18  # those that the paper's readers noted


def test_before_september_2018_the_added_services_are_not_in_scope(hampshire):
    out = io.StringIO()
    call_command("figures", "HAM-PRG", "--on", "2018-08-31", "--json", stdout=out)
    services = json.loads(out.getvalue())["services"]
    assert (services["in_scope"], services["added_by_month"]) == (8, {})


def test_words_for_people(hampshire):
    out = io.StringIO()
    call_command("figures", "hampshire", "--on", "2018-12-13", stdout=out)
    assert (
        "Phase 3: known 13700000.00, 1 of 4 lines unknown, stated ~£12m: cannot reconcile, across bases"
        in out.getvalue()
    )


@pytest.mark.parametrize(
    ("arguments", "words"), [(["surrey"], "hampshire"), (["hampshire", "--on", "soon"], "2018-12-13")]
)
def test_what_cannot_be_read_is_answered_with_what_can(hampshire, arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("figures", *arguments, stdout=io.StringIO())
