"""Nine ways to write a row, and what each leaves: who, when, why, from what and to what."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from commissioning.core.access import Role
from commissioning.core.audit import acting, acting_as_command
from commissioning.core.history import changes_of, history_model, snapshot
from commissioning.core.models import User
from procurement.models import BudgetLine, BudgetLineService, StatedValue
from programmes.models import Challenge, Milestone, Organisation, Programme, RoleAssignment
from tests.audit.tables import FACTORIES, tracked_models
from tests.factories.people import UserFactory, person_with
from tests.factories.procurement import BudgetLineFactory
from tests.factories.programmes import ChallengeFactory, ProgrammeFactory
from tests.factories.services import ServiceFactory

pytestmark = pytest.mark.django_db
WHY = "The paper was corrected"


@pytest.fixture
def person():
    return UserFactory(job_title="Programme manager")


def sql(statement, params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def unsaved(model, **given):
    """A row that could be inserted, not inserted yet."""
    row = FACTORIES[model].build(**{**_parents(model), **given})
    for field in model._meta.concrete_fields:
        if field.is_relation and getattr(row, field.name, None) is not None:
            setattr(row, field.attname, getattr(row, field.name).pk)
    return row


def _parents(model):
    made = FACTORIES[model]()
    parents = {f.name: getattr(made, f.name) for f in model._meta.concrete_fields if f.is_relation}
    made.delete()
    return {name: parent for name, parent in parents.items() if parent is not None}


# Model, a field to change, and what to.
REPRESENTATIVE = [
    (Challenge, "title", "Rural access"),  # a record of a programme
    (Organisation, "name", "Testshire Council"),  # shared by programmes
    (BudgetLine, "label", "Audiology"),  # with money
    (StatedValue, "covers", "phase 2"),
    (Milestone, "text", "Go live"),  # with a stated date
    (User, "job_title", "Someone"),  # an account
    (RoleAssignment, "role", "analyst"),  # who may do what
]
ids = [model.__name__ for model, _, _ in REPRESENTATIVE]


def created(model, field, value):
    return model._default_manager.create(**_as_columns(unsaved(model, **{field: value})))


def _as_columns(row):
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}


def saved(model, field, value):
    row = FACTORIES[model]()
    setattr(row, field, value)
    row.save()
    return row


def updated(model, field, value):
    row = FACTORIES[model]()
    model._default_manager.filter(pk=row.pk).update(**{field: value})
    return row


def bulk_created(model, field, value):
    return model._default_manager.bulk_create([unsaved(model, **{field: value})])[0]


def upserted(model, field, value):
    row = FACTORIES[model]()
    again = model(**_as_columns(row), pk=row.pk)
    setattr(again, field, value)
    model._default_manager.bulk_create(
        [again], update_conflicts=True, unique_fields=["id"], update_fields=[field]
    )
    return row


def bulk_updated(model, field, value):
    row = FACTORIES[model]()
    setattr(row, field, value)
    model._default_manager.bulk_update([row], [field])
    return row


def raw(model, field, value):
    row = FACTORIES[model]()
    sql(f"UPDATE {model._meta.db_table} SET {field} = %s WHERE id = %s", [value, row.pk])
    return row


ADDING = [created, bulk_created]
CHANGING = [saved, updated, upserted, bulk_updated, raw]


@pytest.mark.parametrize(("model", "field", "value"), REPRESENTATIVE, ids=ids)
@pytest.mark.parametrize("path", ADDING)
def test_adding_leaves_who_when_why_and_what(path, model, field, value, person):
    with acting(by=person, reason=WHY):
        row = path(model, field, value)
    (added,) = changes_of(row)
    assert (added.label, added.who, added.why) == ("Added", "Programme manager", WHY)
    assert abs(timezone.now() - added.at) < timedelta(
        minutes=5
    )  # of the transaction, by the database's clock
    assert getattr(history_model(model)._default_manager.get(pgh_obj_id=row.pk), field) == value


@pytest.mark.parametrize(("model", "field", "value"), REPRESENTATIVE, ids=ids)
@pytest.mark.parametrize("path", CHANGING)
def test_changing_leaves_who_when_why_before_and_after(path, model, field, value, person):
    with acting(by=person, reason=WHY):
        row = path(model, field, value)
    changed, added = changes_of(row)
    assert (changed.label, changed.who, changed.why, added.label) == (
        "Changed",
        "Programme manager",
        WHY,
        "Added",
    )
    assert changed.at >= added.at
    events = history_model(model)._default_manager.filter(pgh_obj_id=row.pk).order_by("pgh_id")
    old, new = (getattr(event, field) for event in events)
    assert (old != value, new) == (True, value)
    assert len(changed.fields) == 1


@pytest.mark.parametrize(("model", "field", "value"), REPRESENTATIVE, ids=ids)
def test_deleting_leaves_who_when_why_and_what_was_there(model, field, value, person):
    row = FACTORIES[model](**{field: value})
    pk = row.pk
    with acting(by=person, reason=WHY):
        row.delete()
    row.pk = pk
    assert (changes_of(row)[0].label, changes_of(row)[0].who, changes_of(row)[0].why) == (
        "Deleted",
        "Programme manager",
        WHY,
    )
    gone = history_model(model)._default_manager.get(pgh_obj_id=pk, pgh_label="delete")
    assert getattr(gone, field) == value


def test_what_goes_with_another_row_leaves_its_own_trace(person):
    line = BudgetLineFactory(services=[ServiceFactory()])
    link = BudgetLineService.objects.get(line=line)
    pk = link.pk
    with acting(by=person, reason=WHY):
        line.delete()
    gone = history_model(BudgetLineService)._default_manager.get(pgh_obj_id=pk, pgh_label="delete")
    assert gone.pgh_context["reason"] == WHY
    assert gone.pgh_context["user"] == person.pk


def test_what_the_database_deletes_by_raw_sql_leaves_its_trace_too(person):
    challenge = ChallengeFactory()
    with acting(by=person, reason=WHY):
        sql("DELETE FROM programmes_challenge WHERE id = %s", [challenge.pk])
    assert (changes_of(challenge)[0].label, changes_of(challenge)[0].why) == ("Deleted", WHY)


def test_many_to_many_additions_and_removals_leave_theirs(person):
    line, service = BudgetLineFactory(), None
    service = ServiceFactory(programme=line.programme)
    with acting(by=person, reason=WHY):
        line.services.add(service)
        line.services.remove(service)
    events = history_model(BudgetLineService)._default_manager.filter(line_id=line.pk).order_by("pgh_id")
    assert [(e.pgh_label, e.pgh_context["reason"]) for e in events] == [("insert", WHY), ("delete", WHY)]


def test_many_rows_in_one_statement_leave_one_trace_each(person):
    programme = ProgrammeFactory()
    ChallengeFactory.create_batch(25, programme=programme)
    with acting(by=person, reason=WHY):
        Challenge.objects.filter(programme=programme).update(mitigation="Ask the district")
    events = history_model(Challenge)._default_manager.filter(programme_id=programme.pk, pgh_label="update")
    assert {(e.mitigation, e.pgh_context["user"]) for e in events} == {("Ask the district", person.pk)}
    assert events.count() == 25


# --- who --------------------------------------------------------------------------------------------------------------


def test_a_reason_does_not_stick_to_the_next_write_and_an_inner_one_goes_again(person):
    challenge = ChallengeFactory()
    with acting(by=person, reason="outer", request="r1"):
        with acting(by=person, reason="inner"):
            Challenge.objects.filter(pk=challenge.pk).update(title="a")
        Challenge.objects.filter(pk=challenge.pk).update(title="b")
    Challenge.objects.filter(pk=challenge.pk).update(title="c")
    events = history_model(Challenge)._default_manager.filter(pgh_obj_id=challenge.pk, pgh_label="update")
    contexts = [e.pgh_context for e in events.order_by("pgh_id")]
    assert [(c or {}).get("reason") for c in contexts] == ["inner", "outer", None]
    assert (contexts[0]["request"], contexts[1]["request"]) == ("r1", "r1")


def test_a_write_that_fails_leaves_neither_row_nor_trace(person):
    challenge = ChallengeFactory(title="Before")

    def fails():
        with transaction.atomic(), acting(by=person, reason=WHY):
            Challenge.objects.filter(pk=challenge.pk).update(title="After")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert Challenge.objects.get(pk=challenge.pk).title == "Before"
    assert len(changes_of(challenge)) == 1


def test_a_page_leaves_the_person_the_address_and_the_request(client):
    person = person_with(Role.BOARD_MEMBER, programme=ProgrammeFactory())
    client.force_login(person)
    assert client.post(reverse("changes_seen"), {"until": ""}).status_code == 302
    event = history_model(User)._default_manager.filter(pgh_obj_id=person.pk).latest("pgh_id")
    assert event.pgh_context["user"] == person.pk
    assert event.pgh_context["url"] == "/changes/seen/"
    assert len(event.pgh_context["request"]) == 12


def test_a_command_names_itself():
    with acting_as_command("tidy_up"):
        challenge = ChallengeFactory()
    assert changes_of(challenge)[0].who == "The command “tidy_up”"


def test_a_write_from_outside_the_product_says_so():
    assert changes_of(ChallengeFactory())[0].who == "Written to the database from outside the product"


def test_history_still_names_an_account_that_no_longer_exists(person):
    with acting(by=person, reason=WHY):
        challenge = ChallengeFactory()
    person.delete()
    assert changes_of(challenge)[0].who == "An account since removed"


def test_everything_that_loading_writes_names_the_command():
    call_command("load_reference", verbosity=0, stdout=io.StringIO())
    call_command("load_demo", verbosity=0, stdout=io.StringIO())
    written = 0
    for model in tracked_models():
        for event in history_model(model)._default_manager.all():
            written += 1
            assert (event.pgh_context or {}).get("command") in {"load_demo", "load_reference"}, model
    assert Programme.objects.filter(key="hampshire").exists()
    assert written > 200


# --- what must not be there, and what can be had back -----------------------------------------------------------


def test_no_password_hash_is_ever_kept_in_history(person):
    person.set_password("heron-under-bridge-9")
    person.save()
    sql("UPDATE core_user SET job_title = 'x' WHERE id = %s", [person.pk])
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(e)::text FROM core_userevent e WHERE pgh_obj_id = %s", [person.pk])
        kept = [row for (row,) in cursor.fetchall()]
    assert len(kept) >= 2
    assert not any(person.password in row or "pbkdf2" in row or "md5$" in row for row in kept)


def test_a_record_can_be_rebuilt_as_it_stood_at_any_version():
    line = BudgetLineFactory(money="TBC")
    stood = {}
    for number, money in enumerate(("£1.2m", "~£13m", "over £45m p.a.", "nil", "TBC", "£0.87m")):
        stood[line.version] = (line.label, line.money)
        line.label, line.status = f"Line at step {number}", "indicative"
        from commissioning.core.money import parse_money

        line.money = parse_money(money)
        line.status = "indicative" if line.money.is_known else "tbc"
        line.save()
    for version, (label, money) in stood.items():
        rebuilt = snapshot(line, version)
        assert (rebuilt.label, rebuilt.money) == (label, money)
    assert snapshot(line, 99) is None
