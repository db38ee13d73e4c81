from .budget import BudgetLine, BudgetLineChange, BudgetLineFunder, BudgetLineService
from .contracts import Contract, ContractKPI, ContractService
from .funding import Contribution, Funding
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

from . import searched  # noqa: F401, isort: skip (adds triggers to the models above)

__all__ = [
    "BudgetLine",
    "BudgetLineChange",
    "BudgetLineFunder",
    "BudgetLineService",
    "Contract",
    "ContractKPI",
    "ContractService",
    "ContractsReplaced",
    "Contribution",
    "ExistingContracts",
    "Funding",
    "PhaseLead",
    "PhaseMilestone",
    "PhaseScope",
    "Procurement",
    "ProcurementPhase",
    "StatedValue",
    "StatedValueReading",
]
