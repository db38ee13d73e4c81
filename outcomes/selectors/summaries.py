"""The rows of every board table: one query for any number of KPIs while their stored summaries are fresh.

A summary that something has made stale is worked out again before it is shown, in a fixed number of further queries;
reading never writes. `outcomes.services.summaries.refresh` stores it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from outcomes.models import KPI, KPISummary, OutcomeMeasure
from outcomes.models.frameworks import FrameworkState
from outcomes.models.kpis import KPIState
from programmes.models import Programme

from .board_rows import BoardOutcome, BoardRow
from .series import series_of
from .series_types import improvement_of, unit_of
from .summary_values import summary_of

__all__ = ["BoardOutcome", "BoardRow", "board_rows", "rows_of", "stale_ids"]

EDITIONS: Final = {
    FrameworkState.AGREED.value: 0,
    FrameworkState.DRAFT.value: 1,
    FrameworkState.SUPERSEDED.value: 2,
}


def board_rows(programmes: Programme | Iterable[Programme], on: date | None = None) -> tuple[BoardRow, ...]:
    """The KPIs of a programme, or of several, by programme and reference; retired ones included.

    One query; three more where a summary is stale or was never stored, for any number of them. `on` settles which KPIs
    are retired already; figures are the latest there are, whatever the day.
    """
    wanted = [programmes] if isinstance(programmes, Programme) else list(programmes)
    return rows_of(KPI.objects.filter(programme__in=wanted), on)


def rows_of(kpis: QuerySet[KPI], on: date | None = None) -> tuple[BoardRow, ...]:
    """The board rows of these KPIs. Queries as `board_rows`."""
    found = list(
        kpis.select_related("programme", "owner", "summary", "high_impact_area")
        .annotate(measured=ArraySubquery(_measured()))
        .order_by("programme__name", "programme_id", "reference")
    )
    stale = [kpi for kpi in found if _stored(kpi) is None]
    fresh = {key: summary_of(series) for key, series in series_of(stale).items()}
    return tuple(_row(kpi, _stored(kpi) or fresh[kpi.pk], on) for kpi in found)


def _stored(kpi: KPI) -> KPISummary | None:
    summary: KPISummary | None = getattr(kpi, "summary", None)
    return summary if summary is not None and not summary.stale else None


def _measured() -> QuerySet[Any, Any]:
    """The outcomes that a KPI measures, as one column of its row."""
    return (
        OutcomeMeasure.objects.filter(kpi=OuterRef("pk"))
        .order_by("outcome__framework__edition", "outcome__domain__position", "outcome__position", "pk")
        .values(
            one=JSONObject(
                reference=F("outcome__reference"),
                text=F("outcome__text"),
                domain=F("outcome__domain__name"),
                is_proxy=F("is_proxy"),
                framework=F("outcome__framework__reference"),
                edition=F("outcome__framework__edition"),
                state=F("outcome__framework__state"),
            )
        )
    )


def _outcomes(kpi: Any) -> tuple[BoardOutcome, ...]:
    """Those of the framework in force: agreed before draft, draft before superseded, the newest edition of each."""
    if not kpi.measured:
        return ()
    best = min((EDITIONS.get(one["state"], 3), -one["edition"]) for one in kpi.measured)
    return tuple(
        BoardOutcome(
            one["reference"],
            one["text"],
            one["domain"] or "",
            one["is_proxy"],
            one["framework"],
            one["edition"],
        )
        for one in kpi.measured
        if (EDITIONS.get(one["state"], 3), -one["edition"]) == best
    )


def _row(kpi: KPI, summary: KPISummary, on: date | None) -> BoardRow:
    outcomes = _outcomes(kpi)
    return BoardRow(
        **_definition(kpi),
        **_figures(summary),
        **_judgement(summary),
        domain=next((one.domain for one in outcomes if one.domain), ""),
        outcomes=outcomes,
        is_retired=_is_retired(kpi, on),
        is_proxy=bool(outcomes) and all(one.is_proxy for one in outcomes),
        points_needed=kpi.spc_minimum_points,
    )


def _is_retired(kpi: KPI, on: date | None) -> bool:
    has_passed = on is not None and kpi.retired_on is not None and kpi.retired_on <= on
    return kpi.state == KPIState.RETIRED or has_passed


def _definition(kpi: KPI) -> dict[str, Any]:
    return {
        "kpi_id": kpi.pk,
        "reference": kpi.reference,
        "name": kpi.name,
        "programme_id": kpi.programme_id,
        "programme_key": kpi.programme.key,
        "programme_name": kpi.programme.name,
        "programme_place": kpi.programme.place or kpi.programme.name,
        "area": kpi.high_impact_area.name if kpi.high_impact_area else kpi.related_to,
        "owner_id": kpi.owner_id,
        "owner": str(kpi.owner) if kpi.owner else "",
        "owner_role": kpi.owner_role,
        "state": kpi.state,
        "state_label": kpi.get_state_display(),
        "unit": unit_of(kpi),
        "decimals": kpi.decimals,
        "measure": kpi.measure,
        "polarity": kpi.polarity,
        "improvement": improvement_of(kpi),
        "frequency": kpi.frequency,
        "series": kpi.series,
        "profile": kpi.spc_profile,
        "shift": kpi.spc_shift,
        "trend": kpi.spc_trend,
        "illustrative": kpi.illustrative,
        "reported_from": kpi.reported_from,
        "retired_on": kpi.retired_on,
        "return_days": kpi.return_days,
    }


FIGURES: Final = (
    "latest_period",
    "latest_start",
    "latest_end",
    "latest_value",
    "latest_numerator",
    "latest_denominator",
    "latest_qualifier",
    "latest_text",
    "latest_is_final",
    "newest_period",
    "newest_missing",
    "target_value",
    "target_text",
    "spark_from",
)
JUDGEMENT: Final = (
    "mean",
    "lower_limit",
    "upper_limit",
    "variation",
    "assurance",
    "mixed",
    "few_points",
    "segments",
    "points",
)


def _figures(summary: KPISummary) -> dict[str, Any]:
    return {name: getattr(summary, name) for name in FIGURES} | {"spark": tuple(summary.spark)}


def _judgement(summary: KPISummary) -> dict[str, Any]:
    return {name: getattr(summary, name) for name in JUDGEMENT} | {
        "rules": tuple(summary.rules),
        "warnings": tuple(summary.warnings),
    }


def stale_ids(programmes: Iterable[Programme] | None = None) -> list[int]:
    """The keys of KPIs whose summary is stale or was never stored; of all programmes unless some are given."""
    rows = KPI.objects.filter(Q(summary=None) | Q(summary__stale=True))
    if programmes is not None:
        rows = rows.filter(programme__in=list(programmes))
    return list(rows.order_by("pk").values_list("pk", flat=True))
