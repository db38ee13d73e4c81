"""Which acts a risk's state lets through, and the state that each leaves it in.

The states are those of a risk's life: identified, assessed, mitigating, accepted, closed (domain rule).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from governance.models.risks import RiskState


class Act(StrEnum):
    """What is done with a risk as a whole; the values stand in addresses."""

    ESCALATE = "escalate"
    RETURN = "return"
    REVIEW = "review"
    MITIGATE = "mitigate"
    ACCEPT = "accept"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Standing:
    """What of a risk decides which acts it is open to."""

    state: str
    escalated: bool
    assessed: bool
    mitigated: bool


ENDED: Final = (RiskState.ACCEPTED, RiskState.CLOSED)
CLOSED_FIRST: Final = "This risk is closed. Reopen it first."
MOVES: Final = {
    Act.MITIGATE: RiskState.MITIGATING,
    Act.ACCEPT: RiskState.ACCEPTED,
    Act.CLOSE: RiskState.CLOSED,
}


def act_problem(act: Act, risk: Standing) -> str:
    """Why the act cannot be done to a risk that stands so, with the cure; "" when it can."""
    if act is Act.REOPEN:
        return (
            ""
            if risk.state in ENDED
            else "This risk is open already. Only an accepted or closed one is reopened."
        )
    if risk.state == RiskState.CLOSED:
        return "This risk is closed already." if act is Act.CLOSE else CLOSED_FIRST
    problems = {
        Act.RETURN: "" if risk.escalated else "This risk is not escalated, so there is nothing to return.",
        Act.MITIGATE: _mitigate_problem(risk),
        Act.ACCEPT: _accept_problem(risk),
    }
    return problems.get(act, "")


def state_after(act: Act, risk: Standing) -> RiskState:
    """The state that the act leaves a risk in; the present one for an act that leaves it as it is.

    A reopened risk goes back to assessed, or to identified where nobody has assessed it.
    """
    if act is Act.REOPEN:
        return RiskState.ASSESSED if risk.assessed else RiskState.IDENTIFIED
    return MOVES.get(act, RiskState(risk.state))


def open_acts(risk: Standing) -> tuple[Act, ...]:
    """The acts that nothing stands against, in the order in which pages offer them."""
    return tuple(act for act in Act if not act_problem(act, risk))


def _mitigate_problem(risk: Standing) -> str:
    if risk.state == RiskState.MITIGATING:
        return "This risk is being mitigated already."
    return "" if risk.mitigated else "Record a mitigation first: none is recorded for this risk."


def _accept_problem(risk: Standing) -> str:
    if risk.state == RiskState.ACCEPTED:
        return "This risk is accepted already."
    return "" if risk.assessed else "Assess this risk first: what nobody has scored cannot be accepted."
