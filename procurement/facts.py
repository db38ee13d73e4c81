"""How this app's records are worded in a document's list of facts."""

from procurement.models import (
    BudgetLine,
    Contract,
    ExistingContracts,
    Funding,
    PooledFund,
    Procurement,
    ProcurementPhase,
    ProcurementStage,
    StatedValue,
)

MODELS = (
    Procurement,
    ProcurementPhase,
    ProcurementStage,
    ExistingContracts,
    StatedValue,
    BudgetLine,
    Contract,
    Funding,
    PooledFund,
)
RELATED: dict[type, tuple[str, ...]] = {ProcurementStage: ("kind", "phase")}
