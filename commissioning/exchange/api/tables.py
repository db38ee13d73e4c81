"""A table as the API has it: the columns and rows that the reader's own pages and files show, and nothing more."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.http import Http404, HttpRequest, QueryDict

from commissioning.core.spreadsheets import Row, SheetTable, Value
from commissioning.exchange.registers import CLASSES, resource_of
from commissioning.exchange.registers.base import Act, RegisterColumn, RegisterResource, column_name
from commissioning.exchange.selectors.standing import Standing
from commissioning.reporting.exports import TABLES
from commissioning.reporting.exports import table as exported_table
from commissioning.reporting.exports.material import Material
from procurement.selectors.sealed import PUBLIC
from procurement.views.sight import sight_of
from programmes.models import Programme
from programmes.views.base import grants_of, user_of

REFERENCE: Final = "reference"
# Tables in which one reference stands on several rows: they have no address for one row.
SEVERAL_ROWS: Final = frozenset(
    {
        "actions",
        "framework",
        "funding",
        "project_summaries",
        "reconciliation",
        "service_groups",
        "thread_breaks",
    }
)
UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
JOINED: Final = "~"
ROW_CHECK: Final = "row_check"
ADDRESS: Final = "url"
SHARED: Final = ("organisations",)  # the registers that programmes share
PROGRAMME_TABLES: Final = tuple(name for name in dict.fromkeys((*TABLES, *CLASSES)) if name not in SHARED)


@dataclass(frozen=True)
class ApiTable:
    """`key` names the columns that tell rows apart, if any do. `resource` is set where the table is a register."""

    sheet: SheetTable
    columns: tuple[RegisterColumn, ...]
    key: tuple[str, ...]
    resource: RegisterResource | None = None

    @property
    def name(self) -> str:
        return self.sheet.name

    @cached_property
    def by_name(self) -> Mapping[str, RegisterColumn]:
        return {column.name: column for column in self.columns}

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {column.name: place for place, column in enumerate(self.columns)}

    def value(self, row: Row, name: str) -> Value:
        return row[self._places[name]]

    def address_of(self, row: Row) -> str:
        """How a row is named in an address: its key, what an address cannot hold as dashes; "" without a key."""
        return address_of([self.value(row, name) for name in self.key])

    def row_at(self, address: str) -> Row:
        """The row of an address. Raises Http404 where none or several have it."""
        found = [row for row in self.sheet.rows if self.key and self.address_of(row) == address]
        if len(found) != 1:
            raise Http404("No such row.")
        return found[0]

    def check_of(self, row: Row) -> str:
        """The fingerprint of a row's writable cells: its ETag. "" for a table that is not written."""
        if self.resource is None:
            return ""
        standing = Standing(self.resource, self.sheet, {})
        return standing.check_of({c.heading: v for c, v in zip(self.columns, row, strict=True)})

    def only(self, rows: Sequence[Row], names: Sequence[str]) -> SheetTable:
        """These rows and columns as a table to take away."""
        kept = [self._places[name] for name in names] if names else range(len(self.columns))
        columns = tuple(self.sheet.columns[place] for place in kept)
        return replace(
            self.sheet, columns=columns, rows=[tuple(row[place] for place in kept) for row in rows]
        )


def address_of(parts: Sequence[Any]) -> str:
    return JOINED.join(UNSAFE.sub("-", "" if part is None else str(part)) for part in parts)


def act_of(request: HttpRequest, programme: Programme | None, on: date, *, reason: str = "") -> Act:
    """Who asks or writes, with what they may see of sealed fields: their reading is logged with the request."""
    return Act(
        programme=programme,
        by=user_of(request),
        grants=grants_of(request),
        on=on,
        effective_on=on,
        reason=reason,
        sight=PUBLIC if programme is None else sight_of(request, programme),
    )


def table_of(name: str, act: Act) -> ApiTable:
    """The table of a programme on the act's day, every row of it. Raises Http404 for a name that is none."""
    resource = register_of(name)
    if resource is not None and resource.of_programme is (act.programme is None):
        raise Http404("No such table.")
    if resource is not None:
        sheet = resource.table(act)
        return ApiTable(sheet, resource.columns(sheet), _names(resource.key), resource)
    if name not in TABLES or act.programme is None:
        raise Http404("No such table.")
    material = Material(act.programme, act.on, QueryDict(""), lambda: act.sight)
    return plain_table(exported_table(material, name))


def plain_table(sheet: SheetTable, key: Sequence[str] | None = None) -> ApiTable:
    """A table that is only read. Its rows are told apart by its reference, where each has one of its own."""
    columns = tuple(
        RegisterColumn(column_name(each.heading), each.heading, each.meaning, each.kind, None)
        for each in sheet.columns
    )
    has_key = columns[0].name == REFERENCE and sheet.name not in SEVERAL_ROWS
    return ApiTable(sheet, columns, tuple(key) if key is not None else (REFERENCE,) if has_key else ())


def register_of(name: str) -> RegisterResource | None:
    """The register that a table is written by; None for one that is only read."""
    return resource_of(name) if name in CLASSES else None


def _names(headings: Sequence[str]) -> tuple[str, ...]:
    return tuple(column_name(heading) for heading in headings)
