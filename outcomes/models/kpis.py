"""The definition of a KPI, and what it measures: outcomes, directly or by proxy, and services."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from programmes.models import Organisation, Scoped, Service, SummaryLine, scoped_by

from .chart_settings import ChartSettings
from .frameworks import HighImpactArea, Outcome
from .stale import summary_goes_stale


class Polarity(models.TextChoices):
    HIGHER = "higher", "Higher is better"
    LOWER = "lower", "Lower is better"
    NEITHER = "neither", "Neither is better"
    NOT_STATED = "not_stated", "Not stated"


class KPIState(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    BASELINED = "baselined", "Baselined"
    REPORTING = "reporting", "Reporting"
    RETIRED = "retired", "Retired"


class MeasureKind(models.TextChoices):
    """What a value is, and so how values are rolled up: by summing parts, or not at all."""

    NUMBER = "number", "Number"
    PERCENTAGE = "percentage", "Percentage"
    RATE = "rate", "Rate"
    AVERAGE = "average", "Average"


class Frequency(models.TextChoices):
    MONTH = "month", "Monthly"
    QUARTER = "quarter", "Quarterly"
    FINANCIAL_YEAR = "financial_year", "Every financial year"
    ACADEMIC_YEAR = "academic_year", "Every academic year"
    CALENDAR_YEAR = "calendar_year", "Every calendar year"
    NOT_STATED = "not_stated", "Not stated"


class SeriesKind(models.TextChoices):
    """Control limits assume that one period says nothing of the next; the last two kinds break that."""

    SEPARATE = "separate", "Each period on its own"
    CUMULATIVE = "cumulative", "Cumulative within the year"
    ROLLING = "rolling", "Rolling average or total"


@tracked
class KPI(ChartSettings, Scoped):
    """An indicator with its full definition. What it measures stands in `OutcomeMeasure`, direct or proxy."""

    name = models.CharField(max_length=200)
    definition = models.TextField(blank=True)
    why_it_matters = models.TextField(blank=True)
    numerator = models.TextField(blank=True, help_text="What is counted.")
    denominator = models.TextField(blank=True, help_text="Out of whom or what.")
    method = models.TextField(blank=True, help_text="How the value is worked out.")
    collection = models.TextField(blank=True, help_text="How the data are collected.")
    source = models.CharField(max_length=200, blank=True, help_text="Where the data come from.")
    frequency = models.CharField(max_length=20, choices=Frequency, default=Frequency.NOT_STATED)
    measure = models.CharField(max_length=12, choices=MeasureKind, default=MeasureKind.NUMBER)
    per = models.PositiveIntegerField(
        null=True, blank=True, help_text="Of a rate: for every so many, such as 1000."
    )
    unit = models.CharField(max_length=40, blank=True)
    decimals = models.PositiveSmallIntegerField(default=1, validators=[MaxValueValidator(4)])
    polarity = models.CharField(max_length=20, choices=Polarity, default=Polarity.NOT_STATED)
    series = models.CharField(max_length=12, choices=SeriesKind, default=SeriesKind.SEPARATE)
    suppress_below = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        default=5,
        help_text="Counts from 1 to one less than this are not shown; empty where it does not count people.",
    )
    tolerance = models.DecimalField(
        max_digits=14,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text="How far from the target is still accepted, in the KPI's unit.",
    )
    owner = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner_role = models.CharField(max_length=120, blank=True, help_text="A role title, never a name.")
    state = models.CharField(max_length=20, choices=KPIState, default=KPIState.PROPOSED)
    reported_from = models.DateField(
        null=True, blank=True, help_text="The first day of the first period for which a return is due."
    )
    retired_on = models.DateField(null=True, blank=True)
    return_days = models.PositiveSmallIntegerField(
        default=20, help_text="Days after the end of a period by which its return is due."
    )
    outcomes = models.ManyToManyField(Outcome, through="OutcomeMeasure", related_name="kpis")
    services = models.ManyToManyField(Service, through="KPIService", related_name="kpis")
    high_impact_area = models.ForeignKey(
        HighImpactArea,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="kpis",
    )
    metric = models.ForeignKey(
        SummaryLine,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="kpis",
        help_text="The metric of a project summary that this KPI puts into figures.",
    )
    related_to = models.CharField(max_length=200, blank=True, help_text="As the paper words it.")
    note = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        verbose_name = "KPI"
        triggers = [*Scoped.Meta.triggers, summary_goes_stale("id")]
        constraints = [
            models.CheckConstraint(
                condition=Q(measure=MeasureKind.RATE, per__gte=1)
                | (~Q(measure=MeasureKind.RATE) & Q(per=None)),
                name="kpi_rate_says_per_how_many",
            ),
            models.CheckConstraint(
                condition=Q(floor=None) | Q(ceiling=None) | Q(floor__lt=F("ceiling")),
                name="kpi_floor_below_ceiling",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def factor(self) -> int:
        """By what the quotient of numerator and denominator is multiplied: 100, the rate's base, or 1."""
        if self.measure == MeasureKind.PERCENTAGE:
            return 100
        return self.per or 1

    def clean(self) -> None:
        super().clean()
        for name in ("high_impact_area", "metric"):
            other = getattr(self, name)
            owner = getattr(other, "summary", other)
            if owner is not None and owner.programme_id != self.programme_id:
                raise ValidationError({name: "Choose one of this programme."})


@tracked
class OutcomeMeasure(Versioned):
    """A KPI that measures an outcome: directly, or as a proxy where nothing measures it.

    A proxy never counts as direct.
    """

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="measures")
    kpi = models.ForeignKey(KPI, on_delete=models.CASCADE, related_name="outcome_measures")
    is_proxy = models.BooleanField(default=False)

    objects = scoped_by("outcome__programme")

    class Meta(Versioned.Meta):
        ordering = ["outcome", "is_proxy", "kpi"]
        constraints = [models.UniqueConstraint(fields=["outcome", "kpi"], name="outcome_measure_once")]

    def __str__(self) -> str:
        return f"{self.kpi} for {self.outcome}"

    def clean(self) -> None:
        super().clean()
        if self.kpi_id and self.outcome_id and self.kpi.programme_id != self.outcome.programme_id:
            raise ValidationError({"kpi": "Choose a KPI of the same programme as the outcome."})


@tracked
class KPIService(Versioned):
    """A service whose work the KPI shows."""

    kpi = models.ForeignKey(KPI, on_delete=models.CASCADE, related_name="kpi_services")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="kpi_services")

    objects = scoped_by("kpi__programme")

    class Meta(Versioned.Meta):
        ordering = ["kpi", "service"]
        constraints = [models.UniqueConstraint(fields=["kpi", "service"], name="kpi_service_once")]

    def __str__(self) -> str:
        return f"{self.kpi} – {self.service}"
