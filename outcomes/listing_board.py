"""What an address asks of a board of KPIs: read once here, for table, matrix, exceptions and their exports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from commissioning.core.tables import chosen_sort
from outcomes.board import in_order, is_exception, narrowed
from outcomes.forms_board import BoardForm
from outcomes.selectors.board_rows import BoardRow
from outcomes.selectors.summaries import board_rows
from outcomes.tables_board import BOARD_COLUMNS
from programmes.models import Programme


@dataclass(frozen=True)
class BoardListing:
    """Every KPI, and those that the filter leaves, in the order that the address asks for.

    `sort` is the column asked for; empty for the board's own order: by domain, the most urgent first.
    """

    every: tuple[BoardRow, ...]
    form: BoardForm
    rows: tuple[BoardRow, ...]
    sort: str
    on: date

    @property
    def exceptions(self) -> tuple[BoardRow, ...]:
        return tuple(row for row in self.rows if is_exception(row))

    @property
    def is_narrowed(self) -> bool:
        return any(self.form.chosen(name) for name in self.form.fields)


def board_listing(
    programmes: Programme | Iterable[Programme], params: QueryDict, on: date, *, across: bool = False
) -> BoardListing:
    """Queries as `board_rows`: one while summaries are fresh."""
    every = board_rows(programmes, on)
    form = BoardForm(params, every, across=across)
    key, descending = chosen_sort(params, BOARD_COLUMNS, default="")
    rows = in_order(narrowed(every, form.filter(), on), key, descending=descending)
    return BoardListing(every, form, rows, key, on)
