"""Analysts' flat table of money: one row for each budget line, year and version of what it is to cost."""

from typing import Final

from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    joined,
    money_columns,
    money_values,
)
from commissioning.reporting.exports.material import ILLUSTRATIVE, Material
from procurement.rules_spending import variance
from procurement.selectors.line_versions import LineVersion, VersionKind, line_versions

COLUMNS: Final = (
    SheetColumn("Line reference", "The budget line's stable reference.", width=14),
    SheetColumn("Line", "Its name in the papers.", width=34),
    SheetColumn("Phase", "The number of the phase; empty for none.", Kind.INTEGER),
    SheetColumn("Funder codes", "Codes of the commissioners whose money it is.", width=16),
    SheetColumn("Funders", "Their names, in the same order.", width=34),
    SheetColumn("Service references", "Stable references of the services that it pays for.", width=26),
    SheetColumn("Services", "Their names, in the same order.", width=40),
    SheetColumn(
        "Year", "The financial year that the amount is for; empty where no paper states it.", width=10
    ),
    SheetColumn("Version", "Counted within the line and year, from 1.", Kind.INTEGER),
    SheetColumn("Kind", "budget as recorded, budget as settled, or monthly report.", width=20),
    SheetColumn("In force", "no for a budget settled since and for a report replaced since.", Kind.YES_NO),
    SheetColumn(
        "Stated on", "The day of the settlement or report; empty for a budget as recorded.", Kind.DATE
    ),
    SheetColumn("Month", "The first day of the month that a report is of.", Kind.DATE),
    SheetColumn("Revision", "Of the report of that month; the highest is in force.", Kind.INTEGER),
    *money_columns("Amount", "The budget, or what the report expects the whole year to cost."),
    SheetColumn(
        "Budget in force", "On the day of the file, for comparing; empty where not known.", Kind.POUNDS
    ),
    SheetColumn(
        "Variance",
        "Of a report: its forecast less the budget in force; above 0 is adverse. Empty where not known or where they "
        "are for different years or bases.",
        Kind.POUNDS,
    ),
    SheetColumn("Direction", "adverse, favourable, on budget or not known; empty for a budget.", width=14),
    *money_columns("Outturn of the month", "What the report's month alone cost."),
    SheetColumn("Stated variance", "As reported, turned so that above 0 is adverse.", Kind.POUNDS),
    SheetColumn("Reference", "The report's stable reference; empty for a budget.", width=14),
    SheetColumn("Stated by", "The role that settled or reported it.", width=24),
    SheetColumn("Why", "The reason or explanation given.", width=50),
    ILLUSTRATIVE,
)
NO_MONEY: Final = (None,) * len(money_columns("", ""))


def budget_years_table(material: Material) -> SheetTable:
    lines = material.register.lines
    return SheetTable(
        "budget_years",
        "Budgets by year",
        "One row is one version of what one budget line is to cost in one year: its budget as recorded, as settled "
        "since, or one monthly report's forecast, replaced reports included. Never add versions up: filter to those "
        "in force and to one month.",
        COLUMNS,
        tuple(_row(version) for version in line_versions(material.programme, material.on, lines)),
    )


def _row(version: LineVersion) -> tuple[Value, ...]:
    line, is_report = version.line, version.kind == VersionKind.REPORT
    return (
        line.reference,
        line.label,
        line.phase_number,
        joined(line.funder_codes),
        joined([funder.name for funder in line.funders]),
        joined([service.reference for service in line.services]),
        joined([service.name for service in line.services]),
        version.year or None,
        version.number,
        str(version.kind),
        version.in_force,
        version.stated_on,
        version.month.start if version.month else None,
        version.revision,
        *money_values(version.money),
        line.money.amount,
        *(_against_budget(version) if is_report else (None, None)),
        *(money_values(version.outturn) if version.outturn else NO_MONEY),
        version.stated.amount if version.stated else None,
        version.reference or None,
        version.who or None,
        version.why or None,
        version.illustrative,
    )


def _against_budget(version: LineVersion) -> tuple[Value, ...]:
    """Nothing is subtracted across years."""
    other_year = version.line.money.year not in {"", version.year}
    found = variance(version.line.money, version.money)
    return (None, "not known") if other_year else (found.amount, str(found.direction))
