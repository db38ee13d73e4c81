"""The phases as a table: dates as printed and as days, stated against summed, lead time and cover gap in months."""

from commissioning.core.fuzzydate import MonthSpan
from commissioning.core.money import MoneyTotal
from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    date_columns,
    date_values,
    joined,
)
from commissioning.reporting.exports.material import (
    ILLUSTRATIVE,
    NO,
    PRINTED_IN,
    YES,
    Material,
    locators,
)
from procurement.selectors.phases import PhaseSummary

COLUMNS = (
    SheetColumn("Reference", "The phase's stable reference.", width=14),
    SheetColumn("Phase", "Its number.", Kind.INTEGER),
    SheetColumn("Name", "Its name.", width=28),
    SheetColumn("Led by", "As printed.", width=34),
    *date_columns("Procurement starts", "When procurement starts."),
    *date_columns("Goes live", "When the phase goes live."),
    *date_columns("Completion", "When the phase is complete."),
    SheetColumn("Services in scope", "Services that it procures on the day, TBC included.", Kind.INTEGER),
    SheetColumn("Services TBC", "How many of them are in scope – TBC.", Kind.INTEGER),
    SheetColumn("Lines", "Budget lines of the phase.", Kind.INTEGER),
    SheetColumn("Lines not known", "How many of them have no amount.", Kind.INTEGER),
    SheetColumn("Known", "The sum of the known lines; empty where they are on several bases.", Kind.POUNDS),
    SheetColumn("Known in words", "The sum as the pages print it.", width=28),
    SheetColumn("Stated as printed", "The value that a paper states for the whole phase.", width=18),
    SheetColumn("Stated", "The same in pounds.", Kind.POUNDS),
    SheetColumn("Stated basis", "What it is an amount of.", width=20),
    SheetColumn("Difference", "Known minus stated.", Kind.POUNDS),
    SheetColumn("Verdict", "What comparing the two comes to.", width=22),
    SheetColumn("Across bases", "yes where the amounts are not for one basis and year.", Kind.YES_NO),
    SheetColumn("Why", "The verdict's reason in a sentence.", width=60),
    SheetColumn("Lead time, fewest months", "From the start of procurement to go-live.", Kind.INTEGER),
    SheetColumn("Lead time, most months", "The same where a date is loose.", Kind.INTEGER),
    SheetColumn("Cover gap, fewest months", "From the end of existing contracts to go-live.", Kind.INTEGER),
    SheetColumn("Cover gap, most months", "The same where a date is loose.", Kind.INTEGER),
    SheetColumn(
        "Cover gap conditional",
        "yes where the paper does not say that this phase replaces those contracts.",
        width=14,
    ),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def phases_table(material: Material) -> SheetTable:
    return SheetTable(
        "phases",
        "Phases",
        "One row is one procurement phase. Days are the first and last that the printed words can mean.",
        COLUMNS,
        tuple(_row(phase) for phase in material.position.phases),
    )


def _row(phase: PhaseSummary) -> tuple[Value, ...]:
    counted = [row for row in phase.services if row.is_counted]
    gap = phase.cover_gaps[0] if phase.cover_gaps else None
    return (
        phase.reference,
        phase.number,
        phase.name,
        phase.led_by or None,
        *date_values(phase.procurement_start),
        *date_values(phase.go_live),
        *date_values(phase.completion),
        len(counted),
        sum(row.is_tbc for row in counted),
        len(phase.lines),
        len(phase.unknown_lines),
        *_known(phase.totals),
        *_stated(phase),
        *_months(phase.lead_time),
        *_months(gap.months if gap else None),
        None if gap is None else YES if gap.conditional else NO,
        locators(phase.places),
        phase.illustrative,
    )


def _known(totals: tuple[MoneyTotal, ...]) -> tuple[Value, ...]:
    words = joined([each.printed for each in totals]) or "no lines"
    return (totals[0].known if len(totals) == 1 else None), words


def _stated(phase: PhaseSummary) -> tuple[Value, ...]:
    if phase.stated is None or phase.reading is None:
        return (None,) * 7
    comparison = phase.reading.comparison
    return (
        phase.stated.money.printed,
        phase.stated.money.amount,
        str(phase.stated.money.basis.label),
        comparison.difference,
        str(comparison.verdict.label),
        comparison.across_bases,
        comparison.reason,
    )


def _months(span: MonthSpan | None) -> tuple[Value, Value]:
    return (span.low, span.high) if span else (None, None)
