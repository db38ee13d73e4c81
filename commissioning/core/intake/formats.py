"""The formats of cells that change what a number means: percentages."""

import re
from typing import Final

from .markup import elements

# Numbers of formats that every spreadsheet program knows without declaring them.
_BUILT_IN_PERCENT: Final = {9, 10}
# What stands in quotes, in brackets or behind a backslash is shown as it is.
_SHOWN: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


def percent_styles(styles: bytes | None) -> frozenset[int]:
    """The styles of cells that show a number as a percentage."""
    if styles is None:
        return frozenset()
    percent = set(_BUILT_IN_PERCENT)
    found: list[int] = []
    for above, name, attributes in elements(styles):
        if name == "numFmt" and above == "styleSheet/numFmts":
            number = _number(attributes.get("numFmtId", ""))
            percent.discard(number)
            if "%" in _SHOWN.sub("", attributes.get("formatCode", "")):
                percent.add(number)
        elif name == "xf" and above == "styleSheet/cellXfs":
            found.append(_number(attributes.get("numFmtId", "")))
    return frozenset(index for index, number in enumerate(found) if number in percent)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
