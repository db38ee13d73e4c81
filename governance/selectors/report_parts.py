"""The parts of a report's content as plain values: what is frozen at approval must be readable without any record.

A figure is named by its key for good, so that it can be found again in the next report and in the records of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from governance.rules.changed import Figure

Json = dict[str, Any]


@dataclass
class Figures:
    """The figures of a report, in the order in which they are told."""

    rows: list[Figure] = field(default_factory=list)

    def add(self, key: str, label: str, printed: object, address: str = "", value: object = None) -> str:
        """Keep a figure, and hand back its print. `value` is what stands behind it, where the print rounds."""
        self.rows.append(Figure(key, label, str(printed), address, None if value is None else str(value)))
        return str(printed)


def figures_json(figures: Iterable[Figure]) -> Json:
    """By key, each with its place, as objects of JSON keep no order."""
    return {
        each.key: {
            "label": each.label,
            "printed": each.printed,
            "address": each.address,
            "value": each.value,
            "place": place,
        }
        for place, each in enumerate(figures)
    }


def figures_of(content: Mapping[str, Any]) -> tuple[Figure, ...]:
    """The figures of a report's content, in their order."""
    rows = sorted(content["figures"].items(), key=lambda pair: pair[1]["place"])
    return tuple(Figure(key, row["label"], row["printed"], row["address"], row["value"]) for key, row in rows)


def cell(text: object = "", *, note: str = "", address: str = "", unknown: bool = False) -> Json:
    """A cell of a table; what is not known is said in words and marked, never nought."""
    return {"text": str(text), "note": note, "address": address, "unknown": unknown}


def or_unknown(text: object, words: str = "not stated", *, note: str = "") -> Json:
    return cell(text, note=note) if text else cell(words, note=note, unknown=True)


def date_part(when: FuzzyDate) -> Json:
    return or_unknown(when.printed, "not stated")


def section(
    key: str,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Json]],
    *,
    finding: str,
    empty: str,
    numeric: Iterable[int] = (),
) -> Json:
    """One table of the report: `finding` says in a sentence what it adds up to, `empty` why it has no rows."""
    figures = set(numeric)
    return {
        "key": key,
        "title": title,
        "columns": [{"text": text, "numeric": place in figures} for place, text in enumerate(columns)],
        "rows": [list(row) for row in rows],
        "finding": finding,
        "empty": empty,
    }


def when_json(when: FuzzyDate) -> Json:
    """A stated date as values of JSON, for the data of a chart."""
    return {
        "text": when.text,
        "start": when.start.isoformat() if when.start else None,
        "end": when.end.isoformat() if when.end else None,
        "precision": str(when.precision.value),
        "status": str(when.status.value),
    }


def when_of(given: Mapping[str, Any]) -> FuzzyDate:
    start, end = (date.fromisoformat(given[side]) if given[side] else None for side in ("start", "end"))
    return FuzzyDate(given["text"], start, end, Precision(given["precision"]), DateStatus(given["status"]))
