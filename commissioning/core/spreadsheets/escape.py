"""Text that spreadsheets must never run, and text that they cannot hold.

A cell whose text starts with = + - @ or a tab is a formula to Excel, LibreOffice and Google Sheets, and papers are
written by other people. In .xlsx the cell is stored as text and marked as quoted; CSV has no types, so there an
apostrophe goes in front (the guidance of OWASP on CSV injection).
"""

import re
from typing import Final

# Full-width forms too: East Asian editions take them for the plain ones.
FORMULA_STARTS: Final = "=+-@\t\r＝＋－＠"
_FORMULA: Final = re.compile(rf"[ \n]*[{re.escape(FORMULA_STARTS)}]")
_ESCAPED: Final = re.compile(rf"'+[ \n]*[{re.escape(FORMULA_STARTS)}]")
# What XML 1.0 cannot hold (control characters, lone surrogates, two non-characters), and what it can but nobody sees:
# the later control characters and the non-characters, for which an import would refuse the cell that we wrote.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_NOT_IN_SHEET_NAMES: Final = re.compile(r"[\[\]:*?/\\]")
LONGEST_SHEET_NAME: Final = 31
LONGEST_CELL: Final = 32_767
CUT: Final = " […cut: too long for a cell]"


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula."""
    return bool(_FORMULA.match(text))


def escape_text(text: str) -> str:
    """The text for a CSV cell: an apostrophe before what might be a formula, and before what looks so escaped."""
    return f"'{text}" if is_formula_like(text) or _ESCAPED.match(text) else text


def unescape_text(text: str) -> str:
    """What `escape_text` was given; for reading such a file back."""
    return text[1:] if _ESCAPED.match(text) else text


def printable(text: str) -> str:
    """The text without characters that no spreadsheet can hold, cut (and saying so) at the longest cell of Excel."""
    kept = _UNPRINTABLE.sub("", text)
    return kept if len(kept) <= LONGEST_CELL else kept[: LONGEST_CELL - len(CUT)] + CUT


def sheet_name(title: str) -> str:
    """A title as Excel allows it for a sheet: at most 31 characters, none of []:*?/\\, no apostrophe at either end."""
    plain = _NOT_IN_SHEET_NAMES.sub(" ", printable(title))
    return " ".join(plain.split())[:LONGEST_SHEET_NAME].strip(" '") or "Sheet"
