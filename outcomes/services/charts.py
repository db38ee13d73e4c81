"""The doors of decisions about a chart: limits set anew from a point on, a point left out, and either taken back.

Never automatic: a person decides, with a reason. Making Data Count asks for both, and for the limits to stand until
somebody decides. Nothing is deleted: a decision taken back stays with who took it back and why.
"""

from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.db.models.functions import Now

from commissioning.core.models import User
from outcomes.models import KPI, ChartDecision
from outcomes.models.targets import ChartDecisionKind, KPIChangeKind
from outcomes.rules_kpis import reason_problem
from outcomes.selectors.series import series_of
from outcomes.selectors.series_types import SeriesValue
from outcomes.services.kpi_door import Change, opened, record
from programmes.access import Grants
from programmes.references import next_reference
from programmes.services.scope_door import refuse

LABELS: Final = {
    ChartDecisionKind.REBASE: "Limits worked out anew",
    ChartDecisionKind.GHOST: "Point left out of the limits",
}
ALREADY: Final = {
    ChartDecisionKind.REBASE: "The limits are worked out anew from this period already.",
    ChartDecisionKind.GHOST: "This period is left out already.",
}


def rebase(kpi: KPI, *, on_period_start: date, reason: str, by: User, grants: Grants) -> ChartDecision:
    """Work mean and limits out anew from the point of this day on.

    Raises PermissionDenied, and ValidationError for a day on which no point starts, for the first point, from which the
    limits run anyway, where it has been decided before, and without a reason.
    """
    return _decide(ChartDecisionKind.REBASE, kpi, on_period_start, reason, by, grants)


def ghost(kpi: KPI, *, on_period_start: date, reason: str, by: User, grants: Grants) -> ChartDecision:
    """Leave the point of this day out of mean, limits and rules; it stays on the chart, marked.

    Raises PermissionDenied, and ValidationError for a day without a value, where it has been decided before, and
    without a reason.
    """
    return _decide(ChartDecisionKind.GHOST, kpi, on_period_start, reason, by, grants)


def withdraw_decision(decision: ChartDecision, *, reason: str, by: User, grants: Grants) -> ChartDecision:
    """Take a decision back: the chart is again as if it had not been made. The decision stays, with the reason.

    Raises PermissionDenied, and ValidationError without a reason and for one taken back already.
    """
    with opened(decision.kpi, by=by, grants=grants, reason=reason) as row:
        held = ChartDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        refuse(
            {
                "reason": reason_problem(reason),
                "decision": "This decision has been withdrawn already." if held.withdrawn_at else "",
            }
        )
        held.withdrawn_by, held.withdrawn_at = by, Now()  # the database's clock, as for when it was made
        held.withdrawn_reason = reason.strip()
        held.save()
        held.refresh_from_db(fields=["withdrawn_at"])
        period = _period_words(row, held.on)
        change = Change(KPIChangeKind.CHART, LABELS[ChartDecisionKind(held.kind)], period, "withdrawn")
        record(row, [change], by=by, reason=reason)
    return held


def _decide(
    kind: ChartDecisionKind, kpi: KPI, day: date, reason: str, by: User, grants: Grants
) -> ChartDecision:
    with opened(kpi, by=by, grants=grants, reason=reason) as row:
        points = series_of([row])[row.pk].points
        refuse({"reason": reason_problem(reason), "on": _problem(kind, points, day)})
        if ChartDecision.objects.filter(kpi=row, kind=kind, on=day, withdrawn_at=None).exists():
            raise ValidationError({"on": ALREADY[kind]})
        decision = ChartDecision(
            reference=next_reference(ChartDecision, "CHD", row.programme),
            programme_id=row.programme_id,
            kpi=row,
            kind=kind,
            on=day,
            reason=reason.strip(),
            made_by=by,
            illustrative=row.illustrative,
        )
        decision.full_clean()
        decision.save()
        said = f"from {_printed(points, day)}" if kind == ChartDecisionKind.REBASE else _printed(points, day)
        record(row, [Change(KPIChangeKind.CHART, LABELS[kind], "", said)], by=by, reason=reason)
    return decision


def _problem(kind: ChartDecisionKind, points: tuple[SeriesValue, ...], day: date) -> str:
    point = next((one for one in points if one.start == day), None)
    if point is None:
        return "No period on the chart starts on this day: choose one from the list."
    if kind == ChartDecisionKind.REBASE and point is points[0]:
        return "This is the first period of the chart, from which the limits run anyway: choose a later one."
    if kind == ChartDecisionKind.GHOST and point.value is None:
        return "This period has no value that could be left out: choose one that has."
    return ""


def _printed(points: tuple[SeriesValue, ...], day: date) -> str:
    return next(one.period.printed for one in points if one.start == day)


def _period_words(kpi: KPI, day: date) -> str:
    points = series_of([kpi])[kpi.pk].points
    found = next((one.period.printed for one in points if one.start == day), None)
    return found or f"{day.day} {day:%B %Y}"
