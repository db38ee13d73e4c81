"""The one door through which a discrepancy is handled."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from commissioning.core.models import User
from governance.models import Discrepancy, DiscrepancyNote
from governance.models.discrepancies import Handling
from governance.selectors.discrepancies import Origin, discrepancies, discrepancy_of
from governance.services.discrepancies import UnknownDiscrepancyError, handle_discrepancy
from procurement.models import BudgetLine
from tests.factories import FeedbackFactory, person_with

pytestmark = pytest.mark.django_db
ON = date(2018, 12, 13)
COMPUTED, RECORDED = "amount-ham-sv-7", "ham-inc-01"
GIVEN = {"handling": "explained", "owner_role": "Finance lead", "note": "Rounded in the paper.", "on": ON}


@pytest.fixture
def manager(hampshire):
    return person_with(Role.PROGRAMME_MANAGER, programme=hampshire)


def view_of(hampshire, slug, **more):
    return discrepancy_of(discrepancies(hampshire, ON, **more), slug)


def test_a_recorded_one_takes_state_owner_and_note(hampshire, manager):
    before = view_of(hampshire, RECORDED)
    handle_discrepancy(hampshire, RECORDED, **GIVEN, by=manager, version=before.version)
    after = view_of(hampshire, RECORDED)
    assert (after.handling, after.owner_role, after.version) == (
        Handling.EXPLAINED,
        "Finance lead",
        before.version + 1,
    )
    (note,) = after.notes
    assert (note.text, note.made_by, note.handling) == (
        "Rounded in the paper.",
        str(manager),
        Handling.EXPLAINED,
    )
    assert not after.is_open


def test_the_first_handling_of_a_computed_one_makes_its_row(hampshire, manager):
    assert view_of(hampshire, COMPUTED).version == 0
    row = handle_discrepancy(hampshire, COMPUTED, **GIVEN, by=manager, version=0)
    assert row.reference == "HAMPSHIRE-AMOUNT-HAM-SV-7"
    assert (row.check_key, row.is_recorded) == (COMPUTED, False)
    after = view_of(hampshire, COMPUTED)
    assert (after.origin, after.slug, after.handling) == (Origin.COMPUTED, COMPUTED, Handling.EXPLAINED)
    handle_discrepancy(
        hampshire, COMPUTED, **{**GIVEN, "handling": "open"}, by=manager, version=after.version
    )
    assert Discrepancy.objects.filter(check_key=COMPUTED).count() == 1
    assert len(view_of(hampshire, COMPUTED).notes) == 2


def test_a_recorded_one_may_be_named_by_its_checks_key(hampshire, manager):
    before = view_of(hampshire, RECORDED)
    row = handle_discrepancy(hampshire, "amount-ham-sv-1", **GIVEN, by=manager, version=before.version)
    assert row.reference == "HAM-INC-01"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"note": "  "}, "note"),
        ({"handling": "closed"}, "handling"),
        ({"owner_role": "x" * 121}, "owner_role"),
    ],
)
def test_without_a_note_or_with_an_unknown_state_nothing_is_written(hampshire, manager, change, field):
    with pytest.raises(ValidationError) as refused:
        handle_discrepancy(hampshire, COMPUTED, **{**GIVEN, **change}, by=manager, version=0)
    assert list(refused.value.message_dict) == [field]
    assert not Discrepancy.objects.filter(check_key=COMPUTED).exists()


def test_the_second_of_two_people_is_told_and_changes_nothing(hampshire, manager):
    version = view_of(hampshire, RECORDED).version
    handle_discrepancy(hampshire, RECORDED, **GIVEN, by=manager, version=version)
    with pytest.raises(StaleEdit):
        handle_discrepancy(
            hampshire, RECORDED, **{**GIVEN, "handling": "resolved"}, by=manager, version=version
        )
    assert view_of(hampshire, RECORDED).handling == Handling.EXPLAINED
    assert DiscrepancyNote.objects.count() == 1


def test_two_first_handlings_of_a_computed_one_make_one_row(hampshire, manager):
    handle_discrepancy(hampshire, COMPUTED, **GIVEN, by=manager, version=0)
    with pytest.raises(StaleEdit):
        handle_discrepancy(hampshire, COMPUTED, **GIVEN, by=manager, version=0)
    assert DiscrepancyNote.objects.count() == 1


def test_two_at_the_same_moment_make_one_row(hampshire, manager, monkeypatch):
    """The second has looked before the first has written: the constraint decides, and it is a stale edit."""
    seen = discrepancies(hampshire, ON, include_past=True)
    handle_discrepancy(hampshire, COMPUTED, **GIVEN, by=manager, version=0)
    monkeypatch.setattr("governance.services.discrepancies.discrepancies", lambda *_, **__: seen)
    with pytest.raises(StaleEdit) as stale:
        handle_discrepancy(hampshire, COMPUTED, **GIVEN, by=manager, version=0)
    assert stale.value.current.check_key == COMPUTED


def test_another_broken_constraint_is_no_stale_edit(hampshire, manager):
    """The reference is taken by a record that somebody made by hand."""
    Discrepancy.objects.create(
        programme=hampshire,
        reference="HAMPSHIRE-AMOUNT-HAM-SV-7",
        is_recorded=True,
        kind="coverage",
        title="x",
    )
    with pytest.raises(IntegrityError):
        handle_discrepancy(hampshire, COMPUTED, **GIVEN, by=manager, version=0)


def test_what_no_check_finds_and_nobody_recorded_cannot_be_handled(hampshire, manager):
    with pytest.raises(UnknownDiscrepancyError):
        handle_discrepancy(hampshire, "amount-ham-sv-3", **GIVEN, by=manager, version=0)


def test_a_handled_one_that_its_check_stops_finding_keeps_its_notes(hampshire, manager):
    """Phase 3's lines are brought down to the stated ~£12m: the reading by phase then reconciles."""
    handle_discrepancy(hampshire, COMPUTED, **GIVEN, by=manager, version=0)
    lines = BudgetLine.objects.filter(phase__number=3, money_qualifier="exact").exclude(reference="HAM-BL-11")
    lines.update(money_amount=None, money_qualifier="tbc", money_text="TBC", status="tbc")
    assert view_of(hampshire, COMPUTED) is None
    past = view_of(hampshire, COMPUTED, include_past=True)
    assert (past.finding, past.is_current, past.arithmetic) == (
        None,
        False,
        "The check no longer finds this.",
    )
    assert past.notes[0].text == "Rounded in the paper."
    recorded = view_of(hampshire, "ham-inc-03")
    assert recorded.origin == Origin.RECORDED
    assert recorded.arithmetic.endswith("The check no longer finds this.")
    handle_discrepancy(
        hampshire, COMPUTED, **{**GIVEN, "handling": "resolved"}, by=manager, version=past.version
    )


def test_a_long_title_is_shortened_where_the_record_keeps_it(hampshire, manager):
    """Feedback may be as long as a partner likes; the page works its title out afresh and shows it whole."""
    said = FeedbackFactory(programme=hampshire, reference="HAM-FB-9", text="Please answer " + "in full " * 60)
    row = handle_discrepancy(hampshire, "missing-ham-fb-9-response", **GIVEN, by=manager, version=0)
    assert len(row.title) <= 300
    assert said.text.strip() in view_of(hampshire, row.check_key).title


def test_a_note_once_written_stays(hampshire, manager):
    handle_discrepancy(hampshire, COMPUTED, **GIVEN, by=manager, version=0)
    note = DiscrepancyNote.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        DiscrepancyNote.objects.filter(pk=note.pk).update(text="Something else")
    with pytest.raises(DatabaseError), transaction.atomic():
        note.delete()


def test_history_says_who_and_why(hampshire, manager):
    row = handle_discrepancy(hampshire, COMPUTED, **GIVEN, by=manager, version=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pgh_context->>'user', pgh_context->>'reason' FROM governance_discrepancyevent "
            "WHERE pgh_obj_id = %s",
            [row.pk],
        )
        entries = cursor.fetchall()
    assert entries
    assert set(entries) == {(str(manager.pk), "Rounded in the paper.")}
    assert User.objects.filter(pk=manager.pk).exists()
