"""The returns that wait for somebody, and one return with everything that was done to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from commissioning.core.access import Permission
from commissioning.core.models import User
from outcomes.intake.raws import Raw
from outcomes.models import KPI, KPIReturn, Measurement, ReturnLine, ReturnStep
from outcomes.models.returns import ReturnState, ReturnStepKind
from outcomes.rules_lines import given_of
from outcomes.selectors.returns_assess import Assessment, assess
from outcomes.selectors.returns_lines import line_of
from outcomes.selectors.returns_tracker import TrackerRow, rows_for
from programmes.access import Grants
from programmes.models import Programme

MOST_RECENT = 20
LINES = Prefetch(
    "lines", ReturnLine.objects.select_related("member").order_by("period_start", "member__position")
)


@dataclass(frozen=True)
class ReturnsFor:
    """What one person has to do with returns in a programme."""

    due: tuple[TrackerRow, ...]
    sent_back: tuple[KPIReturn, ...]
    to_approve: tuple[KPIReturn, ...]
    sent: tuple[KPIReturn, ...]
    may_submit: bool
    may_approve: bool


def returns_for(programme: Programme, person: User, grants: Grants, on: date) -> ReturnsFor:
    """What is due from the person, sent back to them, sent by them, and awaiting their approval; ten queries at most.

    One's own returns never await one's own approval.
    """
    kpis = [
        kpi
        for kpi in KPI.objects.filter(programme=programme).select_related("owner")
        if grants.may_submit_return(programme.pk, kpi.owner_id)
    ]
    own = {kpi.pk for kpi in kpis}
    rows = (row for row in rows_for(kpis, on) if row.to_enter)
    due = sorted(rows, key=lambda row: (-row.days_late, row.kpi.reference))
    may_approve = grants.may(Permission.APPROVE_RETURNS, programme.pk)
    returns = KPIReturn.objects.filter(programme=programme).select_related("kpi", "submitted_by")
    returns = returns.prefetch_related(LINES)
    return ReturnsFor(
        due=tuple(due),
        sent_back=tuple(each for each in returns.filter(state=ReturnState.RETURNED) if each.kpi_id in own),
        to_approve=tuple(_awaiting(returns, person).order_by("submitted_at")) if may_approve else (),
        sent=tuple(returns.filter(submitted_by=person)[:MOST_RECENT]),
        may_submit=bool(kpis) or grants.may(Permission.SUBMIT_RETURNS, programme.pk),
        may_approve=may_approve,
    )


def _awaiting(returns: QuerySet[KPIReturn], person: User) -> QuerySet[KPIReturn]:
    """Submitted returns that the person had no hand in sending."""
    sent = ReturnStep.objects.filter(
        made_by=person, step__in=(ReturnStepKind.SUBMITTED, ReturnStepKind.RESUBMITTED)
    )
    own = Q(submitted_by=person) | Q(pk__in=sent.values("kpi_return"))
    return returns.filter(state=ReturnState.SUBMITTED).exclude(own)


def awaiting_counts(programme_ids: Collection[int], person: User) -> dict[int, int]:
    """How many returns await the person's approval, by programme; one query."""
    rows = _awaiting(KPIReturn.objects.filter(programme__in=programme_ids), person).order_by()
    counted = rows.values_list("programme_id").annotate(rows=Count("pk", distinct=True))
    return {programme_id: count for programme_id, count in counted}  # noqa: C416  # typed as pairs


def assessed(sent: KPIReturn, on: date) -> Assessment:
    """The lines of a return set beside what is recorded now, as though they were submitted today; four queries."""
    raws = [
        Raw(
            row.period.printed,
            given_of(line_of(row)),
            sent.kpi,
            row.period,
            row.member_id,
            row.member.name if row.member else "",
        )
        for row in sent.lines.select_related("member").order_by("period_start", "member__position")
    ]
    return assess(raws, grants=Grants(everything=True), kind=sent.kind, on=on, besides=sent)


def approved_figures(sent: KPIReturn) -> tuple[Measurement, ...]:
    """What an approved return has put on record, each figure with the one it took the place of; one query."""
    rows = Measurement.objects.filter(kpi_return=sent).select_related("member", "supersedes")
    return tuple(rows.order_by("period_start", "member__position", "pk"))
