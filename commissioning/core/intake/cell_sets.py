"""A set of cells kept as runs down a column, so that a whole column of percentages costs no more than one cell."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Set

Run = tuple[int, int, int]  # index of the column, first row, last row


class CellSet(Set[tuple[int, int]]):
    """(row number, index of the column) of each cell in the runs; it behaves as a frozenset of those pairs does."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self._columns: dict[int, list[tuple[int, int]]] = {}
        for column, first, last in sorted(runs):
            self._columns.setdefault(column, []).append((first, last))

    @classmethod
    def _from_iterable(cls, cells: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:  # type: ignore[override]
        return frozenset(cells)

    def __contains__(self, cell: object) -> bool:
        if not isinstance(cell, tuple) or len(cell) != 2:
            return False
        row, column = cell
        runs = self._columns.get(column, [])
        place = bisect_right(runs, (row, float("inf"))) - 1
        return place >= 0 and runs[place][1] >= row

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for column, runs in self._columns.items():
            for first, last in runs:
                yield from ((row, column) for row in range(first, last + 1))

    def __len__(self) -> int:
        return sum(last - first + 1 for runs in self._columns.values() for first, last in runs)

    def __hash__(self) -> int:
        return self._hash()

    def __repr__(self) -> str:
        return f"CellSet({sorted(self)!r})" if len(self) < 50 else f"CellSet(<{len(self)} cells>)"


class Runs:
    """Gathers cells that come row by row into runs."""

    def __init__(self) -> None:
        self._open: dict[int, list[int]] = {}
        self.closed: list[Run] = []

    def add(self, row: int, column: int) -> None:
        run = self._open.get(column)
        if run is not None and row in (run[1], run[1] + 1):
            run[1] = row
            return
        if run is not None:
            self.closed.append((column, run[0], run[1]))
        self._open[column] = [row, row]

    def all(self) -> list[Run]:
        """Every run so far, in no order."""
        return [*self.closed, *((column, first, last) for column, (first, last) in self._open.items())]
