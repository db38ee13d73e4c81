"""The control chart of an indicator: an analysis and a few words in, finished geometry for a width out.

After NHS England's “Making Data Count”: a shape for each kind of point, solid mean, dashed limits that break at a
rebase, the target in steps, ghosts hollow and passed by. Lines are held to a natural floor or ceiling on the drawing
only; the judgement never is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar, Final

from commissioning.core.charts.measure import PHONE_BELOW, num, text_width, wrapped
from outcomes.charts.spc_frame import (
    BOLD,
    TEXT,
    Frame,
    Label,
    Tick,
    period_ticks,
    value_range,
    value_ticks,
)
from outcomes.charts.spc_lines import (
    Bounds,
    EndLabel,
    Stretch,
    data_lines,
    drawn_values,
    end_labels,
    end_texts,
    stretches,
    target_line,
)
from outcomes.charts.spc_marks import Mark, marks_of, sample_of
from outcomes.charts.spc_notes import (
    FLAG,
    Flag,
    LegendItem,
    annotation_flags,
    flags,
    legend,
    note_lines,
    rebase_flags,
    remarks,
)
from outcomes.spc_types import Analysis, PointResult
from outcomes.words import Wording, finding, unit_words

PLOT_HEIGHT: Final = {True: 200.0, False: 240.0}  # on a phone, and otherwise
HEADING_LINE: Final = 14.0
BETTER: Final = {"up": "higher is better", "down": "lower is better"}


@dataclass(frozen=True)
class SpcDrawing:
    uid: str
    title: str
    description: str
    w: str
    h: str
    heading: Sequence[Label]
    x0: str
    x1: str
    top: str
    bottom: str
    tick_end: str
    value_ticks: Sequence[tuple[str, Label]] = ()
    ticks: Sequence[Tick] = ()
    stretches: Sequence[Stretch] = ()
    target: str = ""
    lines: Sequence[str] = ()
    marks: Sequence[Mark] = ()
    ring: tuple[str, str, str] | None = None
    labels: Sequence[EndLabel] = ()
    label_x: str = ""
    flags: Sequence[Flag] = ()
    samples: Sequence[tuple[LegendItem, Mark | None]] = ()
    notes: Sequence[Label] = ()
    empty: Label | None = None


@dataclass(frozen=True)
class SpcChart:
    """What to draw. `improvement` is up, down or neither; `frequency` a code of `outcomes.printed.period_label`.

    `rebases` are (date, reason) pairs as the indicator records them; `floor` and `ceiling` the natural ends of its
    values. `uid` must be unlike that of any other drawing on the page. `abouts` as in `Wording`.
    """

    analysis: Analysis
    name: str
    unit: str = ""
    decimals: int = 0
    improvement: str = "up"
    frequency: str = "month"
    rebases: Sequence[tuple[date, str]] = field(default=())
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    shift: int = 7
    trend: int = 7
    needed: int = 15
    uid: str = "spc"
    abouts: Mapping[date, str] = field(default_factory=dict)

    template: ClassVar[str] = "charts/spc.svg"

    @property
    def says(self) -> Wording:
        return Wording(
            self.improvement,
            self.unit,
            self.decimals,
            self.frequency,
            self.shift,
            self.trend,
            self.needed,
            self.abouts,
        )

    @property
    def finding(self) -> str:
        """The conclusion in words, as caption and description."""
        return finding(
            self.analysis,
            improvement=self.improvement,
            unit=self.unit,
            decimals=self.decimals,
            frequency=self.frequency,
            shift=self.shift,
            trend=self.trend,
            needed=self.needed,
            abouts=self.abouts,
        )

    def at(self, width: int) -> SpcDrawing:
        """Geometry for a drawing of that width."""
        if not any(point.value is not None for point in self.analysis.points):
            return _empty(self, width)
        return _draw(self, width)


def _heading(spec: SpcChart, width: int) -> list[Label]:
    """What the values are and which way is good, above the plot."""
    parts = [unit_words(spec.unit), BETTER.get(spec.improvement, "")]
    words = ", ".join(part for part in parts if part and part not in {"%", "£"})
    lines = wrapped(words[:1].upper() + words[1:], width - 4, 2, TEXT) if words else []
    return [Label("2", num(11 + place * HEADING_LINE), line) for place, line in enumerate(lines)]


def _empty(spec: SpcChart, width: int) -> SpcDrawing:
    label = Label(num(width / 2), "44", "No values yet", "middle", bold=True)
    return SpcDrawing(
        spec.uid,
        spec.name,
        spec.finding,
        str(width),
        "80",
        (),
        "1",
        num(width - 1),
        "1",
        "79",
        "0",
        empty=label,
    )


def _draw(spec: SpcChart, width: int) -> SpcDrawing:
    analysis, says, points = spec.analysis, spec.says, spec.analysis.points
    bounds = Bounds(spec.floor, spec.ceiling)
    rebases, notes = rebase_flags(points, spec.rebases), annotation_flags(points)
    frame = _frame(spec, bounds, width, has_flags=bool(rebases or notes))
    texts = end_texts(points, analysis.latest, bounds, says, short=frame.phone)
    ticks = period_ticks([point.date for point in points], spec.frequency, frame)
    under = max((float(tick.label.y) for tick in ticks), default=frame.bottom)
    lines = _unlabelled(points) if frame.phone else ()
    marks, ring = marks_of(analysis, frame, says)
    items, y = legend({item.kind for item in marks}, analysis, lines=lines, top=under + 26, width=width)
    labels, end = note_lines(remarks(analysis, rebases, notes, says), y + 2, width)
    return SpcDrawing(
        uid=spec.uid,
        title=spec.name,
        description=f"{spec.finding} {_span(spec)}",
        w=str(width),
        h=num(end - (12 if labels or items else -8)),
        heading=_heading(spec, width),
        x0=num(frame.left),
        x1=num(frame.right),
        top=num(frame.top),
        bottom=num(frame.bottom),
        tick_end=num(frame.bottom + 4),
        value_ticks=[
            (num(frame.y(value)), Label(num(frame.left - 6), num(frame.y(value) + 4), text, "end"))
            for value, text in value_ticks(frame.low, frame.high, spec.unit, 4 if frame.phone else 5)
        ],
        ticks=ticks,
        stretches=stretches(points, bounds, frame),
        target=target_line(points, frame),
        lines=data_lines(points, frame),
        marks=marks,
        ring=ring,
        labels=end_labels(texts, frame, float(ring[0]) if ring else frame.right, under + 2),
        label_x=num(frame.right + 9),
        flags=flags(rebases, notes, points, frame),
        samples=[(item, sample_of(item)) for item in items],
        notes=labels,
    )


def _frame(spec: SpcChart, bounds: Bounds, width: int, *, has_flags: bool) -> Frame:
    """The plot leaves exactly the room that the words left and right of it need."""
    phone = width < PHONE_BELOW
    points = spec.analysis.points
    low, high = value_range(
        drawn_values(points, bounds),
        None if spec.floor is None else float(spec.floor),
        None if spec.ceiling is None else float(spec.ceiling),
    )
    ticks = value_ticks(low, high, spec.unit, 4 if phone else 5)
    texts = end_texts(points, spec.analysis.latest, bounds, spec.says, short=phone)
    left = max((text_width(text) for _, text in ticks), default=0) + 10
    right = max((text_width(text, BOLD) for *_, text in texts), default=0) + 12
    top = 4 + HEADING_LINE * len(_heading(spec, width)) + (FLAG + 6 if has_flags else 0)
    return Frame(width, left, width - right, top, top + PLOT_HEIGHT[phone], len(points), low, high)


def _span(spec: SpcChart) -> str:
    says, points = spec.says, spec.analysis.points
    first, last = says.period(points[0]), says.period(points[-1])
    return (
        f"Chart of {len(points)} points, {first} to {last}."
        if len(points) > 1
        else f"Chart of one point, {first}."
    )


def _unlabelled(points: Sequence[PointResult]) -> tuple[str, ...]:
    """Lines that a narrow drawing names in its legend, as its right-hand words are values alone."""
    has = {
        "mean": sum(point.mean is not None and point.value is not None for point in points) > 1,
        "limits": any(point.upper_limit is not None for point in points),
        "target": any(point.target is not None for point in points),
    }
    return tuple(kind for kind, present in has.items() if present)
