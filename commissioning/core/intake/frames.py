"""The answer of a reading: frames of plain values, one after another, and the file put together from them again.

("sheet", name, hidden), then ("rows", count, packed) as often as needed, then ("told", sentences, percentages), for
each sheet; at the end ("file", kind, sentences, encoding, separator).
"""

import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .cell_sets import CellSet
from .cells import FileRefused, ReadFile, ReadSheet
from .limits import Limits
from .packing import CELLS_IN_FRAME, PackedRows, pack

Frame = tuple[Any, ...]
_FEW: Final = 1_000  # rows of a short sheet are unpacked once for all


class Packer:
    """Gathers rows until a frame is full, leaving out the wholly blank ones. One for all sheets of a file: it refuses
    more text than the limit for the whole."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._numbers: list[int] = []
        self._rows: list[Sequence[Any]] = []
        self._packed = 0

    def frames(
        self, numbered: Iterable[tuple[int, Sequence[Any]]], width: int, *, doubtful: bool
    ) -> Iterator[Frame]:
        """`numbered` are rows of the same width, in order; `doubtful` as `pack` has it."""
        full = max(1, CELLS_IN_FRAME // max(width, 1))
        for number, row in numbered:
            if is_blank(row):
                continue
            self._numbers.append(number)
            self._rows.append(row)
            if len(self._rows) >= full:
                yield self._take(doubtful=doubtful)
        if self._rows:
            yield self._take(doubtful=doubtful)

    def _take(self, *, doubtful: bool) -> Frame:
        packed = pack(self._numbers, self._rows, doubtful=doubtful)
        self._packed += len(packed)
        if self._packed > self._limits.answer:
            raise FileRefused(
                "The file holds more text than can be taken in at once.", "Split the rows over several files."
            )
        frame = ("rows", len(self._rows), packed)
        self._numbers, self._rows = [], []
        return frame


def is_blank(row: Sequence[Any]) -> bool:
    """No cell holds anything but spaces."""
    for cell in row:  # noqa: SIM110 - runs for every row, and the first cell nearly always decides
        if cell is not None and cell != "" and (type(cell) is not str or not cell.isspace()):
            return False
    return True


@dataclass
class _Open:
    name: str
    hidden: bool
    frames: list[bytes] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)


def assemble(frames: Iterable[Frame], sha256: str) -> ReadFile:
    """The file that the frames tell of. Raises FileRefused where they say so, EOFError where they end too early."""
    sheets: list[ReadSheet] = []
    current = _Open("", hidden=False)
    for frame in frames:
        kind, *held = frame
        if kind == "sheet":
            current = _Open(*held)
        elif kind == "rows":
            current.counts.append(held[0])
            current.frames.append(held[1])
        elif kind == "told":
            sheets.append(_closed(current, *held))
        elif kind == "refused":
            raise FileRefused(*held)
        elif kind == "file":
            name, told, encoding, separator = held
            return ReadFile(name, tuple(sheets), tuple(told), sha256, encoding, separator)
    raise EOFError


def _closed(sheet: _Open, told: Sequence[str], percent: Sequence[tuple[int, int, int]]) -> ReadSheet:
    packed = PackedRows(sheet.frames, sheet.counts)
    rows = tuple(packed) if len(packed) <= _FEW else packed
    return ReadSheet(sheet.name, sheet.hidden, rows, CellSet(percent), tuple(told))


def write(frames: Iterable[Frame], out: Callable[[bytes], object]) -> None:
    """Each frame with its length before it."""
    for frame in frames:
        held = marshal.dumps(frame)
        out(len(held).to_bytes(4, "big"))
        out(held)


def read(answer: bytes) -> Iterator[Frame]:
    """What `write` wrote; EOFError or ValueError where it broke off."""
    view, place = memoryview(answer), 0
    while place < len(view):
        length = int.from_bytes(view[place : place + 4], "big")
        frame: Frame = marshal.loads(view[place + 4 : place + 4 + length])  # noqa: S302 - plain values of our own
        yield frame
        place += 4 + length
