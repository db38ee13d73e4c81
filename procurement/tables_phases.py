"""Stages, gateways and phases as tables, tags and panels."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.text import capfirst

from commissioning.core.components import Link, Panel, SummaryRow, Tag, Tone
from commissioning.core.fuzzydate import FuzzyDate, months_between
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import date_cell
from procurement.rules_stages import StageState
from procurement.selectors.stages import PhaseStages, StageRow
from programmes.addresses import Addresses
from programmes.tables import day_words, source_cell

NOTHING = "–"
TONES = {
    StageState.NOT_STARTED: Tone.NEUTRAL,
    StageState.ON_TRACK: Tone.INFO,
    StageState.AT_RISK: Tone.WARN,
    StageState.LATE: Tone.ALERT,
    StageState.DONE: Tone.GOOD,
    StageState.NOT_APPLICABLE: Tone.NEUTRAL,
}


def status_tag(row: StageRow) -> Tag:
    return Tag(row.status.label, TONES[row.status.state])


def phase_tag(phase: PhaseStages) -> Tag:
    return Tag(phase.status, Tone.UNKNOWN if phase.ended else Tone.INFO)


def stage_table(phase: PhaseStages, to: Addresses, *, may_edit: bool) -> Table:
    """The stages of one phase: dates, who owns each, why it stands so, where it is printed, and how to change it."""
    columns = [Column("Stage"), Column("Status"), Column("Planned"), Column("Forecast"), Column("Actual")]
    columns += [Column("Variance"), Column("Owner"), Column("Why"), Column("Printed in")]
    if may_edit:
        columns.append(Column("Change", hidden=True))
    return Table(
        f"Stages of {phase.title}",
        tuple(columns),
        tuple(_stage_row(phase, row, to, may_edit=may_edit) for row in phase.rows),
        caption_hidden=True,
        compact=True,
        empty="No stage is recorded yet.",
    )


def _stage_row(phase: PhaseStages, row: StageRow, to: Addresses, *, may_edit: bool) -> Row:
    href = to.of("gateway", phase.number, row.code) if row.is_gateway else ""
    why = " ".join(filter(None, [row.reason, row.warning]))
    cells = [
        Cell(row.name, href, "Gateway" if row.is_gateway else ""),
        Cell(tags=(status_tag(row),)),
        plan_cell(row),
        _dated_or_dash(row.forecast),
        _dated_or_dash(row.actual),
        variance_cell(row),
        Cell(row.owner) if row.owner else Cell(NOTHING, words="no owner named"),
        Cell(why),
        _source(row, to),
    ]
    if may_edit:
        change = Link("Change", to.of("stage_change", phase.number, row.code), row.name)
        cells.append(Cell(links=(change,)))
    return Row(tuple(cells), id=f"stage-{phase.number}-{row.code}")


def _source(row: StageRow, to: Addresses) -> Cell:
    return (
        source_cell(row.places, row.fact_id, to) if row.places else Cell(NOTHING, words="no source recorded")
    )


def plan_cell(row: StageRow) -> Cell:
    """The planned date as printed, and whether it is the baseline; a dash where nobody has planned one."""
    if not row.planned.is_dated and not row.planned.text:
        return Cell(NOTHING, words="none given")
    return date_cell(row.planned, note="baseline" if row.is_frozen and row.planned.is_dated else "")


def _dated_or_dash(when: FuzzyDate) -> Cell:
    return date_cell(when) if when.is_dated or when.text else Cell(NOTHING, words="none given")


def variance_cell(row: StageRow) -> Cell:
    if row.variance is None:
        return Cell(NOTHING, words="nothing to compare")
    days = row.variance.days_low
    return Cell(row.variance.printed, sort_value=str(days) if days is not None else "")


# --- a phase at a glance ----------------------------------------------------------------------------------------


def gateway_panel(phase: PhaseStages, to: Addresses, *, level: int = 3) -> Panel:
    """The next gateway, when it is due, and everything that is missing for it; or why there is none."""
    if phase.ended:
        return Panel("Abandoned", phase.ended_because, Tone.NEUTRAL, status=phase.status, level=level)
    row = phase.next_gateway
    if not phase.rows:
        link = Link("Open its stages", to.of("phase_stages", phase.number))
        return Panel("No stages yet", "Make the stages of its regime.", Tone.UNKNOWN, link=link, level=level)
    if row is None:
        return Panel("Every gateway is passed", "", Tone.GOOD, status="Passed", level=level)
    missing = phase.missing_for_next
    count = f"{len(missing)} missing" if missing else "Nothing is missing"
    return Panel(
        f"Next gateway: {row.name}",
        f"{when_words(row)}. {count}{':' if missing else ': the decision can be recorded.'}",
        Tone.WARN if missing else Tone.GOOD,
        owner=row.owner,
        items=tuple(each.sentence for each in missing),
        link=Link(f"Open the gateway {row.name}", to.of("gateway", phase.number, row.code), phase.title),
        status=count,
        level=level,
    )


def when_words(row: StageRow) -> str:
    """ "Forecast July 2026, planned June 2026", "No date is stated"."""
    said = [
        f"{words} {when.printed}"
        for words, when in (("forecast", row.forecast), ("planned", row.planned))
        if when.is_dated
    ]
    return capfirst(", ".join(said)) if said else "No date is stated"


def date_rows(phase: PhaseStages) -> list[SummaryRow]:
    """Start, go-live and the months between, as the papers print them; what they do not print is said to be so."""
    start, live = phase.procurement_start, phase.go_live
    rows = [
        SummaryRow("Procurement starts", date_cell(start)),
        SummaryRow("Goes live", date_cell(live)),
    ]
    if start.is_dated and live.is_dated:
        rows.append(SummaryRow("Start to go-live", Cell(months_between(start, live).printed)))
    else:
        rows.append(SummaryRow("Start to go-live", Cell("not known: a date is not stated", unknown=True)))
    return rows


def regime_row(phase: PhaseStages, to: Addresses) -> SummaryRow:
    """The regime, leading to its page, where it is suggested and chosen."""
    words = phase.regime_label + (", light touch" if phase.light_touch else "")
    href = to.of("phase_regime", phase.number)
    return SummaryRow("Regime", Cell(words or "not chosen", href, phase.process_label, unknown=not words))


BESIDE = 4  # phases that stand beside one another on a sheet


def board_tables(phases: Sequence[PhaseStages], to: Addresses) -> list[Table]:
    """Stages down, phases across: where each stands and its dates. More than four phases take another table."""
    groups = [phases[start : start + BESIDE] for start in range(0, len(phases), BESIDE)]
    return [_board_table(group, to) for group in groups]


def _board_table(phases: Sequence[PhaseStages], to: Addresses) -> Table:
    kinds = {(row.position, row.code): row for phase in phases for row in phase.rows}
    columns = (Column("Stage"), *(Column(phase.title) for phase in phases))
    return Table(
        f"Stages of {', '.join(f'phase {phase.number}' for phase in phases)}",
        columns,
        tuple(
            Row(
                (
                    Cell(row.name, note="Gateway" if row.is_gateway else ""),
                    *(_board_cell(phase, code, to) for phase in phases),
                )
            )
            for (_, code), row in sorted(kinds.items())
        ),
        caption_hidden=True,
        compact=True,
        empty="No stage is recorded yet.",
    )


def _board_cell(phase: PhaseStages, code: str, to: Addresses) -> Cell:
    row = phase.row(code)
    if row is None:
        return Cell(NOTHING, words="not a stage of this phase, or left out by the filter")
    tag = status_tag(row)
    return Cell(tags=(tag,), note=dates_words(row), links=_gateway_links(phase, row, to))


def _gateway_links(phase: PhaseStages, row: StageRow, to: Addresses) -> tuple[Link, ...]:
    if not row.is_gateway:
        return ()
    missing = len(phase.missing(row.code)) if not row.is_done else 0
    words = f"{missing} missing" if missing else "Open"
    return (Link(words, to.of("gateway", phase.number, row.code), f"{row.name} of phase {phase.number}"),)


def dates_words(row: StageRow) -> str:
    """ "planned June 2026 (baseline); forecast July 2026; 1 month later"; nothing where nobody has given a date."""
    said = [
        f"{words} {when.printed}{' (baseline)' if words == 'planned' and row.is_frozen else ''}"
        for words, when in (("planned", row.planned), ("forecast", row.forecast), ("done", row.actual))
        if when.is_dated or when.text
    ]
    if row.variance is not None:
        said.append(row.variance.printed)
    return "; ".join(said)


def unknowns(phases: Iterable[PhaseStages]) -> list[str]:
    """ "The procurement start of phase 3 is not stated.": each date of a phase that no paper prints."""
    said = []
    for phase in phases:
        for what, when in (("procurement start", phase.procurement_start), ("go-live", phase.go_live)):
            if not when.is_dated:
                label = when.printed or "not stated"
                said.append(f"The {what} of phase {phase.number} is {label}.")
    return said


def late_words(phases: Sequence[PhaseStages], on: date) -> str:
    """The board's finding in a sentence or two."""
    counts = {
        state: sum(row.status.state == state for phase in phases for row in phase.rows)
        for state in (StageState.LATE, StageState.AT_RISK, StageState.DONE)
    }
    stages = sum(len(phase.rows) for phase in phases)
    missing = sum(len(phase.missing_for_next) for phase in phases)
    what = f"{len(phases)} phase{'' if len(phases) == 1 else 's'}"
    if not stages:
        return f"{what}, none with stages yet, at {day_words(on)}."
    late, risk, done = counts.values()
    return (
        f"{what} with {stages} stages at {day_words(on)}: {done} done, {late} late, {risk} at risk. "
        f"{missing} requirement{' is' if missing == 1 else 's are'} missing for the next gateways."
    )
