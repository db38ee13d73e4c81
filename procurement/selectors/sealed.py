"""What one person may read of a programme's sealed fields today, worked out once for a page.

Ask for a `Sight` with the day of the request, never with the day that a page is asked about: a reader who asks for a
later day would otherwise open what is still closed, and one who asks for an earlier day would have their old place on a
team again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from commissioning.core.access import Permission
from commissioning.core.models import User
from commissioning.core.money import Money, MoneyTotal, totals_by_basis
from procurement.models import ConflictDeclaration, Contract, ProcurementPhase, ProcurementStage, TeamMember
from procurement.rules_sealed import (
    UNPHASED,
    Moment,
    Seat,
    Secret,
    Standing,
    may_read,
    moment_of,
    standing_of,
)
from procurement.stage_codes import BIDS_DUE
from programmes.access import Grants
from programmes.models import Programme

NOT_SHOWN: Final = "Not shown before award"
NOT_AVAILABLE: Final = "Not available to you"

# How many of these are hidden may be said. How many bids there are is itself a secret.
COUNTED: Final = frozenset({Secret.ESTIMATE, Secret.CONTRACT_VALUE})
OWN_SEATS: Final = {
    Permission.SEE_ESTIMATES: Seat.MONEY,
    Permission.EDIT_CONTRACTS: Seat.KEEPER,
    Permission.MANAGE_TEAMS: Seat.APPOINTS,
}


@dataclass(frozen=True)
class PhaseSight:
    """One person and one phase: how far it has come, in what capacities they read, what they declared."""

    moment: Moment
    seats: frozenset[Seat] = frozenset()
    standing: Standing = Standing.OUTSIDE

    def may(self, secret: Secret) -> bool:
        """Whether the field may be read."""
        return may_read(secret, self.moment, self.seats, self.standing)

    def acts_as(self, seats: frozenset[Seat]) -> bool:
        """Whether the person may act in one of these capacities: not with a conflict, nor on the team undeclared."""
        return self.standing in (Standing.CLEAR, Standing.OUTSIDE) and bool(self.seats & seats)


@dataclass(frozen=True)
class ContractSight:
    """Whether the providers and the values of one contract may be read, and what to say where they may not."""

    provider: bool
    value: bool
    words: str = NOT_SHOWN


@dataclass(frozen=True)
class Sight:
    """What one person may read. The empty value, `PUBLIC`, reads nothing that is sealed, on any day.

    `opened`, where a page keeps one, gathers what was asked for and granted while it was sealed: (phase, secret,
    contract), for the log of readings.
    """

    on: date | None = None
    phases: Mapping[int, PhaseSight] = field(default_factory=dict)
    own: Mapping[int, frozenset[Seat]] = field(default_factory=dict)
    opened: set[tuple[int, Secret, int | None]] | None = field(default=None, compare=False, repr=False)

    @classmethod
    def for_person(
        cls, user: User, grants: Grants, programme: Programme | Iterable[Programme], on: date
    ) -> "Sight":
        """The person's sight in one programme or several. Four queries, however many.

        `on` is the day of the request. A place on a team counts while it lasts and while the person's role still lets
        them evaluate in the programme.
        """
        ids = [programme.pk] if isinstance(programme, Programme) else [one.pk for one in programme]
        own = {pk: seats_of(grants, pk) for pk in ids}
        places = _places(user, grants, ids, on)
        declared = _declared(user, ids)
        phases = {
            pk: PhaseSight(
                moment,
                own[programme_id] | places.get(pk, frozenset()),
                standing_of(declared.get(pk, ()), on_team=pk in places),
            )
            for pk, (programme_id, moment) in _moments(ids, on).items()
        }
        return cls(on, phases, own)

    @classmethod
    def for_public(cls, programme: Programme | Iterable[Programme], on: date) -> "Sight":
        """What may be published on a day: feeds, open data and the transparency register. Two queries."""
        ids = [programme.pk] if isinstance(programme, Programme) else [one.pk for one in programme]
        return cls(on, {pk: PhaseSight(moment) for pk, (_, moment) in _moments(ids, on).items()})

    def may(self, secret: Secret, phase_id: int | None, contract: Contract | None = None) -> bool:
        """Whether the field may be read. A phase that the sight does not know is sealed."""
        if contract is not None:
            return self._may_of_contract(secret, contract)
        phase = self.phases.get(phase_id) if phase_id is not None else None
        may = phase is not None and phase.may(secret)
        if may and phase is not None and not PhaseSight(phase.moment).may(secret):
            self._note(phase_id, secret)
        return may

    def _note(self, phase_id: int | None, secret: Secret, contract_id: int | None = None) -> None:
        if self.opened is not None and phase_id is not None:
            self.opened.add((phase_id, secret, contract_id))

    def of_contract(self, contract: Contract) -> ContractSight:
        """A contract is public from its own day, whatever its phase: each lot's award is published by itself."""
        return ContractSight(
            self._may_of_contract(Secret.CONTRACT_PROVIDER, contract),
            self._may_of_contract(Secret.CONTRACT_VALUE, contract),
            self.words(contract.phase_id),
        )

    def words(self, phase_id: int | None) -> str:
        """What stands in place of a hidden field."""
        phase = self.phases.get(phase_id) if phase_id is not None else None
        conflicted = phase is not None and phase.standing == Standing.CONFLICTED
        return NOT_AVAILABLE if conflicted else NOT_SHOWN

    def _may_of_contract(self, secret: Secret, contract: Contract) -> bool:
        if self.on is not None and contract.public_from is not None and contract.public_from <= self.on:
            return True
        if contract.phase_id is None:
            return bool(UNPHASED & self.own.get(contract.programme_id, frozenset()))
        phase = self.phases.get(contract.phase_id)
        if phase is None:
            return False
        # The phase may have published another lot's award: this contract's is decided at most.
        moment = Moment.DECIDED if phase.moment == Moment.PUBLISHED else phase.moment
        may = may_read(secret, moment, phase.seats, phase.standing)
        if may:
            self._note(contract.phase_id, secret, contract.pk)
        return may


PUBLIC: Final = Sight()


@dataclass(frozen=True)
class SealedMoney:
    """An amount and what seals it: the phase it belongs to, or the contract."""

    money: Money
    secret: Secret
    phase_id: int | None = None
    contract: Contract | None = None


@dataclass(frozen=True)
class VisibleTotal:
    """Totals of what the reader sees, by basis. `hidden` counts what is left out, None where the count is secret."""

    totals: tuple[MoneyTotal, ...]
    hidden: int | None

    @property
    def note(self) -> str:
        """ "2 values not shown before award", and nothing where none is hidden or how many may not be said."""
        if not self.hidden:
            return ""
        return f"{self.hidden} value{'' if self.hidden == 1 else 's'} not shown before award"

    @property
    def printed(self) -> str:
        """The totals and the note, as one sentence part."""
        return "; ".join([*(total.printed for total in self.totals), *filter(None, [self.note])])


def visible_total(items: Iterable[SealedMoney], sight: Sight) -> VisibleTotal:
    """Add what the reader sees and nothing else, so that no total less another gives a hidden amount."""
    seen, hidden, countable = [], 0, True
    for item in items:
        if sight.may(item.secret, item.phase_id, item.contract):
            seen.append(item.money)
        else:
            hidden += 1
            countable = countable and item.secret in COUNTED
    return VisibleTotal(totals_by_basis(seen), hidden if countable else None)


def seats_of(grants: Grants, programme_id: int) -> frozenset[Seat]:
    """The capacities that a person's roles in the programme give. A platform administrator may appoint, and no more."""
    held = {seat for permission, seat in OWN_SEATS.items() if grants.may(permission, programme_id)}
    return frozenset(held & {Seat.APPOINTS} if grants.everything else held)


def declarations_of(user: User, phase: ProcurementPhase) -> list[tuple[int | None, bool]]:
    """(lot, conflict) of each of the person's declarations in the phase, oldest first. One query."""
    return _declared(user, [phase.programme_id]).get(phase.pk, [])


def _places(user: User, grants: Grants, ids: list[int], on: date) -> dict[int, frozenset[Seat]]:
    """The places that the person has on teams on the day, by phase."""
    evaluating = [pk for pk in ids if user.is_active and grants.may(Permission.EVALUATE, pk)]
    rows = TeamMember.objects.filter(user=user.pk, programme__in=evaluating, joined_on__lte=on)
    places: dict[int, set[Seat]] = {}
    for phase_id, role, left_on in rows.values_list("phase_id", "role", "left_on"):
        if left_on is None or left_on > on:
            places.setdefault(phase_id, set()).add(Seat(role))
    return {phase: frozenset(seats) for phase, seats in places.items()}


def _declared(user: User, ids: list[int]) -> dict[int, list[tuple[int | None, bool]]]:
    rows = ConflictDeclaration.objects.filter(user=user.pk, programme__in=ids).order_by("made_at", "pk")
    declared: dict[int, list[tuple[int | None, bool]]] = {}
    for phase_id, lot_id, has_conflict in rows.values_list("phase_id", "lot_id", "has_conflict"):
        declared.setdefault(phase_id, []).append((lot_id, has_conflict))
    return declared


def _moments(ids: list[int], on: date) -> dict[int, tuple[int, Moment]]:
    """(programme, moment) of each phase of the programmes."""
    due = {
        stage.phase_id: stage
        for stage in ProcurementStage.objects.filter(programme__in=ids, kind__code=BIDS_DUE)
    }
    rows = ProcurementPhase.objects.filter(programme__in=ids)
    found: dict[int, tuple[int, Moment]] = {}
    for pk, programme_id, public_from, final_on in rows.values_list(
        "pk", "programme_id", "award_public_from", "decision_record__final_on"
    ):
        stage = due.get(pk)
        found[pk] = (
            programme_id,
            moment_of(
                bids_due=_last_day(stage),
                bids_asked=stage is None or not stage.not_applicable,
                decided_on=final_on,
                public_from=public_from,
                on=on,
            ),
        )
    return found


def _last_day(stage: ProcurementStage | None) -> date | None:
    """The last possible day for bids: the actual day, else the forecast, else the plan."""
    if stage is None:
        return None
    days = (day.deadline for day in (stage.actual, stage.forecast, stage.planned) if day.is_dated)
    return next((day for day in days if day is not None), None)
