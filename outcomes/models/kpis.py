from django.db import models
from django.db.models import Q

from commissioning.core.audit import tracked
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from programmes.models import Scoped

from .frameworks import HighImpactArea, Outcome


class Polarity(models.TextChoices):
    HIGHER = "higher", "Higher is better"
    LOWER = "lower", "Lower is better"
    NOT_STATED = "not_stated", "Not stated"


class KPIState(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    BASELINED = "baselined", "Baselined"
    REPORTING = "reporting", "Reporting"
    RETIRED = "retired", "Retired"


@tracked
class KPI(Scoped):
    """An indicator. Direct, or a proxy for an outcome that nothing measures; a proxy is never counted as direct."""

    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=40, blank=True)
    polarity = models.CharField(max_length=20, choices=Polarity, default=Polarity.NOT_STATED)
    state = models.CharField(max_length=20, choices=KPIState, default=KPIState.PROPOSED)
    outcome = models.ForeignKey(Outcome, null=True, blank=True, on_delete=models.PROTECT, related_name="kpis")
    is_proxy = models.BooleanField(default=False)
    high_impact_area = models.ForeignKey(
        HighImpactArea,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="kpis",
    )
    related_to = models.CharField(max_length=200, blank=True, help_text="As the paper words it.")
    note = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        verbose_name = "KPI"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_proxy=False) | Q(outcome__isnull=False),
                name="kpi_proxy_names_outcome",
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Target(Scoped):
    """What a KPI is to reach, in numbers or in words, by when. No row means that no target is stated."""

    kpi = models.ForeignKey(KPI, on_delete=models.CASCADE, related_name="targets")
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)
    date = FuzzyDateField()

    class Meta(Scoped.Meta):
        ordering = ["date_end"]
        constraints = [
            *fuzzy_date_constraints("date", "kpi_target"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(words=""),
                name="kpi_target_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.words or (f"{self.value:g}" if self.value is not None else "no target stated")


class MeasureQualifier(models.TextChoices):
    EXACT = "exact", "Exact"
    APPROX = "approx", "About"
    OVER = "over", "Over"
    UNDER = "under", "Under"
    NOT_STATED = "not_stated", "Not stated"


@tracked
class Measurement(Scoped):
    """A value of a KPI as printed; the value is null exactly when the paper states none."""

    kpi = models.ForeignKey(KPI, on_delete=models.CASCADE, related_name="measurements")
    text = models.CharField(max_length=200, help_text="As printed, such as “currently about 55%”.")
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    qualifier = models.CharField(max_length=20, choices=MeasureQualifier, default=MeasureQualifier.EXACT)
    period = FuzzyDateField()

    class Meta(Scoped.Meta):
        ordering = ["kpi", "period_end"]
        constraints = [
            *fuzzy_date_constraints("period", "measurement"),
            models.CheckConstraint(
                condition=Q(value__isnull=True, qualifier=MeasureQualifier.NOT_STATED)
                | (Q(value__isnull=False) & ~Q(qualifier=MeasureQualifier.NOT_STATED)),
                name="measurement_null_exactly_when_not_stated",
            ),
        ]

    def __str__(self) -> str:
        return self.text
