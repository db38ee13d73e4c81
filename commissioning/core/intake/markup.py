"""XML of a package: brought to UTF-8, never with a document type or entities; small parts element by element."""

import re
from collections.abc import Callable, Iterator
from typing import Final
from xml.parsers import expat

from .archive import damaged
from .cells import FileRefused

Attributes = dict[str, str]
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_WIDE: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_DEEPEST: Final = 100
_UTF8: Final = {"utf-8", "utf8", "us-ascii", "ascii"}


def as_utf8(part: bytes) -> bytes:
    """The part in UTF-8 without a byte-order mark. Raises FileRefused for a document type or another encoding."""
    wide = _WIDE.get(part[:2])
    if wide:
        try:
            part = _DECLARATION.sub("", part.decode(wide).lstrip("\ufeff"), count=1).encode()
        except UnicodeError as error:
            raise damaged() from error
    part = part.removeprefix(b"\xef\xbb\xbf")
    declared = _DECLARED.match(part)
    if declared and declared[1].decode().lower() not in _UTF8 and not wide:
        raise FileRefused(
            "The parts of the workbook are written in an encoding that workbooks do not use.",
            "Open it in your spreadsheet program, save it as a new .xlsx file and try again.",
        )
    if b"!" in part and (b"<!DOCTYPE" in part or b"<!ENTITY" in part):
        raise FileRefused(
            "The workbook declares a document type or entities, which no spreadsheet program writes and which can be "
            "made to do harm.",
            "Copy the cells that you need into a new workbook, save it as .xlsx and upload that.",
        )
    return part


def local(name: str) -> str:
    """The name without its namespace."""
    return name.rpartition(" ")[2].rpartition(":")[2]


def elements(part: bytes) -> Iterator[tuple[str, str, Attributes]]:
    """(path of the elements above, name, attributes) of each element, all by their names without namespaces."""
    found: list[tuple[str, str, Attributes]] = []
    above: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        plain = local(name)
        if len(above) > _DEEPEST:
            raise damaged()
        found.append(("/".join(above), plain, {local(key): value for key, value in attributes.items()}))
        above.append(plain)

    walk(part, start, lambda _name: above.pop())
    return iter(found)


def walk(
    part: bytes,
    start: Callable[[str, Attributes], object],
    end: Callable[[str], object],
    text: Callable[[str], object] | None = None,
) -> None:
    """Goes through the part; a part that is not well-formed is refused as damaged."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(as_utf8(part), True)  # noqa: FBT003 - positional in the standard library
    except expat.ExpatError as error:
        raise damaged() from error
