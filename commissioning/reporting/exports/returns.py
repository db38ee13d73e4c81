"""The tracker of returns as a table: every KPI, what was received last, what is owed, who is late and by how long."""

from commissioning.core.spreadsheets import Kind, SheetColumn, SheetTable, Value, joined
from commissioning.reporting.exports.material import Material
from outcomes.rules_due import STANDING_WORDS, OwedPeriod, Standing
from outcomes.selectors.returns_tracker import TrackerRow

COLUMNS = (
    SheetColumn("KPI reference", "The KPI's stable reference.", width=18),
    SheetColumn("KPI", "Its name.", width=44),
    SheetColumn("Owner", "The organisation whose returns they are; empty where none is named.", width=30),
    SheetColumn("Owner role", "Who there sends them: a role.", width=26),
    SheetColumn("Reported", "How often it is reported.", width=18),
    SheetColumn("Last period received", "The last period that has a figure; empty where none has.", width=20),
    SheetColumn("Last day of it", "The last day of that period.", Kind.DATE),
    SheetColumn("Data age in days", "Days since that day; empty where there is no figure.", Kind.INTEGER),
    SheetColumn(
        "Periods owed", "Periods that have ended without a figure or an accepted reason.", Kind.INTEGER
    ),
    SheetColumn("Periods late", "Those of them that nobody has sent, past their due day.", Kind.INTEGER),
    SheetColumn("Late periods", "Which they are, the oldest first.", width=40),
    SheetColumn("Days late", "Days since the due day of the oldest; empty where none is late.", Kind.INTEGER),
    SheetColumn("Periods due", "Those that nobody has sent and that are not late yet.", width=30),
    SheetColumn("Awaiting approval", "Periods in a return that somebody is to approve.", width=30),
    SheetColumn("Awaiting approval since", "The day on which the first of them was sent.", Kind.DATE),
    SheetColumn("Sent back", "Periods in a return that was sent back to its owner.", width=30),
    SheetColumn("State", "The most urgent state that any of its periods is in.", width=22),
    SheetColumn("Why nothing is due", "What the definition lacks, where no return is ever due.", width=24),
    SheetColumn("Illustrative", "yes where no paper prints this row.", Kind.YES_NO),
)


def returns_table(material: Material) -> SheetTable:
    """The view of the address: its filters, in its order."""
    rows = tuple(_row(row) for row in material.returns.rows)
    return SheetTable(
        "returns", "Returns", "One row is one KPI with the state of its returns.", COLUMNS, rows
    )


def _row(row: TrackerRow) -> tuple[Value, ...]:
    kpi = row.kpi
    return (
        kpi.reference,
        kpi.name,
        kpi.owner.name if kpi.owner else None,
        kpi.owner_role or None,
        str(kpi.get_frequency_display()),
        row.received or None,
        row.received_end,
        row.age,
        len(row.owed),
        len(row.late),
        _periods(row, Standing.LATE),
        row.days_late or None,
        _periods(row, Standing.DUE),
        _periods(row, Standing.AWAITING),
        row.waiting_since,
        _periods(row, Standing.SENT_BACK),
        STANDING_WORDS[row.standing],
        row.why_nothing or None,
        kpi.illustrative,
    )


def _periods(row: TrackerRow, standing: Standing) -> str | None:
    found: list[OwedPeriod] = [each for each in row.owed if each.standing == standing]
    return joined([each.period.printed for each in found])
