"""What an import needs to know of a register: its columns, what a row is recognised by, and the doors of its writes.

Each register declares itself once, as a resource of django-import-export: columns (`fields`), natural keys, who may.
The reading, the preview, the commit and the escaping are this product's one pipeline (`exchange.services`), which page,
data entry, API and command share, so the package's own import is switched off.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.http import QueryDict
from django.utils.text import slugify
from import_export.resources import Resource

from commissioning.core.access import Permission
from commissioning.core.models import User
from commissioning.core.spreadsheets import Kind, SheetTable
from commissioning.core.spreadsheets.row_check import HEADING
from commissioning.exchange.registers.fields import ChoiceColumn, Column, KeyColumn
from commissioning.reporting.exports import table as exported_table
from commissioning.reporting.exports.material import Material
from procurement.selectors.sealed import PUBLIC, Sight
from programmes.access import Grants
from programmes.models import Programme

if TYPE_CHECKING:  # the engine rests on this module
    from commissioning.exchange.selectors.planned import Planned, Problem
    from commissioning.exchange.selectors.standing import Standing

Key = tuple[str, ...]
ROW_CHECK = HEADING  # the column by which a file tells whether a record has changed since it was taken


@dataclass(frozen=True)
class Act:
    """Who writes what, why, on which day (`on`), and from when it counts (`effective_on`).

    `programme` is None for registers that programmes share, such as organisations. `sight` is what of sealed fields
    the person may see: an import compares with what they see, never with more.
    """

    programme: Programme | None
    by: User
    grants: Grants
    on: date
    effective_on: date
    reason: str
    sight: Sight = PUBLIC

    @property
    def programme_id(self) -> int | None:
        return self.programme.pk if self.programme else None


@dataclass(frozen=True)
class RegisterColumn:
    """One column as files and the API have it. `field` is None for what is worked out and never read."""

    name: str
    heading: str
    meaning: str
    kind: Kind
    field: Column | None

    @property
    def writable(self) -> bool:
        return self.field is not None and not isinstance(self.field, KeyColumn)

    @property
    def required(self) -> bool:
        return self.field is not None and self.field.required and self.field.headings[0] == self.heading

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        return self.field.choices if isinstance(self.field, ChoiceColumn) else ()


class RegisterResource(Resource):  # type: ignore[misc]  # the package has no types
    """A register. Subclasses declare columns as attributes and write `add` and `change` by way of service doors.

    `register` is the name of its export table, whose rows an import is compared with. `key` are the headings that
    recognise a row; a row whose key is empty is recognised by `natural_key` where the register has one, and is new
    otherwise. `query` makes the export hold every record, where the page shows fewer by itself. `doors` maps the doors'
    names of arguments to the columns they come from, where they differ, so that a refusal stands at its column.
    """

    register: ClassVar[str]
    title: ClassVar[str]  # “Milestones”
    one: ClassVar[str]  # “milestone”
    model: ClassVar[type[models.Model]]
    permissions: ClassVar[
        tuple[Permission, ...]
    ]  # any one of them lets a person try; the doors decide row by row
    key: ClassVar[tuple[str, ...]] = ("Reference",)
    natural_key: ClassVar[tuple[str, ...]] = ()
    label: ClassVar[str] = ""  # the heading that names a row to people
    query: ClassVar[str] = ""
    doors: ClassVar[Mapping[str, str]] = {}
    of_programme: ClassVar[bool] = True
    may_add: ClassVar[bool] = True
    may_change: ClassVar[bool] = True
    adds_by_key: ClassVar[bool] = False  # whether a new row names its own reference

    # --- what is written: each register's own -------------------------------------------------------------------

    def add(self, values: Mapping[str, Any], act: Act) -> models.Model:
        """Add a record through its door. `values` has every column of the file that is not blank, by attribute.

        Raises ValidationError by door argument, PermissionDenied.
        """
        raise NotImplementedError

    def change(self, record: Any, values: Mapping[str, Any], act: Act) -> models.Model:
        """Change a record through its door. `values` has only what differs from today's export, by attribute.

        Raises ValidationError by door argument, PermissionDenied, StaleEdit.
        """
        raise NotImplementedError

    def records(self, act: Act) -> Mapping[Key, models.Model]:
        """Every record that the export lists, by its key, in a fixed number of queries."""
        rows: Any = self.model._default_manager.filter(programme=act.programme)
        return {(row.reference,): row for row in rows}

    def key_of(self, record: Any) -> Key:
        """The key under which the export lists a record that was just added."""
        return (record.reference,)

    def key_after(self, record: Any, key: Key) -> Key:  # noqa: ARG002
        """The key under which the export lists what `change` gave back: that of its row, unless the change moves it."""
        return key

    def before(self, record: Any, name: str) -> Any:
        """The record's present value of a column's attribute: what an edit of its words leaves standing."""
        return getattr(record, name, None)

    # --- rows of a file that neither key nor natural key makes clear ----------------------------------------------

    def meant(self, planned: "Planned", standing: "Standing") -> Key | None:  # noqa: ARG002
        """The key of the row that a row of a file is about all the same; None for a new one. It may drop cells."""
        return None

    def unknown(self, key: Key, standing: "Standing") -> str:  # noqa: ARG002
        """Why no row has this key, where the register knows; "" for the usual words."""
        return ""

    def together(
        self,
        rows: Sequence["Planned"],
        problem: "Callable[[Planned, str, str], Problem]",
    ) -> None:
        """Refuse or settle what several rows of a file say of one record; `problem` takes heading and message."""

    def write_first(
        self,
        rows: Sequence["Planned"],
        act: Act,
        refuse: "Callable[[Planned, Exception], None]",
    ) -> None:
        """Write those rows that go through one door together, before the others go one by one.

        A row that was written has `changes` afterwards; `refuse` takes a row and what its door raised. Called inside
        the transaction of the import, or of its rehearsal.
        """

    # --- what is read ---------------------------------------------------------------------------------------------

    def table(self, act: Act) -> SheetTable:
        """The register as its export writes it today for this person, every record of it."""
        if act.programme is None:
            raise ValueError(f"{self.register} belongs to a programme.")
        material = Material(act.programme, act.on, QueryDict(self.query), lambda: act.sight)
        return exported_table(material, self.register)

    def may(self, act: Act) -> bool:
        """Whether the person may hand in a file at all; the doors decide about each row."""
        return any(act.grants.may(each, act.programme_id) for each in self.permissions)

    @cached_property
    def by_heading(self) -> Mapping[str, tuple[str, Column]]:
        """Heading → (attribute, column) of everything that is read."""
        return {
            heading: (name, column) for name, column in self.fields.items() for heading in column.headings
        }

    @cached_property
    def written(self) -> frozenset[str]:
        """The headings whose cells may change a record."""
        return frozenset(
            heading for heading, (_, column) in self.by_heading.items() if not isinstance(column, KeyColumn)
        )

    def columns(self, table: SheetTable) -> tuple[RegisterColumn, ...]:
        """Every column of the export, in its order, with what an import does with it."""
        found = []
        for each in table.columns:
            field = self.by_heading.get(each.heading, ("", None))[1]
            found.append(
                RegisterColumn(column_name(each.heading), each.heading, each.meaning, each.kind, field)
            )
        return tuple(found)

    def import_data(self, *args: Any, **kwargs: Any) -> Any:
        """Switched off: files come in by `exchange.services`, with their preview, receipt and undo."""
        raise NotImplementedError("Files come in by way of commissioning.exchange.services.")


def column_name(heading: str) -> str:
    """A column's name in the API and in mappings: “Date as printed” → date_as_printed."""
    return slugify(heading).replace("-", "_")
