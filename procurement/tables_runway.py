"""The runway as tables: by phase, by service, and the steps by which each day to start by was worked back."""

from collections.abc import Sequence
from dataclasses import replace

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import date_cell
from procurement.listing_runway import RunwayListing
from procurement.rules_runway import Between, Plan, Standing, Where, gap_words, span_words
from procurement.selectors.runway_types import PhaseRunway, RunwayRow
from programmes.addresses import Addresses
from programmes.tables import day_words

TONES = {
    Standing.LATE: Tone.ALERT,
    Standing.UNKNOWN: Tone.UNKNOWN,
    Standing.DUE: Tone.INFO,
    Standing.BEGUN: Tone.GOOD,
}
NONE = "–"
PHASE_COLUMNS = tuple(
    Column(text)
    for text in (
        "Phase",
        "Procurement starts",
        "Goes live",
        "Start to go-live",
        "Must start by",
        "Standing",
        "Gap",
        "Services",
        "Rules",
    )
)
ROW_COLUMNS = tuple(
    Column(text)
    for text in (
        "Service",
        "Covered by",
        "Can be extended",
        "Replaced by",
        "Must start by",
        "Gap",
        "Not known",
    )
)


def phase_table(listing: RunwayListing, to: Addresses) -> Table:
    """Every phase with the time it has: lead time as printed, the day to start by, and where it stands."""
    return Table(
        "By phase",
        PHASE_COLUMNS,
        tuple(_phase_row(phase, listing, to) for phase in listing.phases),
        caption_size="m",
        compact=True,
        empty="No phase among these rows.",
    )


def _phase_row(phase: PhaseRunway, listing: RunwayListing, to: Addresses) -> Row:
    before = listing.phases_before.get(phase.number)
    rows = [row for row in listing.rows if row.phase_number == phase.number]
    lead_time = phase.lead_time
    note = "the printed start is after the last day to start" if phase.starts_too_late else ""
    return Row(
        (
            Cell(phase.title, to.of("phase", phase.number)),
            date_cell(phase.start),
            _go_live_cell(phase),
            Cell(span_words(lead_time), note=_was(span_words(before.lead_time) if before else "", lead_time))
            if lead_time is not None
            else Cell("not known", unknown=True),
            _start_by_cell(phase.plan, before.plan if before else None, note),
            standing_cell(phase.where),
            _phase_gap(rows, listing),
            Cell(str(sum(bool(row.service) for row in rows))),
            Cell(
                phase.plan.regime_words, note=f"assumed: {phase.plan.assumed}" if phase.plan.assumed else ""
            ),
        )
    )


def _phase_gap(rows: Sequence[RunwayRow], listing: RunwayListing) -> Cell:
    """The widest gap of its services; where they differ, it says so."""
    gaps = [row for row in rows if row.widest is not None]
    if not gaps:
        return Cell("not known", unknown=True)
    widest = max(gaps, key=lambda row: (row.widest.gap.days_high or 0) if row.widest else 0)
    cell = _gap_cell(widest, listing.rows_before.get(widest.key))
    same = {_gap_text(row.widest) for row in rows}
    return cell if len(same) == 1 else replace(cell, note="; ".join(filter(None, ["at most", cell.note])))


def service_table(listing: RunwayListing, to: Addresses) -> Table:
    """Every row, the most urgent first."""
    return Table(
        "Every service, the most urgent first",
        ROW_COLUMNS,
        tuple(_service_row(row, listing.rows_before.get(row.key), to) for row in listing.rows),
        caption_size="m",
        compact=True,
        empty="No service fits these filters.",
    )


def _service_row(row: RunwayRow, before: RunwayRow | None, to: Addresses) -> Row:
    href = to.of("service", row.service) if row.service else ""
    illustrative = (Tag("Illustrative", Tone.NEUTRAL),) if row.illustrative else ()
    return Row(
        (
            Cell(row.name, href, row.lead, tags=illustrative),
            _cover_cell(row),
            _room_cell(row),
            _phase_cell(row, to),
            _start_by_cell(row.plan, before.plan if before else None, row.where.words, tag=row.where),
            _gap_cell(row, before),
            Cell("; ".join(row.unknowns)[:1].upper() + "; ".join(row.unknowns)[1:])
            if row.unknowns
            else Cell(NONE, words="nothing"),
        )
    )


def standing_cell(standing: Where) -> Cell:
    return Cell(tags=(standing_tag(standing),), note=standing.words)


def standing_tag(standing: Where) -> Tag:
    return Tag(str(standing.standing.label), TONES[standing.standing])


def _go_live_cell(phase: PhaseRunway) -> Cell:
    cell = date_cell(phase.go_live)
    if not phase.is_moved:
        return cell
    recorded = phase.stated.printed if phase.stated.is_dated else "not stated"
    return Cell(cell.text, note=f"recorded: {recorded}", tags=(Tag("What if", Tone.WARN),))


def _start_by_cell(plan: Plan | None, before: Plan | None, note: str = "", tag: Where | None = None) -> Cell:
    """The last day to start that is always in time; the later one too where the go-live is loose."""
    tags = (standing_tag(tag),) if tag else ()
    if plan is None or plan.start_by is None:
        return Cell("not known", note=note or (plan.problem if plan else ""), unknown=True, tags=tags)
    words = start_by_words(plan)
    was = start_by_words(before) if before is not None else ""
    notes = [note, f"as recorded: {was}" if was and was != words else ""]
    if not plan.basis.startswith("its go-live as stated"):
        notes.append(f"back from {plan.basis}")
    return Cell(words, note="; ".join(filter(None, notes)), tags=tags, sort_value=plan.start_by.isoformat())


def start_by_words(plan: Plan) -> str:
    """ "23 July 2019 (20 August 2019 if go-live is 31 August 2020)"."""
    first, latest = plan.start_by, plan.start_by_latest
    if first is None or latest is None:
        return "not known"
    if first == latest or plan.last is None:
        return day_words(first)
    return f"{day_words(first)} ({day_words(latest)} if go-live is {day_words(plan.last.go_live)})"


def _cover_cell(row: RunwayRow) -> Cell:
    if not row.covers:
        return Cell("not recorded", unknown=True)
    parts = []
    for cover in row.covers:
        ends = cover.ends.printed if cover.is_dated and cover.ends else "end not known"
        parts.append(f"{cover.name}: {ends}")
    conditional = any(cover.conditional for cover in row.covers)
    note = "if this is what is replaced: no paper says so" if conditional else ""
    return Cell("; ".join(parts), note=note)


def _room_cell(row: RunwayRow) -> Cell:
    found = [cover for cover in row.covers if cover.extension]
    if not found:
        unsaid = any(not cover.in_register for cover in row.covers)
        return Cell("not stated", unknown=True) if unsaid or not row.covers else Cell("No open option")
    words = []
    for cover in found:
        last = cover.last_possible
        words.append(f"{cover.extension}{f', to {last.printed}' if last is not None and cover.room else ''}")
    return Cell("; ".join(words))


def _phase_cell(row: RunwayRow, to: Addresses) -> Cell:
    if row.phase is None:
        return Cell("no phase", unknown=True)
    note = "it is live or over" if row.phase.is_over else _live_words(row.phase.go_live)
    tags = (Tag("What if", Tone.WARN),) if row.phase.is_moved else ()
    return Cell(
        links=(Link(f"Phase {row.phase.number}", to.of("phase", row.phase.number)),), note=note, tags=tags
    )


def _live_words(go_live: FuzzyDate) -> str:
    return f"live {go_live.printed}" if go_live.is_dated else "go-live not stated"


def _gap_cell(row: RunwayRow, before: RunwayRow | None) -> Cell:
    widest = row.widest
    if widest is None:
        return Cell("not known", unknown=True)
    was = _gap_text(before.widest) if before is not None else ""
    text = _gap_text(widest)
    notes = [
        "conditional" if widest.cover.conditional else "",
        f"with every option: {gap_words(widest.if_extended)}" if widest.if_extended is not None else "",
        f"as recorded: {was}" if was and was != text else "",
    ]
    tags = (Tag("Gap", Tone.WARN),) if widest.is_gap else ()
    return Cell(text, note="; ".join(filter(None, notes)), tags=tags)


def _gap_text(between: Between | None) -> str:
    return gap_words(between.gap) if between is not None else "not known"


def _was(before: str, now: object) -> str:
    return f"as recorded: {before}" if before and before != span_words(now) else ""  # type: ignore[arg-type]
