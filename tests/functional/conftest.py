"""A real Chromium on the running product, with the first programme loaded afresh for each test.

`visit("commissioner")` opens a browser signed in as that demonstration role, `visit()` one that is not signed in.
Whatever page a test opens, it fails when the content policy blocked something, a script failed, the server answered
5xx, or the page asked another host for anything.
"""

import contextlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests import template_database
from tests.functional.visitor import Visitor
from tools import chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser journey, left out only by the user's explicit choice."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if os.environ.get("SKIP_BROWSER") == "1":
                item.add_marker(pytest.mark.skip(reason="SKIP_BROWSER=1"))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # Playwright's synchronous interface runs an event loop on this thread, which Django would refuse to query under.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as running:
        yield running
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = chromium.installed()
    if not path:
        pytest.fail("No Chromium: run `make journeys`, or `apt-get install chromium`.", pytrace=False)
    running = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield running
    running.close()


@pytest.fixture(scope="session")
def demonstration(django_db_setup: None, django_db_blocker) -> str:
    """The name of a database with reference and demonstration data, for each test to copy."""
    from django.db import connection

    name = f"{connection.settings_dict['NAME']}_demonstration"
    with django_db_blocker.unblock():
        template_database.copy_database(template_database.ensure(), name)
        with template_database.connected_to(name):
            for command in ("load_reference", "load_demo"):
                call_command(command, stdout=io.StringIO(), verbosity=0)
    yield name
    with django_db_blocker.unblock():
        template_database.drop_database(name)


@pytest.fixture(scope="session")
def live_site(django_db_setup: None) -> Iterator[str]:
    """The product, served on a free port with its own middleware for static files, as in production."""
    server = LiveServerThread("127.0.0.1", lambda application: application)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


@contextlib.contextmanager
def fresh_copy(demonstration: str, suffix: str, blocker) -> Iterator[None]:
    """The product and the models on a copy of the demonstration data for a while."""
    name = demonstration.replace("_demonstration", suffix)
    with blocker.unblock():
        template_database.copy_database(demonstration, name)
        with template_database.connected_to(name):
            yield
        template_database.drop_database(name)


@pytest.fixture
def site(live_site: str, demonstration: str, django_db_blocker) -> Iterator[str]:
    """The address of the product on a fresh copy of the demonstration data; the test may query it through models."""
    with fresh_copy(demonstration, "_journey", django_db_blocker):
        yield live_site


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(site: str, browser: Browser) -> Iterator[Visit]:
    """Open a browser: `visit("board_member")`, `visit("analyst", width=375)`, `visit(javascript=False)`."""
    visitors: list[Visitor] = []

    def open_browser(
        role: str = "", *, width: int = 1280, height: int = 900, javascript: bool = True
    ) -> Visitor:
        visitors.append(Visitor(browser, site, role, width=width, height=height, javascript=javascript))
        return visitors[-1]

    yield open_browser
    for visitor in visitors:
        visitor.close()
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="class")
def readers(
    live_site: str, demonstration: str, browser: Browser, django_db_blocker
) -> Iterator[dict[str, Visitor]]:
    """The browsers that `reader` has opened, on data that the tests of one class, or one module, only read."""
    opened: dict[str, Visitor] = {}
    with fresh_copy(demonstration, "_reading", django_db_blocker):
        yield opened
        for visitor in opened.values():
            visitor.close()


@pytest.fixture
def reader(readers: dict[str, Visitor], live_site: str, browser: Browser) -> Iterator[Visit]:
    """A browser kept for all tests of a class that change nothing: `reader("board_member")`, one for each role."""

    def kept(role: str = "") -> Visitor:
        if role not in readers:
            readers[role] = Visitor(browser, live_site, role, width=320, height=900, javascript=True)
        return readers[role]

    yield kept
    complaints = [complaint for visitor in readers.values() for complaint in visitor.taken_complaints()]
    assert not complaints, "\n".join(complaints)
