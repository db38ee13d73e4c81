"""`manage.py board_pack`: the pack of a meeting by its day, through the door of the page, and whole files or none."""

import hashlib
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from commissioning.core.access import Role
from commissioning.reporting.management.commands.board_pack import write_whole
from governance.models import BoardPack
from tests.factories.boards import MeetingFactory
from tests.factories.people import person_with
from tests.integration.reporting.pack_reading import undone


def run(*arguments):
    out = io.StringIO()
    call_command("board_pack", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def world(hampshire):
    with undone():
        yield hampshire


def test_it_makes_the_pack_of_a_day_and_writes_both_files(world, tmp_path):
    pdf, word = tmp_path / "pack.pdf", tmp_path / "pack.docx"
    said = run("hampshire", "--meeting", "2018-12-13", "--pdf", pdf, "--docx", word)
    made = BoardPack.objects.get()
    assert made.made_by is None
    assert made.as_at == date(2018, 12, 13)
    assert hashlib.sha256(pdf.read_bytes()).hexdigest() == made.pdf_sha256
    assert word.read_bytes().startswith(b"PK")
    assert (
        "HAM-PACK-1: pack 1 for Hampshire Health and Wellbeing Board, 13 December 2018, as at 2018-12-13"
        in said
    )
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_history_names_the_command(world, tmp_path):
    run("HAM-PRG", "--meeting", "2018-12-13", "--pdf", tmp_path / "pack.pdf")
    event = BoardPack.objects.get().events.get()
    assert event.pgh_context["command"] == "board_pack"


def test_a_loosely_dated_meeting_is_found_by_any_day_within_it(derby, tmp_path):
    with undone():
        run(
            "derby",
            "--meeting",
            "2013-09-12",
            "--pdf",
            tmp_path / "pack.pdf",
            "--appendices",
            "kpis",
            "sources",
        )
        made = BoardPack.objects.get(programme=derby)
        assert made.meeting.reference == "DER-MEET-1"
        assert made.as_at == date(2013, 9, 12)
        assert made.options == {"appendices": ["kpis", "sources"]}


def test_a_person_makes_it_only_where_their_role_allows(world, tmp_path):
    manager = person_with(Role.PROGRAMME_MANAGER, programme=world)
    member = person_with(Role.BOARD_MEMBER, programme=world)
    common = ("hampshire", "--meeting", "2018-12-13", "--pdf", tmp_path / "pack.pdf", "--by")
    with pytest.raises(CommandError, match="may not make packs in Hampshire"):
        run(*common, member.email)
    assert not (tmp_path / "pack.pdf").exists()
    run(*common, manager.email.upper())
    assert BoardPack.objects.get().made_by == manager


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"meeting": "2018-12-14"},
            "No meeting is recorded for Hampshire on 2018-12-14. Meetings recorded: Hampshire",
        ),
        ({"meeting": "13 December"}, "is not a date. Write it like 2018-12-13"),
        ({"programme": "wessex"}, "There is no programme “wessex”. Programmes: "),
        ({"pdf": ""}, "Say where to write the pack"),
        ({"pdf": "/no/such/folder/pack.pdf"}, "There is no folder /no/such/folder"),
        ({"by": "nobody@example.org"}, "There is no active account"),
        ({"appendices": "everything"}, "There is no appendix “everything”"),
        ({"body": "HAM-GOV-2"}, "No meeting of HAM-GOV-2 is recorded"),
    ],
)
def test_what_it_cannot_do_it_says_and_keeps_nothing(world, tmp_path, change, words):
    given = {"programme": "hampshire", "meeting": "2018-12-13", "pdf": tmp_path / "pack.pdf", **change}
    named = [
        part
        for name, value in given.items()
        if name != "programme" and value
        for part in (f"--{name}", value)
    ]
    with pytest.raises(CommandError) as refused:
        run(given["programme"], *named)
    assert words in str(refused.value)
    assert not BoardPack.objects.exists()
    assert list(tmp_path.iterdir()) == []


def test_where_two_bodies_meet_on_a_day_it_asks_which(world, tmp_path):
    MeetingFactory(programme=world, held="13 December 2018", body__reference="HAM-OTHER")
    common = ("hampshire", "--meeting", "2018-12-13", "--pdf", tmp_path / "pack.pdf")
    with pytest.raises(CommandError, match=r"2 meetings .* Say which with --body: .*HAM-OTHER"):
        run(*common)
    run(*common, "--body", "HAM-GOV-4")
    assert BoardPack.objects.get().meeting.reference == "HAM-MEET-1"


def test_a_file_is_replaced_as_a_whole_or_stays_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "pack.pdf"
    path.write_bytes(b"before")

    def fails(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", fails)
    with pytest.raises(CommandError, match="No space left on device"):
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
    monkeypatch.undo()
    write_whole(path, b"after")
    assert path.read_bytes() == b"after"


def test_no_pack_is_kept_whose_file_cannot_be_written(world, tmp_path, monkeypatch):
    def fails(*_args):
        raise OSError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.replace", fails)
    with pytest.raises(CommandError, match="Permission denied"):
        run("hampshire", "--meeting", "2018-12-13", "--pdf", tmp_path / "pack.pdf")
    assert not BoardPack.objects.exists()
