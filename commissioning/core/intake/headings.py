"""Which row of a sheet holds the headings, and which column of ours each of them is.

What is the same but for case, spaces, punctuation and marks such as "*" or "(£)" is recognised. What is merely near is
offered and never taken without asking; so is a heading that names another unit, such as "(£m)".
"""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from openpyxl.utils import get_column_letter

from .cells import Cell, ReadRow, ReadSheet
from .unread import either, words_of
from .words import is_blank, tidy, unescaped

ROWS_LOOKED_AT: Final = 20
NEAR: Final = 0.8
LONGEST_HEADING: Final = 200
# A unit that makes a number worth something else than we would take it for.
OTHER_UNIT: Final = re.compile(
    r"£\s?(?:m|mn|k|bn|million|thousand|'?000s?)\b|\b(?:in )?(?:millions|thousands|'?000s|£000s?)\b|£'?000s?",
    re.IGNORECASE,
)
_MARKS: Final = re.compile(
    r"\((?:£|gbp|in £|in pounds|pounds|%|per cent|required|mandatory|optional|if known|if any|y/?n|yes/no|yes or no"
    r"|d{1,2}/m{1,2}/y{2,4}|yyyy-mm-dd|date|text|number|no\.?)\)|[*†:?]|£"
)


class HeadingsRefused(Exception):  # noqa: N818 - the name says what happened to the sheet
    """A sheet whose columns cannot be told apart: what is wrong, and what to do."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(f"{message} {cure}")
        self.message = message
        self.cure = cure


@dataclass(frozen=True)
class KnownColumn:
    """A column of ours. `key`: alone enough to recognise the row of headings. `required`: it cannot be missing."""

    name: str
    heading: str
    aliases: tuple[str, ...] = ()
    key: bool = False
    required: bool = False


@dataclass(frozen=True)
class Found:
    """A column of the file. `sure`: it is `name`; otherwise `name` is what it may be, for a person to say, or None.

    `told` is what a person has to know before saying so.
    """

    index: int
    letter: str
    heading: str
    name: str | None
    sure: bool
    told: str = ""


@dataclass(frozen=True)
class Headings:
    """`row` is the number that the spreadsheet shows, 0 for none; `missing` are required columns of ours.

    `recognised`: the row was found by its headings. Otherwise it is the first row with two words, and nothing in it is
    sure. `problems` are sentences about columns that have the same heading.
    """

    row: int
    found: tuple[Found, ...]
    recognised: bool = True
    missing: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def find_headings(sheet: ReadSheet, known: Sequence[KnownColumn]) -> Headings:
    """The row of headings among the first twenty that are not blank: that with most columns recognised.

    Raises HeadingsRefused where a row that is plainly the headings has one of them twice.
    """
    names = _names(known)
    rows = list(islice(iter(sheet.rows), ROWS_LOOKED_AT))
    row, recognised = _heading_row(rows, known, names)
    if row is None:
        return Headings(0, (), recognised=False, missing=tuple(c.heading for c in known if c.required))
    texts = [_text(cell) for cell in row.cells]
    problems = tuple(_repeated(texts))
    if recognised and problems:
        raise HeadingsRefused(
            " ".join(problems), "Give each column its own heading, or delete the one that is not meant."
        )
    found = tuple(_found(texts, names, take=recognised))
    sure = {each.name for each in found if each.sure}
    missing = tuple(c.heading for c in known if c.required and c.name not in sure)
    return Headings(row.number, found, recognised, missing, problems)


def heading_key(headings: Headings | Sequence[str]) -> str:
    """What a remembered mapping is found by: the same for the same headings in any order and spelling of case."""
    words = [each.heading for each in headings.found] if isinstance(headings, Headings) else headings
    plain = sorted({normal(word) for word in words} - {""})
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()


def normal(heading: str) -> str:
    """What spellings of one heading share. Units other than pounds and per cent stay, as they change the numbers."""
    text = unicodedata.normalize("NFKC", unescaped(heading))
    text = text.casefold().replace("&", " and ")
    if not OTHER_UNIT.search(text):
        text = _MARKS.sub(" ", text)
    return " ".join(re.sub(r"[^\w£%]+|_+", " ", re.sub(r"['’]", "", text)).split())


def letter_of(index: int) -> str:
    """A column as spreadsheets name it: 0 is A, 26 is AA."""
    return str(get_column_letter(index + 1))


def _names(known: Sequence[KnownColumn]) -> dict[str, KnownColumn]:
    """Every spelling by which a column is recognised; headings go before names, names before aliases."""
    names: dict[str, KnownColumn] = {}
    for words in (
        ((column.heading, column) for column in known),
        ((column.name, column) for column in known),
        ((alias, column) for column in known for alias in column.aliases),
    ):
        for word, column in words:
            names.setdefault(normal(word), column)
    return names


def _text(cell: Cell) -> str:
    text = "" if is_blank(cell) else words_of(cell)
    return tidy(text)[:LONGEST_HEADING]


def _heading_row(
    rows: Sequence[ReadRow], known: Sequence[KnownColumn], names: Mapping[str, KnownColumn]
) -> tuple[ReadRow | None, bool]:
    best, most = None, 0
    for row in rows:
        matched = {names[key].name for cell in row.cells if (key := normal(_text(cell))) in names}
        keyed = any(column.key and column.name in matched for column in known)
        enough = keyed or len(matched) >= min(2, len(known))
        if enough and len(matched) > most:
            best, most = row, len(matched)
    if best is not None:
        return best, True
    worded = (row for row in rows if sum(isinstance(c, str) and not is_blank(c) for c in row.cells) > 1)
    return next(worded, rows[0] if rows else None), False


def _repeated(texts: Sequence[str]) -> Iterator[str]:
    places: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        if normal(text):
            places.setdefault(normal(text), []).append(index)
    for indexes in places.values():
        if len(indexes) > 1:
            letters = [letter_of(index) for index in indexes]
            both = f"{', '.join(letters[:-1])} and {letters[-1]}"
            yield f"Columns {both} have the same heading, “{texts[indexes[0]]}”."


def _found(texts: Sequence[str], names: Mapping[str, KnownColumn], *, take: bool) -> Iterator[Found]:
    sure = _sure(texts, names) if take else {}
    free = {key: c for key, c in names.items() if c.name not in {each.name for each in sure.values()}}
    offered = _offers({i: text for i, text in enumerate(texts) if i not in sure}, free)
    for index, text in enumerate(texts):
        letter = letter_of(index)
        if index in sure:
            yield Found(index, letter, text, sure[index].name, sure=True)
        else:
            column = offered.get(index)
            told = _told(text, column)
            yield Found(index, letter, text, column.name if column else None, sure=False, told=told)


def _sure(texts: Sequence[str], names: Mapping[str, KnownColumn]) -> dict[int, KnownColumn]:
    """Each column of ours once: where two columns of the file are known as one, that with our own heading is it."""
    found: dict[int, KnownColumn] = {}
    matched = [(i, names[normal(text)]) for i, text in enumerate(texts) if normal(text) in names]
    matched.sort(key=lambda pair: normal(texts[pair[0]]) != normal(pair[1].heading))
    for index, column in matched:
        if column not in found.values():
            found[index] = column
    return found


def _offers(texts: Mapping[int, str], free: Mapping[str, KnownColumn]) -> dict[int, KnownColumn]:
    """The nearest column of ours that is still free, nearest first, each offered once."""
    pairs: list[tuple[float, int, KnownColumn]] = []
    for index, text in texts.items():
        key = _without_unit(text)
        for near in difflib.get_close_matches(key, list(free), n=3, cutoff=NEAR) if key else ():
            ratio = difflib.SequenceMatcher(None, near, key).ratio()
            pairs.append((-ratio, index, free[near]))
    offered: dict[int, KnownColumn] = {}
    for _, index, column in sorted(pairs, key=lambda pair: pair[:2]):
        if index not in offered and column not in offered.values():
            offered[index] = column
    return offered


def _without_unit(text: str) -> str:
    return normal(re.sub(r"\(\s*\)", " ", OTHER_UNIT.sub(" ", text)))


def _told(text: str, column: KnownColumn | None) -> str:
    if column is None or not OTHER_UNIT.search(text):
        return ""
    return (
        f"“{text}” is not in pounds: its numbers would be taken as pounds. Write each with its unit, like £1.2m, "
        f"or multiply them out first."
    )


def missing_words(headings: Headings) -> str:
    """ "No column “Reference” was found.", or "" where none is missing."""
    named = [f"“{heading}”" for heading in headings.missing]
    return f"No column {either(named)} was found." if named else ""
