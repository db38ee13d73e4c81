from django.db import models

from commissioning.core.audit import tracked
from programmes.models import Organisation, Scoped


class FrameworkState(models.TextChoices):
    DRAFT = "draft", "Draft"
    AGREED = "agreed", "Agreed"
    SUPERSEDED = "superseded", "Superseded"


@tracked
class OutcomesFramework(Scoped):
    """The set of outcomes that partners share; contracts adopt its KPIs, so it outlives any of them."""

    name = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=FrameworkState, default=FrameworkState.DRAFT)
    state_as_printed = models.CharField(max_length=200, blank=True)
    kpi_approach = models.TextField(blank=True)
    developed_by = models.ManyToManyField(
        Organisation, through="FrameworkDeveloper", related_name="frameworks"
    )

    class Meta(Scoped.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@tracked
class FrameworkDeveloper(models.Model):
    framework = models.ForeignKey(OutcomesFramework, on_delete=models.CASCADE, related_name="developers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name_as_printed = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "organisation"], name="framework_developer_once")
        ]

    def __str__(self) -> str:
        return self.name_as_printed or str(self.organisation)


@tracked
class Outcome(Scoped):
    """A change that the framework exists to bring about."""

    framework = models.ForeignKey(OutcomesFramework, on_delete=models.CASCADE, related_name="outcomes")
    text = models.CharField(max_length=300)

    class Meta(Scoped.Meta):
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.text


@tracked
class HighImpactArea(Scoped):
    """A priority area, national or added locally, that services are to act on."""

    name = models.CharField(max_length=200)
    origin = models.CharField(max_length=60, blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.name
