"""What a phase goes through: the tables of the law, stages and gateways, lots, notices, and what is sealed."""

from datetime import date

import factory

from procurement.models import (
    AwardCriterion,
    Bid,
    BidScore,
    CalendarDay,
    ConflictDeclaration,
    CpvRange,
    DecisionRecord,
    Estimate,
    GatewayDecision,
    GatewayEvidence,
    GatewayRequirement,
    Lot,
    LotService,
    MarketEngagement,
    Notice,
    NoticeKind,
    ProcurementProcess,
    ProcurementStage,
    RegimeRule,
    SealedReading,
    StageChange,
    StageKind,
    TeamMember,
    Threshold,
)
from tests.factories.base import ScopedFactory, ValueFactory, reference
from tests.factories.people import UserFactory
from tests.factories.procurement import ProcurementPhaseFactory
from tests.factories.services import ServiceFactory


def phase_of() -> factory.SubFactory:
    """A phase of the same programme."""
    return factory.SubFactory(ProcurementPhaseFactory, programme=factory.SelfAttribute("..programme"))


class RegimeRuleFactory(ValueFactory[RegimeRule]):
    class Meta:
        model = RegimeRule

    reference = reference("RULE")
    regime = "pa2023"


class CalendarDayFactory(ValueFactory[CalendarDay]):
    class Meta:
        model = CalendarDay

    reference = reference("DAY")
    calendar = "england"
    day = date(2023, 5, 8)
    why = "Coronation"


class ThresholdFactory(ValueFactory[Threshold]):
    class Meta:
        model = Threshold

    reference = reference("THR")
    category = "light_touch"
    amount = 663_540


class CpvRangeFactory(ValueFactory[CpvRange]):
    class Meta:
        model = CpvRange

    reference = reference("CPV")
    listed = "psr"
    begins_with = "851"
    name = "Health services"


class ProcurementProcessFactory(ValueFactory[ProcurementProcess]):
    class Meta:
        model = ProcurementProcess

    reference = reference("PROCESS")
    regime = "psr"
    code = factory.Sequence(lambda number: f"process-{number}")
    name = "Most suitable provider"
    method = "limited"


class StageKindFactory(ValueFactory[StageKind]):
    class Meta:
        model = StageKind

    reference = reference("STAGE")
    code = factory.Sequence(lambda number: f"stage-{number}")
    name = factory.Sequence(lambda number: f"Stage {number}")
    position = factory.Sequence(lambda number: number + 1)


class GatewayRequirementFactory(ValueFactory[GatewayRequirement]):
    class Meta:
        model = GatewayRequirement

    reference = reference("REQ")
    stage = factory.SubFactory(StageKindFactory, is_gateway=True)
    text = "The business case is approved"
    cure = "Attach the minute"


class NoticeKindFactory(ValueFactory[NoticeKind]):
    class Meta:
        model = NoticeKind

    reference = reference("NK")
    regime = "pa2023"
    code = factory.Sequence(lambda number: f"N{number}")
    name = "Award notice"


class ProcurementStageFactory(ScopedFactory[ProcurementStage]):
    class Meta:
        model = ProcurementStage

    reference = reference("ST")
    phase = phase_of()
    kind = factory.SubFactory(StageKindFactory)


class StageChangeFactory(ValueFactory[StageChange]):
    class Meta:
        model = StageChange

    stage = factory.SubFactory(ProcurementStageFactory)
    field = "forecast"
    reason = "Agreed"
    made_by = factory.SubFactory(UserFactory)


class GatewayEvidenceFactory(ScopedFactory[GatewayEvidence]):
    class Meta:
        model = GatewayEvidence

    reference = reference("GE")
    stage = factory.SubFactory(ProcurementStageFactory, programme=factory.SelfAttribute("..programme"))
    requirement = factory.SubFactory(GatewayRequirementFactory)
    text = "Minute 4"
    added_by = factory.SubFactory(UserFactory)


class GatewayDecisionFactory(ScopedFactory[GatewayDecision]):
    class Meta:
        model = GatewayDecision

    reference = reference("GD")
    stage = factory.SubFactory(ProcurementStageFactory, programme=factory.SelfAttribute("..programme"))
    outcome = "passed"
    decided_by = "Programme board"
    decided_on = date(2019, 1, 1)
    reason = "Ready"
    made_by = factory.SubFactory(UserFactory)


class LotFactory(ScopedFactory[Lot]):
    class Meta:
        model = Lot

    reference = reference("LOT")
    phase = phase_of()
    number = factory.Sequence(lambda number: number + 1)
    title = factory.Sequence(lambda number: f"Lot {number}")


class LotServiceFactory(ValueFactory[LotService]):
    class Meta:
        model = LotService

    lot = factory.SubFactory(LotFactory)
    service = factory.SubFactory(ServiceFactory, programme=factory.SelfAttribute("..lot.programme"))


class MarketEngagementFactory(ScopedFactory[MarketEngagement]):
    class Meta:
        model = MarketEngagement

    reference = reference("ENGAGE")
    phase = phase_of()
    text = "What would make this attractive?"


class NoticeFactory(ScopedFactory[Notice]):
    class Meta:
        model = Notice

    reference = reference("NOT")
    phase = phase_of()
    kind = factory.SubFactory(NoticeKindFactory)


# --- sealed -------------------------------------------------------------------------------------------------------


class TeamMemberFactory(ScopedFactory[TeamMember]):
    class Meta:
        model = TeamMember

    reference = reference("TEAM")
    phase = phase_of()
    user = factory.SubFactory(UserFactory)
    role = "evaluator"
    joined_on = date(2018, 1, 1)


class ConflictDeclarationFactory(ScopedFactory[ConflictDeclaration]):
    class Meta:
        model = ConflictDeclaration

    reference = reference("COI")
    phase = phase_of()
    user = factory.SubFactory(UserFactory)
    has_conflict = False
    made_by = factory.SelfAttribute("user")


class EstimateFactory(ScopedFactory[Estimate]):
    class Meta:
        model = Estimate

    reference = reference("EST")
    phase = phase_of()
    money = "£1m"
    made_on = date(2018, 6, 1)


class BidFactory(ScopedFactory[Bid]):
    class Meta:
        model = Bid

    reference = reference("BID")
    phase = phase_of()
    bidder = factory.Sequence(lambda number: f"Bidder {number}")


class AwardCriterionFactory(ScopedFactory[AwardCriterion]):
    class Meta:
        model = AwardCriterion

    reference = reference("CRIT")
    phase = phase_of()
    name = factory.Sequence(lambda number: f"Criterion {number}")


class BidScoreFactory(ScopedFactory[BidScore]):
    class Meta:
        model = BidScore

    reference = reference("SCORE")
    bid = factory.SubFactory(BidFactory, programme=factory.SelfAttribute("..programme"))
    criterion = factory.SubFactory(AwardCriterionFactory, phase=factory.SelfAttribute("..bid.phase"))
    evaluator = factory.SubFactory(UserFactory)
    score = 3


class DecisionRecordFactory(ScopedFactory[DecisionRecord]):
    class Meta:
        model = DecisionRecord

    reference = reference("DR")
    phase = phase_of()
    provider = "A provider"
    process_reasons = "Because"
    decision_makers = "Programme board"


class SealedReadingFactory(ValueFactory[SealedReading]):
    class Meta:
        model = SealedReading

    phase = factory.SubFactory(ProcurementPhaseFactory)
    user = factory.SubFactory(UserFactory)
    what = "Bids"
