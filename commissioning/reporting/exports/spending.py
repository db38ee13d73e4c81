"""Budget, forecast and outturn of budget lines, every monthly report, and funds, as tables."""

from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    joined,
    money_columns,
    money_values,
)
from commissioning.reporting.exports.material import ILLUSTRATIVE, PRINTED_IN, Material, locators
from procurement.rules_spending import Variance
from procurement.selectors.funds import FundView, funds
from procurement.selectors.spending import LineSpending, MonthReport, spending
from procurement.tables_spending import SIGNS

LINE = (
    SheetColumn("Line reference", "The budget line's stable reference.", width=14),
    SheetColumn("Line", "Its name in the papers.", width=34),
)
VARIANCE = (
    SheetColumn("Variance", "Forecast less budget: above 0 is adverse. Empty where not known.", Kind.POUNDS),
    SheetColumn("Direction", "adverse, favourable, on budget or not known.", width=14),
)
SPENDING_COLUMNS = (
    *LINE,
    SheetColumn("Phase", "The number of the phase; empty for none.", Kind.INTEGER),
    SheetColumn("Funder codes", "Codes of the commissioners whose money it is.", width=16),
    SheetColumn("Funds", "References of the pooled or aligned funds that it lies in.", width=20),
    *money_columns("Budget", "What is set aside."),
    SheetColumn(
        "Outturn so far", "What the reported months cost together; empty where none is known.", Kind.POUNDS
    ),
    SheetColumn("Months due", "Months of the line's year that were over on the day.", Kind.INTEGER),
    SheetColumn("Months missing", "Those of them that nobody has reported.", Kind.INTEGER),
    SheetColumn("Forecast of", "The month whose report is the newest with a forecast.", width=16),
    *money_columns("Forecast", "What the year is expected to cost."),
    *VARIANCE,
    SheetColumn("Stated variance", "As reported, turned so that above 0 is adverse.", Kind.POUNDS),
    SheetColumn("Disagrees", "yes where the stated variance is not what the amounts give.", Kind.YES_NO),
    SheetColumn("Explanation", "As reported.", width=50),
    ILLUSTRATIVE,
)
REPORT_COLUMNS = (
    SheetColumn("Reference", "The report's stable reference.", width=14),
    *LINE,
    SheetColumn("Month", "The first day of the month.", Kind.DATE),
    SheetColumn("Revision", "Above 1: it replaced an earlier report, which is kept.", Kind.INTEGER),
    *money_columns("Outturn", "What the month cost."),
    *money_columns("Forecast", "What the year was then expected to cost."),
    SheetColumn("Variance as reported", "In the report's own words.", width=18),
    SheetColumn("Its sign", "Which way an amount above 0 points in that report.", width=24),
    *VARIANCE,
    SheetColumn("Explanation", "As reported.", width=50),
    SheetColumn("Reported by", "The role that entered it.", width=24),
    ILLUSTRATIVE,
)
FUND_COLUMNS = (
    SheetColumn("Fund reference", "The fund's stable reference.", width=14),
    SheetColumn("Fund", "Its name.", width=34),
    SheetColumn("Arrangement", "Pooled (section 75), aligned, or in view only.", width=20),
    SheetColumn("Host", "Who holds it; empty where not stated.", width=30),
    SheetColumn("Agreement", "The agreement it rests on.", width=40),
    SheetColumn("Variance carried by", "Who carries an over- or underspend.", width=26),
    SheetColumn("Budget lines", "References of the lines in it.", width=30),
    SheetColumn("Row", "contribution or scheme.", width=14),
    SheetColumn("Who or what for", "The contributor, or the scheme.", width=36),
    *money_columns("Amount", "What is given, or what the scheme takes."),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def spending_table(material: Material) -> SheetTable:
    rows = spending(material.programme, material.on).rows
    return SheetTable(
        "spending",
        "Spending",
        "One row is one budget line with the newest forecast. A month without a report is missing, never 0.",
        SPENDING_COLUMNS,
        tuple(_line(row) for row in rows),
    )


def _line(row: LineSpending) -> tuple[Value, ...]:
    latest = row.latest
    return (
        row.line.reference,
        row.line.label,
        row.line.phase_number,
        joined(row.line.funder_codes),
        joined([reference for reference, _ in row.funds]),
        *money_values(row.line.money),
        row.outturn.known if row.outturn.line_count else None,
        len(row.due),
        len(row.missing),
        latest.month.label if latest else None,
        *money_values(row.forecast),
        *_variance(row.variance),
        row.stated.amount,
        row.disagrees,
        row.explanation or None,
        row.line.illustrative,
    )


def _variance(found: Variance) -> tuple[Value, ...]:
    return found.amount, str(found.direction)


def line_reports_table(material: Material) -> SheetTable:
    rows = spending(material.programme, material.on).rows
    return SheetTable(
        "line_reports",
        "Monthly reports",
        "One row is one month of one budget line, as last reported.",
        REPORT_COLUMNS,
        tuple(_report(row, report) for row in rows for report in row.reports),
    )


def _report(row: LineSpending, report: MonthReport) -> tuple[Value, ...]:
    return (
        report.reference,
        row.line.reference,
        row.line.label,
        report.month.start,
        report.revision,
        *money_values(report.outturn),
        *money_values(report.forecast),
        report.stated_printed or None,
        SIGNS.get(report.sign),
        *_variance(report.stated),
        report.explanation or None,
        report.who or None,
        report.illustrative,
    )


def funds_table(material: Material) -> SheetTable:
    found = funds(material.programme)
    return SheetTable(
        "funds",
        "Funds",
        "One row is one contribution to a fund or one scheme of it; a fund without either has one row.",
        FUND_COLUMNS,
        tuple(line for fund in found for line in _fund(fund)),
    )


def _fund(fund: FundView) -> list[tuple[Value, ...]]:
    start: tuple[Value, ...] = (
        fund.reference,
        fund.name,
        fund.arrangement_label,
        fund.host or None,
        fund.agreement or None,
        fund.carried_by,
        joined([reference for reference, _ in fund.lines]),
    )
    end: tuple[Value, ...] = (locators(fund.places), fund.illustrative)
    rows = [
        (*start, "contribution", row.contributor, *money_values(row.money), *end)
        for row in fund.contributions
    ]
    rows += [(*start, "scheme", row.name, *money_values(row.money), *end) for row in fund.schemes]
    empty = (None,) * len(money_columns("Amount", ""))
    return rows or [(*start, None, None, *empty, *end)]
