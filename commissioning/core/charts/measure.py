"""Numbers and letters on a drawing: coordinates as strings, tick places, and how wide a label will be.

Coordinates leave as strings, so that no locale can write 12,5 for 12.5.
"""

import unicodedata
from collections.abc import Callable, Sequence
from math import ceil, floor, log10
from typing import NamedTuple

WIDE, NARROW = 720, 340
PHONE_BELOW = 500


class Face(NamedTuple):
    """How a piece of text is set: letter size in pixels, and weight."""

    size: float
    bold: bool = False


LABEL = Face(11.5)
TICK = Face(11.5, bold=True)
NAME = Face(13, bold=True)

# Advance widths of Arial, which Liberation Sans matches, in thousandths of the letter size, from the fonts' own tables.
_WIDTHS = {
    191: "'",
    222: "ijl‘’",
    278: " !,./:;I[\\]ft",
    334: "()-`r{|}",
    389: "*•",
    445: "“”",  # 333, but 500 in bold
    500: "Jckszvxy↑",
    556: "#$0123456789?L_abdeghnopqu£–",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
}
_LETTERS = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_ANY_OTHER = 1015  # the widest Latin letter: too much room for an unknown letter does no harm
_PICTOGRAPH = 1400
_BOLD_ADDS = 56  # bold Arial adds this at most to any letter


def num(value: float) -> str:
    """A short number for an SVG attribute: one decimal at most, never an exponent."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")  # + 0.0 turns a negative zero into nought


def text_width(text: str, face: Face = LABEL) -> float:
    """At least the width of a label in pixels, so that what fits by this measure fits when drawn."""
    letters = [letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)]
    units = sum(_LETTERS.get(letter, _ANY_OTHER if letter <= "\uffff" else _PICTOGRAPH) for letter in letters)
    return (units + (_BOLD_ADDS * len(letters) if face.bold else 0)) * face.size / 1000


def shortened(text: str, room: float, face: Face = LABEL) -> str:
    """The text, or as much of it as fits with “…” after it. Never empty: one letter is kept however small the room."""
    if text_width(text, face) <= room:
        return text
    kept = text
    while len(kept) > 1 and text_width(f"{kept}…", face) > room:
        kept = kept[:-1].rstrip()
    return f"{kept}…"


def wrapped(text: str, room: float, most: int = 2, face: Face = LABEL) -> list[str]:
    """Lines of at most `room` pixels, broken at spaces; what does not fit into `most` lines ends in “…”."""
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or text_width(longer, face) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [shortened(line, room, face) for line in lines]


def scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """A function from data (low to high) to pixels (start to end). Equal ends map to `start`."""
    extent = (high - low) or 1
    return lambda value: start + (value - low) / extent * (end - start)


def nice_ticks(low: float, high: float, count: int = 5) -> Sequence[float]:
    """Round numbers from low to high, about `count` of them."""
    rough = (high - low) / count
    if rough <= 0:
        return [low]
    step = 10.0 ** floor(log10(rough))
    step *= next(
        (multiple for limit, multiple in ((7.5, 10), (3.5, 5), (1.5, 2)) if rough / step >= limit), 1
    )
    first = ceil(low / step)
    return [round(place * step, 6) for place in range(first, floor(high / step + 1e-9) + 1)]


def polygon(corners: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{num(x)},{num(y)}" for x, y in corners)
