"""Who stands on which row of a governance map, and in which column: whoever answers upward stands lower.

Everything is decided by the order in which bodies and links are given, so that the same map is always drawn the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import ceil
from typing import Final

from commissioning.core.charts.governance_parts import UPWARD, MapLink

MOST_COLUMNS: Final = 4
SWEEPS: Final = 3
OFF_CENTRE: Final = 0.1  # less than any link weighs: it only decides where no link does


@dataclass(frozen=True)
class Grid:
    """`place` is (row, column) of each linked body, both from 0 at the top left."""

    place: Mapping[str, tuple[int, int]]
    rows: int
    columns: int


def without_circles(links: Sequence[MapLink]) -> tuple[dict[str, list[str]], tuple[MapLink, ...]]:
    """Whom each body answers to, and the links left out of that because they close a circle.

    Links are taken in the order given; one whose target already answers to its source, however indirectly, is left out
    of the rows. It is still drawn.
    """
    above: dict[str, list[str]] = {}
    closing: list[MapLink] = []
    for link in links:
        if link.kind not in UPWARD:
            continue
        if link.source in _everyone_above(link.target, above):
            closing.append(link)
        else:
            above.setdefault(link.source, []).append(link.target)
    return above, tuple(closing)


def _everyone_above(start: str, above: Mapping[str, Sequence[str]]) -> set[str]:
    """`start` and all to whom it answers."""
    found, waiting = {start}, [start]
    while waiting:
        fresh = [one for one in above.get(waiting.pop(), ()) if one not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found


def layers(references: Sequence[str], links: Sequence[MapLink]) -> dict[str, int]:
    """The layer of every linked body, 0 at the top: below all to whom it answers, beside those it is linked with.

    A body that answers to nobody stands just above the highest of those who answer to it.
    """
    above, _ = without_circles(links)
    upward = [one for one in references if one in above or any(one in tops for tops in above.values())]
    level = dict.fromkeys(upward, 0)
    for _ in upward:
        for source, targets in above.items():
            level[source] = max(level[source], *(level[target] + 1 for target in targets))
    for root in (one for one in upward if one not in above):
        level[root] = min(level[one] for one in above if root in above[one]) - 1
    return _with_sideways(references, links, level)


def _with_sideways(
    references: Sequence[str], links: Sequence[MapLink], level: dict[str, int]
) -> dict[str, int]:
    """Bodies that only advise or link stand on the layer of a partner; where no partner has one, on the first."""
    partners: dict[str, list[str]] = {}
    for link in links:
        partners.setdefault(link.source, []).append(link.target)
        partners.setdefault(link.target, []).append(link.source)
    left = [one for one in references if one in partners and one not in level]
    while left:
        ready = [one for one in left if any(partner in level for partner in partners[one])]
        if ready:
            level.update(
                {one: next(level[partner] for partner in partners[one] if partner in level) for one in ready}
            )
        else:
            level[left[0]] = 0
        left = [one for one in left if one not in level]
    return level


def grid(references: Sequence[str], links: Sequence[MapLink]) -> Grid:
    """A row and a column for every linked body; a layer of more than four takes several rows.

    Columns are those that keep links short. No body shares its place with another.
    """
    level = layers(references, links)
    by_layer: dict[int, list[str]] = {}
    for one in references:
        if one in level:
            by_layer.setdefault(level[one], []).append(one)
    widest = max((len(names) for names in by_layer.values()), default=1)
    columns = min(widest, MOST_COLUMNS)
    rows = [
        row
        for layer in sorted(by_layer)
        for row in _rows_of(_beside_their_kin(by_layer[layer], links), columns)
    ]
    return Grid(_columns(rows, columns, links), len(rows), columns)


def _beside_their_kin(names: Sequence[str], links: Sequence[MapLink]) -> list[str]:
    """Those with the same links follow one another, so that a layer is not cut through a group."""
    first: dict[tuple[tuple[str, str], ...], int] = {}
    kin = {
        name: tuple(sorted((link.kind, link.target) for link in links if link.source == name))
        for name in names
    }
    for place, name in enumerate(names):
        first.setdefault(kin[name], place)
    return sorted(names, key=lambda name: first[kin[name]])


def _rows_of(names: Sequence[str], columns: int) -> list[Sequence[str]]:
    """Rows of nearly equal length: five bodies on four columns are three and two."""
    count = ceil(len(names) / columns)
    size, longer = divmod(len(names), count)
    rows, start = [], 0
    for row in range(count):
        end = start + size + (row < longer)
        rows.append(names[start:end])
        start = end
    return rows


def _columns(
    rows: Sequence[Sequence[str]], columns: int, links: Sequence[MapLink]
) -> dict[str, tuple[int, int]]:
    """Each row in turn takes the arrangement with the shortest links to the bodies placed so far; several times."""
    at: dict[str, int] = {}
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 == 0 else list(reversed(rows)):
            touching = [link for link in links if link.source in row or link.target in row]
            at.update(_best(row, columns, touching, at))
    return {name: (place, at[name]) for place, row in enumerate(rows) for name in row}


def _best(
    row: Sequence[str], columns: int, touching: Sequence[MapLink], at: Mapping[str, int]
) -> dict[str, int]:
    def cost(chosen: tuple[int, ...]) -> float:
        here = {**at, **dict(zip(row, chosen, strict=True))}
        length = sum(
            abs(here[link.source] - here[link.target])
            for link in touching
            if link.source in here and link.target in here
        )
        return length + OFF_CENTRE * sum(abs(column - (columns - 1) / 2) for column in chosen)

    shortest = min(permutations(range(columns), len(row)), key=cost)
    return dict(zip(row, shortest, strict=True))
