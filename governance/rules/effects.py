"""Whether a decision may be put into effect: made, past its call-in, and agreed by everybody asked."""

from __future__ import annotations

from governance.rules.call_in import InEffect
from governance.rules.decision_record import PUTS_INTO_EFFECT
from governance.rules.positions import Tally


def held_up(outcome: str, outcome_label: str, in_effect: InEffect, tally: Tally) -> str:
    """Why nothing of the decision can be put into effect yet; "" where it can. Nobody may override it.

    Each body that is asked decides for itself: noting, deferring or silence is not agreement, and so holds the decision
    up as a refusal does. A condition that is not yet met does not: whoever agreed with conditions has agreed.
    """
    if outcome not in PUTS_INTO_EFFECT:
        return f"The decision is “{outcome_label}”, which puts nothing into effect."
    if in_effect.answer is not True:
        return in_effect.reason
    if tally.of and not tally.is_agreed_by_all:
        return f"It needs the agreement of every body asked. {tally.words}."
    return ""
