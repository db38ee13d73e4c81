"""How a KPI is charted: settings kept with the KPI itself."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class SPCProfile(models.TextChoices):
    NHSE = "nhse", "NHS England (Making Data Count)"
    PTD = "ptd", "NHSRplotthedots, for comparison"


class MixedSignal(models.TextChoices):
    IMPROVEMENT = "improvement", "Shown as improvement"
    CONCERN = "concern", "Shown as concern"


def _between(low: int, high: int) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(low), MaxValueValidator(high)]


class ChartSettings(models.Model):
    """How a KPI is charted: kept on the KPI, so that page, board table, export and pack cannot differ."""

    spc_profile = models.CharField(max_length=10, choices=SPCProfile, default=SPCProfile.NHSE)
    spc_shift = models.PositiveSmallIntegerField(
        "points in a shift", default=7, validators=_between(6, 8), help_text="6, 7 or 8."
    )
    spc_trend = models.PositiveSmallIntegerField(
        "points in a trend", default=7, validators=_between(6, 8), help_text="6, 7 or 8."
    )
    spc_minimum_points = models.PositiveSmallIntegerField(
        "points needed for limits", default=15, validators=_between(12, 15), help_text="12 to 15."
    )
    spc_screening = models.BooleanField(
        "leave out extreme moving ranges", default=False, help_text="When the limits are worked out."
    )
    spc_mixed = models.CharField(
        "a point with signals both ways is",
        max_length=12,
        choices=MixedSignal,
        default=MixedSignal.IMPROVEMENT,
    )
    spc_count_beyond = models.BooleanField("count points beyond the limits in two of three", default=False)
    baseline_points = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The first so many points set the limits."
    )
    baseline_until = models.DateField(
        null=True, blank=True, help_text="The last day of the baseline; wins over a number of points."
    )
    floor = models.DecimalField(
        max_digits=14,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="The least a value can be, such as 0.",
    )
    ceiling = models.DecimalField(
        max_digits=14,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="The most a value can be, such as 100 for a percentage.",
    )

    class Meta:
        abstract = True
