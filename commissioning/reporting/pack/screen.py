"""A frozen pack on the screen: its blocks as the components of every page, in the order of the file of record."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commissioning.core.charts import kept_drawing
from commissioning.core.components import Figure
from commissioning.core.documents.blocks import (
    Block,
    Bullets,
    Chart,
    DataTable,
    Document,
    Facts,
    Heading,
    Paragraph,
)
from commissioning.core.documents.parts import NOTHING_TO_LIST
from commissioning.core.tables import Cell, Column, Row, Table

_BLANK_LINE = re.compile(r"\n[ \n]*\n")


@dataclass(frozen=True)
class Shown:
    """One block: `kind` says which of the others holds it."""

    kind: str
    text: str = ""
    anchor: str = ""
    parts: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    table: Table | None = None
    note: str = ""
    figure: Figure | None = None


def shown(document: Document, narrow: Mapping[str, str]) -> tuple[list[Shown], list[tuple[str, str]]]:
    """(the blocks, the parts to jump to as (anchor, text)). `narrow` holds the drawings for phones, by block."""
    found = [
        each
        for place, block in enumerate(document.blocks)
        for each in _of(block, place, narrow.get(str(place), ""))
    ]
    return found, [(each.anchor, each.text) for each in found if each.kind == "heading1"]


def _of(block: Block, place: int, narrow: str) -> Iterator[Shown]:
    match block:
        case Heading(text=text, level=level):
            yield Shown(f"heading{level}", text, anchor=f"part-{place}")
        case Paragraph(text=text, kind=kind):
            yield Shown("paragraph", kind, parts=tuple(_BLANK_LINE.split(text.strip())))
        case Bullets(items=items, numbered=numbered):
            yield Shown("numbered" if numbered else "bullets", parts=items)
        case Facts(pairs=pairs):
            yield Shown("facts", pairs=pairs)
        case DataTable():
            yield Shown("table", table=_table(block), note=block.finding)
        case Chart(svg=svg, caption=caption):
            yield Shown(
                "chart", figure=Figure(caption, kept_drawing(svg), kept_drawing(narrow or svg), level=3)
            )


def _table(block: DataTable) -> Table:
    return Table(
        block.caption,
        tuple(Column(column.label, numeric=column.numeric) for column in block.columns),
        tuple(Row(tuple(Cell(cell.text, note=cell.note) for cell in row)) for row in block.rows),
        caption_size="s",
        compact=True,
        empty=NOTHING_TO_LIST,
    )


def plain_figures(content: Mapping[str, Any]) -> int:
    """How many figures were frozen with the pack."""
    return len(content.get("figures", {}))
