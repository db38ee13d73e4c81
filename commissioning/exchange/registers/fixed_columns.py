"""Columns that know what stands: those read for new rows only, and those that take other words for what stands."""

from collections.abc import Mapping
from typing import Any

from commissioning.core.intake.cells import Cell
from commissioning.core.intake.groups import SAME
from commissioning.core.intake.values import Unread, is_blank, same
from commissioning.core.spreadsheets import Value
from commissioning.exchange.registers.fields import (
    ChoiceColumn,
    Column,
    DateColumns,
    IntegerColumn,
    ListColumn,
    TextColumn,
)
from commissioning.exchange.registers.naming import folded


class _Fixed(Column):
    """`fixed` says why the record keeps it, and what to do instead. An empty cell takes nothing away.

    The resource's `before` may give the words that mean what stands: any of them is no change.
    """

    def __init__(self, heading: str, *given: Any, fixed: str, **more: Any) -> None:
        super().__init__(heading, *given, **more)
        self.fixed = fixed

    def read(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value] | None,
        *,
        percent: frozenset[str] = frozenset(),
        before: Any = None,
    ) -> Any:
        if exported is None:
            return super().read(given, None, percent=percent)
        cells = {heading: cell for heading, cell in given.items() if not is_blank(cell)}
        if not cells or self.says_what_stands(given, exported, before):
            return SAME
        wrong = next(h for h, cell in cells.items() if not same(cell, exported.get(h)))
        raise Unread(self.fixed, heading=wrong)

    def says_what_stands(self, given: Mapping[str, Cell], exported: Mapping[str, Value], before: Any) -> bool:
        cell = given[self.heading]
        return same(cell, exported.get(self.heading)) or folded(cell) in (before or ())


class FixedText(_Fixed, TextColumn):
    pass


class FixedInteger(_Fixed, IntegerColumn):
    pass


class FixedChoice(_Fixed, ChoiceColumn):
    """A choice by its code or its label, as an export writes the label."""

    def says_what_stands(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value],
        before: Any,  # noqa: ARG002
    ) -> bool:
        code = self.read_cell(given[self.heading], formatted=False)
        return dict(self.choices).get(code or "") == exported.get(self.heading)


class FixedDates(_Fixed, DateColumns):
    """A stated date; one that says nothing but why there is no date takes none away."""

    def says_what_stands(self, given: Mapping[str, Cell], exported: Mapping[str, Value], before: Any) -> bool:
        *date, _status = self.headings
        if all(is_blank(given.get(heading)) for heading in date):
            return True
        return DateColumns.read(self, given, exported, before=before) is SAME


# --- other words for what stands ------------------------------------------------------------------------------------


class _Spelt(Column):
    def read(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value] | None,
        *,
        percent: frozenset[str] = frozenset(),
        before: Any = None,
    ) -> Any:
        value = super().read(given, exported, percent=percent, before=before)
        return SAME if exported is not None and self.stands(value, before) else value

    def stands(self, value: Any, before: Any) -> bool:
        raise NotImplementedError  # each knows what its `before` is


class SpeltText(_Spelt, TextColumn):
    """What names a record. The resource's `before` are the words that mean the one that stands; empty names none."""

    def stands(self, value: Any, before: Any) -> bool:
        return bool(value) and folded(value) in (before or ())


class SpeltChoice(_Spelt, ChoiceColumn):
    """A choice that may be taken away; `before` is the code of what stands."""

    def stands(self, value: Any, before: Any) -> bool:
        return (value or "") == (before or "")


class SpeltList(_Spelt, ListColumn):
    """Words of which each counts once, in whatever order; `before` are those that stand."""

    def stands(self, value: Any, before: Any) -> bool:
        return set(value) == set(before or ())
