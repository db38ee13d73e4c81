"""What the cover says of rows, gathered while they are written: no table is read twice, and none is held for it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from commissioning.core.spreadsheets import Row, SheetTable, Streamed
from commissioning.reporting.exports.material import ILLUSTRATIVE

MARKER: Final = " marker"
MOST_NAMED: Final = 200  # references in one cell of the cover, which holds 32,767 characters


class Seen:
    """One table on its way into a file: how many rows there were, what was missing, and which rows are marked.

    `marked` are references of illustrative rows, no more of them than can be named; `marked_rows` counts them all.
    """

    def __init__(self, table: SheetTable) -> None:
        self.table = table
        self.rows = self.marked_rows = 0
        self.marked: dict[str, None] = {}
        self.missing: Counter[str] = Counter()
        headings = [column.heading for column in table.columns]
        self._mark = headings.index(ILLUSTRATIVE.heading) if ILLUSTRATIVE.heading in headings else None
        self._markers = [
            (place, heading.removesuffix(MARKER))
            for place, heading in enumerate(headings)
            if heading.endswith(MARKER)
        ]

    def watched(self) -> SheetTable:
        """The same table, whose rows are told of here as they are written."""
        return replace(self.table, rows=Streamed(self._walk, lambda: len(self.table.rows)))

    def _walk(self) -> Iterator[Row]:
        for row in self.table.rows:
            self.rows += 1
            if self._mark is not None and row[self._mark]:
                self.marked_rows += 1
                if len(self.marked) <= MOST_NAMED:
                    self.marked[str(row[0])] = None
            for place, heading in self._markers:
                if row[place]:
                    self.missing[heading] += 1
            yield row


def missing_lines(all_seen: Sequence[Seen]) -> list[tuple[str, str]]:
    """How often each number of the tables is missing, by the markers that stand beside the empty cells."""
    return [
        (
            seen.table.title,
            "; ".join(f"{count} without {heading}" for heading, count in seen.missing.items()),
        )
        for seen in all_seen
        if seen.missing
    ]


def marked_words(all_seen: Sequence[Seen]) -> str:
    """The references of all rows that are marked as illustrative, or how many rows there are; "" for none."""
    marked = {reference: None for seen in all_seen for reference in seen.marked}
    if len(marked) > MOST_NAMED:
        return f"{sum(seen.marked_rows for seen in all_seen):,}, each marked in its own sheet"
    return "; ".join(marked)
