"""What every test shares: the pace of property tests, the test database, and the programmes as loaded."""

import contextlib
import gc
import io
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests import pace

# On a busy machine an example may take long without being wrong; EXAMPLES=2000 searches harder.
settings.register_profile(
    "project",
    deadline=None,
    max_examples=int(os.environ.get("EXAMPLES", "100")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("project")

EMPTY_THE_QUEUE = """
    TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers
"""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    pace.put_in_order(items)
    pace.leave_out_of_coverage(items)


def pytest_collection_finish() -> None:
    """Ten thousand collected tests live to the end: the garbage collector need not look through them each time.

    Nor need it look as often as it does by itself: a page makes a hundred thousand small things and drops them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*pace.LOOK_FOR_GARBAGE)
    pace.keep_the_context_of_pages()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """What is made for a test that is not measured is not measured either; the marker alone spares only its call."""
    with pace.unmeasured() if item.get_closest_marker("no_cover") else contextlib.nullcontext():
        return (yield)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Test databases are copied from one that has the migrations applied already."""
    from django.db import connection

    from tests import template_database

    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template_database.ensure()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """The test database, for every session that asks for one.

    pytest-django makes it only where a collected test is marked `django_db`; a module that has its data from a fixture
    of the whole module would otherwise be connected to the developer's own database.
    """
    from django.test.utils import setup_databases

    from tests import template_database

    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    for connection, own_name, _ in made:
        connection.close()
        # Not Django's own way, which fails while the last request of a browser still holds its connection.
        template_database.drop_database(connection.settings_dict["NAME"])
        connection.settings_dict["NAME"] = own_name


@pytest.fixture(autouse=True)
def _no_job_is_left(request):
    """Tests that commit are followed by TRUNCATE of Django's own tables; the queue's are emptied here."""
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker) and marker.kwargs.get("transaction")
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(EMPTY_THE_QUEUE)


@pytest.fixture
def law(db):
    """The tables of procurement law as `load_reference` loads them: regimes, stages, notices, what gateways ask for."""
    from commissioning.seeding.law import load_law

    return load_law(command="load_reference")


def _loaded(blocker, *keys):
    """The programmes as `make run` loads them, once for a module of tests that only read; taken back afterwards."""
    from django.core.management import call_command
    from django.db import transaction

    from programmes.models import Programme

    with blocker.unblock(), transaction.atomic():
        with pace.unmeasured():
            call_command("load_demo", verbosity=0, stdout=io.StringIO(), programme=list(keys))
        yield Programme.objects.get(key=keys[-1])
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def hampshire(django_db_setup, django_db_blocker):
    """The first programme, alone unless the module asks for another."""
    yield from _loaded(django_db_blocker, "hampshire")


@pytest.fixture(scope="module")
def nottinghamshire(hampshire, django_db_blocker):
    """The commissioning hub, beside the first programme, for which the accounts with several roles are made."""
    yield from _loaded(django_db_blocker, "nottinghamshire")


@pytest.fixture(scope="module")
def derby(hampshire, django_db_blocker):
    """The commissioning intentions, beside the first programme."""
    yield from _loaded(django_db_blocker, "derby")


@pytest.fixture(scope="module")
def essex(hampshire, django_db_blocker):
    """The review of models of care, beside the first programme."""
    yield from _loaded(django_db_blocker, "essex")


@pytest.fixture(scope="module")
def all_four(django_db_setup, django_db_blocker):
    """Every published programme beside the others, as a new copy has them."""
    yield from _loaded(django_db_blocker, "hampshire", "nottinghamshire", "derby", "essex")


@pytest.fixture(scope="module")
def illustration(django_db_setup, django_db_blocker):
    """The illustrative county beside the first programme, for which the accounts with several roles are made."""
    yield from _loaded(django_db_blocker, "hampshire", "illustration")


@pytest.fixture(scope="module")
def all_five(django_db_setup, django_db_blocker):
    """All that `make run` loads: four programmes of papers, and the illustrative one, which is given to the test."""
    papers = ("hampshire", "nottinghamshire", "derby", "essex")
    yield from _loaded(django_db_blocker, *papers, "illustration")
