"""Figures that a review gives for an area: population, context and impact, each with what it rests on."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import MoneyField, money_constraints
from programmes.models import Scoped, scoped_by

from .areas import CareModelArea


class FigureQualifier(models.TextChoices):
    EXACT = "exact", "Exact"
    APPROX = "approx", "About"
    OVER = "over", "Over"
    NEARLY = "nearly", "Nearly"
    AT_LEAST = "at_least", "At least"
    AVERAGE = "average", "On average"
    RANGE = "range", "Range"
    NOT_STATED = "not_stated", "No value stated"


class FigureKind(models.TextChoices):
    CONTEXT = "context", "Context"
    IMPACT = "impact", "Impact"
    MULTI_SITE = "multi_site", "Impact in a comparison of several sites"


class FigureBasis(models.TextChoices):
    """What an impact figure rests on; the order in which pages sort them."""

    OBSERVED = "observed", "Observed"
    ASSUMED = "assumed", "Assumed"
    PROJECTED = "projected", "Projected"
    INTERVIEW = "interview", "Said in an interview"
    NOT_STATED = "not_stated", "Basis not stated"


class FigureDirection(models.TextChoices):
    REDUCTION = "reduction", "Reduction"
    INCREASE = "increase", "Increase"
    IMPROVEMENT = "improvement", "Improvement"
    NOT_STATED = "", "Not stated"


@tracked
class ImpactFigure(Scoped):
    """A figure of an area: an impact with its basis, or a number of its context.

    A value in pounds is in `money`; any other in `value` with its unit. With neither, the review makes a statement
    without a number. `measure` names what is measured, so that two figures for one thing can be set side by side.
    """

    area = models.ForeignKey(CareModelArea, on_delete=models.CASCADE, related_name="figures")
    kind = models.CharField(max_length=12, choices=FigureKind)
    text = models.TextField()
    domain = models.CharField(max_length=60, blank=True)
    measure = models.SlugField(
        max_length=60, blank=True, help_text="The same for figures that measure the same thing of an area."
    )
    site = models.CharField(
        max_length=120, blank=True, help_text="Where it was measured, if not the whole area."
    )
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    upper = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    from_value = models.DecimalField(
        max_digits=18, decimal_places=4, null=True, blank=True, help_text="What it was before."
    )
    unit = models.CharField(max_length=60, blank=True)
    qualifier = models.CharField(max_length=12, choices=FigureQualifier, default=FigureQualifier.EXACT)
    money = MoneyField()
    direction = models.CharField(max_length=12, choices=FigureDirection, blank=True)
    basis = models.CharField(max_length=12, choices=FigureBasis, default=FigureBasis.NOT_STATED)
    basis_as_printed = models.CharField(max_length=120, blank=True)
    period = models.CharField(max_length=60, blank=True)
    comparator_label = models.CharField(max_length=120, blank=True)
    comparator_value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    target_value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    target_period = models.CharField(max_length=60, blank=True)
    target_origin = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Scoped.Meta):
        ordering = ["area", "kind", "position", "reference"]
        constraints = [
            *money_constraints("money", "impact_figure"),
            models.CheckConstraint(
                condition=Q(upper__isnull=True) | Q(value__isnull=False),
                name="impact_figure_range_has_a_start",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class DerivationKind(models.TextChoices):
    DIFFERENCE = "difference", "First less second"
    SUM = "sum", "Sum"
    QUOTIENT = "quotient", "First divided by second"
    PERCENT_OF = "percent_of", "First per cent of second"


@tracked
class FigureDerivation(Versioned):
    """How a stated figure follows from others, so that it can be worked out again: net saving = savings - cost."""

    result = models.ForeignKey(ImpactFigure, on_delete=models.CASCADE, related_name="derivations")
    kind = models.CharField(max_length=12, choices=DerivationKind)
    first = models.ForeignKey(ImpactFigure, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(ImpactFigure, on_delete=models.CASCADE, related_name="+")

    objects = scoped_by("result__programme")

    class Meta(Versioned.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(result=F("first")) & ~Q(result=F("second")),
                name="figure_not_derived_from_itself",
            )
        ]

    def __str__(self) -> str:
        return f"{self.result}: {self.get_kind_display().lower()}"

    def clean(self) -> None:
        if self.kind == DerivationKind.QUOTIENT and self.second_id and self.second.value == 0:
            raise ValidationError({"second": "Choose a figure other than zero to divide by."})


@tracked
class PopulationFigure(Scoped):
    """A population that the review prints, with whom it counts, where, when and on what basis.

    The area is null for a comparator. `in_table` marks the review's own table of areas, which may be summed.
    """

    area = models.ForeignKey(
        CareModelArea, null=True, blank=True, on_delete=models.CASCADE, related_name="populations"
    )
    place = models.CharField(max_length=160, help_text="The place counted, as printed.")
    ages = models.CharField(max_length=40, blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=0)
    upper = models.DecimalField(max_digits=14, decimal_places=0, null=True, blank=True)
    qualifier = models.CharField(max_length=12, choices=FigureQualifier, default=FigureQualifier.EXACT)
    basis = models.CharField(max_length=160, blank=True, help_text="Such as “ONS mid-year estimates 2019”.")
    in_table = models.BooleanField(default=False)

    class Meta(Scoped.Meta):
        ordering = ["area__number", "-in_table", "reference"]

    def __str__(self) -> str:
        return f"{self.place}: {self.value:,}"
