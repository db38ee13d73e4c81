"""Where the lists of data entry lead to: the imports and exports of their register, in each programme."""

from collections.abc import Sequence
from functools import cache

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from commissioning.core.components import Link
from commissioning.core.models import User
from commissioning.exchange.registers import CLASSES, resource_class
from commissioning.exchange.registers.base import Act
from programmes.models import Programme
from programmes.views.base import grants_of

MOST = 20  # programmes that a list names


@cache
def _register_of(model: type[models.Model]) -> str:
    """The register whose records are of this kind; "" for none."""
    return next((name for name in CLASSES if resource_class(name).model is model), "")


def links_for(request: HttpRequest, model: type[models.Model]) -> Sequence[Link]:
    """For each programme in which the person may: import into the register, and what stands in it now; one query."""
    register = _register_of(model)
    if not register or not isinstance(request.user, User):
        return ()
    resource = resource_class(register)()
    found: list[Link] = []
    today = timezone.localdate()
    for programme in Programme.objects.visible_to(grants_of(request)).order_by("place")[:MOST]:
        own = programme if resource.of_programme else None
        if resource.may(Act(own, request.user, grants_of(request), today, today, "")):
            found.append(
                Link(f"Import, {programme.place}", reverse("import_add", args=[programme.key, register]))
            )
            found.append(
                Link(f"Export, {programme.place}", reverse("table_xlsx", args=[programme.key, register]))
            )
    return found
