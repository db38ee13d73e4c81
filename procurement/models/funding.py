"""Money promised for a programme as a whole, whoever gives it and whether or not anybody says how much."""

from django.db import models

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import FuzzyDateField, MoneyField, fuzzy_date_constraints, money_constraints
from programmes.models import Organisation, ProjectSummary, Scoped, scoped_by


class FundingNature(models.TextChoices):
    RECURRENT = "recurrent", "Recurrent"
    NON_RECURRENT = "non_recurrent", "Non-recurrent"
    CAPITAL = "capital", "Capital"
    TARIFF = "tariff", "Tariff"
    NOT_STATED = "not_stated", "Not stated"


@tracked
class Funding(Scoped):
    """Money for the programme, or for a project of it, that a paper speaks of. The amount may be unknown."""

    name = models.CharField(max_length=200)
    nature = models.CharField(max_length=15, choices=FundingNature, default=FundingNature.NOT_STATED)
    nature_as_printed = models.CharField(max_length=120, blank=True)
    period = FuzzyDateField()
    money = MoneyField()
    summary = models.ForeignKey(
        ProjectSummary, null=True, blank=True, on_delete=models.PROTECT, related_name="funding"
    )
    note = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        verbose_name_plural = "funding"
        constraints = [
            *fuzzy_date_constraints("period", "funding_period"),
            *money_constraints("money", "funding_money"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Contribution(Versioned):
    """What one funder gives. The paper may name neither the funder (then the words it uses) nor the amount."""

    funding = models.ForeignKey(Funding, on_delete=models.CASCADE, related_name="contributions")
    funder = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions"
    )
    funder_as_printed = models.CharField(max_length=200, blank=True)
    money = MoneyField()
    position = models.PositiveSmallIntegerField(default=0)

    objects = scoped_by("funding__programme")

    class Meta(Versioned.Meta):
        ordering = ["funding", "position"]
        constraints = [
            *money_constraints("money", "contribution_money"),
            models.CheckConstraint(
                condition=models.Q(funder__isnull=False) | ~models.Q(funder_as_printed=""),
                name="contribution_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return self.funder_as_printed or str(self.funder)
