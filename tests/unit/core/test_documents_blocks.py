"""Blocks of a board paper: what is refused and why, JSON there and back, and the words alone."""

import dataclasses
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.documents.blocks import (
    Bullets,
    Cell,
    Chart,
    Column,
    DataTable,
    Document,
    Facts,
    Heading,
    Paragraph,
    canonical_bytes,
    from_json,
    plain_text,
    to_json,
)
from tests.unit.core.document_sample import COLOUR, ON, board_paper, document, lines_table

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 200"><text x="1" y="20">Word</text></svg>'
COLUMNS = (Column("Line", 2), Column("Value", 1, numeric=True))

texts = st.text(min_size=1).filter(str.strip)
columns = st.lists(
    st.builds(Column, texts, st.floats(0.1, 20, allow_nan=False), st.booleans()), min_size=1, max_size=4
)


@st.composite
def tables(draw):
    chosen = draw(columns)
    row = st.tuples(*(st.builds(Cell, st.text(), st.text()) for _ in chosen))
    return DataTable(draw(texts), tuple(chosen), tuple(draw(st.lists(row, max_size=3))), draw(st.text()))


blocks = st.one_of(
    st.builds(Heading, texts, st.just(1), st.booleans()),
    st.builds(Paragraph, texts, st.sampled_from(["normal", "lead", "note", "warning"])),
    st.builds(Bullets, st.lists(texts, min_size=1).map(tuple), st.booleans()),
    st.builds(Facts, st.lists(st.tuples(texts, st.text()), min_size=1).map(tuple)),
    tables(),
    st.builds(Chart, st.just(SVG), texts, texts),
)
documents = st.builds(
    Document,
    texts,
    st.text(),
    texts,
    st.dates(),
    st.just(COLOUR),
    st.text(),
    st.lists(blocks, max_size=5).map(tuple),
)


@given(documents)
def test_a_document_comes_back_from_json_as_it_was(made):
    sent = json.loads(json.dumps(to_json(made)))
    assert from_json(sent) == made
    assert canonical_bytes(sent) == canonical_bytes(to_json(from_json(sent)))


def test_the_bytes_to_seal_do_not_depend_on_the_order_of_entries_but_on_every_word():
    given_ = to_json(board_paper())
    turned = dict(reversed(given_.items()))
    assert list(turned) != list(given_)
    assert canonical_bytes(turned) == canonical_bytes(given_)
    other = to_json(dataclasses.replace(board_paper(), reference="Pack 3, version 3"))
    assert canonical_bytes(other) != canonical_bytes(given_)
    assert canonical_bytes({"b": "é", "a": [1]}) == b'{"a":[1],"b":"\\u00e9"}'


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Chart(SVG, "Value by phase", " "), "Chart “Value by phase” has no alternative text"),
        (lambda: Chart("<p>no</p>", "Value", "a"), "Chart “Value”: the drawing is not an SVG with a viewBox"),
        (lambda: Chart(SVG.replace("720", "0"), "Value", "a"), "Chart “Value”: the drawing has no size"),
        (lambda: Chart(SVG, "", "a"), "A chart's caption is empty"),
        (lambda: Heading("Risks", 4), "Heading “Risks”: level 4 is not 1, 2 or 3"),
        (lambda: Heading("  "), "A heading is empty"),
        (lambda: Paragraph("Words", "shout"), "Paragraph “Words”: kind 'shout' is not one of normal, lead"),
        (lambda: Paragraph(None), "A paragraph must be text, not NoneType"),
        (lambda: Bullets(()), "A list has no items"),
        (lambda: Bullets(("First", "")), "Item 2 of the list that begins “First” is empty"),
        (lambda: Facts(()), "Facts need at least one pair"),
        (lambda: Facts((("", "x"),)), "A label among the facts is empty"),
        (lambda: Column("Value", 0), "Column “Value”: width 0 is not a number above nought"),
        (lambda: Column("Value", float("inf")), "Column “Value”: width inf"),
        (lambda: DataTable("Lines", (), ()), "Table “Lines” has no columns"),
        (
            lambda: DataTable("Lines", COLUMNS, (("a", "b"), ("c",))),
            "Table “Lines”, row 2: 1 cells do not fit 2",
        ),
        (lambda: DataTable("Lines", COLUMNS, ((1, 2),)), "Table “Lines”: 1 is not a cell"),
        (lambda: document("words"), "Block 1 of the document is a str, which is no block"),
        (lambda: document(Heading("Risks", 2)), "Heading “Risks” jumps from the title to level 2"),
        (
            lambda: document(Heading("A"), Heading("Risks", 3)),
            "Heading “Risks” jumps from level 1 to level 3",
        ),
        (lambda: document(title=" "), "The document's title is empty"),
        (lambda: dataclasses.replace(document(), colour="#ffff00"), "colour '#ffff00' is not one such as"),
        (lambda: dataclasses.replace(document(), colour="blue"), "colour 'blue' is not one such as"),
    ],
)
def test_what_a_reader_could_not_use_is_refused_by_name(make, message):
    with pytest.raises(ValueError, match=r".") as refused:
        make()
    assert message in str(refused.value)


def test_what_is_right_is_let_in():
    assert Chart(SVG, "Value by phase", "Phase 1 is the largest.").size == (720, 200)
    assert document(Heading("A"), Heading("B", 2), Heading("C", 3), Heading("D")).blocks[3].text == "D"
    assert DataTable("Lines", COLUMNS, (("a", ("1", "a note")),)).rows == ((Cell("a"), Cell("1", "a note")),)
    assert Facts((("Apologies", ""),)).pairs == (("Apologies", ""),)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 2}, "The document's format is 2; only 1 can be read"),
        ({"blocks": [{"block": "script"}]}, "Block 1 is a 'script', which is no block"),
        ({"blocks": [{"block": "heading", "words": "x"}]}, "Block 1 (heading): "),
        (
            {"blocks": [{"block": "chart", "svg": SVG, "caption": "c", "alt": ""}]},
            "Block 1 (chart): Chart “c” has",
        ),
        ({"extra": 1}, "The document cannot be read"),
        ({"on": "13/12/2018"}, "13/12/2018"),
    ],
)
def test_json_that_is_no_document_is_refused_with_the_place(change, message):
    with pytest.raises(ValueError, match=r".") as refused:
        from_json({**to_json(document()), **change})
    assert message in str(refused.value)


def test_json_without_an_entry_is_refused():
    whole = to_json(document())
    del whole["on"]
    with pytest.raises(ValueError, match="cannot be read: 'on'"):
        from_json(whole)


def test_the_words_alone_leave_nothing_out():
    table = lines_table(2)
    paper = document(
        Heading("Risks"),
        Paragraph("Look.", "warning"),
        Bullets(("one", "two"), numbered=True),
        Facts((("Meeting", "13 December 2018"),)),
        table,
        DataTable("None", COLUMNS, ()),
        Chart(SVG, "The finding.", "What it shows."),
    )
    assert plain_text(paper).splitlines() == [
        "Commissioning of health services for children and young people",
        "Report to the Health and Wellbeing Board",
        "Position at 13 December 2018",
        "Pack 3, version 2",
        "Risks",
        "Important: Look.",
        "1. one",
        "2. two",
        "Meeting: 13 December 2018",
        "Budget lines",
        "One line in three has no value yet: not known (3 of 3 TBC) in speech and language.",
        "Budget line | Commissioner | Value | Status",
        "Public Health Nursing 0–19 | Hampshire County Council | ~£19.5m (approximate) | In procurement",
        "Speech and Language Therapy | Five Hampshire CCGs | TBC (not known) | Scoping",
        "None",
        "Line | Value",
        "Nothing to list.",
        "The finding.",
        "What it shows.",
    ]


def test_blocks_cannot_be_changed_once_made():
    with pytest.raises(dataclasses.FrozenInstanceError):
        board_paper().on = date(2020, 1, 1)
    assert board_paper().on == ON
    assert hash(board_paper()) == hash(board_paper())
