"""Checks 7 and 18 on papers: references that lead elsewhere, dates without a year, no date, nobody who approved."""

from dataclasses import replace

from commissioning.core.fuzzydate import DateStatus
from governance.rules.evidence_plans import ApprovalRow, CrossReferenceRow, PaperRow, YearRow
from governance.rules.papers import (
    approval_findings,
    cross_reference_findings,
    undated_paper_findings,
    year_findings,
)
from tests.unit.governance.evidence import BLANK, plans, when


def reference(found_is_described, part="Commissioning Principles"):
    return CrossReferenceRow(
        "DER-XREF-1", "para 4.4", "Appendix 2", "an example of the work-plan", found_is_described, part
    )


def crossed(row):
    return list(cross_reference_findings(plans(cross_references=(row,))))


def test_a_reference_to_a_part_that_holds_something_else():
    (finding,) = crossed(reference(False))
    assert finding.key == "cross-reference-der-xref-1"
    assert finding.title == (
        "Appendix 2 is said to be an example of the work-plan; it is “Commissioning Principles”"
    )


def test_a_reference_to_a_part_that_is_not_there():
    (finding,) = crossed(reference(None, part=None))
    assert finding.title.endswith("it is not in the paper")


def test_a_reference_that_holds_or_that_nobody_has_looked_at_is_nothing():
    assert crossed(reference(True)) == []
    assert crossed(reference(None)) == []


def year(reference, slug, text):
    return YearRow(reference, slug.capitalize(), slug, f"Milestone {reference}", when(text, assume_year=2014))


def test_dates_without_a_year_are_one_finding_for_each_kind_of_record():
    rows = (year("DER-TL-3", "timeline", "By October"), year("A", "deadline", "November"))
    timeline, deadline = year_findings(plans(without_year=rows))
    assert timeline.key == "missing-not-prg-year-timeline"
    assert timeline.title == "Timeline: 1 date without a year"
    assert timeline.arithmetic == "No year is printed. “By October” is read as October 2014."
    assert timeline.computed == {"dates": 1, "der-tl-3": "2014-10-31"}
    assert deadline.key == "missing-not-prg-year-deadline"
    assert list(year_findings(plans())) == []


def dated(when_):
    return list(undated_paper_findings(plans(papers=(PaperRow("DER-2013-09", "Progress report", when_),))))


def test_a_paper_whose_date_was_worked_out():
    worked_out = replace(
        when("August to September 2013"), status=DateStatus.INFERRED, note="“last four months” since April"
    )
    (finding,) = dated(worked_out)
    assert finding.arithmetic == (
        "No date is printed. Read as August 2013 to September 2013, from “last four months” since April."
    )
    assert finding.computed == {"from": "2013-08-01", "to": "2013-09-30"}


def test_a_paper_without_any_date_and_one_with():
    (finding,) = dated(BLANK)
    assert finding.arithmetic == "No date is printed."
    assert dated(when("10 June 2013")) == []


def slot(name, role=""):
    return ApprovalRow(f"APP-{name}", "DER-2013-09", name, role)


def test_slots_without_a_role():
    rows = (slot("Legal officer"), slot("Financial officer"), slot("Other(s)", "Consultant\nDirector"))
    (finding,) = approval_findings(plans(approvals=rows))
    assert finding.title == "2 approval slots of 3 without a role"
    assert finding.arithmetic == "3 slots, 2 roles named; nobody for Legal officer and Financial officer."
    assert finding.computed == {"slots": 3, "empty": 2, "roles": 2}


def test_slots_that_are_all_filled_are_nothing():
    assert list(approval_findings(plans(approvals=(slot("Legal officer", "Solicitor"),)))) == []
