"""One phase with something sealed in every field, each under a word of its own, and everybody who could ask for it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from commissioning.core.access import Role
from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.models import User
from commissioning.core.money import Basis, parse_money
from procurement.models import (
    Contract,
    ContractParty,
    DecisionRecord,
    ProcurementPhase,
    ProcurementStage,
    StageKind,
)
from procurement.stage_codes import BIDS_DUE
from programmes.access import Grants, grants_for
from tests.factories import (
    ContractFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    person_with,
)
from tests.factories.contracts import ContractPartyFactory, ContractValueFactory
from tests.factories.people import RoleAssignmentFactory
from tests.factories.phases import (
    AwardCriterionFactory,
    BidFactory,
    BidScoreFactory,
    ConflictDeclarationFactory,
    DecisionRecordFactory,
    EstimateFactory,
    ProcurementStageFactory,
    StageKindFactory,
    TeamMemberFactory,
)

MOMENTS = ("closed", "evaluation", "decided", "published")
# What stands in each sealed field and nowhere else; the second of an amount is how pages shorten it.
CANARIES: dict[str, tuple[str, ...]] = {
    "estimate": ("31,415,926", "31415926", "31.42m", "zaffre estimate"),
    "evaluators": ("Ocelot officer",),
    "bidders": ("Quillon Bidding", "Losing Lorikeet"),
    "bid_price": ("27,182,818", "27182818", "27.18m", "28,284,271", "28284271", "28.28m"),
    "score": ("61.37", "umbral comment"),
    "moderation": ("62.41", "vellum agreed"),
    "conflicts": ("wyvern interest",),
    "decision_record": ("Xanthic Chosen", "yarrow reasons"),
    "contract_provider": ("Ziggurat Providing",),
    "contract_value": ("16,180,339", "16180339", "16.18m"),
}
# The role in the programme of each person, and their place on the team, declared clear unless the name says otherwise.
MANAGER = Role.PROGRAMME_MANAGER
PEOPLE: dict[str, tuple[Role, str]] = {
    "manager": (Role.PROGRAMME_MANAGER, ""),
    "commissioner": (Role.COMMISSIONER, ""),
    "finance": (Role.FINANCE_LEAD, ""),
    "board": (Role.BOARD_MEMBER, ""),
    "analyst": (Role.ANALYST, ""),
    "evaluator": (Role.EVALUATOR, ""),
    "administrator": (Role.PLATFORM_ADMINISTRATOR, ""),
    "lead": (Role.COMMISSIONER, "lead"),
    "quality": (Role.EVALUATOR, "evaluator"),
    "quality_with_money": (Role.FINANCE_LEAD, "evaluator"),
    "price": (Role.EVALUATOR, "price_evaluator"),
    "moderator": (Role.EVALUATOR, "moderator"),
    "decider": (Role.COMMISSIONER, "decision_maker"),
    "adviser": (Role.EVALUATOR, "adviser"),
    "administrator_on_team": (Role.PLATFORM_ADMINISTRATOR, "price_evaluator"),
    "undeclared": (MANAGER, "lead"),
    "conflicted": (MANAGER, "lead"),
    "conflicted_finance": (Role.FINANCE_LEAD, ""),
    "former": (MANAGER, "lead"),
    "next_week": (MANAGER, "lead"),
    "role_ended": (Role.EVALUATOR, "lead"),
}
ELSEWHERE = ("elsewhere_manager", "elsewhere_evaluator", "no_role")
EVERYBODY = (*PEOPLE, *ELSEWHERE, "anonymous")


@dataclass
class SealedWorld:
    phase: ProcurementPhase
    contract: Contract
    today: date
    people: dict[str, User] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.phase.programme.key

    @property
    def room(self) -> str:
        return f"/programmes/{self.key}/phases/{self.phase.number}/evaluation/"

    def client(self, who: str) -> Client:
        client = Client(raise_request_exception=False)
        if who != "anonymous":
            client.force_login(self.people[who])
        return client

    def grants(self, who: str) -> Grants:
        return grants_for(self.people[who], self.today)

    def acting(self, who: str) -> dict[str, Any]:
        """`by`, `grants` and `on` of somebody, for a door."""
        return {"by": self.people[who], "grants": self.grants(who), "on": self.today}

    def at(self, moment: str) -> None:
        """Move the phase and its contract to a moment."""
        stage = ProcurementStage.objects.get(phase=self.phase, kind__code=BIDS_DUE)
        away = timedelta(days=30 if moment == "closed" else -30)
        stage.forecast = _day(self.today + away)
        stage.save()
        record = DecisionRecord.objects.filter(phase=self.phase)
        record.update(final_on=self.today if moment in {"decided", "published"} else None)
        public = self.today if moment == "published" else None
        ProcurementPhase.objects.filter(pk=self.phase.pk).update(award_public_from=public)
        Contract.objects.filter(pk=self.contract.pk).update(public_from=public)
        self.phase.refresh_from_db()
        self.contract.refresh_from_db()


def _day(day: date) -> Any:
    return parse_fuzzy_date(f"{day.day} {day:%B %Y}")


def sealed_world(phase: ProcurementPhase | None = None, contract: Contract | None = None) -> SealedWorld:
    """Everything sealed in a phase, in evaluation. A programme “alpha” is made where no phase is given.

    A contract that is given loses its own lead provider to the sealed one.
    """
    today = timezone.localdate()
    phase = phase or ProcurementPhaseFactory(programme=ProgrammeFactory(key="alpha", name="Alpha"), number=1)
    contract = contract or ContractFactory(programme=phase.programme, phase=phase, name="Contract for it")
    ContractParty.objects.filter(contract=contract, role="lead_provider").delete()
    provider = OrganisationFactory(name="Ziggurat Providing Ltd")
    ContractPartyFactory(contract=contract, organisation=provider, role="lead_provider")
    for basis in ("total_contract_value", "unstated"):
        ContractValueFactory(contract=contract, money=parse_money("£16,180,339", basis=Basis(basis)))
    world = SealedWorld(phase, contract, today)
    _stage(phase)
    _cast(world)
    _fill(world)
    world.at("evaluation")
    return world


def _stage(phase: ProcurementPhase) -> None:
    kind = StageKind.objects.filter(code=BIDS_DUE).first() or StageKindFactory(code=BIDS_DUE, name="Bids due")
    if not ProcurementStage.objects.filter(phase=phase, kind=kind).exists():
        ProcurementStageFactory(programme=phase.programme, phase=phase, kind=kind)


def _cast(world: SealedWorld) -> None:
    phase, today = world.phase, world.today
    week = timedelta(days=7)
    for name, (role, place) in PEOPLE.items():
        person = person_with(role, programme=phase.programme, job_title=f"The {name.replace('_', ' ')}")
        world.people[name] = person
        joined = today + week if name == "next_week" else today - week
        if place:
            left = today if name == "former" else None
            TeamMemberFactory(
                programme=phase.programme,
                phase=phase,
                user=person,
                role=place,
                joined_on=joined,
                left_on=left,
            )
        if (place and name != "undeclared") or name.startswith("conflicted"):
            conflict = name.startswith("conflicted")
            text = "wyvern interest" if conflict else ""
            ConflictDeclarationFactory(
                programme=phase.programme, phase=phase, user=person, has_conflict=conflict, text=text
            )
    world.people["role_ended"].role_assignments.update(ends_on=today)
    RoleAssignmentFactory(user=world.people["role_ended"], programme=phase.programme, role=Role.BOARD_MEMBER)
    other = ProgrammeFactory(key="beta", name="Beta")
    world.people["elsewhere_manager"] = person_with(MANAGER, programme=other)
    world.people["elsewhere_evaluator"] = person_with(Role.EVALUATOR, programme=other)
    world.people["no_role"] = person_with(None)
    officer = person_with(Role.EVALUATOR, programme=phase.programme, job_title="Ocelot officer")
    world.people["officer"] = officer
    TeamMemberFactory(programme=phase.programme, phase=phase, user=officer, joined_on=today - week)
    ConflictDeclarationFactory(programme=phase.programme, phase=phase, user=officer)


def _fill(world: SealedWorld) -> None:
    phase, now = world.phase, timezone.now()
    given = {"programme": phase.programme, "phase": phase}
    EstimateFactory(**given, money="£31,415,926", reason="zaffre estimate")
    won = BidFactory(**given, bidder="Quillon Bidding Ltd", price="£27,182,818", standing="preferred")
    BidFactory(**given, bidder="Losing Lorikeet Ltd", price="£28,284,271")
    quality = AwardCriterionFactory(**given, name="Care", weight=60)
    AwardCriterionFactory(**given, name="Cost", weight=40, is_price=True)
    score = {"programme": phase.programme, "bid": won, "criterion": quality}
    officer = world.people["officer"]
    BidScoreFactory(**score, evaluator=officer, score="61.37", comment="umbral comment", submitted_at=now)
    BidScoreFactory(
        **score,
        evaluator=world.people["moderator"],
        score="62.41",
        comment="vellum agreed",
        submitted_at=now,
        is_moderated=True,
    )
    DecisionRecord.objects.filter(phase=phase).delete()
    DecisionRecordFactory(**given, provider="Xanthic Chosen CIC", process_reasons="yarrow reasons")


# Who reads what, by hand: for each person the secrets they are shown before opening, in evaluation, decided, published.
_PANEL = (
    "estimate evaluators bid_price score moderation decision_record contract_provider contract_value bidders"
)
_NONE = ("", "", "", "estimate contract_provider contract_value")
_PUBLIC = " estimate contract_provider contract_value"
READS: dict[str, tuple[str, str, str, str]] = {
    "manager": ("estimate evaluators", "estimate evaluators", "estimate evaluators", "evaluators" + _PUBLIC),
    "commissioner": _NONE,
    "finance": ("estimate", "estimate", "estimate", _PUBLIC),
    "board": _NONE,
    "analyst": _NONE,
    "evaluator": _NONE,
    "administrator": ("evaluators", "evaluators", "evaluators", "evaluators" + _PUBLIC),
    "lead": (
        "estimate evaluators bidders conflicts decision_record contract_provider contract_value",
        *[f"{_PANEL} conflicts"] * 3,
    ),
    "quality": (
        "evaluators",
        "evaluators bidders",
        "evaluators bidders moderation contract_provider",
        "evaluators bidders moderation" + _PUBLIC,
    ),
    "price": (
        "evaluators estimate contract_value",
        "evaluators estimate bidders bid_price contract_value",
        "evaluators estimate bidders bid_price moderation contract_provider contract_value",
        "evaluators bidders bid_price moderation" + _PUBLIC,
    ),
    "moderator": (
        "estimate evaluators decision_record contract_provider contract_value",
        *[_PANEL] * 3,
    ),
    "decider": (
        "estimate evaluators conflicts decision_record contract_provider contract_value",
        *[f"{_PANEL} conflicts"] * 3,
    ),
    "adviser": (
        "evaluators",
        "evaluators bidders",
        "evaluators bidders contract_provider",
        "evaluators bidders" + _PUBLIC,
    ),
    "undeclared": _NONE,
    "conflicted": _NONE,
    "conflicted_finance": _NONE,
    "role_ended": _NONE,
}
READS["quality_with_money"] = READS["quality"]
READS["administrator_on_team"] = READS["price"]
READS["former"] = READS["next_week"] = READS["manager"]


def reads(who: str, moment: str) -> set[str]:
    """The secrets that somebody is shown at a moment; those of other programmes and signed out, none at all."""
    return set(READS[who][MOMENTS.index(moment)].split()) if who in READS else set()


def found_in(text: str) -> set[str]:
    """The secrets of which a word stands in the text."""
    lower = text.lower()
    return {secret for secret, words in CANARIES.items() if any(word.lower() in lower for word in words)}
