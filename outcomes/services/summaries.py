"""Storing what boards read: each door calls this in the transaction of its write; so does `manage.py refresh_kpis`."""

from collections.abc import Iterable
from typing import Final

from django.db import transaction

from outcomes.models import KPI, KPISummary
from outcomes.selectors.series import series_of
from outcomes.selectors.summary_values import summary_of

STORED: Final = [field.name for field in KPISummary._meta.fields if field.name not in {"id", "kpi"}]
AT_ONCE: Final = 500


def lock_kpis(kpi_ids: Iterable[int]) -> list[KPI]:
    """The KPIs, locked until the transaction ends, in the order of their keys so that two writers never block for good.

    Whoever writes measurements, targets or decisions calls this first and `refresh` last: of two writers of one KPI the
    second then works its summary out from what the first has written. Must be called inside a transaction.
    """
    return list(KPI.objects.select_for_update(of=("self",)).filter(pk__in=set(kpi_ids)).order_by("pk"))


def refresh(kpi_ids: Iterable[int]) -> int:
    """Work out the summaries of these KPIs and store them as fresh; how many there were.

    Six queries for up to five hundred KPIs. In the caller's transaction, so that no reader ever sees the new data with
    the old summary as fresh.
    """
    with transaction.atomic():
        kpis = lock_kpis(kpi_ids)
        for first in range(0, len(kpis), AT_ONCE):
            series = series_of(kpis[first : first + AT_ONCE])
            KPISummary.objects.bulk_create(
                [summary_of(one) for one in series.values()],
                update_conflicts=True,
                unique_fields=["kpi"],
                update_fields=STORED,
            )
    return len(kpis)
