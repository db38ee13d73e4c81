"""Small numbers are not shown, nor what would give one away. Rules only: no queries, no pages.

A count of a few people can tell who they are. What follows is the general practice of official statistics on disclosure
control (primary and secondary suppression of tables, as the Government Statistical Service advises its producers):

* A count from 1 to `threshold` − 1 is small. Nought is a value and is shown. A figure with a denominator is small where
  its numerator, what the numerator leaves of the denominator, or the denominator is: 38 of 40 tells of two people.
* A small figure is hidden whole: numerator, denominator, and every figure computed from them.
* Where shown totals would let a reader work a hidden figure out, the smallest further figure is hidden as well, and so
  on until each hidden figure could be at least two different numbers, and the hidden parts of a shown total together
  are no small number either. A total is hidden only where none of its parts is left.

Two warnings to whoever shows the result. Mark every hidden figure alike: a reader told which of two is the small one
may be able to tell both. And give hidden figures to no chart, mean or sum: to all of these they are missing.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from outcomes.printed import number
from outcomes.suppression_moves import Move, Number, Relations

NUMERATOR, REST = 0, 1  # the two counts that make a figure: those counted, and the others of its denominator


class Why(StrEnum):
    """Why a figure is hidden: for the record and for those who may see it, not to be shown beside it."""

    SMALL = "small number"
    GIVES_AWAY = "would give a small number away"
    WITHHELD = "suppressed by its source"


@dataclass(frozen=True)
class Cell:
    """One figure: a count, or a numerator of a denominator. `key` is the caller's own name for it.

    `missing` is a figure nobody has reported; it hides nothing. `withheld` is one its source suppressed: its number is
    not known here either, and totals must not give it away.
    """

    key: Hashable
    numerator: Number | None
    denominator: Number | None = None
    missing: bool = False
    withheld: bool = False


@dataclass(frozen=True)
class Sum:
    """That `total` is the sum of `parts`: the members of a breakdown, or the months of a year."""

    total: Hashable
    parts: tuple[Hashable, ...]


def is_small(count: Number | None, threshold: int | None) -> bool:
    """Whether a count is above nought and below the threshold; a threshold of None or 1 makes no count small."""
    return count is not None and threshold is not None and 0 < count < threshold


def is_small_figure(numerator: Number, denominator: Number | None, threshold: int | None) -> bool:
    """Whether numerator, denominator or the difference between them is small."""
    if denominator is None:
        return is_small(numerator, threshold)
    return any(is_small(count, threshold) for count in (numerator, denominator, denominator - numerator))


def shown_count(count: Number | None, threshold: int | None, *, hidden: bool = False) -> str:
    """A count as any reader may see it: "1,204", "0", "suppressed" or "not known".

    `hidden` is for a count that `suppressed` names although it is not small itself; the word is the same on purpose.
    """
    if hidden or is_small(count, threshold):
        return "suppressed"
    return number(count)


def breakdowns(whole: Hashable, lists: Iterable[Iterable[Hashable]]) -> tuple[Sum, ...]:
    """One sum for each breakdown of the same whole: by district, by age and so on."""
    return tuple(Sum(whole, tuple(members)) for members in lists)


def suppressed(
    cells: Iterable[Cell], *, sums: Sequence[Sum] = (), threshold: int | None
) -> Mapping[Hashable, Why]:
    """The keys of the figures to hide, each with why; every other figure may be shown.

    Hand over together all figures a reader may see side by side: the whole and the members of every breakdown of a
    period, and where years are shown beside their months, those with a `Sum` for each. Cells named in no sum are
    judged alone. `ValueError` for a key given twice or a sum of a key that is no cell.
    """
    cells = tuple(cells)
    _check(cells, sums)
    if threshold is None:
        threshold = 0
    hidden: dict[Hashable, Why] = {}
    for cell in cells:
        if cell.withheld:
            hidden[cell.key] = Why.WITHHELD
        elif _is_known(cell) and is_small_figure(cell.numerator or 0, cell.denominator, threshold):
            hidden[cell.key] = Why.SMALL
    if hidden and sums:
        _Table(cells, sums, threshold, hidden).protect()
    return hidden


def _is_known(cell: Cell) -> bool:
    return not cell.missing and not cell.withheld and cell.numerator is not None


def _check(cells: Sequence[Cell], sums: Sequence[Sum]) -> None:
    keys = {cell.key for cell in cells}
    if len(keys) < len(cells):
        raise ValueError("Two cells have the same key: name each figure once.")
    for one in sums:
        unknown = {one.total, *one.parts} - keys
        if unknown:
            raise ValueError(f"A sum names what is no cell: {sorted(map(str, unknown))}.")
        if one.total in one.parts or len(set(one.parts)) < len(one.parts):
            raise ValueError(f"The sum of {one.total} counts a cell twice.")


class _Table:
    """The figures of one set of sums while more and more of them are hidden."""

    def __init__(
        self, cells: Sequence[Cell], sums: Sequence[Sum], threshold: int, hidden: dict[Hashable, Why]
    ) -> None:
        usable = [cell for cell in cells if _is_known(cell) or cell.withheld]
        self.threshold, self.hidden = threshold, hidden
        self.order = {cell.key: place for place, cell in enumerate(usable)}
        self.withheld = {cell.key for cell in usable if cell.withheld}
        self.measures = self._measures(usable)
        self.open_cells: list[set[Hashable]] = [set() for _ in self.measures]
        # Unreported parts count as nothing: a total may well have been made of the others. Of nothing but unreported
        # parts, or without its total, a sum tells a reader nothing.
        relations = [(one.total, [key for key in one.parts if key in self.order]) for one in sums]
        self.relations = Relations(
            [(total, parts) for total, parts in relations if parts and total in self.order]
        )

    @staticmethod
    def _measures(cells: Sequence[Cell]) -> list[dict[Hashable, Number]]:
        """What adds up independently: numerators, and what they leave of denominators (else the denominators).

        Where a numerator can exceed its denominator (visits per child), there is no rest, and the denominator itself
        is the second. Of a withheld figure nothing is known, so it is taken to be able to grow only.
        """
        shares = all(
            (cell.numerator or 0) <= cell.denominator for cell in cells if cell.denominator is not None
        )
        numerators = {cell.key: cell.numerator or 0 for cell in cells}
        has_denominators = any(cell.denominator is not None for cell in cells)
        rests = {
            cell.key: (cell.denominator or 0) - ((cell.numerator or 0) if shares else 0)
            for cell in cells
            if cell.denominator is not None or (cell.withheld and has_denominators)
        }
        return [numerators, rests]

    def protect(self) -> None:
        """Hide further cells until none can be worked out. Ends, since each turn hides one more."""
        while further := self._next_to_hide():
            self.hidden[further[0]] = Why.GIVES_AWAY

    def _next_to_hide(self) -> list[Hashable]:
        """The next key, in a list since a key may be anything; none left is an empty one."""
        for measure in (NUMERATOR, REST):
            for key in self._given_away(measure):
                candidates = self._candidates(key, measure)
                if candidates:
                    return [self._best(candidates, key, measure)]
        for total, parts in self.relations.sums:
            small = None if total in self.hidden else self._small_together(parts)
            if small is not None:
                return self._smallest_first(set(parts) - set(self.hidden), small)[:1] or [total]
        return []

    def _given_away(self, measure: int) -> list[Hashable]:
        """Hidden cells of which a reader can work out this count, and should not.

        A nought that every reader can tell (the shown total is nought as well) tells of nobody, as long as the figure
        as a whole stays open.
        """
        values, given = self.measures[measure], []
        open_cells = self._open(measure)
        elsewhere = self._open(1 - measure) if self.measures[1 - measure] else set()
        for key in self.hidden:
            if key not in values or key in open_cells or not self.relations.of(key):
                continue
            if values[key] == 0 and key in elsewhere and key not in self.withheld:
                continue
            given.append(key)
        return given

    def _open(self, measure: int) -> set[Hashable]:
        """Hidden cells whose count could be another one, as far as a reader can tell.

        Found once they need no second search: with more cells hidden a reader can tell less, never more.
        """
        found = self.open_cells[measure]
        move = Move(self.relations, self.measures[measure], frozenset(self.hidden))
        for key in self.hidden:
            if key not in found and key in self.measures[measure]:
                found |= move.of(key)
        return found

    def _small_together(self, parts: Sequence[Hashable]) -> int | None:
        """Which count of the hidden parts of a shown total, which a reader can add up, is small; None for neither."""
        hidden = [part for part in parts if part in self.hidden]
        counts = [sum((values.get(part, 0) for part in hidden), 0) for values in self.measures]
        for measure, count in enumerate(counts):
            if is_small(count, self.threshold):
                return measure
        return NUMERATOR if self.measures[REST] and is_small(sum(counts), self.threshold) else None

    def _candidates(self, key: Hashable, measure: int) -> list[Hashable]:
        """Shown cells that might cover `key`, the likeliest first.

        Parts come before totals. First those of sums in which one cell alone is hidden, since that is where a reader
        can work it out.
        """
        near = self.relations.reachable(key, frozenset(self.hidden))
        single = [one for one in near if sum(member in self.hidden for member in (one[0], *one[1])) == 1]
        for sums in (single, near):
            parts = {part for _, parts in sums for part in parts} - set(self.hidden)
            totals = {total for total, _ in sums} - set(self.hidden) - parts
            for cells in (parts, totals):
                if cells:
                    return self._smallest_first(cells, measure)
        return []

    def _best(self, candidates: list[Hashable], key: Hashable, measure: int) -> Hashable:
        """The smallest that settles the matter at once, else the smallest."""
        for candidate in candidates:
            trial = Move(self.relations, self.measures[measure], frozenset({*self.hidden, candidate}))
            if trial.of(key):
                return candidate
        return candidates[0]

    def _smallest_first(self, cells: Iterable[Hashable], measure: int) -> list[Hashable]:
        """Noughts come last; ties stay in the order given, so that the same table always hides the same cells."""

        def rank(key: Hashable) -> tuple[bool, Number, int]:
            size: Number = sum(values.get(key, 0) for values in self.measures)
            return (not self.measures[measure].get(key, 0), size, self.order[key])

        return sorted(cells, key=rank)
