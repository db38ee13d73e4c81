"""What a KPI rests on beyond its definition: ties, targets, measurements, returns, decisions and words."""

from datetime import date
from typing import Any

import factory

from commissioning.core.fuzzydate import parse_fuzzy_date
from outcomes.models import (
    Breakdown,
    BreakdownMember,
    ChartDecision,
    Commitment,
    CommitmentMeasure,
    ExceptionReport,
    KPIChange,
    KPIComment,
    KPIReturn,
    KPIService,
    OutcomeAim,
    OutcomeDomain,
    OutcomeMeasure,
    ReturnLine,
    ReturnStep,
    Strategy,
    StrategyAim,
)
from procurement.models import Contract, ContractEnd, ContractKPI, ContractParty, ContractService
from tests.factories.base import ScopedFactory, ValueFactory, reference, same_programme
from tests.factories.outcomes import KPIFactory, OutcomeFactory
from tests.factories.people import UserFactory
from tests.factories.services import ServiceFactory

KPI_OF = "tests.factories.outcomes.KPIFactory"


class StrategyFactory(ScopedFactory[Strategy]):
    class Meta:
        model = Strategy

    reference = reference("STR")
    name = factory.Sequence(lambda number: f"Strategy {number}")


class StrategyAimFactory(ScopedFactory[StrategyAim]):
    class Meta:
        model = StrategyAim

    reference = reference("AIM")
    strategy = same_programme("tests.factories.kpis.StrategyFactory")
    text = factory.Sequence(lambda number: f"Aim {number}")


class OutcomeDomainFactory(ScopedFactory[OutcomeDomain]):
    class Meta:
        model = OutcomeDomain

    reference = reference("DOM")
    framework = same_programme("tests.factories.outcomes.OutcomesFrameworkFactory")
    name = factory.Sequence(lambda number: f"Domain {number}")


class OutcomeAimFactory(ValueFactory[OutcomeAim]):
    class Meta:
        model = OutcomeAim

    outcome = factory.SubFactory(OutcomeFactory)
    aim = factory.SubFactory(StrategyAimFactory, programme=factory.SelfAttribute("..outcome.programme"))


class OutcomeMeasureFactory(ValueFactory[OutcomeMeasure]):
    class Meta:
        model = OutcomeMeasure

    outcome = factory.SubFactory(OutcomeFactory)
    kpi = factory.SubFactory(KPIFactory, programme=factory.SelfAttribute("..outcome.programme"))


class KPIServiceFactory(ValueFactory[KPIService]):
    class Meta:
        model = KPIService

    kpi = factory.SubFactory(KPIFactory)
    service = factory.SubFactory(ServiceFactory, programme=factory.SelfAttribute("..kpi.programme"))


class CommitmentFactory(ScopedFactory[Commitment]):
    class Meta:
        model = Commitment

    reference = reference("COM")
    text = factory.Sequence(lambda number: f"Commitment {number}")


class CommitmentMeasureFactory(ValueFactory[CommitmentMeasure]):
    class Meta:
        model = CommitmentMeasure

    commitment = factory.SubFactory(CommitmentFactory)
    kpi = factory.SubFactory(KPIFactory, programme=factory.SelfAttribute("..commitment.programme"))


class BreakdownFactory(ScopedFactory[Breakdown]):
    class Meta:
        model = Breakdown

    reference = reference("BRK")
    kind = "place"
    name = factory.Sequence(lambda number: f"Breakdown {number}")


class BreakdownMemberFactory(ValueFactory[BreakdownMember]):
    class Meta:
        model = BreakdownMember

    breakdown = factory.SubFactory(BreakdownFactory)
    name = factory.Sequence(lambda number: f"Place {number}")


class KPIChangeFactory(ScopedFactory[KPIChange]):
    class Meta:
        model = KPIChange

    reference = reference("KCH")
    kpi = same_programme(KPI_OF)
    kind = "definition"
    field = "Numerator"
    before = "children seen"
    after = "children seen in time"
    reason = "agreed by the data group"
    made_by = factory.SubFactory(UserFactory)


class ChartDecisionFactory(ScopedFactory[ChartDecision]):
    class Meta:
        model = ChartDecision

    reference = reference("CHD")
    kpi = same_programme(KPI_OF)
    kind = "rebase"
    on = date(2025, 4, 1)
    reason = "a new service began"
    made_by = factory.SubFactory(UserFactory)


class KPICommentFactory(ScopedFactory[KPIComment]):
    class Meta:
        model = KPIComment

    reference = reference("KCO")
    kpi = same_programme(KPI_OF)
    text = "Winter closures"
    made_by = factory.SubFactory(UserFactory)


class ExceptionReportFactory(ScopedFactory[ExceptionReport]):
    class Meta:
        model = ExceptionReport

    reference = reference("EXC")
    kpi = same_programme(KPI_OF)
    cause = "two posts are vacant"
    action = "recruit to both"
    action_owner = "Head of service"
    made_by = factory.SubFactory(UserFactory)


class KPIReturnFactory(ScopedFactory[KPIReturn]):
    class Meta:
        model = KPIReturn

    reference = reference("RET")
    kpi = same_programme(KPI_OF)
    submitted_by = factory.SubFactory(UserFactory)


class ReturnLineFactory(ValueFactory[ReturnLine]):
    class Meta:
        model = ReturnLine

    kpi_return = factory.SubFactory(KPIReturnFactory)
    period = "April 2025"
    value = 55


class ReturnStepFactory(ValueFactory[ReturnStep]):
    class Meta:
        model = ReturnStep

    kpi_return = factory.SubFactory(KPIReturnFactory)
    step = "submitted"
    made_by = factory.SubFactory(UserFactory)


class ContractFactory(ScopedFactory[Contract]):
    class Meta:
        model = Contract

    reference = reference("CON")
    name = factory.Sequence(lambda number: f"Contract {number}")
    public_from = date(2000, 1, 1)

    @factory.post_generation
    def lead_provider(self, create: bool, given: Any, **_: Any) -> None:
        """The organisation that provides it from its start on."""
        if create and given is not None:
            ContractParty.objects.create(contract=self, organisation=given, role="lead_provider")

    @factory.post_generation
    def ends(self, create: bool, given: Any, **_: Any) -> None:
        """Its last day, as printed."""
        if create and given is not None:
            day = parse_fuzzy_date(given) if isinstance(given, str) else given
            ContractEnd.objects.create(contract=self, ends=day)


class ContractServiceFactory(ValueFactory[ContractService]):
    class Meta:
        model = ContractService

    contract = factory.SubFactory(ContractFactory)
    service = factory.SubFactory(ServiceFactory, programme=factory.SelfAttribute("..contract.programme"))


class ContractKPIFactory(ValueFactory[ContractKPI]):
    class Meta:
        model = ContractKPI

    contract = factory.SubFactory(ContractFactory)
    kpi = factory.SubFactory(KPIFactory, programme=factory.SelfAttribute("..contract.programme"))
