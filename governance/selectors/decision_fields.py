"""The fields of a decision's record in words: as it stands, and in any row of its history."""

from typing import Any

from governance.models import Decision
from governance.models.decisions import DecisionOutcome
from programmes.selectors.edits import WatchedField

DATED = frozenset({"decided", "effective"})
TEXTS = (
    "title",
    "text",
    "delegated_to",
    "reasons",
    "alternatives_rejected",
    "interests",
    "dispensations",
    "key_because",
    "call_in_result",
)


def printed(record: Decision, name: str) -> str:
    """A field as a form would have it typed: dates as printed, yes or no, a related record's own words."""
    value = getattr(record, name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value.printed) if name in DATED else str(value)


def watched() -> tuple[WatchedField, ...]:
    """What is compared for a person whom somebody overtook; the words and dates of the record."""
    texts = tuple(WatchedField(name, _label(name), _text_of(name)) for name in TEXTS)
    days = tuple(
        WatchedField(name, _label(name), _text_of(name))
        for name in ("published_on", "call_in_ends_on", "called_in_on")
    )
    stated = tuple(WatchedField(name, _label(name), _text_of(f"{name}_text")) for name in sorted(DATED))
    flags = tuple(
        WatchedField(name, _label(name), _flag_of(name)) for name in ("is_key", "subject_to_call_in")
    )
    outcome = WatchedField("outcome", "Outcome", lambda row: str(DecisionOutcome(row.outcome).label))
    return (outcome, *texts, *days, *stated, *flags)


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _text_of(name: str) -> Any:
    return lambda row: "" if getattr(row, name) is None else str(getattr(row, name))


def _flag_of(name: str) -> Any:
    return lambda row: "Yes" if getattr(row, name) else "No"
