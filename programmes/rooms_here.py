"""The rooms that this app keeps."""

from programmes.models import (
    CommissioningIntention,
    CommissioningModel,
    CommissioningResponsibility,
    FutureConsideration,
    ScopeList,
    ServiceGroup,
)
from programmes.rooms import Room

ROOMS = (
    Room("commissioners", "Who commissions what", 120, (CommissioningResponsibility.objects.all,)),
    Room("commissioning_models", "Models", 130, (CommissioningModel.objects.all, ServiceGroup.objects.all)),
    Room("scope_lists", "Scope lists", 140, (ScopeList.objects.all, FutureConsideration.objects.all)),
    Room("intentions", "Intentions", 200, (CommissioningIntention.objects.all,)),
    Room("sources", "Sources", 900),
    Room("about", "About", 910),
)
