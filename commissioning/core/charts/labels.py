"""Labels placed so that none overprints: each takes the first lane where its whole box is free."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

LANE_GAP = 3.0


class Box(NamedTuple):
    """What a label and its mark cover. `lanes` counts the lanes it is high."""

    left: float
    right: float
    lanes: int = 1


class Placed(NamedTuple):
    lane: int
    box: Box


def place(boxes: Iterable[Box]) -> list[Placed]:
    """A lane for each box, in the order given: the first where it clears all that stand there already."""
    taken: list[list[Box]] = []
    placed: list[Placed] = []
    for box in boxes:
        lane = _first_free(box, taken)
        while len(taken) < lane + box.lanes:
            taken.append([])
        for height in range(box.lanes):
            taken[lane + height].append(box)
        placed.append(Placed(lane, box))
    return placed


def lane_count(placed: Sequence[Placed]) -> int:
    return max((item.lane + item.box.lanes for item in placed), default=0)


def _first_free(box: Box, taken: Sequence[Sequence[Box]]) -> int:
    def clear(lane: int) -> bool:
        rows = taken[lane : lane + box.lanes]
        return all(
            other.right + LANE_GAP <= box.left or box.right + LANE_GAP <= other.left
            for row in rows
            for other in row
        )

    return next((lane for lane in range(len(taken)) if clear(lane)), len(taken))
