"""Promises made to people, each to have a measure of outcome or of experience."""

from django.core.exceptions import ValidationError
from django.db import models

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from programmes.models import Scoped, scoped_by

from .areas import CareModelArea
from .frameworks import Measurability, OutcomesFramework
from .kpis import KPI


class CommitmentKind(models.TextChoices):
    OUTCOME = "outcome", "Outcome"
    EXPERIENTIAL = "experiential", "Experience"
    NOT_STATED = "not_stated", "Not stated"


@tracked
class Commitment(Scoped):
    """A promise of a framework, or of an area that a review describes; hard to measure, it needs a plan.

    Greater Manchester's aim, as the Essex review tells it (section 5.4), is an outcome for every commitment, some easy
    to collect and others very difficult.
    """

    text = models.TextField()
    kind = models.CharField(max_length=20, choices=CommitmentKind, default=CommitmentKind.NOT_STATED)
    framework = models.ForeignKey(
        OutcomesFramework, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    area = models.ForeignKey(
        CareModelArea, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    measurability = models.CharField(max_length=20, choices=Measurability, default=Measurability.NOT_ASSESSED)
    measurement_plan = models.TextField(
        blank=True, help_text="How progress will be seen where it is hard to measure."
    )
    kpis = models.ManyToManyField(KPI, through="CommitmentMeasure", related_name="commitments")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Scoped.Meta):
        ordering = ["position", "reference"]

    def __str__(self) -> str:
        return self.text[:80]

    def clean(self) -> None:
        super().clean()
        for name in ("framework", "area"):
            other = getattr(self, name)
            if other is not None and other.programme_id != self.programme_id:
                raise ValidationError({name: "Choose one of this programme."})


@tracked
class CommitmentMeasure(Versioned):
    """A KPI by which a commitment is measured."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="measures")
    kpi = models.ForeignKey(KPI, on_delete=models.CASCADE, related_name="commitment_measures")
    is_proxy = models.BooleanField(default=False)

    objects = scoped_by("commitment__programme")

    class Meta(Versioned.Meta):
        ordering = ["commitment", "kpi"]
        constraints = [models.UniqueConstraint(fields=["commitment", "kpi"], name="commitment_measure_once")]

    def __str__(self) -> str:
        return f"{self.kpi} for {self.commitment}"
