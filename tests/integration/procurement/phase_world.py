"""A programme with one phase under the Procurement Act, its stages and gateways, and those who work on it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from commissioning.core.access import Role
from commissioning.core.models import User
from procurement.models import GatewayRequirement, ProcurementPhase, ProcurementStage
from programmes.access import Grants, grants_for
from tests.factories import ProcurementPhaseFactory, ProgrammeFactory, person_with
from tests.factories.phases import (
    GatewayRequirementFactory,
    ProcurementStageFactory,
    RegimeRuleFactory,
    StageKindFactory,
)

ON = date(2026, 3, 2)
KINDS = (
    ("need", "Need and options", 1, True),
    ("decision", "Decision to procure", 2, True),
    ("specification", "Specification and KPIs", 4, False),
    ("tender", "Tender issued", 6, False),
    ("award", "Award decision", 10, True),
    ("signature", "Contract signed", 12, False),
    ("go_live", "Go-live", 14, True),
)


@dataclass
class PhaseWorld:
    phase: ProcurementPhase
    stages: dict[str, ProcurementStage]
    evidence: GatewayRequirement
    people: dict[str, User]

    def acting(self, who: str = "manager") -> dict[str, Any]:
        """`by` and `grants` of one of the people, for a door."""
        return {"by": self.people[who], "grants": self.grants(who)}

    def grants(self, who: str) -> Grants:
        return grants_for(self.people[who], ON)

    def stage(self, code: str) -> ProcurementStage:
        """The stage as it stands in the database now."""
        return ProcurementStage.objects.select_related("kind", "phase", "programme").get(
            pk=self.stages[code].pk
        )


def phase_world(regime: str = "pa2023") -> PhaseWorld:
    """The gateway “need” asks for evidence; “decision” asks that the regime is chosen, which it is."""
    programme = ProgrammeFactory(key="alpha", name="Alpha")
    RegimeRuleFactory(regime="pa2023", starts_on=date(2025, 2, 24))
    RegimeRuleFactory(regime="psr", starts_on=date(2024, 1, 1))
    RegimeRuleFactory(regime="pcr2015", starts_on=date(2015, 2, 26))
    phase = ProcurementPhaseFactory(programme=programme, regime=regime, number=1)
    stages = {
        code: ProcurementStageFactory(
            programme=programme,
            phase=phase,
            kind=StageKindFactory(code=code, name=name, position=position, is_gateway=gateway),
            planned="June 2026",
        )
        for code, name, position, gateway in KINDS
    }
    evidence = GatewayRequirementFactory(
        stage=stages["need"].kind, text="The need is written down", cure="Attach the business case"
    )
    GatewayRequirementFactory(
        stage=stages["decision"].kind, check_kind="regime", text="The regime is chosen", cure="Choose it"
    )
    roles = {
        "manager": Role.PROGRAMME_MANAGER,
        "commissioner": Role.COMMISSIONER,
        "board": Role.BOARD_MEMBER,
        "finance": Role.FINANCE_LEAD,
        "analyst": Role.ANALYST,
    }
    people = {who: person_with(role, programme=programme) for who, role in roles.items()}
    return PhaseWorld(phase, stages, evidence, people)
