"""What a column of a register takes from a file: fields of django-import-export that read as this product reads.

A field stands for one column of the register's export, or for the group of columns that one amount or one stated date
fills. It is asked only about cells that differ from what the export would write today.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from import_export.fields import Field

from commissioning.core.intake import groups, values
from commissioning.core.intake.cells import Cell
from commissioning.core.intake.values import is_blank
from commissioning.core.spreadsheets import Value

Choices = Sequence[tuple[str, str]]


class Column(Field):  # type: ignore[misc]  # the package has no types
    """One column, by its heading. `required` holds for new rows; `aliases` are other headings that are recognised.

    `attribute` names what the value is called where it is written: the argument of the register's `add` and `change`.
    """

    def __init__(
        self, heading: str, *, required: bool = False, aliases: Sequence[str] = (), hint: str = ""
    ) -> None:
        super().__init__(column_name=heading)
        self.heading = heading
        self.required = required
        self.aliases = tuple(aliases)
        self.hint = hint

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


class PercentColumn(Column):
    """A share, as the export writes it: a fraction of one."""

    def read_cell(self, cell: Cell, *, formatted: bool) -> Any:
        return values.read_percent(cell, formatted)


class DayColumn(Column):
    def read_cell(self, cell: Cell, *, formatted: bool) -> Any:  # noqa: ARG002
        return values.read_day(cell)


class MonthColumn(Column):
    def read_cell(self, cell: Cell, *, formatted: bool) -> Any:  # noqa: ARG002
        return values.read_month(cell)


class YearColumn(Column):
    """A financial year, such as 2013/14."""

    def read_cell(self, cell: Cell, *, formatted: bool) -> Any:  # noqa: ARG002
        return values.read_financial_year(cell)


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
        found = self.group.read(self._told(given), exported, before)
        return groups.SAME if found == standing else found

    def _told(self, given: Mapping[str, Cell]) -> Mapping[str, Cell]:
        """The cells without the empty ones that the export fills by itself: nobody has to write an amount twice.

        What a row said when it was new it says still, once words, marker, qualifier and basis stand beside it.
        """
        amount, words, marker, _upper, qualifier, basis, year = self.headings
        by_itself = {marker, qualifier, basis}
        if not is_blank(given.get(amount)):
            by_itself.add(words)
        elif not is_blank(given.get(words)):
            by_itself.add(amount)
        if is_blank(given.get(basis)):
            by_itself.add(year)
        return {h: cell for h, cell in given.items() if h not in by_itself or not is_blank(cell)}


class DateColumns(MoneyColumns):
    """The four columns of a stated date. Reads to FuzzyDate."""

    def __init__(self, heading: str, **more: Any) -> None:
        super().__init__(heading, **more)
        self.group = groups.DateGroup(heading)  # type: ignore[assignment]

    def _told(self, given: Mapping[str, Cell]) -> Mapping[str, Cell]:
        """As of an amount: days alone have words in the export, words alone have days, and both a status."""
        words, first, last, status = self.headings
        by_itself = {status}
        if is_blank(given.get(first)) and is_blank(given.get(last)):
            by_itself |= set() if is_blank(given.get(words)) else {first, last}
        else:
            by_itself.add(words)
        return {h: cell for h, cell in given.items() if h not in by_itself or not is_blank(cell)}
