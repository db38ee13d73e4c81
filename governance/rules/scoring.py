"""Scores of risks on five by five, and the bands that name them.

A score is likelihood times impact, each from 1 to 5. Its band is looked up when it is read and is never kept with the
risk, so that bands can be changed without leaving a risk in one that no longer exists.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

LOWEST_LEVEL: Final = 1
HIGHEST_LEVEL: Final = 5
LEVELS: Final = range(LOWEST_LEVEL, HIGHEST_LEVEL + 1)
HIGHEST_SCORE: Final = HIGHEST_LEVEL * HIGHEST_LEVEL


@dataclass(frozen=True)
class Band:
    """A run of scores from `from_score` up to the next band. `escalates`: a risk in it goes to a body above its own."""

    name: str
    from_score: int
    words: str = ""
    escalates: bool = False


@dataclass(frozen=True)
class Cell:
    """One of the 25 squares of the map of risks."""

    likelihood: int
    impact: int
    score: int
    band: Band


# The usual practice of the NHS for its matrix of risks, known at second hand: no standard was read in full. A programme
# may set its own.
DEFAULT_BANDS: Final = (
    Band("Low", 1, "Manage by the usual routine"),
    Band("Moderate", 4, "Name an owner and review at every meeting of the team"),
    Band("High", 8, "Plan mitigation and report to the programme board"),
    Band("Extreme", 15, "Act now and tell the body above the programme board", escalates=True),
)


def score(likelihood: int | None, impact: int | None) -> int | None:
    """Likelihood times impact, 1 to 25; None, which is not a low score, while either is not assessed.

    Raises ValueError for a level outside 1 to 5, even where the other is not assessed.
    """
    for name, level in (("Likelihood", likelihood), ("Impact", impact)):
        if level is not None and level not in LEVELS:
            raise ValueError(f"{name} runs from {LOWEST_LEVEL} to {HIGHEST_LEVEL}, not {level}.")
    return None if likelihood is None or impact is None else likelihood * impact


def band_of(value: int | None, bands: Sequence[Band] = DEFAULT_BANDS) -> Band | None:
    """The band that a score falls in: the highest one that begins at or below it. None for a risk not assessed.

    Any score from 1 to 25 has a band, whatever the bands, as long as `bands_problems` finds nothing wrong with them;
    raises ValueError for a score outside 1 to 25, or where no band begins at or below the score.
    """
    return None if value is None else _band(value, bands)


def _band(value: int, bands: Sequence[Band]) -> Band:
    if not 1 <= value <= HIGHEST_SCORE:
        raise ValueError(f"A score runs from 1 to {HIGHEST_SCORE}, not {value}.")
    reached = [band for band in bands if band.from_score <= value]
    if not reached:
        raise ValueError(f"No band begins at or below {value}. Let the lowest band begin at 1.")
    return max(reached, key=lambda band: band.from_score)


def last_score(band: Band, bands: Sequence[Band] = DEFAULT_BANDS) -> int:
    """The highest score that can be reached in the band: high, 8 to 14, ends with 12, as no 13 or 14 can be made.

    A band that no product reaches (one of 17 to 19) ends where it begins.
    """
    inside = (cell.score for cell in cells(bands) if cell.band == band)
    return max(inside, default=band.from_score)


def bands_problems(bands: Sequence[Band]) -> tuple[str, ...]:
    """What is wrong with a set of bands, a sentence each with its cure; empty when every score has just one band."""
    if not bands:
        return ("There are no bands. Give at least one, beginning at 1.",)
    return (*_start_problems(bands), *_order_problems(bands), *_name_problems(bands))


def cells(bands: Sequence[Band] = DEFAULT_BANDS) -> tuple[Cell, ...]:
    """The 25 squares, highest likelihood first and then by impact: the order of reading a map of risks.

    Only products can be scored, so 7, 11, 13, 14, 17 to 19 and 21 to 24 stand in no square. Raises as `band_of` does.
    """
    return tuple(
        Cell(likelihood, impact, likelihood * impact, _band(likelihood * impact, bands))
        for likelihood in reversed(LEVELS)
        for impact in LEVELS
    )


def _start_problems(bands: Sequence[Band]) -> Iterator[str]:
    first = bands[0]
    if first.from_score != 1:
        yield f"The lowest band, “{first.name}”, begins at {first.from_score}. Let it begin at 1."
    for place, band in enumerate(bands, start=1):
        if band.from_score > HIGHEST_SCORE:
            named = f"“{band.name.strip()}”" if band.name.strip() else f"Band {place}"
            yield (
                f"{named} begins at {band.from_score}; no score is above {HIGHEST_SCORE}. "
                f"Let it begin at {HIGHEST_SCORE} or below."
            )


def _order_problems(bands: Sequence[Band]) -> Iterator[str]:
    for lower, upper in pairwise(bands):
        if upper.from_score <= lower.from_score:
            yield (
                f"“{upper.name}” begins at {upper.from_score}, not above “{lower.name}”, which begins at "
                f"{lower.from_score}. Let each band begin above the one before."
            )


def _name_problems(bands: Sequence[Band]) -> Iterator[str]:
    seen: set[str] = set()
    for place, band in enumerate(bands, start=1):
        name = " ".join(band.name.split()).casefold()
        if not name:
            yield f"Band {place} has no name. Give it one."
        elif name in seen:
            yield f"Two bands are called “{band.name.strip()}”. Give each its own name."
        seen.add(name)
