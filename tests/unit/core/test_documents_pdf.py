"""The PDF of record: tagged for screen readers, searchable, the same bytes every time, and proof against any text."""

import hashlib
import subprocess
import sys
from io import BytesIO

import pikepdf
import pypdf
import pytest
import typst

from commissioning.core.documents import typeset
from commissioning.core.documents.blocks import (
    Bullets,
    Chart,
    Column,
    DataTable,
    Facts,
    Heading,
    Paragraph,
    to_json,
)
from commissioning.core.documents.columns import table_layout
from tests.unit.core.document_reader import (
    EMOJI,
    HOSTILE,
    RIGHT_TO_LEFT,
    close,
    page_texts,
    structure,
    tags,
    words,
)
from tests.unit.core.document_sample import board_paper, document, lines_table, timeline_chart, value_chart

A4 = (595, 842)  # points
NAMESPACE = "{http://www.aiim.org/pdfua/ns/id/}part"


@pytest.fixture(scope="module")
def paper():
    return typeset.pdf(board_paper())


def test_it_declares_pdf_ua_and_shows_its_title_and_language(paper):
    with pikepdf.open(BytesIO(paper)) as read:
        assert read.Root.MarkInfo.Marked
        assert str(read.Root.Lang) == "en-GB"
        assert read.Root.ViewerPreferences.DisplayDocTitle
        assert str(read.docinfo.Title) == board_paper().title
        assert str(read.docinfo.Author) == "Joint commissioning partnership"
        with read.open_metadata() as metadata:
            assert metadata[NAMESPACE] == "1"
            assert metadata["dc:title"] == board_paper().title


def test_the_moment_inside_is_the_day_whose_position_it_states(paper):
    with pikepdf.open(BytesIO(paper)) as read:
        assert str(read.docinfo.CreationDate) == str(read.docinfo.ModDate) == "D:20181213000000Z"


def test_headings_stand_in_order_and_never_skip_a_level(paper):
    headings = [tag for tag in tags(paper) if tag in ("H1", "H2", "H3", "H4")]
    assert headings == ["H1", "H2", "H1", "H1", "H2", "H3"]


def test_every_figure_has_its_own_alternative_text(paper):
    assert [tag.alt for tag in structure(paper) if tag.kind == "Figure"] == [
        timeline_chart().alt,
        value_chart().alt,
    ]


def test_every_header_cell_says_that_it_heads_its_column(paper):
    heads = [tag.scope for tag in structure(paper) if tag.kind == "TH"]
    assert heads == ["Column"] * (4 + 2)  # once for a table, although it is printed on each page


def test_lists_are_lists(paper):
    assert tags(paper).count("LI") == 4 + 2 + 2  # facts, decisions, points


def test_the_header_row_and_the_running_foot_stand_on_every_page(paper):
    texts = page_texts(paper)
    assert len(texts) >= 4
    with_lines = [text for text in texts if "Speech and Language Therapy" in text]
    assert len(with_lines) >= 3
    assert all("Commissioner" in text for text in with_lines)
    for place, text in enumerate(texts, 1):
        assert f"Page {place} of {len(texts)}" in text
        assert "Position at 13 December 2018 · Pack 3, version 2" in text


def test_words_in_charts_can_be_searched(paper):
    assert close("2 lines to be confirmed") in words(paper)
    assert close("PH HCC £19.50m") in words(paper)


def test_the_same_document_gives_the_same_bytes_again_and_in_another_process(paper):
    assert typeset.pdf(board_paper()) == paper
    code = (
        "import django, hashlib; django.setup()\n"
        "from commissioning.core.documents import typeset\n"
        "from tests.unit.core.document_sample import board_paper\n"
        "print(hashlib.sha256(typeset.pdf(board_paper())).hexdigest())"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == hashlib.sha256(paper).hexdigest()


def test_another_word_gives_other_bytes(paper):
    assert typeset.pdf(board_paper(long=59)) != paper


def test_the_label_names_the_layout_and_the_version_that_set_it():
    assert f"{typeset.LAYOUT}, typst {typst.__version__}" == typeset.TEMPLATE


def test_the_template_compiles_without_a_warning():
    _, warnings = typst.compile_with_warnings(
        typeset.SOURCE, format="pdf", pdf_standards=["ua-1"], **typeset._given(board_paper())
    )
    assert [warning.message for warning in warnings] == []


def test_only_our_fonts_are_in_it(paper):
    fonts = {
        str(page.Resources.Font[name].BaseFont).split("+")[-1]
        for page in pikepdf.open(BytesIO(paper)).pages
        for name in page.Resources.Font
    }
    assert fonts == {"LiberationSans", "LiberationSans-Bold", "LiberationSans-Italic"}


def test_a_figure_without_alternative_text_stops_the_typesetting():
    """Blocks refuse it first; the typesetter must refuse it too, should a chart ever get past them."""
    chart = value_chart()
    assert typeset.pdf(document(chart))
    object.__setattr__(chart, "alt", "")
    with pytest.raises(RuntimeError, match="alt"):
        typeset.pdf(document(chart))


def test_any_text_is_printed_as_it_is_wherever_it_stands():
    text = f"{HOSTILE}{EMOJI} end"
    table = DataTable(text, (Column(text), Column("n", 1, numeric=True)), (((text, text), "1"),), text)
    made = typeset.pdf(
        document(
            Heading(text),
            Paragraph(text),
            Paragraph(text, "warning"),
            Paragraph(text, "lead"),
            Paragraph(text, "note"),
            Bullets((text,)),
            Bullets((text,), numbered=True),
            Facts(((text, text),)),
            table,
            Chart(value_chart().svg, text, text),
            title=text,
        )
    )
    # Title, heading, paragraphs, items, both parts of a fact, table, caption of the chart; the foot shortens it.
    assert words(made).count(close(text)) == 1 + 1 + 4 + 2 + 2 + 5 + 1
    assert [tag.alt for tag in structure(made) if tag.kind == "Figure"] == [text]


def test_right_to_left_letters_are_all_there():
    reader = pypdf.PdfReader(BytesIO(typeset.pdf(document(Paragraph(f"before {RIGHT_TO_LEFT} after")))))
    found = reader.pages[0].extract_text()
    assert RIGHT_TO_LEFT in found or RIGHT_TO_LEFT[::-1] in found


@pytest.mark.parametrize("text", ["x" * 10_000, "long words " * 900, "https://example.org/" + "a-b/" * 2_400])
@pytest.mark.parametrize("place", ["paragraph", "cell", "note"])
def test_ten_thousand_letters_stay_on_the_paper(text, place):
    cell = {"cell": (text, ""), "note": ("", text), "paragraph": ("a", "b")}[place]
    table = DataTable("Long", (Column("A"), Column("B", 1, numeric=True), Column("C")), (("a", "1", cell),))
    made = typeset.pdf(document(Paragraph(text) if place == "paragraph" else table))
    without_feet = "".join(
        close(
            page.replace("\u200b", "").split(
                "Commissioning of health services for children and young people ·"
            )[0]
        )
        for page in page_texts(made)
    )
    assert without_feet.replace("ABC", "").count(close(text)) == 1
    assert _leaving(made) == []


def laid(table: DataTable) -> dict:
    return table_layout(table, to_json(document(table))["blocks"][0])


def test_a_short_row_is_never_torn_and_a_row_taller_than_a_page_is():
    table = lines_table(1)
    tall = DataTable("Tall", table.columns, (*table.rows, ("a " * 4_000, "b", "c", "d")))
    assert laid(tall)["breakable"] == [False, True]


def test_a_word_is_divided_only_where_it_is_wider_than_its_column():
    columns = (Column("Service", 4), Column("Commissioner", 0.4))
    table = laid(
        DataTable("Divided", columns, (("neurodevelopmental pathway", "neurodevelopmental pathway"),))
    )
    assert [cell["divide"] for cell in table["rows"][0]] == [False, True]
    assert [column["divide"] for column in table["columns"]] == [False, True]


def test_many_columns_are_set_smaller():
    six, seven = (
        laid(DataTable("T", (Column("c"),) * count, (("x",) * count,)))["letters"] for count in (6, 7)
    )
    assert seven < six


def _leaving(made: bytes) -> list[str]:
    """Text that begins outside the margins of its page."""
    outside = []

    def visit(text, placed, set_at, *_):
        x = set_at[4] * placed[0] + set_at[5] * placed[2] + placed[4]
        y = set_at[4] * placed[1] + set_at[5] * placed[3] + placed[5]
        if text.strip() and not (40 < x < A4[0] - 40 and 20 < y < A4[1] - 30):
            outside.append((text, x, y))

    for page in pypdf.PdfReader(BytesIO(made)).pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
        page.extract_text(visitor_text=visit)
    return outside


@pytest.mark.parametrize(
    ("size", "share"),
    [
        ((720, 300), 100),  # as wide as the text
        ((340, 200), 47.22),  # narrow: 340 of 720
        ((1440, 500), 100),  # never wider
        ((720, 2000), 42.41),  # tall: 205 mm of 174 mm x 2000/720
    ],
)
def test_a_drawing_is_never_wider_or_taller_than_the_page(size, share):
    assert typeset.share_of_width(*size) == share


def test_a_long_paper_begins_with_its_sections_and_a_short_one_does_not():
    sections = [Heading(f"Section {n}") for n in range(1, 7)]
    assert "Contents" in page_texts(typeset.pdf(document(*sections)))[0]
    assert "Contents" not in page_texts(typeset.pdf(document(*sections[:5])))[0]


def test_a_section_on_a_new_page_starts_one():
    texts = page_texts(typeset.pdf(document(Heading("One"), Heading("Two", new_page=True))))
    assert ["One" in text for text in texts] == [True, False]
    assert ["Two" in text for text in texts] == [False, True]


def test_an_unknown_is_printed_in_words_and_an_empty_table_says_so(paper):
    assert close("not known (3 of 3 TBC)") in words(paper)
    assert close("Nothing to list.") in words(paper)


def test_a_warning_says_that_it_is_one(paper):
    assert close("Important: This pack was regenerated") in words(paper)
