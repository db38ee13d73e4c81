"""The 75 places that readers of the four papers recorded: which a check also finds, which not and why, and what the
checks find besides."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from commissioning.core.audit import acting
from commissioning.core.models import User
from governance.models import BoardAction
from governance.selectors.discrepancies import Origin, discrepancies, discrepancy_of
from programmes.models import Programme

pytestmark = pytest.mark.django_db
FIXTURES = Path(settings.BASE_DIR) / "fixtures" / "demo"
PAPER_DAYS = {
    "hampshire": date(2018, 12, 13),
    "nottinghamshire": date(2013, 6, 10),
    "derby": date(2013, 9, 30),
    "essex": date(2022, 1, 31),
}
RECORDED = {"hampshire": 18, "nottinghamshire": 16, "derby": 16, "essex": 25}

# Recorded by a reader and found by no check, with the reason.
ONLY_RECORDED = {
    "HAM-INC-02": "two statements of one phase cover different things; each by itself cannot be judged yet",
    "HAM-INC-15": "nobody has recorded the paper's cross-references one by one",
    "HAM-INC-16": "where a paragraph stands is a matter of its layout",
    "HAM-INC-18": "what two extractions hold is prose",
    "DER-INC-06": "a plan's name with its years is prose in several sections",
    "DER-INC-07": "a framework's name with its years is prose in several sections",
    "DER-INC-09": "found once a person has ticked that the answer promises less than was agreed",
    "DER-INC-13": "paragraph numbers are a matter of layout",
    "ESX-INC-02": "a start and a shadow start are two events unless somebody says that they are one",
    "ESX-INC-03": "who chairs a board is prose in two sections",
    "ESX-INC-04": "“closed the gap” is a judgement, and the two figures are of different pupils",
    "ESX-INC-07": "which figures a saving rests on is prose",
    "ESX-INC-09": "an age said in an interview against a year in the text",
    "ESX-INC-17": "work streams and ambitions are two lists, not two counts of one",
    "ESX-INC-18": "the place of one figure is prose in two sections",
    "ESX-INC-19": "a rating changes from one inspection to the next, and neither is dated",
    "ESX-INC-20": "who provides a service is prose in two sections",
    "ESX-INC-22": "that a theme is about contracts is in its words alone",
    "ESX-INC-23": "which of the board's names are one board is a reader's judgement",
    "ESX-INC-24": "that two councils succeed one is not in the review",
}

# Found by checks and recorded by no reader, each looked at against the paper.
ONLY_COMPUTED = {
    "hampshire": {
        "amount-ham-sv-7",
        "cover-ham-exc-1-ham-ph-2",
        "cover-ham-exc-1-ham-ph-3",
        "missing-ham-fb-5-response",
        "missing-ham-kpi-1-target",
        "missing-ham-kpi-2-target",
        "missing-ham-ph-3-procurement-start",
        "names-ham-svc-16-ham-2018-12",
    },
    "nottinghamshire": {
        # Appendix 2 names Public Health and the Hub together as lead of four services.
        "leads-together-not-prg-nottinghamshire-integrated-commissioning-hub-public-health-nottinghamshire-county-council",
        # The second place that prints “Health Child Programme”.
        "names-not-t1-05-not-2013-06",
        # Nobody is said to lead these today: the reverse of NOT-INC-10.
        "only-in-not-list-a2-not-list-t1",
        # The second of the two missing diagrams.
        "missing-not-gap-2-content",
        "missing-not-prg-risk-owner",
        "missing-not-prg-risk-mitigation",
    },
    "derby": {
        # Agreed in April, first reported in August or September: April to June went without.
        "reports-der-act-4",
        # Capital whose amount is not stated, and a tariff that is awaited.
        "missing-der-fund-1-amount",
        "missing-der-fund-2-amount",
        "missing-der-prg-year-milestone",
        "missing-der-prg-year-linked-project",
        "missing-der-prg-year-deadline",
        "missing-der-prg-year-other-fact",
        # 17 metrics of five project summaries, in one finding.
        "missing-der-prg-targets",
    },
    "essex": {
        # 23% of 2.7m is 621,000 and not 570,000: ESX-INC-12 sets the same figure against Table 1.
        "arithmetic-esx-a-08-fig-3",
        # The diagrams are images.
        "missing-esx-gap-1-content",
    },
}


@pytest.fixture(scope="module")
def found(all_four, django_db_blocker):
    with django_db_blocker.unblock():
        return {key: discrepancies(Programme.objects.get(key=key), day) for key, day in PAPER_DAYS.items()}


def recorded_ids(key):
    return [row["id"] for row in json.loads((FIXTURES / f"{key}.json").read_text())["inconsistencies"]]


@pytest.mark.parametrize("key", PAPER_DAYS)
def test_each_recorded_one_is_shown_once(found, key):
    shown = sorted(view.reference for view in found[key] if view.origin != Origin.COMPUTED)
    assert shown == sorted(recorded_ids(key))
    assert len(shown) == RECORDED[key]


@pytest.mark.parametrize("key", PAPER_DAYS)
def test_computed_and_recorded_is_told_apart_from_recorded_alone(found, key):
    alone = {view.reference for view in found[key] if view.origin == Origin.RECORDED}
    assert alone == {reference for reference in ONLY_RECORDED if reference in recorded_ids(key)}
    assert all(ONLY_RECORDED.values())


def test_of_the_75_a_check_finds_55(found):
    origins = Counter(view.origin for views in found.values() for view in views)
    assert sum(RECORDED.values()) == 75
    assert origins[Origin.BOTH] == 75 - len(ONLY_RECORDED) == 55
    assert origins[Origin.RECORDED] == 20


@pytest.mark.parametrize("key", PAPER_DAYS)
def test_nothing_is_computed_that_nobody_has_reviewed(found, key):
    assert {view.slug for view in found[key] if view.origin == Origin.COMPUTED} == ONLY_COMPUTED[key]


@pytest.mark.parametrize("key", PAPER_DAYS)
def test_every_tie_to_a_check_holds(found, key):
    """Only the one that waits for a person's tick may be tied to a check that finds nothing yet."""
    ties = json.loads((FIXTURES / f"{key}_reading.json").read_text())["check_keys"]
    live = {view.finding.key for view in found[key] if view.finding}
    assert set(ties.values()) - live <= {"drift-der-act-4"}


@pytest.mark.parametrize("key", PAPER_DAYS)
def test_statements_name_a_place_in_a_paper(found, key):
    """Every statement of a check leads to a paper, save those that say that nothing is printed."""
    without = [
        (view.slug, each.text)
        for view in found[key]
        if view.finding
        for each in view.finding.statements
        if not each.places
    ]
    assert without in (
        [],
        [("missing-ham-ph-3-procurement-start", "Phase 3, procurement start: nothing is printed")],
    )


def test_no_two_discrepancies_share_an_address(found):
    for views in found.values():
        slugs = [view.slug for view in views]
        assert len(slugs) == len(set(slugs))


def computed(views, slug):
    return discrepancy_of(views, slug).finding.computed


def test_the_hubs_figures_are_those_of_the_paper(found):
    views = found["nottinghamshire"]
    assert computed(views, "not-inc-01") == {"not-count-1": 3, "not-count-2": 4, "listed": 4}
    assert "Business Support Administrator is counted as new in recommendation 2." in (
        discrepancy_of(views, "not-inc-01").arithmetic
    )
    assert computed(views, "not-inc-02") == {"not-count-3": 2, "listed": 3}
    assert computed(views, "not-inc-13")["months"] == 5
    assert computed(views, "not-inc-14")["minimum_salaries"] == "346515.00"
    assert computed(views, "not-inc-14")["maximum_salaries"] == "388956.00"
    assert computed(views, "not-inc-14")["amount"] is None
    assert computed(views, "not-inc-08")["entries"] == 6
    assert computed(views, "not-inc-10")["entries"] == 4
    assert computed(views, "not-inc-11") == {"lines": 2, "types": 2}
    assert computed(views, "not-inc-12")["services"] == 2


def test_three_leads_differ_between_table_1_and_appendix_2(found):
    for slug, service in (
        ("not-inc-04", "NOT-T1-07"),
        ("not-inc-05", "NOT-T1-05"),
        ("not-inc-06", "NOT-T1-08"),
    ):
        view = discrepancy_of(found["nottinghamshire"], slug)
        assert view.title.endswith("lead differs between places")
        assert [each.reference for each in view.services] == [service]
        assert {each.place for each in view.statements} == {"Table 1 (para 5)", "Appendix 2"}


def test_the_intentions_figures_are_those_of_the_paper(found):
    views = found["derby"]
    assert computed(views, "der-inc-01")["after_end"] == 5
    assert computed(views, "der-inc-01")["milestones"] == 7
    assert computed(views, "der-inc-02") | {} == {
        "milestones": 6,
        "after_end": 1,
        "before_start": 1,
        "may_be_outside": 0,
        "period_end": "2013-07-31",
    }
    assert computed(views, "der-inc-03") == {"der-count-1": 5, "listed": 4}
    assert computed(views, "der-inc-08")["der-tl-3"] == "2014-10-31"
    assert computed(views, "der-inc-10")["plan_ends"] == "2015-03-31"
    assert computed(views, "der-inc-12")["without_lead"] == "DER-CI-2, DER-CI-3, DER-CI-5, DER-CI-8"
    assert computed(views, "der-inc-16") == {"slots": 5, "empty": 4, "roles": 2}


def test_the_reviews_figures_are_those_of_the_paper(found):
    views = found["essex"]
    assert computed(views, "esx-inc-01") == {"esx-count-1": 9, "listed": 10}
    assert computed(views, "esx-inc-14") == {"esx-count-2": 13, "listed": 12}
    assert computed(views, "esx-inc-06")["esx-cc4c-m-10"] == "167000.00"
    assert computed(views, "esx-inc-06")["esx-cc4c-m-11"] == "19.14"
    assert computed(views, "esx-inc-06")["within_rounding"] == "yes"
    assert computed(views, "esx-inc-08")["esx-a-02-fig-5"] == "3.43"
    assert computed(views, "esx-inc-08")["within_rounding"] == "no"
    assert "42 percentage points" in discrepancy_of(views, "esx-inc-05").arithmetic
    assert "add up to 80%" in discrepancy_of(views, "esx-inc-05").arithmetic
    assert "13,221 apart" in discrepancy_of(views, "esx-inc-11").arithmetic
    assert "10,686 apart" in discrepancy_of(views, "esx-inc-12").arithmetic
    assert computed(views, "esx-inc-16") == {"interviewees": 4, "learning_points": 0}
    assert computed(views, "esx-inc-25") == {"difference": 2}


def test_a_tick_turns_a_recorded_drift_into_a_computed_one(all_four):
    derby = Programme.objects.get(key="derby")
    before = discrepancy_of(discrepancies(derby, PAPER_DAYS["derby"]), "der-inc-09")
    with acting(by=User.objects.get(email="manager@example.org"), reason="“Regular” is less than quarterly"):
        BoardAction.objects.filter(reference="DER-ACT-4").update(weakened=True)
    after = discrepancy_of(discrepancies(derby, PAPER_DAYS["derby"]), "der-inc-09")
    assert (before.origin, after.origin) == (Origin.RECORDED, Origin.BOTH)
    assert len(discrepancies(derby, PAPER_DAYS["derby"])) == 16 + len(ONLY_COMPUTED["derby"])


def test_after_the_handover_nothing_is_said_of_who_led_before(all_four):
    """On 1 May 2015 health visiting is the county's, and the Area Teams' term is history."""
    hub = Programme.objects.get(key="nottinghamshire")
    for day in (date(2015, 3, 1), date(2015, 5, 1)):
        keys = {view.slug for view in discrepancies(hub, day)}
        assert not {key for key in keys if key.startswith("lead-not-t1-02")}
