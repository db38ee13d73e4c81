"""What may be done with a risk, state by state, and where each act leaves it."""

from itertools import product

import pytest

from governance.models.risks import RiskState
from governance.rules.risk_states import Act, Standing, act_problem, open_acts, state_after


def risk(state="identified", *, escalated=False, assessed=False, mitigated=False):
    return Standing(state, escalated, assessed, mitigated)


@pytest.mark.parametrize(
    ("standing", "acts"),
    [
        (risk(), "escalate review close"),
        (risk(assessed=True), "escalate review accept close"),
        (risk(mitigated=True), "escalate review mitigate close"),
        (risk(escalated=True), "escalate return review close"),
        (risk("mitigating", assessed=True, mitigated=True), "escalate review accept close"),
        (risk("accepted", assessed=True, mitigated=True), "escalate review mitigate close reopen"),
        (risk("closed", escalated=True, assessed=True, mitigated=True), "reopen"),
    ],
)
def test_the_acts_that_a_risk_is_open_to(standing, acts):
    assert [act.value for act in open_acts(standing)] == acts.split()


@pytest.mark.parametrize(
    ("act", "standing", "says"),
    [
        (Act.ACCEPT, risk(), "Assess this risk first"),
        (Act.ACCEPT, risk("accepted", assessed=True), "accepted already"),
        (Act.MITIGATE, risk(assessed=True), "Record a mitigation first"),
        (Act.MITIGATE, risk("mitigating", mitigated=True), "being mitigated already"),
        (Act.RETURN, risk(), "nothing to return"),
        (Act.CLOSE, risk("closed"), "closed already"),
        (Act.REVIEW, risk("closed"), "Reopen it first"),
        (Act.ESCALATE, risk("closed"), "Reopen it first"),
        (Act.REOPEN, risk("mitigating", mitigated=True), "open already"),
    ],
)
def test_what_stands_against_an_act_is_said_with_its_cure(act, standing, says):
    assert says in act_problem(act, standing)


@pytest.mark.parametrize(
    ("act", "standing", "state"),
    [
        (Act.MITIGATE, risk("assessed", mitigated=True), "mitigating"),
        (Act.ACCEPT, risk("mitigating", assessed=True), "accepted"),
        (Act.CLOSE, risk("accepted"), "closed"),
        (Act.REOPEN, risk("closed", assessed=True), "assessed"),
        (Act.REOPEN, risk("accepted", assessed=True), "assessed"),
        (Act.REOPEN, risk("closed"), "identified"),
        (Act.ESCALATE, risk("mitigating"), "mitigating"),
        (Act.REVIEW, risk("accepted"), "accepted"),
    ],
)
def test_where_an_act_leaves_a_risk(act, standing, state):
    assert state_after(act, standing) == state


def test_every_risk_is_open_to_something_and_no_move_leaves_it_where_it_is():
    """Whatever has been recorded of a risk, nobody is stuck with it."""
    for state, escalated, assessed, mitigated in product(RiskState.values, *[(False, True)] * 3):
        standing = risk(state, escalated=escalated, assessed=assessed, mitigated=mitigated)
        acts = open_acts(standing)
        assert acts
        moves = [act for act in acts if act in {Act.MITIGATE, Act.ACCEPT, Act.CLOSE, Act.REOPEN}]
        assert all(state_after(act, standing) != state for act in moves)
