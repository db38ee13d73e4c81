"""Derby's public questions, answered through the selectors that the pages use, and on the pages."""

from collections import Counter
from datetime import date

import pytest

from procurement.selectors.milestones import milestones
from programmes.models.intentions import SummaryLineKind
from programmes.rules_milestones import Fit
from programmes.selectors.intentions import completeness
from programmes.selectors.intentions_summary import summaries, summary_page
from tests.acceptance.pages import reader, says
from tests.acceptance.questions import answer, asked_by

PAPER_DAY = date(2013, 9, 1)


@pytest.fixture(scope="module")
def page(derby):
    return reader("derby", "2013-09-01")


@pytest.fixture(scope="module")
def rows(derby):
    """The milestones of Appendix 3, which the questions count; deadlines and the timeline stand elsewhere."""
    return [row for row in milestones(derby, on=PAPER_DAY) if row.kind_code == "milestone"]


def test_q24_milestones_after_the_end_of_their_project(derby, page):
    """Page: project summary."""
    expected = answer("Q-24")
    summary = summary_page(derby, "DER-PRJ-1", PAPER_DAY)
    assert summary.period.end.isoformat() == expected["end"]
    assert (len(summary.of_fit(Fit.AFTER)), len(summary.milestones)) == (
        expected["after_end"],
        expected["of"],
    )
    assert says(page("project_summary", "DER-PRJ-1"), "5 of 7 milestones fall after the end (31 March 2014)")


def test_q25_intentions_without_a_summary(derby, page):
    """Page: intentions."""
    expected = answer("Q-25")
    grid = completeness(derby, PAPER_DAY)
    assert [row.number for row in grid.without_summary] == expected["intentions"]
    assert [row.number for row in grid.with_summary] == expected["with_summary"]
    assert (grid.summary_count, grid.metric_count, grid.metrics_with_target) == (5, 17, 0)
    assert says(
        page("intentions"), "8 intentions: 4 with a project summary (5 summaries), 4 without (2, 3, 5, 8)"
    )


def test_q26_milestones_by_the_state_of_their_date(rows, page):
    """Page: milestones."""
    assert Counter(row.when.status for row in rows) == answer("Q-26")
    assert len(rows) == 30
    assert says(
        page("milestones", query="kind=milestone&dates=tbc"), "maternal mental health", "2 year old expansion"
    )


def test_q27_milestones_due_in_september_2013(rows, page):
    """Page: milestones."""
    expected = answer("Q-27")
    month = (date(2013, 9, 1), date(2013, 9, 30))
    due = [row.text for row in rows if (row.when.start, row.when.end) == month]
    assert len(due) == expected["count"]
    assert {text.casefold() for text in due} == {text.casefold() for text in expected["items"]}
    assert says(page("milestones", query="kind=milestone"), *due)


def test_q28_by_october_has_no_year(derby, page):
    """Page: milestone."""
    expected = answer("Q-28")
    (row,) = [row for row in milestones(derby) if row.reference == "DER-TL-3"]
    assert row.when.text == "By October"
    assert row.when.start.isoformat()[:7] == expected["inferred"]
    assert row.when.year_inferred == expected["year_inferred"]
    timeline = [row for row in milestones(derby) if row.kind_code == "timeline"]
    assert [row.reference for row in timeline] == ["DER-TL-1", "DER-TL-2", "DER-TL-3", "DER-TL-4"]
    assert says(page("milestone", "DER-TL-3"), "By October", "2014")


def test_q29_benefits_for_each_audience(derby, page):
    """Page: project summary."""
    summary = summary_page(derby, "DER-PRJ-1", PAPER_DAY)
    counted = {
        "service_users": len(summary.texts(SummaryLineKind.BENEFIT_USERS)),
        "staff": len(summary.texts(SummaryLineKind.BENEFIT_STAFF)),
        "organisation": len(summary.texts(SummaryLineKind.BENEFIT_ORGANISATION)),
    }
    assert counted == answer("Q-29")
    assert summary.texts(SummaryLineKind.BENEFIT_GENERAL) == ()
    every = [text for _, texts in summary.benefits for text in texts]
    assert says(page("project_summary", "DER-PRJ-1"), *every)


def test_q30_a_milestone_before_its_projects_start(derby, page):
    """Page: project summary."""
    expected = answer("Q-30")
    early = [(summary, row) for summary in summaries(derby, PAPER_DAY) for row in summary.of_fit(Fit.BEFORE)]
    ((summary, row),) = early
    assert (summary.reference, row.text) == (expected["project"], expected["milestone"])
    assert (summary.period.start - row.when.end).days == expected["days"]
    assert f"{expected['days']} days before" in page("project_summary", expected["project"])


def test_every_derby_question_is_asked_here():
    assert asked_by(globals()) == {f"Q-{number}" for number in range(24, 31)}
