"""The rooms that this app keeps."""

from outcomes.models import KPI, CareModelArea, HighImpactArea, ImpactFigure, OutcomesFramework, Theme
from programmes.rooms import Room

ROOMS = (
    Room("areas", "Areas", 410, (CareModelArea.objects.all,)),
    Room("themes", "Themes", 420, (Theme.objects.all,)),
    Room("impacts", "Figures", 430, (ImpactFigure.objects.all,)),
    Room("evidence_search", "Evidence", 440, (CareModelArea.objects.all,)),
    Room(
        "outcomes",
        "Outcomes",
        500,
        (OutcomesFramework.objects.all, KPI.objects.all, HighImpactArea.objects.all),
    ),
)
