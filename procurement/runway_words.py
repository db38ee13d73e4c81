"""The runway in sentences: what it comes to, for headings, captions and lists."""

from collections.abc import Iterable, Sequence

from procurement.rules_runway import gap_words
from procurement.selectors.runway_types import PhaseRunway, Runway, RunwayRow

MOST_NAMED = 3


def no_phase_words() -> str:
    return "In no phase"


def joined(words: Iterable[str]) -> str:
    """ "4, 12 and 24"."""
    *others, last = list(words)
    return f"{', '.join(others)} and {last}" if others else last


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def summary(runway: Runway) -> str:
    """ "16 services: 3 late to start, 13 to start; a gap may be left for 16"."""
    rows = runway.rows
    if not rows:
        return "Nothing to procure is recorded."
    gaps = sum(row.has_gap for row in rows)
    late, unknown = len(runway.late), sum(row.where.is_unknown for row in rows)
    said = [
        f"{late} late to start" if late else "none late to start",
        *([f"of {unknown} it is not known"] if unknown else []),
        f"a gap may be left for {gaps}" if gaps else "no gap is known",
    ]
    return f"{plural(len(rows), 'row' if any(not row.service for row in rows) else 'service')}: {', '.join(said)}."


def finding(rows: Sequence[RunwayRow]) -> str:
    """What the drawing shows: the gaps before each phase and on what they rest; else what is late; else that all fits.

    "Gaps of 4, 12 and 24 months before phases 1, 2 and 3 go live, if the contracts that end March 2020 are replaced".
    """
    gaps = _gaps_by_phase(rows)
    if gaps:
        return _gap_finding(gaps)
    late = [row for row in rows if row.is_late]
    if late:
        names = [row.name for row in late[:MOST_NAMED]]
        more = [f"{len(late) - MOST_NAMED} more"] if len(late) > MOST_NAMED else []
        return f"{len(late)} of {plural(len(rows), 'service')} late to start: {joined([*names, *more])}"
    known = [row for row in rows if row.betweens]
    if known:
        return "No gap is known between contracts and what replaces them"
    return "Which contracts end and what replaces them is not known" if rows else "Nothing to draw"


def _gaps_by_phase(rows: Sequence[RunwayRow]) -> list[tuple[PhaseRunway, RunwayRow]]:
    """The first row of each phase whose services a gap may leave uncovered, in order of the phases."""
    found: dict[int, tuple[PhaseRunway, RunwayRow]] = {}
    for row in rows:
        if row.phase is not None and row.has_gap:
            kept = found.get(row.phase.number)
            if kept is None or _days(row) > _days(kept[1]):
                found[row.phase.number] = (row.phase, row)
    return [found[number] for number in sorted(found)]


def _days(row: RunwayRow) -> int:
    return (row.widest.gap.days_high or 0) if row.widest else 0


def _gap_finding(gaps: Sequence[tuple[PhaseRunway, RunwayRow]]) -> str:
    words = [gap_words(row.widest.gap) for _, row in gaps if row.widest]
    units = {word.rpartition(" ")[2] for word in words}
    numbers = [word.rpartition(" ")[0] for word in words]
    amounts = f"{joined(numbers)} {next(iter(units))}" if len(units) == 1 and all(numbers) else joined(words)
    phases = joined(str(phase.number) for phase, _ in gaps)
    said = (
        f"Gap of {amounts} before phase {phases} goes live"
        if len(gaps) == 1
        else f"Gaps of {amounts} before phases {phases} go live"
    )
    ends = {
        row.widest.cover.ends.printed
        for _, row in gaps
        if row.widest and row.widest.cover.conditional and row.widest.cover.ends
    }
    return f"{said}, if the contracts that end {joined(sorted(ends))} are those replaced" if ends else said
