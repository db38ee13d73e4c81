"""The timeline of a programme, or of one phase: procurement to go-live, milestones as printed, cover gaps hatched."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from commissioning.core.charts import Bar, Mark, Timeline, draw
from commissioning.core.components import Figure
from procurement.selectors.milestones import MilestoneRow
from procurement.selectors.phases import PhaseSummary
from procurement.tables_milestones import milestone_table
from procurement.timeline import row_names

CONTRACTS = "Contracts"
DRAWN_ELSEWHERE = {"Existing contracts end"}


def timeline_figure(
    phases: Sequence[PhaseSummary],
    rows: Sequence[MilestoneRow],
    on: date,
    *,
    heading: str,
    uid: str = "timeline",
) -> Figure:
    """One row for the contracts in force, one for each phase, one for the programme's target dates."""
    names = [_row_name(phase) for phase in phases]
    whole = [row for row in rows if row.phase_number is None and row.kind not in DRAWN_ELSEWHERE]
    parents = row_names(
        whole
    )  # projects and intentions each in a row, then what belongs to the programme itself
    marks = [_mark(row, parents[row.parent.code]) for row in whole]
    marks += [_mark(row, f"Phase {row.phase_number}") for row in rows if row.phase_number is not None]
    contract_ends = [row for row in rows if row.kind in DRAWN_ELSEWHERE]
    marks += [Mark(CONTRACTS, f"End {row.when.printed}", row.when, "risk") for row in contract_ends]
    bars = [*_gap_bars(phases), *_phase_bars(phases, on)]
    chart = Timeline(
        uid,
        "Phases and milestones",
        _description(phases, rows, on),
        [*([CONTRACTS] if contract_ends else []), *names, *parents.values()],
        bars,
        [mark for mark in marks if mark.row in {CONTRACTS, *parents.values(), *names}],
        on,
    )
    wide, narrow = draw(chart)
    return Figure(
        heading,
        wide,
        narrow,
        note="A line before a diamond: any day in that span. Triangle: contracts end. Hatched: no stated cover. "
        "Dates are drawn as the papers print them.",
        table=milestone_table(rows, on),
    )


def _row_name(phase: PhaseSummary) -> str:
    return f"Phase {phase.number}"


def _mark(row: MilestoneRow, where: str) -> Mark:
    return Mark(where, _short(row), row.when, "done" if row.is_done else "planned")


def _short(row: MilestoneRow) -> str:
    """The chart wraps and shortens by itself; a phase's own dates need no more than their kind."""
    if row.kind in {"Go-live", "Completion"}:
        return f"{row.kind} {row.when.printed}"
    if row.kind == "Procurement starts":
        return f"Starts {row.when.printed}" if row.when.is_dated else "Procurement start"
    return f"{row.text} {row.when.printed}".strip() if row.when.is_dated else row.text


def _gap_bars(phases: Sequence[PhaseSummary]) -> Iterable[Bar]:
    """The first phase's gap alone: the later ones begin on the same day and would hide it."""
    gaps = [gap for phase in phases for gap in phase.cover_gaps]
    if gaps:
        shortest = min(gaps, key=lambda gap: gap.uncovered_to)
        yield Bar(
            CONTRACTS,
            "No stated cover",
            shortest.uncovered_from,
            shortest.uncovered_to - timedelta(days=1),
            "gap",
            "Gap",
        )


def _phase_bars(phases: Sequence[PhaseSummary], on: date) -> Iterable[Bar]:
    for phase in phases:
        start, end = phase.procurement_start.start, phase.go_live.start
        if start and end and start < end:
            state = "planned" if on < start else "doing" if on < end else "done"
            yield Bar(
                _row_name(phase),
                "Procurement and mobilisation",
                start,
                end - timedelta(days=1),
                state,
                "Procurement",
            )


def _description(phases: Sequence[PhaseSummary], rows: Sequence[MilestoneRow], on: date) -> str:
    said = [
        f"{phase.title} goes live {phase.go_live.printed}."
        if phase.go_live.is_dated
        else f"{phase.title}: go-live not stated."
        for phase in phases
    ]
    said += [
        f"{row.text}: {row.when.printed}."
        for row in rows
        if row.kind in {"Target date", "Existing contracts end"}
    ]
    undated = sum(not row.when.is_dated for row in rows)
    if undated:
        said.append(f"{undated} undated.")
    return " ".join([*said, f"As at {on.day} {on:%B %Y}."])
