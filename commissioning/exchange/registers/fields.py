"""What a column of a register takes from a file: fields of django-import-export that read as this product reads.

A field stands for one column of the register's export, or for the group of columns that one amount or one stated date
fills. It is asked only about cells that differ from what the export would write today.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from import_export.fields import Field

from commissioning.core.fuzzydate import DateStatus
from commissioning.core.intake import groups, values
from commissioning.core.intake.cells import Cell
from commissioning.core.intake.values import is_blank
from commissioning.core.money import UNKNOWN_QUALIFIERS
from commissioning.core.spreadsheets import Value

Choices = Sequence[tuple[str, str]]
UNKNOWN: Final = frozenset(
    str(label).casefold()
    for label in (
        *(kind.label for kind in UNKNOWN_QUALIFIERS),
        *(status.label for status in (DateStatus.TBC, DateStatus.AWAITED, DateStatus.BLANK)),
    )
)


class Column(Field):  # type: ignore[misc]  # the package has no types
    """One column, by its heading. `required` holds for new rows; `aliases` are other headings that are recognised.

    `attribute` names what the value is called where it is written: the argument of the register's `add` and `change`.
    """

    def __init__(self, heading: str, *, required: bool = False, aliases: Sequence[str] = ()) -> None:
        super().__init__(column_name=heading)
        self.heading = heading
        self.required = required
        self.aliases = tuple(aliases)

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.heading,)

    def read(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value] | None,  # noqa: ARG002
        *,
        percent: frozenset[str] = frozenset(),
        before: Any = None,  # noqa: ARG002
    ) -> Any:
        """The value of the cells given, by heading. Raises Unread for what has no one meaning.

        `exported` are the cells that the register's export has for the record today, None for a new row; `percent` are
        the headings whose cell is formatted as a percentage; `before` is the record's present value, where the resource
        gives one.
        """
        return self.read_cell(given[self.heading], formatted=self.heading in percent)

    def read_cell(self, cell: Cell, *, formatted: bool) -> Any:
        raise NotImplementedError  # each kind of column reads its own way


class TextColumn(Column):
    def read_cell(self, cell: Cell, *, formatted: bool) -> str:  # noqa: ARG002
        return values.read_text(cell) or ""


class KeyColumn(TextColumn):
    """A reference: what a row is recognised by."""


class IntegerColumn(Column):
    def read_cell(self, cell: Cell, *, formatted: bool) -> int | None:  # noqa: ARG002
        return values.read_integer(cell)


class NumberColumn(Column):
    def read_cell(self, cell: Cell, *, formatted: bool) -> Any:  # noqa: ARG002
        return values.read_number(cell)


class DayColumn(Column):
    def read_cell(self, cell: Cell, *, formatted: bool) -> Any:  # noqa: ARG002
        return values.read_day(cell)


class MonthColumn(Column):
    def read_cell(self, cell: Cell, *, formatted: bool) -> Any:  # noqa: ARG002
        return values.read_month(cell)


class YesNoColumn(Column):
    def read_cell(self, cell: Cell, *, formatted: bool) -> bool | None:  # noqa: ARG002
        return values.read_yes_no(cell)


class ListColumn(Column):
    """Several words or references in one cell, parted by semicolons."""

    def read_cell(self, cell: Cell, *, formatted: bool) -> tuple[str, ...]:  # noqa: ARG002
        return values.read_list(cell)


class ChoiceColumn(Column):
    """One of a list, by code or label."""

    def __init__(self, heading: str, choices: Choices, **more: Any) -> None:
        super().__init__(heading, **more)
        self.choices = tuple((str(code), str(label)) for code, label in choices)

    def read_cell(self, cell: Cell, *, formatted: bool) -> str | None:  # noqa: ARG002
        return values.read_choice(cell, self.choices)


class MoneyColumns(Column):
    """The seven columns of an amount. Reads to Money."""

    def __init__(self, heading: str, **more: Any) -> None:
        super().__init__(heading, **more)
        self.group = groups.MoneyGroup(heading)

    @property
    def headings(self) -> tuple[str, ...]:
        return self.group.headings

    def read(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value] | None,
        *,
        percent: frozenset[str] = frozenset(),  # noqa: ARG002
        before: Any = None,
    ) -> Any:
        if exported is None:
            return self.group.read(given, None)
        standing = self.group.rebuilt(exported) if before is None else before
        found = self.group.read(self._told(given, exported), exported, before)
        return groups.SAME if found == standing else found

    def _told(self, given: Mapping[str, Cell], exported: Mapping[str, Value]) -> Mapping[str, Cell]:
        """The cells that say something by themselves: nobody has to write an amount twice.

        Empty ones that the export fills by itself are left out, and so is an old “TBC” beside the amount that stands:
        what a row said when it was handed in it says still, once its other cells stand in the export.
        """
        amount, words, marker, _upper, qualifier, basis, year = self.headings
        empty = {marker, qualifier, basis}
        if not is_blank(given.get(amount)):
            empty.add(words)
        elif not is_blank(given.get(words)):
            empty.add(amount)
        if is_blank(given.get(basis)):
            empty.add(year)
        typed = given.get(amount)
        stands = any(values.same(typed, exported.get(h)) for h in (amount, words)) and not is_blank(typed)
        return _without(given, empty, (words, marker, qualifier) if stands else ())


class DateColumns(MoneyColumns):
    """The four columns of a stated date. Reads to FuzzyDate."""

    def __init__(self, heading: str, **more: Any) -> None:
        super().__init__(heading, **more)
        self.group = groups.DateGroup(heading)  # type: ignore[assignment]

    def _told(self, given: Mapping[str, Cell], exported: Mapping[str, Value]) -> Mapping[str, Cell]:
        """As of an amount: days alone have words in the export, words alone have days, and both a status."""
        words, first, last, status = self.headings
        empty = {status}
        if is_blank(given.get(first)) and is_blank(given.get(last)):
            empty |= set() if is_blank(given.get(words)) else {first, last}
        else:
            empty.add(words)
        stands = any(
            exported.get(h) and h in given and values.same(given[h], exported[h])
            for h in (words, first, last)
            if exported.get(first) or exported.get(last)
        )
        return _without(given, empty, (status,) if stands else ())


def _without(
    given: Mapping[str, Cell], empty: Collection[str], unknown: Collection[str]
) -> Mapping[str, Cell]:
    """The cells without those of `empty` that are, and those of `unknown` that say that nothing is known."""
    return {
        heading: cell
        for heading, cell in given.items()
        if not (heading in empty and is_blank(cell)) and not (heading in unknown and _says_unknown(cell))
    }


def _says_unknown(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip().strip("[]").strip().casefold() in UNKNOWN
