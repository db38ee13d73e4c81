"""Strategies with their aims, the framework with its domains and outcomes, priority areas and promises."""

from datetime import date
from typing import Any

from commissioning.seeding.load import Load
from commissioning.seeding.records import Record
from outcomes.models import (
    KPI,
    Commitment,
    CommitmentMeasure,
    FrameworkDeveloper,
    HighImpactArea,
    Outcome,
    OutcomeAim,
    OutcomeDomain,
    OutcomesFramework,
    Strategy,
    StrategyAim,
)
from programmes.models import Organisation

from .drafts import a_date, each_left, found, save_each, save_ties


def load_strategies(load: Load) -> None:
    strategies = load.seed.records("strategies")
    save_each(load, Strategy, strategies, _strategy)
    for strategy in strategies:
        save_each(load, StrategyAim, _under(strategy, "aims", "strategy"), _aim)


def load_framework(load: Load) -> None:
    """The framework, and the priority areas that KPIs belong to."""
    for record in load.seed.records("frameworks"):
        for _, framework in save_each(load, OutcomesFramework, [record], _framework):
            bodies = each_left(load, Organisation, record, "developed_by")
            rows = (FrameworkDeveloper(framework=framework, organisation=body) for body in bodies)
            save_ties(FrameworkDeveloper, rows)
        save_each(load, OutcomeDomain, _under(record, "domains", "framework"), _domain)
        outcomes = _under(record, "outcomes", "framework")
        for told, outcome in save_each(load, Outcome, outcomes, _outcome):
            aims = each_left(load, StrategyAim, told, "aims")
            save_ties(OutcomeAim, (OutcomeAim(outcome=outcome, aim=aim) for aim in aims))
    save_each(load, HighImpactArea, load.seed.records("high_impact_areas"), _area)


def load_promises(load: Load) -> None:
    for record, promise in save_each(load, Commitment, load.seed.records("commitments"), _commitment):
        for field, is_proxy in (("kpis", False), ("proxies", True)):
            kpis = each_left(load, KPI, record, field)
            rows = (CommitmentMeasure(commitment=promise, kpi=kpi, is_proxy=is_proxy) for kpi in kpis)
            save_ties(CommitmentMeasure, rows)


def _under(parent: Record, section: str, field: str) -> list[Record]:
    """The records of a section, each told which record it stands under."""
    return [Record({**each.data, field: parent.id}, each.name) for each in parent.records(section)]


def _strategy(_load: Load, record: Record, _place: int) -> dict[str, Any]:
    return {
        "name": record.text("name"),
        "state": record.text("state"),
        "owner": record.words("owner"),
        **a_date(record, "period"),
    }


def _aim(load: Load, record: Record, place: int) -> dict[str, Any]:
    return {
        "strategy": found(load, Strategy, record, "strategy"),
        "text": record.text("text"),
        "position": place,
    }


def _framework(load: Load, record: Record, _place: int) -> dict[str, Any]:
    return {
        "name": record.text("name"),
        "state": record.text("state"),
        "kpi_approach": record.words("kpi_approach"),
        "strategy": found(load, Strategy, record, "strategy"),
        "agreed_on": date.fromisoformat(record.text("agreed_on")),
        "agreed_where": record.words("agreed_where"),
    }


def _domain(load: Load, record: Record, place: int) -> dict[str, Any]:
    framework = found(load, OutcomesFramework, record, "framework")
    return {"framework": framework, "name": record.text("name"), "position": place}


def _outcome(load: Load, record: Record, place: int) -> dict[str, Any]:
    return {
        "framework": found(load, OutcomesFramework, record, "framework"),
        "domain": found(load, OutcomeDomain, record, "domain"),
        "text": record.text("text"),
        "position": place,
    }


def _area(_load: Load, record: Record, _place: int) -> dict[str, Any]:
    return {
        "name": record.text("name"),
        "origin": record.words("origin"),
        "measurability": record.text("measurability"),
        "measurement_plan": record.words("measurement_plan"),
    }


def _commitment(load: Load, record: Record, place: int) -> dict[str, Any]:
    return {
        "text": record.text("text"),
        "kind": record.text("kind"),
        "framework": OutcomesFramework.objects.filter(programme=load.programme).first(),
        "measurability": record.text("measurability"),
        "measurement_plan": record.words("measurement_plan"),
        "position": place,
    }
