"""The four registers: their doors, their lists and pages, and what one person finds who was overtaken by another."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.access import Role
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.models import Assumption, ChangeRequest, Dependency, Issue
from governance.rules.register_fields import ASSUMPTIONS, CHANGE_REQUESTS, DEPENDENCIES, ISSUES
from governance.selectors.registers import assumptions, change_requests, dependencies, issues
from governance.services.registers import add_entry, change_entry, decide_change_request
from programmes.access import NOTHING, Grants
from tests.factories import (
    BodyFactory,
    MilestoneFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    UserFactory,
)
from tests.factories.boards import DecisionFactory
from tests.factories.papers import RiskFactory
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
EVERYTHING = Grants(everything=True)


@pytest.fixture
def programme():
    return ProgrammeFactory(key="own")


@pytest.fixture
def how():
    return {"by": UserFactory(), "grants": EVERYTHING, "reason": "Programme board, minute 4", "on": ON}


def refusal(call):
    with pytest.raises(ValidationError) as caught:
        call()
    return caught.value.message_dict


# --- the doors ----------------------------------------------------------------------------------------------------


FIRST = {
    ISSUES: ({"title": "The provider has left", "text": "Two wards are without a service"}, "ISS", "open"),
    DEPENDENCIES: ({"text": "Data on waiting times", "direction": "needs"}, "DEP", "open"),
    ASSUMPTIONS: ({"text": "The pooled fund is agreed by April"}, "ASM", "open"),
    CHANGE_REQUESTS: ({"title": "One more ward", "text": "From five wards to six"}, "CR", "raised"),
}


@pytest.mark.parametrize("register", FIRST, ids=lambda register: register.page)
def test_a_row_is_added_in_its_first_state_with_the_next_reference(programme, how, register):
    values, word, state = FIRST[register]
    made = add_entry(register, programme, values, **how)
    assert (made.reference, made.state, made.illustrative) == (f"T-{word}-1", state, False)
    assert add_entry(register, programme, values, **how).reference == f"T-{word}-2"


@pytest.mark.parametrize(
    ("register", "wrong", "field"),
    [
        (ISSUES, {"title": " "}, "title"),
        (ISSUES, {"owner_role": "jo@example.org"}, "owner_role"),
        (ISSUES, {"resolution": "Done"}, "resolution"),
        (ISSUES, {"resolved": parse_fuzzy_date("May 2018")}, "resolved"),
        (ISSUES, {"raised": parse_fuzzy_date("14 December 2018")}, "raised"),
        (DEPENDENCIES, {"text": ""}, "text"),
        (ASSUMPTIONS, {"text": ""}, "text"),
        (CHANGE_REQUESTS, {"text": ""}, "text"),
        (CHANGE_REQUESTS, {"raised_by_role": "Mrs Jones"}, "raised_by_role"),
    ],
)
def test_a_row_is_refused_by_field_and_not_written(programme, how, register, wrong, field):
    values = FIRST[register][0]
    assert set(refusal(lambda: add_entry(register, programme, {**values, **wrong}, **how))) == {field}
    assert not register.model.objects.exists()
    add_entry(register, programme, values, **how)  # the twin that passes


def test_a_row_needs_a_reason_and_the_permission(programme, how):
    values = FIRST[ISSUES][0]
    assert "reason" in refusal(lambda: add_entry(ISSUES, programme, values, **{**how, "reason": " "}))
    with pytest.raises(PermissionDenied):
        add_entry(ISSUES, programme, values, **{**how, "grants": NOTHING})
    made = add_entry(ISSUES, programme, values, **how)
    with pytest.raises(PermissionDenied):
        change_entry(ISSUES, made, {"severity": "high"}, version=1, **{**how, "grants": NOTHING})


@pytest.mark.parametrize(
    ("register", "name", "factory"),
    [
        (ISSUES, "risk", RiskFactory),
        (ISSUES, "escalated_to", BodyFactory),
        (ISSUES, "phase", ProcurementPhaseFactory),
        (DEPENDENCIES, "milestone", MilestoneFactory),
    ],
)
def test_what_a_row_hangs_on_is_of_its_own_programme(programme, how, register, name, factory):
    values = FIRST[register][0]
    assert set(refusal(lambda: add_entry(register, programme, {**values, name: factory()}, **how))) == {name}
    made = add_entry(register, programme, {**values, name: factory(programme=programme)}, **how)
    assert getattr(made, name) is not None


def test_what_hangs_on_an_illustrative_record_is_illustrative(programme, how):
    risk = RiskFactory(programme=programme, illustrative=True)
    assert add_entry(ISSUES, programme, {**FIRST[ISSUES][0], "risk": risk}, **how).illustrative


def test_an_issue_is_closed_only_with_how_it_was_resolved(programme, how):
    issue = IssueFactory(programme=programme, raised="November 2018")

    def close(**given):
        return change_entry(ISSUES, issue, {"state": "resolved", **given}, version=1, **how)

    assert "resolution" in refusal(close)
    early = parse_fuzzy_date("October 2018")
    assert (
        "1 November 2018"
        in refusal(lambda: close(resolution="A new provider", resolved=early))["resolved"][0]
    )
    assert close(resolution="A new provider") == ("State", "How it was resolved", "Resolved on")
    issue.refresh_from_db()
    assert (issue.state, issue.resolved.printed) == ("resolved", "13 December 2018")


def test_an_issue_opened_again_loses_its_resolution_which_history_keeps(programme, how):
    issue = IssueFactory(
        programme=programme, state="resolved", resolution="Done", resolved="12 December 2018"
    )
    change_entry(ISSUES, issue, {"state": "open"}, version=issue.version, **how)
    issue.refresh_from_db()
    assert (issue.state, issue.resolution, issue.resolved.printed) == ("open", "", "")
    client = signed_in(Role.BOARD_MEMBER, programme)
    words = open_page(client, f"{ROOT}issues/{issue.reference}/?on=2018-12-13").words
    assert "Resolution: from “Done” to “(blank)”" in words


def test_an_assumption_is_settled_only_with_what_shows_it(programme, how):
    assumption = AssumptionFactory(programme=programme)
    change = {"state": "failed"}
    assert "evidence" in refusal(lambda: change_entry(ASSUMPTIONS, assumption, change, version=1, **how))
    shown = {**change, "evidence": "The council’s budget of March has no such line"}
    assert change_entry(ASSUMPTIONS, assumption, shown, version=1, **how) == ("State", "What shows it")


def test_a_change_that_changes_nothing_and_a_change_too_late_are_refused(programme, how):
    issue = IssueFactory(programme=programme)
    assert "Change something" in str(
        refusal(lambda: change_entry(ISSUES, issue, {"title": issue.title}, version=1, **how))
    )
    change_entry(ISSUES, issue, {"severity": "high"}, version=1, **how)
    with pytest.raises(StaleEdit):
        change_entry(ISSUES, issue, {"severity": "low"}, version=1, **how)
    with pytest.raises(KeyError):
        change_entry(ISSUES, issue, {"reference": "X"}, version=2, **how)


def test_a_request_is_decided_once_with_a_reason_by_who_records_decisions(programme, how):
    request = ChangeRequestFactory(programme=programme)
    decision = DecisionFactory(programme=programme)
    who = {"by": how["by"], "grants": EVERYTHING, "version": 1, "decision": decision}

    def decide(**given):
        return decide_change_request(request, **{**who, "state": "approved", "reason": "Board", **given})

    with pytest.raises(PermissionDenied):
        decide(grants=NOTHING)
    assert "reason" in refusal(lambda: decide(reason=""))
    assert "state" in refusal(lambda: decide(state="done"))
    assert "decision" in refusal(lambda: decide(decision=DecisionFactory()))
    made = decide()
    assert (made.state, made.decided_because, made.decision) == ("approved", "Board", decision)
    assert "already" in refusal(lambda: decide(version=2, state="rejected"))["state"][0]


def test_a_request_cannot_be_approved_on_the_form_that_changes_it(programme, how):
    request = ChangeRequestFactory(programme=programme)
    assert "state" in refusal(
        lambda: change_entry(CHANGE_REQUESTS, request, {"state": "approved"}, version=1, **how)
    )
    assert change_entry(CHANGE_REQUESTS, request, {"state": "assessed"}, version=1, **how) == ("State",)


def test_a_deferred_request_may_still_be_decided_and_an_approved_one_carried_out(programme, how):
    request = ChangeRequestFactory(programme=programme)
    who = {"by": how["by"], "grants": EVERYTHING}
    decide_change_request(request, state="deferred", reason="Costs first", version=1, **who)
    decide_change_request(request, state="approved", reason="Costs are in", version=2, **who)
    change_entry(CHANGE_REQUESTS, request, {"state": "done"}, version=3, **how)
    assert not change_requests(programme, ON)[0].is_open


# --- the rows of a day --------------------------------------------------------------------------------------------


def test_an_issue_resolved_after_the_day_is_open_on_it_and_one_raised_after_it_is_not_there(programme):
    IssueFactory(
        programme=programme,
        raised="1 November 2018",
        due="30 November 2018",
        state="resolved",
        resolution="Done",
        resolved="20 December 2018",
    )
    (row,) = issues(programme, ON)
    # From 1 November to 13 December 2018 are 42 days.
    assert (row.state, row.is_overdue, row.resolution, row.age.printed) == ("open", True, "", "42 days")
    (later,) = issues(programme, date(2018, 12, 20))
    assert (later.state, later.is_overdue, later.resolution) == ("resolved", False, "Done")
    assert issues(programme, date(2018, 10, 31)) == ()
    assert issues(programme, date(2018, 10, 31), include_later=True)[0].is_ahead


def test_a_dependency_that_comes_after_what_needs_it_says_so_and_one_that_may_fit_does_not(programme):
    milestone = MilestoneFactory(programme=programme, date="March 2019")
    late = DependencyFactory(programme=programme, milestone=milestone, due="April 2019")
    fits = DependencyFactory(programme=programme, milestone=milestone, due="by March 2019")
    given = DependencyFactory(
        programme=programme, milestone=milestone, due="February 2019", direction="gives"
    )
    clashes = {row.reference: row.clash for row in dependencies(programme, ON)}
    assert clashes[late.reference] == "It is due April 2019, after the milestone that needs it: March 2019."
    assert clashes[fits.reference] == ""
    assert (
        clashes[given.reference] == "They need it February 2019, before our milestone gives it: March 2019."
    )


def test_an_assumption_past_its_review_is_overdue_while_nobody_has_tested_it(programme):
    AssumptionFactory(programme=programme, review_due=date(2018, 12, 12))
    AssumptionFactory(programme=programme, review_due=date(2018, 12, 12), state="holds", evidence="Minute 3")
    AssumptionFactory(programme=programme, review_due=ON)
    AssumptionFactory(programme=programme)
    assert [row.is_overdue for row in assumptions(programme, ON)] == [True, False, False, False]


def test_a_request_names_only_the_effects_that_are_stated(programme):
    ChangeRequestFactory(programme=programme, on_time="Three months later", on_cost="£20,000 more")
    (row,) = change_requests(programme, ON)
    assert row.effects == (("Time", "Three months later"), ("Cost", "£20,000 more"))
    assert (row.is_awaited, row.due.printed, row.is_overdue) == (True, "", False)


# --- the pages ----------------------------------------------------------------------------------------------------


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


def test_each_kind_is_its_own_record():
    assert {each.model for each in FIRST} == {Issue, Dependency, Assumption, ChangeRequest}


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
