"""Series of measurements for tests: a KPI with one figure for each of so many months."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from commissioning.core.periods import Month
from outcomes.models import KPI, Measurement
from outcomes.rules_periods import period_containing
from tests.factories.outcomes import KPIFactory

FIRST = Month(2023, 4)
_count = iter(range(10**9))


def month(place: int) -> date:
    """The first day of the month so many after April 2023."""
    return FIRST.plus(place).start


def kpi_with(values: Iterable[Any], **given: Any) -> KPI:
    """A monthly KPI from April 2023 on: each figure a number, (numerator, denominator), a reason, or None for a gap."""
    given = {"frequency": "month", "polarity": "higher", "suppress_below": None, "state": "reporting"} | given
    kpi: KPI = KPIFactory(**given)
    measure(kpi, values)
    return kpi


def measure(kpi: KPI, values: Iterable[Any], *, start: int = 0, **more: Any) -> list[Measurement]:
    """Figures for months in a row, as `kpi_with` takes them."""
    rows = [row(kpi, start + place, value, **more) for place, value in enumerate(values) if value is not None]
    return Measurement.objects.bulk_create(rows)


def row(kpi: KPI, place: int, value: Any, **more: Any) -> Measurement:
    """One unsaved figure of the month so many after April 2023."""
    made = Measurement(
        kpi=kpi, programme_id=kpi.programme_id, reference=f"T-SERIES-{next(_count)}", **figures(value), **more
    )
    made.period = period_containing(kpi.frequency, month(place))
    return made


def figures(value: Any) -> dict[str, Any]:
    if isinstance(value, tuple):
        return {"numerator": Decimal(str(value[0])), "denominator": Decimal(str(value[1]))}
    if isinstance(value, str) and not value[0].isdigit():
        return {"missing": value}
    return {"value": Decimal(str(value))}


def numbers(text: str) -> list[Decimal]:
    """The figures of a series printed with blanks between them."""
    return [Decimal(word) for word in text.split()]
