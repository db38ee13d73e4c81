"""Small things that every part of a release is made of: descriptions from sentences, objects without empty fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from procurement.ocds.dates import PeriodOut

Json = dict[str, Any]
MADE_UP: Final = "Illustrative: "


def kept(fields: Mapping[str, Any]) -> Json:
    """The fields that say something: unknown is left out, never null, "" or an empty list. False and 0 stay."""
    return {
        name: value
        for name, value in fields.items()
        if value is not None and value != "" and value != [] and value != {}
    }


def sentences(*parts: str) -> str:
    """Parts of a description one after the other, each ended with a full stop; empty ones are left out."""
    said = [part.strip() for part in parts if part.strip()]
    return " ".join(part if part[-1] in ".!?" else f"{part}." for part in said)


def worded(out: PeriodOut) -> Json | None:
    """A period with its dates as printed in its own description; None where neither a date nor words are known."""
    if out.period is None and not out.words:
        return None
    return kept({**(out.period or {}), "description": sentences(out.words)})


def titled(name: str, *, illustrative: bool) -> str:
    """A title, marked where what it names is made up."""
    return f"{MADE_UP}{name}" if illustrative else name


def counted(day: FuzzyDate | None) -> FuzzyDate | None:
    """An exact day that options and months give, as exact as what it was counted from: no paper prints it otherwise."""
    if day is None or day.text or day.precision != Precision.DAY or day.status != DateStatus.INFERRED:
        return day
    return replace(day, status=DateStatus.STATED)
