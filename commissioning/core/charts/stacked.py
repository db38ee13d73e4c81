"""Known money by row and funder, beside what the paper states. An unknown is a hatched chip: no size, so no length."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from commissioning.core.charts.labels import Box, place
from commissioning.core.charts.measure import (
    NAME,
    PHONE_BELOW,
    Face,
    nice_ticks,
    num,
    scale,
    text_width,
    wrapped,
)
from commissioning.core.charts.paint import FunderPaint, funder_paint
from commissioning.core.money import Money, format_pounds

BAR_HEIGHT, LANE = 32, 15
WORD, PART = Face(12), Face(12, bold=True)
MILLION = Decimal(1_000_000)


@dataclass(frozen=True)
class Funder:
    """`code` is written on the bar; `name` stands in the legend."""

    code: str
    name: str


@dataclass(frozen=True)
class StackRow:
    """`known` holds pounds by funder code; `unknown` counts the lines that are still to be confirmed."""

    name: str
    known: Mapping[str, Decimal]
    unknown: int = 0
    stated: Money | None = None


@dataclass(frozen=True)
class Segment:
    place: int  # of its funder, counted from 1: names the pattern
    x: str
    y: str
    w: str
    paint: FunderPaint
    full: str
    label: str
    text_x: str
    text_y: str


@dataclass(frozen=True)
class Words:
    x: str
    y: str
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class LegendKey:
    x: str
    y: str
    paint: FunderPaint
    words: Words


@dataclass(frozen=True)
class RowDrawing:
    name: Sequence[Words]
    segments: Sequence[Segment]
    small: Sequence[Words]
    total: Words
    stated: str
    bracket: str
    chip: tuple[str, str] | None
    note: Words | None


@dataclass(frozen=True)
class StackedDrawing:
    uid: str
    title: str
    description: str
    w: str
    h: str
    top: str
    bottom: str
    ticks: Sequence[Words]
    rows: Sequence[RowDrawing]
    legend: Sequence[LegendKey]
    notes: Sequence[Words]


@dataclass(frozen=True)
class StackedValues:
    """Rows of known money. Raises ValueError for a funder without a legend entry: its colour would mean nothing."""

    uid: str
    title: str
    description: str
    rows: Sequence[StackRow]
    funders: Sequence[Funder]
    stated_words: str = "Black line: value the paper states; its bracket: how far that figure is rounded"

    template: ClassVar[str] = "charts/stacked.svg"

    def __post_init__(self) -> None:
        strangers = {code for row in self.rows for code in row.known} - {
            funder.code for funder in self.funders
        }
        if strangers:
            raise ValueError(f"Chart “{self.title}” has no funder {', '.join(sorted(strangers))}.")

    def at(self, width: int) -> StackedDrawing:
        """Geometry for a drawing of that width."""
        return _Painter(self, width).drawing()


class _Painter:
    """Holds the scale while the rows are laid out."""

    def __init__(self, spec: StackedValues, width: int) -> None:
        self.spec, self.width = spec, width
        self.phone = width < PHONE_BELOW
        self.left = 2.0 if self.phone else self._name_room() + 12
        self.most = float(max((self._extent(row) for row in spec.rows), default=Decimal(0)) or MILLION)
        self.x = scale(0, self.most, self.left, width - self._words_room())

    def _name_room(self) -> float:
        lines = [line for row in self.spec.rows for line in wrapped(row.name, 130, 2, NAME)]
        return max((text_width(line, NAME) for line in lines), default=0)

    def _words_room(self) -> float:
        """What the longest total or count beside a bar needs."""
        totals = [text_width(self._total(row), PART) + 12 for row in self.spec.rows]
        counts = [
            text_width(self._unknown_words(row.unknown), WORD) + 29 for row in self.spec.rows if row.unknown
        ]
        return max([*totals, *counts, 60]) + 4

    @staticmethod
    def _total(row: StackRow) -> str:
        return format_pounds(sum(row.known.values(), Decimal(0))) if row.known else "Not known"

    @staticmethod
    def _extent(row: StackRow) -> Decimal:
        bounds = [bound for bound in row.stated.bounds() if bound is not None] if row.stated else []
        return max([sum(row.known.values(), Decimal(0)), *bounds])

    def drawing(self) -> StackedDrawing:
        legend, top = self._legend()
        y, rows = top + 14, []
        for row in self.spec.rows:
            drawn, y = self._row(row, y)
            rows.append(drawn)
        tick_y = y + 12
        ticks = [
            Words(num(self.x(tick)), num(tick_y), _axis_pounds(tick), "middle" if tick else "start")
            for tick in nice_ticks(0, self.most, 3 if self.phone else 5)
        ]
        stated = any(row.stated and row.stated.is_known for row in self.spec.rows)
        lines = wrapped(self.spec.stated_words, self.width - 4, 3, WORD) if stated else []
        notes = [Words("2", num(tick_y + 20 + index * LANE), line) for index, line in enumerate(lines)]
        height = tick_y + 8 + len(notes) * LANE + (8 if notes else 0)
        return StackedDrawing(
            self.spec.uid,
            self.spec.title,
            self.spec.description,
            str(self.width),
            num(height),
            num(top + 4),
            num(y - 4),
            ticks,
            rows,
            legend,
            notes,
        )

    def _legend(self) -> tuple[list[LegendKey], float]:
        keys, x, y = [], 2.0, 2.0
        for index, funder in enumerate(self.spec.funders):
            text = funder.code if funder.code == funder.name else f"{funder.code}: {funder.name}"
            text = wrapped(text, self.width - 24, 1, WORD)[0]
            room = 17 + text_width(text, WORD) + 18
            if x > 2 and x + room > self.width:
                x, y = 2.0, y + 19
            keys.append(
                LegendKey(num(x), num(y), funder_paint(index), Words(num(x + 17), num(y + 10.5), text))
            )
            x += room
        return keys, y + 16

    def _row(self, row: StackRow, top: float) -> tuple[RowDrawing, float]:
        name_lines = wrapped(row.name, self.width - 4 if self.phone else 130, 1 if self.phone else 2, NAME)
        if self.phone:
            names = [Words("2", num(top + 12), name_lines[0])]
            top += 18
        else:
            names = [
                Words("0", num(top + 20 + index * 15 - 7 * (len(name_lines) - 1)), line)
                for index, line in enumerate(name_lines)
            ]
        segments, small, lanes = self._segments(row, top)
        after = self.x(float(self._extent(row))) + 12
        total = Words(num(after), num(top + 13), self._total(row))
        stated, bracket = self._stated(row.stated, top)
        chip = (num(after), num(top + 19)) if row.unknown else None
        note = (
            Words(num(after + 17), num(top + 29.5), self._unknown_words(row.unknown)) if row.unknown else None
        )
        drawn = RowDrawing(names, segments, small, total, stated, bracket, chip, note)
        return drawn, top + BAR_HEIGHT + 8 + lanes * LANE + 10

    def _unknown_words(self, count: int) -> str:
        return f"{count} TBC" if self.phone else f"{count} line{'s' if count > 1 else ''} to be confirmed"

    def _segments(self, row: StackRow, y: float) -> tuple[list[Segment], list[Words], int]:
        """The bar's parts, and the words of parts too short to hold them, in lanes beneath."""
        segments, waiting, start = [], [], Decimal(0)
        for index, funder in enumerate(self.spec.funders):
            amount = row.known.get(funder.code, Decimal(0))
            if amount <= 0:
                continue
            left, right = self.x(float(start)), self.x(float(start + amount))
            money, paint = format_pounds(amount), funder_paint(index)
            words = f"{funder.code} {money}"
            label, middle = self._inside(words, left, right, row.stated)
            if paint.pattern:
                label = ""  # words on a pattern are hard to read: they go beneath
            if not label:
                waiting.append((left, words))
            segments.append(
                Segment(
                    index + 1,
                    num(left),
                    num(y),
                    num(right - left),
                    paint,
                    f"{row.name}, {funder.name}: {money}",
                    label,
                    num(middle),
                    num(y + 21),
                )
            )
            start += amount
        small, lanes = self._small(waiting, y + BAR_HEIGHT + 17)
        return segments, small, lanes

    def _inside(self, words: str, left: float, right: float, stated: Money | None) -> tuple[str, float]:
        """The words and their middle where they fit on the part, clear of the black line; else no words."""
        cut = self.x(float(stated.amount)) if stated and stated.amount is not None else left
        pieces = [(left, cut - 3), (cut + 3, right)] if left < cut < right else [(left, right)]
        a, b = max(pieces, key=lambda piece: piece[1] - piece[0])
        return (words, (a + b) / 2) if text_width(words, PART) + 8 < b - a else ("", 0.0)

    def _small(self, waiting: Sequence[tuple[float, str]], y: float) -> tuple[list[Words], int]:
        boxes = []
        for left, words in waiting:
            room = text_width(f"↑ {words}", WORD)
            x = max(min(left - 2, self.width - 2 - room), 0)
            boxes.append(Box(x, x + room))
        placed = place(boxes)
        small = [
            Words(num(item.box.left), num(y + item.lane * LANE), f"↑ {words}")
            for item, (_, words) in zip(placed, waiting, strict=True)
        ]
        return small, max((item.lane + 1 for item in placed), default=0)

    def _stated(self, stated: Money | None, y: float) -> tuple[str, str]:
        """The black line at the stated amount and a thin bracket over the range its rounding allows."""
        if stated is None or stated.amount is None:
            return "", ""
        low, high = stated.bounds()
        at = self.x(float(stated.amount))
        line = f"M{num(at)} {num(y - 5)}V{num(y + 37)}"
        if low is None or high is None:
            return line, self._open_end(at, y - 5, 1 if high is None else -1)
        if low == high:
            return line, ""
        a, b = self.x(float(low)), self.x(float(high))
        return line, f"M{num(a)} {num(y - 2)}V{num(y - 6)}H{num(b)}V{num(y - 2)}"

    def _open_end(self, at: float, y: float, way: int) -> str:
        """An arrow from the black line: “over” points right, “under” points left."""
        tip = max(at + 14 * way, self.left)
        back = num(tip - 4 * way)
        return f"M{num(at)} {num(y)}H{num(tip)}M{back} {num(y - 3)}L{num(tip)} {num(y)}L{back} {num(y + 3)}"


def _axis_pounds(tick: float) -> str:
    """£0, £500k, £5m, £2.5m: axis ticks are round, so decimals only where there are any."""
    if tick >= 1_000_000:
        return f"£{tick / 1_000_000:g}m"
    return f"£{tick / 1000:g}k" if tick >= 1000 else f"£{tick:g}"
