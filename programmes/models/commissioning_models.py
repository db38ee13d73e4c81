"""How integrated the commissioning of a group of services is: by its four parts, now and as intended."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints

from .base import Scoped, scoped_by
from .organisations import Organisation
from .services import Service


class IntegrationLevel(models.IntegerChoices):
    CO_ORDINATED = 1, "Co-ordinated"
    JOINT = 2, "Joint"
    INTEGRATED = 3, "Integrated"


class Arrangement(models.TextChoices):
    """How one part of the commissioning cycle is done between the commissioners."""

    SEPARATE = "separate", "Separate"
    JOINT = "joint", "Joint"
    LEAD_COMMISSIONER = "lead_commissioner", "Joint specification, lead commissioner contracts"
    ALIGNED = "aligned", "Agreed jointly, budgets aligned"
    POOLED = "pooled", "Pooled"
    RETAINED = "retained", "Retained by each commissioner"
    DELEGATED = "delegated", "Delegated to one team"
    NOT_STATED = "not_stated", "Not stated"


class Pooling(models.TextChoices):
    """Whether money is pooled by an agreement under section 75 of the NHS Act 2006."""

    NONE = "none", "No pooled fund or section 75 agreement"
    INTENDED = "intended", "Section 75 agreement intended"
    IN_PLACE = "in_place", "Section 75 agreement in place"
    NOT_STATED = "not_stated", "Not stated"


class FourParts(models.Model):
    """The four parts by which a commissioning model is described."""

    needs_and_priorities = models.CharField(
        max_length=20, choices=Arrangement, default=Arrangement.NOT_STATED
    )
    design_and_contracting = models.CharField(
        max_length=20, choices=Arrangement, default=Arrangement.NOT_STATED
    )
    money = models.CharField(max_length=20, choices=Arrangement, default=Arrangement.NOT_STATED)
    performance = models.CharField(max_length=20, choices=Arrangement, default=Arrangement.NOT_STATED)

    class Meta:
        abstract = True


@tracked
class CommissioningModel(FourParts, Scoped):
    """A way of commissioning together that a programme's papers define: co-ordinated, joint or integrated."""

    name = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(choices=IntegrationLevel)
    definition = models.TextField(blank=True, help_text="One statement to a line, as the paper defines it.")
    separate = models.TextField(blank=True, help_text="What stays separate, one statement to a line.")

    class Meta(Scoped.Meta):
        ordering = ["level", "name"]
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="commissioning_model_once")]

    def __str__(self) -> str:
        return self.name


@tracked
class ServiceGroup(FourParts, Scoped):
    """A group of services, or a component of one, that is commissioned under one model.

    The four parts are those of this group; a new group takes its model's. `services` are the services of the
    register that it covers: one service may have components under two models, which is then flagged.
    """

    name = models.CharField(max_length=200)
    commissioning_model = models.ForeignKey(
        CommissioningModel, on_delete=models.PROTECT, related_name="groups"
    )
    group_code = models.CharField(
        max_length=20, blank=True, help_text="The paper's own grouping, such as IN-1."
    )
    lead_as_printed = models.CharField(max_length=200, blank=True)
    leads = models.ManyToManyField(
        Organisation, through="ServiceGroupLead", related_name="led_service_groups"
    )
    rationale = models.TextField(blank=True)
    pooling = models.CharField(max_length=12, choices=Pooling, default=Pooling.NOT_STATED)
    pooling_as_printed = models.CharField(max_length=200, blank=True)
    until = FuzzyDateField()
    intended_model = models.ForeignKey(
        CommissioningModel, null=True, blank=True, on_delete=models.PROTECT, related_name="intended_groups"
    )
    intended = FuzzyDateField()
    note = models.TextField(blank=True)
    services = models.ManyToManyField(Service, through="ServiceGroupService", related_name="service_groups")

    class Meta(Scoped.Meta):
        ordering = ["commissioning_model__level", "reference"]
        constraints = [
            *fuzzy_date_constraints("until", "service_group_until"),
            *fuzzy_date_constraints("intended", "service_group_intended"),
            models.CheckConstraint(
                condition=Q(intended_model__isnull=False) | Q(intended_end__isnull=True),
                name="service_group_intended_date_has_model",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def lacks_pooling(self) -> bool:
        """Called integrated with neither a pooled fund nor a section 75 agreement, in place or intended."""
        return self.commissioning_model.level == IntegrationLevel.INTEGRATED and self.pooling in (
            Pooling.NONE,
            Pooling.NOT_STATED,
        )

    def clean(self) -> None:
        super().clean()
        for name in ("commissioning_model", "intended_model"):
            chosen = getattr(self, name, None) if getattr(self, f"{name}_id") else None
            if chosen is not None and self.programme_id and chosen.programme_id != self.programme_id:
                raise ValidationError({name: "Choose a commissioning model of this programme."})


@tracked
class ServiceGroupService(Versioned):
    group = models.ForeignKey(ServiceGroup, on_delete=models.CASCADE, related_name="group_services")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="group_services")

    objects = scoped_by("group__programme")

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["group", "service"], name="service_group_service_once")
        ]

    def __str__(self) -> str:
        return f"{self.group} covers {self.service}"


@tracked
class ServiceGroupLead(Versioned):
    group = models.ForeignKey(ServiceGroup, on_delete=models.CASCADE, related_name="group_leads")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    objects = scoped_by("group__programme")

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["group", "organisation"], name="service_group_lead_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} leads {self.group}"


@tracked
class ScopeList(Scoped):
    """A list of services that one place of a paper prints, such as “Table 3”, kept to be compared with its others."""

    name = models.CharField(max_length=120)
    says = models.CharField(max_length=200, blank=True, help_text="What the paper says the list is.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Scoped.Meta):
        ordering = ["position", "reference"]

    def __str__(self) -> str:
        return self.name


@tracked
class ScopeListItem(Scoped):
    """One entry of a printed list, in its own words, tied to the services of the register that it means."""

    scope_list = models.ForeignKey(ScopeList, on_delete=models.CASCADE, related_name="items")
    name = models.CharField(max_length=200)
    includes = models.TextField(blank=True, help_text="What it is said to include, one to a line.")
    position = models.PositiveSmallIntegerField(default=0)
    services = models.ManyToManyField(
        Service, through="ScopeListItemService", related_name="scope_list_items"
    )

    class Meta(Scoped.Meta):
        ordering = ["scope_list", "position", "reference"]

    def __str__(self) -> str:
        return self.name


@tracked
class ScopeListItemService(Versioned):
    item = models.ForeignKey(ScopeListItem, on_delete=models.CASCADE, related_name="item_services")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="item_services")

    objects = scoped_by("item__programme")

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["item", "service"], name="scope_list_item_service_once")
        ]

    def __str__(self) -> str:
        return f"{self.item} means {self.service}"


@tracked
class FutureConsideration(Scoped):
    """What may come into the programme later: on what condition, and when."""

    text = models.TextField()
    condition = models.TextField(blank=True)
    date = FuzzyDateField()
    services = models.ManyToManyField(
        Service, through="FutureConsiderationService", related_name="future_considerations"
    )

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        constraints = fuzzy_date_constraints("date", "future_consideration")

    def __str__(self) -> str:
        return self.text[:80]


@tracked
class FutureConsiderationService(Versioned):
    consideration = models.ForeignKey(
        FutureConsideration, on_delete=models.CASCADE, related_name="consideration_services"
    )
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="consideration_services")

    objects = scoped_by("consideration__programme")

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["consideration", "service"], name="future_consideration_service_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.consideration}: {self.service}"
