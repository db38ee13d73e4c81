"""The doors of the four registers, and how their rows stand on a day."""

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
from tests.factories.boards import BodyPositionFactory, DecisionFactory, PositionAskedFactory
from tests.factories.papers import RiskFactory
from tests.factories.registers import (
    AssumptionFactory,
    ChangeRequestFactory,
    DependencyFactory,
    IssueFactory,
)
from tests.integration.procurement.pages import open_page, signed_in

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


def test_a_row_that_comes_to_hang_on_a_made_up_record_is_made_up(programme, how):
    issue = IssueFactory(programme=programme)
    assert not issue.illustrative
    made_up = RiskFactory(programme=programme, illustrative=True)
    change_entry(ISSUES, issue, {"risk": made_up}, version=1, **how)
    issue.refresh_from_db()
    assert issue.illustrative


def test_no_request_is_approved_by_a_decision_that_a_body_asked_has_not_agreed_to(programme, how):
    request = ChangeRequestFactory(programme=programme)
    who = {"by": how["by"], "grants": EVERYTHING, "version": 1, "reason": "Board"}
    partial = DecisionFactory(programme=programme, outcome="agreed")
    for position in ("agreed", "not_agreed"):
        asked = PositionAskedFactory(decision=partial)
        BodyPositionFactory(decision=partial, body=asked.body, position=position)

    def decide(**given):
        return decide_change_request(request, **who, **given)

    refused = refusal(lambda: decide(state="approved", decision=partial))["decision"][0]
    assert "Agreed by 1 of 2; not agreed by 1" in refused
    deferred = DecisionFactory(programme=programme, outcome="deferred")
    assert "Deferred" in refusal(lambda: decide(state="approved", decision=deferred))["decision"][0]
    assert decide(state="rejected", decision=partial).state == "rejected"


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


def test_each_kind_is_its_own_record():
    assert {each.model for each in FIRST} == {Issue, Dependency, Assumption, ChangeRequest}
