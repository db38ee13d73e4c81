"""Words that stand where a value would: each has its own meaning, none of them is nought, and none is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from commissioning.core.spreadsheets.escape import unescape_text

from .cells import Cell
from .unread import Unread, quoted

# Characters that take no room: whoever typed the cell does not know that they are there.
UNSEEN: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_ENDS: Final = re.compile(
    "^[\\s\u00ad\u200b\u200c\u200d\u2060\ufeff]+|[\\s\u00ad\u200b\u200c\u200d\u2060\ufeff]+$"
)
FULL_WIDTH: Final = re.compile("[\uff01-\uff5e\uffe0-\uffe6]")
ANYWHERE: Final = "into a column for words, such as a note"


class Word(StrEnum):
    """`value` is what the word says of whatever was asked for."""

    TBC = "that it is still to be confirmed"
    AWAITED = "that it is awaited"
    NOT_KNOWN = "that it is not known"
    NOT_APPLICABLE = "that nothing applies here"
    NIL = "that there is none"
    DASH = "none, not known or not asked"
    HELD_BACK = "that a figure is held back"


_WORDS: Final = (
    (Word.TBC, re.compile(r"tbc|t\.b\.c\.?|tbd|to be (?:confirmed|agreed|determined|advised)")),
    (Word.AWAITED, re.compile(r"await(?:ed|ing)|pending|to follow")),
    (
        Word.NOT_KNOWN,
        re.compile(
            r"(?:not (?:yet )?(?:known|stated|given|available|specified|recorded)|unknown|unstated|blank"
            r"|unreadable|missing|no data|null|\?+)"
        ),
    ),
    (Word.NOT_APPLICABLE, re.compile(r"#?n/a|n\.a\.?|na|not applicable")),
    (Word.NIL, re.compile(r"nil|none|zero|nought")),
    (Word.DASH, re.compile(r"[-‐‑‒–—―−]+|\.+")),
    (Word.HELD_BACK, re.compile(r"\*+|suppressed|withheld|redacted|\[[cz]\]")),
)
# Every word that says why there is no value; what each column makes of it is the column's own matter.
NOT_KNOWN: Final = frozenset(Word) - {Word.NIL}


def unescaped(text: str) -> str:
    """Text without the apostrophe that the export put before what might be a formula, nor space at either end."""
    plain = unescape_text(text)
    return _ENDS.sub("", plain) if plain != text else _ENDS.sub("", unescape_text(_ENDS.sub("", text)))


def tidy(text: str) -> str:
    """One line as a person sees it: the export's apostrophe and unseen characters taken off, spaces made one."""
    return " ".join(unescaped(text).translate(UNSEEN).split())


def is_blank(cell: Cell) -> bool:
    """True for an empty cell and for one that only looks empty. A dash is not blank, nor is an error."""
    return cell is None or (isinstance(cell, str) and not tidy(cell))


def word_of(cell: Cell) -> Word | None:
    """Which of the words the cell is, in any case and with or without the brackets of a marker ("[tbc]")."""
    if not isinstance(cell, str):
        return None
    text = tidy(cell).lower()
    inner = text[1:-1].strip() if re.fullmatch(r"\[[^\[\]]{2,}\]", text) else text
    return next((word for word, pattern in _WORDS if pattern.fullmatch(inner)), None)


def refuse_word(cell: Cell, takes: str, *, goes: str = "", none: str = "") -> None:
    """Raises Unread for one of the words in a column that holds `takes` only ("whole numbers").

    `goes` says where the word belongs; `none` is how this column states that there is none ("0").
    """
    word = word_of(cell)
    if word is None:
        return
    says = "may say" if word == Word.DASH else "says"
    wrong = f"{quoted(cell)} {says} {word.value}; this column takes {takes} only."
    empty = "Leave the cell empty"
    if word == Word.NIL and none:
        raise Unread(wrong, f"Write {none} for none.", (none,))
    if word == Word.DASH and none:
        raise Unread(wrong, f"Write {none} for none, or leave the cell empty where it is not known.", (none,))
    raise Unread(wrong, f"{empty} and put the word {goes or ANYWHERE}.")


def refuse_look_alikes(cell: str) -> None:
    """Raises Unread for characters that look like digits and signs, but are others: full-width, Arabic, raised."""
    text = tidy(cell)
    strange = [letter for letter in text if FULL_WIDTH.match(letter) or _is_strange_digit(letter)]
    if not strange:
        return
    plain = unicodedata.normalize("NFKC", text)
    readings = (plain,) if re.fullmatch(r"[ -~£]+", plain) else ()
    cure = f"Type it anew: {plain}." if readings else "Type it anew with the digits 0 to 9."
    raise Unread(
        f"{quoted(cell)} holds characters that only look like plain ones (“{strange[0]}”).", cure, readings
    )


def _is_strange_digit(letter: str) -> bool:
    return not letter.isascii() and unicodedata.category(letter) in {"Nd", "No", "Nl"}


def mixed_letters(text: str) -> str:
    """Letters of another alphabet inside a word of ours ("Ѕcope" with a Cyrillic Ѕ), as words; "" for none.

    Such a word looks right and matches nothing. A word wholly in another alphabet is left alone.
    """
    for part in re.findall(r"[^\W\d_]+", text):
        foreign = [letter for letter in part if _alphabet(letter) in {"CYRILLIC", "GREEK"}]
        if foreign and len(foreign) < len(part):
            return f"“{foreign[0]}” in it is a {_alphabet(foreign[0]).capitalize()} letter"
    return ""


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def listed(words: Sequence[str]) -> str:
    """ "“A”, “B” or “C”", for a short choice."""
    marked = [f"“{word}”" for word in words]
    return f"{', '.join(marked[:-1])} or {marked[-1]}" if len(marked) > 1 else "".join(marked)
