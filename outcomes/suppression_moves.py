"""Whether a hidden count could be another number: the search behind `outcomes.suppression`. Rules only.

A reader knows the shown counts, which sums hold, and that no count is below nought. A hidden count is safe if some
other set of hidden counts fits all that. The search looks for such a set one step away: some hidden counts one up,
others one down, every sum as before. Finding one proves the count safe; where none is found it is taken as unsafe.
"""

from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal

Number = int | Decimal
MOST_STEPS = 4_000  # of one search; giving up hides more than needed, never less


class Relations:
    """Sums of cells, and which cells they tie together."""

    def __init__(self, sums: Sequence[tuple[Hashable, list[Hashable]]]) -> None:
        self.sums = tuple(sums)
        self._of: dict[Hashable, list[tuple[int, int]]] = {}
        self.members: list[list[tuple[Hashable, int]]] = []
        for number, (total, parts) in enumerate(self.sums):
            # Parts less the total make nought; parts first, so that a search leaves totals alone where it can.
            self.members.append([*((part, 1) for part in parts), (total, -1)])
            for key, sign in self.members[-1]:
                self._of.setdefault(key, []).append((number, sign))

    def of(self, key: Hashable) -> list[tuple[int, int]]:
        """The numbers of the sums a cell is in, with 1 where it is a part and -1 where it is the total."""
        return self._of.get(key, [])

    def reachable(self, key: Hashable, hidden: frozenset[Hashable]) -> list[tuple[Hashable, list[Hashable]]]:
        """The sums a change of this cell can run through, from hidden cell to hidden cell, nearest first."""
        found: list[int] = []
        waiting, met = [key], {key}
        for cell in waiting:
            for number, _ in self.of(cell):
                if number not in found:
                    found.append(number)
                    nearby = [
                        other for other, _ in self.members[number] if other in hidden and other not in met
                    ]
                    waiting.extend(nearby)
                    met.update(nearby)
        return [self.sums[number] for number in found]


class Move:
    """Searches for changes that a reader could not tell from the truth."""

    def __init__(
        self, relations: Relations, values: Mapping[Hashable, Number], hidden: frozenset[Hashable]
    ) -> None:
        self.relations, self.values, self.hidden = relations, values, hidden
        self._steps = 0

    def of(self, key: Hashable) -> set[Hashable]:
        """All cells that change in some undetectable change of `key`, itself included; none if there is none.

        Short changes are tried first: two cells, then three and so on.
        """
        self._steps = 0
        longest = sum(cell in self.values for cell in self.hidden)
        for length in range(1, longest + 1):
            for step in (1, -1):
                changed: dict[Hashable, int] = {}
                if self._change(key, step, changed, {}, length):
                    return set(changed)
            if self._steps > MOST_STEPS:
                break
        return set()

    def _change(
        self, key: Hashable, step: int, changed: dict[Hashable, int], off: dict[int, int], left: int
    ) -> bool:
        """Change one cell and, after it, whatever its sums then need; undone where that leads nowhere."""
        self._steps += 1
        if not left or self.values[key] + step < 0 or self._steps > MOST_STEPS:
            return False
        changed[key] = step
        after = dict(off)
        for number, sign in self.relations.of(key):
            after[number] = after.get(number, 0) + sign * step
        if self._settle(changed, after, left - 1):
            return True
        del changed[key]
        return False

    def _settle(self, changed: dict[Hashable, int], off: dict[int, int], left: int) -> bool:
        open_sum = next((number for number, by in off.items() if by), None)
        if open_sum is None:
            return True
        direction = -1 if off[open_sum] > 0 else 1
        return any(
            self._change(key, direction * sign, changed, off, left)
            for key, sign in self.relations.members[open_sum]
            if key in self.hidden and key in self.values and key not in changed
        )
