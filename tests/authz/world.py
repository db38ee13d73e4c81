"""A programme with at least one record of every kind, each of its texts saying a word that nothing else says."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from programmes.models import Organisation, Programme, Service
from tests import factories
from tests.authz import world_exchange, world_governance, world_kpis, world_plans, world_procurement
from tests.factories.base import ValueFactory

FREE_TEXT = (models.CharField, models.TextField)
# Texts that mean something to the product, so that a word put there would break it rather than be shown.
MEANT = {
    "reference",
    "key",
    "check_key",
    "recorded_kind",
    "kind",
    "field",
    "responses_qualifier",
    "year",
    "currency",
    "subject",
}


@dataclass
class World:
    """Everything that the table of who may do what points at, in one programme."""

    programme: Programme
    lead: Organisation
    service: Service
    records: dict[type[models.Model], models.Model] = field(default_factory=dict)

    def of(self, model: type[models.Model]) -> Any:
        return self.records[model]


def texts(factory: type[ValueFactory[Any]], word: str, **given: Any) -> dict[str, Any]:
    """A value with the word in it for every free text of the factory's model."""
    model = factory._meta.model
    filled = {
        f.name: f"{word} {model._meta.model_name} {f.name}"[: f.max_length or 200]
        for f in model._meta.concrete_fields
        if type(f) in FREE_TEXT and not f.choices and f.editable and not _is_part(model, f.name)
    }
    return {**{name: value for name, value in filled.items() if name not in MEANT}, **given}


def _is_part(model: type[models.Model], name: str) -> bool:
    from commissioning.core.history import composites_of

    return any(name in composite.columns for composite in composites_of(model).values())


def every_record(word: str, *, key: str, amount: str, day: str) -> World:
    """The programme `key`; its money is `amount` and its dates are `day`, as distinctive as the word."""
    make = _Maker(word)
    programme = make.one("Programme", reference=f"{key.upper()}-PRG", key=key)
    make.programme = programme
    lead = make.one("Organisation", name=f"{word} lead commissioner", reference=f"{key.upper()}-ORG-1")
    phase = make.one("ProcurementPhase", number=1, procurement_start=day, go_live=day, completion=day)
    scope = make.one("ServiceScope", added=day, state="in_scope_tbc", commissioner_tbc=True)
    service = scope.service
    Service.objects.filter(pk=service.pk).update(name=f"{word} service", description=f"{word} description")
    service.refresh_from_db()
    make.made[Service] = service
    make.one("CommissioningResponsibility", service=service, organisation=lead, starts_on=date(2018, 1, 1))
    make.one("ServiceAlias", service=service)
    after = {"state": "in_scope", "name": f"{word} after"}
    make.once("ScopeChange", scope=scope, effective=day, after=after)
    make.one("PhaseScope", phase=phase, scope=scope)
    make.one("PhaseLead", phase=phase, organisation=lead)
    line = make.one("BudgetLine", phase=phase, money="TBC", services=[service], funders=[lead])
    make.one("BudgetLine", phase=phase, money=amount, services=[service], funders=[lead])
    make.made[type(line)] = line
    make.one("BudgetLineChange", line=line)
    stated = make.one("StatedValue", money=amount)
    make.one("StatedValueReading", stated_value=stated, phase=phase)
    make.one("ExistingContracts", ends=day, replaced_by=[phase])
    make.one("Procurement")
    milestone = make.one("Milestone", date=day)
    make.one("PhaseMilestone", phase=phase, milestone=milestone)
    paper = make.one("Document", dated=day)
    make.one("Extraction", document=paper)
    for name in ("KnownGap", "CitedWork"):
        make.one(name, document=paper)
    for name in ("ProgrammeTargetDate", "ProgrammeStatement", "Engagement"):
        make.one(name, date=day)
    for name in ("Challenge", "Feedback"):
        make.one(name)
    make.one("ProgrammePartner", organisation=lead, role="lead_commissioner", starts_on=None, ends_on=None)
    make.one("CommissionerCode", organisation=lead, code=f"{word[:8]} LC")
    make.one("OrganisationAlias", organisation=lead)
    successor = make.one("Organisation", name=f"{word} successor", reference=f"{key.upper()}-ORG-2")
    make.made[Organisation] = lead
    make.one("OrganisationSuccession", predecessor=lead, successor=successor)
    world_plans.commissioning(make, lead, service, amount, day)
    world_plans.plans(make, lead, amount, day)
    world_plans.areas(make, amount, day)
    _outcomes_and_governance(make, lead, paper, day)
    world_procurement.procurement(make, lead, amount, day)
    world_exchange.exchange(make)
    return World(programme, lead, service, make.made)


def _outcomes_and_governance(make: "_Maker", lead: Organisation, paper: Any, day: str) -> None:
    world_kpis.outcomes(make, lead, day)
    body = make.one("Body", organisation=lead, is_programme_board=True)
    make.one("BodySeat", body=body, organisation=None)
    make.one("GovernanceLink", source=body, target=factories.BodyFactory(**make.texts("Body")))
    make.one("Recommendation", body=body, document=paper)
    world_plans.papers(make, body, paper, day)
    world_governance.governance(make, lead, day)
    found = make.one("Discrepancy")
    make.one("DiscrepancyStatement", discrepancy=found)
    make.one("DiscrepancyNote", discrepancy=found, handling="open")
    for record in list(make.made.values()):
        if hasattr(record, "fact_id") and hasattr(record, "programme_id"):
            factories.cite(record, f"{make.word} locator", label=f"{make.word} label")


class _Maker:
    def __init__(self, word: str) -> None:
        self.word = word
        self.programme: Programme | None = None
        self.made: dict[type[models.Model], Any] = {}

    def texts(self, name: str) -> dict[str, Any]:
        factory = getattr(factories, f"{name}Factory")
        given = texts(factory, self.word)
        if self.programme is not None and any(
            f.name == "programme" for f in factory._meta.model._meta.fields
        ):
            given["programme"] = self.programme
        return given

    def one(self, name: str, /, **given: Any) -> Any:
        factory = getattr(factories, f"{name}Factory")
        record = factory(**{**self.texts(name), **given})
        self.made[type(record)] = record
        return record

    def once(self, name: str, /, **given: Any) -> Any:
        """What is written once cannot take a fact later: the fact comes first, and is cited with the others."""
        kind = getattr(factories, f"{name}Factory")._meta.model._meta.label_lower
        return self.one(name, fact=factories.FactFactory(programme=self.programme, kind=kind), **given)
