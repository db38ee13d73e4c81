"""The runway as a drawing: what covers each service, what is not covered, when to start buying, when it goes live."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from commissioning.core.charts import NARROW, WIDE, Bar, Mark, Timeline, draw_one
from commissioning.core.components import Figure
from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from commissioning.core.periods import day_after
from commissioning.core.tables import Table
from procurement.rules_cover import Bounds
from procurement.rules_runway import Between, Cover, gap_words
from procurement.runway_words import joined, no_phase_words
from procurement.selectors.runway_types import Runway, RunwayRow

MOST_ROWS = 24  # drawn one by one; more of them are drawn by phase
LEAST = timedelta(days=183)  # what is drawn of a contract whose start nobody states
LEGEND = (
    "Dark bar: a contract. Grey hatching, dashed: it can be extended. Red hatching: nothing is stated to cover the "
    "time. Upright line: the last day to start buying. Diamond: go-live, with a line over the days that it can mean."
)


def runway_figure(
    runway: Runway, rows: Sequence[RunwayRow], *, heading: str, table: Table | None = None
) -> Figure:
    """The rows on the axis of their own dates: one for each service, or where there are many one for each phase."""
    return Figure(
        heading,
        draw_one(_chart(runway, rows, grouped=len(rows) > MOST_ROWS), WIDE, "-wide"),
        draw_one(_chart(runway, rows, grouped=True), NARROW, "-narrow"),
        note=LEGEND,
        table=table,
        level=2,
    )


def _chart(runway: Runway, rows: Sequence[RunwayRow], *, grouped: bool) -> Timeline:
    named = grouped_rows(rows) if grouped else [(row.name, row) for row in rows]
    names = _distinct([name for name, _ in named])
    bars: list[Bar] = []
    marks: list[Mark] = []
    first = _first_day(runway.on, rows)
    for name, (_, row) in zip(names, named, strict=True):
        bars += _bars(name, row, first)
        marks += _marks(name, row, runway.on)
    return Timeline("runway", "Runway", _description(runway, rows), names, bars, marks, runway.on)


def grouped_rows(rows: Sequence[RunwayRow]) -> list[tuple[str, RunwayRow]]:
    """Rows that look the same as one, named by their phase and how many they are."""
    groups: dict[object, list[RunwayRow]] = {}
    for row in rows:
        groups.setdefault(_look(row), []).append(row)
    return [(_group_name(found), found[0]) for found in groups.values()]


def _look(row: RunwayRow) -> object:
    covers = tuple((cover.reference, cover.ends and cover.ends.printed, cover.room) for cover in row.covers)
    plan = row.plan
    return row.phase_number, covers, plan and (plan.go_live.printed, plan.start_by), row.where.standing


def _group_name(found: Sequence[RunwayRow]) -> str:
    if len(found) == 1:
        return found[0].name
    where = f"Phase {found[0].phase_number}" if found[0].phase_number is not None else no_phase_words()
    return f"{where}: {len(found)} services"


def _distinct(names: Sequence[str]) -> list[str]:
    """A name of its own for every row: two of one name are told apart by their place."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _first_day(on: date, rows: Sequence[RunwayRow]) -> date:
    """From where contracts without a stated start are drawn: before everything else that has a day."""
    days = [on]
    for row in rows:
        days += [row.plan.start_by] if row.plan and row.plan.start_by else []
        ends = [Bounds.of_end(cover.ends).low for cover in row.covers]
        days += [end - LEAST for end in ends if end is not None]
    return min(days)


def _bars(name: str, row: RunwayRow, first: date) -> Iterator[Bar]:
    for cover in row.covers:
        yield from _cover_bars(name, cover, first)
    widest = row.widest
    if widest is not None and widest.is_gap:
        yield from _gap_bar(name, widest, row)


def _cover_bars(name: str, cover: Cover, first: date) -> Iterator[Bar]:
    ends = Bounds.of_end(cover.ends)
    if ends.high is None or cover.ends is None:
        return
    starts = Bounds.of(cover.starts)
    known = starts.low is not None and starts.low <= ends.high
    begins = max(starts.low, first) if known and starts.low else min(first, ends.high)
    told = f"{cover.name}, {'' if known else 'start not stated, '}to {cover.ends.printed}"
    if cover.conditional:
        told += ", if it is what is replaced"
    label = f"{'If replaced: contract' if cover.conditional else 'Contract'} to {cover.ends.printed}"
    yield Bar(name, label, begins, ends.high, "done", "Contract", told)
    last = cover.last_possible
    if cover.room and last is not None and last.end is not None:
        extended = f"Can be extended by {cover.extension}"
        yield Bar(
            name, extended, day_after(ends.high), last.end, "proposed", "", f"{extended}, to {last.printed}"
        )


def _gap_bar(name: str, widest: Between, row: RunwayRow) -> Iterator[Bar]:
    ends = Bounds.of_end(widest.cover.ends)
    live = Bounds.of(row.phase.go_live if row.phase else None)
    surely = widest.gap.is_gap
    begins = ends.high if surely else ends.low
    until = live.low if surely else live.high
    if begins is None or until is None or day_after(begins) >= until:
        return
    words = gap_words(widest.gap)
    condition = ", if these are the contracts replaced" if widest.cover.conditional else ""
    yield Bar(
        name,
        f"Gap: {words}",
        day_after(begins),
        until - timedelta(days=1),
        "gap",
        "Gap",
        f"No contract is stated to cover {words}{condition}",
    )


def _marks(name: str, row: RunwayRow, on: date) -> Iterator[Mark]:
    plan = row.plan
    if plan is None:
        yield Mark(name, row.where.words, _undated())
        return
    if plan.start_by is not None:
        late = row.is_late and plan.start_by < on
        yield Mark(
            name,
            f"{'Late: start' if late else 'Start'} by {_short(plan.start_by)}",
            _day(plan.start_by),
            "start_late" if late else "start",
        )
    if row.phase is not None and not row.phase.is_over and row.phase.go_live.is_dated:
        if_so = "What if: live" if row.phase.is_moved else "Live"
        yield Mark(name, f"{if_so} {row.phase.go_live.printed}", row.phase.go_live)


def _description(runway: Runway, rows: Sequence[RunwayRow]) -> str:
    said = []
    if runway.what_if:
        said.append(f"What if {joined(runway.what_if.words)}.")
    for name, row in grouped_rows(rows):
        parts = [
            f"{cover.name} to {cover.ends.printed}" for cover in row.covers if cover.is_dated and cover.ends
        ]
        if row.phase is not None and row.phase.go_live.is_dated:
            parts.append(f"live {row.phase.go_live.printed}")
        if row.widest is not None and row.widest.is_gap:
            parts.append(f"gap {gap_words(row.widest.gap)}")
        if row.plan is not None and row.plan.start_by is not None:
            parts.append(f"start by {_day(row.plan.start_by).printed}")
        said.append(f"{name}: {', '.join(parts) or row.where.words}.")
    return " ".join([*said, f"As at {runway.on.day} {runway.on:%B %Y}."])


def _short(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _day(day: date) -> FuzzyDate:
    return FuzzyDate("", day, day, Precision.DAY, DateStatus.INFERRED)


def _undated() -> FuzzyDate:
    return FuzzyDate("", None, None, Precision.NONE, DateStatus.BLANK)
