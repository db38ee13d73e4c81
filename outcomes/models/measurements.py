"""What a KPI measured, period by period, whole and broken down; and the summary that boards read."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from programmes.models import Scoped, Service, scoped_by

from .kpis import KPI, MeasureKind
from .stale import summary_goes_stale


class BreakdownKind(models.TextChoices):
    PLACE = "place", "Place"
    SERVICE = "service", "Service"
    GROUP = "group", "Group of people"


@tracked
class Breakdown(Scoped):
    """A way in which KPIs are broken down, such as district or deprivation quintile."""

    kind = models.CharField(max_length=10, choices=BreakdownKind)
    name = models.CharField(max_length=120)
    covers_all = models.BooleanField(
        default=True, help_text="Whether its members together make up the whole, so that they may be summed."
    )

    class Meta(Scoped.Meta):
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="breakdown_name_once")]

    def __str__(self) -> str:
        return self.name


@tracked
class BreakdownMember(Versioned):
    """One place, service or group of a breakdown."""

    breakdown = models.ForeignKey(Breakdown, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(max_length=120)
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    objects = scoped_by("breakdown__programme")

    class Meta(Versioned.Meta):
        ordering = ["breakdown", "position", "name"]
        constraints = [models.UniqueConstraint(fields=["breakdown", "name"], name="breakdown_member_once")]

    def __str__(self) -> str:
        return self.name


class MeasureQualifier(models.TextChoices):
    EXACT = "exact", "Exact"
    APPROX = "approx", "About"
    OVER = "over", "Over"
    UNDER = "under", "Under"


class Missing(models.TextChoices):
    """Why there is no figure. None of them is nought."""

    NOT_YET_DUE = "not_yet_due", "Not yet due"
    NOT_REPORTED = "not_reported", "Not reported"
    SUPPRESSED = "suppressed", "Suppressed"
    NOT_APPLICABLE = "not_applicable", "Not applicable"
    NOT_STATED = "not_stated", "Not stated in the paper"


class Figures(models.Model):
    """Numerator and denominator, or a value, or the reason why there is neither: exactly one of the three.

    A percentage, rate or average with its parts keeps no value of its own: it is worked out from them, so that the two
    cannot disagree.
    """

    numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    missing = models.CharField(max_length=16, choices=Missing, blank=True)

    class Meta:
        abstract = True


def figures_constraints(prefix: str) -> list[models.CheckConstraint]:
    parts = Q(numerator__isnull=False, denominator__gt=0, value=None, missing="")
    value = Q(numerator=None, denominator=None, value__isnull=False, missing="")
    nothing = Q(numerator=None, denominator=None, value=None) & ~Q(missing="")
    return [models.CheckConstraint(condition=parts | value | nothing, name=f"{prefix}_parts_value_or_reason")]


LOCK_APPROVED = """
IF OLD.kpi_return_id IS NULL THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; ELSE RETURN NEW; END IF;
END IF;
IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'is_current' - 'version' = to_jsonb(OLD) - 'is_current' - 'version' THEN
    RETURN NEW;
END IF;
RAISE EXCEPTION 'measurement % was approved: it is corrected, never changed', OLD.id USING ERRCODE = '23001';
"""


@tracked
class Measurement(Figures, Scoped):
    """A value of a KPI for a period: of the whole (`member` empty), or of a place, service or group.

    One that came in by an approved return is locked by the database. A correction is a row of its own that
    `supersedes` the old one, which stays with `is_current` off. `text` is what a paper prints.
    """

    kpi = models.ForeignKey(KPI, on_delete=models.CASCADE, related_name="measurements")
    period = FuzzyDateField()
    member = models.ForeignKey(
        BreakdownMember, null=True, blank=True, on_delete=models.PROTECT, related_name="measurements"
    )
    text = models.CharField(
        max_length=200, blank=True, help_text="As printed, such as “currently about 55%”."
    )
    qualifier = models.CharField(max_length=20, choices=MeasureQualifier, default=MeasureQualifier.EXACT)
    is_final = models.BooleanField(default=True, help_text="Off while the figure is provisional.")
    source = models.CharField(max_length=200, blank=True)
    comment = models.TextField(blank=True)
    kpi_return = models.ForeignKey(
        "outcomes.KPIReturn",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="measurements",
        editable=False,
    )
    supersedes = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
        editable=False,
    )
    is_current = models.BooleanField(default=True, editable=False)

    class Meta(Scoped.Meta):
        ordering = ["kpi", "period_end", "member"]
        triggers = [
            *Scoped.Meta.triggers,
            summary_goes_stale("kpi_id"),
            pgtrigger.Trigger(
                name="lock_approved",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=LOCK_APPROVED,
            ),
        ]
        constraints = [
            *fuzzy_date_constraints("period", "measurement"),
            *figures_constraints("measurement"),
            models.UniqueConstraint(
                fields=["kpi", "member", "period_start", "period_end"],
                condition=Q(is_current=True, period_start__isnull=False),
                nulls_distinct=False,
                name="one_current_measurement_per_period",
            ),
        ]

    def __str__(self) -> str:
        """What a paper prints, but of a count that may be hidden elsewhere only whose it is."""
        named = f"{self.reference}, {self.period.printed or 'without a date'}"
        return named if self.may_be_hidden else self.text or named

    @property
    def may_be_hidden(self) -> bool:
        """Whether it counts people of whom few are not shown, or its source suppressed it; the page settles which."""
        if self.missing == Missing.SUPPRESSED:
            return True
        counts = self.denominator is not None or self.kpi.measure == MeasureKind.NUMBER
        return counts and not self.missing and self.kpi.suppress_below is not None

    def clean(self) -> None:
        super().clean()
        if self.kpi_id and self.programme_id and self.kpi.programme_id != self.programme_id:
            raise ValidationError({"kpi": "Choose a KPI of this programme."})
        if self.member is not None and self.member.breakdown.programme_id != self.programme_id:
            raise ValidationError({"member": "Choose a place, service or group of this programme."})


class KPISummary(models.Model):
    """What a board table shows of a KPI, worked out when its data change, so that 300 KPIs are one query.

    Nothing is entered here. `stale` is set by triggers on whatever the summary rests on; a stale one is worked out
    again before anybody reads it. Limits are stored to six decimals; judgements were made on exact numbers.
    """

    kpi = models.OneToOneField(KPI, on_delete=models.CASCADE, related_name="summary")
    stale = models.BooleanField(default=True)
    points = models.PositiveIntegerField(default=0, help_text="Points with a value that are no ghosts.")
    latest_period = models.CharField(max_length=200, blank=True)
    latest_start = models.DateField(null=True)
    latest_end = models.DateField(null=True)
    latest_value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    latest_numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    latest_denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    latest_qualifier = models.CharField(max_length=20, blank=True)
    latest_text = models.CharField(max_length=200, blank=True, help_text="As printed, if a paper prints it.")
    latest_is_final = models.BooleanField(default=True)
    newest_period = models.CharField(
        max_length=200, blank=True, help_text="A later period that has no figure, if there is one."
    )
    newest_missing = models.CharField(max_length=16, choices=Missing, blank=True)
    target_value = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    target_text = models.CharField(max_length=300, blank=True)
    mean = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    lower_limit = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    upper_limit = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    variation = models.CharField(max_length=20, blank=True)
    assurance = models.CharField(max_length=20, blank=True)
    rules = ArrayField(models.CharField(max_length=24), default=list)
    mixed = models.BooleanField(default=False)
    few_points = models.BooleanField(default=False)
    segments = models.PositiveSmallIntegerField(default=0)
    warnings = ArrayField(models.CharField(max_length=40), default=list)
    spark = ArrayField(
        models.DecimalField(max_digits=20, decimal_places=6, null=True),
        default=list,
        help_text="The last values, oldest first; null where one is missing.",
    )
    spark_from = models.CharField(max_length=200, blank=True, help_text="The period of the first of them.")
    computed_at = models.DateTimeField(auto_now=True)

    objects = scoped_by("kpi__programme")

    class Meta:
        verbose_name_plural = "KPI summaries"

    def __str__(self) -> str:
        return f"Summary of {self.kpi_id}"
