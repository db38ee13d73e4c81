"""A register as it stands: the rows its export writes today, by key, each with its fingerprint."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from django.db import models

from commissioning.core.spreadsheets import SheetTable, Value
from commissioning.core.spreadsheets.row_check import row_check
from commissioning.exchange.registers.base import ROW_CHECK, Act, Key, RegisterResource

Row = Mapping[str, Value]
MOST_LOOKED_FOR = 100


@dataclass(frozen=True)
class Standing:
    """`records` are the rows that the resource writes to; the table is what people see of them."""

    resource: RegisterResource
    table: SheetTable
    records: Mapping[Key, models.Model]

    @cached_property
    def rows(self) -> Mapping[Key, Row]:
        """The export's rows as heading → value, by key; of several with one key, the first."""
        headings = [column.heading for column in self.table.columns]
        found: dict[Key, Row] = {}
        for values in self.table.rows:
            row = dict(zip(headings, values, strict=True))
            found.setdefault(self.key_of_row(row), row)
        return found

    def key_of_row(self, row: Row) -> Key:
        return tuple(as_key(row.get(heading)) for heading in self.resource.key)

    @cached_property
    def natural(self) -> Mapping[Key, tuple[Key, ...]]:
        """Natural key → the keys of the rows that have it."""
        found: dict[Key, tuple[Key, ...]] = {}
        for key, row in self.rows.items():
            name = natural(row, self.resource.natural_key)
            found[name] = (*found.get(name, ()), key)
        return found

    def check(self, key: Key) -> str:
        """The fingerprint of a row's writable cells: what “Row check” and the API's ETag say."""
        row = self.rows[key]
        own = row.get(ROW_CHECK)
        return own if isinstance(own, str) else self.check_of(row)

    def check_of(self, row: Row) -> str:
        written = self.resource.written
        return row_check([row[c.heading] for c in self.table.columns if c.heading in written])

    def near(self, key: Key) -> str:
        """A key that somebody may have meant instead, of those they may see; "" for none.

        Looked for a number of times only: a long file of unknown keys has another cause, and would take minutes.
        """
        if len(self._looked_for) >= MOST_LOOKED_FOR:
            return ""
        self._looked_for.add(key)
        return next(iter(get_close_matches(" ".join(key), self._known, n=1, cutoff=0.8)), "")

    @cached_property
    def _known(self) -> list[str]:
        return [" ".join(each) for each in self.rows]

    @cached_property
    def _looked_for(self) -> set[Key]:
        return set()


def standing(resource: RegisterResource, act: Act) -> Standing:
    """The register today, as the person of the act sees it. The records are read before the table."""
    records = resource.records(act)  # first: a change in between makes the door refuse, never overwrite
    found = Standing(resource, resource.table(act), records)
    len(found.rows)  # now, since the rows of a table may be read each time anew: this is how they stood
    return found


def as_key(value: object) -> str:
    return "" if value is None else str(value).strip()


def natural(row: Mapping[str, object], headings: tuple[str, ...]) -> Key:
    """A row's natural key: case and spaces aside."""
    return tuple(" ".join(as_key(row.get(heading)).casefold().split()) for heading in headings)
