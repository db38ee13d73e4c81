"""Which tables keep history, and which do not and why."""

from typing import Any

from django.apps import apps
from django.db import models

from procurement.models import BudgetLineFunder, BudgetLineService
from tests import factories

OWN = {"core", "seeding", "programmes", "outcomes", "procurement", "governance", "exchange"}
NOT_TRACKED = {
    "core.FinishedJob": "Says which queued work is done, in the work's own transaction; nobody reads it.",
    "core.Progress": "How far long work has come, twice a second; the work itself leaves its history.",
    "seeding.LoadedRecord": "Says which fixture records have been loaded once; it changes nothing that anyone reads.",
    "outcomes.KPISummary": "Worked out from measurements, targets and decisions: they keep the history.",
    "exchange.ImportRow": "The rows of a preview, made anew with each; what is imported keeps its own history.",
    "exchange.KeptAnswer": "What the API answered, kept a day; what it wrote keeps its own history.",
    "programmes.SearchEntry": "Follows other records by trigger: they keep the history.",
}
FACTORIES = {
    factory._meta.model: factory
    for factory in (getattr(factories, name) for name in factories.__all__)
    if hasattr(factory, "_meta") and factory._meta.model is not None
}


def _link(model: type[models.Model], other: str, factory: type) -> Any:
    """What the factories make only together with a budget line: its tie to a service or a funder."""

    def make(**_: Any) -> models.Model:
        return model._default_manager.create(line=factories.BudgetLineFactory(), **{other: factory()})

    return make


FACTORIES |= {
    BudgetLineService: _link(BudgetLineService, "service", factories.ServiceFactory),
    BudgetLineFunder: _link(BudgetLineFunder, "organisation", factories.OrganisationFactory),
}
# Written once: their own triggers refuse every later write.
WRITTEN_ONCE = {
    "programmes.ScopeChange",
    "programmes.ResponsibilityChange",
    "programmes.MilestoneChange",
    "procurement.BudgetLineChange",
    "outcomes.KPIChange",
    "outcomes.KPIComment",
    "outcomes.ExceptionReport",
    "outcomes.ReturnStep",
    "procurement.StageChange",
    "procurement.GatewayDecision",
    "procurement.ConflictDeclaration",
    "procurement.SealedReading",
    "procurement.ContractChange",
    "procurement.ReviewedKPI",
    "procurement.LineReport",
    "procurement.PublishedRelease",
    "governance.DiscrepancyNote",
    "governance.ProgressResponse",
    "governance.TargetDateChange",
    "governance.BodyPosition",
    "governance.RiskAssessment",
    "governance.RiskAct",
    "governance.RiskBanding",
    "governance.RiskBand",
    "governance.BenefitRealised",
    "governance.WorkstreamStatus",
    "governance.ReportStep",
    "governance.PaperIssue",
    "governance.BoardPack",
}


def own_models() -> list[type[models.Model]]:
    """The product's tables, histories aside."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OWN and not hasattr(model, "pgh_tracked_model")
    ]


def tracked_models() -> list[type[models.Model]]:
    return [
        model
        for model in own_models()
        if model._meta.label not in NOT_TRACKED and not model._meta.auto_created
    ]
