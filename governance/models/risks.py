"""Risks of a programme: how they are scored and banded, and what is done about them."""

from django.db import models
from django.db.models import Q

from commissioning.core.audit import append_only, tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from procurement.models import ProcurementPhase
from programmes.models import Scoped, scoped_by

from .bodies import Body


class RiskState(models.TextChoices):
    IDENTIFIED = "identified", "Identified"
    ASSESSED = "assessed", "Assessed"
    MITIGATING = "mitigating", "Mitigating"
    ACCEPTED = "accepted", "Accepted"
    CLOSED = "closed", "Closed"


class RiskResponse(models.TextChoices):
    TREAT = "treat", "Treat"
    TOLERATE = "tolerate", "Tolerate"
    TRANSFER = "transfer", "Transfer"
    TERMINATE = "terminate", "Terminate"


@tracked
class Risk(Scoped):
    """A risk: a cause, the event that it may bring about, and its effect. `text` is the words of the paper.

    Its scores are those of its latest assessments; what nobody has assessed is unknown, never low. What is done about
    it are its mitigations, each of which may serve several risks.
    """

    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    cause = models.TextField(blank=True)
    event = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    phase = models.ForeignKey(
        ProcurementPhase, null=True, blank=True, on_delete=models.PROTECT, related_name="governance_risks"
    )
    raised = FuzzyDateField()
    owner_role = models.CharField(max_length=120, blank=True, help_text="A role, not a name.")
    response = models.CharField(max_length=10, choices=RiskResponse, blank=True)
    response_note = models.TextField(blank=True)
    review_due = models.DateField(null=True, blank=True)
    escalated_to = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="risks_escalated"
    )
    state = models.CharField(max_length=12, choices=RiskState, default=RiskState.IDENTIFIED)

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        constraints = fuzzy_date_constraints("raised", "risk_raised")

    def __str__(self) -> str:
        return self.title


class RiskLevel(models.TextChoices):
    INHERENT = "inherent", "Inherent"
    CURRENT = "current", "Current"
    TARGET = "target", "Target"


@tracked
class RiskAssessment(Scoped):
    """Likelihood and impact of a risk, each 1 to 5, as somebody judged them on a day. Written once.

    Inherent: before anything is done. Current: with the mitigations that are in place. Target: what is aimed at. The
    latest of each level counts, by the day and then by when it was written.
    """

    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="assessments")
    level = models.CharField(max_length=10, choices=RiskLevel)
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    on = models.DateField()
    rationale = models.TextField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["risk", "on", "made_at", "pk"]
        triggers = [*Scoped.Meta.triggers, append_only()]
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5), impact__range=(1, 5)),
                name="risk_assessment_is_one_to_five",
            ),
            models.CheckConstraint(condition=~Q(rationale=""), name="risk_assessment_has_a_rationale"),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.likelihood} × {self.impact}"


class RiskActKind(models.TextChoices):
    ESCALATED = "escalated", "Escalated"
    RETURNED = "returned", "Escalation ended"
    REVIEWED = "reviewed", "Reviewed"
    STATE = "state", "State changed"


@tracked
class RiskAct(Scoped):
    """Something that was done with a risk as a whole: escalated, reviewed, accepted, closed. Written once."""

    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=10, choices=RiskActKind)
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="risk_acts")
    state_before = models.CharField(max_length=12, choices=RiskState, blank=True)
    state_after = models.CharField(max_length=12, choices=RiskState, blank=True)
    on = models.DateField()
    reason = models.TextField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["risk", "on", "made_at", "pk"]
        triggers = [*Scoped.Meta.triggers, append_only()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.risk}"


class MitigationState(models.TextChoices):
    NOT_STATED = "", "Not stated"
    PROPOSED = "proposed", "Proposed"
    UNDER_WAY = "under_way", "Under way"
    IN_PLACE = "in_place", "In place"
    DROPPED = "dropped", "Dropped"


@tracked
class Mitigation(Scoped):
    """What is done about one risk, or about several together."""

    text = models.TextField()
    owner_role = models.CharField(max_length=120, blank=True, help_text="A role, not a name.")
    due = FuzzyDateField()
    state = models.CharField(max_length=10, choices=MitigationState, blank=True)
    risks = models.ManyToManyField(Risk, through="RiskMitigation", related_name="mitigations")

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        constraints = fuzzy_date_constraints("due", "mitigation")

    def __str__(self) -> str:
        return self.text[:80]


@tracked
class RiskMitigation(Versioned):
    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="risk_mitigations")
    mitigation = models.ForeignKey(Mitigation, on_delete=models.CASCADE, related_name="risk_mitigations")

    objects = scoped_by("risk__programme")

    class Meta(Versioned.Meta):
        constraints = [models.UniqueConstraint(fields=["risk", "mitigation"], name="risk_mitigation_once")]

    def __str__(self) -> str:
        return f"{self.mitigation} for {self.risk}"


@tracked
class RiskBanding(Scoped):
    """How a programme bands the scores 1 to 25 from a day on. A risk keeps its score: its band is read from it."""

    starts_on = models.DateField()
    reason = models.TextField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["-starts_on", "-made_at", "-pk"]
        triggers = [*Scoped.Meta.triggers, append_only()]

    def __str__(self) -> str:
        return f"Bands from {self.starts_on:%-d %B %Y}"


@tracked
class RiskBand(models.Model):
    """One band, from a score up to where the next begins. Written once, with its banding."""

    banding = models.ForeignKey(RiskBanding, on_delete=models.CASCADE, related_name="bands")
    name = models.CharField(max_length=40)
    from_score = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300, blank=True, help_text="What is to be done with a risk in it.")
    escalates = models.BooleanField("to be escalated", default=False)

    objects = scoped_by("banding__programme")

    class Meta:
        ordering = ["banding", "from_score"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["banding", "from_score"], name="risk_band_score_once"),
            models.UniqueConstraint(fields=["banding", "name"], name="risk_band_name_once"),
            models.CheckConstraint(condition=Q(from_score__range=(1, 25)), name="risk_band_of_one_to_25"),
        ]

    def __str__(self) -> str:
        return self.name
