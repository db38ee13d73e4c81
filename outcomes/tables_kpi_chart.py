"""The tables of a KPI's page: its targets, the decisions about its chart, and its latest figures broken down."""

from datetime import date

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from outcomes.models import KPI, ChartDecision
from outcomes.models.targets import ChartDecisionKind
from outcomes.selectors.kpi_page import KPIPage
from outcomes.selectors.series_types import (
    SUPPRESSED_WORD,
    BreakdownSeries,
    MemberSeries,
    Series,
    SeriesValue,
    parts_words,
    value_words,
)
from outcomes.tables_kpi import NOT_STATED, PROVISIONAL, target_days, target_text
from programmes.addresses import Addresses
from programmes.tables import day_words, source_cell


def targets_table(page: KPIPage, on: date, to: Addresses) -> Table:
    """Every target there was and is, withdrawn ones included."""
    current = page.series.target_on(on)
    rows = []
    for target in page.targets:
        tags = []
        if current is not None and target.pk == current.pk:
            tags.append(Tag("In force", Tone.GOOD))
        if target.withdrawn:
            tags.append(Tag("Withdrawn before it began", Tone.NEUTRAL))
        rows.append(
            Row(
                (
                    Cell(target_text(page.series, target), tags=tags),
                    Cell(target_days(target)),
                    Cell(target.date.printed) if target.date.printed else Cell(NOT_STATED, unknown=True),
                    Cell(target.origin) if target.origin else Cell(NOT_STATED, unknown=True),
                    source_cell(page.places.get(target.fact_id or 0, ()), target.fact_id, to),
                )
            )
        )
    columns = (
        Column("Target"),
        Column("Holds"),
        Column("To be reached by"),
        Column("Origin"),
        Column("Printed in"),
    )
    return Table(
        "Targets", columns, tuple(rows), empty="No target is stated, so nothing is judged against one."
    )


def decisions_table(page: KPIPage) -> Table:
    """Every decision about the chart, with who, when and why; one withdrawn stays, with its own reason."""
    rows = [Row(_decision_cells(page, one)) for one in page.decisions]
    return Table(
        "Decisions about the chart",
        (Column("Decision"), Column("Why"), Column("Decided by")),
        rows,
        empty="Nobody has set the limits anew or left a point out.",
    )


def withdrawals(page: KPIPage, to: Addresses) -> list[Link]:
    """A link for each decision that stands, to take it back."""
    return [
        Link(
            f"Withdraw “{_decided(page, one)}”",
            to.of("kpi_decision_withdraw", page.kpi.reference, one.reference),
        )
        for one in page.decisions
        if one.withdrawn_at is None
    ]


def decision_words(kind: str) -> str:
    return "Limits set anew from" if kind == ChartDecisionKind.REBASE else "Left out of the limits:"


def decision_period(page: KPIPage, decision: ChartDecision) -> str:
    """The period of a decision as the chart labels it; its day where no point stands there any more."""
    values = page.series.points
    found = next((value.period.printed for value in values if value.start == decision.on), "")
    return found or day_words(decision.on)


def _decided(page: KPIPage, one: ChartDecision) -> str:
    return f"{decision_words(one.kind)} {decision_period(page, one)}"


def _decision_cells(page: KPIPage, one: ChartDecision) -> list[Cell]:
    first = Cell(_decided(page, one))
    if one.withdrawn_at is not None:
        by = f"by {one.withdrawn_by} on {day_words(one.withdrawn_at.date())}: {one.withdrawn_reason}"
        first = Cell(first.text, tags=(Tag("Withdrawn", Tone.NEUTRAL),), note=f"Withdrawn {by}")
    return [
        first,
        Cell(one.reason),
        Cell(f"{one.made_by or 'not recorded'}, {day_words(one.made_at.date())}"),
    ]


# --- breakdown ----------------------------------------------------------------------------------------------------


def breakdown_table(broken: BreakdownSeries, series: Series) -> Table:
    """The latest period by place, service or group. Every hidden figure reads alike: “suppressed”, and never 0.

    A reader told which of two hidden figures is small, and which hides it, could solve for both from the total.
    """
    period = _newest_period(broken)
    kpi = series.kpi
    rows = [Row((Cell(member.name), _member_cell(member, period, kpi))) for member in broken.members]
    whole = next((value for value in series.values if period and _same_period(value, period)), None)
    if whole is not None:
        rows.append(Row((Cell("Whole"), _value_cell(whole, kpi))))
    hidden = any(value.is_hidden for member in broken.members for value in _at(member, period))
    notes = [period.period.printed if period else "no figure yet"]
    if hidden:
        notes.append("Small numbers are suppressed, with what would give them away")
    if not broken.breakdown.covers_all:
        notes.append("The members do not make up the whole")
    return Table(
        f"By {broken.breakdown.name[:1].lower()}{broken.breakdown.name[1:]}",
        (Column(str(broken.breakdown.get_kind_display())), Column("Latest", numeric=True)),
        rows,
        caption_note=". ".join(notes) + ".",
    )


def _newest_period(broken: BreakdownSeries) -> SeriesValue | None:
    values = [value for member in broken.members for value in member.values if value.start is not None]
    return max(values, key=lambda value: (value.period.start, value.period.end), default=None)


def _at(member: MemberSeries, period: SeriesValue | None) -> list[SeriesValue]:
    if period is None:
        return list(member.values)
    return [value for value in member.values if _same_period(value, period)]


def _same_period(one: SeriesValue, other: SeriesValue) -> bool:
    """Both days count: a financial year and its April begin on the same one."""
    return (one.period.start, one.period.end) == (other.period.start, other.period.end)


def _member_cell(member: MemberSeries, period: SeriesValue | None, kpi: KPI) -> Cell:
    found = _at(member, period)
    return _value_cell(found[-1], kpi) if found else Cell("not reported", unknown=True)


def _value_cell(value: SeriesValue, kpi: KPI) -> Cell:
    if value.is_hidden:
        return Cell(SUPPRESSED_WORD, unknown=True)
    if value.value is None:
        return Cell(value.why_none, unknown=True)
    tags = () if value.is_final else (PROVISIONAL,)
    return Cell(value_words(value, kpi), note=parts_words(value), tags=tags, sort_value=str(value.rounded))
