"""The doors of a report's way to approval: sent, taken back, returned, approved; each step is written once."""

from datetime import date, datetime

from django.core.exceptions import ValidationError

from commissioning.core.access import Permission
from commissioning.core.models import User
from commissioning.core.rag import ThreePointConfidence as Confidence
from governance.models import HighlightReport, ReportRating, ReportStep
from governance.models.reports import ReportState, ReportStepKind
from governance.rules.rating_facts import DIMENSION_LABELS
from governance.rules.ratings import Suggestion
from governance.rules.report_steps import (
    AFTER,
    OF_THE_AUTHOR,
    Rated,
    Step,
    approval_problem,
    note_problem,
    ready_problem,
    step_problem,
)
from governance.selectors.report_content import figures_day, live_content, period_of
from governance.selectors.report_facts import Facts, read_facts
from governance.selectors.reports import content_hash
from governance.services.report_door import report_locked
from governance.services.reports import suggested_by
from programmes.access import Grants
from programmes.rules_milestones import day_words
from programmes.services.scope_door import refuse

KINDS = {
    Step.SUBMIT: ReportStepKind.SUBMITTED,
    Step.WITHDRAW: ReportStepKind.WITHDRAWN,
    Step.RETURN: ReportStepKind.RETURNED,
    Step.APPROVE: ReportStepKind.APPROVED,
}


def take_step(
    report: HighlightReport,
    step: Step,
    *,
    by: User,
    grants: Grants,
    on: date,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> HighlightReport:
    """Take a step and keep who took it, when and what they said.

    The author sends a report and takes it back (WRITE_REPORTS); somebody else returns it with a note or approves it
    (APPROVE_REPORTS). Approval freezes its content as at the last day of its period, which must have passed; `at` is
    the moment of it. Raises PermissionDenied, ValidationError (`note`; else the whole) and StaleEdit.
    """
    permission = Permission.WRITE_REPORTS if step in OF_THE_AUTHOR else Permission.APPROVE_REPORTS
    said = f"{KINDS[step].label}: {note.strip()}" if note.strip() else str(KINDS[step].label)
    with report_locked(report, permission, by=by, grants=grants, reason=said, version=version) as row:
        if problem := step_problem(step, row.state, is_author=row.author_id == by.pk):
            raise ValidationError(problem, code=step.value)
        refuse({"note": note_problem(step, note)})
        row.state = ReportState(AFTER[step])
        if step in (Step.SUBMIT, Step.APPROVE):
            facts = read_facts(row.programme, row.phase, period_of(row), figures_day(row, on))
            _settle_ratings(row, facts)
        if step == Step.APPROVE:
            _freeze(row, facts, on, at, by=by)
        row.save()
        kept = ReportStep(report=row, kind=KINDS[step], note=note.strip(), made_by=by)
        kept.full_clean()
        kept.save()
        return row


def _settle_ratings(report: HighlightReport, facts: Facts) -> None:
    """Hold each rating to what the records suggest now, not when it was drafted.

    Raises ValidationError where the summary is missing or a rating that differs has no reason.
    """
    rows = {row.dimension: row for row in report.ratings.all()}
    suggested = {code: each for code, each in suggested_by(facts).items() if code in rows}
    problem = ready_problem(report.summary, [_rated(rows[code], each) for code, each in suggested.items()])
    if problem:
        raise ValidationError(problem, code="not_ready")
    for code, each in suggested.items():
        row = rows[code]
        row.suggested, row.suggested_because = each.rating, each.reason
        row.full_clean()
        row.save()


def _rated(row: ReportRating, suggestion: Suggestion) -> Rated:
    return Rated(DIMENSION_LABELS[row.dimension], suggestion.rating, Confidence(row.stated), row.because)


def _freeze(report: HighlightReport, facts: Facts, on: date, at: datetime, *, by: User) -> None:
    """Keep everything that the report shows, with its paper, under one fingerprint; from now it is read from this.

    The paper's blocks are kept too, so that the same bytes can be set later whatever becomes of the code that lays a
    report out. Raises ValidationError while the period runs.
    """
    from commissioning.core.documents.blocks import to_json
    from governance.report_document import document_of

    if problem := approval_problem(report.period_end, on):
        raise ValidationError(problem, code="too_early")
    content = live_content(report, report.period_end, facts)
    content["report"] |= {"approved_by": str(by), "approved_on": day_words(on)}
    content["document"] = to_json(document_of(content))
    report.content = content
    report.content_sha256 = content_hash(content)
    report.approved_by, report.approved_at = by, at
