"""The rooms that this app keeps."""

from typing import Any

from django.db.models import Q, QuerySet

from outcomes.models import (
    KPI,
    AreaStatement,
    CareModelArea,
    Commitment,
    HighImpactArea,
    ImpactFigure,
    OutcomesFramework,
    Theme,
)
from outcomes.models.kpis import KPIState
from programmes.rooms import Room


def _compared_figures() -> QuerySet[Any]:
    """Figures of a review's areas that stand beside a comparator or a target."""
    beside = Q(comparator_value__isnull=False) | Q(target_value__isnull=False)
    return ImpactFigure.objects.filter(beside)


def _stated_targets() -> QuerySet[Any]:
    return AreaStatement.objects.filter(targets__isnull=False)


def _kpis_with_returns() -> QuerySet[Any]:
    """A proposed or retired KPI has no return to send: one of the others opens the room of returns."""
    return KPI.objects.filter(state__in=(KPIState.BASELINED, KPIState.REPORTING))


ROOMS = (
    Room("areas", "Areas", 410, (CareModelArea.objects.all,)),
    Room("themes", "Themes", 420, (Theme.objects.all,)),
    Room("impacts", "Figures", 430, (ImpactFigure.objects.all,)),
    Room("evidence_search", "Evidence", 440, (CareModelArea.objects.all,)),
    Room(
        "outcomes",
        "Outcomes",
        500,
        (
            OutcomesFramework.objects.all,
            KPI.objects.all,
            HighImpactArea.objects.all,
            Commitment.objects.all,
            _compared_figures,
            _stated_targets,
        ),
    ),
    Room("kpis", "KPIs", 510, (KPI.objects.all,)),
    Room("returns", "Returns", 530, (_kpis_with_returns,)),
)
