"""From the components of the dashboards to a pack's tables, so that one figure is worded alike wherever it stands."""

from collections.abc import Sequence

from commissioning.core import tables
from commissioning.core.documents.blocks import Column
from commissioning.reporting.pack.book import Book, Line

SHORT = 16  # letters, of a name or a word
PROSE = 40  # letters; a column with a longer text reads as sentences and wants room


def put_table(
    book: Book, table: tables.Table, *, about: str = "", caption: str = "", finding: str = ""
) -> None:
    """The table of a page, without its links. Figures are the cells of its numeric columns."""
    rows = [*table.rows, *((table.foot,) if table.foot else ())]
    book.table(
        caption or table.caption,
        columns_of(table, rows),
        [Line(tuple(words_of(cell) for cell in row.cells), row.id, _href(row)) for row in rows],
        finding=finding or table.caption_note,
        kept=[place for place, column in enumerate(table.columns) if column.numeric],
        about=about,
    )


def columns_of(table: tables.Table, rows: Sequence[tables.Row]) -> tuple[Column, ...]:
    return tuple(
        Column(
            column.text,
            _width(column, [words_of(row.cells[place]) for row in rows], first=not place),
            column.numeric,
        )
        for place, column in enumerate(table.columns)
    )


def _width(column: tables.Column, cells: Sequence[tuple[str, str]], *, first: bool) -> float:
    longest = max((len(part) for cell in cells for part in cell), default=0)
    if column.numeric and longest <= PROSE / 2:
        return 1.0
    return 3.0 if longest > PROSE else 2.2 if first and longest > SHORT else 1.3


def words_of(cell: tables.Cell) -> tuple[str, str]:
    """A cell's text with its tags and links as words, and its note."""
    parts = [cell.text, *(tag.text for tag in cell.tags), *(link.text for link in cell.links)]
    text = ", ".join(str(part) for part in parts if part)
    return (text or str(cell.words), str(cell.note)) if text or cell.words else (str(cell.note), "")


def _href(row: tables.Row) -> str:
    for cell in row.cells:
        if cell.href:
            return cell.href
        if cell.links:
            return cell.links[0].href
    return ""
