"""The last column of every table that can be handed in again: a fingerprint of the row's cells that an import reads.

Which cells those are is known on the floor above, where imports are; it says so when it is ready.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from commissioning.core.spreadsheets import SheetColumn, SheetTable, Value
from commissioning.core.spreadsheets.row_check import HEADING, row_check
from commissioning.core.spreadsheets.table import Streamed

MEANING = "Leave it as it is: by it an import tells whether the record was changed after this file was taken."
COLUMN = SheetColumn(HEADING, MEANING, width=14)


class _Covered:
    """The headings that a table's row check covers, by the table's name; none for a table that is never handed in."""

    headings: Callable[[str], Collection[str]] = staticmethod(lambda _name: ())


def cover_with(headings: Callable[[str], Collection[str]]) -> None:
    """Say which cells of which table are read by imports."""
    _Covered.headings = staticmethod(headings)


def with_row_check(table: SheetTable) -> SheetTable:
    """The table with the fingerprint of each row behind it; as it is where no import reads it."""
    covered = set(_Covered.headings(table.name))
    if not covered:
        return table
    places = [place for place, column in enumerate(table.columns) if column.heading in covered]

    def checked(row: Sequence[Value]) -> tuple[Value, ...]:
        return (*row, row_check([row[place] for place in places]))

    rows = (
        table.rows.each(checked)
        if isinstance(table.rows, Streamed)
        else tuple(checked(row) for row in table.rows)
    )
    return replace(table, columns=(*table.columns, COLUMN), rows=rows)
