"""The spending page's tables: budget, forecast and outturn by line, by group and by month, and the funds."""

from collections.abc import Sequence
from dataclasses import replace

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.money import Money, MoneyTotal, totals_by_basis
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import money_cell
from procurement.rules_spending import Direction, Variance
from procurement.selectors.funds import FundView
from procurement.selectors.spending import LineSpending, MonthReport, MonthSpending, SpendingGroup
from procurement.tables import NOTHING, Addresses

TONES = {
    Direction.ADVERSE: Tone.ALERT,
    Direction.FAVOURABLE: Tone.GOOD,
    Direction.ON_BUDGET: Tone.INFO,
    Direction.UNKNOWN: Tone.UNKNOWN,
}
GROUPS = (
    ("phase", "By phase", "Phase"),
    ("funder", "By funder", "Funder"),
    ("pool", "By fund", "Fund"),
    ("year", "By year", "Year"),
)
SIGNS = {
    "adverse_positive": "above 0 is adverse",
    "favourable_positive": "above 0 is favourable",
}


def variance_cell(found: Variance, note: str = "") -> Cell:
    """The difference in words with its direction; unknown as a chip, never £0."""
    if found.amount is None:
        return Cell(found.words, note=note, unknown=True)
    sort = str(found.amount)
    return Cell(
        found.words, note=note, tags=(Tag(_direction(found), TONES[found.direction]),), sort_value=sort
    )


def _direction(found: Variance) -> str:
    return {
        Direction.ADVERSE: "Over budget",
        Direction.FAVOURABLE: "Under budget",
        Direction.ON_BUDGET: "On budget",
    }.get(found.direction, "Not known")


def _totals_cell(totals: Sequence[MoneyTotal]) -> Cell:
    if not totals:
        return Cell(NOTHING, words="no lines")
    if len(totals) == 1:
        return money_cell(totals[0])
    return Cell("; ".join(total.printed for total in totals), note=f"{len(totals)} bases, not added")


def _outturn_cell(total: MoneyTotal, note: str = "") -> Cell:
    return money_cell(total, note=note) if total.line_count else Cell("not reported", note=note, unknown=True)


def lines_table(rows: Sequence[LineSpending], to: Addresses, *, may_report: bool) -> Table:
    """Every line with what was last reported of it; the worked-out variance beside the one that was printed."""
    columns = [
        Column("Budget line"),
        Column("Budget", numeric=True),
        Column("Outturn so far", numeric=True),
        Column("Forecast for the year", numeric=True),
        Column("Variance"),
        Column("Explanation"),
    ]
    if may_report:
        columns.append(Column("Report"))
    body = tuple(Row(tuple(_line_cells(row, to, may_report=may_report))) for row in rows)
    return Table(
        "Budget, forecast and outturn of each line", tuple(columns), body, caption_hidden=True, compact=True
    )


def _line_cells(row: LineSpending, to: Addresses, *, may_report: bool) -> list[Cell]:
    line = row.line
    funds = ", ".join(name for _, name in row.funds)
    tags = (Tag("Illustrative"),) if line.illustrative else ()
    cells = [
        Cell(
            line.label,
            to.of("line_reports", line.reference),
            f"{line.reference}{f' · in {funds}' if funds else ''}",
            tags=tags,
        ),
        money_cell(line.money, note=line.status_label),
        _outturn_cell(row.outturn, missing_words(row)),
        _forecast_cell(row.forecast, row.latest),
        variance_cell(row.variance, stated_words(row)),
        Cell(row.explanation) if row.explanation else Cell(NOTHING, words="none given"),
    ]
    if may_report:
        cells.append(
            Cell(
                links=(Link("Report a month", to.of("line_report_add", line.reference), f"of {line.label}"),)
            )
        )
    return cells


def _forecast_cell(forecast: Money, latest: MonthReport | None) -> Cell:
    if latest is None:
        return Cell("not reported", unknown=True)
    return money_cell(forecast, note=f"as at {latest.month.label}")


def missing_words(row: LineSpending) -> str:
    """ "3 of 12 months reported": a month without a report is missing, never nil."""
    if not row.due:
        return ""
    told = len(row.due) - len(row.missing)
    return f"{told} of {len(row.due)} months due are reported"


def stated_words(row: LineSpending) -> str:
    """The printed variance, where there is one, and that it is not what the amounts give."""
    latest = next((one for one in reversed(row.reports) if one.stated.amount is not None), None)
    if latest is None:
        return ""
    said = f"reported as {latest.stated_printed} ({SIGNS[latest.sign]})"
    return f"{said}: it does not agree" if row.disagrees else said


def groups_table(caption: str, heading: str, groups: Sequence[SpendingGroup]) -> Table:
    columns = (
        Column(heading),
        Column("Lines", numeric=True),
        Column("Budget", numeric=True),
        Column("Outturn so far", numeric=True),
        Column("Forecast", numeric=True),
        Column("Variance"),
    )
    rows = tuple(
        Row(
            (
                Cell(group.label),
                Cell(str(len(group.rows))),
                _totals_cell(group.budget),
                _outturn_cell(group.outturn),
                _forecasts_cell(group),
                variance_cell(group.variance, not_compared_words(group)),
            )
        )
        for group in groups
    )
    return Table(caption, columns, rows, compact=True, empty="No budget line is recorded.")


def _forecasts_cell(group: SpendingGroup) -> Cell:
    """What the lines are expected to cost; those that nobody has reported are counted as not reported."""
    told = [row for row in group.rows if row.latest is not None]
    if not told:
        return Cell("not reported", unknown=True)
    missing = len(group.rows) - len(told)
    cell = _totals_cell(totals_by_basis([row.forecast for row in told]))
    return replace(cell, note=f"{missing} of {len(group.rows)} lines not reported") if missing else cell


def not_compared_words(group: SpendingGroup) -> str:
    """How many lines the variance leaves out, because budget or forecast is not known."""
    if not group.not_compared:
        return ""
    return f"{group.not_compared} of {len(group.rows)} lines not compared: budget or forecast not known"


def months_table(months: Sequence[MonthSpending]) -> Table:
    columns = (
        Column("Month"),
        Column("Outturn of the month", numeric=True),
        Column("Lines reported", numeric=True),
        Column("Variance forecast then"),
    )
    rows = tuple(
        Row(
            (
                Cell(row.month.label),
                _outturn_cell(row.outturn),
                Cell(f"{row.reported} of {row.expected}"),
                variance_cell(row.variance),
            )
        )
        for row in months
    )
    return Table("By reporting month", columns, rows, compact=True, empty="No month has been reported.")


def reports_table(reports: Sequence[MonthReport]) -> Table:
    """One line's months; a month reported again says so."""
    columns = (
        Column("Month"),
        Column("Outturn", numeric=True),
        Column("Forecast for the year", numeric=True),
        Column("Variance as reported"),
        Column("Explanation"),
        Column("Reported"),
    )
    rows = tuple(
        Row(
            (
                Cell(
                    row.month.label,
                    tags=(Tag(f"Revision {row.revision}", Tone.WARN),) if row.revision > 1 else (),
                ),
                money_cell(row.outturn),
                money_cell(row.forecast),
                Cell(row.stated_printed, note=SIGNS.get(row.sign, ""))
                if row.stated_printed
                else Cell(NOTHING, words="none"),
                Cell(row.explanation) if row.explanation else Cell(NOTHING, words="none given"),
                Cell(f"{row.made_on:%-d %B %Y}", note=row.who),
            )
        )
        for row in reports
    )
    return Table("Months reported", columns, rows, empty="No month of this line has been reported yet.")


# --- funds ------------------------------------------------------------------------------------------------------------


def contributions_table(fund: FundView) -> Table:
    rows = [
        Row((Cell(row.contributor), money_cell(row.money, note=str(row.money.basis.label))))
        for row in fund.contributions
    ]
    foot = Row((Cell("Together"), _totals_cell(fund.given))) if rows else None
    columns = (Column("Who gives"), Column("How much", numeric=True))
    return Table(
        "Contributions",
        columns,
        tuple(rows),
        caption_size="s",
        empty="No contribution is recorded.",
        foot=foot,
    )


def schemes_table(fund: FundView) -> Table:
    rows = [Row((Cell(row.name), money_cell(row.money))) for row in fund.schemes]
    foot = Row((Cell("Together"), _totals_cell(fund.taken))) if rows else None
    columns = (Column("What for"), Column("How much", numeric=True))
    return Table("Schemes", columns, tuple(rows), caption_size="s", empty="No scheme is recorded.", foot=foot)
