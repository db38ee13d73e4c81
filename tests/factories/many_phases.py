"""More of what a phase goes through: stages with evidence and decisions, lots, market engagement, notices."""

from datetime import date
from typing import Any

from procurement.models import ProcurementPhase
from programmes.models import Programme
from tests.factories.phases import (
    EstimateFactory,
    GatewayDecisionFactory,
    GatewayEvidenceFactory,
    GatewayRequirementFactory,
    LotFactory,
    LotServiceFactory,
    MarketEngagementFactory,
    NoticeFactory,
    NoticeKindFactory,
    ProcurementStageFactory,
    StageChangeFactory,
    StageKindFactory,
)
from tests.factories.programmes import cite


def more_of_phases(programme: Programme, service: Any, author: Any) -> None:
    """One more of each for the programme's first phase, of a kind of its own."""
    phase = ProcurementPhase.objects.filter(programme=programme).earliest("number")
    own = {"programme": programme, "phase": phase}
    kind = StageKindFactory(is_gateway=True)
    requirement = GatewayRequirementFactory(stage=kind)
    GatewayRequirementFactory(stage=kind, check_kind="budget")
    stage = ProcurementStageFactory(kind=kind, planned="June 2019", forecast="July 2019", **own)
    cite(stage, "para 20")
    StageChangeFactory(stage=stage, made_by=author)
    GatewayEvidenceFactory(programme=programme, stage=stage, requirement=requirement, added_by=author)
    GatewayDecisionFactory(
        programme=programme, stage=stage, outcome="held", decided_on=date(2018, 12, 1), made_by=author
    )
    LotServiceFactory(lot=LotFactory(**own), service=service)
    MarketEngagementFactory(**own)
    NoticeFactory(kind=NoticeKindFactory(starts_standstill=True), published_on=date(2018, 12, 3), **own)
    EstimateFactory(**own)
