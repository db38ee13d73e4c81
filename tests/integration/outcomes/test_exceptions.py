"""KPIs in exception: which are, what is shown of each, and the report that follows, from whoever may give one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commissioning.core.access import Role
from outcomes.models import ExceptionReport
from tests.factories.kpis import ExceptionReportFactory
from tests.factories.programmes import ProgrammeFactory
from tests.integration.outcomes.board_world import board_of, said, signed_in

pytestmark = pytest.mark.django_db
EXCEPTIONS = "/programmes/county/kpis/exceptions/"
REPORT = {
    "meaning": "Families wait longer.",
    "cause": "Two posts are vacant.",
    "action": "Recruit to both.",
    "action_owner": "Head of service",
    "due": "September 2026",
}


@pytest.fixture
def programme():
    return ProgrammeFactory(key="county")


@pytest.fixture
def kpis(programme):
    return board_of(programme)


@pytest.fixture
def board(programme):
    return signed_in(Role.BOARD_MEMBER, programme)


@pytest.fixture
def analyst(programme):
    return signed_in(Role.ANALYST, programme)


def address(kpi):
    return f"/programmes/county/kpis/{kpi.reference}/exception/"


def test_concern_of_any_kind_and_failure_are_exceptions_and_nothing_else(board, kpis):
    page = said(board.get(EXCEPTIONS))
    shown = [name for name in kpis if f">{name}</a></h2>" in page]
    assert shown == [
        "worse and failing",
        "worse without target",
        "worse and passing",
        "better and failing",
        "steady and failing",
    ]
    assert "5 of 9 KPIs in exception: 3 concerning, 3 set to fail their target, 1 of them both." in page
    order = [page.index(f">{name}</a></h2>") for name in shown]
    assert order[0] == min(order)
    assert page.index(">worse and passing</a></h2>") < page.index(">steady and failing</a></h2>")


def test_each_has_its_chart_its_meaning_and_its_latest_report(board, programme, kpis):
    kpi = kpis["worse and failing"]
    for cause in ("an early thought", "two posts are vacant"):
        ExceptionReportFactory(kpi=kpi, programme=programme, cause=cause)
    page = said(board.get(EXCEPTIONS))
    first = page[page.index(">worse and failing</a></h2>") : page.index(">worse without target</a></h2>")]
    assert "<svg" in first
    assert "It is of concern and, as it runs now, will not reach its target: escalate." in first
    assert "concerning, low: below the lower limit" in first
    assert "two posts are vacant" in first
    assert "an early thought" not in first
    assert "No report yet" in page[page.index(">worse without target</a></h2>") :]


def test_no_colours_of_a_rating_and_no_two_points_compared(board, kpis):
    page = said(board.get(EXCEPTIONS)).lower()
    for word in ("rag rating", "amber", "than last month", "than the month before", "compared with"):
        assert word not in page, word


def test_the_queries_do_not_grow_with_the_exceptions(board, programme, kpis):
    def count(query):
        board.get(EXCEPTIONS + query)
        with CaptureQueriesContext(connection) as counted:
            board.get(EXCEPTIONS + query)
        return len(counted)

    assert count("") == count("?variation=concern&assurance=fail")


def test_a_report_goes_through_and_a_later_one_follows_it(analyst, kpis):
    kpi = kpis["worse and failing"]
    response = analyst.post(address(kpi), REPORT)
    assert (response.status_code, response["Location"]) == (302, address(kpi))
    made = ExceptionReport.objects.get(kpi=kpi)
    assert (made.cause, made.action_owner, made.due.end) == (
        "Two posts are vacant.",
        "Head of service",
        date(2026, 9, 30),
    )
    assert made.period_text == "August 2024"
    analyst.post(address(kpi), {**REPORT, "cause": "One post is vacant."})
    page = said(analyst.get(address(kpi)))
    assert page.index("One post is vacant.") < page.index("Two posts are vacant.")


def test_a_second_press_of_the_button_saves_nothing_twice(analyst, kpis):
    for _ in range(2):
        analyst.post(address(kpis["worse and failing"]), REPORT)
    assert ExceptionReport.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "said_so"),
    [
        ("cause", " ", "Say why it is so"),
        ("action", "", "Say what is done"),
        ("action_owner", "", "Name the role"),
        ("action_owner", "Mrs Smith", "person’s name"),
        ("due", "soonish", "soonish"),
        ("due", "TBC", "Say by when"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(analyst, kpis, field, value, said_so):
    response = analyst.post(address(kpis["worse and failing"]), {**REPORT, field: value})
    assert response.status_code == 422
    page = " ".join(response.content.decode().split())
    assert said_so in page
    assert f'href="#id_{field}"' in page
    assert "Families wait longer." in page
    assert not ExceptionReport.objects.exists()


def test_common_cause_that_passes_needs_no_narrative_and_takes_none(analyst, kpis):
    kpi = kpis["steady and passing"]
    page = said(analyst.get(address(kpi)))
    assert "is not in exception" in page
    assert "Save the report" not in page
    response = analyst.post(address(kpi), REPORT)
    assert response.status_code == 422
    assert not ExceptionReport.objects.exists()


def test_a_board_member_reads_and_may_not_report(board, kpis):
    kpi = kpis["worse and failing"]
    assert "Save the report" not in said(board.get(address(kpi)))
    assert board.post(address(kpi), REPORT).status_code == 403
    assert not ExceptionReport.objects.exists()


def test_no_exception_is_good_news_and_said(board, kpis):
    assert "No KPI is in exception" in said(board.get(f"{EXCEPTIONS}?q=passing&variation=common_cause"))
