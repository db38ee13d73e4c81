"""Who commissions what on a day: every service beside every organisation that has a part in it, with its models."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from programmes.models import Programme
from programmes.models.services import ScopeState
from programmes.selectors.commissioning_models import models_by_service
from programmes.selectors.responsibilities import ClaimRow, claims, governing_lead, rival_leads
from programmes.selectors.scope import ScopeRow, scope_on

NOBODY = "none"  # as a commissioner: services that nobody leads on the day
NOT_STATED = "not_stated"
LED_ELSEWHERE = (ScopeState.ALIGNED, ScopeState.FUTURE, ScopeState.REMOVED)
Models = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Commissioner:
    """An organisation with a part in some service on the day; `code` is empty where the papers print none."""

    organisation_id: int
    name: str
    code: str

    @property
    def short(self) -> str:
        return self.code or self.name


@dataclass(frozen=True)
class ServiceParts:
    """One service: all its claims, those that hold on the day, who leads it then, and the models it is under.

    `lead` is None where nobody leads it on the day. `rivals` are the claims to lead that overlap on the day.
    """

    service: ScopeRow
    claims: tuple[ClaimRow, ...]
    holding: tuple[ClaimRow, ...]
    lead: ClaimRow | None
    rivals: tuple[ClaimRow, ...]
    models: Models

    @property
    def lacks_a_lead(self) -> bool:
        """Whether the want of a lead needs looking at: only where the programme is to commission the service now."""
        return self.lead is None and self.service.state not in LED_ELSEWHERE

    def of(self, organisation_id: int) -> tuple[ClaimRow, ...]:
        """The parts that the organisation has in the service on the day."""
        return tuple(claim for claim in self.holding if claim.organisation_id == organisation_id)


@dataclass(frozen=True)
class CommissionerCount:
    """In how many services an organisation has each part on the day."""

    commissioner: Commissioner
    leads: int
    statutory: int
    proposed: int
    other: int


@dataclass(frozen=True)
class WhoCommissions:
    programme: Programme
    on: date
    services: tuple[ServiceParts, ...]

    @cached_property
    def commissioners(self) -> tuple[Commissioner, ...]:
        """Those with a part on the day: who leads most comes first, then by name."""
        found: dict[int, Commissioner] = {}
        led: defaultdict[int, int] = defaultdict(int)
        for row in self.services:
            for claim in row.holding:
                found[claim.organisation_id] = Commissioner(
                    claim.organisation_id, claim.organisation, claim.code
                )
                led[claim.organisation_id] += claim is row.lead
        return tuple(sorted(found.values(), key=lambda each: (-led[each.organisation_id], each.name)))

    @property
    def nobody_leads(self) -> tuple[ServiceParts, ...]:
        return tuple(row for row in self.services if row.lacks_a_lead)

    @property
    def led_elsewhere(self) -> tuple[ServiceParts, ...]:
        """Services without a lead here because they are aligned with the programme or left for later: no alarm."""
        return tuple(row for row in self.services if row.lead is None and not row.lacks_a_lead)

    @property
    def overlapping(self) -> tuple[ServiceParts, ...]:
        return tuple(row for row in self.services if row.rivals)

    @property
    def under_two_models(self) -> tuple[ServiceParts, ...]:
        return tuple(row for row in self.services if len(row.models) > 1)

    @cached_property
    def counts(self) -> tuple[CommissionerCount, ...]:
        """What each commissioner has on the day, in services, not in claims."""
        return tuple(self._count(each) for each in self.commissioners)

    def _count(self, who: Commissioner) -> CommissionerCount:
        own = [(row, claim) for row in self.services for claim in row.of(who.organisation_id)]

        def services(*fits: bool) -> int:
            return len({row.service.service_id for (row, _), fit in zip(own, fits, strict=True) if fit})

        leads = [claim is row.lead for row, claim in own]
        return CommissionerCount(
            who,
            leads=services(*leads),
            statutory=services(*(claim.statutory is True for _, claim in own)),
            proposed=services(*(claim.is_proposed for _, claim in own)),
            other=services(
                *(not led and not claim.is_proposed for led, (_, claim) in zip(leads, own, strict=True))
            ),
        )


@dataclass(frozen=True)
class PartsFilter:
    """Which services: those with a claim that fits every side at once, under the model.

    `commissioner` is an organisation's id as text, or “none” for services that lack a lead. `standing` is that of the
    day. `statutory` is yes, no or not_stated. Empty sides are open.
    """

    commissioner: str = ""
    role: str = ""
    model: str = ""
    standing: str = ""
    statutory: str = ""


def who_commissions(programme: Programme, on: date) -> WhoCommissions:
    """Every service recorded by the day and not removed from the scope, with who has which part in it that day.

    “Who led on 1 March 2015?” is this with that day. Nine queries for any number of services.
    """
    by_service: defaultdict[int, list[ClaimRow]] = defaultdict(list)
    for claim in claims(programme):
        by_service[claim.service_id].append(claim)
    models = models_by_service(programme)
    return WhoCommissions(
        programme,
        on,
        tuple(
            _parts(row, by_service[row.service_id], models.get(row.service_id, ()), on)
            for row in scope_on(programme, on)
            if row.state != ScopeState.REMOVED
        ),
    )


def narrowed(who: WhoCommissions, chosen: PartsFilter) -> WhoCommissions:
    """The same with only the services that fit the filter; each keeps all its parts, so that rivals stay in sight."""
    return replace(who, services=tuple(row for row in who.services if _fits(row, chosen, who.on)))


def _parts(row: ScopeRow, found: Sequence[ClaimRow], models: Models, on: date) -> ServiceParts:
    return ServiceParts(
        service=row,
        claims=tuple(found),
        holding=tuple(claim for claim in found if claim.holds_on(on)),
        lead=governing_lead(found, on),
        rivals=rival_leads(found, on),
        models=models,
    )


def _fits(row: ServiceParts, chosen: PartsFilter, on: date) -> bool:
    if chosen.model and not _model_fits(row, chosen.model):
        return False
    if chosen.commissioner == NOBODY and not row.lacks_a_lead:
        return False
    if not _asks_for_a_claim(chosen):
        return True
    return any(_claim_fits(claim, chosen, on) for claim in row.holding)


def _asks_for_a_claim(chosen: PartsFilter) -> bool:
    who = chosen.commissioner if chosen.commissioner != NOBODY else ""
    return bool(who or chosen.role or chosen.standing or chosen.statutory)


def _model_fits(row: ServiceParts, model: str) -> bool:
    return not row.models if model == NOBODY else any(name == model for name, _ in row.models)


def _claim_fits(claim: ClaimRow, chosen: PartsFilter, on: date) -> bool:
    statutory = {True: "yes", False: "no", None: NOT_STATED}[claim.statutory]
    return (
        chosen.commissioner in ("", NOBODY, str(claim.organisation_id))
        and chosen.role in ("", claim.role)
        and chosen.standing in ("", claim.standing_on(on).value)
        and chosen.statutory in ("", statutory)
    )
