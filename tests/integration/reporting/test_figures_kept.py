"""`manage.py figures` of programmes that keep more than money: their papers’ figures, null for what they lack."""

import io
import json

import pytest
from django.core.management import call_command

from tests.factories import PostFactory, ProgrammeFactory, ServiceFactory
from tests.integration.reporting.exported import csv_of, signed_in

DAYS = {
    "hampshire": "2018-12-13",
    "nottinghamshire": "2015-03-01",
    "derby": "2013-11-14",
    "essex": "2022-01-31",
}
KEPT = {
    "hampshire": {"services", "milestones"},
    "nottinghamshire": {"services", "milestones", "posts", "groups_by_model"},
    "derby": {"milestones", "intentions"},
    "essex": {"areas"},
}
KINDS = ("services", "milestones", "intentions", "posts", "groups_by_model", "areas")


def _printed(key, *arguments):
    out = io.StringIO()
    call_command("figures", key, *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def of(all_four):
    return {key: json.loads(_printed(key, "--on", day, "--json")) for key, day in DAYS.items()}


@pytest.mark.parametrize("key", DAYS)
def test_what_a_programme_keeps_none_of_is_null(of, key):
    assert {kind for kind in KINDS if of[key][kind] is not None} == KEPT[key]


def test_posts_are_those_of_the_hub_report(of):
    """Paras 20 to 24: 3.5 FTE, £115,505 to £129,652 a year. The existing post has neither number nor salary."""
    assert of["nottinghamshire"]["posts"] == {
        "count": 5,
        "not_costed": 1,
        "fte": "3.5",
        "minimum": "115505.00",
        "maximum": "129652.00",
    }


def test_groups_by_model_are_the_seventeen_of_the_paper(of):
    assert of["nottinghamshire"]["groups_by_model"] == {"Co-ordinated": 5, "Joint": 4, "Integrated": 8}


def test_four_of_eight_intentions_have_a_summary(of):
    assert of["derby"]["intentions"] == {"count": 8, "with_summary": 4}


def test_people_of_the_twelve_areas_leave_the_comparator_out(of):
    assert of["essex"]["areas"] == {"count": 12, "population": 3_250_449}


def test_readers_recorded_75_discrepancies(of):
    recorded = {key: of[key]["discrepancies"]["recorded"] for key in DAYS}
    assert sum(recorded.values()) == 75
    assert all(recorded[key] <= of[key]["discrepancies"]["total"] for key in DAYS)


def test_milestones_are_counted_as_their_page_lists_them(of):
    """Of the 30 in project summaries 2 are TBC, 1 is awaited and 1 ongoing; no other date of Derby's is."""
    found, analyst = of["derby"]["milestones"], signed_in("analyst@example.org")

    def listed(asked=""):
        return len(csv_of(analyst, f"/programmes/derby/tables/milestones.csv?on={DAYS['derby']}{asked}"))

    dates = found["by_date_status"]
    assert (dates["tbc"], dates["awaited"], dates["ongoing"]) == (2, 1, 1)
    assert sum(dates.values()) == found["count"] == listed()
    assert found["undated"] == found["count"] - dates["dated"] == listed("&dates=undated")
    assert found["late"] == listed("&dates=overdue") > 0


def test_words_for_people_say_that_no_service_is_named(of):
    words = _printed("derby", "--on", DAYS["derby"])
    assert "Services: none named" in words
    assert "Intentions: count 8, with summary 4" in words
    assert "Services in scope: 16" in _printed("hampshire", "--on", DAYS["hampshire"])


def test_a_post_without_a_number_is_no_nought(db):
    programme = ProgrammeFactory()
    PostFactory(programme=programme, fte=None)
    posts = json.loads(_printed(programme.key, "--json"))["posts"]
    assert posts == {"count": 1, "not_costed": 1, "fte": None, "minimum": None, "maximum": None}
    assert "fte not known" in _printed(programme.key)


def test_a_service_that_is_named_but_not_in_scope_is_counted(db):
    programme = ProgrammeFactory()
    assert json.loads(_printed(programme.key, "--json"))["services"] is None
    ServiceFactory(programme=programme)
    assert json.loads(_printed(programme.key, "--json"))["services"]["in_scope"] == 0
