"""A pack's files as other libraries read them: a tagged PDF with searchable charts, and Word with its headings."""

from io import BytesIO
from itertools import pairwise

import docx
import pikepdf
import pytest

from commissioning.core.documents import typeset
from commissioning.core.documents.blocks import Chart
from governance.services.packs import document_of, word_of
from tests.integration.reporting.pack_reading import made_for
from tests.unit.core.document_reader import close, page_texts, structure, tags, words

PDF_UA = "{http://www.aiim.org/pdfua/ns/id/}part"


@pytest.fixture(scope="module")
def pack(hampshire):
    return made_for("hampshire")


@pytest.fixture(scope="module")
def pdf(pack):
    return bytes(pack.pdf)


@pytest.fixture(scope="module")
def derby_pack(derby):
    return made_for("derby")


def test_it_declares_pdf_ua_its_language_and_its_title(pdf):
    with pikepdf.open(BytesIO(pdf)) as read:
        assert read.Root.MarkInfo.Marked
        assert str(read.Root.Lang) == "en-GB"
        assert read.Root.ViewerPreferences.DisplayDocTitle
        assert str(read.docinfo.Title) == "Board pack for Hampshire Health and Wellbeing Board"
        with read.open_metadata() as metadata:
            assert metadata[PDF_UA] == "1"


def test_every_drawing_has_alternative_text_and_every_header_cell_its_scope(pack, pdf):
    found = structure(pdf)
    drawings = [tag for tag in found if tag.kind == "Figure"]
    charts = [block for block in document_of(pack).blocks if isinstance(block, Chart)]
    assert len(drawings) == len(charts) == 5  # all phases, each of three, and the value bars
    assert all(len(tag.alt) > 40 for tag in drawings)
    heads = [tag.scope for tag in found if tag.kind == "TH"]
    assert len(heads) > 30
    assert set(heads) == {"Column"}


def test_headings_never_skip_a_level(pdf):
    levels = [int(tag[1]) for tag in tags(pdf) if tag in ("H1", "H2", "H3")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(
    "said",
    [
        "£20.95m",
        "£12.47m",
        "£13.70m",
        "£47.12m",
        "over £45m p.a.",
        "2 lines to be confirmed",  # in the drawing of value
        "PH HCC £19.50m",  # in the drawing of value
        "Go-live Aug 2020",  # in the timeline
        "No stated cover",  # in the timeline
    ],
)
def test_figures_and_the_words_of_charts_can_be_searched(pdf, said):
    assert close(said) in words(pdf)


def test_each_phase_stands_on_one_page_of_its_own(pdf):
    pages = page_texts(pdf)
    for title in ("Phase 1: Public Health nursing", "Phase 2: CCG community services", "Phase 3: CAMHS"):
        (own,) = [text for text in pages if text.strip().startswith(title)]
        assert "What phase" in own
        assert "No risk of phase" in own  # the last line of a phase's page


def test_every_page_says_which_pack_and_which_day(pdf):
    for text in page_texts(pdf):
        assert "HAM-MEET-1, pack 1" in text
        assert "Position at 13 December 2018" in text


def test_it_is_short(pdf, derby_pack):
    assert len(page_texts(pdf)) <= 8
    assert len(page_texts(bytes(derby_pack.pdf))) <= 5


def test_no_page_is_left_nearly_empty(pack, derby_pack):
    """The last line of each page but the last stands below the middle."""
    for made in (pack, derby_pack):
        for text in page_texts(bytes(made.pdf))[:-1]:
            assert len(text) > 700


def test_derbys_pack_says_what_its_paper_prints(derby_pack):
    said = words(bytes(derby_pack.pdf))
    for figure in (
        "4 of 8 intentions",
        "0 of 17 metrics",
        "17 KPIs are named",
        "Meeting: not stated; around",
    ):
        assert close(figure) in said


def test_word_keeps_headings_header_rows_and_alternative_texts(pack):
    read = docx.Document(BytesIO(word_of(pack)))
    headings = [p.text for p in read.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == "1. What needs the board’s attention"
    assert "Phase 3: CAMHS" in headings
    for table in read.tables:
        assert table.rows[0]._tr.trPr is not None
        assert "w:tblHeader" in table.rows[0]._tr.xml
    described = [shape._inline.docPr.get("descr") for shape in read.inline_shapes]
    assert len(described) == 5
    assert all(len(text) > 40 for text in described)


def test_word_and_pdf_hold_the_same_figures(pack, pdf):
    read = docx.Document(BytesIO(word_of(pack)))
    said = close(" ".join(cell.text for table in read.tables for row in table.rows for cell in row.cells))
    for key in ("phase.1.known", "phase.2.known", "phase.3.known"):
        printed = close(pack.content["figures"][key]["printed"])
        assert printed in said
        assert printed in words(pdf)


def test_its_pages_can_be_looked_at(pack):
    assert len(typeset.pages(document_of(pack), 30)) == len(page_texts(bytes(pack.pdf)))
