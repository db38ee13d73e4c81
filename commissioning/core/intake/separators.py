"""Which sign parts the cells of a text: comma, semicolon or tab; said by a first line “sep=;” or seen from the rows."""

import csv
import io
from collections import Counter
from itertools import islice
from typing import Final

from .cells import FileRefused

NAMES: Final = {",": "comma", ";": "semicolon", "\t": "tab"}
# How much of the text is looked at: records, and characters at most.
_LOOKED_AT: Final = 200
_LETTERS: Final = 500_000


def split_directive(text: str) -> tuple[str, str]:
    """The separator that a first line such as “sep=;” names, "" for none; and the text after that line."""
    line, _, rest = text.partition("\n")
    named = line.strip("\r").strip('"')
    if named.lower().startswith("sep=") and len(named) == 5 and named[4] in NAMES:
        return named[4], rest
    return "", text


def find_separator(text: str) -> str:
    """The separator under which the rows are most alike; refused where two fit as well."""
    scores = {sign: _score(text, sign) for sign in NAMES}
    best = max(scores.values())
    if best == (0, 0):
        return ","
    fitting = [sign for sign, score in scores.items() if score == best]
    if len(fitting) > 1:
        names = " or ".join(NAMES[sign] for sign in fitting)
        raise FileRefused(
            f"It cannot be told whether the cells are parted by {names}: both fit.",
            "Put “sep=,” (or “sep=;”) on a line of its own at the top, or save the table as .xlsx.",
        )
    return fitting[0]


def _score(text: str, separator: str) -> tuple[int, int]:
    """(hundredths of the rows that have the commonest number of cells, that number); (0, 0) where nothing is parted."""
    reader = csv.reader(io.StringIO(text[:_LETTERS], newline=""), delimiter=separator)
    try:
        lengths = [len(row) for row in islice(reader, _LOOKED_AT) if any(cell.strip() for cell in row)]
    except csv.Error:
        lengths = []
    if not lengths or max(lengths) == 1:
        return 0, 0
    width, count = max(Counter(lengths).items(), key=lambda item: (item[1], item[0]))
    if width == 1:
        # Most rows are not parted at all: a comma within a sentence here and there.
        width, count = max(lengths), sum(length > 1 for length in lengths)
    return count * 100 // len(lengths), width
