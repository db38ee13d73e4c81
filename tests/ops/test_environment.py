"""Production refuses to start on a missing or insecure setting, and names it; elsewhere there are safe defaults."""

import os
import subprocess
import sys

import environ
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from commissioning import environment
from commissioning.core import checks

GOOD = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "commissioning.example.org",
    "DATABASE_URL": "postgres://commissioning:secret@db.example.org:5432/commissioning",
    "BEHIND_PROXY": "true",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "commissioning@example.org",
}
NAMES = {*GOOD, "CSRF_TRUSTED_ORIGINS", "TRUSTED_PROXY_COUNT", "TEST_DB_SUFFIX", "BRAND_COLOUR"}


@pytest.fixture
def env(monkeypatch):
    """The reader of settings, with nothing set."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    return environ.Env()


def resolve_all(env, base_dir, kind="production"):
    """Everything settings ask for, in their order."""
    hosts = environment.resolve_hosts(env, kind)
    return {
        "secret": environment.required_secret(env, kind, base_dir),
        "hosts": hosts,
        "origins": environment.resolve_origins(env, kind, hosts),
        "database": environment.resolve_database(env, kind, base_dir),
        "proxy": environment.resolve_proxy(env, kind),
        "email": environment.resolve_email(env, kind),
    }


def test_production_starts_with_good_settings(env, monkeypatch, tmp_path):
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    resolved = resolve_all(env, tmp_path)
    assert resolved["origins"] == ["https://commissioning.example.org"]
    assert resolved["proxy"] == (True, 1)
    assert resolved["database"]["HOST"] == "db.example.org"
    assert resolved["email"]["EMAIL_USE_TLS"] is True
    assert resolved["email"]["DEFAULT_FROM_EMAIL"] == "commissioning@example.org"


@pytest.mark.parametrize("name", sorted(GOOD))
def test_production_names_what_is_missing(env, monkeypatch, tmp_path, name):
    for other, value in GOOD.items():
        if other != name:
            monkeypatch.setenv(other, value)
    with pytest.raises(ImproperlyConfigured, match=f"^{name}: "):
        resolve_all(env, tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "too short"),
        ("SECRET_KEY", "a" * 60),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "good.example.org,*.example.org"),
        ("ALLOWED_HOSTS", "https://commissioning.example.org"),
        ("ALLOWED_HOSTS", "commissioning.example.org:443"),
        ("CSRF_TRUSTED_ORIGINS", "http://commissioning.example.org"),
        ("CSRF_TRUSTED_ORIGINS", "https://*.example.org"),
        ("CSRF_TRUSTED_ORIGINS", "commissioning.example.org"),
        ("DATABASE_URL", "sqlite:///var/db.sqlite3"),
        ("DATABASE_URL", "postgres://user@host:5432/"),
        ("DATABASE_URL", "postgres://postgres@:5432/commissioning?host=/tmp/commissioning-db-x7"),
        ("TRUSTED_PROXY_COUNT", "0"),
        ("TRUSTED_PROXY_COUNT", "one"),
        ("EMAIL_URL", "smtp://user:password@mail.example.org:25"),
        ("EMAIL_URL", "consolemail://"),
        ("DEFAULT_FROM_EMAIL", "nobody"),
    ],
)
def test_production_names_what_is_insecure(env, monkeypatch, tmp_path, name, value):
    for other, good in {**GOOD, name: value}.items():
        monkeypatch.setenv(other, good)
    with pytest.raises(ImproperlyConfigured, match=f"^{name}: "):
        resolve_all(env, tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", ".example.org"),
        ("ALLOWED_HOSTS", "[2001:db8::1]"),
        ("CSRF_TRUSTED_ORIGINS", "https://commissioning.example.org:8443"),
        ("TRUSTED_PROXY_COUNT", "2"),
        ("EMAIL_URL", "smtp://localhost:25"),
        ("EMAIL_URL", "dummymail://"),
        ("DATABASE_URL", "postgres://commissioning@:5432/commissioning?host=/var/run/postgresql"),
    ],
)
def test_production_accepts_what_is_unusual_but_safe(env, monkeypatch, tmp_path, name, value):
    for other, good in {**GOOD, name: value}.items():
        monkeypatch.setenv(other, good)
    assert resolve_all(env, tmp_path)


def test_evaluation_needs_nothing_and_serves_this_machine_only(env, monkeypatch, tmp_path):
    monkeypatch.setattr(
        "commissioning.embedded.database_url", lambda _folder: "postgres://postgres@:5432/made?host=/run"
    )
    resolved = resolve_all(env, tmp_path, "evaluation")
    assert resolved["hosts"] == environment.LOCAL_HOSTS
    assert resolved["database"]["NAME"] == "made"
    assert resolved["proxy"] == (False, 0)
    assert resolved["email"]["EMAIL_BACKEND"].endswith("console.EmailBackend")


@pytest.mark.parametrize(
    ("name", "asked"),
    [("development", "database_url"), ("evaluation", "database_url"), ("test", "throwaway_url")],
)
def test_only_tests_use_the_server_that_may_lose_data(env, monkeypatch, tmp_path, name, asked):
    for way in ("database_url", "throwaway_url"):
        monkeypatch.setattr(
            f"commissioning.embedded.{way}",
            lambda _folder, way=way: f"postgres://postgres@:5432/{way}?host=/run",
        )
    assert resolve_all(env, tmp_path, name)["database"]["NAME"] == asked


def test_the_evaluation_key_is_made_once_and_kept_private(env, tmp_path):
    first = environment.required_secret(env, "evaluation", tmp_path)
    assert len(first) >= environment.SHORTEST_SECRET
    assert environment.required_secret(env, "development", tmp_path) == first
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o077 == 0


def test_a_key_file_cut_short_is_made_again(env, tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "secret-key").touch()
    assert environment.required_secret(env, "evaluation", tmp_path)


def test_a_mistyped_environment_is_refused(env, tmp_path):
    with pytest.raises(ImproperlyConfigured, match=r"^ENVIRONMENT: 'prodution' is not one of"):
        environment.required_secret(env, "prodution", tmp_path)


class TestWholeSettings:
    """The settings module itself, in a process of its own with an otherwise empty environment."""

    def load(self, tmp_path, **given):
        code = (
            "from commissioning import settings as s; print(s.ENVIRONMENT, s.DEBUG, s.SESSION_COOKIE_SECURE)"
        )
        inherited = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=inherited | given, capture_output=True, text=True, check=False
        )

    @pytest.fixture(autouse=True)
    def without_own_settings(self):
        if (settings.BASE_DIR / ".env").exists():
            pytest.skip("this folder has a .env of its own")

    def test_production_is_what_nothing_said_means(self, tmp_path):
        refused = self.load(tmp_path)
        assert refused.returncode != 0
        assert "SECRET_KEY: is missing" in refused.stderr

    def test_production_never_debugs(self, tmp_path):
        assert self.load(tmp_path, **GOOD).stdout.split() == ["production", "False", "True"]

    def test_a_secret_may_come_from_a_file(self, tmp_path):
        (tmp_path / "key").write_text(GOOD["SECRET_KEY"])
        given = {name: value for name, value in GOOD.items() if name != "SECRET_KEY"}
        assert self.load(tmp_path, **given, SECRET_KEY_FILE=str(tmp_path / "key")).returncode == 0

    @pytest.mark.parametrize("colour", ["#fff", "red", "#ffff00"])
    def test_a_colour_nobody_could_read_is_refused(self, tmp_path, colour):
        refused = self.load(tmp_path, **GOOD, BRAND_COLOUR=colour)
        assert refused.returncode != 0
        assert "BRAND_COLOUR" in refused.stderr


def test_every_setting_is_documented():
    """`.env.example` and the table of docs/operations.md name every variable that settings read."""
    import re

    read = set()
    for name in ("settings.py", "environment.py"):
        source = (settings.BASE_DIR / "commissioning" / name).read_text()
        read |= set(re.findall(r"""\benv(?:\.\w+)?\(\s*["']([A-Z_]+)["']""", source))
    read |= set(
        re.findall(
            r"""environ\.get\(["']([A-Z_]+)["']""", (settings.BASE_DIR / "gunicorn.conf.py").read_text()
        )
    )
    assert {"SECRET_KEY", "DATABASE_URL", "PORT"} <= read
    for document in (".env.example", "docs/operations.md"):
        text = (settings.BASE_DIR / document).read_text()
        assert not {name for name in read if not re.search(rf"\b{name}\b", text)}, document


def test_a_database_that_may_lose_data_is_refused():
    found = checks.judge(["fsync", "full_page_writes"], superuser=False)
    assert [message.id for message in found] == ["commissioning.E001"]
    assert "fsync, full_page_writes" in found[0].msg


def test_a_superusers_connection_is_refused():
    assert [message.id for message in checks.judge([], superuser=True)] == ["commissioning.E002"]
    assert checks.judge([], superuser=False) == []


@pytest.mark.django_db
def test_the_deployment_check_notices_what_the_embedded_server_of_tests_is():
    """It waits for no disk and trusts its owner as superuser: production would refuse it for both."""
    found = [message.id for message in checks.check_database_server(databases=["default"])]
    if environment.is_embedded(settings.DATABASES["default"], settings.BASE_DIR):
        assert found == ["commissioning.E001", "commissioning.E002"]
    else:
        assert found in ([], ["commissioning.E002"])


def test_without_databases_nothing_is_asked():
    assert checks.check_database_server(databases=None) == []
