"""A cell that is not taken as it stands: what was found, why it is not taken, and what to write instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from commissioning.core.periods import Month

from .cells import Broken, Cell

LONGEST_QUOTED: Final = 80
BROKEN: Final = {
    "error": (
        "{found} is an error that the spreadsheet shows instead of a value.",
        "Put it right there, or write the value itself.",
    ),
    "formula": (
        "{found} is a formula whose result is not in the file.",
        "Open the file in a spreadsheet program and save it again, or write the value itself.",
    ),
    "bytes": (
        "{found} holds letters that were lost on the way.",
        "Save the file again as UTF-8, or type the cell anew.",
    ),
}


class Unread(ValueError):  # noqa: N818 - the name says what happened to the cell
    """`message` says it all in plain words; `readings` are what the cell may mean, for a person to choose from.

    `heading` is that of the column to put right, where one value stands in several columns.
    """

    def __init__(self, wrong: str, cure: str = "", readings: Sequence[str] = (), heading: str = "") -> None:
        self.wrong = wrong
        self.cure = cure
        self.readings = tuple(readings)
        self.heading = heading
        super().__init__(self.message)

    @property
    def message(self) -> str:
        return f"{self.wrong} {self.cure}".strip()

    def at(self, heading: str) -> Unread:
        """The same refusal for the column it is in; the innermost name stands."""
        self.heading = self.heading or heading
        return self


def quoted(cell: Cell) -> str:
    """The cell as a person sees it, in quotation marks, on one line and at most 80 characters long."""
    text = " ".join(words_of(cell).split())
    return f"“{text if len(text) <= LONGEST_QUOTED else text[: LONGEST_QUOTED - 1] + '…'}”"


def words_of(cell: Cell) -> str:
    """A cell of any type in words; a day with its month in letters, so that nobody reads it the other way round."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return f"{day_words(cell)} {cell:%H:%M}"
    if isinstance(cell, date):
        return day_words(cell)
    if isinstance(cell, Decimal):
        return number_words(cell)
    return cell.text if isinstance(cell, Broken) else str(cell)


def day_words(day: date) -> str:
    return f"{day.day} {Month.containing(day).label}"


def number_words(number: Decimal) -> str:
    """Without an exponent and without noughts at its end; not a number at all as Python spells it."""
    if not number.is_finite():
        return str(number)
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def either(readings: Sequence[str]) -> str:
    """ "A", "A or B", "A, B or C"."""
    return " or ".join([", ".join(readings[:-1]), readings[-1]]) if len(readings) > 1 else "".join(readings)


def ambiguous(cell: Cell, readings: Sequence[str]) -> Unread:
    return Unread(f"{quoted(cell)} could be {either(readings)}.", "Write the one you mean.", readings)


def offered(wrong: str, reading: str) -> Unread:
    """One reading is likely, but was not written: it is offered and never taken."""
    return Unread(wrong, f"If you mean {reading}, write that.", (reading,))


def refuse_broken(cell: Cell) -> None:
    """Raises Unread for a cell that is an error, a formula without its result or lost letters."""
    if isinstance(cell, Broken):
        wrong, cure = BROKEN[cell.kind]
        raise Unread(wrong.format(found=quoted(cell)), cure)
