"""Tables of a Word copy: header rows that repeat, rows in one piece, and widths that do not depend on Word."""

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell

from commissioning.core.documents.columns import MEASURE_MM
from commissioning.core.documents.parts import NOTHING_TO_LIST, Cell, DataTable
from commissioning.core.documents.word_styles import CELL, QUIET
from commissioning.core.documents.word_text import writable, write

_LINES = {"top": "AEB7BD", "bottom": "AEB7BD", "insideH": "AEB7BD"}


def add_table(word: WordDocument, block: DataTable, colour: str) -> None:
    """The table with its header row. Its caption is the caller's; caption and finding are also its own description."""
    table = word.add_table(rows=1, cols=len(block.columns))
    total = sum(column.width for column in block.columns)
    widths = [round(MEASURE_MM * column.width / total, 2) for column in block.columns]
    _prepare(table, block, widths)
    for column, cell in zip(block.columns, table.rows[0].cells, strict=True):
        _fill(cell, Cell(column.label), numeric=column.numeric, colour=colour)
    _mark(table.rows[0]._tr, "tblHeader")
    for given in block.rows:
        for column, cell, content in zip(block.columns, table.add_row().cells, given, strict=True):
            _fill(cell, content, numeric=column.numeric)
    if not block.rows:
        cells = table.add_row().cells
        _fill(cells[0].merge(cells[-1]) if len(cells) > 1 else cells[0], Cell(NOTHING_TO_LIST), numeric=False)
    _finish(table, widths, colour)


def _prepare(table: Table, block: DataTable, widths: list[float]) -> None:
    table.autofit = False
    properties: Any = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side, line in _LINES.items():
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=line))
    # In the schema's order: width, borders, layout (there by now), look, caption, description.
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    width = properties.find(qn("w:tblW"))
    width.set(qn("w:type"), "dxa")
    width.set(qn("w:w"), str(Mm(sum(widths)).twips))
    for name, words in (("tblCaption", block.caption), ("tblDescription", block.finding or block.caption)):
        properties.append(_element(f"w:{name}", val=writable(" ".join(words.split()))))


def _finish(table: Table, widths: list[float], colour: str) -> None:
    for grid, width in zip(table.columns, widths, strict=True):
        grid.width = Mm(width)
    for row in table.rows:
        _mark(row._tr, "cantSplit")
        if len(row._tr.tc_lst) == len(widths):  # not the one cell that says "Nothing to list."
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)
    for cell in table.rows[0].cells:
        cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=_tint(colour)))


def _tint(colour: str) -> str:
    """The colour at 7 parts in 100, on white."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "".join(f"{round(part * 0.07 + 255 * 0.93):02X}" for part in parts)


def _fill(cell: _Cell, content: Cell, *, numeric: bool, colour: str = "") -> None:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = CELL.replace(
        " ", ""
    )  # the style's id: by its name, every cell would search all styles
    if numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    words = write(paragraph, content.text)
    if colour:
        words.bold, words.font.color.rgb = True, RGBColor.from_string(colour.removeprefix("#").upper())
        paragraph.paragraph_format.keep_with_next = True
    if content.note:
        if content.text:
            words.add_break()
        note = write(paragraph, content.note)
        note.font.size, note.font.color.rgb = Pt(8), RGBColor.from_string(QUIET)


def _mark(row: Any, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(f"w:{name}"))


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
