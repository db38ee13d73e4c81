"""A board of 300 KPIs of 60 months, against raw SQL for the same rows, and against analysing everything on the way.

    .venv/bin/python -m benchmarks.board
    .venv/bin/python -m benchmarks.board --kpis 60

It needs a database on which it may make a programme of its own; everything it makes is rolled back. Sides, all with
the same value, target, mean, limits and icons for every KPI, or the run stops:

* "raw SQL, trivial page": one statement for the rows and an f-string a row: the least that could show them.
* "stored, rows": the product's rows from stored summaries, without a page.
* "stored, table": the same, laid out as the board's table with icons, sparklines and words, and rendered.
* "analysed, rows": the same rows with every summary stale, so that each series is read and analysed anew.
"""

import argparse
import os
import random
from decimal import Decimal
from typing import Any

from benchmarks.paired import FEWEST_ROUNDS, Side, compare, keep, tell

SEED = 20_261_122
MONTHS = 60
SQL = """
SELECT k.reference, k.name, s.latest_period, s.latest_value, s.target_value, s.mean, s.lower_limit, s.upper_limit,
       s.variation, s.assurance, k.owner_role, s.spark
FROM outcomes_kpi k JOIN outcomes_kpisummary s ON s.kpi_id = k.id
WHERE k.programme_id = %s ORDER BY k.reference
"""


def made(number: int) -> Any:
    """A programme with so many KPIs of 60 months, each with a target, their summaries stored."""
    from commissioning.core.periods import Month
    from outcomes.models import KPI, Measurement, Target
    from outcomes.rules_periods import period_containing
    from outcomes.services.summaries import refresh
    from programmes.models import Programme

    pick = random.Random(SEED)  # noqa: S311 -- the same series each time, no secret
    programme = Programme.objects.create(
        reference="BENCH", key="benchmark", name="Benchmark", place="Benchmark", illustrative=True
    )
    given = {"frequency": "month", "polarity": "higher", "state": "reporting", "suppress_below": None}
    kpis = KPI.objects.bulk_create(
        KPI(programme=programme, reference=f"B-{place:04}", name=f"Indicator {place}", unit="%", **given)
        for place in range(number)
    )
    figures, first = [], Month(2021, 4)
    for kpi in kpis:
        for month in range(MONTHS):
            figure = Measurement(programme=programme, kpi=kpi, reference=f"{kpi.reference}-{month}")
            figure.value = Decimal(pick.randint(400, 600)) / 10
            figure.period = period_containing("month", first.plus(month).start)
            figures.append(figure)
    Measurement.objects.bulk_create(figures, batch_size=5_000)
    Target.objects.bulk_create(
        Target(programme=programme, kpi=kpi, reference=f"{kpi.reference}-T", value=55) for kpi in kpis
    )
    refresh([kpi.pk for kpi in kpis])
    return programme


def facts_of(row: Any) -> tuple[Any, ...]:
    """What every side must agree on."""
    lines = (row.mean, row.lower_limit, row.upper_limit)
    return (row.reference, row.latest_value, row.target_value, *lines, row.variation, row.assurance)


def raw(programme: Any) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(SQL, [programme.pk])
        rows = cursor.fetchall()
    page = "".join(f"<tr>{''.join(f'<td>{value}</td>' for value in row)}</tr>" for row in rows)
    assert page
    return [(row[0], row[3], row[4], *row[5:10]) for row in rows]


def stored(programme: Any) -> list[tuple[Any, ...]]:
    from outcomes.selectors.summaries import board_rows

    return [facts_of(row) for row in board_rows(programme)]


def table(programme: Any) -> list[tuple[Any, ...]]:
    from datetime import date

    from django.http import QueryDict
    from django.template.loader import render_to_string

    from outcomes.listing_board import board_listing
    from outcomes.tables_board import board_tables

    on, params = date(2026, 4, 1), QueryDict("sort=name")
    listing = board_listing(programme, params, on)
    for each in board_tables(listing.rows, params, on, "", sort=listing.sort):
        render_to_string("components/app-table.html", {"table": each})
    return sorted(facts_of(row) for row in listing.rows)


def analysed(programme: Any) -> list[tuple[Any, ...]]:
    """As `stored`, with summaries made stale for this run alone, which nobody may believe."""
    from django.db import transaction

    from outcomes.models import KPISummary
    from outcomes.selectors.summaries import board_rows

    with transaction.atomic():
        KPISummary.objects.filter(kpi__programme=programme).update(stale=True)
        rows = [facts_of(row) for row in board_rows(programme)]
        transaction.set_rollback(True)
    return rows


def main() -> None:
    """Compare, print the ratios and keep them under var/benchmarks/."""
    parser = argparse.ArgumentParser(description="Ratios of ways to read a board of KPIs.")
    parser.add_argument("--kpis", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=FEWEST_ROUNDS)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commissioning.settings")
    os.environ.setdefault("ENVIRONMENT", "development")
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        programme = made(given.kpis)
        sides = [
            Side("raw SQL, trivial page", lambda: raw(programme), given.kpis),
            Side("stored, rows", lambda: stored(programme), given.kpis),
            Side("stored, table", lambda: table(programme), given.kpis),
            Side("analysed, rows", lambda: analysed(programme), given.kpis),
        ]
        report = compare(
            "board", sides, same=lambda first, other: sorted(first) == sorted(other), rounds=given.rounds
        )
        transaction.set_rollback(True)
    print(tell(report))
    print(f"  kept in var/benchmarks/{keep(report).name}")


if __name__ == "__main__":
    main()
