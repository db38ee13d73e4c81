"""Tables as plain data for components/app-table.html, and the address arithmetic of sorted and paged lists.

A register page must stay fast at hundreds of rows, so a cell is finished here by joining escaped strings: as template
tags the same cell takes several times as long. A cell's parts are escaped one by one; only `chart` may be markup.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.http import QueryDict
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from commissioning.core.components import Link, PageLink, Pagination, Tag
from commissioning.core.shapes import shape_of

ASCENDING, DESCENDING, UNSORTED = "ascending", "descending", "none"


@dataclass(frozen=True)
class Cell:
    """One value. Unknown values set `unknown`: they are drawn as a hatched chip and carry no sort value, never 0.

    `note` is a quieter second line; `words` are read out only; `chart` is a finished SVG and needs `words`. What is
    `struck` through needs a note that says why: not everybody sees or hears the line.
    """

    text: str = ""
    href: str = ""
    note: str = ""
    words: str = ""
    tags: Sequence[Tag] = ()
    links: Sequence[Link] = ()
    chart: str = ""
    unknown: bool = False
    sort_value: str = ""
    struck: bool = False

    @property
    def html(self) -> SafeString:
        """The finished inside of a table cell or summary value; every part is escaped."""
        return SafeString(_cell_html(self))


def _safe(words: object) -> str:
    """Escaped for text and quoted attributes. Labels of choices may be lazy, hence `str`."""
    return escape(str(words))


def _cell_html(cell: Cell) -> str:
    parts: list[str] = [conditional_escape(cell.chart)] if cell.chart else []
    if cell.text:
        parts.append(_main_text(cell))
    parts.extend(tag_html(tag) for tag in cell.tags)
    parts.extend(link_html(link) for link in cell.links)
    if cell.words:
        parts.append(f'<span class="nhsuk-u-visually-hidden">{_safe(cell.words)}</span>')
    if cell.note:
        parts.append(f'<span class="app-note">{_safe(cell.note)}</span>')
    return " ".join(parts)


def _main_text(cell: Cell) -> str:
    text = _safe(cell.text)
    if cell.unknown:
        text = f'<span class="app-unknown">{text}</span>'
    if cell.struck:
        text = f"<s>{text}</s>"
    return f'<a href="{_safe(cell.href)}">{text}</a>' if cell.href else text


def tag_html(tag: Tag) -> SafeString:
    """A tag's text with its tone's shape, so that it never speaks by colour alone."""
    classes = f"nhsuk-tag nhsuk-tag--{tag.colour} app-tag"
    return SafeString(f'<strong class="{classes}">{shape_of(tag.tone)}{_safe(tag.text)}</strong>')


def link_html(link: Link) -> SafeString:
    words = f'<span class="nhsuk-u-visually-hidden"> {_safe(link.words)}</span>' if link.words else ""
    return SafeString(f'<a href="{_safe(link.href)}">{_safe(link.text)}{words}</a>')


@dataclass(frozen=True)
class Column:
    """`key` makes a column sortable by `sorted_columns`; `sort` and `sort_url` are its answer."""

    text: str
    key: str = ""
    numeric: bool = False
    sort: str = ""
    sort_url: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Row:
    cells: Sequence[Cell]
    id: str = ""
    highlight: bool = False


@dataclass(frozen=True)
class Table:
    """`row_header` makes the first cell of each row its header. `foot` is a row of totals.

    `client_sort` lets the design system sort short complete tables in the browser; paged lists sort on the server.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    caption_note: str = ""
    caption_size: str = "m"
    caption_hidden: bool = False
    empty: str = "Nothing to show."
    row_header: bool = True
    compact: bool = False
    client_sort: bool = False
    id: str = ""
    foot: Row | None = None

    def __post_init__(self) -> None:
        width = len(self.columns)
        if any(len(row.cells) != width for row in (*self.rows, *((self.foot,) if self.foot else ()))):
            raise ValueError(f"Table “{self.caption}”: every row needs {width} cells, one for each column.")

    @property
    def server_sort(self) -> bool:
        return any(column.sort_url for column in self.columns)

    @property
    def body(self) -> Iterator["FinishedRow"]:
        frames = _frames(self.columns, self.rows, row_header=self.row_header)
        return (FinishedRow(row.id, row.highlight, _row_html(row, frames)) for row in self.rows)

    @property
    def foot_html(self) -> SafeString:
        if self.foot is None:
            return SafeString("")
        return _row_html(self.foot, _frames(self.columns, (self.foot,), row_header=True))


class FinishedRow(NamedTuple):
    id: str
    highlight: bool
    html: SafeString


class _Frame(NamedTuple):
    """What stands around a cell's own content in its column."""

    opening: str
    heading: str
    inside: str
    closing: str


PROSE = 40  # characters; a column with a longer text reads as sentences, which a phone sets beneath their headings


def _frames(columns: Sequence[Column], rows: Sequence[Row], *, row_header: bool) -> list[_Frame]:
    """One for each column. Headings inside cells show on phones only, where rows stack."""
    frames = []
    for place, column in enumerate(columns):
        if place == 0 and row_header:
            opening = '<th class="nhsuk-table__header app-row-header" scope="row" role="rowheader"'
            frames.append(_Frame(opening, "", '<span class="app-cell">', "</span></th>"))
            continue
        numeric = " nhsuk-table__cell--numeric" if column.numeric else ""
        heading = f'<span class="nhsuk-table__heading" aria-hidden="true">{_safe(column.text)} </span>'
        prose = " app-cell--prose" if any(len(row.cells[place].text) > PROSE for row in rows) else ""
        inside = f'<span class="app-cell{prose}">'
        frames.append(
            _Frame(f'<td class="nhsuk-table__cell{numeric}" role="cell"', heading, inside, "</span></td>")
        )
    return frames


def _row_html(row: Row, frames: Sequence[_Frame]) -> SafeString:
    parts: list[str] = []
    for cell, (opening, heading, inside, closing) in zip(row.cells, frames, strict=True):
        sort = f' data-sort-value="{_safe(cell.sort_value)}"' if cell.sort_value else ""
        parts.append(f"{opening}{sort}>{heading}{inside}{_cell_html(cell)}{closing}")
    return SafeString("".join(parts))


def query_with(params: QueryDict, **changes: str | int | None) -> str:
    """The query string of `params` with some values set, or taken out where None. Empty values are left out.

    Keeps the order of the rest, so that one view has one address. Starts with “?” even when nothing is left, since a
    link to “” would keep the old query.
    """
    merged = params.copy()
    for name, value in changes.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = str(value)
    for name in [name for name, values in merged.lists() if not any(values)]:
        merged.pop(name)
    return f"?{merged.urlencode()}"


def chosen_sort(params: Mapping[str, Any], columns: Sequence[Column], default: str) -> tuple[str, bool]:
    """(column key, descending?) from `?sort=-value`. Anything that is not a column's key falls back to `default`."""
    for asked in (str(params.get("sort", "")), default):
        key = asked.removeprefix("-")
        if key and any(column.key == key for column in columns):
            return key, asked.startswith("-")
    return "", False


def sorted_columns(columns: Sequence[Column], params: QueryDict, default: str) -> tuple[Column, ...]:
    """The columns with their sort links: a click sorts ascending, a second click descending, always from page 1."""
    chosen, descending = chosen_sort(params, columns, default)

    def linked(column: Column) -> Column:
        if not column.key:
            return column
        current = column.key == chosen
        state = (DESCENDING if descending else ASCENDING) if current else UNSORTED
        turn = f"-{column.key}" if current and not descending else column.key
        return replace(column, sort=state, sort_url=query_with(params, sort=turn, page=None))

    return tuple(linked(column) for column in columns)


def pagination_of(page: "Page[Any]", params: QueryDict, noun: str = "rows") -> Pagination:
    """Links for a page of a list, and the sentence “Showing 51 to 100 of 314 services”."""
    paginator = page.paginator
    if paginator.count == 0:
        return Pagination(f"No {noun}")
    summary = (
        f"Showing all {paginator.count:,} {noun}"
        if paginator.num_pages == 1
        else f"Showing {page.start_index():,} to {page.end_index():,} of {paginator.count:,} {noun}"
    )

    def url(number: int) -> str:
        return query_with(params, page=None if number == 1 else number)

    pages = tuple(
        PageLink(number, url(number), number == page.number) if isinstance(number, int) else PageLink(0)
        for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    )
    return Pagination(
        summary,
        pages if paginator.num_pages > 1 else (),
        url(page.previous_page_number()) if page.has_previous() else "",
        url(page.next_page_number()) if page.has_next() else "",
    )
