"""Variation and assurance icons: our own drawings on a 48 × 48 ground, each with its letter or arrow.

Colour only repeats what the letter and the words say. Concern and fail are filled discs and the others rings, so that
H of concern and H of improvement differ in greyscale too. All carry an ink outline, since two of the published colours
miss 3:1 on white.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from commissioning.core.charts.measure import num, polygon
from commissioning.core.charts.paint import PAPER
from outcomes.charts.paint import RING
from outcomes.words import ASSURANCE, VARIATION

DOTS: Final = {
    "common_cause": ((11, 26), (17, 20), (24, 28), (31, 20), (37, 25)),
    "high": ((15.5, 38), (22, 37.5), (28.5, 36), (34.5, 32.5)),
    "low": ((13.5, 32.5), (19.5, 36), (26, 37.5), (32.5, 38)),
}
ARROW_UP: Final = ((24, 9), (36, 23), (28.5, 23), (28.5, 38), (19.5, 38), (19.5, 23), (12, 23))
WAVE: Final = "M12 {y}C15 {a} 18 {a} 20 {y}C22 {b} 25 {b} 28 {y}C30 {a} 33 {a} 36 {y}"


@dataclass(frozen=True)
class IconDrawing:
    """Paths (`wave`, `line`), circles (`dots`) and the disc (`ground`). `ring` is empty for the dashed “no icon”."""

    code: str
    size: str
    ring: str
    ground: str = PAPER
    letter: str = ""
    dots: Sequence[tuple[str, str]] = ()
    arrow: str = ""
    wave: str = ""
    line: str = ""


def _ground(code: str) -> str:
    return RING[code] if code == "fail" or code.startswith("concern") else PAPER


def variation_icon(code: str | None, size: int = 24) -> IconDrawing:
    """A variation icon `size` pixels square; None is the dashed ring. Raises KeyError for a code that is none."""
    if code is None:
        return IconDrawing("none", str(size), "")
    words = VARIATION[code]
    arrow = ""
    if code == "neutral_high":
        arrow = polygon(ARROW_UP)
    elif code == "neutral_low":
        arrow = polygon([(x, 47 - y) for x, y in ARROW_UP])
    side = code.rsplit("_", 1)[-1]
    dots = () if arrow else DOTS.get(code, DOTS.get(side, ()))
    return IconDrawing(
        code,
        str(size),
        RING[code],
        _ground(code),
        words.letter,
        [(num(x), num(y)) for x, y in dots],
        arrow=arrow,
    )


def assurance_icon(code: str | None, size: int = 24) -> IconDrawing:
    """An assurance icon: the target's line below, through or above the wave. Raises KeyError for an unknown code."""
    if code is None:
        return IconDrawing("none", str(size), "")
    wave_y, line_y = {"pass": (33.0, 39.0), "hit_or_miss": (35.5, 35.5), "fail": (37.5, 31.5)}[code]
    wave = WAVE.format(y=num(wave_y), a=num(wave_y - 4), b=num(wave_y + 4))
    return IconDrawing(
        code,
        str(size),
        RING[code],
        _ground(code),
        ASSURANCE[code].letter,
        wave=wave,
        line=f"M13 {num(line_y)}H35",
    )
