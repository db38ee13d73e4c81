"""Pages by cursor: a cursor says after which row a page begins, so rows that come or go elsewhere move nothing.

Every table has one order, in which no two rows stand at the same place: the columns asked for, then the table's key,
then what the rest of the row says.
"""

import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import total_ordering
from typing import Any, Final

from django.core import signing

from commissioning.core.problems import FieldError
from commissioning.core.spreadsheets import Kind, Row, Value
from commissioning.exchange.api.questions import OrderBy
from commissioning.exchange.api.refusals import wrong
from commissioning.exchange.registers.base import RegisterColumn

SALT: Final = "api.cursor"
COMPARED: Final = 64  # of a text's characters, so that a cursor stays short
FIRST_COLUMNS: Final = 4  # a table without a key is in the order of these
DECIMAL: Final = frozenset({Kind.NUMBER, Kind.POUNDS, Kind.PERCENT})
FIGURES: Final = re.compile(r"[0-9]{1,12}")

Place = tuple[Any, ...]
STALE: Final = "This cursor belongs to another question. Begin again without it."


@total_ordering
class _Down:
    """A value that sorts the other way round."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Down) and bool(self.value == other.value)

    def __lt__(self, other: "_Down") -> bool:
        return bool(other.value < self.value)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Page:
    rows: Sequence[Row]
    count: int
    next: str = ""
    previous: str = ""


class Order:
    """The order of a table's rows. `key` names the columns that tell its rows apart, if any do."""

    def __init__(
        self, columns: Sequence[RegisterColumn], asked: Sequence[OrderBy], key: Sequence[str]
    ) -> None:
        places = {column.name: place for place, column in enumerate(columns)}
        named = [(each.name, each.descending) for each in asked]
        taken = {name for name, _ in named}
        first = key or [column.name for column in columns[:FIRST_COLUMNS]]
        named += [(name, False) for name in first if name not in taken]
        self.columns = [
            (places[name], descending, columns[places[name]].kind in DECIMAL) for name, descending in named
        ]
        self.by_key = bool(key)

    def sorted(self, rows: Sequence[Row]) -> tuple[list[Place], list[Row]]:
        """(places, rows), both in order."""
        seen: dict[Place, int] = {}
        placed: list[tuple[Place, Row]] = []
        for row in rows:
            stands = self._stands(row)
            seen[stands] = seen.get(stands, 0) + 1
            placed.append((self.comparable((*stands, seen[stands])), row))
        placed.sort(key=lambda pair: pair[0])
        return [place for place, _ in placed], [row for _, row in placed]

    def comparable(self, stands: Sequence[Any]) -> Place:
        """What a cursor holds, as something that sorts: empty cells last, whichever way round."""
        found: list[Any] = []
        for (_, descending, decimal), value in zip(self.columns, stands, strict=False):
            known = 0 if value is None else Decimal(value) if decimal else value
            found.append((value is None, _Down(known) if descending and value is not None else known))
        return (*found, *stands[len(self.columns) :])

    def written(self, place: Place) -> list[Any]:
        """The same as a cursor holds it."""
        columns = [
            None if empty else _written(value.value if isinstance(value, _Down) else value)
            for empty, value in place[: len(self.columns)]
        ]
        return [*columns, *place[len(self.columns) :]]

    def _stands(self, row: Row) -> Place:
        found = [_written(_shortened(row[place])) for place, _, _ in self.columns]
        return (*found, "" if self.by_key else _digest(row))


def page_of(rows: Sequence[Row], order: Order, *, limit: int | None, cursor: str, question: str) -> Page:
    """One page. Raises Refusal 400 for a cursor that is not ours, or was given for another question."""
    places, found = order.sorted(rows)
    start, end = 0, len(found) if limit is None else min(limit, len(found))
    if cursor:
        direction, at = _open(cursor, order, question)
        if direction == "previous":
            end = bisect_left(places, at)
            start = 0 if limit is None else max(0, end - limit)
        else:
            start = bisect_right(places, at)
            end = len(found) if limit is None else min(start + limit, len(found))
    return Page(
        found[start:end],
        len(found),
        _sealed("next", order.written(places[end - 1]), question) if start < end < len(found) else "",
        _sealed("previous", order.written(places[start]), question) if 0 < start < end else "",
    )


def _sealed(direction: str, at: Sequence[Any], question: str) -> str:
    return signing.dumps([question, direction, at], salt=SALT, compress=True)


def _open(cursor: str, order: Order, question: str) -> tuple[str, Place]:
    try:
        found, direction, at = signing.loads(cursor, salt=SALT)
    except signing.BadSignature:
        message = "This is not a cursor of ours. Follow the links of an answer as they are."
        raise wrong([FieldError("cursor", message, "unreadable")]) from None
    if found != question or len(at) != len(order.columns) + 2:
        raise wrong([FieldError("cursor", STALE, "other_question")])
    return direction, order.comparable(at)


def question_mark(*parts: Any) -> str:
    """A short fingerprint of what a cursor was given for."""
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()[:12]


def _digest(row: Row) -> str:
    return hashlib.sha256(json.dumps([_written(value) for value in row]).encode()).hexdigest()[:12]


def _shortened(value: Value) -> Value:
    """Text as it is compared: without regard to case, numbers within it as numbers, its beginning."""
    if isinstance(value, str):
        return FIGURES.sub(lambda found: found[0].zfill(6), value.casefold())[:COMPARED]
    return value


def _written(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
