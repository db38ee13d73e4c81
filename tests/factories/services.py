from typing import Any

import factory

from programmes.models import (
    Organisation,
    ScopeChange,
    Service,
    ServiceAlias,
    ServiceScope,
)
from tests.factories.base import ScopedFactory, reference, same_programme
from tests.factories.commissioning import CommissioningResponsibilityFactory

SERVICE = "tests.factories.services.ServiceFactory"


class ServiceFactory(ScopedFactory[Service]):
    class Meta:
        model = Service

    reference = reference("SVC")
    name = factory.Sequence(lambda number: f"Service {number}")


class ServiceAliasFactory(ScopedFactory[ServiceAlias]):
    class Meta:
        model = ServiceAlias

    reference = reference("ALIAS")
    service = same_programme(SERVICE)
    name = factory.Sequence(lambda number: f"Service, other name {number}")


class ServiceScopeFactory(ScopedFactory[ServiceScope]):
    """In scope and confirmed; `state="in_scope_tbc"` needs `commissioner_tbc=True` or `inclusion_tbc=True`."""

    class Meta:
        model = ServiceScope

    reference = reference("SCOPE")
    service = same_programme(SERVICE)
    state = "in_scope"
    position = factory.Sequence(lambda number: number)


class ScopeChangeFactory(ScopedFactory[ScopeChange]):
    class Meta:
        model = ScopeChange

    reference = reference("CHANGE")
    scope = same_programme("tests.factories.services.ServiceScopeFactory")
    kind = "added"
    effective = "September 2018"
    before = factory.LazyFunction(lambda: {"state": None})
    after = factory.LazyFunction(lambda: {"state": "in_scope"})


def service_in_scope(lead: Organisation | None = None, *, phase: Any = None, **fields: Any) -> Service:
    """A service in scope of a programme, with its lead and phase where given; `fields` are those of the scope."""
    from tests.factories.procurement import PhaseScopeFactory

    naming = {key: fields.pop(key) for key in ("name", "reference") if key in fields}
    if phase is not None:
        fields.setdefault("programme", phase.programme)
    scope = ServiceScopeFactory(**fields, **{f"service__{key}": value for key, value in naming.items()})
    if lead is not None:
        CommissioningResponsibilityFactory(
            programme=scope.programme, service=scope.service, organisation=lead
        )
    if phase is not None:
        PhaseScopeFactory(phase=phase, scope=scope)
    service: Service = scope.service
    return service
