"""The Word copy of a board paper, for editing: the same blocks in Word's own headings, lists, captions and tables.

The PDF is the record. This copy carries the same language, header rows and alternative texts, so that what people make
from it starts out accessible too.
"""

import re
from collections import Counter
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx as python_docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor

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
from commissioning.core.documents.columns import MEASURE_MM
from commissioning.core.documents.parts import WARNING_WORD
from commissioning.core.documents.raster import chart_png
from commissioning.core.documents.typeset import share_of_width
from commissioning.core.documents.word_styles import (
    ALARM,
    LANGUAGE,
    LEAD,
    NOTE,
    QUIET,
    WARNING,
    dress,
)
from commissioning.core.documents.word_tables import add_table
from commissioning.core.documents.word_text import add_field, writable, write

_STYLES = {"normal": "Normal", "lead": LEAD, "note": NOTE, "warning": WARNING}
_BLANK_LINE = re.compile(r"\n[ \n]*\n")
_ZIP_MOMENT = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the earliest that a zip can state: it says nothing, and is always the same


def docx(document: Document) -> bytes:
    """A .docx file. The same document gives the same bytes; dates inside are the day whose position it states."""
    word = python_docx.Document()
    dress(word, document.colour)
    _properties(word, document)
    _footer(word, document)
    write(word.add_paragraph(style="Title"), document.title)
    if document.subtitle:
        write(word.add_paragraph(style="Subtitle"), document.subtitle)
    stated = (document.position, document.reference, document.author)
    write(word.add_paragraph(style=NOTE), " · ".join(part for part in stated if part))
    numbers: Counter[str] = Counter()
    for block in document.blocks:
        _add(word, block, document.colour, numbers)
    if document.blocks and isinstance(document.blocks[-1], DataTable):
        word.add_paragraph()  # Word repairs a file that ends in a table
    kept = BytesIO()
    word.save(kept)
    return _settled(kept.getvalue())


def _properties(word: WordDocument, document: Document) -> None:
    """Core properties hold at most 255 letters each."""
    core = word.core_properties
    moment = datetime.combine(document.on, time.min, tzinfo=UTC)
    core.title, core.subject = writable(document.title)[:255], writable(document.subtitle)[:255]
    core.author = core.last_modified_by = writable(document.author)[:255]
    core.identifier, core.language = writable(document.reference)[:255], LANGUAGE
    core.created = core.modified = moment
    core.comments = core.keywords = core.category = ""
    core.revision = 1
    package = word.part.package
    for name in [name for name, part in package.rels.items() if part.reltype.endswith("/thumbnail")]:
        del package.rels[name]  # the library's template brings a picture of another document


def _footer(word: WordDocument, document: Document) -> None:
    paragraph = word.sections[0].footer.paragraphs[0]
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(MEASURE_MM), WD_TAB_ALIGNMENT.RIGHT)
    for inherited in word.styles["Footer"].element.iter(qn("w:tabs")):
        inherited.getparent().remove(inherited)
    running = " · ".join(part for part in (document.title, document.position, document.reference) if part)
    write(paragraph, f"{running}\tPage ")
    add_field(paragraph, "PAGE")
    write(paragraph, " of ")
    add_field(paragraph, "NUMPAGES")


def _add(word: WordDocument, block: Block, colour: str, numbers: Counter[str]) -> None:
    match block:
        case Heading():
            heading = word.add_paragraph(style=f"Heading {block.level}")
            heading.paragraph_format.page_break_before = block.new_page or None
            write(heading, block.text)
        case Paragraph():
            _paragraphs(word, block)
        case Bullets():
            _list(word, block)
        case Facts():
            _facts(word, block)
        case DataTable():
            _caption(word, "Table", block.caption, numbers, colour, block.finding)
            add_table(word, block, colour)
        case Chart():
            _picture(word, block, numbers["Figure"] + 1)
            _caption(word, "Figure", block.caption, numbers, colour)


def _paragraphs(word: WordDocument, block: Paragraph) -> None:
    for place, part in enumerate(_BLANK_LINE.split(writable(block.text).strip())):
        paragraph = word.add_paragraph(style=_STYLES[block.kind])
        if block.kind == "warning" and not place:
            word_of_warning = write(paragraph, f"{WARNING_WORD}: ")
            word_of_warning.bold, word_of_warning.font.color.rgb = True, RGBColor.from_string(ALARM)
        write(paragraph, part)


def _list(word: WordDocument, block: Bullets) -> None:
    style = "List Number" if block.numbered else "List Bullet"
    number = _new_numbering(word, style) if block.numbered else None
    for item in block.items:
        paragraph = word.add_paragraph(style=style)
        if number is not None:
            properties: Any = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number
        write(paragraph, item)


def _new_numbering(word: WordDocument, style: str) -> int:
    """A numbering that starts at 1: without it Word counts on from the list before."""
    numbering: Any = word.part.numbering_part.element
    used = word.styles[style].element.pPr.numPr.numId.val
    made = numbering.add_num(numbering.num_having_numId(used).abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def _facts(word: WordDocument, block: Facts) -> None:
    """Label and value on a line, the values in a column of their own; no table, so none has to be explained."""
    for label, value in block.pairs:
        paragraph = word.add_paragraph()
        layout = paragraph.paragraph_format
        layout.left_indent, layout.first_line_indent = Mm(48), Mm(-48)
        layout.tab_stops.add_tab_stop(Mm(48))
        name = write(paragraph, label)
        name.bold, name.font.color.rgb = True, RGBColor.from_string(QUIET)
        write(paragraph, f"\t{value.strip() or '–'}")


def _caption(
    word: WordDocument, kind: str, caption: str, numbers: Counter[str], colour: str, finding: str = ""
) -> None:
    numbers[kind] += 1
    paragraph = word.add_paragraph(style="Caption")
    paragraph.paragraph_format.keep_with_next = True if kind == "Table" else None
    number = write(paragraph, f"{kind} {numbers[kind]}. ")
    number.bold, number.font.color.rgb = True, RGBColor.from_string(colour.removeprefix("#").upper())
    if kind == "Table":
        caption = caption if caption.endswith((".", "?", "!", ":")) else f"{caption}."
    write(paragraph, caption).bold = kind == "Table"
    if finding:
        write(paragraph, f" {finding}")


def _picture(word: WordDocument, block: Chart, number: int) -> None:
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    picture = paragraph.add_run().add_picture(
        BytesIO(chart_png(block.svg)), width=Mm(MEASURE_MM * share_of_width(*block.size) / 100)
    )
    described: Any = picture._inline.docPr
    described.set("name", f"Figure {number}")
    described.set("descr", writable(block.alt))


def _settled(archive: bytes) -> bytes:
    """The same zip without the moment of writing."""
    made = BytesIO()
    with ZipFile(BytesIO(archive)) as source, ZipFile(made, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, _ZIP_MOMENT)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, source.read(name), compresslevel=6)
    return made.getvalue()
