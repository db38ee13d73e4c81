"""The tables of commissioning, plans, boards and models of care: the papers' figures, and only where there are any."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commissioning.core.access import Role
from commissioning.reporting.exports import ALWAYS, FIRST_WHERE_ANY, WHERE_ANY
from tests import factories
from tests.factories import DocumentFactory, PostFactory, ProgrammeFactory, ServiceFactory, person_with
from tests.factories.governance import BodyFactory
from tests.factories.many import more_of_everything
from tests.factories.many_contracts import more_of_contracts
from tests.factories.many_governance import more_of_governance
from tests.factories.many_phases import more_of_phases
from tests.factories.many_plans import more_of_plans
from tests.factories.people import UserFactory
from tests.factories.programmes import OrganisationFactory
from tests.integration.reporting.exported import (
    assert_same,
    cover_of,
    csv_of,
    open_book,
    rows_of,
    sheet_names,
    signed_in,
)

DAYS = {"nottinghamshire": "2015-03-01", "derby": "2013-11-14", "essex": "2021-06-30"}
HUB = {
    "responsibilities",
    "service_groups",
    "scope_lists",
    "future_considerations",
    "posts",
    "funding",
    "duties",
    "implications",
    "risks",
}
PLAN = {"intentions", "project_summaries", "milestones", "actions", "implications", "approvals", "funding"}
REVIEW = {
    "areas",
    "area_statements",
    "learning_points",
    "area_risks",
    "impact_figures",
    "populations",
    "theme_citations",
}


@pytest.fixture(scope="module")
def analyst(all_four):
    return signed_in("analyst@example.org")


@pytest.fixture(scope="module")
def books(analyst):
    return {key: open_book(analyst, f"/programmes/{key}/workbook.xlsx?on={day}") for key, day in DAYS.items()}


@pytest.fixture(scope="module")
def sheet(books):
    """Rows of a programme's table, by the table's name."""

    def rows(key, name):
        return rows_of(books[key][sheet_names(books[key])[name]])

    return rows


@pytest.mark.parametrize(
    ("key", "holds", "lacks"),
    [("nottinghamshire", HUB, REVIEW), ("derby", PLAN, REVIEW), ("essex", REVIEW, {"posts", "actions"})],
)
def test_a_workbook_has_only_the_sheets_that_the_programme_has_something_for(books, sheet, key, holds, lacks):
    names = set(sheet_names(books[key]))
    assert names >= holds | set(ALWAYS)
    assert not names & lacks
    assert all(sheet(key, name) for name in names if name in WHERE_ANY or name in FIRST_WHERE_ANY)


@pytest.mark.parametrize(
    ("key", "first"), [("nottinghamshire", {"services"}), ("derby", {"phases"}), ("essex", set())]
)
def test_a_workbook_has_no_sheet_of_money_or_phases_that_the_papers_lack(books, key, first):
    """None of the three prints a budget line, and only Derby a phase; the first programme has all five sheets."""
    assert sheet_names(books[key]).keys() & FIRST_WHERE_ANY.keys() == first


@pytest.mark.parametrize("key", DAYS)
def test_csv_and_workbook_hold_the_same(analyst, books, sheet, key):
    for name in sheet_names(books[key]).keys() & WHERE_ANY.keys():
        assert_same(csv_of(analyst, f"/programmes/{key}/tables/{name}.csv?on={DAYS[key]}"), sheet(key, name))


def test_what_each_column_holds_is_typed_and_explained(books):
    for book in books.values():
        explained = {(row["Sheet"], row["Column"]) for row in rows_of(book["Data dictionary"])}
        for name in book.sheetnames[1:-1]:
            assert {(name, cell.value) for cell in book[name][3]} <= explained
            assert not [c for row in book[name].iter_rows() for c in row if c.data_type in {"f", "e"}]


# --- Nottinghamshire ------------------------------------------------------------------------------------------------


def test_posts_come_to_the_papers_cost_range(sheet):
    """Hub report, paras 20 to 24: 3.5 FTE, £115,505 to £129,652 a year."""
    rows = sheet("nottinghamshire", "posts")
    costed = [row for row in rows if row["Costs at least"] is not None]
    assert sum(row["FTE"] for row in costed) == 3.5
    assert round(sum(row["Costs at least"] for row in costed)) == 115_505
    assert round(sum(row["Costs at most"] for row in costed)) == 129_652
    assert all((row["FTE"] is None) == (row["FTE marker"] == "[not stated]") for row in rows)


def test_funders_without_an_amount_are_empty_and_marked(sheet):
    rows = sheet("nottinghamshire", "funding")
    given = [row for row in rows if row["Row"] == "contribution"]
    assert len(given) == 6
    assert [row["Contribution"] for row in given] == [None] * 6
    assert all(row["Contribution marker"] for row in given)
    assert {row["Amount"] for row in given} == {None}  # the whole stands on its own row only


def test_responsibilities_say_who_holds_them_on_the_day(analyst, sheet):
    def lead(rows):
        return {
            row["Organisation"]
            for row in rows
            if row["Service reference"] == "NOT-T1-02"
            and row["Role"] == "Lead commissioner"
            and row["Governing"] == "yes"
            and row["Holds on the day"] == "yes"
        }

    before = lead(sheet("nottinghamshire", "responsibilities"))
    url = "/programmes/nottinghamshire/tables/responsibilities.csv?on=2015-05-01"
    after = lead(csv_of(analyst, url))
    assert (len(before), len(after)) == (1, 1)
    assert "NHS England" in before.pop()
    assert "ublic" in after.pop()  # county public health


def test_service_groups_by_model(sheet):
    """Appendix 2: 5 co-ordinated, 4 joint, 8 integrated; a group called integrated without pooling is marked."""
    rows = sheet("nottinghamshire", "service_groups")
    counts = [sum(row["Level"] == level for row in rows) for level in (1, 2, 3)]
    assert counts == [5, 4, 8]
    assert {row["Level"] for row in rows if row["Integrated without pooling"] == "yes"} <= {3}


def test_printed_lists_keep_their_own_words(sheet):
    rows = sheet("nottinghamshire", "scope_lists")
    assert {row["List"] for row in rows} >= {"Table 1", "Table 3", "Appendix 2"}
    assert sum(row["List"] == "Table 1" for row in rows) == 13


# --- Derby ----------------------------------------------------------------------------------------------------------


def test_milestones_of_projects_with_what_is_not_dated_marked(sheet):
    """30 milestones of five project summaries: 24 dated, 2 TBC, 2 blank, 1 awaited, 1 ongoing."""
    rows = [row for row in sheet("derby", "milestones") if "-PRJ-" in row["Reference"]]
    own = [row for row in rows if row["Kind"] == "Milestone"]
    undated = [row["Date status"] for row in own if row["Date from"] is None and row["Date to"] is None]
    assert len(own) == 30
    assert len(own) - len(undated) == 24
    assert {word: undated.count(word) for word in set(undated)} == {
        "[tbc]": 2,
        "[not stated]": 2,  # left blank in the paper
        "[awaited]": 1,
        "[ongoing]": 1,
    }
    assert {row["Overdue"] for row in own if row["Date from"] is None and row["Date to"] is None} == {"no"}


def test_milestones_after_the_end_of_their_project_say_so(sheet):
    rows = sheet("derby", "milestones")
    first = [row for row in rows if row["Reference"].startswith("DER-PRJ-1-M-")]
    late = [row for row in first if (row["Outside its period"] or "").startswith("after the end")]
    assert (len(first), len(late)) == (7, 5)


def test_a_metric_without_a_target_is_marked(sheet):
    rows = sheet("derby", "project_summaries")
    assert {row["Reference"] for row in rows} == {f"DER-PRJ-{number}" for number in range(1, 6)}
    metrics = [row for row in rows if row["Part"] == "Metric"]
    assert metrics
    assert all((row["Target"] is None) == bool(row["Target marker"]) for row in metrics)
    assert {row["Target marker"] for row in rows if row["Part"] != "Metric"} == {None}


def test_board_actions_stand_beside_their_answers(sheet):
    rows = sheet("derby", "actions")
    assert {row["Reference"] for row in rows} == {f"DER-ACT-{number}" for number in range(1, 5)}
    assert all(row["Answer"] for row in rows if row["Answer reference"])


def test_intentions_by_number(sheet):
    assert [row["Number"] for row in sheet("derby", "intentions")] == list(range(1, 9))


@pytest.mark.parametrize(
    ("table", "asked", "references", "words"),
    [
        (
            "intentions",
            "summary=no&sort=-number",
            ["DER-CI-8", "DER-CI-5", "DER-CI-3", "DER-CI-2"],
            "Without a summary",
        ),
        ("milestones", "dates=awaited", ["DER-PRJ-3-M-3"], "Awaited"),
        ("actions", "attention=missing", ["DER-ACT-4"], "With a promised report missing"),
    ],
)
def test_a_list_of_a_plan_is_taken_as_it_is_filtered(analyst, table, asked, references, words):
    """The page leads to a file of its own view, whose cover says which rows it holds."""
    address = f"/programmes/derby/tables/{table}"
    page = analyst.get(f"/programmes/derby/{table}/?{asked}").content.decode()
    assert f'href="{address}.csv?{asked.replace("&", "&amp;")}"' in page
    assert [row["Reference"] for row in csv_of(analyst, f"{address}.csv?{asked}")] == references
    assert words in cover_of(open_book(analyst, f"{address}.xlsx?{asked}"))["Holds"]


@pytest.mark.parametrize(
    "asked", ["intentions.csv?summary=some", "milestones.csv?dates=some", "actions.csv?attention=some"]
)
def test_a_filter_that_cannot_be_read_gives_no_file(analyst, asked):
    assert analyst.get(f"/programmes/derby/tables/{asked}").status_code == 400
    assert analyst.get(f"/programmes/derby/tables/{asked.split('?')[0]}").status_code == 200


# --- Essex ----------------------------------------------------------------------------------------------------------


def test_the_table_of_populations_adds_up(sheet):
    """Review, table of areas: 3,250,449 children and young people."""
    rows = sheet("essex", "populations")
    table = [row for row in rows if row["In the table"] == "yes"]
    assert sum(row["People"] for row in table if row["Area key"]) == 3_250_449
    (comparator,) = (row for row in table if not row["Area key"])
    assert "Essex" in comparator["Place"]


def test_areas_themes_and_figures(sheet):
    assert len(sheet("essex", "areas")) == 12
    assert len({row["Theme number"] for row in sheet("essex", "theme_citations")}) == 23
    figures = sheet("essex", "impact_figures")
    without = [row for row in figures if row["Value"] is None and row["Amount"] is None]
    assert {row["Value marker"] for row in without} == {"[no number]"}
    assert {row["Value marker"] for row in figures if row not in without} == {None}
    assert {row["Kind"] for row in figures} <= {
        "Context",
        "Impact",
        "Impact in a comparison of several sites",
    }


# --- any programme --------------------------------------------------------------------------------------------------


@pytest.fixture
def reader(db):
    programme = ProgrammeFactory()
    client = Client()
    client.force_login(person_with(Role.ANALYST, programme=programme))
    return programme, client


def test_a_table_of_nothing_says_so(reader):
    programme, client = reader
    for name in WHERE_ANY:
        address = f"/programmes/{programme.key}/tables/{name}"
        assert csv_of(client, f"{address}.csv") == []
        book = open_book(client, f"{address}.xlsx")
        (title,) = (each for each in book.sheetnames if each not in {"Cover", "Data dictionary"})
        assert book[title]["A2"].value.startswith("Nothing is recorded here. One row is one")
        assert cover_of(book)[title].startswith("Nothing is recorded here.")


def test_the_cover_counts_what_has_no_number(reader):
    programme, client = reader
    PostFactory(programme=programme, fte=None)
    PostFactory(programme=programme, salary="TBC")
    book = open_book(client, f"/programmes/{programme.key}/workbook.xlsx")
    words = [row for row in book["Cover"].iter_rows(values_only=True) if row[0] == "Posts"]
    assert ("Posts", "1 without FTE; 1 without Salary") in words
    marked = [(row["FTE"], row["FTE marker"], row["Salary marker"]) for row in rows_of(book["Posts"])]
    assert marked == [(None, "[not stated]", None), (1, None, "[tbc]")]


def test_queries_do_not_depend_on_rows(reader):
    programme, client = reader
    BodyFactory(programme=programme)
    DocumentFactory(programme=programme)
    author = UserFactory()
    counts = []
    for times in (1, 3):
        for number in range(times):
            ServiceFactory(programme=programme)
            more_of_plans(programme, OrganisationFactory(), author, number)
            _more_of_outcomes(programme)
            _more_of_procurement(programme, author)
            _more_of_boards(programme, author, number)
        counts.append({name: _queries(client, programme, name) for name in WHERE_ANY})
    assert counts[0] == counts[1]


def _more_of_procurement(programme, author):
    """A phase with stages, notices and a contract, and a budget line with a report, in a fund."""
    service = ServiceFactory(programme=programme)
    phase = factories.ProcurementPhaseFactory(programme=programme)
    more_of_phases(programme, service, author)
    more_of_contracts(programme, OrganisationFactory(), phase, author)
    line = factories.BudgetLineFactory(programme=programme)
    factories.LineReportFactory(programme=programme, line=line, made_by=author)
    fund = factories.PooledFundFactory(programme=programme)
    factories.FundLineFactory(fund=fund, line=line)
    factories.FundContributionFactory(fund=fund)
    factories.FundSchemeFactory(fund=fund)


def _more_of_boards(programme, author, number):
    """An ask, feedback, and what boards hold: meetings, decisions, registers, benefits."""
    factories.RecommendationFactory(programme=programme)
    factories.EngagementFactory(programme=programme)
    factories.FeedbackFactory(programme=programme)
    bodies = [BodyFactory(programme=programme) for _ in range(2)]
    factories.BodySeatFactory(body=bodies[0])
    factories.GovernanceLinkFactory(programme=programme, source=bodies[0], target=bodies[1])
    phase = factories.ProcurementPhaseFactory(programme=programme)
    more_of_governance(programme, OrganisationFactory(), phase, author, number)


def _more_of_outcomes(programme):
    """A framework, a commitment, and a KPI in use with a target, a figure, a chart decision and returns due."""
    for name in ("OutcomesFramework", "Commitment"):
        getattr(factories, f"{name}Factory")(programme=programme)
    used = {"state": "reporting", "frequency": "month", "reported_from": date(2025, 4, 1)}
    kpi = factories.KPIFactory(programme=programme, **used)
    for name, given in (("Target", {}), ("Measurement", {"period": "April 2025"}), ("ChartDecision", {})):
        getattr(factories, f"{name}Factory")(programme=programme, kpi=kpi, **given)


def _queries(client, programme, name):
    url = f"/programmes/{programme.key}/tables/{name}.csv"
    assert csv_of(client, url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_a_day_in_the_past_shows_what_held_then(reader):
    programme, client = reader
    more_of_everything(programme, 1)
    url = f"/programmes/{programme.key}/tables/milestones.csv"
    moved = [row for row in csv_of(client, f"{url}?on=2019-04-01") if row["Re-forecasts"] == "1"]
    before = [row for row in csv_of(client, f"{url}?on=2019-03-01") if row["Re-forecasts"] == "1"]
    assert {(row["Date as printed"], row["First forecast as printed"]) for row in moved} == {
        ("December 2019", "Autumn 2013")
    }
    assert before == []
    assert datetime.fromisoformat(moved[0]["Date to"]).year == 2019
