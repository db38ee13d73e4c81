"""Which kinds of record a programme has at all, so that the checks read only those: one query for all."""

from typing import Any

from django.db.models import Exists, Model, OuterRef

from governance.models import (
    BoardAction,
    BodyAlias,
    GovernanceLink,
    PaperApproval,
    Risk,
    StatedCount,
)
from outcomes.models import CareModelArea
from procurement.models import Funding
from programmes.models import (
    CommissioningIntention,
    CommissioningResponsibility,
    CrossReference,
    FutureConsideration,
    Post,
    Programme,
    ProjectSummary,
    ScopeList,
    ServiceGroup,
)

ASKED: tuple[type[Model], ...] = (
    BoardAction,
    BodyAlias,
    CareModelArea,
    CommissioningIntention,
    CommissioningResponsibility,
    CrossReference,
    Funding,
    FutureConsideration,
    GovernanceLink,
    PaperApproval,
    Post,
    ProjectSummary,
    Risk,
    ScopeList,
    ServiceGroup,
    StatedCount,
)


def present(programme: Programme) -> frozenset[type[Model]]:
    """The kinds of which the programme has at least one record; one query whatever it has."""
    asked: dict[str, Any] = {
        model.__name__: Exists(model._default_manager.filter(programme=OuterRef("pk"))) for model in ASKED
    }
    found = Programme.objects.filter(pk=programme.pk).values(**asked).get()
    return frozenset(model for model in ASKED if found[model.__name__])
