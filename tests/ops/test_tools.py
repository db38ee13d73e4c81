"""The helpers behind the make targets say what to do, and change nothing they need not."""

import os
import re
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tools import chromium, environment, free_port, prepare, stop

BASE_DIR = Path(settings.BASE_DIR)


def script(path: Path, text: str) -> None:
    path.write_text("#!/bin/sh\n" + text)
    path.chmod(0o755)


class TestPort:
    def test_a_free_port_is_no_complaint(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        assert free_port.main(str(port)) == ""

    def test_a_taken_port_is_explained_with_another_to_choose(self, monkeypatch):
        monkeypatch.setattr(free_port, "PATIENCE_SECONDS", 0)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen(1)
            port = taken.getsockname()[1]
            said = free_port.main(str(port))
        assert f"Port {port} is taken" in said
        other = int(re.search(r"make run PORT=(\d+)", said).group(1))
        assert other != port

    @pytest.mark.parametrize("text", ["", "0", "65536", "http", "-1", "80 80"])
    def test_what_is_no_port_is_refused(self, text):
        assert "is not a port number" in free_port.main(text)


class TestFindPython:
    """tools/find-python, with a PATH that holds only what a test puts there."""

    def find(self, tmp_path, **given):
        for name in ("sh", "head"):
            if not (tmp_path / name).exists():
                (tmp_path / name).symlink_to(shutil.which(name))
        return subprocess.run(
            [str(BASE_DIR / "tools" / "find-python")],
            env={"PATH": str(tmp_path), **given},
            capture_output=True,
            text=True,
            check=False,
        )

    def test_the_machines_python_is_preferred(self, tmp_path):
        script(tmp_path / "python3", f'exec "{sys.executable}" "$@"\n')
        assert self.find(tmp_path).stdout.strip()

    def test_none_or_an_old_one_says_what_to_install(self, tmp_path):
        assert "apt-get install python3 python3-venv" in self.find(tmp_path).stderr
        script(tmp_path / "python3", '[ "$1" = --version ] && echo Python 3.9.2 && exit 0; exit 1\n')
        found = self.find(tmp_path)
        assert found.returncode == 1
        assert "found: Python 3.9.2" in found.stderr

    def test_a_newer_one_beside_an_old_one_is_taken(self, tmp_path):
        script(tmp_path / "python3", "exit 1\n")
        script(tmp_path / "python3.12", f'exec "{sys.executable}" "$@"\n')
        assert self.find(tmp_path).returncode == 0

    def test_a_python_without_venv_says_what_to_install(self, tmp_path):
        script(
            tmp_path / "python3",
            f'case "$2" in *ensurepip*) exit 1;; esac; exec "{sys.executable}" "$@"\n',
        )
        found = self.find(tmp_path)
        assert found.returncode == 1
        assert "apt-get install python3-venv" in found.stderr

    def test_a_named_one_is_used_or_explained(self, tmp_path):
        assert self.find(tmp_path, PYTHON=sys.executable).returncode == 0
        script(tmp_path / "python3.8", "echo Python 3.8.1; exit 1\n")
        found = self.find(tmp_path, PYTHON="python3.8")
        assert "PYTHON=python3.8 is not a Python from 3.11 to 3.14 (Python 3.8.1)" in found.stderr


class TestVirtualEnvironment:
    """tools/environment.py on a folder of its own; pip and venv are played."""

    @pytest.fixture(autouse=True)
    def folder(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        for name in ("requirements.txt", "requirements-dev.txt"):
            (tmp_path / name).write_text(f"what {name} says\n")
        monkeypatch.setattr(environment, "run", self.run)
        monkeypatch.delenv("PYTHON", raising=False)
        self.calls: list[str] = []
        self.outcome = 0
        self.broken = False
        umask = os.umask(0o022)
        yield
        os.umask(umask)

    def run(self, command, **_options):
        kind = next(word for word in ("-c", "venv", "--version", "install") if word in command)
        self.calls.append(kind)
        if kind == "venv":
            environment.VENV_PYTHON.parent.mkdir(parents=True, exist_ok=True)
            environment.VENV_PYTHON.touch()
        if kind == "install":
            assert environment.INSTALLING.exists()
            return self.outcome
        return int(self.broken and kind == "-c")

    def set_up(self, kind="runtime"):
        self.calls.clear()
        environment.main(kind)
        return self.calls

    def test_the_second_time_nothing_is_installed(self):
        assert self.set_up() == ["venv", "install"]
        assert self.set_up() == ["-c"]

    def test_a_changed_lock_is_installed_into_what_is_there(self):
        self.set_up()
        Path("requirements.txt").write_text("something newer\n")
        assert self.set_up() == ["-c", "--version", "install"]

    def test_what_developers_need_includes_what_runs(self):
        self.set_up("dev")
        assert self.set_up("runtime") == ["-c"]

    def test_a_folder_made_by_hand_is_adopted(self):
        environment.VENV_PYTHON.parent.mkdir(parents=True)
        environment.VENV_PYTHON.touch()
        assert self.set_up() == ["-c", "--version", "install"]

    def test_one_that_was_cut_short_is_made_again(self):
        self.set_up()
        environment.INSTALLING.touch()
        (environment.VENV / "half").mkdir()
        (environment.VENV / "link").symlink_to("nowhere")
        assert self.set_up() == ["venv", "install"]
        assert not (environment.VENV / "half").exists()

    def test_one_that_does_not_work_is_made_again(self):
        self.set_up()
        self.broken = True
        assert self.set_up() == ["-c", "venv", "install"]

    def test_pip_giving_up_is_explained_and_spoils_nothing(self):
        self.outcome = 1
        with pytest.raises(environment.SetupError, match="needs the network"):
            self.set_up()
        self.outcome = 0
        assert self.set_up() == ["-c", "--version", "install"]

    def test_pip_being_killed_means_starting_over(self):
        self.outcome = -9
        with pytest.raises(environment.SetupError):
            self.set_up()
        self.outcome = 0
        assert self.set_up() == ["venv", "install"]


class TestChromium:
    def test_the_browser_named_is_used_or_explained(self, monkeypatch, tmp_path):
        script(tmp_path / "browser", "")
        monkeypatch.delenv("SKIP_BROWSER", raising=False)
        monkeypatch.setenv("CHROMIUM", str(tmp_path / "browser"))
        monkeypatch.setattr(chromium, "driver_works", lambda: True)
        assert chromium.main() == ""
        monkeypatch.setenv("CHROMIUM", str(tmp_path / "missing"))
        assert "is not a program" in chromium.main()

    def test_leaving_the_journeys_out_is_printed(self, monkeypatch, capsys):
        monkeypatch.setenv("SKIP_BROWSER", "1")
        assert chromium.main() == ""
        assert "will NOT be run" in capsys.readouterr().out

    def test_without_browser_or_the_right_to_install_one_it_says_what_to_do(self, monkeypatch):
        monkeypatch.delenv("SKIP_BROWSER", raising=False)
        monkeypatch.delenv("CHROMIUM", raising=False)
        monkeypatch.setattr(shutil, "which", lambda _name: None)
        assert "apt-get install chromium" in chromium.main()

    def test_it_is_installed_where_it_may_be(self, monkeypatch):
        monkeypatch.delenv("SKIP_BROWSER", raising=False)
        monkeypatch.delenv("CHROMIUM", raising=False)
        there = {"apt-get": "/usr/bin/apt-get"}
        ran = []

        def play(command, **_options):
            ran.append(command)
            there["chromium"] = "/usr/bin/chromium"
            return subprocess.CompletedProcess(command, 0)

        monkeypatch.setattr(shutil, "which", there.get)
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        monkeypatch.setattr(chromium, "driver_works", lambda: True)
        monkeypatch.setattr(subprocess, "run", play)
        assert chromium.main() == ""
        assert ran[-1][-3:] == ["chromium", "fonts-liberation", "libatomic1"]

    def test_a_library_the_driver_lacks_is_named(self, monkeypatch):
        monkeypatch.delenv("SKIP_BROWSER", raising=False)
        monkeypatch.setattr(chromium, "installed", lambda: "/usr/bin/chromium")
        monkeypatch.setattr(chromium, "driver_works", lambda: False)
        monkeypatch.setattr(chromium, "installer", lambda: None)
        assert "apt-get install chromium fonts-liberation libatomic1" in chromium.main()


class TestPrepare:
    def test_a_folder_set_up_for_production_is_left_alone(self, monkeypatch):
        monkeypatch.setenv("ENVIRONMENT", "production")
        with pytest.raises(SystemExit, match="set up for production"):
            prepare.main("evaluation")

    def test_production_may_be_said_in_the_file(self, monkeypatch, tmp_path):
        monkeypatch.delenv("ENVIRONMENT", raising=False)
        monkeypatch.setattr(prepare, "BASE_DIR", tmp_path)
        assert not prepare.is_for_production()
        (tmp_path / ".env").write_text("ENVIRONMENT=production\n")
        assert prepare.is_for_production()

    def test_an_old_server_is_explained(self, monkeypatch):
        error = Exception("PostgreSQL 14 or later is required (found 13.4).")
        assert "is too old: PostgreSQL 14" in prepare.explanation(error)

    def test_someone_elses_files_are_explained(self):
        assert "belongs to another user" in prepare.explanation(PermissionError(13, "denied", "var/static"))

    @pytest.mark.parametrize(("url", "named"), [("postgres://x", "DATABASE_URL"), ("", "embedded database")])
    def test_a_silent_server_is_named(self, monkeypatch, url, named):
        monkeypatch.setenv("DATABASE_URL", url)
        assert named in prepare.explanation(Exception("connection refused"))


class TestStop:
    @pytest.mark.parametrize("text", ["", "not a number", "this process", "99999999"])
    def test_a_note_that_is_not_about_our_server_is_not_believed(self, tmp_path, text):
        (tmp_path / "note").write_text(text.replace("this process", str(os.getpid())))
        assert stop.site_process(tmp_path / "note") is None


class TestMakefile:
    def test_help_lists_every_target(self):
        text = (BASE_DIR / "Makefile").read_text()
        targets = set(re.search(r"\.PHONY: ((?:.|\\\n)*?)\n\n", text).group(1).replace("\\\n", " ").split())
        helped = subprocess.run(
            ["make", "help"], cwd=BASE_DIR, capture_output=True, text=True, check=True
        ).stdout
        listed = set(re.findall(r"^  make ([a-z-]+)", helped, re.MULTILINE))
        inner = {"setup-dev", "chromium", "free-port"}  # steps of others, not commands for people
        assert listed == targets - inner

    def test_help_is_what_make_alone_says(self):
        alone = subprocess.run(["make"], cwd=BASE_DIR, capture_output=True, text=True, check=True).stdout
        assert "make run" in alone

    def test_helpers_may_be_run(self):
        for path in (BASE_DIR / "tools" / "find-python", BASE_DIR / ".ci" / "run"):
            assert path.stat().st_mode & stat.S_IXUSR


class TestLock:
    def test_every_locked_package_has_hashes_and_no_index_is_named(self):
        for name in ("requirements.txt", "requirements-dev.txt"):
            text = (BASE_DIR / name).read_text()
            entries = re.split(r"\n(?=[a-z0-9])", text)
            assert all("--hash=sha256:" in entry for entry in entries if re.match(r"[a-z0-9]", entry))
            assert "://" not in text
            assert "--find-links" not in text

    def test_every_declared_package_is_locked_and_has_its_reason(self):
        lines = (BASE_DIR / "pyproject.toml").read_text().splitlines()
        declared = [
            (lines[i - 1], line)
            for i, line in enumerate(lines)
            if re.match(r'  "[a-z][a-z-]+(\[|[<>=])', line)
        ]
        locked = (BASE_DIR / "requirements-dev.txt").read_text()
        assert len(declared) > 20
        for before, line in declared:
            name = re.match(r'  "([a-z-]+)', line).group(1)
            assert re.search(rf"^{name}(\[\w+\])?==", locked, re.MULTILINE), name
            assert before.startswith("  # "), f"{name} has no reason beside it"
