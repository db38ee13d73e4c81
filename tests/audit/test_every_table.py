"""Every table of the product keeps its history, and no history can be changed."""

import pghistory
import pytest
from django.db import InternalError, NotSupportedError, ProgrammingError, connection, models, transaction
from django.db.utils import DatabaseError

from commissioning.core.concurrency import StaleEdit, Versioned
from commissioning.core.history import history_model
from commissioning.core.models import User
from commissioning.exchange.models import ApiToken, ExportFile, ImportRun
from governance.models import BoardPack, PaperIssue
from procurement.models import CalendarLink
from tests.audit.tables import FACTORIES, NOT_TRACKED, WRITTEN_ONCE, own_models, tracked_models

pytestmark = pytest.mark.django_db
KEPT = {"insert_insert", "update_update", "delete_delete", "refuse_truncate"}
# Many-to-many tables of the framework that nothing here uses: roles lie in RoleAssignment.
UNUSED = {"core.User_groups", "core.User_user_permissions"}
# What history must not keep, and files of record, which their own rows, written once, keep whole.
SECRET = {
    User: {"password", "last_login"},
    CalendarLink: {"token_hash"},
    PaperIssue: {"pdf"},
    BoardPack: {"pdf"},
    ImportRun: {"content"},
    ExportFile: {"content"},
    ApiToken: {"token_hash", "last_used_on"},
}

label = lambda model: model._meta.label  # noqa: E731


def triggers_on(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled = 'O'",
            [model._meta.db_table],
        )
        return {name.removeprefix("pgtrigger_").rpartition("_")[0] for (name,) in cursor.fetchall()}


def test_what_keeps_no_history_is_listed_with_its_reason():
    untracked = {m._meta.label for m in own_models() if not hasattr(m, "events")} - UNUSED
    assert untracked == set(NOT_TRACKED)
    assert all(NOT_TRACKED.values())


def test_every_table_has_a_factory_so_that_none_is_left_out_here():
    assert {m._meta.label for m in tracked_models()} == {m._meta.label for m in FACTORIES}


@pytest.mark.parametrize("model", tracked_models(), ids=label)
def test_the_database_itself_keeps_every_insert_update_and_delete(model):
    assert triggers_on(model) >= KEPT
    history = history_model(model)
    assert triggers_on(history) >= {"append_only", "refuse_truncate"}
    assert isinstance(history._meta.get_field("pgh_context"), pghistory.utils.JSONField)
    columns = {f.name for f in history._meta.concrete_fields}
    secret = SECRET.get(model, set())
    assert {f.name for f in model._meta.concrete_fields} - columns == secret


@pytest.mark.parametrize("model", tracked_models(), ids=label)
def test_many_to_many_relations_go_through_tables_that_are_tracked(model):
    for relation in model._meta.local_many_to_many:
        through = relation.remote_field.through
        assert through._meta.label in UNUSED or hasattr(through, "events"), relation


@pytest.mark.parametrize("model", tracked_models(), ids=label)
def test_a_row_leaves_what_came_and_what_went(model):
    row = FACTORIES[model]()
    history = history_model(model)
    inserted = history._default_manager.get(pgh_obj_id=row.pk)
    assert inserted.pgh_label == "insert"
    if model._meta.label in WRITTEN_ONCE:
        for write in (row.save, row.delete):
            with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
                write()
        return
    expected = ["insert"]
    rows = model._default_manager.filter(pk=row.pk)
    if issubclass(model, Versioned):
        rows.update(version=models.F("version"))
        expected.append("update")
    if _leaf(model):
        rows._raw_delete("default")
        expected.append("delete")
    events = history._default_manager.filter(pgh_obj_id=row.pk).order_by("pgh_id")
    assert [event.pgh_label for event in events] == expected


def _leaf(model):
    """A table to which nothing points, so that its row can go alone."""
    return not [r for r in model._meta.related_objects if not hasattr(r.related_model, "pgh_tracked_model")]


@pytest.mark.parametrize("model", tracked_models(), ids=label)
def test_history_is_neither_changed_nor_deleted_nor_emptied(model):
    row = FACTORIES[model]()
    history = history_model(model)
    table = history._meta.db_table
    attempts = (
        lambda: history._default_manager.filter(pgh_obj_id=row.pk).update(pgh_label="forged"),
        lambda: history._default_manager.filter(pgh_obj_id=row.pk).delete(),
        lambda: history._default_manager.get(pgh_obj_id=row.pk).delete(),
        lambda: sql(f"UPDATE {table} SET pgh_context = '{{}}'"),
        lambda: sql(f"DELETE FROM {table}"),
        lambda: sql(f"SET LOCAL commissioning.truncate = ''; TRUNCATE {table}"),
        lambda: sql(f"SET LOCAL commissioning.truncate = ''; TRUNCATE {model._meta.db_table} CASCADE"),
    )
    for attempt in attempts:
        with (
            pytest.raises((InternalError, ProgrammingError, NotSupportedError, DatabaseError)),
            transaction.atomic(),
        ):
            attempt()
    kept = history._default_manager.get(pgh_obj_id=row.pk)
    assert (kept.pgh_label, model._default_manager.filter(pk=row.pk).exists()) == ("insert", True)


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


# --- versions -----------------------------------------------------------------------------------------------------


VERSIONED = [m for m in tracked_models() if issubclass(m, Versioned) and m._meta.label not in WRITTEN_ONCE]


def test_whatever_several_people_may_edit_has_a_version():
    from django.contrib import admin

    editable = {m._meta.label for m in admin.site._registry} - WRITTEN_ONCE
    assert editable - {m._meta.label for m in VERSIONED} == {"core.User"}


@pytest.mark.parametrize("model", VERSIONED, ids=label)
def test_a_stale_write_is_refused_on_every_path_that_names_a_version(model):
    row = FACTORIES[model]()
    stale = model._default_manager.get(pk=row.pk)
    field = next(f.name for f in model._meta.concrete_fields if f.editable and not f.primary_key)
    row.save()
    assert row.version == 2
    with pytest.raises(StaleEdit), transaction.atomic():
        stale.save()
    with pytest.raises(StaleEdit), transaction.atomic():
        stale.save(update_fields=[field])
    with pytest.raises(DatabaseError, match="stale edit"), transaction.atomic():
        model._default_manager.bulk_update([stale], ["version"])
    with pytest.raises(DatabaseError, match="stale edit"), transaction.atomic():
        sql(f"UPDATE {model._meta.db_table} SET version = 1 WHERE id = '{row.pk}'")
    fresh = model._default_manager.get(pk=row.pk)
    fresh.save()
    assert model._default_manager.get(pk=row.pk).version == 3


def test_an_update_that_names_no_version_raises_it_all_the_same():
    from programmes.models import Challenge

    row = FACTORIES[Challenge]()
    Challenge.objects.filter(pk=row.pk).update(version=models.F("version"), title="Later")
    sql(f"UPDATE programmes_challenge SET title = 'Later still' WHERE id = {row.pk}")
    assert Challenge.objects.get(pk=row.pk).version == 3
