"""What the environment must say before the product starts, and what it may leave out outside production."""

import os
import secrets
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

ENVIRONMENTS = ("production", "evaluation", "development", "test")
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SHORTEST_SECRET = 50


def _refuse(setting: str, cure: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{setting}: {cure} See .env.example.")


def required_secret(env: environ.Env, environment: str, base_dir: Path) -> str:
    """The signing key: from SECRET_KEY in production; elsewhere made once and kept in var/.

    Raises ImproperlyConfigured for an unknown ENVIRONMENT, or a missing or short key in production.
    """
    if environment not in ENVIRONMENTS:
        raise _refuse(
            "ENVIRONMENT", f"'{environment}' is not one of {', '.join(ENVIRONMENTS)}."
        )
    given: str = env("SECRET_KEY", default="")
    if given:
        if environment == "production" and (
            len(given) < SHORTEST_SECRET or len(set(given)) < 10
        ):
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
    """ALLOWED_HOSTS. Production must name its hosts and may not use '*'; elsewhere only this machine is served."""
    hosts: list[str] = env.list("ALLOWED_HOSTS", default=[])
    if environment == "production":
        if not hosts or "*" in hosts:
            raise _refuse(
                "ALLOWED_HOSTS",
                "name the hosts that production serves; '*' is not accepted.",
            )
        return hosts
    return hosts or LOCAL_HOSTS


def resolve_database(
    env: environ.Env, environment: str, base_dir: Path
) -> dict[str, Any]:
    """The database of DATABASE_URL or, outside production, the embedded PostgreSQL under var/.

    Raises ImproperlyConfigured when production has no DATABASE_URL or one that is not PostgreSQL.
    """
    url: str = env("DATABASE_URL", default="")
    if not url:
        if environment == "production":
            raise _refuse(
                "DATABASE_URL",
                "is missing; production needs its own PostgreSQL 14 or later.",
            )
        from commissioning.embedded import database_url

        url = database_url(base_dir)
    config: dict[str, Any] = environ.Env.db_url_config(url)
    if config.get("ENGINE") != "django.db.backends.postgresql":
        raise _refuse(
            "DATABASE_URL",
            "must be a PostgreSQL address (postgres://user:password@host:5432/name).",
        )
    config.update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True, ATOMIC_REQUESTS=False)
    suffix = env("TEST_DB_SUFFIX", default="")
    config["TEST"] = {
        "NAME": f"test_commissioning_{suffix}" if suffix else "test_commissioning"
    }
    return config
