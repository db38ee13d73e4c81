"""What keeps ten thousand tests within minutes: which say what is covered, and which come first."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest
from django.template import RequestContext
from django.test import client

HERE = Path(__file__).parent
# Measuring what is covered more than doubles the processor time of a test. These are not measured: they ask for what
# other tests ask for one by one, or run no code of the product in this process. So the figure is a floor, never too
# high. To have them counted all the same: MEASURE_ALL=1.
WALKS = ("integration/test_query_counts.py", "integration/admin/test_every_record.py")
SEEN_BY_OTHERS = (
    *WALKS,
    "acceptance/",
    "architecture/",
    "functional/",
    "ops/",
    "integration/governance/test_checks_cost.py",
    "integration/governance/test_inconsistencies_pages.py",
    "integration/outcomes/test_odd_requests.py",
    "integration/reporting/test_exports_any.py",
    "integration/reporting/test_illustrative_marks.py",
    "integration/reporting/test_other_programmes.py",
)
MEASURE_ALL = os.environ.get("MEASURE_ALL") == "1"
# Objects made before the garbage collector looks. After 700, its own habit, looking is a tenth of each request.
LOOK_FOR_GARBAGE = (100_000, 20, 50)


def put_in_order(items: list[pytest.Item]) -> None:
    """The longest first, so that parallel workers end together: the whole product walked, then browsers, then all else.

    `make test` tells pytest-xdist to keep this order. By itself it would start with the modules of most tests, and
    end with one worker in a browser and the other at rest.
    """

    def turn(item: pytest.Item) -> int:
        if item.get_closest_marker("no_cover") or place_of(item).startswith(WALKS):
            return 0
        return 1 if item.get_closest_marker("browser") else 2

    items.sort(key=turn)


def leave_out_of_coverage(items: list[pytest.Item]) -> None:
    """Mark what is SEEN_BY_OTHERS, as tests that walk the whole product mark themselves."""
    for item in items:
        if place_of(item).startswith(SEEN_BY_OTHERS) and not MEASURE_ALL:
            item.add_marker(pytest.mark.no_cover)


def place_of(item: pytest.Item) -> str:
    return item.path.relative_to(HERE).as_posix()


@contextlib.contextmanager
def unmeasured() -> Iterator[None]:
    """Leave out of what is covered the making of data, which has tests of its own."""
    measuring = None if MEASURE_ALL else coverage.Coverage.current()
    if measuring:
        measuring.stop()
    try:
        yield
    finally:
        if measuring:
            measuring.start()


def keep_the_context_of_pages() -> None:
    """Let the test client copy, for `response.context`, what pages and their parts are given, and no more.

    The template of a field of a form, or of a drawing, is written without the request, and its context was copied all
    the same: in data entry a tenth of the time of a request.
    """
    kept = client.store_rendered_templates

    def store(store, signal, sender, template, context, **more):  # type: ignore[no-untyped-def]
        if isinstance(context, RequestContext):
            kept(store, signal, sender, template, context, **more)

    client.store_rendered_templates = store
