"""Who commissions what: acts that change it, models and groups of services, printed lists, posts and duties."""

import factory

from programmes.models import (
    CommissioningModel,
    CommissioningResponsibility,
    Duty,
    FutureConsideration,
    FutureConsiderationService,
    Post,
    ResponsibilityChange,
    ScopeList,
    ScopeListItem,
    ScopeListItemService,
    ServiceGroup,
    ServiceGroupLead,
    ServiceGroupService,
)
from tests.factories.base import ScopedFactory, ValueFactory, reference, same_programme
from tests.factories.programmes import OrganisationFactory

SERVICE = "tests.factories.services.ServiceFactory"
HERE = "tests.factories.commissioning."


class ResponsibilityChangeFactory(ScopedFactory[ResponsibilityChange]):
    """Written once: whoever wants it cited gives it a `fact`."""

    class Meta:
        model = ResponsibilityChange

    reference = reference("CRC")
    kind = "handover"
    text = "The lead passes from one organisation to another"
    effective = "1 April 2015"


class CommissioningResponsibilityFactory(ScopedFactory[CommissioningResponsibility]):
    class Meta:
        model = CommissioningResponsibility

    reference = reference("LEAD")
    service = same_programme(SERVICE)
    organisation = factory.SubFactory(OrganisationFactory)


class CommissioningModelFactory(ScopedFactory[CommissioningModel]):
    """Co-ordinated, the least of the three: `level=3` for an integrated one."""

    class Meta:
        model = CommissioningModel

    reference = reference("CM")
    name = factory.Sequence(lambda number: f"Model {number}")
    level = 1


class ServiceGroupFactory(ScopedFactory[ServiceGroup]):
    class Meta:
        model = ServiceGroup

    reference = reference("SG")
    name = factory.Sequence(lambda number: f"Service group {number}")
    commissioning_model = same_programme(HERE + "CommissioningModelFactory")


class ServiceGroupServiceFactory(ValueFactory[ServiceGroupService]):
    class Meta:
        model = ServiceGroupService

    group = factory.SubFactory(ServiceGroupFactory)
    service = factory.SubFactory(SERVICE, programme=factory.SelfAttribute("..group.programme"))


class ServiceGroupLeadFactory(ValueFactory[ServiceGroupLead]):
    class Meta:
        model = ServiceGroupLead

    group = factory.SubFactory(ServiceGroupFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class ScopeListFactory(ScopedFactory[ScopeList]):
    class Meta:
        model = ScopeList

    reference = reference("LIST")
    name = factory.Sequence(lambda number: f"Table {number}")


class ScopeListItemFactory(ScopedFactory[ScopeListItem]):
    class Meta:
        model = ScopeListItem

    reference = reference("ITEM")
    scope_list = same_programme(HERE + "ScopeListFactory")
    name = factory.Sequence(lambda number: f"Listed service {number}")


class ScopeListItemServiceFactory(ValueFactory[ScopeListItemService]):
    class Meta:
        model = ScopeListItemService

    item = factory.SubFactory(ScopeListItemFactory)
    service = factory.SubFactory(SERVICE, programme=factory.SelfAttribute("..item.programme"))


class FutureConsiderationFactory(ScopedFactory[FutureConsideration]):
    class Meta:
        model = FutureConsideration

    reference = reference("FUT")
    text = factory.Sequence(lambda number: f"What may come later {number}")


class FutureConsiderationServiceFactory(ValueFactory[FutureConsiderationService]):
    class Meta:
        model = FutureConsiderationService

    consideration = factory.SubFactory(FutureConsiderationFactory)
    service = factory.SubFactory(SERVICE, programme=factory.SelfAttribute("..consideration.programme"))


class PostFactory(ScopedFactory[Post]):
    """Full-time at £30,000 to £35,000 a year; `fte=None` where the paper gives no number."""

    class Meta:
        model = Post

    reference = reference("POST")
    title = factory.Sequence(lambda number: f"Post {number}")
    fte = 1
    salary = "£30,000-£35,000 p.a."


class DutyFactory(ScopedFactory[Duty]):
    class Meta:
        model = Duty

    reference = reference("DUTY")
    name = factory.Sequence(lambda number: f"Act {number}")
    effect = "Obliges the commissioners to act together"
