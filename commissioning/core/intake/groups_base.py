"""What the groups of columns share: the cells of one row that stand for one value, and which of them are news."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

from commissioning.core.spreadsheets import Value

from .cells import Cell
from .same import same
from .unread import Unread, either
from .words import is_blank


class Same(Enum):
    """A group whose cells all say what the export wrote: nothing is to be changed."""

    SAME = "same"


SAME: Final[Literal[Same.SAME]] = Same.SAME


@dataclass(frozen=True)
class Row:
    """The cells of a group, by part. `given` are those the file has; `fresh` those that say something new.

    For a new row every cell that is not blank is fresh. For a row that stands, those that differ from the export, blank
    ones included: they were emptied. `doubtful` are those that differ where the file may be
    the older: changed in the file or changed since, nobody knows.
    """

    headings: Mapping[str, str]
    given: Mapping[str, Cell]
    fresh: frozenset[str]
    doubtful: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        headings: Mapping[str, str],
        given: Mapping[str, Cell],
        exported: Mapping[str, Value] | None,
        *,
        current: bool = True,
    ) -> Row:
        """`headings` are the group's, by part; `given` and `exported` are by heading, and may hold other columns.

        Not `current`: the file may be older than the record. A cell that is as it was then may differ now and one that
        was changed may not, so once any differs, every cell that is not blank counts, and all have to agree.
        """
        cells = {part: given[heading] for part, heading in headings.items() if heading in given}
        doubtful: frozenset[str] = frozenset()
        if exported is None:
            fresh = frozenset(part for part, cell in cells.items() if not is_blank(cell))
        else:
            fresh = frozenset(
                part for part, cell in cells.items() if not same(cell, exported.get(headings[part]))
            )
            if fresh and not current:
                doubtful = fresh
                fresh |= {part for part, cell in cells.items() if not is_blank(cell)}
        return cls(headings, cells, fresh, doubtful)

    def news(self, part: str) -> Cell:
        """The cell where it is fresh and not blank, else None."""
        cell = self.given.get(part)
        return None if part not in self.fresh or is_blank(cell) else cell

    def emptied(self, part: str) -> bool:
        return part in self.fresh and is_blank(self.given.get(part))

    def stands(self, part: str) -> bool:
        """True where the file has a cell for the part that is not blank, fresh or not."""
        return not is_blank(self.given.get(part))

    def refuse(self, part: str, wrong: str, cure: str, readings: Sequence[str] = ()) -> Unread:
        return Unread(wrong, cure, readings, self.headings.get(part, ""))

    def contradicts(self, part: str, said: str, beside: str) -> Unread:
        """Two cells of one row that say different things; both are offered."""
        heading = self.headings.get(part, "")
        return Unread(
            f"“{said}” and “{beside}” in “{heading}” do not agree.",
            f"Write the one you mean and empty the other: {either((said, beside))}.",
            (said, beside),
            heading,
        )
