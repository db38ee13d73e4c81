"""Whether a cell that came back says what our export wrote: what "0 changes" for an untouched file rests on.

Only spellings of one value are the same: what a spreadsheet program makes of a cell by opening and saving the file.
What may be another value is not, and is then read, shown as a change or refused.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from commissioning.core.fuzzydate import FuzzyDate, FuzzyDateError, Precision, parse_fuzzy_date
from commissioning.core.periods import Month
from commissioning.core.spreadsheets import Value
from commissioning.core.spreadsheets.escape import printable

from .cells import Broken, Cell
from .number_text import plain_number, significant
from .unread import Unread
from .values_dates import read_day
from .values_text import NO, YES
from .words import UNSEEN, is_blank, tidy, unescaped

SHOWN_DECIMALS: Final = 4  # of a plain number in our workbook
LONGEST_NUMBER: Final = 40
LONGEST_TOLD: Final = 200


def same(cell: Cell, exported: Value) -> bool:
    """True where the cell says the same as the value that our export wrote there."""
    if isinstance(cell, Decimal) and not cell.is_finite():
        return False
    if type(cell) is type(exported) and cell == exported:
        return True
    if exported is None or exported == "":
        return cell == "" or is_blank(cell)
    if isinstance(cell, Broken):
        return isinstance(exported, str) and _same_broken(cell, exported)
    return _says(cell, exported)


def _says(cell: Cell, exported: str | int | Decimal | date | bool) -> bool:
    if isinstance(exported, str):
        return _same_text("" if cell is None else cell, exported)
    if isinstance(exported, bool):
        return _same_answer(cell, exported)
    if isinstance(exported, date):
        return _same_day(cell, exported)
    return _same_number(cell, Decimal(exported))


def _same_broken(cell: Broken, exported: str) -> bool:
    """Text of ours that looks like an error, or that lost letters before it came to us: no news in it either.

    The reader tells the first 200 letters of such a cell, so a longer one may have been changed behind them.
    """
    whole = cell.kind == "error" or (cell.kind == "bytes" and len(cell.text) < LONGEST_TOLD)
    return whole and _plain(unescaped(cell.text)) == _plain(printable(exported))


# --- text -------------------------------------------------------------------------------------------------------


def _same_text(cell: Cell, exported: str) -> bool:
    if isinstance(cell, str):
        wanted = _plain(printable(exported))
        return wanted in {_plain(cell), _plain(unescaped(cell))} or (
            len(wanted) <= LONGEST_NUMBER and _rewritten(tidy(cell), wanted)
        )
    if isinstance(cell, bool):
        return exported.strip().casefold() == ("true" if cell else "false")
    if isinstance(cell, date):
        return _day_of(cell) is not None and _day_of(cell) == _day_that_a_program_sees(exported)
    number = _number_of_text(exported)
    return number is not None and _equal(_number_of(cell), number)


def _plain(text: str) -> str:
    """Text as far as spreadsheets keep it: one kind of line end, no spaces round it, nothing unseen."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).translate(UNSEEN).strip()


def _rewritten(cell: str, exported: str) -> bool:
    """Text that a program took for a number or a date when it opened the CSV, and wrote back in its own spelling."""
    number = _number_of_text(exported)
    if number is not None:
        return _equal(_number_of_text(cell), number)
    day = _day_that_a_program_sees(exported)
    return day is not None and cell.casefold() in {
        f"{day:%d}-{_short(day)}-{day:%y}".casefold(),
        f"{day.day}-{_short(day)}-{day:%y}".casefold(),
        f"{_short(day)}-{day:%y}".casefold() if day.day == 1 else "",
        f"{day:%d/%m/%Y}",
    }


def _short(day: date) -> str:
    return Month.containing(day).label[:3]


def _number_of_text(text: str) -> Decimal | None:
    """The number that a program makes of text: 1,234, £5, 12.5 %."""
    text = tidy(text)
    if not text.isascii() and "£" not in text:
        return None
    if text.endswith("%"):
        part = plain_number(text.removesuffix("%"))
        return None if part is None else part / 100
    return plain_number(text.replace("£", "", 1))


def _day_that_a_program_sees(text: str) -> date | None:
    """ "1 April 2013" and "April 2013" are turned into the first of April when a program opens a CSV."""
    text = tidy(text)
    if len(text) > LONGEST_NUMBER or not re.search(r"\d{4}", text):
        return None
    try:
        when: FuzzyDate = parse_fuzzy_date(text)
    except FuzzyDateError:
        return None
    worded = re.fullmatch(r"(?:\d\d?[ /-])?(?:[A-Za-z]+\.?|\d\d?)[ /-]\d{4}|\d{4}-\d\d-\d\d", text)
    known = when.precision in (Precision.DAY, Precision.MONTH)
    return when.start if worded and known else None


# --- yes and no, days, numbers ------------------------------------------------------------------------------------


def _same_answer(cell: Cell, exported: bool) -> bool:
    if isinstance(cell, bool):
        return cell is exported
    if isinstance(cell, int | Decimal):
        return cell == int(exported)
    return isinstance(cell, str) and tidy(cell).casefold() in (YES if exported else NO)


def _same_day(cell: Cell, exported: date) -> bool:
    if isinstance(cell, date):
        return _day_of(cell) == exported
    if not isinstance(cell, str):
        return False
    # The commonest first, as there are many of them: our own CSV, and what programs make of it and of our workbook.
    if cell == exported.isoformat():
        return True
    if cell in (f"{exported:%d/%m/%Y}", f"{exported.day} {_short(exported)} {exported.year}"):
        return True
    try:
        return read_day(cell) == exported
    except Unread:
        return False


def _day_of(cell: date) -> date | None:
    """The day of a date, or of a moment at midnight; None for any other moment."""
    if not isinstance(cell, datetime):
        return cell
    return cell.date() if cell.time() == time(0) else None


def _same_number(cell: Cell, exported: Decimal) -> bool:
    if not isinstance(cell, str):
        return _equal(_number_of(cell), exported)
    if cell == f"{exported:f}":
        return True
    number = _number_of_text(cell)
    if number is None:
        return False
    return _equal(number, exported) or number == _as_shown(tidy(cell), exported)


def _as_shown(cell: str, exported: Decimal) -> Decimal:
    """The value as our workbook shows it, which is what is left of it once a program has saved it as CSV."""
    places = SHOWN_DECIMALS if "%" in cell or "£" not in cell else 2
    return exported.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _number_of(cell: Cell) -> Decimal | None:
    if isinstance(cell, bool) or not isinstance(cell, int | Decimal):
        return None
    return Decimal(cell)


def _equal(found: Decimal | None, exported: Decimal) -> bool:
    """Equal to 15 digits, which is all that a spreadsheet holds of a number."""
    if found is None or not found.is_finite():
        return False
    return found == exported or significant(found) == significant(exported)
