"""The Word copy: built-in headings, repeated header rows, alternative texts, one language; the same bytes again."""

import shutil
import subprocess
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import docx as python_docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from PIL import Image

from commissioning.core.documents.blocks import Bullets, Chart, Column, DataTable, Facts, Heading, Paragraph
from commissioning.core.documents.word import docx
from tests.unit.core.document_reader import EMOJI, HOSTILE, RIGHT_TO_LEFT
from tests.unit.core.document_sample import board_paper, document, timeline_chart, value_chart


def opened(content: bytes):
    return python_docx.Document(BytesIO(content))


@pytest.fixture(scope="module")
def content():
    return docx(board_paper())


@pytest.fixture
def paper(content):
    return opened(content)


def test_headings_are_words_own(paper):
    assert [
        (p.style.name, p.text) for p in paper.paragraphs if p.style.name.startswith(("Heading", "Title"))
    ] == [
        ("Title", "Commissioning of health services for children and young people"),
        ("Heading 1", "What needs the board’s attention"),
        ("Heading 2", "Decisions for this meeting"),
        ("Heading 1", "Phases and milestones"),
        ("Heading 1", "Value"),
        ("Heading 2", "Lines"),
        ("Heading 3", "Risks"),
    ]
    value = next(p for p in paper.paragraphs if p.text == "Value")
    assert value.paragraph_format.page_break_before


def test_header_rows_repeat_and_rows_are_never_torn(paper):
    assert len(paper.tables) == 2
    for table in paper.tables:
        marked = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert marked == [True] + [False] * (len(marked) - 1)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_columns_have_the_widths_asked_for_and_fill_the_measure(paper):
    table = paper.tables[0]
    assert not table.autofit
    widths = [cell.width for cell in table.rows[1].cells]
    assert sum(widths) == pytest.approx(Mm(174), rel=0.001)
    assert widths[0] / widths[2] == pytest.approx(2.4 / 1.1, rel=0.01)
    assert [column.width for column in table.columns] == widths


def test_figures_stand_to_the_right_and_notes_below_them(paper):
    _, _, value, _ = paper.tables[0].rows[1].cells
    assert value.paragraphs[0].alignment == python_docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT
    assert value.text == "~£19.5m\napproximate"


def test_an_empty_table_says_so(paper):
    assert [cell.text for cell in paper.tables[1].rows[1].cells] == ["Nothing to list."] * 2


def test_every_picture_has_its_alternative_text_and_is_sharp(paper):
    described = [shape._inline.docPr.get("descr") for shape in paper.inline_shapes]
    assert described == [timeline_chart().alt, value_chart().alt]
    assert all(shape.width == Mm(174) for shape in paper.inline_shapes)
    pictures = [part for part in paper.part.package.parts if part.partname.endswith(".png")]
    assert [Image.open(BytesIO(picture.blob)).width for picture in pictures] == [1440, 1440]


def test_captions_are_numbered_and_state_the_finding(paper):
    captions = [p.text for p in paper.paragraphs if p.style.name == "Caption"]
    assert captions == [
        "Figure 1. Phase 1 goes live in August 2020.",
        "Figure 2. Phase 1 reconciles; phases 2 and 3 cannot be judged yet.",
        "Table 1. Budget lines. One line in three has no value yet: not known (3 of 3 TBC) in speech and language.",
        "Table 2. Risks above appetite.",
    ]


def test_every_style_speaks_british_english_in_a_font_of_its_own(paper):
    languages = [element.get(qn("w:val")) for element in paper.styles.element.iter(qn("w:lang"))]
    assert set(languages) == {"en-GB"}
    for style in paper.styles:
        if style.type in (1, 2):  # of paragraphs and of letters
            assert style.element.rPr.find(qn("w:lang")) is not None, style.name
    themed = [
        e for e in paper.styles.element.iter(qn("w:rFonts")) if any("Theme" in name for name in e.attrib)
    ]
    assert themed == []
    assert paper.core_properties.language == "en-GB"


def test_core_properties_are_the_papers_and_not_the_moments(paper):
    core = paper.core_properties
    assert (core.title, core.author) == (board_paper().title, "Joint commissioning partnership")
    assert core.created.date() == core.modified.date() == board_paper().on
    assert core.comments == ""


def test_the_foot_numbers_pages(paper):
    foot = paper.sections[0].footer.paragraphs[0]
    fields = [e.text.strip() for e in foot._p.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert foot.text.endswith("Pack 3, version 2\tPage 1 of 1")
    section = paper.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_each_numbered_list_starts_at_one():
    paper = opened(docx(document(*[Bullets(("a", "b"), numbered=True)] * 2)))
    used = [p._p.pPr.numPr.numId.val for p in paper.paragraphs if p.style.name == "List Number"]
    assert used[0] == used[1] != used[2] == used[3]
    numbering = paper.part.numbering_part.element
    for number in set(used):
        start = numbering.num_having_numId(number).find(f"{qn('w:lvlOverride')}/{qn('w:startOverride')}")
        assert start.get(qn("w:val")) == "1"


def test_a_warning_says_that_it_is_one(paper):
    assert [p.text for p in paper.paragraphs if p.style.name == "Warning"] == [
        "Important: This pack was regenerated after its agreement: three figures have changed."
    ]


def test_the_same_document_gives_the_same_bytes(content):
    assert docx(board_paper()) == content
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name]
    assert docx(board_paper(long=59)) != content


def test_any_text_is_written_as_it_is_wherever_it_stands():
    text = f"{HOSTILE}{EMOJI} {RIGHT_TO_LEFT} 漢 end"
    table = DataTable(text, (Column(text),), (((text, text),),), text)
    paper = opened(
        docx(
            document(
                Heading(text),
                Paragraph(text),
                Bullets((text,)),
                Facts(((text, text),)),
                table,
                Chart(value_chart().svg, text, text),
                title=text,
            )
        )
    )
    found = [p.text for p in paper.paragraphs]
    assert found.count(text) == 1 + 1 + 1 + 1  # title, heading, paragraph, item
    assert f"{text}\t{text}" in found
    assert paper.tables[0].rows[0].cells[0].text == text
    assert paper.tables[0].rows[1].cells[0].text == f"{text}\n{text}"
    assert paper.inline_shapes[0]._inline.docPr.get("descr") == text
    assert paper.core_properties.title == text


@pytest.mark.parametrize(
    ("text", "written"),
    [("bell\x07", "bell[U+0007]"), ("a\vb", "a\nb"), ("\ud800", "[U+D800]"), ("x" * 10_000, "x" * 10_000)],
)
def test_what_the_format_cannot_hold_is_named(text, written):
    assert opened(docx(document(Paragraph(text)))).paragraphs[-1].text == written


def test_workbooks_that_people_hand_in_are_still_read_by_the_standard_librarys_reader():
    """Word copies bring lxml, whose errors are not those that the checks of a workbook expect."""
    assert openpyxl.LXML is False


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not on this machine")
def test_libreoffice_opens_it_with_its_headings_at_their_levels(tmp_path, content, paper):
    """Converted to flat OpenDocument, where every heading stands as an element with its level."""
    (tmp_path / "pack.docx").write_bytes(content)
    subprocess.run(
        [
            str(OFFICE),
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--convert-to",
            "fodt",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "pack.docx"),
        ],
        check=True,
        timeout=120,
        capture_output=True,
    )
    opened_there = ElementTree.parse(tmp_path / "pack.fodt").getroot()  # noqa: S314 (our own file, just made)
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    headings = [
        (f"Heading {each.get(f'{text}outline-level')}", "".join(each.itertext()))
        for each in opened_there.iter(f"{text}h")
    ]
    assert headings == [
        (each.style.name, each.text) for each in paper.paragraphs if each.style.name.startswith("Heading")
    ]
