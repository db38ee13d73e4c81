"""A pack stays as it was made: numbered, hashed, never changed; what happens later is told as a difference."""

import hashlib
import json
import subprocess
import sys
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from commissioning.core.access import Role
from commissioning.core.documents.blocks import canonical_bytes
from commissioning.core.money import Basis, parse_money
from commissioning.reporting.pack.build import figures_on
from commissioning.reporting.pack.make import make, meetings_on, usual_day
from commissioning.reporting.pack.options import options_of
from commissioning.reporting.pack.since import between, earlier_pack, since, text_changes
from governance.models import BoardPack, Meeting
from governance.services.packs import make_pack, regenerate
from procurement.models import BudgetLine, StatedValue
from programmes.access import grants_for
from programmes.models import ProgrammeStatement
from tests.factories.boards import MeetingFactory
from tests.factories.many import more_of_everything
from tests.factories.people import person_with
from tests.integration.reporting.pack_reading import EVERYTHING, TODAY, made_for, undone

LABELS = {"phase.2.known", "phase.2.unknown", "programme.known", "key-figures.known-annual-value.now"}


@pytest.fixture
def pack(hampshire):
    """One pack for a test, taken back afterwards with everything else that the test writes."""
    with undone():
        yield made_for("hampshire")


# --- kept -----------------------------------------------------------------------------------------------------------


def test_a_pack_keeps_its_content_and_its_file_with_the_hash_of_each(pack):
    kept = BoardPack.objects.get(pk=pack.pk)
    assert (kept.reference, kept.number, kept.as_at) == ("HAM-PACK-1", 1, date(2018, 12, 13))
    assert hashlib.sha256(bytes(kept.pdf)).hexdigest() == kept.pdf_sha256
    assert hashlib.sha256(canonical_bytes(kept.content)).hexdigest() == kept.content_sha256
    assert kept.content["as_at"] == "2018-12-13"
    assert kept.content["document"]["reference"] == "HAM-MEET-1, pack 1"


def test_the_next_pack_of_a_meeting_gets_the_next_number_and_the_first_stays(pack):
    again = made_for("hampshire")
    assert (again.reference, again.number) == ("HAM-PACK-2", 2)
    assert again.content["document"]["reference"] == "HAM-MEET-1, pack 2"
    assert BoardPack.objects.filter(meeting=pack.meeting).count() == 2


@pytest.mark.parametrize("statement", ["UPDATE {} SET number = 9", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_delete_a_pack(pack, statement):
    table = connection.ops.quote_name(BoardPack._meta.db_table)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert BoardPack.objects.get(pk=pack.pk).number == 1


def test_set_again_it_has_the_same_bytes(pack):
    again = regenerate(BoardPack.objects.get(pk=pack.pk))
    assert again.is_same
    assert again.pdf == bytes(pack.pdf)
    assert again.why == ""


def test_another_process_sets_it_again_to_the_same_bytes(pack, tmp_path):
    """Nothing of this process, its fonts or its caches, is in the file."""
    kept = tmp_path / "content.json"
    kept.write_text(json.dumps(BoardPack.objects.get(pk=pack.pk).content["document"]))
    program = (
        "import hashlib, json, sys\n"
        "from commissioning.core.documents.blocks import from_json\n"
        "from commissioning.core.documents.typeset import pdf\n"
        "document = from_json(json.load(open(sys.argv[1])))\n"
        "print(hashlib.sha256(pdf(document)).hexdigest())\n"
    )
    made = subprocess.run(
        [sys.executable, "-c", program, str(kept)], capture_output=True, text=True, check=True
    )
    assert made.stdout.strip() == pack.pdf_sha256


def test_a_content_altered_outside_the_product_is_found_out(pack):
    pack.content["document"]["title"] = "Another title"
    again = regenerate(pack)
    assert not again.is_same
    assert "no longer has the hash" in again.why


def test_another_template_is_told_apart_from_a_fault(pack):
    pack.pdf_sha256, pack.template = "0" * 64, "board 0, typst 0.1"
    assert "It was set by “board 0, typst 0.1”" in regenerate(pack).why
    pack.template = made_for("hampshire").template
    assert regenerate(pack).why == "The same content and template gave other bytes."


# --- since ----------------------------------------------------------------------------------------------------------


def test_a_change_afterwards_leaves_the_pack_as_it_was_and_is_a_difference(pack):
    before = {each.difference.key for each in since(pack, date(2018, 12, 13))}
    line = BudgetLine.objects.filter(programme=pack.programme, money_qualifier="tbc", phase__number=2).first()
    line.money, line.status = parse_money("£0.53m", basis=Basis.BUDGET_YEAR, year="2020/21"), "confirmed"
    line.save()
    found = {each.difference.key: each for each in since(pack, date(2018, 12, 13))}
    kept = BoardPack.objects.get(pk=pack.pk)
    assert before == set()
    assert found.keys() >= LABELS
    assert (found["phase.2.known"].difference.then, found["phase.2.known"].difference.now) == (
        "£12.47m",
        "£13.00m",
    )
    assert found["phase.2.known"].corrected
    assert bytes(kept.pdf) == bytes(pack.pdf)
    assert kept.content["figures"]["phase.2.known"]["printed"] == "£12.47m"
    assert regenerate(kept).is_same


def test_what_time_alone_has_changed_is_told_from_a_record_put_right(pack):
    stated = StatedValue.objects.filter(programme=pack.programme, covers__icontains="phase 1").first()
    found = {each.difference.key: each for each in since(pack, TODAY)}
    assert found["dates.late"].difference.then == "0"
    assert not found["dates.late"].corrected
    stated.money = parse_money("~£21m")
    stated.save()
    found = {each.difference.key: each for each in since(pack, TODAY)}
    assert found["phase.1.stated"].corrected
    assert not found["dates.late"].corrected


def test_text_that_is_no_figure_is_no_difference(pack):
    ProgrammeStatement.objects.filter(programme=pack.programme).update(text="Another vision")
    assert since(pack, date(2018, 12, 13)) == ()


def test_two_packs_are_held_against_one_another(pack):
    body = pack.meeting.body
    later = MeetingFactory(programme=pack.programme, body=body, held="14 March 2019")
    BudgetLine.objects.filter(programme=pack.programme, money_text="12.3m").update(money_amount=12_400_000)
    made = make(later, options_of(()), as_at=None, by=None, grants=EVERYTHING, today=TODAY)
    assert made.as_at == date(2019, 3, 14)
    assert earlier_pack(made) == pack
    assert earlier_pack(pack) is None
    found = {each.key: each for each in between(pack, made)}
    assert (found["phase.3.known"].then, found["phase.3.known"].now) == ("£13.70m", "£13.80m")
    assert ("+", "Meeting: 14 March 2019") in text_changes(pack, made)
    assert ("-", "Meeting: 13 December 2018") in text_changes(pack, made)


def test_a_pack_made_again_is_held_against_the_one_before_it(pack):
    assert earlier_pack(made_for("hampshire")) == pack


# --- who, and when --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.PROGRAMME_MANAGER, True),
        (Role.COMMISSIONER, False),
        (Role.FINANCE_LEAD, False),
        (Role.BOARD_MEMBER, False),
        (Role.ANALYST, False),
        (Role.EVALUATOR, False),
    ],
)
def test_only_a_manager_makes_packs(hampshire, role, may):
    with undone():
        user = person_with(role, programme=hampshire)
        meeting = Meeting.objects.get(reference="HAM-MEET-1")
        given = {"as_at": None, "by": user, "grants": grants_for(user, TODAY), "today": TODAY}
        if may:
            made = make(meeting, options_of(()), **given)
            assert made.made_by == user
        else:
            with pytest.raises(PermissionDenied):
                make(meeting, options_of(()), **given)
            assert not BoardPack.objects.filter(meeting=meeting).exists()


def test_the_door_itself_asks_who(hampshire, pack):
    user = person_with(Role.BOARD_MEMBER, programme=hampshire)
    with pytest.raises(PermissionDenied):
        make_pack(
            pack.meeting,
            pack.content,
            b"",
            "test",
            {},
            by=user,
            grants=grants_for(user, TODAY),
            as_at=pack.as_at,
            today=TODAY,
        )


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"as_at": date(2030, 1, 1)}, "as_at", "still to come"),
        ({"content": {"figures": {}}}, "content", "cannot be read back"),
        ({"as_at": date(2018, 12, 12)}, "content", "another day"),
    ],
)
def test_the_door_refuses_by_field(pack, change, field, words):
    given = {"content": pack.content, "as_at": pack.as_at, **change}
    with pytest.raises(ValidationError) as refused:
        make_pack(
            pack.meeting,
            given["content"],
            b"",
            "test",
            {},
            by=None,
            grants=EVERYTHING,
            as_at=given["as_at"],
            today=TODAY,
        )
    assert words in " ".join(refused.value.message_dict[field])


def test_no_pack_is_made_for_a_cancelled_meeting(hampshire):
    with undone():
        meeting = MeetingFactory(programme=hampshire, held="13 December 2018", state="cancelled")
        with pytest.raises(ValidationError) as refused:
            make(meeting, options_of(()), as_at=None, by=None, grants=EVERYTHING, today=TODAY)
    assert refused.value.message_dict == {"meeting": ["That meeting was cancelled. Choose another."]}


@pytest.mark.parametrize(
    ("held", "day"),
    [
        ("13 December 2018", date(2018, 12, 13)),
        ("March 2019", date(2019, 3, 31)),
        ("10 December 2030", TODAY),
        ("TBC", TODAY),
    ],
)
def test_the_usual_day_is_the_meetings_and_never_after_today(db, held, day):
    assert usual_day(MeetingFactory(held=held).held, TODAY) == day


def test_a_day_falls_on_a_meeting_dated_to_it_before_one_dated_loosely(db):
    exact = MeetingFactory(held="13 December 2018")
    loose = MeetingFactory(held="December 2018", programme=exact.programme)
    every = [loose, exact]
    assert meetings_on(every, date(2018, 12, 13)) == [exact]
    assert meetings_on(every, date(2018, 12, 14)) == [loose]
    assert meetings_on(every, date(2019, 1, 1)) == []


def test_a_pack_asks_as_often_for_many_rows_as_for_few(hampshire):
    """Ten times the phases, services, lines, risks and the rest: not one question more."""
    meeting = Meeting.objects.select_related("programme", "body").get(reference="HAM-MEET-1")

    def asked():
        with CaptureQueriesContext(connection) as counted:
            figures_on(meeting, date(2018, 12, 13), {})
        return len(counted)

    with undone():
        more_of_everything(hampshire, 1)
        few = asked()
        more_of_everything(hampshire, 10)
        many = asked()
    assert many == few
    assert few < 250
