"""The fields of a contract's own record: what pages call them, and how each reads, now and in its history."""

from typing import Any

from django.utils.text import capfirst

from procurement.models import Contract
from programmes.selectors.edits import WatchedField

# What is changed on the record itself. All else is dated and changes by an act.
BASICS = (
    "name",
    "number",
    "description",
    "department",
    "phase",
    "starts",
    "term_as_printed",
    "notice_months",
    "review_every_months",
    "cpv",
    "route",
    "note",
)


def label_of(name: str) -> str:
    """How pages call a field of the record."""
    own = {
        "starts": "start",
        "phase": "phase",
        "notice_months": "notice to end it, in months",
        "review_every_months": "review every so many months",
        "term_as_printed": "term as printed",
    }
    return own.get(name) or str(getattr(Contract._meta.get_field(name), "verbose_name", name))


def watched() -> list[WatchedField]:
    """The fields of the record itself, each as its history row holds it."""

    def show(name: str) -> Any:
        return lambda row: printed(row, name)

    return [WatchedField(name, capfirst(label_of(name)), show(name)) for name in BASICS]


def printed(row: Any, name: str) -> str:
    """A field of the record, or of a row of its history, in words; "" where it is empty."""
    if name == "starts":
        return str(row.starts_text) or (f"{row.starts_start:%d/%m/%Y}" if row.starts_start else "")
    if name == "phase":
        phase = getattr(row, "phase", None)
        return str(phase) if phase else ""
    value = getattr(row, name)
    return "" if value is None else str(value)
