"""What an address asks of the register or of the budget lines: read once here, for the page and for its exports."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from commissioning.core.tables import chosen_sort
from procurement.forms.filters import LineForm, RegisterForm
from procurement.selectors.lines import LineRow
from procurement.selectors.money import BasisTotal, LineFilter, basis_totals, select_lines
from procurement.selectors.register import (
    Register,
    RegisterFilter,
    RegisterRow,
    filter_register,
    sort_register,
)
from procurement.tables import REGISTER_COLUMNS
from procurement.tables_lines import LINE_COLUMNS


@dataclass(frozen=True)
class ServiceListing:
    """The services of a view in its order, all pages of it."""

    register: Register
    form: RegisterForm
    chosen: RegisterFilter
    rows: tuple[RegisterRow, ...]


@dataclass(frozen=True)
class LineListing:
    """The budget lines of a view in its order, with their total.

    `combined` where the reader chose to add across bases.
    """

    register: Register
    form: LineForm
    chosen: LineFilter
    rows: tuple[LineRow, ...]
    totals: tuple[BasisTotal, ...]
    combined: bool


def service_listing(found: Register, params: QueryDict) -> ServiceListing:
    """The register's rows that the address asks for, sorted as it asks; in the papers' order where it does not."""
    form = RegisterForm(params, found)
    chosen = form.filter()
    key, descending = chosen_sort(params, REGISTER_COLUMNS, default="")
    return ServiceListing(
        found, form, chosen, sort_register(filter_register(found, chosen), key, descending=descending)
    )


def line_listing(found: Register, params: QueryDict) -> LineListing:
    """The budget lines that the address asks for: `added` is worked out for the services in scope on the day."""
    form = LineForm(params, found)
    chosen = form.filter(found)
    combine = wants_combined(params)
    rows = select_lines(found.lines, chosen)
    totals = basis_totals(rows, combine=combine)
    return LineListing(found, form, chosen, sort_lines(rows, params), totals, combined=combine)


def wants_combined(params: Mapping[str, Any]) -> bool:
    """Whether the reader chose, with `?combine=1`, to add amounts of different bases and years."""
    return bool(params.get("combine") == "1")


def sort_lines(rows: tuple[LineRow, ...], params: QueryDict) -> tuple[LineRow, ...]:
    """Sorted by a column; unknown amounts last both ways. Without a choice, in the papers' order."""
    key, descending = chosen_sort(params, LINE_COLUMNS, default="")
    value_of = _LINE_SORTS.get(key)
    if value_of is None:
        return rows
    known = [row for row in rows if value_of(row) is not None]
    unknown = [row for row in rows if value_of(row) is None]
    return (*sorted(known, key=value_of, reverse=descending), *unknown)


_LINE_SORTS: Mapping[str, Callable[[LineRow], Any]] = {
    "label": lambda row: row.label.casefold(),
    "phase": lambda row: row.phase_number,
    "funder": lambda row: " ".join(row.funder_codes).casefold() or None,
    "amount": lambda row: row.money.amount,
    "status": lambda row: row.status_label.casefold(),
}
