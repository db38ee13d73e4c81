"""Rows packed for the way from the reading process, and kept packed until somebody goes through them.

A frame holds some hundred rows column by column, made of plain values only (numbers, text, tuples), so that unpacking
can bring no code with it: one hundred thousand rows of eight cells take a tenth of a second and some ten megabytes.
"""

import marshal
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final, overload

from .cells import Broken, Cell, ReadRow

CELLS_IN_FRAME: Final = 8_192
# Above this a binary number no longer holds each whole number: it is spelled as it is held.
WHOLE: Final = 1e15
# What can be no text: control characters, lone halves of a pair, non-characters, and the mark of a lost letter.
NO_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffd-\uffff]")
_SOON: Final = 5_000  # microseconds that a binary fraction of a day may be off


def pack(numbers: list[int], rows: list[Sequence[Any]], *, doubtful: bool = False) -> bytes:
    """The rows as a frame; all rows are equally long. `doubtful` asks to look for what can be no text."""
    same: dict[str, str] = {}
    columns = [_packed_column(column, same, doubtful=doubtful) for column in zip(*rows, strict=True)]
    return marshal.dumps((numbers, columns))


def _packed_column(column: tuple[Any, ...], same: dict[str, str], *, doubtful: bool) -> tuple[str, list[Any]]:
    """("as is" | "numbers" | "days" | "mixed", values); the same text is packed once."""
    kinds = set(map(type, column))
    kinds.discard(type(None))
    if kinds <= {str} and not doubtful:
        return "as is", [same.setdefault(value, value) if value else None for value in column]
    if kinds == {float}:
        return ("numbers", list(column)) if _finite(column) else ("mixed", list(map(_packed, column)))
    if kinds == {date}:
        return "days", [value and value.toordinal() for value in column]
    return "mixed", [_packed(value) for value in column]


def _finite(column: tuple[float | None, ...]) -> bool:
    return all(value is None or value - value == 0 for value in column)


def _packed(value: Any) -> Any:
    """Text, yes or no, and numbers as they are; all else as a pair that says what it is."""
    kind = type(value)
    if kind is str:
        return ("bytes", _shown(value)) if NO_TEXT.search(value) else value or None
    if value is None or kind is bool or kind is int:
        return value
    if kind is float:
        return value if value - value == 0 else ("error", str(value))
    if kind is date:
        return "day", value.toordinal()
    if kind is Broken:
        return value.kind, _shown(value.text)
    return _packed_time(value)


def _packed_time(value: datetime | time | timedelta) -> Any:
    if isinstance(value, datetime):
        value = _to_the_second(value)
        if value.time() == time():
            return "day", value.toordinal()
        return "moment", value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes" if value.second == 0 else "seconds")
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")


def _to_the_second(moment: datetime) -> datetime:
    """A time of day is kept as a fraction of a day, so a full second may come a little early or late."""
    off = (moment.microsecond + 500_000) % 1_000_000 - 500_000
    if abs(off) > _SOON or (off < 0 and moment.date() == date.max):
        return moment
    return moment - timedelta(microseconds=off)


def _shown(text: str) -> str:
    return NO_TEXT.sub("\ufffd", text)[:200]


def unpack(frame: bytes) -> Iterator[ReadRow]:
    """The rows of a frame."""
    numbers, columns = marshal.loads(frame)  # noqa: S302 - plain values, written by our own process
    cells = zip(*[_UNPACK[kind](values) for kind, values in columns], strict=True)
    return map(ReadRow, numbers, cells)


def _number(value: float) -> Cell:
    if value.is_integer() and -WHOLE < value < WHOLE:
        return int(value)
    return Decimal(repr(value))


def _numbers(values: list[float | None]) -> list[Cell]:
    return [None if value is None else _number(value) for value in values]


def _days(values: list[int | None]) -> list[Cell]:
    return [None if value is None else date.fromordinal(value) for value in values]


def _mixed(values: list[Any]) -> list[Cell]:
    return [_unpacked(value) for value in values]


def _unpacked(value: Any) -> Cell:
    if isinstance(value, float):
        return _number(value)
    if not isinstance(value, tuple):
        plain: str | int | None = value
        return plain
    kind, held = value
    if kind == "day":
        return date.fromordinal(held)
    if kind == "moment":
        return datetime.fromisoformat(held)
    return Broken(kind, held)


_UNPACK: Final[Mapping[str, Callable[[list[Any]], list[Cell]]]] = {
    "as is": list,
    "numbers": _numbers,
    "days": _days,
    "mixed": _mixed,
}


class PackedRows(Sequence[ReadRow]):
    """The rows of a sheet, unpacked frame by frame as they are gone through. Equal to any sequence of the same rows."""

    def __init__(self, frames: Sequence[bytes], counts: Sequence[int]) -> None:
        self._frames = frames
        self._starts = [0]
        for count in counts:
            self._starts.append(self._starts[-1] + count)
        self._kept: tuple[int, list[ReadRow]] = (-1, [])

    def __len__(self) -> int:
        return self._starts[-1]

    def __iter__(self) -> Iterator[ReadRow]:
        for frame in self._frames:
            yield from unpack(frame)

    @overload
    def __getitem__(self, index: int) -> ReadRow: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[ReadRow, ...]: ...
    def __getitem__(self, index: int | slice) -> ReadRow | tuple[ReadRow, ...]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        frame = bisect_right(self._starts, place) - 1
        if self._kept[0] != frame:
            self._kept = (frame, list(unpack(self._frames[frame])))
        return self._kept[1][place - self._starts[frame]]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(other) != len(self):
            return False
        return all(mine == its for mine, its in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"PackedRows({list(self)!r})" if len(self) < 20 else f"PackedRows(<{len(self)} rows>)"
