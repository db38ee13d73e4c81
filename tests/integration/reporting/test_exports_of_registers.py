"""The four registers and the slips of actions as files: the rows of the page, and every unknown left empty."""

from datetime import date

import pytest
from django.test import Client

from commissioning.core.access import Role
from tests.factories import BoardActionFactory, MilestoneFactory, ProgrammeFactory, person_with
from tests.factories.boards import DecisionFactory, MeetingFactory, TargetDateChangeFactory
from tests.factories.papers import RiskFactory
from tests.factories.registers import (
    AssumptionFactory,
    ChangeRequestFactory,
    DependencyFactory,
    IssueFactory,
)
from tests.integration.reporting.exported import cover_of, csv_of, open_book, sheet_names

pytestmark = pytest.mark.django_db
ON = "on=2018-12-13"


@pytest.fixture
def programme():
    return ProgrammeFactory(key="own")


@pytest.fixture
def analyst(programme):
    client = Client()
    client.force_login(person_with(Role.ANALYST, programme=programme))
    return client


def rows(client, name, asked=""):
    return csv_of(client, f"/programmes/own/tables/{name}.csv?{ON}{asked}")


def test_an_issue_is_one_row_with_the_risk_that_came_true(programme, analyst):
    risk = RiskFactory(programme=programme)
    IssueFactory(
        programme=programme, title="Late", risk=risk, raised="1 November 2018", due="30 November 2018"
    )
    IssueFactory(programme=programme, title="Loose", severity="high", owner_role="Director")
    late, loose = rows(analyst, "issues")
    assert (late["Issue"], late["Risk reference"], late["Overdue"]) == ("Late", risk.reference, "yes")
    # From 1 November to 13 December 2018.
    assert (late["Days since raised"], late["Severity"], late["Owner"]) == ("42", "Not rated", "")
    assert (loose["Days since raised"], loose["Severity"], loose["Overdue"]) == ("", "High", "no")


def test_a_dependency_an_assumption_and_a_request_say_what_they_hang_on(programme, analyst):
    milestone = MilestoneFactory(programme=programme, text="Go-live", date="March 2019")
    DependencyFactory(programme=programme, milestone=milestone, due="April 2019", other_party="Hospital")
    AssumptionFactory(programme=programme, review_due=date(2018, 12, 12), if_wrong="It costs more")
    decision = DecisionFactory(programme=programme, title="Six wards")
    ChangeRequestFactory(
        programme=programme,
        on_cost="£20,000 more",
        state="approved",
        decided_because="Agreed",
        decision=decision,
    )
    (dependency,) = rows(analyst, "dependencies")
    assert (dependency["Milestone reference"], dependency["Other party"]) == (milestone.reference, "Hospital")
    assert (
        dependency["Does not fit"] == "It is due April 2019, after the milestone that needs it: March 2019."
    )
    (assumption,) = rows(analyst, "assumptions")
    assert (assumption["Next review"], assumption["Overdue"]) == ("2018-12-12", "yes")
    (request,) = rows(analyst, "change_requests")
    assert (request["Effect on cost"], request["Effect on time"]) == ("£20,000 more", "")
    assert (request["State"], request["Decision reference"]) == ("Approved", decision.reference)


def test_a_file_holds_the_rows_of_the_filter_and_says_so_on_its_cover(programme, analyst):
    IssueFactory(programme=programme, title="Mine", owner_role="Director")
    IssueFactory(programme=programme, title="Nobody’s")
    page = analyst.get(f"/programmes/own/issues/?{ON}&owner=nobody").content.decode()
    assert f'href="/programmes/own/tables/issues.csv?{ON}&amp;owner=nobody"' in page
    assert [row["Issue"] for row in rows(analyst, "issues", "&owner=nobody")] == ["Nobody’s"]
    book = open_book(analyst, f"/programmes/own/tables/issues.xlsx?{ON}&owner=nobody")
    assert "Owner: Nobody named" in cover_of(book)["Holds"]
    assert analyst.get(f"/programmes/own/tables/issues.csv?{ON}&state=nearly").status_code == 400


def test_the_workbook_has_a_sheet_for_each_register_that_holds_something(programme, analyst):
    IssueFactory(programme=programme)
    ChangeRequestFactory(programme=programme)
    names = set(sheet_names(open_book(analyst, f"/programmes/own/workbook.xlsx?{ON}")))
    assert {"issues", "change_requests"} <= names
    assert not {"dependencies", "assumptions"} & names


def test_an_action_tells_its_first_date_and_how_often_and_how_far_it_slipped(programme, analyst):
    meeting = MeetingFactory(programme=programme)
    action = BoardActionFactory(
        programme=programme, agreed="13 November 2018", due="September 2019", meeting=meeting
    )
    TargetDateChangeFactory(action=action, before="June 2019", after="September 2019", on=date(2018, 12, 1))
    BoardActionFactory(programme=programme)
    moved, still = rows(analyst, "actions")
    # 13 November to 13 December 2018 are 30 days; June to September 2019 three months.
    assert (moved["Slipped"], moved["Slipped by"], moved["Days since agreed"]) == (
        "1",
        "slipped once, by 3 months",
        "30",
    )
    assert moved["Meeting reference"] == meeting.reference
    first = next(heading for heading in moved if heading.startswith("First due"))
    assert moved[first] == "June 2019"
    assert (still["Slipped"], still["Slipped by"], still["Days since agreed"]) == ("0", "", "")
