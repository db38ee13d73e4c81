"""Whose money a budget line may be: the commissioners and partners of its programme."""

from typing import Any

from django.db.models import Q, QuerySet

from procurement.models import BudgetLineFunder
from programmes.models import (
    CommissionerCode,
    CommissioningResponsibility,
    Organisation,
    Programme,
    ProgrammePartner,
)


def funders_for(programme: Programme) -> QuerySet[Organisation]:
    """Organisations that have a code, a partnership or a responsibility in the programme, or fund a line of it."""
    sides: tuple[QuerySet[Any], ...] = (
        CommissionerCode.objects.filter(programme=programme),
        ProgrammePartner.objects.filter(programme=programme),
        CommissioningResponsibility.objects.filter(programme=programme, organisation__isnull=False),
        BudgetLineFunder.objects.filter(line__programme=programme),
    )
    known = Q()
    for side in sides:
        known |= Q(pk__in=side.values("organisation"))
    return Organisation.objects.filter(known).order_by("name")
