from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from commissioning.core.audit import append_only, tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints

from .base import Scoped, scoped_by
from .intentions import CommissioningIntention, ProjectSummary


class MilestoneKind(models.TextChoices):
    MILESTONE = "milestone", "Milestone"
    NEXT_STEP = "next_step", "Next step"
    PLANNED_ACTION = "planned_action", "Planned action"
    TIMELINE = "timeline", "Indicative timeline"
    DEADLINE = "deadline", "Deadline"
    LINKED_PROJECT = "linked_project", "Linked project"


class MilestoneState(models.TextChoices):
    PLANNED = "planned", "Planned"
    IN_PROGRESS = "in_progress", "In progress"
    DONE = "done", "Done"
    MISSED = "missed", "Missed"
    BLOCKED = "blocked", "Blocked"
    RECURRING = "recurring", "Recurring"
    UNDATED = "undated", "Undated"
    EMBEDDED = "embedded", "Embedded"


@tracked
class Milestone(Scoped):
    """Something to be done, with the date as the paper prints it; undated ones are counted, never called late.

    `date` is the date now forecast; the first one printed stands in the `before` of its first re-forecast. Its parent
    is the project summary or the intention it belongs to, else the programme. State, date and owner change only
    through programmes.services.milestones, which writes a MilestoneChange.
    """

    intention = models.ForeignKey(
        CommissioningIntention, null=True, blank=True, on_delete=models.PROTECT, related_name="milestones"
    )
    summary = models.ForeignKey(
        ProjectSummary, null=True, blank=True, on_delete=models.PROTECT, related_name="milestones"
    )
    kind = models.CharField(max_length=20, choices=MilestoneKind)
    text = models.TextField()
    date = FuzzyDateField()
    state = models.CharField(max_length=20, choices=MilestoneState, default=MilestoneState.PLANNED)
    owner_role = models.CharField(max_length=120, blank=True, help_text="A role, not a name.")
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Scoped.Meta):
        ordering = ["date_start", "date_end", "reference"]
        constraints = [
            *fuzzy_date_constraints("date", "milestone"),
            models.CheckConstraint(
                condition=Q(summary__isnull=True) | Q(intention__isnull=True), name="milestone_one_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def clean(self) -> None:
        super().clean()
        for name in ("summary", "intention"):
            parent = getattr(self, name) if getattr(self, f"{name}_id") else None
            if parent is not None and self.programme_id and parent.programme_id != self.programme_id:
                raise ValidationError({name: "Choose one of this programme."})


class MilestoneChangeKind(models.TextChoices):
    STATE = "state", "State changed"
    REFORECAST = "reforecast", "Re-forecast"
    OWNER = "owner", "Owner changed"


@tracked
class MilestoneChange(models.Model):
    """One change of a milestone's state, date or owner, from which day, why and by whom. Written once.

    The state and the forecast on any day are those of the latest change that took effect by then.
    """

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12, choices=MilestoneChangeKind)
    state_before = models.CharField(max_length=20, choices=MilestoneState, blank=True)
    state_after = models.CharField(max_length=20, choices=MilestoneState, blank=True)
    date_before = FuzzyDateField()
    date_after = FuzzyDateField()
    owner_before = models.CharField(max_length=120, blank=True)
    owner_after = models.CharField(max_length=120, blank=True)
    effective_on = models.DateField(help_text="The day from which it holds.")
    reason = models.TextField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = scoped_by("milestone__programme")

    class Meta:
        ordering = ["effective_on", "made_at", "pk"]
        triggers = [append_only()]
        constraints = [
            *fuzzy_date_constraints("date_before", "milestone_change_before"),
            *fuzzy_date_constraints("date_after", "milestone_change_after"),
            models.CheckConstraint(condition=~Q(reason=""), name="milestone_change_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.milestone}"


@tracked
class MilestoneDependency(Versioned):
    """One milestone waits for another; never for itself, and (held by the door) never in a circle."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="needs")
    needs = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="needed_by")
    note = models.CharField(max_length=200, blank=True)

    objects = scoped_by("milestone__programme")

    class Meta(Versioned.Meta):
        verbose_name_plural = "milestone dependencies"
        constraints = [
            models.UniqueConstraint(fields=["milestone", "needs"], name="milestone_dependency_once"),
            models.CheckConstraint(
                condition=~Q(milestone=F("needs")), name="milestone_does_not_wait_for_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} needs {self.needs}"


@tracked
class Challenge(Scoped):
    """A difficulty the paper names, with what is to be done about it."""

    title = models.CharField(max_length=200)
    text = models.TextField()
    mitigation = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.title


@tracked
class Engagement(Scoped):
    """Who was asked, how, and how many answered (as printed: “over 600 responses” keeps its “over”)."""

    kind = models.CharField(max_length=120)
    audience = models.TextField(blank=True)
    date = FuzzyDateField()
    responses_text = models.CharField(max_length=120, blank=True)
    responses = models.PositiveIntegerField(null=True, blank=True)
    responses_qualifier = models.CharField(max_length=20, blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        verbose_name_plural = "engagement"
        constraints = fuzzy_date_constraints("date", "engagement")

    def __str__(self) -> str:
        return self.kind


@tracked
class Feedback(Scoped):
    """What partners or the public said, and what was done; a response that is empty is shown as unanswered."""

    text = models.TextField()
    sentiment = models.CharField(max_length=40, blank=True)
    engagement = models.ForeignKey(
        Engagement, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback"
    )
    said_by = models.CharField(max_length=200, blank=True, help_text="A group or a role, never a name.")
    said = FuzzyDateField()
    response = models.TextField(blank=True)
    responded = FuzzyDateField()

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        verbose_name_plural = "feedback"
        constraints = [
            *fuzzy_date_constraints("said", "feedback_said"),
            *fuzzy_date_constraints("responded", "feedback_responded"),
        ]

    def __str__(self) -> str:
        return self.text[:80]
