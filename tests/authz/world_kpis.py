"""The records of outcomes and KPIs in the world of the access tests."""

from datetime import date
from typing import Any

from outcomes.models import KPI
from programmes.models import Service


def outcomes(make: Any, lead: Any, day: str) -> None:
    """A strategy with an aim, a framework under it, and a KPI with all that hangs on one."""
    strategy = make.one("Strategy", period=day)
    aim = make.one("StrategyAim", strategy=strategy)
    framework = make.one("OutcomesFramework", strategy=strategy)
    make.one("FrameworkDeveloper", framework=framework, organisation=lead)
    outcome = make.one("Outcome", framework=framework, domain=make.one("OutcomeDomain", framework=framework))
    make.one("OutcomeAim", outcome=outcome, aim=aim)
    kpi = make.one("KPI", high_impact_area=make.one("HighImpactArea"), owner=lead, state="reporting")
    make.one("OutcomeMeasure", outcome=outcome, kpi=kpi)
    make.one("KPIService", kpi=kpi, service=make.made[Service])
    commitment = make.one("Commitment", framework=framework)
    make.one("CommitmentMeasure", commitment=commitment, kpi=kpi)
    make.one("Target", kpi=kpi, date=day)
    _measured(make, kpi, day)


def _measured(make: Any, kpi: KPI, day: str) -> None:
    breakdown = make.one("Breakdown")
    member = make.one("BreakdownMember", breakdown=breakdown)
    make.one("Measurement", kpi=kpi, period=day, member=member)
    make.one("Measurement", kpi=kpi, period=day)
    make.once("KPIChange", kpi=kpi)
    make.one("ChartDecision", kpi=kpi, on=date(2018, 4, 1))
    make.once("KPIComment", kpi=kpi)
    make.once("ExceptionReport", kpi=kpi, due=day)
    sent = make.one("KPIReturn", kpi=kpi)
    make.one("ReturnLine", kpi_return=sent, period="April 2018")
    make.one("ReturnStep", kpi_return=sent)
