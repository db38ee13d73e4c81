"""Which column of a file is which of a register: recognised, remembered, or said by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from commissioning.core.intake.cells import ReadFile, ReadSheet
from commissioning.core.intake.headings import (
    Headings,
    HeadingsRefused,
    KnownColumn,
    find_headings,
    heading_key,
)
from commissioning.core.spreadsheets import SheetTable
from commissioning.exchange.models import ColumnMapping
from commissioning.exchange.registers.base import ROW_CHECK, RegisterResource, column_name
from commissioning.exchange.selectors.words import shown

LEAVE_OUT = ""
ROWS_SAMPLED, MOST_SAMPLED, LONGEST_SAMPLE = 20, 3, 40
NO_HEADINGS = "No sheet of this file has a row of headings."
HEADINGS_CURE = "Take the template of the register and copy your rows into it."


@dataclass(frozen=True)
class FileColumn:
    """A column of a file for a person to say what it is: with some of its cells, and the heading proposed for it."""

    place: int
    letter: str
    heading: str
    proposed: str
    sample: str
    told: str = ""


@dataclass(frozen=True)
class Recognised:
    """A sheet with its heading row, and for each place the register's heading; what nobody recognised is in neither.

    `offered` are near misses: place → heading, for a person to accept. `remembered` names the mapping that was used.
    """

    sheet: ReadSheet
    headings: Headings
    places: Mapping[int, str]
    offered: Mapping[int, str]
    unknown: tuple[int, ...]
    remembered: str = ""

    @property
    def letters(self) -> dict[str, str]:
        by_place = {found.index: found.letter for found in self.headings.found}
        return {heading: by_place[place] for place, heading in self.places.items()}

    def sample(self, place: int) -> str:
        """The first few cells of a column that are not empty, in words."""
        below = (row for row in self.sheet.rows if row.number > self.headings.row)
        cells = (row.cells[place] for row in islice(below, ROWS_SAMPLED) if place < len(row.cells))
        words = dict.fromkeys(shown(cell)[:LONGEST_SAMPLE] for cell in cells if shown(cell))
        return "; ".join(list(words)[:MOST_SAMPLED])

    @property
    def fingerprint(self) -> str:
        return heading_key([found.heading for found in self.headings.found])


def known_columns(resource: RegisterResource, table: SheetTable) -> tuple[KnownColumn, ...]:
    """Every column of the export, with the other headings under which people's own sheets have it."""
    aliases = {
        heading: column.aliases if heading == column.headings[0] else ()
        for heading, (_, column) in resource.by_heading.items()
    }
    found = [
        KnownColumn(
            column_name(c.heading), c.heading, aliases.get(c.heading, ()), key=c.heading in resource.key
        )
        for c in table.columns
    ]
    if not any(column.heading == ROW_CHECK for column in table.columns):
        found.append(KnownColumn(column_name(ROW_CHECK), ROW_CHECK))
    return tuple(found)


def recognise(
    file: ReadFile,
    resource: RegisterResource,
    table: SheetTable,
    remembered: Mapping[str, ColumnMapping],
    *,
    sheet: str = "",
) -> Recognised:
    """The sheet that holds the register, and its columns. `remembered` are mappings by their fingerprint of headings.

    The sheet is the one named, or that with most columns recognised; a cover or a dictionary has none. Raises
    HeadingsRefused (from core.intake.headings) where no sheet has rows, or the only one has the same heading twice.
    """
    known = known_columns(resource, table)
    refusals: list[HeadingsRefused] = []
    best: tuple[int, ReadSheet, Headings] | None = None
    for each in file.sheets:
        if (sheet and each.name[:60] != sheet) or not each.rows:
            continue
        try:
            headings = find_headings(each, known)
        except HeadingsRefused as refusal:
            refusals.append(refusal)
            continue
        count = sum(found.sure for found in headings.found)
        if headings.row and (best is None or count > best[0]):
            best = count, each, headings
    if best is None or (refusals and not best[0]):
        raise refusals[0] if refusals else HeadingsRefused(NO_HEADINGS, HEADINGS_CURE)
    return _placed(best[1], best[2], known, remembered)


def _placed(
    sheet: ReadSheet,
    headings: Headings,
    known: Sequence[KnownColumn],
    remembered: Mapping[str, ColumnMapping],
) -> Recognised:
    by_name = {column.name: column.heading for column in known}
    mapping = remembered.get(heading_key([found.heading for found in headings.found]))
    said: Mapping[str, str] = mapping.columns if mapping else {}
    places: dict[int, str] = {}
    offered: dict[int, str] = {}
    unknown: list[int] = []
    for found in headings.found:
        name = said.get(found.heading, found.name if found.sure else None)
        if name in by_name and by_name[name] not in places.values():
            places[found.index] = by_name[name]
        elif found.name in by_name and found.heading not in said:
            offered[found.index] = by_name[found.name]
        elif found.heading and name != LEAVE_OUT:
            unknown.append(found.index)
    return Recognised(sheet, headings, places, offered, tuple(unknown), mapping.name if mapping else "")
