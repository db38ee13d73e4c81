"""Columns that need more than one cell read by itself: names with references, what stays, and what only acts change."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from commissioning.core.intake import values
from commissioning.core.intake.cells import Cell
from commissioning.core.intake.groups import SAME
from commissioning.core.intake.values import Unread, is_blank, same
from commissioning.core.spreadsheets import Value
from commissioning.exchange.registers.fields import (
    ChoiceColumn,
    Column,
    DateColumns,
    DayColumn,
    IntegerColumn,
    ListColumn,
    MoneyColumns,
    MonthColumn,
    TextColumn,
    YesNoColumn,
)
from commissioning.exchange.registers.naming import Named, folded, say_the_same
from procurement.selectors.sealed import NOT_AVAILABLE, NOT_SHOWN

HIDDEN: Final = frozenset(folded(words) for words in (NOT_SHOWN, NOT_AVAILABLE))
NOT_A_VALUE: Final = "“{words}” is what stands in place of a value that may not be shown yet."
LEAVE_EMPTY: Final = "Leave the cell empty, or write the value."


class NamedColumns(Column):
    """References and, beside them, names of the same records: either will do, and both have to agree.

    Reads to `Named`. The resource's `before` gives the words of what stands, so that another name of the same record is
    no change. `fixed` says why a record that stands cannot be given to another; "" where it can.
    """

    def __init__(self, heading: str, names: str = "", *, fixed: str = "", **more: Any) -> None:
        super().__init__(heading, **more)
        self.names = names
        self.fixed = fixed

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.heading, self.names) if self.names else (self.heading,)

    def read(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value] | None,
        *,
        percent: frozenset[str] = frozenset(),  # noqa: ARG002
        before: Any = None,
    ) -> Any:
        said = {h: self._words(given[h]) for h in self.headings if not is_blank(given.get(h))}
        news = [h for h in said if exported is None or not self._stands(h, given, exported, said[h], before)]
        if said and not news:
            return SAME
        if not said:
            return SAME if self.fixed or not before else Named(next(iter(given)), ())
        if exported is not None and self.fixed:
            raise Unread(self.fixed, heading=news[0])
        beside = next((h for h in said if h != news[0]), "")
        return Named(news[0], said[news[0]], beside, said.get(beside, ()))

    def _stands(
        self,
        heading: str,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value],
        words: tuple[str, ...],
        before: Any,
    ) -> bool:
        return same(given[heading], exported.get(heading)) or (
            before is not None and say_the_same(words, before)
        )

    def _words(self, cell: Cell) -> tuple[str, ...]:
        return (values.read_text(cell) or "",)


class NamedListColumns(NamedColumns):
    """The same for several records in one cell, parted by semicolons."""

    def _words(self, cell: Cell) -> tuple[str, ...]:
        return values.read_list(cell)


# --- what an empty cell leaves as it is ---------------------------------------------------------------------------


class _Kept(Column):
    """An empty cell of a record that stands changes nothing: what is there is not taken away by leaving out."""

    def read(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value] | None,
        *,
        percent: frozenset[str] = frozenset(),
        before: Any = None,
    ) -> Any:
        if exported is not None and is_blank(given[self.heading]):
            return SAME
        value = super().read(given, exported, percent=percent, before=before)
        return SAME if exported is not None and self.stays(value, before) else value

    def stays(self, value: Any, before: Any) -> bool:
        """Whether the cell says in other words what stands."""
        return bool(value == before)


class KeptText(_Kept, TextColumn):
    pass


class KeptChoice(_Kept, ChoiceColumn):
    pass


class KeptInteger(_Kept, IntegerColumn):
    pass


class KeptYesNo(_Kept, YesNoColumn):
    pass


class KeptDay(_Kept, DayColumn):
    """`none` are the words that take the day away."""

    def __init__(self, heading: str, *, none: Sequence[str] = (), **more: Any) -> None:
        super().__init__(heading, **more)
        self.none = frozenset(map(folded, none))

    def read_cell(self, cell: Cell, *, formatted: bool) -> Any:
        if isinstance(cell, str) and folded(cell) in self.none:
            return None
        return super().read_cell(cell, formatted=formatted)


class KeptMonth(_Kept, MonthColumn):
    """A month that makes the record what it is. `fixed` says why it does not change."""

    def __init__(self, heading: str, *, fixed: str, **more: Any) -> None:
        super().__init__(heading, **more)
        self.fixed = fixed

    def read(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value] | None,
        *,
        percent: frozenset[str] = frozenset(),
        before: Any = None,
    ) -> Any:
        value = super().read(given, exported, percent=percent, before=before)
        if exported is not None and value is not SAME:
            raise Unread(self.fixed)
        return value


# --- what is given at the start and changed by acts only ------------------------------------------------------------


class _AtStart(Column):
    """What a new row gives and an act changes afterwards, on a page of its own.

    What is hidden from the person is never compared with what they typed, so that no refusal tells anything of it:
    whatever is typed there is refused in the same words. Cells that say that a value is not shown leave it as it is.
    """

    by_act = ""

    def __init__(self, heading: str, *, by_act: str, **more: Any) -> None:
        super().__init__(heading, **more)
        self.by_act = by_act

    def read(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value] | None,
        *,
        percent: frozenset[str] = frozenset(),
        before: Any = None,
    ) -> Any:
        words = next((cell for cell in given.values() if _is_hidden(cell)), None)
        if exported is None:
            if words is not None:
                raise Unread(NOT_A_VALUE.format(words=words), LEAVE_EMPTY)
            return super().read(given, None, percent=percent)
        said = exported.get(f"{self.heading} as printed", exported.get(self.heading))
        empty = words is not None or said is None or _is_hidden(said)
        news = [cell for h, cell in given.items() if not same(cell, exported.get(h)) and not _is_hidden(cell)]
        if empty and all(is_blank(cell) for cell in news):
            return SAME
        if not _is_hidden(said) and self.says_what_is_shown(given, exported, before):
            return SAME
        raise Unread(self.by_act)

    def says_what_is_shown(
        self,
        given: Mapping[str, Cell],  # noqa: ARG002
        exported: Mapping[str, Value],  # noqa: ARG002
        before: Any,  # noqa: ARG002
    ) -> bool:
        """Whether the cells say in other words what the person may see. Never asked of what is hidden."""
        return False


def _is_hidden(cell: object) -> bool:
    return isinstance(cell, str) and folded(cell.strip().strip("[]")) in HIDDEN


class TextAtStart(_AtStart, TextColumn):
    pass


class DayAtStart(_AtStart, DayColumn):
    pass


class ListAtStart(_AtStart, ListColumn):
    pass


class NamedAtStart(_AtStart, TextColumn):
    """A record by its name: `before` of the resource gives the words of the one that stands."""

    def says_what_is_shown(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value],  # noqa: ARG002
        before: Any,
    ) -> bool:
        return bool(before) and say_the_same((str(given[self.heading] or ""),), before)


class _GroupAtStart(_AtStart, MoneyColumns):
    def says_what_is_shown(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value],
        before: Any,  # noqa: ARG002
    ) -> bool:
        try:
            found = MoneyColumns.read(self, given, exported)
        except Unread:
            return False
        return found is SAME


class MoneyAtStart(_GroupAtStart):
    pass


class DatesAtStart(_GroupAtStart, DateColumns):
    pass
