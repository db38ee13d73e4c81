"""What one reader may see in a phase's evaluation room. What they may not see is never fetched."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from commissioning.core.access import Permission, Role, permissions_of
from commissioning.core.models import User
from procurement.models import (
    AwardCriterion,
    Bid,
    BidScore,
    ConflictDeclaration,
    DecisionRecord,
    Estimate,
    ProcurementPhase,
    SealedReading,
    TeamMember,
)
from procurement.rules_sealed import Secret, Standing, standing_of
from procurement.selectors.sealed import PhaseSight
from programmes.models import ProgrammePartner, RoleAssignment

LATEST_READINGS = 20


@dataclass(frozen=True)
class Room:
    """The room as one person sees it; None stands for what they may not see."""

    sight: PhaseSight
    own_declarations: tuple[ConflictDeclaration, ...]
    team: tuple[TeamMember, ...] | None
    standings: Mapping[int, Standing] | None
    declarations: tuple[ConflictDeclaration, ...] | None
    estimates: tuple[Estimate, ...] | None
    criteria: tuple[AwardCriterion, ...] | None
    bids: tuple[Bid, ...] | None
    own_scores: tuple[BidScore, ...]
    scores: tuple[BidScore, ...] | None
    moderated: tuple[BidScore, ...] | None
    record: DecisionRecord | None
    readings: tuple[SealedReading, ...] | None

    @property
    def count(self) -> int:
        """How many sealed values the person is shown: what the log of readings keeps."""
        return self.count_of(frozenset(Secret))

    def count_of(self, secrets: frozenset[Secret]) -> int:
        """How many values of these kinds the person may read here."""
        bids = len(self.bids or ())
        counts = {
            Secret.ESTIMATE: 0 if self.is_estimate_open else len(self.estimates or ()),
            Secret.BIDDERS: bids,
            Secret.BID_PRICE: bids if self.sight.may(Secret.BID_PRICE) else 0,
            Secret.PREFERRED: bids if self.sight.may(Secret.PREFERRED) else 0,
            Secret.SCORE: len(self.scores or ()),
            Secret.MODERATION: len(self.moderated or ()),
            Secret.CONFLICTS: len(self.declarations or ()),
            Secret.DECISION_RECORD: 0 if self.record is None else 1,
        }
        return sum(count for secret, count in counts.items() if secret in secrets)

    @property
    def is_estimate_open(self) -> bool:
        """Whether the estimate is open to anybody by now: reading it is then no reading of a sealed value."""
        return PhaseSight(self.sight.moment).may(Secret.ESTIMATE)


def room_of(phase: ProcurementPhase, user: User, sight: PhaseSight, on: date) -> Room:
    """The room of a phase. Some ten queries at the most, however many bids there are."""
    may = sight.may
    inside = may(Secret.EVALUATORS)
    handles = may(Secret.CONFLICTS)
    bids = tuple(Bid.objects.filter(phase=phase).select_related("lot")) if may(Secret.BIDDERS) else None
    scores = BidScore.objects.filter(bid__phase=phase).select_related("bid", "criterion", "evaluator")
    # A score for price tells the price: it is read by those alone who read prices.
    of_others = scores if may(Secret.BID_PRICE) else scores.filter(criterion__is_price=False)
    declared = ConflictDeclaration.objects.filter(phase=phase).select_related("lot", "user", "made_by")
    every = tuple(declared) if handles else None
    return Room(
        sight=sight,
        own_declarations=tuple(declared.filter(user=user)),
        team=_team(phase, on) if inside else None,
        standings=_standings(every) if every is not None else None,
        declarations=every,
        estimates=_estimates(phase) if may(Secret.ESTIMATE) else None,
        criteria=tuple(AwardCriterion.objects.filter(phase=phase)) if inside else None,
        bids=bids,
        own_scores=tuple(scores.filter(evaluator=user, is_moderated=False)) if bids is not None else (),
        scores=tuple(of_others.filter(is_moderated=False, submitted_at__isnull=False))
        if may(Secret.SCORE)
        else None,
        moderated=tuple(of_others.filter(is_moderated=True)) if may(Secret.MODERATION) else None,
        record=DecisionRecord.objects.filter(phase=phase).first() if may(Secret.DECISION_RECORD) else None,
        readings=_readings(phase) if handles else None,
    )


def _team(phase: ProcurementPhase, on: date) -> tuple[TeamMember, ...]:
    now = Q(left_on__isnull=True) | Q(left_on__gt=on)
    return tuple(TeamMember.objects.filter(now, phase=phase).select_related("user"))


def _estimates(phase: ProcurementPhase) -> tuple[Estimate, ...]:
    return tuple(Estimate.objects.filter(phase=phase).select_related("lot").order_by("-made_on", "-pk"))


def _readings(phase: ProcurementPhase) -> tuple[SealedReading, ...]:
    rows = SealedReading.objects.filter(phase=phase).select_related("user").order_by("-read_at", "-pk")
    return tuple(rows[:LATEST_READINGS])


def _standings(declared: tuple[ConflictDeclaration, ...]) -> dict[int, Standing]:
    """Where everybody who declared stands."""
    by_person: dict[int, list[tuple[int | None, bool]]] = {}
    for row in declared:
        by_person.setdefault(row.user_id, []).append((row.lot_id, row.has_conflict))
    return {person: standing_of(rows, on_team=True) for person, rows in by_person.items()}


def may_be_appointed(phase: ProcurementPhase, on: date) -> tuple[User, ...]:
    """Who may be put on a team in the programme: active people whose role in it, by name or by partner, allows it."""
    roles = [role for role in Role if Permission.EVALUATE in permissions_of(role)]
    roles.remove(Role.PLATFORM_ADMINISTRATOR)
    partners = ProgrammePartner.objects.filter(_in_force(on), programme=phase.programme_id)
    where = Q(programme=phase.programme_id) | Q(
        programme__isnull=True, organisation__in=partners.values("organisation")
    )
    held = RoleAssignment.objects.filter(_in_force(on), where, role__in=roles)
    people = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return tuple(people.order_by("job_title", "email"))


def _in_force(on: date) -> Q:
    return (Q(starts_on__isnull=True) | Q(starts_on__lte=on)) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))
