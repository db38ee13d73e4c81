"""Benefits: for whom, measured how, from what to what, and what has been realised so far."""

from django.db import models
from django.db.models import Q

from commissioning.core.audit import append_only, tracked
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from outcomes.models import KPI
from procurement.models import ProcurementPhase
from programmes.models import Document, Scoped


class BenefitAudience(models.TextChoices):
    USERS = "users", "Service users and families"
    STAFF = "staff", "Staff"
    ORGANISATION = "organisation", "Organisations"
    PUBLIC = "public", "The public"
    NOT_STATED = "", "Not stated"


class BenefitDirection(models.TextChoices):
    UP = "up", "More is better"
    DOWN = "down", "Less is better"
    NOT_STATED = "", "Not stated"


@tracked
class Benefit(Scoped):
    """A benefit sought. Baseline and target are in words, and in numbers of `unit` where they are numbers.

    Where a KPI measures it, the KPI's own series says what is realised; otherwise its realised values do.
    """

    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    audience = models.CharField(max_length=14, choices=BenefitAudience, blank=True)
    phase = models.ForeignKey(
        ProcurementPhase, null=True, blank=True, on_delete=models.PROTECT, related_name="benefits"
    )
    owner_role = models.CharField(max_length=120, blank=True, help_text="A role, not a name.")
    measurement = models.TextField(blank=True, help_text="How it is measured.")
    kpi = models.ForeignKey(KPI, null=True, blank=True, on_delete=models.PROTECT, related_name="benefits")
    unit = models.CharField(max_length=60, blank=True)
    direction = models.CharField(max_length=6, choices=BenefitDirection, blank=True)
    baseline_text = models.CharField(max_length=200, blank=True)
    baseline_value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    baseline_on = FuzzyDateField()
    target_text = models.CharField(max_length=200, blank=True)
    target_value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    target_by = FuzzyDateField()
    is_cash_releasing = models.BooleanField(null=True, blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        constraints = [
            *fuzzy_date_constraints("baseline_on", "benefit_baseline"),
            *fuzzy_date_constraints("target_by", "benefit_target"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class BenefitRealised(Scoped):
    """What was realised by a date, as reported. Written once: a correction is a later entry that names the first."""

    benefit = models.ForeignKey(Benefit, on_delete=models.CASCADE, related_name="realised")
    by_date = FuzzyDateField()
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    text = models.TextField(blank=True)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="benefits_realised"
    )
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["benefit", "by_date_end", "made_at", "pk"]
        verbose_name = "realised value"
        triggers = [*Scoped.Meta.triggers, append_only()]
        constraints = [
            *fuzzy_date_constraints("by_date", "benefit_realised"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(text=""), name="benefit_realised_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.text or f"{self.value:g}"
