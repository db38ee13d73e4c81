"""How this app's records are worded in a document's list of facts."""

from procurement.models import (
    BudgetLine,
    Contract,
    ExistingContracts,
    Funding,
    Procurement,
    ProcurementPhase,
    StatedValue,
)

MODELS = (Procurement, ProcurementPhase, ExistingContracts, StatedValue, BudgetLine, Contract, Funding)
RELATED: dict[type, tuple[str, ...]] = {}
