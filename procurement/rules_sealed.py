"""Who may read which sealed field of a procurement, and when: one table, written as data.

Sources: Procurement Act 2023 sections 81 to 83 (conflicts) and 94 (sensitive commercial information); Public Contracts
Regulations 2015 regulation 21; SI 2023/1348 regulations 21 and 24. What the law leaves open is sealed here until the
notice of the award is published.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Secret(StrEnum):
    """A field, or a group of fields, that is sealed for some readers at some moments."""

    ESTIMATE = "estimate"  # what a phase or a lot is expected to cost
    EVALUATORS = "evaluators"  # who is on the team
    BIDDERS = "bidders"  # who bid, and how many
    BID_PRICE = "bid_price"
    SCORE = "score"  # submitted scores and comments of others; one's own are always one's own
    MODERATION = "moderation"  # the scores that the panel agreed on
    PREFERRED = "preferred"  # the standing of each bid, and so the preferred provider
    CONFLICTS = "conflicts"  # what others declared; one's own declaration is always one's own
    DECISION_RECORD = "decision_record"
    CONTRACT_PROVIDER = "contract_provider"
    CONTRACT_VALUE = "contract_value"


class Moment(StrEnum):
    """How far a phase has come, as far as secrecy goes."""

    CLOSED = "closed"  # bids are not due yet, or nobody has recorded when they are
    EVALUATION = "evaluation"  # the last possible day for bids is over
    DECIDED = "decided"  # the decision record is final, and no notice of the award is published
    PUBLISHED = "published"  # the notice that opens the award is published


MOMENT_WORDS: Final[Mapping[Moment, str]] = {
    Moment.CLOSED: "Before bids are opened",
    Moment.EVALUATION: "Bids are being evaluated",
    Moment.DECIDED: "Award decided, not yet published",
    Moment.PUBLISHED: "Award published",
}


class Seat(StrEnum):
    """In what capacity somebody reads: a permission of their role in the programme, or a place on the phase's team.

    A platform administrator holds none of the first three by that role.
    """

    ANYBODY = "anybody"  # whoever may see the programme, and whoever reads what it publishes
    MONEY = "money"  # may see estimates
    KEEPER = "keeper"  # keeps the register of contracts: for a contract that belongs to no phase
    APPOINTS = "appoints"  # decides who is on the team
    LEAD = "lead"
    EVALUATOR = "evaluator"
    PRICE_EVALUATOR = "price_evaluator"
    MODERATOR = "moderator"
    DECISION_MAKER = "decision_maker"
    ADVISER = "adviser"


class Standing(StrEnum):
    """What somebody declared about their interests in a phase. Outside the team nothing need be declared."""

    OUTSIDE = "outside"
    UNDECLARED = "undeclared"
    CLEAR = "clear"
    CONFLICTED = "conflicted"


NOBODY: Final[frozenset[Seat]] = frozenset()
ANYBODY: Final = frozenset({Seat.ANYBODY})
PANEL: Final = frozenset({Seat.LEAD, Seat.MODERATOR, Seat.DECISION_MAKER})
PRICE_PANEL: Final = PANEL | {Seat.PRICE_EVALUATOR}
EVALUATING: Final = PANEL | {Seat.EVALUATOR, Seat.PRICE_EVALUATOR}
TEAM: Final = EVALUATING | {Seat.ADVISER}
HANDLES_CONFLICTS: Final = frozenset({Seat.LEAD, Seat.DECISION_MAKER})
MONEY_AND_PRICE: Final = PRICE_PANEL | {Seat.MONEY}


def _row(
    closed: frozenset[Seat], evaluation: frozenset[Seat], decided: frozenset[Seat], published: frozenset[Seat]
) -> Mapping[Moment, frozenset[Seat]]:
    return MappingProxyType(dict(zip(Moment, (closed, evaluation, decided, published), strict=True)))


# Who may read it:              before opening       in evaluation     decided           published
TABLE: Final[Mapping[Secret, Mapping[Moment, frozenset[Seat]]]] = MappingProxyType(
    {
        Secret.ESTIMATE: _row(MONEY_AND_PRICE, MONEY_AND_PRICE, MONEY_AND_PRICE, ANYBODY),
        Secret.EVALUATORS: _row(*[TEAM | {Seat.APPOINTS}] * 4),
        Secret.BIDDERS: _row(frozenset({Seat.LEAD}), TEAM, TEAM, TEAM),
        Secret.BID_PRICE: _row(NOBODY, PRICE_PANEL, PRICE_PANEL, PRICE_PANEL),
        Secret.SCORE: _row(NOBODY, PANEL, PANEL, PANEL),
        Secret.MODERATION: _row(NOBODY, PANEL, EVALUATING, EVALUATING),
        Secret.PREFERRED: _row(NOBODY, PANEL, TEAM, TEAM),
        Secret.CONFLICTS: _row(*[HANDLES_CONFLICTS] * 4),
        Secret.DECISION_RECORD: _row(PANEL, PANEL, PANEL, PANEL),
        Secret.CONTRACT_PROVIDER: _row(PANEL, PANEL, TEAM, ANYBODY),
        Secret.CONTRACT_VALUE: _row(PRICE_PANEL, PRICE_PANEL, PRICE_PANEL, ANYBODY),
    }
)
# A contract that belongs to no phase was let by no team: whoever keeps the register reads it until it is public.
UNPHASED: Final = frozenset({Seat.KEEPER})
# Who judges quality knows nothing of the money until anybody does, whatever other seat or role they have.
_JUDGES_QUALITY: Final = frozenset({Seat.EVALUATOR})
BARRED: Final[Mapping[Secret, frozenset[Seat]]] = {
    Secret.ESTIMATE: _JUDGES_QUALITY,
    Secret.BID_PRICE: _JUDGES_QUALITY,
    Secret.CONTRACT_VALUE: _JUDGES_QUALITY,
}


def moment_of(
    *, bids_due: date | None, bids_asked: bool, decided_on: date | None, public_from: date | None, on: date
) -> Moment:
    """How far a phase has come on a day.

    `bids_due` is the last possible day for bids, None while nobody has recorded one; `bids_asked` is False where the
    stage does not apply, as in a direct award, so that there is nothing to wait for. Not knowing keeps bids closed.
    """
    if public_from is not None and public_from <= on:
        return Moment.PUBLISHED
    if decided_on is not None and decided_on <= on:
        return Moment.DECIDED
    if not bids_asked or (bids_due is not None and bids_due < on):
        return Moment.EVALUATION
    return Moment.CLOSED


def may_read(secret: Secret, moment: Moment, seats: frozenset[Seat], standing: Standing) -> bool:
    """Whether somebody in these capacities, having declared this, may read it at this moment.

    What is open to anybody stays open. For the rest a declared conflict leaves nothing, and neither does a place on the
    team without a declaration, whatever role the person has besides.
    """
    readers = TABLE[secret][moment]
    if Seat.ANYBODY in readers:
        return True
    if standing in (Standing.CONFLICTED, Standing.UNDECLARED):
        return False
    if seats & BARRED.get(secret, NOBODY):
        return False
    return bool(readers & seats)


def standing_of(declared: Iterable[tuple[int | None, bool]], *, on_team: bool) -> Standing:
    """Where somebody stands after their declarations, each (lot or None for the whole phase, conflict), oldest first.

    The latest counts: one for the whole phase replaces everything before it. A conflict in one lot takes away the whole
    phase, since bids, scores and prices of its lots are read side by side; a lot declared clear says nothing of the
    phase.
    """
    whole: bool | None = None
    lots: dict[int, bool] = {}
    for lot, has_conflict in declared:
        if lot is None:
            whole, lots = has_conflict, {}
        else:
            lots[lot] = has_conflict
    if whole or any(lots.values()):
        return Standing.CONFLICTED
    if not on_team:
        return Standing.OUTSIDE
    return Standing.UNDECLARED if whole is None else Standing.CLEAR
