import factory

from outcomes.models import (
    KPI,
    FrameworkDeveloper,
    HighImpactArea,
    Measurement,
    Outcome,
    OutcomesFramework,
    Target,
)
from tests.factories.base import ScopedFactory, ValueFactory, reference, same_programme
from tests.factories.programmes import OrganisationFactory

IN_OUTCOMES = "tests.factories.outcomes."


class OutcomesFrameworkFactory(ScopedFactory[OutcomesFramework]):
    class Meta:
        model = OutcomesFramework

    reference = reference("OF")
    name = "Outcomes framework"


class FrameworkDeveloperFactory(ValueFactory[FrameworkDeveloper]):
    class Meta:
        model = FrameworkDeveloper

    framework = factory.SubFactory(OutcomesFrameworkFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class OutcomeFactory(ScopedFactory[Outcome]):
    class Meta:
        model = Outcome

    reference = reference("OUT")
    framework = same_programme(IN_OUTCOMES + "OutcomesFrameworkFactory")
    text = factory.Sequence(lambda number: f"Outcome {number}")


class HighImpactAreaFactory(ScopedFactory[HighImpactArea]):
    class Meta:
        model = HighImpactArea

    reference = reference("HIA")
    name = factory.Sequence(lambda number: f"High impact area {number}")


class KPIFactory(ScopedFactory[KPI]):
    class Meta:
        model = KPI

    reference = reference("KPI")
    name = factory.Sequence(lambda number: f"Indicator {number}")


class TargetFactory(ScopedFactory[Target]):
    class Meta:
        model = Target

    reference = reference("TARGET")
    kpi = same_programme(IN_OUTCOMES + "KPIFactory")
    words = "better than the year before"


class MeasurementFactory(ScopedFactory[Measurement]):
    class Meta:
        model = Measurement

    reference = reference("MEASURE")
    kpi = same_programme(IN_OUTCOMES + "KPIFactory")
    text = "55%"
    value = 55
