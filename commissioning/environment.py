"""What the environment must say before the product starts, and what it may leave out outside production."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

ENVIRONMENTS = ("production", "evaluation", "development", "test")
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
LOCAL_MAIL_HOSTS = {"127.0.0.1", "localhost", "::1"}
SHORTEST_SECRET = 50


def _refuse(setting: str, cure: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{setting}: {cure} See .env.example.")


def required_secret(env: environ.Env, environment: str, base_dir: Path) -> str:
    """The signing key: from SECRET_KEY in production; elsewhere made once and kept in var/.

    Raises ImproperlyConfigured for an unknown ENVIRONMENT, or a missing or short key in production.
    """
    if environment not in ENVIRONMENTS:
        raise _refuse("ENVIRONMENT", f"'{environment}' is not one of {', '.join(ENVIRONMENTS)}.")
    given: str = env("SECRET_KEY", default="")
    if given:
        if environment == "production" and (len(given) < SHORTEST_SECRET or len(set(given)) < 10):
            raise _refuse(
                "SECRET_KEY",
                f"use at least {SHORTEST_SECRET} random characters in production.",
            )
        return given
    if environment == "production":
        raise _refuse("SECRET_KEY", "is missing; production needs its own random key.")
    return _kept_secret(base_dir / "var" / "secret-key")


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text().strip()
        if kept:
            return kept
        path.unlink()
        return _kept_secret(path)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


def resolve_hosts(env: environ.Env, environment: str) -> list[str]:
    """ALLOWED_HOSTS. Production must name its hosts and may not use '*'; elsewhere this machine is always served."""
    hosts: list[str] = env.list("ALLOWED_HOSTS", default=[])
    if environment != "production":
        return [*hosts, *LOCAL_HOSTS]
    if not hosts or any("*" in host or host in {"", "."} for host in hosts):
        raise _refuse("ALLOWED_HOSTS", "name the hosts that production serves; '*' is not accepted.")
    if any("/" in host or ":" in host.rpartition("]")[2] for host in hosts):
        raise _refuse(
            "ALLOWED_HOSTS", "give bare names such as commissioning.example.org, without https:// or port."
        )
    return hosts


def resolve_origins(env: environ.Env, environment: str, hosts: list[str]) -> list[str]:
    """CSRF_TRUSTED_ORIGINS, by default the https addresses of ALLOWED_HOSTS.

    Raises ImproperlyConfigured in production for an origin without HTTPS or with a '*'.
    """
    origins: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
    if environment != "production":
        return origins
    if any(urlsplit(origin).scheme != "https" or "*" in origin for origin in origins):
        raise _refuse("CSRF_TRUSTED_ORIGINS", "give full https:// addresses without '*'.")
    return origins or [f"https://{'*' if host.startswith('.') else ''}{host}" for host in hosts]


def resolve_proxy(env: environ.Env, environment: str) -> tuple[bool, int]:
    """Whether a reverse proxy stands in front (BEHIND_PROXY), and how many (TRUSTED_PROXY_COUNT).

    Production must say: without a proxy's word for it every request looks unencrypted, and with a proxy's word taken
    when there is none anyone could forge it.
    """
    if environment == "production" and not env("BEHIND_PROXY", default=""):
        raise _refuse("BEHIND_PROXY", "is missing; say true when a reverse proxy with HTTPS stands in front.")
    behind = env.bool("BEHIND_PROXY", default=False)
    count = env("TRUSTED_PROXY_COUNT", default="1" if behind else "0")
    if not count.isdecimal() or bool(int(count)) != behind:
        raise _refuse(
            "TRUSTED_PROXY_COUNT",
            "must be the number of proxies in front: 0 exactly when BEHIND_PROXY is false.",
        )
    return behind, int(count)


def resolve_email(env: environ.Env, environment: str) -> dict[str, Any]:
    """Django's e-mail settings from EMAIL_URL and DEFAULT_FROM_EMAIL; outside production messages go to the log.

    Raises ImproperlyConfigured when production leaves one out, or would send passwords over an open line.
    """
    url: str = env("EMAIL_URL", default="")
    sender: str = env("DEFAULT_FROM_EMAIL", default="")
    if environment == "production":
        parts = urlsplit(url)
        if not url:
            raise _refuse(
                "EMAIL_URL", "is missing; name the mail server (dummymail:// sends nothing, knowingly)."
            )
        if parts.scheme == "smtp" and parts.hostname not in LOCAL_MAIL_HOSTS:
            raise _refuse("EMAIL_URL", "use smtp+tls:// or smtp+ssl:// for a mail server on another machine.")
        if parts.scheme == "consolemail" or "@" not in sender:
            setting = "EMAIL_URL" if parts.scheme == "consolemail" else "DEFAULT_FROM_EMAIL"
            raise _refuse(setting, "must be a real mail server and sender address in production.")
    config: dict[str, Any] = env.email_url_config(url or "consolemail://")
    config["DEFAULT_FROM_EMAIL"] = config["SERVER_EMAIL"] = sender or "commissioning@localhost"
    return config


def resolve_database(env: environ.Env, environment: str, base_dir: Path) -> dict[str, Any]:
    """The database of DATABASE_URL or, outside production, the embedded PostgreSQL under var/ (tests have their own).

    Raises ImproperlyConfigured when production has no DATABASE_URL or one that is not PostgreSQL.
    """
    url: str = env("DATABASE_URL", default="")
    if not url:
        if environment == "production":
            raise _refuse("DATABASE_URL", "is missing; production needs its own PostgreSQL 14 or later.")
        from commissioning import embedded

        url = (embedded.throwaway_url if environment == "test" else embedded.database_url)(base_dir)
    config: dict[str, Any] = environ.Env.db_url_config(url)
    if config.get("ENGINE") != "django.db.backends.postgresql" or not config.get("NAME"):
        raise _refuse(
            "DATABASE_URL", "must be a PostgreSQL address (postgres://user:password@host:5432/name)."
        )
    if environment == "production" and is_embedded(config, base_dir):
        raise _refuse("DATABASE_URL", "names the embedded database, which asks nobody for a password.")
    config.update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True, ATOMIC_REQUESTS=False)
    suffix = env("TEST_DB_SUFFIX", default="")
    config["TEST"] = {"NAME": f"test_commissioning_{suffix}" if suffix else "test_commissioning"}
    return config


def is_embedded(config: dict[str, Any], base_dir: Path) -> bool:
    """Whether database settings lead to the socket of an embedded server, that of tests included."""
    folder = Path(config.get("HOST") or config.get("OPTIONS", {}).get("host") or "")
    return (
        folder == base_dir / "var" / "postgres"
        or folder.name == "postgres-test"
        or folder.name.startswith("commissioning-db-")
    )
