"""The letters that board papers can print: the vendored fonts, what they cover, and what stands for the rest.

PDF/UA-1 forbids a letter without a shape (ISO 14289-1, 7.21.8), so one emoji in one note would otherwise stop a board's
papers. Such a letter is printed as its Unicode name in square brackets: readable, and said aloud by a screen reader.
"""

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"
# Every face is named, so that no document depends on the machine's own fonts. DejaVu stands in for the letters, such
# as ticks, Arabic and mathematical signs, that Liberation lacks.
FILES = tuple(
    FOLDER / name
    for name in (
        "LiberationSans-Regular.ttf",
        "LiberationSans-Bold.ttf",
        "LiberationSans-Italic.ttf",
        "DejaVuSans.ttf",
    )
)
FAMILIES = ("Liberation Sans", "DejaVu Sans")
LONGEST_WORD = 24  # letters that a narrow column holds; a longer word may break anywhere
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
MAY_BREAK = "\u200b"  # zero-width space
_BREAKS = {
    "\r\n": "\n",
    "\x85": "\n",
    "\r": "\n",
    "\v": "\n",
    "\f": "\n",
    "\u2028": "\n",
    "\u2029": "\n\n",
    "\t": " ",
}
_BREAK = re.compile("|".join(map(re.escape, _BREAKS)))
_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_JOINT = re.compile(r"(?<=[/\\.,;:_@&=?#+|\-–—])(?=[^\s/\\.,;:_@&=?#+|\-–—])")


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """Code points with a shape in the regular face of either family."""
    return frozenset(code for path in (FILES[0], FILES[-1]) for code in _codes(path.read_bytes()))


def _codes(font: bytes) -> Iterator[int]:
    """Code points of a TrueType font, from format 4 and format 12 subtables of its character map (ISO/IEC 14496-22)."""
    (count,) = struct.unpack_from(">H", font, 4)
    tables = {
        font[12 + 16 * n : 16 + 16 * n]: struct.unpack_from(">I", font, 20 + 16 * n)[0] for n in range(count)
    }
    start = tables[b"cmap"]
    (count,) = struct.unpack_from(">H", font, start + 2)
    for place in {struct.unpack_from(">I", font, start + 8 + 8 * n)[0] for n in range(count)}:
        (kind,) = struct.unpack_from(">H", font, start + place)
        if kind == 4:
            yield from _segments(font, start + place)
        elif kind == 12:
            yield from _groups(font, start + place)


def _groups(font: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", font, at + 12)
    for first, last, glyph in struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * count]):
        yield from (code for code in range(first, last + 1) if glyph + code - first)


def _segments(font: bytes, at: int) -> Iterator[int]:
    (twice,) = struct.unpack_from(">H", font, at + 6)
    shape = f">{twice // 2}H"
    ends, starts, deltas, offsets = (
        struct.unpack_from(shape, font, at + place)
        for place in (14, 16 + twice, 16 + 2 * twice, 16 + 3 * twice)
    )
    for n, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                where = at + 16 + 3 * twice + 2 * n + offset + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", font, where)
            if glyph and (glyph + delta) & 0xFFFF:
                yield code


def printable(text: str) -> str:
    """The text in letters that the fonts have, with places to break inside very long words. Nothing is dropped unseen.

    Line breaks of every kind become one kind; a letter without a shape becomes its name, such as "[grinning face]".
    """
    text = in_our_letters(_BREAK.sub(lambda found: _BREAKS[found[0]], text))
    return _LONG.sub(lambda found: _breakable(found[0]), text)


def in_our_letters(text: str) -> str:
    """The text with a name in brackets for each letter that no font of ours has a shape for."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter if ord(letter) in covered() else _named(letter) for letter in text)


def _named(letter: str) -> str:
    if letter == "\n":
        return letter
    # Invisible by nature: joiners, direction marks, and selectors of one of several shapes for the letter before.
    if unicodedata.category(letter) == "Cf" or letter in _SELECTORS:
        return ""
    name = unicodedata.name(letter, "").lower()
    return f"[{name}]" if name else f"[U+{ord(letter):04X}]"


def _breakable(word: str) -> str:
    """Breaks after the joints of an address or reference; between any letters where a part is still too long."""
    parts = _JOINT.split(word)
    return MAY_BREAK.join(MAY_BREAK.join(part) if len(part) > LONGEST_WORD else part for part in parts)
