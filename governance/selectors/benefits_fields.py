"""The fields of a benefit's own record: what pages call them, and how each reads, now, in a plan and in history."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from commissioning.core.fuzzydate import FuzzyDate
from governance.models.benefits import BenefitAudience, BenefitDirection
from governance.selectors.benefits import decimals_of
from programmes.selectors.edits import WatchedField

LABELS: Final = {
    "title": "Benefit",
    "text": "In more words",
    "audience": "For whom",
    "owner_role": "Owner",
    "phase": "Phase",
    "measurement": "How it is measured",
    "kpi": "KPI that measures it",
    "unit": "Unit",
    "direction": "Which way is better",
    "baseline_text": "Baseline in words",
    "baseline_value": "Baseline as a number",
    "baseline_on": "Baseline of",
    "target_text": "Target in words",
    "target_value": "Target as a number",
    "target_by": "To be reached by",
    "is_cash_releasing": "Releases cash",
}
DATES: Final = ("baseline_on", "target_by")
CHOICES: Final = {"audience": BenefitAudience, "direction": BenefitDirection}


def printed(row: Any, name: str) -> str:
    """A field of the record, of a plan for it, or of a row of its history, in words; "" where it is empty."""
    if name in DATES:
        return _date(row, name)
    value = getattr(row, name)
    if value is None or value == "":
        return ""
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    if name == "kpi":
        return f"{value.reference}: {value.name}"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return f"{value:.{decimals_of(value)}f}" if isinstance(value, Decimal) else str(value)


def watched() -> list[WatchedField]:
    """Every field, each as its history row holds it."""

    def show(name: str) -> Callable[[Any], str]:
        return lambda row: printed(row, name)

    return [WatchedField(name, label, show(name)) for name, label in LABELS.items()]


def _date(row: Any, name: str) -> str:
    value = getattr(row, name, None)
    if isinstance(value, FuzzyDate):
        return value.printed
    first = getattr(row, f"{name}_start") or getattr(row, f"{name}_end")
    return str(getattr(row, f"{name}_text")) or (f"{first.day} {first:%B %Y}" if first else "")
