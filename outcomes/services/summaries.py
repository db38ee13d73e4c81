"""Storing what boards read: each door calls this in the transaction of its write; so does `manage.py refresh_kpis`."""

from collections.abc import Iterable
from typing import Final

from django.db import transaction

from outcomes.models import KPI, ChartDecision, KPISummary, Measurement, Target
from outcomes.selectors.series import series_of
from outcomes.selectors.summary_values import summary_of

STORED: Final = [field.name for field in KPISummary._meta.fields if field.name not in {"id", "kpi"}]
AT_ONCE: Final = 500


def lock_kpis(kpi_ids: Iterable[int]) -> list[KPI]:
    """The KPIs, locked until the transaction ends, in the order of their keys so that two writers never block for good.

    Doors call this first and `refresh` last, so that of two writers of one KPI the second follows the first. Must be
    called inside a transaction.
    """
    rows = KPI.objects.filter(pk__in=set(kpi_ids)).order_by("pk")
    # Without its key: a new row asks for that when it is committed, and would wait here for whoever waits for it.
    return list(rows.select_for_update(of=("self",), no_key=True))


def refresh(kpi_ids: Iterable[int]) -> int:
    """Work out the summaries of these KPIs and store them as fresh; how many there were.

    Nine queries for up to five hundred KPIs. In the caller's transaction, so that no reader ever sees the new data
    with the old summary as fresh.
    """
    with transaction.atomic():
        kpis = lock_kpis(kpi_ids)
        _wait_for_writers(kpis)
        for first in range(0, len(kpis), AT_ONCE):
            series = series_of(kpis[first : first + AT_ONCE])
            KPISummary.objects.bulk_create(
                [summary_of(one) for one in series.values()],
                update_conflicts=True,
                unique_fields=["kpi"],
                update_fields=STORED,
            )
    return len(kpis)


def _wait_for_writers(kpis: list[KPI]) -> None:
    """Let whoever is writing beside the doors, in bulk or in SQL, finish first: only then is what is read the whole.

    In the order in which writers lock them: the row first, then, by its trigger, the summary. A row added at this very
    moment beside the doors is missed where the summary was stale already, since nothing is locked for it then.
    """
    for model in (Measurement, Target, ChartDecision, KPISummary):
        rows = model._default_manager.filter(kpi__in=kpis).order_by("pk")
        list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
