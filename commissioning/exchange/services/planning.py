"""From the rows of a file to what they would change: keys found, cells compared with today's export, values read.

No door is asked here and nothing is written; all problems of a row are collected, not the first only.
"""

from collections.abc import Iterable, Mapping, Set
from functools import cached_property
from typing import Any

from commissioning.core.intake.cells import Broken, Cell, ReadRow
from commissioning.core.intake.groups import SAME
from commissioning.core.intake.values import Unread, is_blank, mixed_letters, remark_on_day, same
from commissioning.exchange.models import Verdict
from commissioning.exchange.registers.base import ROW_CHECK, Key, RegisterResource
from commissioning.exchange.registers.fields import Column, DateColumns, DayColumn, KeyColumn, MonthColumn
from commissioning.exchange.selectors.earlier import Earlier
from commissioning.exchange.selectors.planned import Plan, Planned, Problem, words_of_key
from commissioning.exchange.selectors.standing import Row, Standing, as_key, natural
from commissioning.exchange.selectors.words import shown

Places = Mapping[int, str]  # place of a column in the file → heading of the register
MOST_REMARKS = 5
REPEATED = "Rows {rows} have the same {key} and differ. Keep one of them."


class Planner:
    """One file against one register as it stands. `places` says which column of the file is which of the register."""

    def __init__(
        self,
        standing: Standing,
        places: Places,
        letters: Mapping[str, str],
        percent: Set[tuple[int, int]] = frozenset(),
        earlier: Earlier | None = None,
    ) -> None:
        self.standing = standing
        self.resource: RegisterResource = standing.resource
        self.places = places
        self.letters = letters
        self.percent = percent
        self.earlier = earlier or {}
        self.ignored: dict[str, int] = {}
        self.remarks: dict[str, None] = {}

    def plan(self, rows: Iterable[ReadRow]) -> Plan:
        """Every row with its verdict so far: what the doors refuse comes later."""
        planned = [self.row(each) for each in rows]
        self._refuse_repeated(planned)
        self.resource.together(planned, self._problem)
        told = [
            f"“{heading}” is not read by an import: {count:,} "
            f"{'cell that says something else was' if count == 1 else 'cells that say something else were'} left out."
            for heading, count in self.ignored.items()
        ]
        return Plan(planned, (*told, *self._remarks()))

    def _remarks(self) -> list[str]:
        """How days that another country would read otherwise were read: the first few, and how many more."""
        shown_first = list(self.remarks)[:MOST_REMARKS]
        more = len(self.remarks) - len(shown_first)
        return [*shown_first, f"{more:,} more days were read with the day first."] if more else shown_first

    def row(self, read: ReadRow) -> Planned:
        cells = {
            heading: read.cells[place] if place < len(read.cells) else None
            for place, heading in self.places.items()
        }
        formatted = frozenset(
            heading for place, heading in self.places.items() if (read.number, place) in self.percent
        )
        planned = Planned(number=read.number, cells=cells)
        if self._as_it_was_imported(planned):
            return planned
        self._recognise(planned)
        if planned.verdict != Verdict.REFUSED:
            exported = self.standing.rows.get(planned.key) if planned.record is not None else None
            if exported is None:
                self._as_new(planned, formatted)
            else:
                self._against(planned, exported, formatted)
        return planned

    def _as_it_was_imported(self, planned: Planned) -> bool:
        """Whether this very file was imported before and the row's record stands as that left it: no change, then."""
        key_words, check = self.earlier.get(planned.number, ("", ""))
        key = self._keys_by_words.get(key_words)
        if key is None or self.standing.check(key) != check:
            return False
        planned.key, planned.record, planned.check_before = key, self.standing.records.get(key), check
        planned.label = _words(self.standing.rows[key].get(self.resource.label))
        return True

    @cached_property
    def _keys_by_words(self) -> Mapping[str, Key]:
        return {words_of_key(key): key for key in self.standing.rows} if self.earlier else {}

    # --- which record ---------------------------------------------------------------------------------------------

    def _recognise(self, planned: Planned) -> None:
        resource, cells = self.resource, planned.cells
        planned.label = _words(cells.get(resource.label)) if resource.label else ""
        broken = [h for h in resource.key if isinstance(cells.get(h), Broken)]
        if broken:
            planned.refuse(
                self._problem(planned, broken[0], "This cell has no value: write the reference itself.")
            )
            return
        key = tuple(_words(cells.get(heading)) for heading in resource.key)
        if any(key):
            self._by_key(planned, key)
        elif resource.natural_key:
            self._by_natural_key(planned)
        if planned.record is None and planned.verdict != Verdict.REFUSED:
            self._as_meant(planned)

    def _by_key(self, planned: Planned, key: tuple[str, ...]) -> None:
        planned.key = key
        if key in self.standing.rows and key in self.standing.records:
            planned.record = self.standing.records[key]
            return
        if self.resource.adds_by_key or self._as_meant(planned):
            return
        near = self.standing.near(key)
        look_alike = mixed_letters(" ".join(key))
        meant = f" {look_alike}: type it anew." if look_alike else f" Did you mean {near}?" if near else ""
        usual = f"No {self.resource.one} with this reference is known here.{meant} Leave the cell empty for a new one."
        said = self.resource.unknown(key, self.standing) or usual
        planned.refuse(self._problem(planned, self.resource.key[0], said))

    def _by_natural_key(self, planned: Planned) -> None:
        name = natural({h: _words(c) for h, c in planned.cells.items()}, self.resource.natural_key)
        if not all(heading in planned.cells for heading in self.resource.natural_key):
            return
        found = self.standing.natural.get(name, ()) if any(name) else ()
        if len(found) > 1:
            which = ", ".join(" ".join(each) for each in found[:5])
            planned.refuse(
                self._problem(
                    planned,
                    self.resource.natural_key[0],
                    f"This could be any of {which}. Write the reference of the one you mean.",
                )
            )
        elif found:
            planned.key = found[0]
            planned.record = self.standing.records.get(found[0])

    def _as_meant(self, planned: Planned) -> bool:
        """The row that the register itself takes it to be about; whether there is one."""
        key = self.resource.meant(planned, self.standing)
        if key is None or key not in self.standing.rows:
            return False
        planned.key, planned.record = key, self.standing.records.get(key)
        return planned.record is not None

    # --- what it says -----------------------------------------------------------------------------------------------

    def _as_new(self, planned: Planned, formatted: frozenset[str]) -> None:
        planned.verdict = Verdict.NEW
        self._leave_out(h for h, cell in planned.cells.items() if not is_blank(cell))
        if not self.resource.may_add:
            planned.refuse(
                self._problem(
                    planned, self.resource.key[0], f"A new {self.resource.one} cannot be added here."
                )
            )
            return
        for name, column in self.resource.fields.items():
            given = {h: planned.cells[h] for h in column.headings if h in planned.cells}
            if not any(not is_blank(cell) for cell in given.values()):
                if column.required:
                    planned.refuse(
                        self._problem(planned, column.headings[0], f"A new {self.resource.one} needs this.")
                    )
                continue
            if isinstance(column, KeyColumn) and not self.resource.adds_by_key:
                continue
            self._read(planned, name, column, given, None, formatted)

    def _against(self, planned: Planned, exported: Row, formatted: frozenset[str]) -> None:
        planned.label = planned.label or _words(exported.get(self.resource.label))
        planned.check_before = self.standing.check(planned.key)
        differing = [
            heading
            for heading, cell in planned.cells.items()
            if heading in exported and not same(cell, exported[heading])
        ]
        mine = [heading for heading in differing if heading in self.resource.written]
        self._leave_out(differing)
        if not mine:
            return
        planned.verdict = Verdict.CHANGED
        if not self.resource.may_change:
            planned.refuse(
                self._problem(planned, mine[0], f"A {self.resource.one} on record is not changed here.")
            )
            return
        for name, column in self.resource.fields.items():
            if set(column.headings) & set(mine):
                given = {h: planned.cells[h] for h in column.headings if h in planned.cells}
                self._read(planned, name, column, given, exported, formatted)
        if planned.verdict == Verdict.CHANGED and not planned.values:
            planned.verdict = Verdict.SAME  # other words for what stands
        else:
            self._refuse_where_taken_before_a_change(planned, exported, mine)

    def _refuse_where_taken_before_a_change(self, planned: Planned, exported: Row, mine: list[str]) -> None:
        """Refuse the row where its record changed after the file was taken: somebody else's change would be undone."""
        taken = _words(planned.cells.get(ROW_CHECK))
        if not taken or taken == planned.check_before:
            return
        planned.problems.clear()
        for heading in mine:
            now = shown(exported[heading]) or "empty"
            planned.refuse(
                self._problem(
                    planned,
                    heading,
                    f"This record was changed after the file was taken; today it says “{now}”. Take the file again, "
                    f"or empty the row's “{ROW_CHECK}” to have your values count.",
                )
            )

    def _read(
        self,
        planned: Planned,
        name: str,
        column: Column,
        given: Mapping[str, Cell],
        exported: Row | None,
        formatted: frozenset[str],
    ) -> None:
        before = self.resource.before(planned.record, name) if planned.record is not None else None
        try:
            value: Any = column.read(given, exported, percent=formatted, before=before)
        except Unread as unread:
            heading = next(
                (h for h in given if exported is None or not same(given[h], exported[h])), column.headings[0]
            )
            planned.refuse(self._problem(planned, getattr(unread, "heading", "") or heading, str(unread)))
            return
        if value is not SAME:
            planned.values[name] = value
            if isinstance(column, DayColumn | MonthColumn | DateColumns):
                self.remarks |= dict.fromkeys(filter(None, map(remark_on_day, given.values())))

    def _leave_out(self, headings: Iterable[str]) -> None:
        """Count the cells of columns that the export has and no import reads, to tell of them."""
        for heading in headings:
            if heading not in self.resource.by_heading and heading != ROW_CHECK:
                self.ignored[heading] = self.ignored.get(heading, 0) + 1

    # --- rows that meet -----------------------------------------------------------------------------------------------

    def _refuse_repeated(self, planned: list[Planned]) -> None:
        """Two rows about one record: refused where they differ; the second is unchanged where it repeats the first."""
        by_key: dict[tuple[str, ...], list[Planned]] = {}
        for row in planned:
            if row.key:
                by_key.setdefault(row.key, []).append(row)
        for key, rows in by_key.items():
            if len(rows) == 1 or not any(row.writes for row in rows):
                continue
            if all(row.values == rows[0].values and row.verdict == rows[0].verdict for row in rows):
                for row in rows[1:]:
                    row.verdict, row.values = Verdict.SAME, {}
                continue
            numbers = ", ".join(str(row.number) for row in rows)
            for row in rows:
                row.refuse(
                    Problem(
                        self.letters.get(self.resource.key[0], ""),
                        self.resource.key[0],
                        " ".join(key),
                        REPEATED.format(rows=numbers, key=self.resource.key[0].lower()),
                    )
                )

    def _problem(self, planned: Planned, heading: str, message: str) -> Problem:
        return Problem(
            self.letters.get(heading, ""), heading, shown(planned.cells.get(heading))[:80], message
        )


def _words(cell: object) -> str:
    return as_key(None if isinstance(cell, Broken) else cell)
