"""Whether a decision may be put into effect: made, past its call-in, and agreed by everybody asked."""

from __future__ import annotations

from governance.rules.call_in import InEffect
from governance.rules.decision_record import PUTS_INTO_EFFECT
from governance.rules.positions import Tally


def standing(outcome: str, outcome_label: str, in_effect: InEffect, tally: Tally) -> InEffect:
    """Whether a decision has effect, by its outcome, its days (`in_effect`) and the positions of the bodies asked.

    Each body that is asked decides for itself: noting, deferring or silence is not agreement, and so holds the decision
    up as a refusal does. A condition that is not yet met does not: whoever agreed with conditions has agreed.
    """
    if outcome not in PUTS_INTO_EFFECT:
        return InEffect(
            answer=False, reason=f"The decision is “{outcome_label}”, which puts nothing into effect."
        )
    if in_effect.answer is False:
        return in_effect
    if tally.of and not tally.is_agreed_by_all:
        return InEffect(answer=False, reason=f"It needs the agreement of every body asked. {tally.words}.")
    return in_effect


def held_up(outcome: str, outcome_label: str, in_effect: InEffect, tally: Tally) -> str:
    """Why nothing of the decision can be put into effect yet; "" where it can. Nobody may override it."""
    found = standing(outcome, outcome_label, in_effect, tally)
    return "" if found.answer is True else found.reason
