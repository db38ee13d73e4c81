"""The KPIs with their whole definition, targets and ties, and the decisions about their charts."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from commissioning.seeding.load import Load
from commissioning.seeding.records import Record
from outcomes.models import (
    KPI,
    ChartDecision,
    HighImpactArea,
    KPIService,
    Outcome,
    OutcomeMeasure,
    Target,
)
from programmes.models import Organisation, Service

from .drafts import each_left, found, save_each, save_ties

TEXTS = (
    "definition", "why_it_matters", "numerator", "denominator", "method", "collection", "source", "unit", "owner_role",
)  # fmt: skip
CHOICES = ("name", "measure", "frequency", "polarity", "series", "state")
NUMBERS = ("decimals", "return_days")
NUMBERS_IF_ANY = ("per", "suppress_below", "baseline_points")
AMOUNTS_IF_ANY = ("floor", "ceiling", "tolerance")
DAYS_IF_ANY = ("reported_from", "retired_on")


def load_kpis(load: Load) -> None:
    records = load.seed.records("kpis")
    made = save_each(load, KPI, records, _kpi)
    save_ties(OutcomeMeasure, (tie for record, kpi in made for tie in _measures(load, record, kpi)))
    save_ties(
        KPIService,
        (
            KPIService(kpi=kpi, service=service)
            for record, kpi in made
            for service in each_left(load, Service, record, "services")
        ),
    )
    save_each(load, Target, [target for record in records for target in _targets(record)], _target)


def load_decisions(load: Load) -> None:
    save_each(load, ChartDecision, load.seed.records("decisions"), _decision)


def _kpi(load: Load, record: Record, _place: int) -> dict[str, Any]:
    values: dict[str, Any] = {field: record.text(field) for field in CHOICES}
    values |= {field: record.words(field) for field in TEXTS}
    values |= {field: record.number(field) for field in NUMBERS}
    values |= {field: record.number(field) if field in record else None for field in NUMBERS_IF_ANY}
    values |= {field: record.decimal(field) for field in AMOUNTS_IF_ANY if field in record}
    values |= {field: _day(record, field) for field in DAYS_IF_ANY}
    values["owner"] = found(load, Organisation, record, "owner")
    if "hia" in record:
        values["high_impact_area"] = found(load, HighImpactArea, record, "hia")
    return values


def _day(record: Record, field: str) -> date | None:
    return date.fromisoformat(record.text(field)) if field in record else None


def _measures(load: Load, record: Record, kpi: KPI) -> Iterator[OutcomeMeasure]:
    for tie in record.records("outcomes"):
        references = [tie.text("outcome")]
        for outcome in load.those_left(Outcome, references, record=record, field="outcomes"):
            yield OutcomeMeasure(kpi=kpi, outcome=outcome, is_proxy=tie.flag("is_proxy"))


def _targets(record: Record) -> Iterator[Record]:
    for place, target in enumerate(record.records("targets"), 1):
        reference = f"{record.id}-TGT-{place}"
        yield Record({**target.data, "id": reference, "kpi": record.id}, reference)


def _target(load: Load, record: Record, _place: int) -> dict[str, Any]:
    return {
        "kpi": found(load, KPI, record, "kpi"),
        "value": record.decimal("value") if "value" in record else None,
        "words": record.words("words"),
        "origin": record.words("origin"),
        "starts_on": _day(record, "starts_on"),
        "ends_on": _day(record, "ends_on"),
    }


def _decision(load: Load, record: Record, _place: int) -> dict[str, Any]:
    return {
        "kpi": found(load, KPI, record, "kpi"),
        "kind": record.text("kind"),
        "on": date.fromisoformat(record.text("on")),
        "reason": record.text("reason"),
    }
