"""A pack of a programme that is made up says so on its first page and at every table."""

from datetime import date

import pytest

from commissioning.reporting.pack.build import build
from commissioning.reporting.pack.options import options_of
from governance.models import Meeting, Risk
from tests.factories import RiskFactory
from tests.integration.reporting.pack_reading import made_for, notes_of, undone


@pytest.fixture(scope="module")
def document(illustration):
    meeting = Meeting.objects.filter(programme=illustration, held_start__lte=date(2026, 11, 22)).latest(
        "held_start"
    )
    return build(meeting, date(2026, 11, 22), options_of(()), 1).content["document"]


def test_the_first_page_begins_with_it(document):
    first = document["blocks"][0]
    assert (first["block"], first["kind"]) == ("paragraph", "warning")
    assert "made up" in first["text"]
    assert "Made up" in document["subtitle"]


def test_every_table_with_rows_says_so(document):
    tables = [block for block in document["blocks"] if block["block"] == "table" and block["rows"]]
    assert len(tables) > 10
    assert [table["caption"] for table in tables if "(illustrative)" not in table["caption"]] == []


def test_amounts_on_two_bases_stand_beside_one_another_and_are_not_added(document):
    (money,) = [b for b in document["blocks"] if b.get("caption", "").startswith("What the papers state")]
    first = money["rows"][0][2]["text"]
    assert first.count("£") == 2
    assert ";" in first


def test_kpis_in_exception_come_with_their_icons_as_words(document):
    (kpis,) = [b for b in document["blocks"] if b.get("caption", "").startswith("KPIs in exception")]
    said = {cell["text"] for row in kpis["rows"] for cell in row[3:]}
    assert "Consistently fails" in said
    assert said & {"Concerning, high", "Concerning, low"}


def test_one_made_up_record_in_a_real_programme_is_marked_in_its_row(hampshire):
    with undone():
        RiskFactory(programme=hampshire, title="A risk made up", illustrative=True)
        RiskFactory(programme=hampshire, title="A risk of the paper", illustrative=False)
        assert Risk.objects.filter(programme=hampshire).count() == 2
        notes = {note[0].split(". ")[-1] for note in notes_of(made_for("hampshire"), "The highest risks")}
    assert notes >= {"Illustrative"}
    assert len(notes) == 2
