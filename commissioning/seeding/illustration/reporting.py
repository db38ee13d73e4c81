"""Highlight reports of the illustrative county: one approved, and the next one as its author has it now.

They are made through the doors of reports, as people make them, on days of their own: what they say does not depend on
the day of loading.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Final

from commissioning.core.models import User
from commissioning.core.rag import ThreePointConfidence as Confidence
from commissioning.seeding.load import Load
from governance.models import HighlightReport
from governance.models.reports import Dimension
from governance.rules.report_steps import Step
from governance.services.report_steps import take_step
from governance.services.reports import ReportPlan, ReportText, Stated, draft_report, edit_report
from programmes.access import Grants

OCTOBER: Final = ReportPlan(date(2026, 10, 1), date(2026, 10, 31))
NOVEMBER: Final = ReportPlan(date(2026, 11, 1), date(2026, 11, 30))
WRITTEN_ON: Final = date(2026, 11, 2)
APPROVED_ON: Final = date(2026, 11, 5)
DRAFTED_ON: Final = date(2026, 11, 20)
ANY: Final = Grants(everything=True)
SUMMARY: Final = (
    "The trial import of the shared record stopped in two of five clinics, and both wait for corrected addresses. "
    "Public health nursing is embedded. The specification for emotional wellbeing is at its fourth version."
)
LESSON: Final = "Ask every provider for a sample of its addresses before an import is planned."
OVERRULED: Final = (
    "The records can not see that two providers have asked for more time. "
    "The group holds scope at red until they answer."
)


def load_reports(load: Load, people: Mapping[str, User]) -> None:
    """Make the two reports unless they were made before; a report that a person deleted stays deleted."""
    if load.programme is None:
        return
    marks = [f"{load.programme.reference}-REPORT-{plan.end:%Y-%m}" for plan in (OCTOBER, NOVEMBER)]
    for mark, make in zip(marks, (_approved, _draft), strict=True):
        if not load.is_new(mark):
            load.kept += 1
            continue
        load.enter(mark)
        make(load, people)
        load.created += 1


def _approved(load: Load, people: Mapping[str, User]) -> None:
    """October's: drafted, written, sent, and approved by somebody else, with one rating overruled."""
    author, approver = people["commissioner"], people["manager"]
    report = _drafted(load, OCTOBER, author, WRITTEN_ON)
    text = ReportText(
        SUMMARY,
        report.done,
        report.coming,
        LESSON,
        {Dimension.SCOPE: Stated(Confidence.RED, OVERRULED)},
    )
    report = edit_report(report, text, by=author, grants=ANY, on=WRITTEN_ON)
    report = take_step(report, Step.SUBMIT, by=author, grants=ANY, on=WRITTEN_ON, at=_noon(WRITTEN_ON))
    report.refresh_from_db()
    take_step(
        report,
        Step.APPROVE,
        by=approver,
        grants=ANY,
        on=APPROVED_ON,
        at=_noon(APPROVED_ON),
        note="Agreed as written.",
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _draft(load: Load, people: Mapping[str, User]) -> None:
    _drafted(load, NOVEMBER, people["commissioner"], DRAFTED_ON)


def _drafted(load: Load, plan: ReportPlan, author: User, on: date) -> HighlightReport:
    assert load.programme is not None  # noqa: S101 (asked by load_reports)
    report = draft_report(load.programme, plan, by=author, grants=ANY, on=on)
    report.refresh_from_db()
    return report
