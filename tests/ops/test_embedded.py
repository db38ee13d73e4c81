"""The embedded database comes up in any folder, once however many ask, and again after a kill."""

import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg
import pytest

from commissioning import embedded, embedded_account, embedded_throwaway

ASK = "import sys; from pathlib import Path; from commissioning import embedded; "
ASK += "print(embedded.database_url(Path(sys.argv[1])))"


@pytest.fixture(params=["with space", "l" * 110])
def project(tmp_path, request):
    folder = tmp_path / request.param
    folder.mkdir()
    yield folder
    embedded.stop(folder)


@pytest.fixture
def plain(tmp_path):
    folder = tmp_path / "p"
    folder.mkdir()
    yield folder
    embedded.stop(folder)


def server_of(folder: Path) -> psutil.Process:
    return psutil.Process(int((folder / "var" / "postgres" / "postmaster.pid").read_text().split()[0]))


def setting(url: str, name: str) -> str:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT current_setting(%s)", [name]).fetchone()[0]


def test_it_starts_in_a_folder_with_spaces_or_a_long_name_and_starts_again_after_a_kill(project):
    url = embedded.database_url(project)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (value text)")
        connection.execute("INSERT INTO kept VALUES ('written before the kill')")
    server = server_of(project)
    server.send_signal(signal.SIGKILL)
    with psycopg.connect(embedded.database_url(project)) as connection:
        assert connection.execute("SELECT value FROM kept").fetchone() == ("written before the kill",)
    assert server_of(project).pid != server.pid


def test_a_running_server_is_used_as_it_is(plain):
    url = embedded.database_url(plain)
    started = server_of(plain)
    assert embedded.database_url(plain) == url
    assert server_of(plain) == started


def test_nothing_is_saved_half_and_nobody_else_gets_in(plain):
    url = embedded.database_url(plain)
    assert {name: setting(url, name) for name in ("fsync", "full_page_writes", "synchronous_commit")} == {
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
    }
    assert setting(url, "listen_addresses") == ""
    assert (plain / "var" / "postgres").stat().st_mode & 0o077 == 0


class TestServerOfTests:
    """It waits for no disk, so nothing that a kill or a power cut may have torn is ever used again."""

    @pytest.fixture(params=["in memory", "on disk"])
    def folder(self, request, plain, tmp_path, monkeypatch):
        memory = tmp_path / "memory"
        memory.mkdir()
        monkeypatch.setattr(embedded_throwaway, "SHARED_MEMORY", memory)
        room = 0 if request.param == "in memory" else 2**63
        monkeypatch.setattr(embedded_throwaway, "ROOM_NEEDED", room)
        yield plain
        embedded.stop(plain)
        assert list(memory.iterdir()) == []

    def server(self, folder):
        [data] = [data for data in embedded_throwaway.data_folders(folder) if data.exists()]
        return psutil.Process(int((data / "postmaster.pid").read_text().split()[0]))

    def test_it_stands_apart_from_the_server_that_keeps_data(self, folder):
        kept, thrown = embedded.database_url(folder), embedded.throwaway_url(folder)
        assert [setting(url, "fsync") for url in (kept, thrown)] == ["on", "off"]
        assert setting(thrown, "listen_addresses") == ""
        assert server_of(folder) != self.server(folder)
        assert embedded.throwaway_url(folder) == thrown

    def test_once_killed_or_stopped_it_is_made_anew(self, folder):
        for end in (lambda: self.server(folder).send_signal(signal.SIGKILL), lambda: embedded.stop(folder)):
            with psycopg.connect(embedded.throwaway_url(folder)) as connection:
                assert connection.execute("SELECT to_regclass('torn')").fetchone() == (None,)
                connection.execute("CREATE TABLE torn (value text)")
            server = self.server(folder)
            end()
            psutil.wait_procs([server], timeout=20)
            assert not embedded.is_alive(server.pid)
        assert not any(data.exists() for data in embedded_throwaway.data_folders(folder))

    def test_a_place_in_memory_that_is_somebody_elses_is_not_used(self, tmp_path, monkeypatch):
        monkeypatch.setattr(embedded_throwaway, "SHARED_MEMORY", tmp_path)
        monkeypatch.setattr(embedded_throwaway, "ROOM_NEEDED", 0)
        on_disk, in_memory = embedded_throwaway.data_folders(tmp_path)
        assert embedded_throwaway.data_folder(tmp_path) == in_memory
        in_memory.parent.rmdir()
        in_memory.parent.symlink_to(tmp_path)
        assert embedded_throwaway.data_folder(tmp_path) == on_disk


def test_several_processes_asking_at_once_get_one_server(plain):
    command = [sys.executable, "-c", ASK, str(plain)]
    with ThreadPoolExecutor(4) as pool:
        asked = pool.map(
            lambda _: subprocess.run(command, capture_output=True, text=True, check=True), range(4)
        )
        assert len({answer.stdout for answer in asked}) == 1
    log = (plain / "var" / "postgres.log").read_text()
    assert log.count("starting PostgreSQL") == 1


def test_a_first_start_cut_short_leaves_nothing_in_the_way(plain):
    partial = plain / "var" / "postgres.partial"
    partial.mkdir(parents=True)
    (partial / "PG_VERSION").write_text("18")
    embedded.database_url(plain)
    assert not partial.exists()


def test_a_note_whose_number_belongs_to_something_else_is_not_believed(plain):
    embedded.database_url(plain)
    embedded.stop(plain)
    data = plain / "var" / "postgres"
    lines = [str(os.getpid()), str(data), "1", "5432", str(data), "", "0 0", "ready"]
    (data / "postmaster.pid").write_text("\n".join(lines) + "\n")
    (data / ".s.PGSQL.5432.lock").write_text("\n".join(lines) + "\n")
    assert setting(embedded.database_url(plain), "data_directory") == str(data)


def test_a_copied_folder_gets_a_server_of_its_own(plain):
    embedded.database_url(plain)
    original = server_of(plain)
    copy = plain.with_name("copy")
    note = (plain / "var" / "postgres" / "postmaster.pid").read_text()
    embedded.stop(plain)
    shutil.copytree(plain, copy, copy_function=shutil.copy2)
    (copy / "var" / "postgres" / "postmaster.pid").write_text(note)
    embedded.database_url(plain)
    try:
        assert setting(embedded.database_url(copy), "data_directory") == str(copy / "var" / "postgres")
    finally:
        embedded.stop(copy)
    assert server_of(plain) != original


def test_a_folder_opened_to_everyone_is_closed_again(plain):
    embedded.database_url(plain)
    embedded.stop(plain)
    (plain / "var" / "postgres").chmod(0o755)
    assert embedded.database_url(plain)
    assert (plain / "var" / "postgres").stat().st_mode & 0o077 == 0


def test_stopping_what_does_not_run_is_no_error(tmp_path):
    assert embedded.stop(tmp_path) is False


def test_data_of_another_postgresql_are_left_alone(plain):
    embedded.database_url(plain)
    embedded.stop(plain)
    (plain / "var" / "postgres" / "PG_VERSION").write_text("15\n")
    with pytest.raises(embedded.EmbeddedDatabaseError, match="was made by PostgreSQL 15"):
        embedded.database_url(plain)
    (plain / "var" / "postgres" / "PG_VERSION").write_text("18\n")
    assert embedded.database_url(plain)


def test_a_server_that_cannot_start_says_what_its_log_says(plain):
    embedded.database_url(plain)
    embedded.stop(plain)
    with (plain / "var" / "postgres" / "postgresql.conf").open("a") as file:
        file.write("shared_buffers = nonsense\n")
    with pytest.raises(embedded.EmbeddedDatabaseError, match="shared_buffers"):
        embedded.database_url(plain)


def test_another_users_folder_is_explained(tmp_path, monkeypatch):
    (tmp_path / "var").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: (tmp_path / "var").stat().st_uid + 1)
    with pytest.raises(embedded.EmbeddedDatabaseError, match="belongs to another user"):
        embedded.database_url(tmp_path)


def test_a_missing_package_is_explained(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(embedded.EmbeddedDatabaseError, match="make setup"):
        embedded.program("postgres")


class TestAccount:
    """Who the server runs as. Only root has a choice, so root is played here."""

    @pytest.fixture(autouse=True)
    def as_root(self, monkeypatch):
        monkeypatch.setattr(os, "geteuid", lambda: 0)

    def test_root_uses_the_owner_of_the_data(self, tmp_path, monkeypatch):
        monkeypatch.setattr(embedded_account, "_can_reach", lambda *_: True)
        data = tmp_path / "postgres"
        data.mkdir()
        if data.stat().st_uid == 0:
            os.chown(data, 12345, 12345)
        owner = data.stat()
        account = embedded_account.account_for(data, Path("/bin/true"))
        assert (account.uid, account.gid) == (owner.st_uid, owner.st_gid)

    def test_an_account_that_cannot_be_made_is_explained(self, tmp_path, monkeypatch):
        monkeypatch.setattr(embedded_account, "ACCOUNT_NAME", "no-such-account")
        monkeypatch.setattr(shutil, "which", lambda _name: "/bin/false")
        with pytest.raises(embedded_account.EmbeddedDatabaseError, match="as an ordinary user"):
            embedded_account.account_for(tmp_path / "postgres", Path("/bin/true"))

    def test_folders_above_are_opened_for_passing_only(self, tmp_path, monkeypatch, capsys):
        closed = tmp_path / "closed"
        program = closed / "install" / "bin" / "postgres"
        program.parent.mkdir(parents=True)
        program.write_text("#!/bin/sh\n")
        program.chmod(0o700)
        closed.chmod(0o700)
        embedded_account._open_the_way(program, closed)
        assert closed.stat().st_mode & 0o777 == 0o701
        assert program.stat().st_mode & 0o777 == 0o705
        assert f"pass through {closed}" in capsys.readouterr().err

    def test_out_of_reach_is_explained(self, tmp_path, monkeypatch):
        monkeypatch.setattr(embedded_account, "_can_reach", lambda *_: False)
        monkeypatch.setattr(embedded_account, "_open_the_way", lambda *_: None)
        monkeypatch.setattr(
            embedded_account, "_system_account", lambda: type("E", (), {"pw_uid": 1, "pw_gid": 1})
        )
        with pytest.raises(embedded_account.EmbeddedDatabaseError, match="cannot reach"):
            embedded_account.account_for(tmp_path / "postgres", Path("/bin/true"))
