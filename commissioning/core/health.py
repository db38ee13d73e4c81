"""What a load balancer or a watchdog asks: is the process alive, and can it serve? Neither answer names a version."""

from collections.abc import Callable

import pgtrigger
from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commissioning.core import waiting

INSTALLED_TRIGGERS = """
    SELECT pg_class.relname, pg_trigger.tgname
    FROM pg_trigger JOIN pg_class ON pg_class.oid = pg_trigger.tgrelid
    WHERE NOT pg_trigger.tgisinternal AND pg_trigger.tgenabled = 'O' AND pg_table_is_visible(pg_class.oid)
"""


@require_safe
@never_cache
def live(_request: HttpRequest) -> HttpResponse:
    """200 while the process answers. Asks nothing of the database, so a database restart does not kill the workers."""
    return HttpResponse("alive\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def ready(_request: HttpRequest) -> HttpResponse:
    """200 when every check passes, else 503; either way, which checks passed, as JSON."""
    checks = {name: _passes(check) for name, check in CHECKS.items()}
    status = 200 if all(checks.values()) else 503
    return JsonResponse({name: "ok" if ok else "failing" for name, ok in checks.items()}, status=status)


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def migrations_applied() -> bool:
    """False while the code expects tables or columns that the database does not have yet."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def triggers_installed() -> bool:
    """False when a trigger that keeps history, versions or append-only records is missing or disabled. One query."""
    expected = {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered()}
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED_TRIGGERS)
        return expected <= set(cursor.fetchall())


def cache_answers() -> bool:
    """False when the table that counts wrong passwords is missing: sign-in would fail."""
    cache.get("health")
    return True


def work_goes_on() -> bool:
    """False when something has waited in the queue for minutes and nobody takes anything: there is no worker."""
    return waiting.is_moving()


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_applied,
    "triggers": triggers_installed,
    "sign_in_limits": cache_answers,
    "background_work": work_goes_on,
}


def _passes(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Error:
        return False
