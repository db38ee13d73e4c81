"""The runway and the calendar as tables: each row as the page shows it, with what is supposed said on every row."""

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, MonthSpan, Precision
from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    date_columns,
    date_values,
    joined,
)
from commissioning.reporting.exports.material import ILLUSTRATIVE, NO, YES, Material
from procurement.rules_calendar import CalendarRow
from procurement.rules_runway import gap_words
from procurement.selectors.runway_types import PhaseRunway, RunwayRow

NOT_STATED = FuzzyDate("", None, None, Precision.NONE, DateStatus.BLANK)
RUNWAY_COLUMNS = (
    SheetColumn("Reference", "The service's stable reference, or that of what stands for it.", width=14),
    SheetColumn("Service", "Its name.", width=34),
    SheetColumn("Lead commissioner", "The one that the programme's papers code, on the day.", width=16),
    SheetColumn("Covered by", "The contracts in force, or those that a paper speaks of.", width=36),
    *date_columns("Cover ends", "When the first of them ends, options not yet taken left out."),
    SheetColumn("Can be extended", "Months of each option still open, or as printed.", width=18),
    SheetColumn("Phase", "The phase that procures it.", Kind.INTEGER),
    *date_columns("Procurement starts", "As the paper prints it."),
    *date_columns("Goes live", "What is supposed, else forecast, else as printed."),
    SheetColumn("Lead time, fewest months", "From the start of procurement to go-live.", Kind.INTEGER),
    SheetColumn("Lead time, most months", "The same where a date is loose.", Kind.INTEGER),
    SheetColumn("Must start by", "The last day in time for the first day of go-live.", Kind.DATE),
    SheetColumn(
        "Must start by, at the latest", "The last day in time for the last day of go-live.", Kind.DATE
    ),
    SheetColumn("Standing", "Late, not known, to start, or begun, on the day.", width=12),
    SheetColumn("Why", "The days left or late, or what is not known.", width=40),
    SheetColumn("Rules", "The regime that the days are counted under.", width=30),
    SheetColumn("Rules assumed", "Why they are assumed; empty where they were chosen.", width=24),
    SheetColumn("Gap", "Time that nothing is stated to cover, as the page prints it.", width=18),
    SheetColumn("Gap, fewest days", "Below nought: an overlap.", Kind.INTEGER),
    SheetColumn("Gap, most days", "The same where a date is loose.", Kind.INTEGER),
    SheetColumn("Gap, fewest months", "Counted between month starts.", Kind.INTEGER),
    SheetColumn("Gap, most months", "The same where a date is loose.", Kind.INTEGER),
    SheetColumn(
        "Gap conditional", "yes where no paper says that these contracts are those replaced.", width=14
    ),
    SheetColumn("Not known", "What is missing to tell more.", width=40),
    SheetColumn("What if", "What is supposed; empty where everything is as recorded.", width=40),
    SheetColumn("Gap as recorded", "The gap without what is supposed; empty where nothing is.", width=18),
    SheetColumn("Must start by, as recorded", "The same for the day to start by.", Kind.DATE),
    ILLUSTRATIVE,
)
CALENDAR_COLUMNS = (
    SheetColumn("Deadline", "The last day that the date can mean; empty where it has none.", Kind.DATE),
    *date_columns("Date", "As it is stated."),
    SheetColumn("Overdue", "yes once the deadline has passed and it is not done.", Kind.YES_NO),
    SheetColumn("Kind", "What sort of date it is.", width=20),
    SheetColumn("What", "What is due or happens.", width=44),
    SheetColumn("Of", "The phase or contract that it belongs to.", width=34),
    SheetColumn("Phase", "The number of the phase, where there is one.", Kind.INTEGER),
    SheetColumn("Owner", "A role or body.", width=24),
    SheetColumn("Note", "Why it is due then, or on what it rests.", width=50),
    SheetColumn("Key", "The same for as long as the record is kept.", width=24),
    ILLUSTRATIVE,
)


def runway_table(material: Material) -> SheetTable:
    listing = material.runway
    supposed = joined(listing.shown.what_if.words)
    return SheetTable(
        "runway",
        "Runway",
        "One row is one service in scope, the most urgent first, or what stands for services that nothing names."
        + (f" What if: {supposed}." if supposed else ""),
        RUNWAY_COLUMNS,
        tuple(_row(row, listing.rows_before.get(row.key), supposed) for row in listing.rows),
    )


def _row(row: RunwayRow, before: RunwayRow | None, supposed: str | None) -> tuple[Value, ...]:
    phase, plan, widest = row.phase, row.plan, row.widest
    first = min(row.covers, key=lambda cover: (cover.ends or NOT_STATED).sort_key, default=None)
    gap = widest.gap if widest else None
    return (
        row.key,
        row.name,
        row.lead or None,
        joined([cover.name for cover in row.covers]) or None,
        *date_values((first.ends if first else None) or NOT_STATED),
        joined([cover.extension for cover in row.covers if cover.extension]) or None,
        row.phase_number,
        *_phase_dates(phase),
        *_months(phase.lead_time if phase else None),
        plan.start_by if plan else None,
        plan.start_by_latest if plan else None,
        str(row.where.standing.label),
        row.where.words,
        plan.regime_words if plan else None,
        (plan.assumed or None) if plan else None,
        gap_words(gap) if gap else None,
        gap.days_low if gap else None,
        gap.days_high if gap else None,
        *_months(gap.months if gap else None),
        None if widest is None else YES if widest.cover.conditional else NO,
        joined(row.unknowns) or None,
        supposed or None,
        gap_words(before.widest.gap) if before is not None and before.widest is not None else None,
        before.plan.start_by if before is not None and before.plan is not None else None,
        row.illustrative,
    )


def _phase_dates(phase: PhaseRunway | None) -> tuple[Value, ...]:
    if phase is None:
        return (*date_values(NOT_STATED), *date_values(NOT_STATED))
    return (*date_values(phase.start), *date_values(phase.go_live))


def _months(span: MonthSpan | None) -> tuple[Value, Value]:
    return (span.low, span.high) if span else (None, None)


def calendar_table(material: Material) -> SheetTable:
    listing = material.calendar
    return SheetTable(
        "calendar",
        "Calendar",
        "One row is one date: overdue ones first, then by deadline, those without a date last.",
        CALENDAR_COLUMNS,
        tuple(_date(row, material) for row in listing.rows),
    )


def _date(row: CalendarRow, material: Material) -> tuple[Value, ...]:
    return (
        row.day,
        *date_values(row.when),
        row.is_overdue(material.on),
        str(row.kind.label),
        row.text,
        row.about,
        row.phase_number,
        row.owner or None,
        row.note or None,
        row.key,
        row.illustrative,
    )
