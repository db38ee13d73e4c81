"""The lists, pages, forms and files of the four registers, and what one finds who was overtaken by another."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commissioning.core.access import Role
from governance.models import ChangeRequest
from governance.rules.register_fields import ISSUES
from governance.services.registers import change_entry
from programmes.access import Grants
from tests.factories import (
    BodyFactory,
    MilestoneFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    UserFactory,
)
from tests.factories.boards import DecisionFactory
from tests.factories.papers import RiskFactory
from tests.factories.programmes import OrganisationFactory
from tests.factories.registers import (
    AssumptionFactory,
    ChangeRequestFactory,
    DependencyFactory,
    IssueFactory,
)
from tests.integration.procurement.pages import Page, open_page, signed_in

pytestmark = pytest.mark.django_db
ON = date(2018, 12, 13)
ROOT = "/programmes/own/"


@pytest.fixture
def programme():
    return ProgrammeFactory(key="own")


@pytest.fixture
def how():
    return {
        "by": UserFactory(),
        "grants": Grants(everything=True),
        "reason": "Programme board, minute 4",
        "on": ON,
    }


@pytest.fixture
def board(programme):
    return signed_in(Role.BOARD_MEMBER, programme)


@pytest.fixture
def manager(programme):
    return signed_in(Role.PROGRAMME_MANAGER, programme, job_title="Programme manager")


def test_the_list_counts_what_wants_looking_at_and_each_count_opens_its_rows(programme, board):
    IssueFactory(programme=programme, title="Late", due="30 November 2018", owner_role="Director")
    IssueFactory(programme=programme, title="Nobody’s", severity="high")
    IssueFactory(programme=programme, title="Over", state="closed", resolution="No longer so")
    page = open_page(board, f"{ROOT}issues/?on=2018-12-13")
    assert "3 issues: 2 open, 1 settled." in page.words
    assert "1 past their date and open" in page.words
    assert "1 open with nobody named" in page.words
    assert [name.split()[0] for name in page.first_column] == ["Late", "Nobody’s", "Over"]
    for asked, expected in (
        ("attention=overdue", ["Late"]),
        ("attention=unowned", ["Nobody’s"]),
        ("state=open", ["Late", "Nobody’s"]),
        ("owner=Director", ["Late"]),
        ("q=longer", ["Over"]),
        ("sort=-title", ["Over", "Nobody’s", "Late"]),
        ("sort=severity", ["Nobody’s", "Late", "Over"]),
    ):
        found = open_page(board, f"{ROOT}issues/?on=2018-12-13&{asked}").first_column
        assert [name.split()[0] for name in found] == expected, asked
    wrong = open_page(board, f"{ROOT}issues/?state=nearly")
    assert "Part of the filter could not be read" in wrong.words


def test_the_filter_by_phase_is_only_where_rows_have_one(programme, board):
    phase = ProcurementPhaseFactory(programme=programme, number=2)
    DependencyFactory(programme=programme, text="Theirs", phase=phase)
    DependencyFactory(programme=programme, text="Ours")
    assert len(open_page(board, f"{ROOT}dependencies/?phase=2").first_column) == 1
    assert len(open_page(board, f"{ROOT}dependencies/?phase=none").first_column) == 1
    assert "phase" not in board.get(f"{ROOT}assumptions/").context["filter"].form.fields


@pytest.mark.parametrize("page", ["issues", "dependencies", "assumptions", "change-requests"])
def test_an_empty_register_says_what_belongs_in_it_and_leads_to_the_others(board, manager, page):
    found = open_page(board, f"{ROOT}{page}/")
    assert "yet" in found.words
    nav = found.html[found.html.index('aria-label="Risks and registers"') :].split("</nav>")[0]
    assert nav.count("<li>") == 5
    assert f'href="{ROOT}{page}/" aria-current="page"' in nav
    assert "Add a" not in found.words
    assert "Add a" in open_page(manager, f"{ROOT}{page}/").words


def test_a_row_is_added_and_changed_on_its_pages(programme, manager):
    risk = RiskFactory(programme=programme, title="The provider may leave")
    address = f"{ROOT}issues/add/?risk={risk.reference}"
    form = manager.get(address).context["form"]
    assert (form["risk"].value(), form["title"].value()) == (risk.reference, "The provider may leave")
    given = {
        "title": "The provider has left",
        "severity": "high",
        "risk": risk.reference,
        "raised": "1 December 2018",
        "due": "by March 2019",
        "owner_role": "Director of Commissioning",
        "reason": "Programme board",
    }
    refused = manager.post(address, {**given, "title": "", "due": "soon"})
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"title", "due"}
    page = Page(manager.post(address, given, follow=True))
    for words in (
        "The provider has left",
        "The provider may leave",
        "by March 2019",
        "Saved. The issue is T-ISS-1.",
    ):
        assert words in page.words

    change = f"{ROOT}issues/T-ISS-1/change/"
    form = manager.get(change).context["form"]
    full = {
        **given,
        "state": "resolved",
        "resolution": "A new one",
        "resolved": "",
        "version": form["version"].value(),
    }
    refused = manager.post(change, {**full, "resolution": ""})
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"resolution"})
    page = Page(manager.post(change, full, follow=True))
    assert "Changed: State, How it was resolved, Resolved on." in page.words
    assert "State: from “Open” to “Resolved”" in page.words


def test_who_was_overtaken_sees_both_versions_and_chooses_field_by_field(programme, manager, how):
    issue = IssueFactory(programme=programme, title="Late data", severity="low", owner_role="Analyst")
    change = f"{ROOT}issues/{issue.reference}/change/"
    form = manager.get(change).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {
        "severity": "high",
        "owner_role": "Director",
        "reason": "Mine",
    }
    change_entry(ISSUES, issue, {"severity": "critical"}, version=1, **how)
    late = manager.post(change, typed)
    assert late.status_code == 409
    fields = {each.name: each for each in late.context["conflict"].fields}
    assert (fields["severity"].theirs, fields["severity"].yours) == ("Critical", "High")
    assert set(fields) == {"severity", "owner_role"}
    assert "Programme board, minute 4" in late.content.decode()
    hidden = dict(late.context["conflict"].hidden)
    done = manager.post(
        change, {**hidden, "keep_severity": "theirs", "keep_owner_role": "yours"}, follow=True
    )
    assert done.status_code == 200
    issue.refresh_from_db()
    assert (issue.severity, issue.owner_role) == ("critical", "Director")


def test_a_request_is_decided_on_its_page(programme, manager):
    request = ChangeRequestFactory(programme=programme, title="One more ward")
    decision = DecisionFactory(programme=programme, title="Six wards")
    DecisionFactory(title="Another programme’s")
    address = f"{ROOT}change-requests/{request.reference}/decide/"
    page = open_page(manager, address)
    assert "Another programme’s" not in page.words
    given = {"state": "approved", "decision": "", "reason": "", "version": 1}
    assert manager.post(address, given).status_code == 422
    given |= {"decision": decision.reference, "reason": "The board agreed to six wards"}
    assert manager.post(address, given).status_code == 302
    again = manager.post(address, given)
    assert again.status_code == 409
    assert "Somebody changed this request" in again.content.decode()
    assert ChangeRequest.objects.get().decision == decision


def test_who_may_only_read_reads_and_gets_403_for_the_rest(programme, board):
    rows = {
        "issues": IssueFactory(programme=programme),
        "dependencies": DependencyFactory(programme=programme),
        "assumptions": AssumptionFactory(programme=programme),
        "change-requests": ChangeRequestFactory(programme=programme),
    }
    for page, row in rows.items():
        open_page(board, f"{ROOT}{page}/{row.reference}/")
        assert board.get(f"{ROOT}{page}/add/").status_code == 403
        assert board.get(f"{ROOT}{page}/{row.reference}/change/").status_code == 403
    assert board.get(f"{ROOT}change-requests/{rows['change-requests'].reference}/decide/").status_code == 403


def test_a_commissioner_changes_a_request_and_does_not_decide_it(programme):
    request = ChangeRequestFactory(programme=programme)
    client = signed_in(Role.COMMISSIONER, programme)
    address = f"{ROOT}change-requests/{request.reference}/"
    assert client.get(f"{address}change/").status_code == 200
    assert client.get(f"{address}decide/").status_code == 403
    assert "Record what was decided" not in open_page(client, address).words


def test_the_page_of_a_milestone_tells_what_it_needs_and_where_that_does_not_fit(programme, board, manager):
    milestone = MilestoneFactory(programme=programme, date="March 2019")
    address = f"{ROOT}milestones/{milestone.reference}/"
    assert "needs from others" not in open_page(board, address).words
    assert "No dependency on others is recorded." in open_page(manager, address).words
    DependencyFactory(programme=programme, text="Data by ward", milestone=milestone, due="April 2019")
    DependencyFactory(programme=programme, text="Something else")
    words = open_page(board, f"{address}?on=2018-12-13").words
    assert "Data by ward" in words
    assert "needed by April 2019" in words
    assert "It is due April 2019, after the milestone that needs it: March 2019." in words
    assert "Something else" not in words
    form = manager.get(f"{ROOT}dependencies/add/?milestone={milestone.reference}").context["form"]
    assert form["milestone"].value() == milestone.reference


def test_a_risk_leads_to_its_issues_and_to_a_new_one_for_who_may(programme, board, manager):
    risk = RiskFactory(programme=programme, title="The provider may leave")
    address = f"{ROOT}risks/{risk.reference}/"
    assert "come true" not in open_page(board, address).words
    page = open_page(manager, address)
    assert f'href="{ROOT}issues/add/?risk={risk.reference}"' in page.html
    IssueFactory(programme=programme, title="The provider has left", risk=risk)
    assert "The provider has left" in open_page(board, address).words
    assert 'aria-label="Risks and registers"' in open_page(board, f"{ROOT}risks/").html


def test_a_decision_leads_to_the_requests_that_it_decides(programme, board):
    decision = DecisionFactory(programme=programme)
    address = f"{ROOT}decisions/{decision.reference}/"
    assert "Requests for change" not in open_page(board, address).words
    ChangeRequestFactory(
        programme=programme, title="One more ward", state="approved", decided_because="So", decision=decision
    )
    assert "One more ward" in open_page(board, address).words


# --- cost ---------------------------------------------------------------------------------------------------------


def asked(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def a_row_of_each(programme):
    phase = ProcurementPhaseFactory(programme=programme)
    risk, body = RiskFactory(programme=programme), BodyFactory(programme=programme)
    issue = IssueFactory(programme=programme, phase=phase, risk=risk, escalated_to=body)
    milestone = MilestoneFactory(programme=programme)
    DependencyFactory(
        programme=programme, phase=phase, milestone=milestone, organisation=OrganisationFactory()
    )
    AssumptionFactory(programme=programme)
    ChangeRequestFactory(programme=programme, decision=DecisionFactory(programme=programme))
    return issue


def test_no_list_page_or_file_asks_once_for_each_row(programme, board):
    issue = a_row_of_each(programme)
    analyst = signed_in(Role.ANALYST, programme)
    pages = ("issues", "dependencies", "assumptions", "change-requests", f"issues/{issue.reference}")
    files = ("issues", "dependencies", "assumptions", "change_requests")

    def counts():
        return [asked(board, f"{ROOT}{page}/") for page in pages] + [
            asked(analyst, f"{ROOT}tables/{name}.csv") for name in files
        ]

    few = counts()
    for _ in range(5):
        a_row_of_each(programme)
    assert counts() == few
