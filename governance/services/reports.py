"""The doors of a highlight report while it is open: draft it from the records, draft it again, edit it.

An approved report is never altered: every door refuses it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.models import User
from commissioning.core.rag import ThreePointConfidence as Confidence
from governance.models import Body, HighlightReport, ReportRating
from governance.models.reports import Dimension, ReportState
from governance.rules.rating_facts import DIMENSION_LABELS
from governance.rules.ratings import Suggestion
from governance.rules.report_periods import Period, period_problem
from governance.rules.report_steps import Rated, edit_problem, rating_problem, with_lines
from governance.selectors.report_content import figures_day, period_of
from governance.selectors.report_facts import Facts, read_facts
from governance.selectors.report_ratings import suggestions
from governance.selectors.report_sections import coming_lines, done_lines
from governance.selectors.reports import overlapping, previous_of
from governance.selectors.tolerances import limits_of, tolerances
from governance.services.report_door import may, report_locked
from procurement.models import ProcurementPhase
from programmes.access import Grants
from programmes.models import Programme
from programmes.references import lock_programme, next_reference
from programmes.services.scope_door import refuse

NOTHING = "Nothing differs from what is recorded. Change something, or cancel."


@dataclass(frozen=True)
class ReportPlan:
    """What a report is to cover, and for whom."""

    start: date
    end: date
    phase: ProcurementPhase | None = None
    body: Body | None = None


@dataclass(frozen=True)
class Stated:
    """What the author states of a dimension, and why where it differs from what the records suggest."""

    rating: Confidence
    because: str = ""


@dataclass(frozen=True)
class ReportText:
    """What the author writes, and states of each dimension by its code."""

    summary: str
    done: str
    coming: str
    lessons: str
    stated: Mapping[str, Stated]


@dataclass(frozen=True)
class Redrafted:
    """What drafting again did: lines added to what was typed, and suggestions that now say something else."""

    lines: int
    suggestions: int


def draft_report(
    programme: Programme, plan: ReportPlan, *, by: User, grants: Grants, on: date
) -> HighlightReport:
    """A draft from the records as at the last day of the period, or as at `on` while it runs; `by` is its author.

    It states what the rules suggest until its author says otherwise. Raises PermissionDenied (WRITE_REPORTS) and
    ValidationError by field (period_start, period_end, phase, body).
    """
    may(grants, Permission.WRITE_REPORTS, programme.pk)
    with transaction.atomic(), acting(by=by, reason="Drafted from the records"):
        lock_programme(programme.pk)
        refuse(plan_problems(programme, plan, on))
        period = Period(plan.start, plan.end)
        report = HighlightReport(
            reference=next_reference(HighlightReport, "HR", programme),
            programme=programme,
            phase=plan.phase,
            body=plan.body,
            period_start=plan.start,
            period_end=plan.end,
            author=by,
            previous=previous_of(programme, plan.phase.pk if plan.phase else None, period),
            illustrative=programme.illustrative,
        )
        facts = facts_of(report, on)
        report.done, report.coming = _lines("", facts, done=True)[0], _lines("", facts, done=False)[0]
        report.illustrative = facts.illustrative
        report.full_clean(exclude=["content", "content_sha256"])
        report.save()
        rows = {code: ReportRating(report=report, dimension=code) for code in Dimension.values}
        _follow(rows, suggested_by(facts))
        _save(rows)
        return report


def plan_problems(programme: Programme, plan: ReportPlan, on: date) -> dict[str, str]:
    """What is wrong with a plan, by field; "" where nothing is."""
    problem = period_problem(plan.start, plan.end, on)
    other = None
    if not problem:
        other = overlapping(programme, plan.phase.pk if plan.phase else None, Period(plan.start, plan.end))
    if other is not None:
        problem = (
            f"{other.reference} covers {period_of(other).printed} already. Open it, or choose other days or "
            "another phase."
        )
    return {
        "period_end": problem,
        "phase": _foreign(programme, plan.phase, "a phase"),
        "body": _foreign(programme, plan.body, "a body"),
    }


def redraft(
    report: HighlightReport, *, by: User, grants: Grants, on: date, version: int | None = None
) -> Redrafted:
    """Bring a draft up to the records and keep everything that its author typed.

    Lines are added for records that it does not name yet, and none is altered or taken away. A rating that followed the
    suggestion follows it still; one that the author stated otherwise stays, with its reason. Raises PermissionDenied,
    ValidationError where it is not open to this person, and StaleEdit.
    """
    with report_locked(
        report,
        Permission.WRITE_REPORTS,
        by=by,
        grants=grants,
        reason="Drafted again from the records",
        version=version,
    ) as row:
        check_open(row, by=by)
        facts = facts_of(row, on)
        row.done, more_done = _lines(row.done, facts, done=True)
        row.coming, more_coming = _lines(row.coming, facts, done=False)
        rows = {each.dimension: each for each in row.ratings.all()}
        moved = _follow(rows, suggested_by(facts))
        _save(rows)
        row.illustrative = row.illustrative or facts.illustrative
        row.save()
        return Redrafted(more_done + more_coming, moved)


def edit_report(
    report: HighlightReport,
    text: ReportText,
    *,
    by: User,
    grants: Grants,
    on: date,
    version: int | None = None,
) -> HighlightReport:
    """Write what the author says. A rating other than what the records suggest now is refused without its reason.

    Raises PermissionDenied (WRITE_REPORTS), ValidationError (by field: `because_<dimension>`; as a whole where it is
    not open to this person or nothing differs) and StaleEdit.
    """
    with report_locked(
        report, Permission.WRITE_REPORTS, by=by, grants=grants, reason="Edited by its author", version=version
    ) as row:
        check_open(row, by=by)
        rows = {each.dimension: each for each in row.ratings.all()}
        before = {code: (each.stated, each.because) for code, each in rows.items()}
        _follow(rows, suggested_by(facts_of(row, on)))
        for code, each in text.stated.items():
            rows[code].stated, rows[code].because = each.rating, each.because.strip()
        refuse({f"because_{code}": rating_problem(_rated(each)) for code, each in rows.items()})
        texts = {name: getattr(text, name).strip() for name in ("summary", "done", "coming", "lessons")}
        after = {code: (each.stated, each.because) for code, each in rows.items()}
        if before == after and all(getattr(row, name) == value for name, value in texts.items()):
            raise ValidationError(NOTHING, code="nothing")
        for name, value in texts.items():
            setattr(row, name, value)
        _save(rows)
        row.save()
        return row


def check_open(report: HighlightReport, *, by: User) -> None:
    """Raises ValidationError where the report can not be edited by this person now; always once it is approved."""
    if problem := edit_problem(report.state, is_author=report.author_id == by.pk):
        raise ValidationError(problem, code="frozen" if report.state == ReportState.APPROVED else "closed")


def suggested_by(facts: Facts) -> dict[str, Suggestion]:
    return suggestions(facts, limits_of(tolerances(facts.programme)))


def facts_of(report: HighlightReport, on: date) -> Facts:
    """As at the last day of its period, or `on` while that runs."""
    return read_facts(report.programme, report.phase, period_of(report), figures_day(report, on))


def _follow(rows: dict[str, ReportRating], suggested: Mapping[str, Suggestion]) -> int:
    """Bring suggestions up to date, and how many of them moved. A rating that followed the old one follows the new."""
    moved = 0
    for code, row in rows.items():
        each = suggested[code]
        moved += (row.suggested, row.suggested_because) != (each.rating, each.reason)
        if row.stated == row.suggested:
            row.stated = each.rating
        row.suggested, row.suggested_because = each.rating, each.reason
    return moved


def _rated(row: ReportRating) -> Rated:
    return Rated(
        DIMENSION_LABELS[row.dimension], Confidence(row.suggested), Confidence(row.stated), row.because
    )


def _save(rows: Mapping[str, ReportRating]) -> None:
    for row in rows.values():
        row.full_clean()
        row.save()


def _lines(typed: str, facts: Facts, *, done: bool) -> tuple[str, int]:
    return with_lines(typed, done_lines(facts) if done else coming_lines(facts))


def _foreign(programme: Programme, record: ProcurementPhase | Body | None, what: str) -> str:
    if record is None or record.programme_id == programme.pk:
        return ""
    return f"Choose {what} of this programme."
