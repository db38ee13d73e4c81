"""A table's small line for an indicator: mean and target, the latest value's mark by kind, and words for the rest."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from commissioning.core.charts import Sparkline, draw_spark
from commissioning.core.tables import Cell
from outcomes.charts.paint import POINT_FILL
from outcomes.printed import Value, figure, period_label, periods
from outcomes.words import MARKS

# Marks by the code of the variation icon, which is what a board's stored summary holds.
KIND_OF_VARIATION = {
    "common_cause": "common_cause",
    "improvement_high": "improvement",
    "improvement_low": "improvement",
    "concern_high": "concern",
    "concern_low": "concern",
    "neutral_high": "neutral_high",
    "neutral_low": "neutral_low",
}


def sparkline(
    values: Sequence[Decimal | float | int | None],
    *,
    variation: str | None = None,
    mean: Value | None = None,
    target: Value | None = None,
) -> Sparkline:
    """What to draw. `values` stand in order of date; None breaks the line. `variation` is an icon's code."""
    kind = KIND_OF_VARIATION[variation] if variation else "common_cause"
    return Sparkline(
        values,
        target=None if target is None else float(target),
        mean=None if mean is None else float(mean),
        shape=MARKS[kind].shape,
        fill=POINT_FILL[kind],
    )


def spark_words(
    values: Sequence[tuple[date, Value | None]], *, unit: str, decimals: int = 0, frequency: str = "month"
) -> str:
    """ "From April 2023 to March 2026, 36 months: between 48 % and 61 %." Periods without a value are counted apart."""
    if not values:
        return "No value recorded yet."
    ordered = sorted(values, key=lambda item: item[0])
    known = [value for _, value in ordered if value is not None]
    first, last = (period_label(day, frequency) for day in (ordered[0][0], ordered[-1][0]))
    span = (
        f"From {first} to {last}, {periods(len(ordered), frequency)}"
        if len(ordered) > 1
        else first[:1].upper() + first[1:]
    )
    if not known:
        return f"{span}: no value."
    low, high = figure(min(known), unit, decimals), figure(max(known), unit, decimals)
    told = f"{span}: {low}" if low == high else f"{span}: between {low} and {high}"
    missing = len(ordered) - len(known)
    return f"{told}; {missing} without a value." if missing else f"{told}."


def spark_cell(
    values: Sequence[tuple[date, Decimal | int | None]],
    *,
    unit: str,
    decimals: int = 0,
    frequency: str = "month",
    variation: str | None = None,
    mean: Value | None = None,
    target: Value | None = None,
    width: int = 120,
) -> Cell:
    """A finished table cell: the drawing, and its words for whoever does not see it. Without a value, an unknown."""
    words = spark_words(values, unit=unit, decimals=decimals, frequency=frequency)
    if not any(value is not None for _, value in values):
        return Cell("no values", unknown=True, words=words)
    ordered = [value for _, value in sorted(values, key=lambda item: item[0])]
    drawing = sparkline(ordered, variation=variation, mean=mean, target=target)
    return Cell(chart=draw_spark(drawing, width), words=words)
