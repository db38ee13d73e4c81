"""Files of figures for the benchmarks of imports: half new, a quarter changed, a quarter as they stand."""

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

MONTHS = 100  # of each KPI: the first half stands already
HEADINGS = ("KPI", "Period", "Value", "Data source")


def made(rows: int) -> Any:
    """A programme with so many figures in half as many standing: KPIs of `MONTHS` months, reported beside returns."""
    from commissioning.core.periods import Month
    from outcomes.models import KPI, Measurement
    from outcomes.rules_periods import period_containing
    from programmes.models import Programme

    programme = Programme.objects.create(
        reference="BIMP",
        key="benchmark-imports",
        name="Benchmark of imports",
        place="Benchmark",
        illustrative=True,
    )
    given = {"frequency": "month", "state": "proposed", "suppress_below": 5}
    kpis = KPI.objects.bulk_create(
        KPI(programme=programme, reference=f"BIMP-KPI-{place}", name=f"Indicator {place}", **given)
        for place in range(rows // MONTHS)
    )
    first, figures, number = Month(2010, 4), [], 0
    for kpi in kpis:
        for month in range(MONTHS // 2):
            number += 1
            figure = Measurement(
                programme=programme, kpi=kpi, reference=f"BIMP-MEA-{number}", source="Survey"
            )
            figure.value = Decimal(value_of(number)) / 10
            figure.period = period_containing("month", first.plus(month).start)
            figures.append(figure)
    Measurement.objects.bulk_create(figures, batch_size=5_000)
    return programme


def value_of(number: int) -> int:
    return 400 + number * 7 % 200


def cells(rows: int) -> Iterator[tuple[str, str, Decimal, str]]:
    """KPI by KPI, month by month: every second figure that stands is another in the file."""
    from commissioning.core.periods import Month

    labels = [Month(2010, 4).plus(month).label for month in range(MONTHS)]
    number = 0
    for place in range(rows // MONTHS):
        for month in range(MONTHS):
            if month < MONTHS // 2:
                number += 1
                value = Decimal(value_of(number) + (1 if month % 2 else 0)) / 10
            else:
                value = Decimal(value_of(month)) / 10
            yield f"BIMP-KPI-{place}", labels[month], value, "Survey"


def as_xlsx(rows: int) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Measurements")
    sheet.append(HEADINGS)
    for row in cells(rows):
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def as_csv(rows: int) -> bytes:
    lines = [",".join(HEADINGS)]
    lines += [",".join(str(cell) for cell in row) for row in cells(rows)]
    return "\n".join(lines).encode()
