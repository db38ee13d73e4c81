"""Cells and values as people read them in previews, receipts and error messages."""

from datetime import date, datetime
from decimal import Decimal

from commissioning.core.intake.cells import Broken


def shown(value: object) -> str:
    """A cell or an exported value in words: days as 1 April 2020, yes and no, numbers without trailing noughts."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, Decimal):
        return f"{value:,f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return "" if value is None else value.text if isinstance(value, Broken) else str(value)


def _day(value: date) -> str:
    time = f", {value:%H:%M}" if isinstance(value, datetime) else ""
    return f"{value.day} {value:%B %Y}{time}"
