"""The rooms that this app keeps."""

from outcomes.models import KPI, OutcomesFramework
from procurement.models import BudgetLine, Contract, ExistingContracts, ProcurementPhase, StatedValue
from programmes.models import Milestone, ProgrammeTargetDate, Service
from programmes.rooms import Room

ROOMS = (
    Room("services", "Services", 100, (Service.objects.all,)),
    Room("procurement", "Procurement", 200, (ProcurementPhase.objects.all,)),
    Room("contracts", "Contracts", 210, (Contract.objects.all, ProcurementPhase.objects.all)),
    Room("ocds", "Open contracting data", 215, within="procurement"),
    Room(
        "runway",
        "Runway",
        220,
        (ProcurementPhase.objects.all, Contract.objects.all, ExistingContracts.objects.all),
    ),
    Room(
        "calendar",
        "Calendar",
        221,
        (ProcurementPhase.objects.all, Contract.objects.all, ExistingContracts.objects.all),
        within="runway",
    ),
    Room("money", "Money", 300, (BudgetLine.objects.all, StatedValue.objects.all)),
    Room(
        "milestones",
        "Milestones",
        400,
        (
            Milestone.objects.all,
            ProcurementPhase.objects.all,
            ProgrammeTargetDate.objects.all,
            ExistingContracts.objects.all,
        ),
    ),
    Room(
        "golden_thread",
        "Golden thread",
        540,
        (OutcomesFramework.objects.all, KPI.objects.all, Contract.objects.all),
        within="outcomes",
    ),
)
