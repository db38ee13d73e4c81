"""What packs say: the figures that the papers print, exceptions first, and what is unknown said to be unknown."""

from datetime import date

import pytest

from commissioning.core.documents.blocks import from_json
from commissioning.reporting.pack.build import build, figures_on
from commissioning.reporting.pack.options import APPENDICES, options_of
from governance.models import Meeting
from tests.factories.boards import MeetingFactory
from tests.factories.governance import BodyFactory
from tests.integration.reporting.pack_reading import (
    headings_of,
    made_for,
    notes_of,
    paragraphs_of,
    rows_of,
    undone,
)


@pytest.fixture(scope="module")
def hampshire_pack(hampshire):
    return made_for("hampshire")


@pytest.fixture(scope="module")
def derby_pack(derby):
    return made_for("derby")


@pytest.fixture(scope="module")
def nottinghamshire_pack(nottinghamshire):
    return made_for("nottinghamshire")


# --- Hampshire: the report to the board of 13 December 2018 ---------------------------------------------------------


@pytest.mark.parametrize(
    ("phase", "stated", "place", "known", "unknown", "verdict"),
    [
        ("Phase 1", "~20.5m", "para 2.4", "£20.95m", "All 2 lines known", "differs, £0.45m above"),
        (
            "Phase 2",
            "~£13m",
            "para 2.4",
            "£12.47m",
            "2 of 8 lines to be confirmed",
            "cannot be judged yet, £0.53m below",
        ),
        (
            "Phase 3",
            "~£12m",
            "para 2.4",
            "£13.70m",
            "1 of 4 lines to be confirmed",
            "cannot reconcile, £1.70m above",
        ),
        (
            "The programme",
            "over £45m p.a.",
            "para 4.4",
            "£47.12m",
            "3 of 14 lines to be confirmed",
            "met, £2.12m above",
        ),
    ],
)
def test_money_is_the_papers_with_its_unknowns_and_its_verdict(
    hampshire_pack, phase, stated, place, known, unknown, verdict
):
    caption = "What the papers state"
    rows, notes = rows_of(hampshire_pack, caption), notes_of(hampshire_pack, caption)
    (at,) = [number for number, row in enumerate(rows) if row[0].startswith(phase)]
    assert rows[at][1:4] == [stated, known, unknown]
    assert rows[at][4].startswith(verdict)
    assert place in notes[at][1]


def test_the_first_page_says_in_two_sentences_what_is_wrong_who_owns_it_and_by_when(hampshire_pack):
    lead = paragraphs_of(hampshire_pack)[0]
    assert lead.startswith("Phase 1 goes live 4 months after existing contracts end (and 2 more like it); ")
    assert "owner: nobody recorded; phase 1 procurement starts February 2019." in lead
    assert "Phase 1: ~£20.5m stated, lines come to £20.95m" in lead
    assert headings_of(hampshire_pack)[0] == "1. What needs the board’s attention"


def test_the_asks_stand_by_verb_with_their_paragraphs(hampshire_pack):
    assert [row[:3] for row in rows_of(hampshire_pack, "What Hampshire Health and Wellbeing Board")] == [
        [
            "Agree",
            "Inclusion of an integrated CYP delivery system by 2023 in the new Health and Wellbeing Strategy",
            "para 1, para 8",
        ],
        ["Endorse", "Areas for focused partnership work", "para 1, para 8"],
        ["Endorse", "Implementation of a shared outcomes framework for CYP", "para 1, para 8"],
    ]


def test_each_phase_has_its_page_and_its_gap(hampshire_pack):
    blocks = hampshire_pack.content["document"]["blocks"]
    pages = [block["text"] for block in blocks if block["block"] == "heading" and block["new_page"]]
    assert [page for page in pages if page.startswith("Phase")] == [
        "Phase 1: Public Health nursing",
        "Phase 2: CCG community services",
        "Phase 3: CAMHS",
    ]
    assert [row[4] for row in rows_of(hampshire_pack, "All phases at a glance")] == [
        "4 months",
        "12 months",
        "24 months",
    ]


def test_a_line_of_two_services_is_printed_once_and_not_split(hampshire_pack):
    caption = "What phase 1 buys"
    rows, notes = rows_of(hampshire_pack, caption), notes_of(hampshire_pack, caption)
    assert [row[-1] for row in rows] == ["19.5m", "as above", "1.45m"]
    assert notes[0][0] == "one amount with School Nursing, not split"


def test_an_amount_printed_without_its_unit_says_how_it_is_read(hampshire_pack):
    caption = "What phase 2 buys"
    rows, notes = rows_of(hampshire_pack, caption), notes_of(hampshire_pack, caption)
    (at,) = [number for number, row in enumerate(rows) if row[-1] == "0.87"]
    assert "read as £0.87m" in notes[at][0]


def test_what_partners_said_without_an_answer_stands_there(hampshire_pack):
    assert [row[0] for row in rows_of(hampshire_pack, "Feedback without an answer")] == [
        "“ensure due diligence has been completed”"
    ]


def test_a_register_without_risks_is_called_a_gap(hampshire_pack):
    assert "That is a gap in the record, not an assurance." in " ".join(paragraphs_of(hampshire_pack))


# --- Derby: a plan without money ------------------------------------------------------------------------------------


def test_derby_has_a_line_for_each_intention_with_its_lead_or_vacancy(derby_pack):
    rows, notes = rows_of(derby_pack, "Who leads each"), notes_of(derby_pack, "Who leads each")
    assert [row[0].split(".")[0] for row in rows] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert [row[0][0] for row in rows if row[1] == "none named"] == ["2", "3", "5", "8"]
    assert [row[0][0] for row, note in zip(rows, notes, strict=True) if note[1] == "a vacancy"] == ["4"]
    assert rows[3][2] == "2 summaries"


def test_derby_counts_its_milestones_as_the_paper_dates_them(derby_pack):
    (row,) = [row for row in rows_of(derby_pack, "How the papers date them") if row[0] == "Milestone"]
    assert row[1:6] == ["24", "2", "2", "1", "1"]  # dated, TBC, blank, awaited, ongoing


def test_derby_shows_its_four_actions_and_the_report_that_did_not_come(derby_pack):
    caption = "What was agreed"
    rows, notes = rows_of(derby_pack, caption), notes_of(derby_pack, caption)
    assert len(rows) == 4
    (at,) = [number for number, row in enumerate(rows) if row[0] == "Quarterly reports to HWB"]
    assert rows[at][1] == 'This is the first; further reports "on a regular basis"'
    assert "1 promised report missing" in notes[at][1]
    assert paragraphs_of(derby_pack)[0].startswith("A report was promised every quarter; none is recorded")


def test_derby_marks_the_ask_that_stands_in_the_text(derby_pack):
    caption = "What Health and Well-being Board"
    rows, notes = rows_of(derby_pack, caption), notes_of(derby_pack, caption)
    assert [row[0] for row in rows] == ["Note", "Note", "Encourage", "Support"]
    assert notes[3][1] == "In the body of the paper, not among its recommendations"
    assert rows[3][2] == "para 4.7"


def test_derby_has_no_part_for_phases_and_none_for_lines(derby_pack):
    assert not [text for text in headings_of(derby_pack) if text.startswith(("Phase", "3. Phase"))]


# --- Nottinghamshire and Essex --------------------------------------------------------------------------------------


def test_nottinghamshire_names_both_lines_of_accountability_and_its_unscored_risks(nottinghamshire_pack):
    words = " ".join(row[0] for row in rows_of(nottinghamshire_pack, "Points for the board"))
    assert "Integrated Commissioning Hub: 2 lines of accountability" in words
    assert "3 of 3 open risks not assessed" in words
    assert [row[1] for row in rows_of(nottinghamshire_pack, "The highest risks")] == ["not assessed"] * 3


def test_money_that_nobody_states_is_not_nought(nottinghamshire_pack):
    ((name, amount, *_),) = rows_of(nottinghamshire_pack, "Money promised")
    assert name.startswith("Funding of the Integrated Commissioning Hub")
    assert amount == "not known"


def test_a_review_has_its_areas_and_does_not_say_that_nothing_is_open(essex):
    with undone():
        meeting = MeetingFactory(programme=essex, body=BodyFactory(programme=essex), held="February 2022")
        made = build(meeting, date(2022, 2, 28), options_of(()), 1)
    tables = [b for b in made.content["document"]["blocks"] if b["block"] == "table"]
    (areas,) = [table for table in tables if table["caption"] == "Areas"]
    assert len(areas["rows"]) == 12
    lead = next(b["text"] for b in made.content["document"]["blocks"] if b["block"] == "paragraph")
    assert lead.startswith("27 open points in the papers")


# --- for any programme ----------------------------------------------------------------------------------------------


def test_every_appendix_stands_only_where_it_was_asked_for(hampshire_pack, hampshire):
    assert not [text for text in headings_of(hampshire_pack) if text.startswith("Appendix")]
    with undone():
        full = made_for("hampshire", *APPENDICES)
        found = [text for text in headings_of(full) if text.startswith("Appendix")]
        assert found == [
            f"Appendix {letter}. {words}" for letter, words in zip("ABCDEF", APPENDICES.values(), strict=True)
        ]
        assert len(rows_of(full, "Budget lines")) == 14
        states = [row[2] for row in rows_of(full, "Services named")]
        assert sum(state.startswith("In scope") for state in states) == 16
        assert (
            sum(not state.startswith("In scope") for state in states) == 5
        )  # aligned, out of scope: Appendix B


def test_an_appendix_that_there_is_not_is_refused_by_name():
    with pytest.raises(ValueError, match="no appendix “everything”"):
        options_of(["services", "everything"])


def test_the_frozen_figures_are_those_that_a_build_without_drawings_gives(hampshire_pack):
    assert figures_on(hampshire_pack.meeting, hampshire_pack.as_at, {}) == hampshire_pack.content["figures"]
    assert len(hampshire_pack.content["figures"]) > 100


def test_every_figure_names_a_record_by_a_key_of_its_own(hampshire_pack, derby_pack):
    for pack in (hampshire_pack, derby_pack):
        for key, figure in pack.content["figures"].items():
            assert key
            assert figure["label"]
            assert figure["printed"]
            assert figure["address"] == "" or figure["address"].startswith("/programmes/")
            assert "on=" not in figure["address"]


def test_the_frozen_document_can_be_read_again(hampshire_pack):
    assert (
        from_json(hampshire_pack.content["document"]).title
        == "Board pack for Hampshire Health and Wellbeing Board"
    )


def test_a_meeting_without_papers_on_its_agenda_gets_what_its_body_is_asked(hampshire):
    with undone():
        body = Meeting.objects.get(reference="HAM-MEET-1").body
        later = MeetingFactory(programme=hampshire, body=body, held="14 March 2019")
        made = build(later, date(2019, 3, 14), options_of(()), 1)
    (asked,) = [
        block
        for block in made.content["document"]["blocks"]
        if block["block"] == "table" and block["caption"].startswith("What Hampshire Health")
    ]
    assert len(asked["rows"]) == 3
