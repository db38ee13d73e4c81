"""Check 9: what a board was promised, what it was told, and what did not come."""

from datetime import date

from governance.rules.evidence_plans import ActionRow, DatedRow
from governance.rules.promises import promise_findings
from governance.rules.reports import missed_reports
from tests.unit.governance.evidence import plans, when

AGREED = when("April 2013")


def action(*reports, weakened=False, on=date(2013, 9, 30), promised="quarterly"):
    dates = [when(text) for text in reports]
    rows = tuple(DatedRow(f"R-{place}", "regular basis", each) for place, each in enumerate(dates))
    return ActionRow(
        "DER-ACT-4",
        "quarterly reports to the board",
        "Health and Well-being Board",
        AGREED,
        weakened,
        missed_reports(AGREED, promised, dates, on),
        rows,
    )


def found(row, on=date(2013, 9, 30)):
    return list(promise_findings(plans(on, actions=(row,))))


def test_a_quarter_without_a_report():
    (finding,) = found(action("August to September 2013"))
    assert finding.key == "reports-der-act-4"
    assert finding.title == "A report was promised every quarter; none is recorded for 1 quarter"
    assert finding.computed == {"periods": 1, "missed": 1}
    assert "April to June 2013" in finding.arithmetic


def test_a_report_in_every_quarter_is_nothing():
    assert found(action("June 2013", "August to September 2013")) == []


def test_no_report_was_promised_so_none_is_missed():
    assert found(action(promised="")) == []


def test_an_answer_that_a_person_marked_as_weaker():
    (finding,) = found(action("June 2013", weakened=True))
    assert finding.key == "drift-der-act-4"
    assert [each.text for each in finding.statements] == [
        "Agreed: quarterly reports to the board",
        "Answer: regular basis",
    ]
