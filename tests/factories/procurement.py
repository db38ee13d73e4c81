from collections.abc import Iterable
from datetime import date
from typing import Any

import factory

from commissioning.core.money import parse_money
from procurement.models import (
    BudgetLine,
    BudgetLineChange,
    ContractsReplaced,
    Contribution,
    ExistingContracts,
    Funding,
    PhaseLead,
    PhaseMilestone,
    PhaseScope,
    Procurement,
    ProcurementPhase,
    StatedValue,
    StatedValueReading,
)
from procurement.rules import line_values
from tests.factories.base import ScopedFactory, ValueFactory, reference, same_programme
from tests.factories.people import UserFactory
from tests.factories.programmes import MilestoneFactory, OrganisationFactory
from tests.factories.services import ServiceScopeFactory

PHASE = "tests.factories.procurement.ProcurementPhaseFactory"


class ProcurementFactory(ScopedFactory[Procurement]):
    class Meta:
        model = Procurement

    reference = reference("PROC")
    model = "aligned"
    chosen = "three aligned procurements"


class ProcurementPhaseFactory(ScopedFactory[ProcurementPhase]):
    class Meta:
        model = ProcurementPhase

    reference = reference("PH")
    number = factory.Sequence(lambda number: number + 1)
    name = factory.LazyAttribute(lambda phase: f"Phase {phase.number} services")


class PhaseLeadFactory(ValueFactory[PhaseLead]):
    class Meta:
        model = PhaseLead

    phase = factory.SubFactory(ProcurementPhaseFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class PhaseScopeFactory(ValueFactory[PhaseScope]):
    class Meta:
        model = PhaseScope

    phase = factory.SubFactory(ProcurementPhaseFactory)
    scope = factory.SubFactory(ServiceScopeFactory, programme=factory.SelfAttribute("..phase.programme"))


class PhaseMilestoneFactory(ValueFactory[PhaseMilestone]):
    class Meta:
        model = PhaseMilestone

    phase = factory.SubFactory(ProcurementPhaseFactory)
    milestone = factory.SubFactory(MilestoneFactory, programme=factory.SelfAttribute("..phase.programme"))


class ExistingContractsFactory(ScopedFactory[ExistingContracts]):
    """`replaced_by=[phase]` says which phases replace them."""

    class Meta:
        model = ExistingContracts

    reference = reference("EXC")
    text = "a number of existing contracts end"
    ends = "March 2020"

    @factory.post_generation
    def replaced_by(self, create: bool, phases: Iterable[Any] | None, **_: Any) -> None:
        if create and phases:
            self.replaced_by.add(*phases)


class ContractsReplacedFactory(ValueFactory[ContractsReplaced]):
    class Meta:
        model = ContractsReplaced

    existing = factory.SubFactory(ExistingContractsFactory)
    phase = factory.SubFactory(
        ProcurementPhaseFactory, programme=factory.SelfAttribute("..existing.programme")
    )


class BudgetLineFactory(ScopedFactory[BudgetLine]):
    """Confirmed where there is an amount, else to be confirmed. `services=[…]` and `funders=[…]` tie it to them."""

    class Meta:
        model = BudgetLine

    reference = reference("BL")
    label = factory.Sequence(lambda number: f"Line {number}")
    phase = same_programme(PHASE)
    money = "£1.5m"
    position = factory.Sequence(lambda number: number)

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        kwargs = super()._adjust_kwargs(**kwargs)
        kwargs.setdefault("status", "confirmed" if kwargs["money"].is_known else "tbc")
        return kwargs

    @factory.post_generation
    def services(self, create: bool, services: Iterable[Any] | None, **_: Any) -> None:
        if create and services:
            self.services.add(*services)

    @factory.post_generation
    def funders(self, create: bool, funders: Iterable[Any] | None, **_: Any) -> None:
        if create and funders:
            self.funders.add(*funders)


class BudgetLineChangeFactory(ValueFactory[BudgetLineChange]):
    """A line that had been TBC; `before` and `after` are as the door keeps them."""

    class Meta:
        model = BudgetLineChange

    line = factory.SubFactory(BudgetLineFactory)
    settled_on = date(2019, 3, 3)
    before = factory.LazyFunction(lambda: line_values(parse_money("TBC"), "tbc"))
    after = factory.LazyAttribute(lambda change: line_values(change.line.money, change.line.status))
    reason = "Agreed by the finance group"
    made_by = factory.SubFactory(UserFactory)


class StatedValueFactory(ScopedFactory[StatedValue]):
    class Meta:
        model = StatedValue

    reference = reference("SV")
    covers = "the programme"
    money = "over £45m p.a."
    position = factory.Sequence(lambda number: number)


class StatedValueReadingFactory(ValueFactory[StatedValueReading]):
    class Meta:
        model = StatedValueReading

    stated_value = factory.SubFactory(StatedValueFactory)
    label = "Every line"


class FundingFactory(ScopedFactory[Funding]):
    class Meta:
        model = Funding

    reference = reference("FUND")
    name = factory.Sequence(lambda number: f"Funding {number}")
    money = "£250,000"


class ContributionFactory(ValueFactory[Contribution]):
    class Meta:
        model = Contribution

    funding = factory.SubFactory(FundingFactory)
    funder = factory.SubFactory(OrganisationFactory)
    money = "£125,000"
