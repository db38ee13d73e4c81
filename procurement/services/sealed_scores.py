"""The doors of scoring: one's own scores until they are submitted, then what the panel agrees on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models.functions import Now

from commissioning.core.models import User
from procurement.models import AwardCriterion, Bid, BidScore, ProcurementPhase
from procurement.models.sealed import BidStanding
from procurement.rules_sealed import Moment, Seat
from procurement.selectors.sealed import PhaseSight
from procurement.services.sealed_door import (
    NOT_YOURS,
    add_record,
    evaluation_act,
    require_moment,
    require_seat,
    save_record,
)
from programmes.access import Grants

SCORES = frozenset({Seat.EVALUATOR, Seat.PRICE_EVALUATOR})
MODERATES = frozenset({Seat.MODERATOR})
EVALUATION = frozenset({Moment.EVALUATION})
NOT_JUDGED = (BidStanding.EXCLUDED, BidStanding.WITHDRAWN)
TIMES = "scores are given after opening and before the decision."
LOCKED = "You have submitted your scores: they no longer change."
HIGHEST = Decimal(100)
Place = tuple[int, int]  # bid, criterion


@dataclass(frozen=True)
class Given:
    """A score and what is said for it."""

    score: Decimal
    comment: str = ""


def scored_by(sight: PhaseSight, criterion: AwardCriterion) -> bool:
    """Quality is scored by evaluators of quality and price by evaluators of price."""
    seat = Seat.PRICE_EVALUATOR if criterion.is_price else Seat.EVALUATOR
    return seat in sight.seats


def put_scores(
    phase: ProcurementPhase, given: Mapping[Place, Given], *, by: User, grants: Grants, on: date
) -> tuple[BidScore, ...]:
    """The person's own scores, by bid and criterion, each in place of the one before it.

    Raises PermissionDenied for anybody but evaluators, and for a criterion of the other kind; ValidationError at
    another time, once they are submitted, for a score outside 0 to 100, and for another phase's bid or criterion.
    """
    with evaluation_act(phase, by=by, grants=grants, on=on) as sight:
        require_seat(sight, SCORES)
        require_moment(sight, EVALUATION, TIMES)
        own = BidScore.objects.filter(bid__phase=phase, evaluator=by, is_moderated=False)
        if own.filter(submitted_at__isnull=False).exists():
            raise ValidationError(LOCKED)
        before = {(row.bid_id, row.criterion_id): row for row in own.select_for_update()}
        return tuple(_put(phase, sight, place, one, before, by) for place, one in given.items())


def _put(
    phase: ProcurementPhase,
    sight: PhaseSight,
    place: Place,
    given: Given,
    before: Mapping[Place, BidScore],
    by: User,
) -> BidScore:
    bid, criterion = _judged(phase, place)
    if not scored_by(sight, criterion):
        raise PermissionDenied(NOT_YOURS)
    _check(given.score)
    values = {"score": given.score, "comment": given.comment.strip()}
    if place in before:
        return save_record(before[place], values)
    return add_record(BidScore, phase, "SCORE", bid=bid, criterion=criterion, evaluator=by, **values)


def submit_scores(phase: ProcurementPhase, *, by: User, grants: Grants, on: date) -> int:
    """Lock the person's own scores, all of them, and let the panel read them. How many were submitted.

    Raises PermissionDenied for anybody but evaluators; ValidationError at another time, once they are submitted, and
    while one of their scores is missing.
    """
    with evaluation_act(phase, by=by, grants=grants, on=on) as sight:
        require_seat(sight, SCORES)
        require_moment(sight, EVALUATION, TIMES)
        own = BidScore.objects.filter(bid__phase=phase, evaluator=by, is_moderated=False)
        if own.filter(submitted_at__isnull=False).exists():
            raise ValidationError(LOCKED)
        missing = places_to_score(phase, sight) - set(own.values_list("bid_id", "criterion_id"))
        if missing or not own:
            count = f"{len(missing)} score{'' if len(missing) == 1 else 's'}" if missing else "Every score"
            raise ValidationError(f"{count} of yours still missing. Score every bid first.")
        return own.update(submitted_at=Now())


def places_to_score(phase: ProcurementPhase, sight: PhaseSight) -> set[Place]:
    """Each bid that is judged with each criterion that the person scores."""
    criteria = [row for row in AwardCriterion.objects.filter(phase=phase) if scored_by(sight, row)]
    bids = Bid.objects.filter(phase=phase).exclude(standing__in=NOT_JUDGED).values_list("pk", flat=True)
    return {(bid, criterion.pk) for bid in bids for criterion in criteria}


def moderate(
    phase: ProcurementPhase, place: Place, given: Given, *, reason: str, by: User, grants: Grants, on: date
) -> BidScore:
    """The score that the panel agreed on for a bid under a criterion, with the reason, in place of an earlier one.

    Raises PermissionDenied for anybody but moderators; ValidationError at another time, before anybody has submitted a
    score for it or while somebody has not, for a score outside 0 to 100 and without a reason.
    """
    with evaluation_act(phase, by=by, grants=grants, on=on, reason=reason) as sight:
        require_seat(sight, MODERATES)
        require_moment(sight, EVALUATION, TIMES)
        bid, criterion = _judged(phase, place)
        _check(given.score)
        if not reason.strip():
            raise ValidationError({"reason": "Say what the panel agreed on, and why."})
        rows = BidScore.objects.filter(bid=bid, criterion=criterion)
        single = list(rows.filter(is_moderated=False).values_list("submitted_at", flat=True))
        if not single or None in single:
            raise ValidationError("The panel meets when every score for it is submitted.")
        values = {"score": given.score, "comment": given.comment.strip()}
        agreed = rows.filter(is_moderated=True).select_for_update(of=("self",)).first()
        if agreed is not None:
            return save_record(agreed, values)
        made = add_record(
            BidScore, phase, "SCORE", bid=bid, criterion=criterion, evaluator=by, is_moderated=True, **values
        )
        rows.filter(pk=made.pk).update(submitted_at=Now())
        made.refresh_from_db()
        return made


def _judged(phase: ProcurementPhase, place: Place) -> tuple[Bid, AwardCriterion]:
    bid = Bid.objects.filter(phase=phase, pk=place[0]).exclude(standing__in=NOT_JUDGED).first()
    criterion = AwardCriterion.objects.filter(phase=phase, pk=place[1]).first()
    if bid is None or criterion is None:
        raise ValidationError("Choose a bid that is judged, and one of this phase’s criteria.")
    return bid, criterion


def _check(score: Decimal) -> None:
    if not 0 <= score <= HIGHEST:
        raise ValidationError({"score": "Enter a score from 0 to 100."})
