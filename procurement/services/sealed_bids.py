"""The doors of estimates, award criteria and bids."""

from datetime import date
from decimal import Decimal

from django.db.models import Sum

from commissioning.core.models import User
from commissioning.core.money import Money, Qualifier
from procurement.models import AwardCriterion, Bid, Estimate, Lot, ProcurementPhase
from procurement.models.sealed import BidStanding
from procurement.rules_sealed import BARRED, PANEL, Moment, Seat, Secret
from procurement.services.sealed_door import (
    add_record,
    evaluation_act,
    locked,
    require_moment,
    require_seat,
    save_record,
)
from programmes.access import Grants
from programmes.services.scope_door import refuse

LEADS = frozenset({Seat.LEAD})
PRICES = frozenset({Seat.LEAD, Seat.PRICE_EVALUATOR})
ESTIMATES = frozenset({Seat.LEAD, Seat.MONEY})
BEFORE_OPENING = frozenset({Moment.CLOSED})
EVALUATION = frozenset({Moment.EVALUATION})
UNDECIDED = frozenset({Moment.CLOSED, Moment.EVALUATION})
UNPUBLISHED = frozenset({Moment.CLOSED, Moment.EVALUATION, Moment.DECIDED})
OTHER_LOT = "Choose a lot of this phase."
HUNDRED = Decimal(100)


def record_estimate(
    phase: ProcurementPhase,
    *,
    money: Money,
    reason: str,
    lot: Lot | None = None,
    by: User,
    grants: Grants,
    on: date,
) -> Estimate:
    """What the phase or a lot is expected to cost, options included. A new estimate follows; the one before it stays.

    Raises PermissionDenied for anybody but the lead and those who may see estimates, none of whom judges quality;
    ValidationError without an amount or reason, and once the award is published.
    """
    with evaluation_act(phase, by=by, grants=grants, on=on, reason=reason) as sight:
        require_seat(sight, ESTIMATES if not sight.seats & BARRED[Secret.ESTIMATE] else frozenset())
        require_moment(sight, UNPUBLISHED, "estimates are no longer changed.")
        refuse(
            {
                "money": _amount_problem(money),
                "reason": "" if reason.strip() else "Say what the estimate rests on.",
                "lot": _lot_problem(phase, lot),
            }
        )
        return add_record(Estimate, phase, "EST", money=money, reason=reason.strip(), lot=lot, made_on=on)


def add_criterion(
    phase: ProcurementPhase,
    *,
    name: str,
    weight: Decimal | None,
    is_price: bool = False,
    key_criterion: str = "",
    by: User,
    grants: Grants,
    on: date,
) -> AwardCriterion:
    """What bids are judged by. Criteria stand before bids are opened, and their weights come to 100 at the most.

    Raises PermissionDenied for anybody but the lead; ValidationError once bids are opened, and by field.
    """
    with evaluation_act(phase, by=by, grants=grants, on=on) as sight:
        require_seat(sight, LEADS)
        require_moment(sight, BEFORE_OPENING, "award criteria no longer change once bids are opened.")
        weights = phase.criteria.aggregate(sum=Sum("weight"))["sum"] or Decimal(0)
        refuse(
            {
                "name": "" if name.strip() else "Say what bids are judged by.",
                "weight": _weight_problem(weight, weights),
            }
        )
        return add_record(
            AwardCriterion,
            phase,
            "CRIT",
            name=name.strip(),
            weight=weight,
            is_price=is_price,
            key_criterion=key_criterion,
            position=phase.criteria.count() + 1,
        )


def receive_bid(
    phase: ProcurementPhase,
    *,
    bidder: str,
    lot: Lot | None = None,
    received_on: date | None = None,
    note: str = "",
    by: User,
    grants: Grants,
    on: date,
) -> Bid:
    """Record that a bid came. Its price stays unread, and is entered after opening: see `price_bid`.

    Raises PermissionDenied for anybody but the lead; ValidationError once the award is decided, and by field.
    """
    with evaluation_act(phase, by=by, grants=grants, on=on) as sight:
        require_seat(sight, LEADS)
        require_moment(sight, UNDECIDED, "no more bids are taken.")
        twice = Bid.objects.filter(phase=phase, lot=lot, bidder__iexact=bidder.strip()).exists()
        refuse(
            {
                "bidder": "This bidder’s bid is recorded already." if twice else _bidder_problem(bidder),
                "lot": _lot_problem(phase, lot),
                "received_on": "Enter today or an earlier day." if received_on and received_on > on else "",
            }
        )
        return add_record(
            Bid, phase, "BID", bidder=bidder.strip(), lot=lot, received_on=received_on, note=note.strip()
        )


def price_bid(
    phase: ProcurementPhase, bid_id: int, *, price: Money, by: User, grants: Grants, on: date
) -> Bid:
    """Enter a bid's price, after opening and before the decision.

    Raises PermissionDenied for anybody but the lead and price evaluators, and for those who also judge quality;
    ValidationError at another time, for another phase's bid, and without an amount.
    """
    with evaluation_act(phase, by=by, grants=grants, on=on) as sight:
        require_seat(sight, PRICES if not sight.seats & BARRED[Secret.BID_PRICE] else frozenset())
        require_moment(sight, EVALUATION, "prices are entered after opening and before the decision.")
        refuse({"price": _amount_problem(price)})
        bid: Bid = locked(Bid.objects.filter(phase=phase), bid_id)
        return save_record(bid, {"price": price})


def set_standing(
    phase: ProcurementPhase, bid_id: int, *, standing: str, reason: str, by: User, grants: Grants, on: date
) -> Bid:
    """Exclude a bid, prefer it, or say how it ended, with the reason, before the decision is final.

    Raises PermissionDenied for anybody but the panel; ValidationError at another time, for another phase's bid, for an
    unknown standing and without a reason.
    """
    with evaluation_act(phase, by=by, grants=grants, on=on, reason=reason) as sight:
        require_seat(sight, PANEL)
        require_moment(sight, EVALUATION, "a bid’s standing changes after opening and before the decision.")
        known = standing in BidStanding.values
        refuse(
            {
                "standing": "" if known else "Choose how the bid stands.",
                "reason": "" if reason.strip() else "Say why.",
            }
        )
        bid: Bid = locked(Bid.objects.filter(phase=phase), bid_id)
        return save_record(bid, {"standing": standing})


def _amount_problem(money: Money) -> str:
    unusable = {Qualifier.BLANK, Qualifier.UNREADABLE}
    return "Enter an amount such as £1.2m, or TBC." if money.qualifier in unusable else ""


def _bidder_problem(bidder: str) -> str:
    return "" if bidder.strip() else "Enter the bidder’s name as on the bid."


def _lot_problem(phase: ProcurementPhase, lot: Lot | None) -> str:
    return OTHER_LOT if lot is not None and lot.phase_id != phase.pk else ""


def _weight_problem(weight: Decimal | None, others: Decimal) -> str:
    if weight is None:
        return ""
    if not 0 <= weight <= HUNDRED:
        return "Enter a weight from 0 to 100."
    return (
        f"The other criteria have {others}: at most {HUNDRED - others} is left."
        if weight + others > 100
        else ""
    )
