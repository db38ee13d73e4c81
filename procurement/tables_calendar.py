"""The calendar as tables: what is overdue, then a table for each month, then what has no date."""

from collections.abc import Sequence
from datetime import date

from commissioning.core.components import Tag, Tone
from commissioning.core.periods import Month
from commissioning.core.tables import Cell, Column, Row, Table
from procurement.rules_calendar import CalendarRow, DateKind
from programmes.addresses import Addresses
from programmes.tables import day_words

COLUMNS = tuple(Column(text) for text in ("When", "What", "Of", "Kind", "Owner"))
TONES = {DateKind.START_BY: Tone.WARN, DateKind.CONTRACT_END: Tone.WARN}


def overdue_table(rows: Sequence[CalendarRow], on: date, to: Addresses) -> Table:
    """The longest overdue first."""
    return _table("Overdue", rows, on, to)


def month_tables(rows: Sequence[CalendarRow], on: date, to: Addresses) -> list[Table]:
    """One table for each month in which something falls, in order."""
    months: dict[Month, list[CalendarRow]] = {}
    for row in rows:
        if row.day is not None:
            months.setdefault(Month.containing(row.day), []).append(row)
    return [_table(month.label, months[month], on, to) for month in sorted(months)]


def undated_table(rows: Sequence[CalendarRow], on: date, to: Addresses) -> Table:
    return _table("Without a date", rows, on, to)


def _table(caption: str, rows: Sequence[CalendarRow], on: date, to: Addresses) -> Table:
    return Table(caption, COLUMNS, tuple(_row(row, on, to) for row in rows), compact=True)


def _row(row: CalendarRow, on: date, to: Addresses) -> Row:
    illustrative = (Tag("Illustrative", Tone.NEUTRAL),) if row.illustrative else ()
    return Row(
        (
            _when(row, on),
            Cell(row.text, to.of(row.page, *row.args), row.note, words=f"of {row.about}", tags=illustrative),
            Cell(row.about),
            Cell(tags=(Tag(str(row.kind.label), TONES.get(row.kind, Tone.INFO)),)),
            Cell(row.owner) if row.owner else Cell("–", words="no owner named"),
        )
    )


def _when(row: CalendarRow, on: date) -> Cell:
    """The deadline, with the words that are printed where they mean more days than one."""
    if row.day is None:
        return Cell(row.when.printed or str(row.when.status.label), unknown=True)
    late = row.is_overdue(on)
    notes = [row.when.printed if row.is_fuzzy else ""]
    if late:
        count = (on - row.day).days
        notes.append(f"{count:,} {'day' if count == 1 else 'days'} ago")
    tags = (Tag("Overdue", Tone.ALERT),) if late else ()
    words = f"{'by ' if row.is_fuzzy else ''}{day_words(row.day)}"
    return Cell(words, note=", ".join(filter(None, notes)), tags=tags, sort_value=row.day.isoformat())
