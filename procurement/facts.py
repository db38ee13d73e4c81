"""How this app's records are worded in a document's list of facts."""

from procurement.models import (
    BudgetLine,
    ExistingContracts,
    Funding,
    Procurement,
    ProcurementPhase,
    StatedValue,
)

MODELS = (Procurement, ProcurementPhase, ExistingContracts, StatedValue, BudgetLine, Funding)
RELATED: dict[type, tuple[str, ...]] = {}
