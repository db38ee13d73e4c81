"""The rooms that this app keeps."""

from outcomes.models import KPI, HighImpactArea, OutcomesFramework
from programmes.rooms import Room

ROOMS = (
    Room(
        "outcomes",
        "Outcomes",
        500,
        (OutcomesFramework.objects.all, KPI.objects.all, HighImpactArea.objects.all),
    ),
)
