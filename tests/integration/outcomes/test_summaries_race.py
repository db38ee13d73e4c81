"""A refresh beside a write that is not finished: it waits, and never marks as fresh what it has not read."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from outcomes.models import KPI, ChartDecision, KPISummary, Measurement, Target
from outcomes.services.kpis import set_target
from outcomes.services.summaries import refresh
from tests.factories.kpis import ChartDecisionFactory
from tests.factories.outcomes import TargetFactory
from tests.integration.outcomes.kpi_series import kpi_with, measure, month, numbers, row
from tests.integration.outcomes.returning import ON, by, cast

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

EXAMPLE_1 = numbers("71 74 70 73 72 75 71 73 70 74 72 71 75 73 72 84")
LONG_ENOUGH = 0.5  # seconds in which a refresh that does not wait would be done many times over


def beside(unfinished: Callable[[], Any]) -> None:
    """Write, and before the write is committed start a refresh of every KPI."""
    written = Event()
    ids = list(KPI.objects.values_list("pk", flat=True))

    def write():
        try:
            with transaction.atomic():
                unfinished()
                written.set()
                Event().wait(LONG_ENOUGH)
        finally:
            written.set()
            connection.close()

    def work_out():
        try:
            written.wait(timeout=30)
            return refresh(ids)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(write), pool.submit(work_out)]
        for each in done:
            each.result(timeout=60)


CASES = [
    (kind, stale) for kind in ("value", "row", "target", "decision", "definition") for stale in (True, False)
]


@pytest.mark.parametrize(("kind", "was_stale"), [case for case in CASES if case != ("row", True)])
def test_a_refresh_waits_for_whoever_is_writing(kind, was_stale):
    kpi = kpi_with(EXAMPLE_1)
    TargetFactory(kpi=kpi, programme=kpi.programme, value=65, words="")
    ChartDecisionFactory(kpi=kpi, programme=kpi.programme, kind="ghost", on=month(15))
    refresh([kpi.pk])
    KPISummary.objects.update(stale=was_stale)
    writes = {
        "value": lambda: Measurement.objects.filter(kpi=kpi, period_start=month(14)).update(value=60),
        "row": lambda: row(kpi, 16, 60).save(),
        "target": lambda: Target.objects.update(value=82),
        "decision": lambda: ChartDecision.objects.update(withdrawn_at="2026-01-01T00:00Z"),
        "definition": lambda: KPI.objects.update(polarity="lower"),
    }
    beside(writes[kind])
    found = KPISummary.objects.get()
    assert not found.stale
    told = (found.latest_value, found.variation, found.assurance)
    assert (
        told
        == {
            "value": (60, "concern_low", "hit_or_miss"),
            "row": (60, "concern_low", "hit_or_miss"),
            "target": (72, "common_cause", "fail"),
            "decision": (84, "improvement_high", "hit_or_miss"),
            "definition": (72, "common_cause", "fail"),
        }[kind]
    )


def test_of_eight_targets_set_at_once_one_holds_and_the_rest_are_kept():
    world = cast(measure="number", suppress_below=None)
    measure(world.kpi, EXAMPLE_1)
    given = by(world.manager)

    def one(value):
        try:
            return set_target(
                world.kpi, value=value, **given, reason="at once", on=ON, starts_on=date(2025, 4, 1)
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(60, 68)))
    held = Target.objects.get(withdrawn=False)
    assert Target.objects.count() == 8
    assert world.kpi.changes.count() == 8
    assert not KPISummary.objects.get().stale
    assert held.value in range(60, 68)
