from .budget import BudgetLine, BudgetLineFunder, BudgetLineService
from .phases import (
    ContractsReplaced,
    ExistingContracts,
    PhaseLead,
    PhaseMilestone,
    PhaseScope,
    Procurement,
    ProcurementPhase,
)
from .stated import StatedValue, StatedValueReading

__all__ = [
    "BudgetLine",
    "BudgetLineFunder",
    "BudgetLineService",
    "ContractsReplaced",
    "ExistingContracts",
    "PhaseLead",
    "PhaseMilestone",
    "PhaseScope",
    "Procurement",
    "ProcurementPhase",
    "StatedValue",
    "StatedValueReading",
]
