"""What a board asked to be done, and every answer it has had."""

from django.db import models
from django.db.models import Q

from commissioning.core.audit import append_only, tracked
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from programmes.models import Document, Scoped, scoped_by

from .bodies import Body
from .decisions import BodyPosition, Decision
from .meetings import Meeting


class BoardActionState(models.TextChoices):
    OPEN = "open", "Open"
    IN_PROGRESS = "in_progress", "In progress"
    COMPLETE = "complete", "Complete"
    CLOSED = "closed", "Closed without completion"


class ReportingFrequency(models.TextChoices):
    NONE = "", "No reports promised"
    MONTHLY = "monthly", "Every month"
    QUARTERLY = "quarterly", "Every quarter"
    YEARLY = "yearly", "Every year"


@tracked
class BoardAction(Scoped):
    """What a board agreed should be done, kept beside every answer until it is complete.

    `due` is the date now aimed at: each change of it stands in a TargetDateChange, the first of which holds the
    original. `condition_of` is the position of a sovereign body that attached it as a condition.
    `reports_promised` is how often the board was promised a report: a promised period without one is computed.
    `weakened` is ticked by a person who finds that an answer promises less than was agreed.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="actions")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    condition_of = models.ForeignKey(
        BodyPosition, null=True, blank=True, on_delete=models.PROTECT, related_name="conditions"
    )
    text = models.TextField()
    agreed = FuzzyDateField()
    due = FuzzyDateField()
    owner_role = models.CharField(max_length=120, blank=True, help_text="A role, not a name.")
    reports_promised = models.CharField(max_length=10, choices=ReportingFrequency, blank=True)
    state = models.CharField(max_length=12, choices=BoardActionState, default=BoardActionState.OPEN)
    state_note = models.CharField(
        max_length=200, blank=True, help_text="Whose reading the state is, where the paper gives none."
    )
    weakened = models.BooleanField("the answer promises less than was agreed", default=False)

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        constraints = [
            *fuzzy_date_constraints("agreed", "board_action_agreed"),
            *fuzzy_date_constraints("due", "board_action_due"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


@tracked
class TargetDateChange(models.Model):
    """A new target date for an action: from which, to which, why and by whom. Written once, and so counted."""

    action = models.ForeignKey(BoardAction, on_delete=models.CASCADE, related_name="date_changes")
    before = FuzzyDateField()
    after = FuzzyDateField()
    on = models.DateField(help_text="The day on which the new date was given.")
    reason = models.TextField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = scoped_by("action__programme")

    class Meta:
        ordering = ["on", "made_at", "pk"]
        triggers = [append_only()]
        constraints = [
            *fuzzy_date_constraints("before", "target_date_before"),
            *fuzzy_date_constraints("after", "target_date_after"),
            models.CheckConstraint(condition=~Q(reason=""), name="target_date_change_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.before.printed} → {self.after.printed}"


class ResponseKind(models.TextChoices):
    RESPONSE = "response", "Response"
    WEAKENED = "weakened", "Marked as weakened"
    NOT_WEAKENED = "not_weakened", "Mark of weakening taken off"


@tracked
class ProgressResponse(Scoped):
    """One answer to a board action, as reported, or a person's mark that an answer is weaker. Written once."""

    action = models.ForeignKey(BoardAction, on_delete=models.CASCADE, related_name="responses")
    kind = models.CharField(max_length=14, choices=ResponseKind, default=ResponseKind.RESPONSE)
    text = models.TextField()
    reported = FuzzyDateField()
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="progress_responses"
    )
    state_before = models.CharField(max_length=12, choices=BoardActionState, blank=True)
    state_after = models.CharField(max_length=12, choices=BoardActionState, blank=True)
    made_by = models.ForeignKey(
        "core.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["reported_end", "made_at", "pk"]
        triggers = [append_only()]
        constraints = [
            *fuzzy_date_constraints("reported", "progress_response"),
            models.CheckConstraint(condition=~Q(text=""), name="progress_response_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:80]
