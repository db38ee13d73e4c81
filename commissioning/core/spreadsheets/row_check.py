"""A short fingerprint of some cells of a row, by which a file tells whether the record has changed since it was taken.

Ten hexadecimal characters are forty bits: enough to notice a change of one record, which is all that it is asked for.
It is no proof against somebody who looks for two rows with one fingerprint, and guards nothing from anybody.

Never change how it is worked out: files already taken away carry it, and would all seem to have been overtaken.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from .table import Value

LENGTH: Final = 10
HEADING: Final = "Row check"


def row_check(values: Sequence[Value]) -> str:
    """The fingerprint of typed values in their order: the same for the same values, whatever made them.

    An empty cell is not an empty text; 1, 1.0, 1.00 and 10E-1 are one number, whole or not; TypeError for a value that
    no cell holds.
    """
    canonical = "".join(_canonical(value) for value in values)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def _canonical(value: Value) -> str:
    """A letter for the type, the length of what follows, and the value: no two rows of values have one text."""
    if value is None:
        return "-"
    letter, text = _typed(value)
    return f"{letter}{len(text)}:{text}"


def _typed(value: Value) -> tuple[str, str]:
    if isinstance(value, bool):
        return "b", "yes" if value else "no"
    if isinstance(value, str):
        return "t", str(value)
    if isinstance(value, int | Decimal):
        return "n", _number(Decimal(value))
    if isinstance(value, date) and not isinstance(value, datetime):
        return "d", value.isoformat()
    raise TypeError(f"{value!r} is not what a cell of a table holds.")


def _number(value: Decimal) -> str:
    """Every digit that counts and none that does not, without an exponent or a sign on nought."""
    if not value.is_finite():
        raise TypeError(f"{value} is not what a cell of a table holds.")
    written = f"{value:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in {"-0", ""} else written
