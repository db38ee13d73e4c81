"""The PDF of record: tagged PDF/UA-1, and the same bytes every time for the same document.

Everything travels as one JSON value; the template's source is never built from text. Typesetting fails where a figure
has no alternative text or headings skip a level: that is the check, so it is let fail.
"""

import json
from datetime import UTC, datetime, time
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from textwrap import shorten
from typing import Any

import typst

from commissioning.core.documents.blocks import Chart, DataTable, Document, Heading, to_json
from commissioning.core.documents.columns import MEASURE_MM, table_layout
from commissioning.core.documents.letters import FAMILIES, FILES, in_our_letters, printable
from commissioning.core.documents.parts import NOTHING_TO_LIST, WARNING_WORD

SOURCE = Path(__file__).parent / "board.typ"
LAYOUT = "board 2"  # raise the number with any change of board.typ that moves a word
# What a pack of record notes of how it was set: the same label and the same JSON give the same bytes.
TEMPLATE = f"{LAYOUT}, typst {version('typst')}"
TALLEST_MM = 205  # the most height that a drawing may take beside its caption
WHOLE_PIXELS = 720  # a drawing this wide fills the width; a narrower one keeps its size
RUNNING_LETTERS = 90  # of the title, at the foot of every page
SECTIONS = 6  # a paper of so many sections begins with a list of them


def pdf(document: Document) -> bytes:
    """A tagged PDF/UA-1 file. The same document gives the same bytes in any process, at any time.

    Raises RuntimeError (typst.TypstError) where the result would not be accessible.
    """
    made: bytes = typst.compile(
        SOURCE, format="pdf", pdf_standards=["ua-1"], timestamp=_moment(document), **_given(document)
    )
    return made


def pages(document: Document, ppi: float = 80) -> list[bytes]:
    """Each page as PNG, for looking at."""
    made = typst.compile(SOURCE, format="png", ppi=ppi, **_given(document))
    return made if isinstance(made, list) else [made]


def _moment(document: Document) -> datetime:
    return datetime.combine(document.on, time.min, tzinfo=UTC)


def _given(document: Document) -> dict[str, Any]:
    return {
        "root": SOURCE.parent,
        "font_paths": _fonts(),
        "sys_inputs": {"data": json.dumps(_content(document))},
    }


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Read once for all documents; no font of the machine or of the library."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FILES[0].parent])


def _content(document: Document) -> dict[str, Any]:
    """The document's JSON in letters that can be printed, with what only the layout needs beside it."""
    blocks = []
    for block, given in zip(document.blocks, to_json(document)["blocks"], strict=True):
        made = _printable({key: value for key, value in given.items() if key != "svg"})
        if isinstance(block, Chart):
            made |= {"svg": in_our_letters(block.svg), "share": share_of_width(*block.size)}
        if isinstance(block, DataTable):
            made |= table_layout(block, made)
        blocks.append(made)
    words = {
        name: printable(getattr(document, name))
        for name in ("title", "subtitle", "author", "position", "reference")
    }
    return words | {
        "running": printable(shorten(document.title, RUNNING_LETTERS, placeholder="…")),
        "colour": document.colour,
        "on": [document.on.year, document.on.month, document.on.day],
        "fonts": FAMILIES,
        "warning": WARNING_WORD,
        "nothing": NOTHING_TO_LIST,
        "contents": sum(isinstance(block, Heading) and block.level == 1 for block in document.blocks)
        >= SECTIONS,
        "blocks": blocks,
    }


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, list) else value


def share_of_width(width: float, height: float) -> float:
    """The share of the text's width that a drawing takes: never more than all of it, never taller than a page."""
    return round(min(1, width / WHOLE_PIXELS, TALLEST_MM * width / (MEASURE_MM * height)) * 100, 2)
