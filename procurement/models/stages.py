"""The stages of a phase from need to expiry, and the gateways on the way."""

from django.db import models
from django.db.models import Q

from commissioning.core.audit import append_only, tracked
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from programmes.models import Document, Scoped, scoped_by

from .phases import ProcurementPhase
from .regimes import GatewayRequirement, StageKind


@tracked
class ProcurementStage(Scoped):
    """A stage of a phase. Its status is worked out from its dates and never stored.

    `planned` is the baseline: it is frozen once `planned_frozen_on` is set. `forecast` moves, with a reason kept.
    """

    phase = models.ForeignKey(ProcurementPhase, on_delete=models.CASCADE, related_name="stages")
    kind = models.ForeignKey(StageKind, on_delete=models.PROTECT, related_name="+")
    planned = FuzzyDateField()
    planned_frozen_on = models.DateField(null=True, blank=True)
    forecast = FuzzyDateField()
    actual = FuzzyDateField()
    owner = models.CharField(max_length=200, blank=True, help_text="A role or a team, never a person’s name.")
    not_applicable = models.BooleanField(default=False)
    why_not_applicable = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["phase__number", "kind__position"]
        constraints = [
            *fuzzy_date_constraints("planned", "stage_planned"),
            *fuzzy_date_constraints("forecast", "stage_forecast"),
            *fuzzy_date_constraints("actual", "stage_actual"),
            models.UniqueConstraint(fields=["phase", "kind"], name="stage_once_in_a_phase"),
            models.CheckConstraint(
                condition=Q(not_applicable=False) | ~Q(why_not_applicable=""),
                name="stage_left_out_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: phase {self.phase.number}"


@tracked
class StageChange(models.Model):
    """One change of a stage's dates, owner or applicability: what, from what, to what, who and why. Written once."""

    stage = models.ForeignKey(ProcurementStage, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=40)
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    reason = models.TextField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = scoped_by("stage__programme")

    class Meta:
        ordering = ["made_at", "pk"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.stage_id}: {self.field}"


@tracked
class GatewayEvidence(Scoped):
    """What shows that a requirement of a gateway is met: a document, or words that say where it is found."""

    stage = models.ForeignKey(ProcurementStage, on_delete=models.CASCADE, related_name="evidence")
    requirement = models.ForeignKey(GatewayRequirement, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["stage", "requirement", "pk"]
        verbose_name_plural = "gateway evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False) | ~Q(text=""), name="gateway_evidence_says_something"
            )
        ]

    def __str__(self) -> str:
        return self.text or str(self.document)


class GatewayOutcome(models.TextChoices):
    PASSED = "passed", "Passed"
    OVERRIDDEN = "overridden", "Passed with requirements missing"
    HELD = "held", "Not passed"


@tracked
class GatewayDecision(Scoped):
    """What a body decided at a gateway, and what was missing when it did. Written once."""

    stage = models.ForeignKey(ProcurementStage, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=12, choices=GatewayOutcome)
    decided_by = models.CharField(max_length=200, help_text="The body, such as Programme board.")
    decided_on = models.DateField()
    reason = models.TextField()
    missing = models.JSONField(
        default=list, blank=True, help_text="The requirements that were not met, in words."
    )
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["decided_on", "pk"]
        triggers = [*Scoped.Meta.triggers, append_only()]

    def __str__(self) -> str:
        return f"{self.stage_id}: {self.get_outcome_display()}"
