"""The programme dashboard: from a position to finished components. Lays out figures; works none out."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from commissioning.core.comparison import Comparison, Verdict
from commissioning.core.components import Figure, Tag, Tile, Tone
from commissioning.core.money import Basis, MoneyTotal, totals_by_basis
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import date_cell, money_cell, verdict_tag
from commissioning.reporting.dashboards import words
from commissioning.reporting.dashboards.address import address
from commissioning.reporting.dashboards.attention import attention_panels
from commissioning.reporting.dashboards.kpi_section import kpi_sections, with_kpis
from commissioning.reporting.dashboards.plan_sections import plan_sections
from commissioning.reporting.dashboards.plan_tiles import plan_lede, plan_tiles
from commissioning.reporting.dashboards.timeline import timeline_figure
from commissioning.reporting.dashboards.value import value_figure
from commissioning.reporting.selectors.plans import Plans
from commissioning.reporting.selectors.position import Position
from governance.selectors.asks import AskRow
from procurement.selectors.lines import LineRow
from procurement.selectors.milestones import next_milestone
from procurement.selectors.phases import PhaseSummary
from procurement.selectors.register import ANY_STATE

ANNUAL = frozenset({Basis.BUDGET_YEAR, Basis.PER_ANNUM})


def programme_dashboard(
    at: Position, asks: Sequence[AskRow], keep: str, plans: Plans | None = None
) -> dict[str, Any]:
    """Context for the page; `keep` is the query that carries the as-at day on to the rows behind each figure.

    A programme is shown only what it has: one without phases or money has no tile, drawing or table of them.
    """
    more = plans or Plans(at)
    found = [*tiles(at, keep), *plan_tiles(more, keep), *_open_points_tile(at, keep)]
    return {
        "lede": lede(at) if _has_money(at) else plan_lede(more),
        "tiles": found,
        "statements": more.statements if not _has_money(at) else (),
        "attention": with_kpis(more, keep, attention_panels(at, keep)),
        "asks": asks,
        "sections": [*plan_sections(more, keep), *kpi_sections(more, keep)],
        # One that is planned by intentions lists its milestones already; its own page draws them.
        "timeline": timeline(at) if at.phases and _has_money(at) else None,
        "phases_table": phase_table(at, keep) if at.phases else None,
        "value": value(at) if at.lines else None,
    }


def _has_money(at: Position) -> bool:
    return bool(at.lines or at.stated)


def lede(at: Position) -> str:
    """What a reader should know in two sentences: the money against the paper, and what is unknown or uncovered."""
    heading = at.heading
    money = (
        f"Known budget lines come to {words.totals_words(at.totals)}, {words.unknown_words(at.totals).lower()}; "
        f"the paper states {heading[0].money.printed} ({words.verdict_words(heading[1].comparison)})."
        if heading
        else f"Known budget lines come to {words.totals_words(at.totals)}, {words.unknown_words(at.totals).lower()}."
    )
    gaps = [phase for phase in at.phases if phase.cover_gaps]
    second = _verdict_counts(at)
    if gaps:
        first = gaps[0]
        second.append(
            f"no contract is stated to cover {words.gap_words(first.cover_gaps[0])} of phase {first.number}"
        )
    sentence = "; ".join(second)
    return f"{money} {sentence[:1].upper()}{sentence[1:]}." if sentence else money


def _verdict_counts(at: Position) -> list[str]:
    """How many phases cannot be made to agree with the paper, and how many nobody can judge yet."""
    found = [phase.reading.comparison for phase in at.phases if phase.reading]
    off = [each for each in found if each.verdict in {Verdict.DIFFERS, Verdict.CANNOT_RECONCILE}]
    open_ones = [each for each in found if each.verdict == Verdict.CANNOT_BE_JUDGED]
    unsummed = [each for each in found if each.has_no_one_sum]
    said = []
    if off:
        verb = "does" if len(off) == 1 else "do"
        said.append(
            f"{words.plural(len(off), 'phase')} of {len(at.phases)} {verb} not match the value the paper states"
            f"{_across(off)}"
        )
    if open_ones:
        said.append(f"{words.plural(len(open_ones), 'phase')} cannot be judged yet{_across(open_ones)}")
    if unsummed:
        verb = "has" if len(unsummed) == 1 else "have"
        said.append(
            f"{words.plural(len(unsummed), 'phase')} {verb} lines on several bases, which are not added"
        )
    return said


def _across(found: Sequence[Comparison]) -> str:
    """How many of these compare amounts that are not all on one basis and year."""
    across = sum(each.across_bases for each in found)
    if across < len(found):
        return f", {across} of them across bases" if across else ""
    return ", across bases"


def tiles(at: Position, keep: str) -> list[Tile]:
    """Money, services and the next date, each only where the programme records any."""
    found = [_value_tile(at, keep)] if _has_money(at) else []
    if at.services:
        found += [_services_tile(at, keep), _added_tile(at, keep)]
    elif at.scope:
        found.append(_named_tile(at, keep))
    return [*found, _next_tile(at, keep)] if at.milestones else found


def _named_tile(at: Position, keep: str) -> Tile:
    """Services that papers name while none is decided to be in scope."""
    states = Counter(row.state_label for row in at.scope)
    return Tile(
        "Services named",
        str(len(at.scope)),
        ", ".join(f"{count} {state.lower()}" for state, count in states.most_common()),
        address(at, "services", f"state={ANY_STATE}", keep),
        words.plural(len(at.scope), "service"),
        tone=Tone.UNKNOWN,
        status="None decided to be in scope",
    )


def _open_points_tile(at: Position, keep: str) -> list[Tile]:
    """Beside a programme's own figures where no phase has them named by sort."""
    if at.phases or not at.discrepancies:
        return []
    is_open = sum(view.is_open for view in at.discrepancies)
    return [
        Tile(
            "Discrepancies",
            str(is_open),
            f"open, of {len(at.discrepancies)} found or recorded",
            address(at, "discrepancies", "state=open", keep),
            words.plural(is_open, "open point"),
            tone=Tone.WARN if is_open else Tone.GOOD,
        )
    ]


def _value_tile(at: Position, keep: str) -> Tile:
    stated, reading = at.heading or (None, None)
    comparison = reading.comparison if reading else None
    return Tile(
        "Known annual value" if _is_annual(at.totals) else "Known value",
        words.totals_words(at.totals),
        f"{words.unknown_words(at.totals)}. {words.comparison_words(stated, comparison)}.",
        address(at, "budget_lines", keep=keep),
        words.plural(len(at.lines), "budget line"),
        tone=words.comparison_tone(comparison),
        status=verdict_tag(comparison).text if comparison else "",
    )


def _is_annual(totals: Sequence[MoneyTotal]) -> bool:
    """The lines make one sum, and it is a year's: a total contract value is not an annual one."""
    return len(totals) == 1 and bool(totals[0].bases) and set(totals[0].bases) <= ANNUAL


def _services_tile(at: Position, keep: str) -> Tile:
    return Tile(
        "Services in scope",
        str(len(at.services)),
        f"{len(at.services_tbc)} to be confirmed",
        address(at, "services", "state=counted", keep),
        words.plural(len(at.services), "service"),
        tone=Tone.UNKNOWN if at.services_tbc else Tone.INFO,
        status=f"{len(at.services_tbc)} TBC" if at.services_tbc else "",
    )


def _added_tile(at: Position, keep: str) -> Tile:
    added = at.services_added
    when = ", ".join(dict.fromkeys(_when(row.added.printed, row.added.start) for row in added))
    lines = added_lines(at)
    worth = totals_by_basis([line.money for line in lines])
    return Tile(
        "Added since the first scope",
        str(len(added)),
        f"{when}: {words.totals_words(worth)} known, {words.unknown_words(worth).lower()}"
        if added
        else "None recorded",
        address(at, "services", "added=yes", keep) if added else "",
        words.plural(len(added), "service"),
    )


def added_lines(at: Position) -> tuple[LineRow, ...]:
    """Lines that pay for any service added since the first scope; a shared line counts once."""
    added = {row.service_id for row in at.services_added}
    return tuple(line for line in at.lines if added & {service.service_id for service in line.services})


def _when(printed: str, start: Any) -> str:
    year = str(start.year) if start else ""
    return printed if not year or year in printed else f"{printed} {year}"


def _next_tile(at: Position, keep: str) -> Tile:
    row = next_milestone(at.milestones, at.on)
    href = address(at, "milestones", keep=keep)
    undated = sum(not item.when.is_dated for item in at.milestones)
    if row is None:
        return Tile(
            "Next milestone",
            "None ahead",
            f"Every printed date has passed; {undated} undated",
            href,
            "All milestones",
            tone=Tone.WARN,
        )
    return Tile(
        "Next milestone",
        row.when.printed,
        f"{row.text}, {words.days_until(row.when, at.on)}",
        href,
        words.plural(len(at.milestones), "milestone"),
    )


def timeline(at: Position) -> Figure:
    gaps = [gap for phase in at.phases for gap in phase.cover_gaps]
    heading = (
        f"Existing contracts end {gaps[0].ends.printed}, {gaps[0].months.printed} before the first go-live"
        if gaps
        else "Phases and milestones as the papers date them"
    )
    return timeline_figure(at.phases, at.milestones, at.on, heading=heading)


def value(at: Position) -> Figure:
    worst = [p for p in at.phases if p.reading and p.reading.comparison.difference]
    heading = (
        "; ".join(f"phase {p.number} {words.verdict_words(p.reading.comparison)}" for p in worst if p.reading)
        or "Known budget lines by phase and funder"
    )
    bases = sorted(
        {str(line.money.basis.label) for line in at.lines} | {line.money.year for line in at.lines} - {""}
    )
    stated = sorted({str(p.stated.money.basis.label) for p in at.phases if p.stated})
    note = (
        f"Lines: {', '.join(bases)}. Stated values: {', '.join(stated)}."
        if stated
        else f"Lines: {', '.join(bases)}."
    )
    return value_figure(at.phases, heading=heading[:1].upper() + heading[1:], note=note)


def phase_table(at: Position, keep: str) -> Table:
    columns = (
        Column("Phase"),
        Column("Services", numeric=True),
        Column("Procurement starts"),
        Column("Go-live"),
        Column("Known lines", numeric=True),
        Column("Paper states", numeric=True),
        Column("Compared"),
    )
    return Table(
        "Phase by phase",
        columns,
        tuple(_phase_row(at, phase, keep) for phase in at.phases),
        caption_hidden=True,
        empty="No phase is recorded yet.",
    )


def _phase_row(at: Position, phase: PhaseSummary, keep: str) -> Row:
    comparison = phase.reading.comparison if phase.reading else None
    counted = sum(row.is_counted for row in phase.services)
    return Row(
        (
            Cell(phase.title, address(at, "phase", "", keep, phase.number)),
            Cell(str(counted), address(at, "services", f"phase={phase.number}&state=counted", keep)),
            date_cell(phase.procurement_start),
            date_cell(phase.go_live),
            money_cell(phase.totals[0], href=address(at, "budget_lines", f"phase={phase.number}", keep))
            if len(phase.totals) == 1
            else Cell(words.totals_words(phase.totals)),
            money_cell(phase.stated.money, note=_places(phase))
            if phase.stated
            else Cell("none stated", unknown=True),
            Cell(
                note=words.apart_words(comparison) if comparison else "",
                tags=(verdict_tag(comparison),) if comparison else (Tag("Nothing to compare"),),
            ),
        )
    )


def _places(phase: PhaseSummary) -> str:
    return ", ".join(dict.fromkeys(place.locator for place in phase.stated.places)) if phase.stated else ""
