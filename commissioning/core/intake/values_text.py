"""Reading words: text, lists, yes or no, and one of a few choices."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from commissioning.core.spreadsheets.escape import CUT

from .cells import Cell
from .unread import Unread, either, number_words, quoted, refuse_broken, words_of
from .words import UNSEEN, is_blank, listed, mixed_letters, refuse_word, tidy, unescaped

CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
YES: Final = frozenset({"yes", "y", "true", "1"})
NO: Final = frozenset({"no", "n", "false", "0"})
NEAR: Final = 0.8
MOST_LISTED: Final = 12


def read_text(cell: Cell, *, longest: int | None = None) -> str | None:
    """The words of a cell, kept as they are between their ends; None for a blank. "TBC" and "–" are words here.

    A date is refused: the words that were typed were turned into it, and nobody can tell what they were.
    """
    refuse_broken(cell)
    if is_blank(cell):
        return None
    if isinstance(cell, date):
        raise Unread(
            f"The spreadsheet holds the date {words_of(cell)} where this column takes words.",
            "Format the cell as text, then type it again.",
            (words_of(cell),),
        )
    text = number_words(cell) if isinstance(cell, Decimal) else words_of(cell)
    text = unescaped(text).replace("\r\n", "\n").replace("\r", "\n")
    _check_text(cell, text, longest)
    return text


def _check_text(cell: Cell, text: str, longest: int | None) -> None:
    if CONTROL.search(text):
        raise Unread(f"{quoted(cell)} holds a character that cannot be shown.", "Type the cell anew.")
    if text.endswith(CUT.strip()):
        raise Unread(
            f"{quoted(cell)} was cut when it was exported, as a cell holds 32,767 characters.",
            "Change this text on its own page, so that its end is not lost.",
        )
    if longest is not None and len(text) > longest:
        raise Unread(
            f"{quoted(cell)} has {len(text):,} characters; this column takes {longest:,}.",
            "Shorten it, or put the rest into a note.",
        )


def read_list(cell: Cell, *, longest: int | None = None) -> tuple[str, ...]:
    """The words between semicolons or line ends, in their order. Commas part nothing, as names hold them."""
    text = read_text(cell, longest=longest)
    parts = re.split(r"[;\n]", text or "")
    return tuple(word for part in parts if (word := part.translate(UNSEEN).strip()))


def read_yes_no(cell: Cell, *, not_said: bool = False) -> bool | None:
    """Yes, no, y, n, true, false, 1 or 0; None for a blank and, with `not_said`, for the words “not said”."""
    refuse_broken(cell)
    if is_blank(cell):
        return None
    text = tidy(words_of(cell)).casefold()
    if text in YES | NO:
        return text in YES
    if not_said and text in {"not said", "not stated", "not known"}:
        return None
    takes = "yes, no or not said" if not_said else "yes or no"
    refuse_word(cell, takes)
    raise Unread(f"{quoted(cell)} is neither yes nor no.", f"Write {takes}.")


def read_choice(cell: Cell, choices: Sequence[tuple[str, str]]) -> str | None:
    """The code of a choice named by its code or its label, in any case; None for a blank.

    Near misses are offered and never taken.
    """
    refuse_broken(cell)
    if is_blank(cell):
        return None
    text = words_of(cell)
    known = [(str(code), str(label)) for code, label in choices]
    asked = key_of(text)
    # A code wins over a label: where the label of one is the code of another, the code is what an export writes.
    for place in (0, 1):
        found = {choice[0] for choice in known if key_of(choice[place]) == asked}
        if len(found) == 1:
            return found.pop()
    raise _no_choice(cell, text, known)


def key_of(text: str) -> str:
    """What two spellings of one name share: case, spaces, hyphens, underscores and a final stop put aside."""
    return " ".join(re.sub(r"[\s_‐‑–-]+", " ", tidy(text)).casefold().strip("[]. ").split())


def _no_choice(cell: Cell, text: str, known: Sequence[tuple[str, str]]) -> Unread:
    labels = list(dict.fromkeys(label for _, label in known))
    by_key = {key_of(word): label for code, label in known for word in (code, label)}
    near = difflib.get_close_matches(key_of(text), list(by_key), n=3, cutoff=NEAR)
    readings = tuple(dict.fromkeys(by_key[key] for key in near))
    strange = mixed_letters(text)
    wrong = f"{quoted(cell)} is not one of the choices{f': {strange}' if strange else ''}."
    if readings:
        return Unread(wrong, f"Did you mean {listed(readings)}?", readings)
    shown = [f"“{label}”" for label in labels[:MOST_LISTED]]
    more = len(labels) - len(shown)
    words = f"{', '.join(shown)} or {more} more" if more > 0 else either(shown)
    return Unread(wrong, f"Write {words}.")
