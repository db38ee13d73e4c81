"""A backup brings everything back, on the same or an emptied database, or leaves everything as it was."""

import io

import pytest
from django.core.management import call_command
from django.db import connection

from tests import template_database
from tools import backup

COUNTED = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


@pytest.fixture
def database(django_db_setup, django_db_blocker, tmp_path, monkeypatch):
    """A database with reference data, this process's own while a test runs."""
    monkeypatch.setattr(backup, "BASE_DIR", tmp_path)
    name = f"{connection.settings_dict['NAME']}_backup"
    with django_db_blocker.unblock():
        template_database.copy_database(template_database.ensure(), name)
        with template_database.connected_to(name):
            call_command("load_reference", stdout=io.StringIO())
            yield name
        template_database.drop_database(name)


def contents() -> dict[str, list[tuple]]:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')  # noqa: S608 (names from the catalogue)
            found[table] = cursor.fetchall()
    return found


def triggers() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
        )
        return cursor.fetchall()


def test_what_was_backed_up_comes_back_and_the_rest_goes(database, tmp_path, capsys):
    file = tmp_path / "backups" / "one.dump"
    before, guards = contents(), triggers()
    assert sum(map(len, before.values())) > 100
    backup.save(file)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later (x int)")
        cursor.execute(
            "UPDATE django_content_type SET model = 'changed' WHERE id = (SELECT min(id) FROM django_content_type)"
        )
    assert contents() != before
    backup.load(file)
    assert contents() == before
    assert triggers() == guards
    assert guards
    assert list((tmp_path / "var" / "backups").glob("before-restore-*.dump"))
    assert file.stat().st_mode & 0o077 == 0


def test_a_file_that_is_no_backup_changes_nothing(database, tmp_path):
    before = contents()
    file = tmp_path / "broken.dump"
    file.write_text("not a backup")
    with pytest.raises(SystemExit, match="the database is as it was"):
        backup.load(file)
    assert contents() == before
    assert not list(tmp_path.glob("*.partial"))


def test_a_missing_file_is_explained(database, tmp_path):
    with pytest.raises(SystemExit, match="There is no backup at"):
        backup.load(tmp_path / "nothing.dump")
