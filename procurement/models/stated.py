from django.db import models

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import MoneyField, money_constraints
from programmes.models import Organisation, Scoped, Service, scoped_by

from .phases import ProcurementPhase


@tracked
class StatedValue(Scoped):
    """An amount that a paper states for the programme or part of it, kept beside the lines, never replaced."""

    covers = models.CharField(max_length=200, help_text="What the amount covers, as the paper words it.")
    money = MoneyField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Scoped.Meta):
        ordering = ["position", "reference"]
        constraints = money_constraints("money", "stated_value")

    def __str__(self) -> str:
        return f"{self.money.printed} for {self.covers}"


@tracked
class StatedValueReading(Versioned):
    """One reading of what a stated value covers, as a filter on budget lines; ambiguous wording has several.

    No phase: every phase. No commissioner: every commissioner. No service: every service.
    """

    stated_value = models.ForeignKey(StatedValue, on_delete=models.CASCADE, related_name="readings")
    label = models.CharField(max_length=200)
    phase = models.ForeignKey(
        ProcurementPhase,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    commissioner = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    objects = scoped_by("stated_value__programme")

    class Meta(Versioned.Meta):
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label
