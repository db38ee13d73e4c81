"""What a person should know of how a sheet was read, in sentences."""

from collections.abc import Sequence
from typing import Final

from .sheet_scan import Scan, column_letters

SHOWN: Final = 10


def sheet_told(scan: Scan) -> list[str]:
    """Hidden rows and columns, merged cells, formulas: whatever the page of a preview would not show by itself."""
    told = []
    if scan.hidden_rows:
        told.append(
            f"{_named('row', _ranges(scan.hidden_rows))} hidden in the file and read like the others."
        )
    if scan.hidden_columns:
        names = [
            column_letters(first) if first == last else f"{column_letters(first)}–{column_letters(last)}"
            for first, last in _pairs(scan.hidden_columns)
        ]
        told.append(f"{_named('column', names)} hidden in the file and read like the others.")
    if scan.merged:
        told.append(
            f"Merged cells ({_some(scan.merged)}): the value counts for the first cell only, the others are "
            "read as blank."
        )
    results = scan.formulas - sum(cell.kind == "formula" for cell in scan.broken.values())
    if results == 1:
        told.append("1 cell holds a formula: the value saved with the file counts.")
    elif results > 1:
        told.append(f"{results:,} cells hold formulas: the values saved with the file count.")
    return told


def _named(what: str, names: Sequence[str]) -> str:
    one = len(names) == 1 and "–" not in names[0]
    return f"{what.capitalize()}{'' if one else 's'} {_some(names)} {'is' if one else 'are'}"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _ranges(numbers: Sequence[int]) -> list[str]:
    return [str(first) if first == last else f"{first}–{last}" for first, last in _pairs(numbers)]


def _pairs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each stretch of numbers that follow one another."""
    pairs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if pairs and number == pairs[-1][1] + 1:
            pairs[-1] = (pairs[-1][0], number)
        else:
            pairs.append((number, number))
    return pairs
