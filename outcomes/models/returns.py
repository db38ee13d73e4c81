"""Returns: what a KPI's owner submits for a period, and what an approver says to it."""

from django.db import models
from django.db.models import Q

from commissioning.core.audit import append_only, tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from programmes.models import Scoped, scoped_by

from .kpis import KPI
from .measurements import BreakdownMember, Figures, figures_constraints


class ReturnKind(models.TextChoices):
    RETURN = "return", "Return"
    CORRECTION = "correction", "Correction"


class ReturnState(models.TextChoices):
    SUBMITTED = "submitted", "Awaiting approval"
    RETURNED = "returned", "Returned to its owner"
    ACCEPTED = "accepted", "Approved"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ReturnChannel(models.TextChoices):
    ENTERED = "entered", "Entered on the page"
    PASTED = "pasted", "Pasted"
    UPLOADED = "uploaded", "Uploaded"


@tracked
class KPIReturn(Scoped):
    """One submission for a KPI, of one or more periods. Approved, its lines become measurements and lock.

    A correction of approved periods is a return too, with the reason for it.
    """

    kpi = models.ForeignKey(KPI, on_delete=models.CASCADE, related_name="returns")
    kind = models.CharField(max_length=12, choices=ReturnKind, default=ReturnKind.RETURN)
    state = models.CharField(max_length=12, choices=ReturnState, default=ReturnState.SUBMITTED)
    channel = models.CharField(max_length=10, choices=ReturnChannel, default=ReturnChannel.ENTERED)
    file_name = models.CharField(max_length=200, blank=True)
    file_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the uploaded file.")
    reason = models.TextField(blank=True, help_text="Of a correction: why the approved figures change.")
    submitted_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["-submitted_at", "-pk"]
        verbose_name = "return"
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=ReturnKind.CORRECTION) | ~Q(reason=""), name="correction_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"


@tracked
class ReturnLine(Figures, Versioned):
    """The figure of one period, whole or of one place, service or group, as submitted."""

    kpi_return = models.ForeignKey(KPIReturn, on_delete=models.CASCADE, related_name="lines")
    period = FuzzyDateField()
    member = models.ForeignKey(
        BreakdownMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_final = models.BooleanField(default=True)
    source = models.CharField(max_length=200, blank=True)
    comment = models.TextField(blank=True)

    objects = scoped_by("kpi_return__programme")

    class Meta(Versioned.Meta):
        ordering = ["kpi_return", "period_start", "member"]
        constraints = [
            *fuzzy_date_constraints("period", "return_line"),
            *figures_constraints("return_line"),
            models.UniqueConstraint(
                fields=["kpi_return", "member", "period_start", "period_end"],
                nulls_distinct=False,
                name="return_line_once_per_period",
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=False, period_end__isnull=False),
                name="return_line_has_a_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi_return_id}, {self.period.printed}"


class ReturnStepKind(models.TextChoices):
    SUBMITTED = "submitted", "Submitted"
    RESUBMITTED = "resubmitted", "Submitted again"
    RETURNED = "returned", "Returned with a reason"
    ACCEPTED = "accepted", "Approved"
    WITHDRAWN = "withdrawn", "Withdrawn"


@tracked
class ReturnStep(models.Model):
    """One step of a return's life: who, when, and for a return sent back the reason."""

    kpi_return = models.ForeignKey(KPIReturn, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=12, choices=ReturnStepKind)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = scoped_by("kpi_return__programme")

    class Meta:
        ordering = ["kpi_return", "made_at", "pk"]
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                condition=~Q(step=ReturnStepKind.RETURNED) | ~Q(reason=""), name="returned_with_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.get_step_display()
