"""What stands round the plot: flags of rebases and annotations, the legend, and notes in whole lines beneath."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase
from typing import Final, NamedTuple

from commissioning.core.charts.measure import num, text_width, wrapped
from outcomes.charts.spc_frame import BOLD, TEXT, Frame, Label
from outcomes.charts.spc_lines import spread
from outcomes.printed import period_label
from outcomes.spc_types import Analysis, PointResult
from outcomes.words import MARKS, Wording, provisional_words, too_few, too_few_words

NOTE_LINE: Final = 16.0
LEGEND_LINE: Final = 20.0
FLAG: Final = 15.0  # side of a flag's box
MOST_ANNOTATIONS: Final = 6
LEFT_OUT: Final = {
    "ghost": "left out of the calculation",
    "ghost_above": "left out, above the scale",
    "ghost_below": "left out, below the scale",
}


@dataclass(frozen=True)
class Flag:
    """A letter (rebase) or number (annotation) above the plot, with a line down to what it speaks of."""

    kind: str
    text: str
    box_x: str
    box_y: str
    text_x: str
    text_y: str
    line: str


@dataclass(frozen=True)
class LegendItem:
    """A sample and its word. `kind` is a kind of point, ghost, mean, limits or target."""

    kind: str
    x: float
    y: float
    label: Label

    @property
    def line(self) -> str:
        """The sample of a line, 24 pixels long."""
        return f"M{num(self.x - 12)} {num(self.y)}H{num(self.x + 12)}"


class Remark(NamedTuple):
    """A note beneath the plot; `key` is the letter or number of the flag it explains."""

    key: str
    text: str
    bold: bool = False


def rebase_flags(
    points: Sequence[PointResult], rebases: Sequence[tuple[date, str]]
) -> list[tuple[int, str, str]]:
    """(place, letter, reason) of each rebase whose date is on the chart, by date."""
    places = {point.date: place for place, point in enumerate(points)}
    known = sorted((day, reason) for day, reason in rebases if day in places)
    return [
        (places[day], ascii_uppercase[order % len(ascii_uppercase)], reason)
        for order, (day, reason) in enumerate(known)
    ]


def annotation_flags(points: Sequence[PointResult]) -> list[tuple[int, str, str]]:
    """(place, number, note) of annotated points; none where there are too many to read, as the table has them all."""
    noted = [(place, point.annotation) for place, point in enumerate(points) if point.annotation]
    if len(noted) > MOST_ANNOTATIONS:
        return []
    return [(place, str(order), note) for order, (place, note) in enumerate(noted, 1)]


def flags(
    rebases: Sequence[tuple[int, str, str]],
    notes: Sequence[tuple[int, str, str]],
    points: Sequence[PointResult],
    frame: Frame,
) -> list[Flag]:
    """All flags in one row, pushed apart where they would touch."""
    wanted = [("rebase", frame.before(place), key, frame.bottom) for place, key, _ in rebases]
    for place, key, _ in notes:
        value = points[place].value
        wanted.append(
            ("note", frame.x(place), key, _above(float(value), frame) if value is not None else frame.bottom)
        )
    wanted.sort(key=lambda item: item[1])
    places = spread([x for _, x, *_ in wanted], FLAG + 3, FLAG / 2, frame.width - FLAG / 2)
    top = frame.top - FLAG - 5
    return [
        Flag(
            kind,
            key,
            num(at - FLAG / 2),
            num(top),
            num(at),
            num(top + 11.5),
            f"M{num(at)} {num(top + FLAG)}L{num(x)} {num(frame.top)}V{num(end)}",
        )
        for (kind, x, key, end), at in zip(wanted, places, strict=True)
    ]


def _above(value: float, frame: Frame) -> float:
    """Just above a point, where the line from its flag ends."""
    return max(frame.y(min(max(value, frame.low), frame.high)) - 6, frame.top)


def remarks(
    analysis: Analysis,
    rebases: Sequence[tuple[int, str, str]],
    notes: Sequence[tuple[int, str, str]],
    says: Wording,
) -> list[Remark]:
    """The lines beneath the plot: a run chart or provisional limits first, then every flag explained."""
    found = []
    if too_few(analysis):
        found.append(
            Remark(
                "",
                f"{too_few_words(analysis, says.needed)}: a run chart, without limits or icons.",
                bold=True,
            )
        )
    elif provisional := provisional_words(analysis):
        found.append(Remark("", provisional, bold=True))
    for place, key, reason in rebases:
        period = period_label(analysis.points[place].date, says.frequency)
        found.append(Remark(key, f"{period}: mean and limits set anew. {reason}".strip()))
    found += [
        Remark(key, f"{period_label(analysis.points[place].date, says.frequency)}: {note}")
        for place, key, note in notes
    ]
    annotated = sum(bool(point.annotation) for point in analysis.points)
    if annotated and not notes:
        found.append(Remark("", f"{annotated} points have notes: see the table."))
    return found


def note_lines(found: Sequence[Remark], top: float, width: int) -> tuple[list[Label], float]:
    """The remarks as whole lines, and where the drawing can end."""
    labels: list[Label] = []
    y = top
    for remark in found:
        indent = FLAG + 3 if remark.key else 0.0
        face = BOLD if remark.bold else TEXT
        if remark.key:
            labels.append(Label(num(2), num(y), remark.key, bold=True))
        for line in wrapped(remark.text, width - indent - 4, 12, face):
            labels.append(Label(num(2 + indent), num(y), line, bold=remark.bold))
            y += NOTE_LINE
    return labels, y


def legend(
    kinds: Collection[str], analysis: Analysis, *, lines: Sequence[str], top: float, width: int
) -> tuple[list[LegendItem], float]:
    """Samples with words in rows that fit the width, and the base line of what may follow.

    Only kinds of marks that are on the chart are explained; `lines` names those without a label of their own. On a run
    chart nothing is judged, so its points are not called common cause.
    """
    judged = {point.point_type for point in analysis.points}
    words = [(kind, mark.word) for kind, mark in MARKS.items() if kind in judged]
    words += [(kind, word) for kind, word in LEFT_OUT.items() if kind in kinds]
    words += [(kind, kind) for kind in lines]
    items: list[LegendItem] = []
    x, y = 2.0, top
    for kind, word in words:
        sample = 24.0 if kind in lines else 12.0
        room = sample + 5 + text_width(word, TEXT)
        if x > 2 and x + room > width - 2:
            x, y = 2.0, y + LEGEND_LINE
        items.append(LegendItem(kind, x + sample / 2, y - 4, Label(num(x + sample + 5), num(y), word)))
        x += room + 16
    return items, y + LEGEND_LINE if items else top
