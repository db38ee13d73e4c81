"""The phase dashboard: one or two sheets of A4 that say what is procured, by whom, for how much, by when."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from commissioning.core.components import Citation, Figure, Link, Panel, SummaryRow, Tag, Tile, Tone
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.money import format_pounds
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import date_cell, verdict_tag
from commissioning.reporting.dashboards import words
from commissioning.reporting.dashboards.timeline import timeline_figure
from commissioning.reporting.dashboards.value import line_table
from commissioning.reporting.selectors.position import Position
from procurement.selectors.phases import PhaseSummary
from procurement.selectors.stages import stages_of
from procurement.selectors.stated import Reading, StatedRow, StatedSum, stated_sums
from procurement.tables_phases import gateway_panel
from programmes.addresses import Addresses
from programmes.selectors.scope import ScopeRow
from programmes.selectors.sources import Place


def phase_dashboard(at: Position, phase: PhaseSummary, keep: str) -> dict[str, Any]:
    """Context for the page; `keep` is the query that carries the as-at day on."""
    return {
        "phase": phase,
        "lede": _lede(phase),
        "tiles": _tiles(at, phase, keep),
        "services_table": _services(at, phase, keep),
        "lines_table": line_table(phase.lines, "Budget lines in this phase", one_phase=True),
        "comparison_table": _comparisons(at, phase),
        "dates": dates_of(phase),
        "timeline": phase_timeline(at, phase),
        "open_points": _open_points(at, phase, keep),
        "previous": _neighbour(at, phase, -1, keep),
        "next": _neighbour(at, phase, 1, keep),
        "gateway": _next_gateway(at, phase, keep),
        "citations": citations(at, phase.places),
    }


def phase_timeline(at: Position, phase: PhaseSummary, uid: str = "timeline") -> Figure:
    """The phase's own dates and milestones; `uid` keeps the ids of several such drawings on one page apart."""
    own = [row for row in at.milestones if row.phase_number == phase.number]
    return timeline_figure(
        [phase], [*_contract_ends(at), *own], at.on, heading=_timeline_heading(phase), uid=uid
    )


def _next_gateway(at: Position, phase: PhaseSummary, keep: str) -> Panel:
    """Where the phase stands on its way through procurement, and what its next gateway still lacks."""
    (stages,) = stages_of(at.programme, at.on, phase=phase.number)
    return gateway_panel(stages, Addresses(at.programme.key, keep))


def citations(at: Position, places: Sequence[Place]) -> list[Citation]:
    """Each place once, leading to the document at that place."""
    found = {}
    for place in places:
        href = reverse("document", args=[at.programme.key, place.document_reference])
        found[place.document_reference, place.locator] = Citation(
            place.document_title, place.locator, href, place.extraction
        )
    return list(found.values())


def _lede(phase: PhaseSummary) -> str:
    counted = sum(row.is_counted for row in phase.services)
    leads = ", ".join(
        dict.fromkeys(row.lead_code or row.lead_name for row in phase.services if row.lead_name)
    )
    comparison = phase.reading.comparison if phase.reading else None
    return (
        f"{words.plural(counted, 'service')} led by {leads or 'nobody recorded'}; known lines come to "
        f"{words.totals_words(phase.totals)}, {words.unknown_words(phase.totals).lower()}. "
        f"{words.comparison_words(phase.stated, comparison)}."
    )


def _tiles(at: Position, phase: PhaseSummary, keep: str) -> list[Tile]:
    return [
        _value(at, phase, keep),
        _services_tile(at, phase, keep),
        _go_live(phase, at.on),
        cover_tile(phase),
    ]


def _value(at: Position, phase: PhaseSummary, keep: str) -> Tile:
    comparison = phase.reading.comparison if phase.reading else None
    query = f"{keep or '?'}{'&' if keep else ''}phase={phase.number}"
    return Tile(
        "Known budget lines",
        words.totals_words(phase.totals),
        f"{words.unknown_words(phase.totals)}. {words.comparison_words(phase.stated, comparison)}.",
        reverse("budget_lines", args=[at.programme.key]) + query,
        words.plural(len(phase.lines), "budget line"),
        tone=words.comparison_tone(comparison),
        status=verdict_tag(comparison).text if comparison else "",
    )


def _services_tile(at: Position, phase: PhaseSummary, keep: str) -> Tile:
    counted = [row for row in phase.services if row.is_counted]
    unsettled = [row for row in counted if row.is_tbc]
    added = [row for row in counted if row.added.is_dated]
    query = f"{keep or '?'}{'&' if keep else ''}phase={phase.number}&state=counted"
    return Tile(
        "Services in scope",
        str(len(counted)),
        f"{len(unsettled)} to be confirmed, {len(added)} added since the first scope",
        reverse("services", args=[at.programme.key]) + query,
        words.plural(len(counted), "service"),
        tone=Tone.UNKNOWN if unsettled else Tone.INFO,
        status=f"{len(unsettled)} TBC" if unsettled else "",
    )


def _go_live(phase: PhaseSummary, on: date) -> Tile:
    lead = (
        f"{phase.lead_time.printed} from the start of procurement ({phase.procurement_start.printed})"
        if phase.lead_time
        else "Start of procurement not stated, so the lead time is not known"
    )
    return Tile(
        "Go-live",
        phase.go_live.printed or "Not stated",
        f"{words.days_until(phase.go_live, on).capitalize()}. {lead}.",
        tone=Tone.INFO if phase.lead_time else Tone.UNKNOWN,
        status="" if phase.lead_time else "Start not stated",
    )


def cover_tile(phase: PhaseSummary) -> Tile:
    """The months before go-live that no contract is stated to cover, and whether the paper says that they follow on."""
    if not phase.cover_gaps:
        return Tile(
            "Contract cover", "No gap found", "From the dates that the papers print.", tone=Tone.NEUTRAL
        )
    gap = phase.cover_gaps[0]
    condition = (
        " if this phase replaces those contracts, which the paper does not say" if gap.conditional else ""
    )
    return Tile(
        "Contract cover gap",
        gap.months.printed,
        f"Existing contracts end {gap.ends.printed}: no stated cover from {gap.uncovered_from:%B %Y}{condition}.",
        tone=Tone.ALERT,
    )


def _services(at: Position, phase: PhaseSummary, keep: str) -> Table:
    columns = (Column("Service"), Column("Lead commissioner"), Column("State"), Column("Added"))
    return Table(
        "Services in this phase",
        columns,
        tuple(_service_row(at, row, keep) for row in phase.services),
        caption_hidden=True,
        compact=True,
        empty="No service is in this phase on this day.",
    )


def _service_row(at: Position, row: ScopeRow, keep: str) -> Row:
    state = Tag(row.state_label, Tone.UNKNOWN if row.is_tbc else Tone.INFO)
    return Row(
        (
            Cell(row.name, reverse("service", args=[at.programme.key, row.reference]) + keep),
            Cell(_lead(row) or "not recorded", unknown=not row.lead_name),
            Cell(tags=(state,), note="commissioner TBC" if row.commissioner_tbc else ""),
            Cell(added_words(row.added) if row.added.is_dated else "In the first scope"),
        )
    )


def _lead(row: ScopeRow) -> str:
    return f"{row.lead_code}: {row.lead_name}" if row.lead_code else row.lead_name


def added_words(when: FuzzyDate) -> str:
    """ "September (2018 inferred)": a year that the paper does not print is marked as supplied."""
    return (
        f"{when.printed} ({when.start.year} inferred)" if when.year_inferred and when.start else when.printed
    )


def _comparisons(at: Position, phase: PhaseSummary) -> Table:
    """Every value stated for the phase or part of it, under every reading, then what one place's values add up to."""
    columns = (
        Column("Stated"),
        Column("Covers"),
        Column("Lines come to", numeric=True),
        Column("Verdict"),
        Column("Why"),
    )
    readings = [(row, r) for row in at.stated for r in row.readings if r.phase_number == phase.number]
    sums = [
        s
        for s in stated_sums(at.stated, at.lines, [p.phase_id for p in at.phases])
        if s.phase_number == phase.number
    ]
    rows = [*(_stated_row(row, reading) for row, reading in readings), *(_sum_row(each) for each in sums)]
    return Table(
        "Stated against summed",
        columns,
        tuple(rows),
        caption_hidden=True,
        compact=True,
        empty="No paper states a value.",
    )


def _stated_row(row: StatedRow, reading: Reading) -> Row:
    places = ", ".join(dict.fromkeys(place.locator for place in row.places))
    covers = f"{row.covers} – read as: {reading.label}" if row.is_ambiguous else row.covers
    return _compared(
        Cell(row.money.printed, note=f"{row.money.basis.label}; {places}"), Cell(covers), reading.comparison
    )


def _sum_row(each: StatedSum) -> Row:
    return _compared(
        Cell(each.expression, note=f"added; {each.locator}"), Cell("the whole phase"), each.comparison
    )


def _compared(stated: Cell, covers: Cell, comparison: Any) -> Row:
    known = format_pounds(comparison.known) if comparison.known is not None else "not known"
    if comparison.has_no_one_sum:
        known = f"{len(comparison.bases)} bases, not added"
    unknown = f"{comparison.unknown_count} of {comparison.line_count} TBC" if comparison.unknown_count else ""
    return Row(
        (
            stated,
            covers,
            Cell(known, note=unknown, unknown=comparison.known is None and not comparison.has_no_one_sum),
            Cell(tags=(verdict_tag(comparison),)),
            Cell(comparison.reason),
        )
    )


def dates_of(phase: PhaseSummary) -> list[SummaryRow]:
    """Who leads the phase, its dates as printed, and the months between the first and go-live where both are known."""
    rows = [
        SummaryRow("Led by", Cell(phase.led_by or "not stated", unknown=not phase.led_by)),
        SummaryRow("Procurement starts", date_cell(phase.procurement_start)),
        SummaryRow("Goes live", date_cell(phase.go_live)),
    ]
    if phase.completion.is_dated:
        rows.append(SummaryRow("Complete", date_cell(phase.completion)))
    lead = phase.lead_time.printed if phase.lead_time else "not known: a date is not stated"
    rows.append(SummaryRow("Start to go-live", Cell(lead, unknown=phase.lead_time is None)))
    return rows


def _contract_ends(at: Position) -> list[Any]:
    return [row for row in at.milestones if row.kind == "Existing contracts end"]


def _timeline_heading(phase: PhaseSummary) -> str:
    if phase.cover_gaps:
        return f"{phase.cover_gaps[0].months.printed} between the end of existing contracts and go-live"
    return "Dates of this phase as printed"


def _open_points(at: Position, phase: PhaseSummary, keep: str) -> Table:
    """Open discrepancies that are about this phase, each with its working and its owner."""
    rows = [
        Row(
            (
                Cell(view.title, reverse("discrepancy", args=[at.programme.key, view.slug]) + keep),
                Cell(view.arithmetic),
                Cell(view.owner_role or "none yet", unknown=not view.owner_role),
            )
        )
        for view in at.discrepancies
        if view.is_open and view.concerns_phase(phase.number)
    ]
    columns = (Column("Point"), Column("Working"), Column("Owner"))
    return Table(
        "Open points",
        columns,
        tuple(rows),
        caption_hidden=True,
        compact=True,
        empty="No check finds an open point that is about this phase alone.",
    )


def _neighbour(at: Position, phase: PhaseSummary, step: int, keep: str) -> Link | None:
    numbers = [each.number for each in at.phases]
    place = numbers.index(phase.number) + step
    if not 0 <= place < len(numbers):
        return None
    other = at.phases[place]
    return Link(other.title, reverse("phase", args=[at.programme.key, other.number]) + keep)
