"""The sheet to fill in: a row for every period that is still to be sent, with the columns that an upload reads."""

from collections.abc import Sequence

from commissioning.core.spreadsheets import Kind, SheetColumn, SheetTable, Value
from outcomes.intake.grids import SHEET
from outcomes.intake.sheet import TITLES
from outcomes.selectors.returns_tracker import TrackerRow

ABOUT = (
    "Fill in the numerator and the denominator, or the value where there are no parts. 0 is a figure; leave a row "
    "empty to send it later. Where there is no figure, give the reason: not reported, suppressed, not applicable."
)
COLUMNS = (
    SheetColumn(TITLES["kpi"], "The KPI’s stable reference. Do not change it.", width=18),
    SheetColumn("KPI name", "For the reader; not read.", width=40),
    SheetColumn(TITLES["period"], "The period, as the KPI is reported.", width=20),
    SheetColumn(TITLES["member"], "A place, service or group; empty for the whole.", width=20),
    SheetColumn(TITLES["numerator"], "What is counted.", Kind.NUMBER),
    SheetColumn(TITLES["denominator"], "Out of whom or what.", Kind.NUMBER),
    SheetColumn(TITLES["value"], "Only where there are no parts.", Kind.NUMBER),
    SheetColumn(TITLES["missing"], "Why there is no figure.", width=18),
    SheetColumn(TITLES["provisional"], "yes while the figure is not final.", width=12),
    SheetColumn(TITLES["comment"], "Anything to know of the figure.", width=40),
    SheetColumn("Numerator is", "For the reader; not read.", width=30),
    SheetColumn("Denominator is", "For the reader; not read.", width=30),
    SheetColumn("Unit", "For the reader; not read.", width=12),
    SheetColumn("Return due", "The last day on which the return is in time; not read.", Kind.DATE),
)


def template_table(rows: Sequence[TrackerRow]) -> SheetTable:
    """One row for each period that nobody has sent yet, KPI by KPI, the oldest first."""
    body: list[tuple[Value, ...]] = [
        (
            row.kpi.reference,
            row.kpi.name,
            each.period.printed,
            *(None,) * 7,
            row.kpi.numerator or None,
            row.kpi.denominator or None,
            row.kpi.unit or None,
            each.due_on,
        )
        for row in rows
        for each in row.to_enter
    ]
    return SheetTable("returns_template", SHEET, ABOUT, COLUMNS, body)
