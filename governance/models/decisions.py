"""What bodies decided, the position of each sovereign body, what it attached, and what the decision put into effect."""

from django.db import models
from django.db.models import Q

from commissioning.core.audit import append_only, tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from outcomes.models import Target
from procurement.models import GatewayDecision
from programmes.models import Document, ResponsibilityChange, ScopeChange, Scoped, scoped_by

from .bodies import Body
from .meetings import Meeting
from .recommendations import Recommendation


class DecisionOutcome(models.TextChoices):
    AGREED = "agreed", "Agreed"
    AMENDED = "amended", "Agreed with amendments"
    NOTED = "noted", "Noted"
    DEFERRED = "deferred", "Deferred"
    REFERRED = "referred", "Referred elsewhere"
    REJECTED = "rejected", "Not agreed"


@tracked
class Decision(Scoped):
    """What one body decided, with what a record of decision must hold.

    Reasons, alternatives considered and rejected, interests and dispensations are those that the Local Authorities
    (Executive Arrangements) (Meetings and Access to Information) (England) Regulations 2012 (SI 2012/2089), regulations
    12 and 13, ask a council to record. `text` is what was decided; a recommendation stays as it was asked.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    recommendation = models.ForeignKey(
        Recommendation, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    title = models.CharField(max_length=300)
    text = models.TextField()
    outcome = models.CharField(max_length=10, choices=DecisionOutcome)
    decided = FuzzyDateField()
    delegated_to = models.CharField(
        max_length=200, blank=True, help_text="The role that decided under delegated powers, where one did."
    )
    reasons = models.TextField(blank=True)
    alternatives_rejected = models.TextField(blank=True)
    interests = models.TextField(blank=True, help_text="Interests declared in it; “None” where none were.")
    dispensations = models.TextField(blank=True)
    is_key = models.BooleanField("key decision", default=False)
    key_because = models.CharField(max_length=300, blank=True)
    published_on = models.DateField(null=True, blank=True)
    subject_to_call_in = models.BooleanField(default=False)
    call_in_ends_on = models.DateField(
        null=True, blank=True, help_text="The last day on which it can be called in."
    )
    called_in_on = models.DateField(null=True, blank=True)
    call_in_result = models.TextField(blank=True)
    effective = FuzzyDateField()

    class Meta(Scoped.Meta):
        ordering = ["-decided_start", "reference"]
        constraints = [
            *fuzzy_date_constraints("decided", "decision_decided"),
            *fuzzy_date_constraints("effective", "decision_effective"),
            models.CheckConstraint(condition=~Q(text=""), name="decision_says_something"),
            models.CheckConstraint(
                condition=Q(called_in_on__isnull=True) | Q(subject_to_call_in=True),
                name="decision_called_in_only_where_it_can_be",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class PositionAsked(Versioned):
    """A body whose own position a decision needs. Until it gives one, its position is awaited."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="positions_asked")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="positions_asked")

    objects = scoped_by("decision__programme")

    class Meta(Versioned.Meta):
        verbose_name_plural = "positions asked"
        constraints = [models.UniqueConstraint(fields=["decision", "body"], name="position_asked_once")]

    def __str__(self) -> str:
        return f"{self.body} on {self.decision}"


class Position(models.TextChoices):
    AGREED = "agreed", "Agreed"
    AGREED_WITH_CONDITIONS = "agreed_with_conditions", "Agreed with conditions"
    NOTED = "noted", "Noted"
    DEFERRED = "deferred", "Deferred"
    NOT_AGREED = "not_agreed", "Not agreed"


@tracked
class BodyPosition(Scoped):
    """The position of one body on a decision, on a day. Written once: a later one takes its place and both stay."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="positions")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="positions")
    position = models.CharField(max_length=24, choices=Position)
    on = FuzzyDateField()
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="positions"
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="positions"
    )
    note = models.TextField(blank=True)
    made_by = models.ForeignKey(
        "core.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["decision", "body", "on_end", "made_at", "pk"]
        triggers = [*Scoped.Meta.triggers, append_only()]
        constraints = fuzzy_date_constraints("on", "body_position")

    def __str__(self) -> str:
        return f"{self.body}: {self.get_position_display().lower()}"


class EffectKind(models.TextChoices):
    SCOPE_CHANGE = "scope_change", "Change of scope"
    LEAD_HANDOVER = "lead_handover", "Handover of a lead"
    GATEWAY = "gateway", "Gateway"
    TARGET_CHANGE = "target_change", "Change of a target"


@tracked
class DecisionEffect(Scoped):
    """What a decision puts into effect, through the door that makes such a change for anybody.

    `plan` holds what is to be done in the words of that door; when it has been done, exactly one record of what it made
    is named, and the effect is never done twice.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="effects")
    kind = models.CharField(max_length=16, choices=EffectKind)
    words = models.CharField(max_length=300, help_text="What it does, in plain words.")
    plan = models.JSONField(default=dict, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        "core.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    scope_change = models.OneToOneField(
        ScopeChange, null=True, blank=True, on_delete=models.PROTECT, related_name="decision_effect"
    )
    lead_change = models.OneToOneField(
        ResponsibilityChange, null=True, blank=True, on_delete=models.PROTECT, related_name="decision_effect"
    )
    gateway_decision = models.OneToOneField(
        GatewayDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="decision_effect"
    )
    target = models.OneToOneField(
        Target, null=True, blank=True, on_delete=models.PROTECT, related_name="decision_effect"
    )

    class Meta(Scoped.Meta):
        ordering = ["decision", "reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    applied_at__isnull=True,
                    scope_change__isnull=True,
                    lead_change__isnull=True,
                    gateway_decision__isnull=True,
                    target__isnull=True,
                )
                | Q(applied_at__isnull=False, kind="scope_change", scope_change__isnull=False)
                | Q(applied_at__isnull=False, kind="lead_handover", lead_change__isnull=False)
                | Q(applied_at__isnull=False, kind="gateway", gateway_decision__isnull=False)
                | Q(applied_at__isnull=False, kind="target_change", target__isnull=False),
                name="decision_effect_names_what_it_did",
            )
        ]

    def __str__(self) -> str:
        return self.words
