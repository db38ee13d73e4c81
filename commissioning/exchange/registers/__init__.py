"""Every register that files and programs may write, by the name of its export."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from django.utils.module_loading import import_string

from .base import RegisterResource

_HERE: Final = "commissioning.exchange.registers"
# In the order in which a programme is filled: what later ones refer to comes first.
CLASSES: Final[Mapping[str, str]] = {
    "organisations": f"{_HERE}.organisations.OrganisationResource",
    "services": f"{_HERE}.services.ServiceResource",
    "responsibilities": f"{_HERE}.responsibilities.ResponsibilityResource",
    "budget_lines": f"{_HERE}.budget_lines.BudgetLineResource",
    "line_reports": f"{_HERE}.line_reports.LineReportResource",
    "contracts": f"{_HERE}.contracts.ContractResource",
    "milestones": f"{_HERE}.milestones.MilestoneResource",
    "actions": f"{_HERE}.actions.ActionResource",
    "risks": f"{_HERE}.risks.RiskResource",
    "kpi_definitions": f"{_HERE}.kpi_definitions.KPIDefinitionResource",
    "kpi_targets": f"{_HERE}.kpi_targets.KPITargetResource",
    "measurements": f"{_HERE}.measurements.MeasurementResource",
}


@cache
def resource_class(register: str) -> type[RegisterResource]:
    """The class of a register. Raises KeyError for a name that is none."""
    found: type[RegisterResource] = import_string(CLASSES[register])
    return found


def resource_of(register: str) -> RegisterResource:
    """A fresh resource of a register. Raises KeyError for a name that is none."""
    return resource_class(register)()


def written_headings(table: str) -> frozenset[str]:
    """The headings of a table whose cells an import writes; none for a table that is no register."""
    if table not in CLASSES:
        return frozenset()
    return resource_of(table).written


__all__ = ["CLASSES", "RegisterResource", "resource_class", "resource_of", "written_headings"]
