"""Checks 3 and 18 on plans: Derby's projects against their milestones and their intentions' delivery plans."""

from governance.rules.evidence_plans import DatedRow, IntentionRow, SummaryRow
from governance.rules.plans import intention_lead_findings, project_findings
from tests.unit.governance.evidence import BLANK, ONGOING, plans, when

PERIOD = when("April 2013 to March 2014")


def milestone(number, text):
    return DatedRow(f"DER-PRJ-1-M-{number}", f"Milestone {number}", when(text))


def summary(period, *milestones, people=("Head of Service",), intention="DER-CI-4"):
    return SummaryRow("DER-PRJ-1", "Children in Care", intention, period, people, milestones)


def intention(number, *deadlines, leads=()):
    return IntentionRow(f"DER-CI-{number}", number, f"Intention {number}", leads, deadlines)


def found(*summaries, intentions=()):
    return list(project_findings(plans(summaries=summaries, intentions=intentions)))


def test_milestones_after_the_end_and_before_the_start_are_counted():
    rows = (milestone(1, "29 March 2013"), milestone(2, "May 2013"), milestone(3, "April 2014"))
    (finding,) = found(summary(PERIOD, *rows))
    assert finding.key == "milestones-der-prj-1"
    assert finding.title == (
        "Children in Care: of 3 milestones, 1 before the start and 1 after the end of its project"
    )
    assert finding.arithmetic == (
        "April 2013 to March 2014 runs from 1 April 2013 to 31 March 2014; 1 before it (29 March 2013); "
        "1 after it (April 2014)."
    )
    assert [each.text for each in finding.statements[1:]] == [
        "Milestone 1: 29 March 2013 (before the start)",
        "Milestone 3: April 2014 (after the end)",
    ]


def test_milestones_within_the_project_are_nothing():
    assert found(summary(PERIOD, milestone(1, "April 2013"), milestone(2, "31 March 2014"))) == []


def test_one_that_only_partly_overlaps_may_be_outside():
    (finding,) = found(summary(PERIOD, milestone(1, "March to May 2014")))
    assert (finding.computed["after_end"], finding.computed["may_be_outside"]) == (0, 1)
    assert "perhaps after the end" in finding.title


def test_undated_milestones_and_undated_projects_cannot_be_outside():
    assert found(summary(PERIOD, DatedRow("M", "undated", BLANK))) == []
    assert found(summary(ONGOING, milestone(1, "April 2014"))) == []


PLAN = DatedRow("DER-CI-1-D-2", "delivery plan runs to", when("March 2015"))


def test_an_ongoing_project_whose_plan_ends():
    """Intention 1: the plan ends in March 2015, the summary says on-going."""
    (finding,) = found(summary(ONGOING, intention="DER-CI-1"), intentions=(intention(1, PLAN),))
    assert (finding.check, finding.kind) == (3, "date_mismatch")
    assert finding.title == "Children in Care: has no end, though its plan runs to March 2015"


def test_a_project_with_blank_dates_whose_plan_ends():
    """Intention 6: the same plan, and start and end left blank."""
    (finding,) = found(summary(BLANK, intention="DER-CI-1"), intentions=(intention(1, PLAN),))
    assert (finding.check, finding.kind) == (18, "missing_date")
    assert finding.statements[1].text == "Start and end of “Children in Care”: nothing is printed"


def test_without_a_dated_plan_an_ongoing_project_is_nothing():
    assert found(summary(ONGOING, intention="DER-CI-1"), intentions=(intention(1),)) == []
    assert found(summary(PERIOD, intention="DER-CI-1"), intentions=(intention(1, PLAN),)) == []


def leads(*intentions, summaries=()):
    return list(intention_lead_findings(plans(intentions=intentions, summaries=summaries)))


def test_intentions_without_a_lead_anywhere_are_one_finding():
    own = (intention(1, leads=("Public Health",)), intention(2), intention(3), intention(4))
    (finding,) = leads(*own, summaries=(summary(PERIOD),))
    assert finding.title == "No lead anywhere for 2 intentions of 4: 2 and 3"
    assert finding.computed["without_lead"] == "DER-CI-2, DER-CI-3"


def test_a_lead_in_the_table_or_a_senior_owner_in_a_project_is_enough():
    assert leads(intention(1, leads=("Public Health",)), intention(4), summaries=(summary(PERIOD),)) == []


def test_a_project_that_names_nobody_leaves_its_intention_without():
    own = (intention(1, leads=("Public Health",)), intention(4))
    (finding,) = leads(*own, summaries=(summary(PERIOD, people=()),))
    assert finding.computed["without_lead"] == "DER-CI-4"


def test_a_plan_that_names_nobody_at_all_does_not_set_out_to():
    assert leads(intention(1), intention(2)) == []
