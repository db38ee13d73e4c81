"""More of everything that hangs on one KPI, so that its page is asked with few rows and with many."""

from datetime import date

from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.periods import Month
from outcomes.models import KPI, Measurement
from tests.factories.kpis import (
    BreakdownFactory,
    BreakdownMemberFactory,
    ChartDecisionFactory,
    CommitmentFactory,
    CommitmentMeasureFactory,
    ContractFactory,
    ContractKPIFactory,
    ExceptionReportFactory,
    KPIChangeFactory,
    KPICommentFactory,
    KPIReturnFactory,
    KPIServiceFactory,
    OutcomeMeasureFactory,
    ReturnLineFactory,
    ReturnStepFactory,
)
from tests.factories.outcomes import MeasurementFactory, OutcomeFactory
from tests.factories.people import UserFactory
from tests.factories.services import ServiceFactory

FIRST = Month(2019, 1)


def hang_on(kpi: KPI) -> None:
    """One more of each: a month with a place, an outcome, a service, a contract, words, a decision, a return."""
    many = Measurement.objects.filter(kpi=kpi, member=None).count()
    month = FIRST.plus(many)
    programme, period, person = kpi.programme, parse_fuzzy_date(month.label), UserFactory()
    member = BreakdownMemberFactory(breakdown=BreakdownFactory(programme=programme))
    for of in (None, member):
        MeasurementFactory(programme=programme, kpi=kpi, member=of, period=period, value=40 + many)
    OutcomeMeasureFactory(outcome=OutcomeFactory(programme=programme), kpi=kpi)
    CommitmentMeasureFactory(commitment=CommitmentFactory(programme=programme), kpi=kpi)
    KPIServiceFactory(kpi=kpi, service=ServiceFactory(programme=programme))
    ContractKPIFactory(kpi=kpi, contract=ContractFactory(programme=programme))
    for factory in (KPICommentFactory, KPIChangeFactory, ExceptionReportFactory):
        factory(programme=programme, kpi=kpi, made_by=person)
    ChartDecisionFactory(programme=programme, kpi=kpi, on=date(2000 + many, 1, 1), made_by=person)
    sent = KPIReturnFactory(programme=programme, kpi=kpi, submitted_by=person, state="accepted")
    ReturnLineFactory(kpi_return=sent, period=period)
    ReturnStepFactory(kpi_return=sent, made_by=person)
