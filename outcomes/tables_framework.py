"""The framework as tables: its outcomes with their KPIs, what hangs loose, commitments and high impact areas."""

from collections.abc import Sequence

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from outcomes.rules_measurability import Measured
from outcomes.selectors.framework import DomainView, FrameworkView, OutcomeView
from outcomes.selectors.framework_kpis import KPIRow
from outcomes.selectors.measurability import Promise
from programmes.addresses import Addresses
from programmes.tables import source_cell

PROXY, DIRECT = Tag("Proxy", Tone.WARN), Tag("Direct")
ILLUSTRATIVE = Tag("Illustrative")
HOW_TONES = {
    Measured.DIRECT: Tone.GOOD,
    Measured.PROXY: Tone.WARN,
    Measured.HARD_PLANNED: Tone.INFO,
    Measured.HARD_UNPLANNED: Tone.ALERT,
    Measured.NO_KPI: Tone.WARN,
    Measured.NOT_ASSESSED: Tone.UNKNOWN,
}


def marks(illustrative: bool) -> tuple[Tag, ...]:
    return (ILLUSTRATIVE,) if illustrative else ()


def sentence_case(text: str) -> str:
    """Papers print outcomes in the middle of sentences."""
    return text[:1].upper() + text[1:]


def kpi_cell(kpi: KPIRow, to: Addresses, *, is_proxy: bool | None) -> Cell:
    """The KPI's name, linked; `is_proxy` None where the table is not about an outcome."""
    how = () if is_proxy is None else (PROXY,) if is_proxy else (DIRECT,)
    return Cell(kpi.name, to.of("kpi", kpi.reference), note=kpi.note, tags=(*how, *marks(kpi.illustrative)))


def figures(kpi: KPIRow) -> tuple[Cell, Cell, Cell]:
    """Latest value, target and state. Neither an unstated value nor an unstated target is ever 0."""
    return (
        Cell(kpi.value_text, note=kpi.period) if kpi.value_text else Cell("no value stated", unknown=True),
        Cell(kpi.target) if kpi.target else Cell("no target stated", unknown=True),
        Cell(kpi.state_label),
    )


def domain_table(domain: DomainView, view: FrameworkView, to: Addresses) -> Table:
    """One row for each KPI of each outcome; an outcome that nothing measures has a row that says so."""
    by_id = view.by_id
    rows: list[Row] = []
    for outcome in domain.outcomes:
        rows += _outcome_rows(outcome, by_id, to, serves=bool(view.aims))
    columns = (
        Column("Outcome"),
        Column("Measured by"),
        Column("Latest", numeric=True),
        Column("Target", numeric=True),
        Column("State"),
        Column("Outcome printed in"),
    )
    name = domain.name or ("Outcomes of no domain" if len(view.domains) > 1 else "Outcomes")
    return Table(name, columns, tuple(rows), empty="No outcome is recorded in this domain yet.")


def _outcome_rows(
    outcome: OutcomeView, by_id: dict[int, KPIRow], to: Addresses, *, serves: bool
) -> list[Row]:
    """The first row says besides which aims the outcome serves; the others repeat its words alone."""
    words = sentence_case(outcome.text)
    aims = f"Serves: {'; '.join(outcome.aims)}" if outcome.aims else "Serves no aim of the strategy"
    first = Cell(words, note=aims if serves else "", tags=marks(outcome.illustrative))
    source = source_cell(outcome.places, outcome.fact_id, to)
    if not outcome.ties:
        nothing = (Cell("No KPI yet", unknown=True), Cell("–"), Cell("–"), Cell("–"))
        return [Row((first, *nothing, source), id=outcome.reference)]
    return [
        Row(
            (
                Cell(words) if place else first,
                kpi_cell(by_id[tie.kpi_id], to, is_proxy=tie.is_proxy),
                *figures(by_id[tie.kpi_id]),
                source,
            ),
            id="" if place else outcome.reference,
        )
        for place, tie in enumerate(outcome.ties)
    ]


def kpi_table(kpis: Sequence[KPIRow], to: Addresses, *, caption: str, note: str = "") -> Table:
    """KPIs by themselves, with what a paper says that they are for."""
    columns = (
        Column("KPI"),
        Column("For"),
        Column("Latest", numeric=True),
        Column("Target", numeric=True),
        Column("State"),
        Column("Printed in"),
    )
    rows = [
        Row(
            (
                kpi_cell(kpi, to, is_proxy=None),
                Cell(kpi.area) if kpi.area else Cell("no outcome named", unknown=True),
                *figures(kpi),
                source_cell(kpi.places, kpi.fact_id, to),
            ),
            id=kpi.reference,
        )
        for kpi in kpis
    ]
    return Table(caption, columns, tuple(rows), caption_note=note, empty="None.")


def promise_table(
    promises: Sequence[Promise],
    to: Addresses,
    *,
    caption: str,
    noun: str,
    sort: str,
    empty: str,
    how: bool = True,
) -> Table:
    """Commitments or high impact areas, each with how far it can be seen; `how` False where the caption says that."""
    made_in = any(promise.made_in for promise in promises)
    columns = (
        Column(noun),
        Column(sort),
        *((Column("Made in"),) if made_in else ()),
        *((Column("Measured"),) if how else ()),
        Column("KPIs"),
        Column("Plan"),
        Column("Printed in"),
    )
    rows = [
        Row(
            (
                Cell(sentence_case(promise.text), tags=marks(promise.illustrative)),
                Cell(promise.sort_label),
                *((Cell(promise.made_in or "–"),) if made_in else ()),
                *((Cell(tags=(Tag(str(promise.how.label), HOW_TONES[promise.how]),)),) if how else ()),
                _measured_by(promise, to),
                _plan(promise),
                source_cell(promise.places, promise.fact_id, to),
            ),
            id=promise.reference if how else "",
        )
        for promise in promises
    ]
    return Table(caption, columns, tuple(rows), empty=empty)


def _plan(promise: Promise) -> Cell:
    """A plan is wanted only of what is hard to measure and has no KPI."""
    if promise.plan:
        return Cell(promise.plan)
    if promise.how == Measured.HARD_UNPLANNED:
        return Cell("no plan recorded", unknown=True)
    return Cell("–", words="none needed" if promise.kpis else "none recorded")


def _measured_by(promise: Promise, to: Addresses) -> Cell:
    if not promise.kpis:
        return Cell("no KPI", unknown=True)
    return Cell(links=[Link(kpi.printed, to.of("kpi", kpi.reference)) for kpi in promise.kpis])
