from django.db import models

from commissioning.core.audit import tracked
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints

from .base import Scoped


class MilestoneKind(models.TextChoices):
    MILESTONE = "milestone", "Milestone"
    NEXT_STEP = "next_step", "Next step"
    PLANNED_ACTION = "planned_action", "Planned action"


class MilestoneState(models.TextChoices):
    PLANNED = "planned", "Planned"
    IN_PROGRESS = "in_progress", "In progress"
    DONE = "done", "Done"
    MISSED = "missed", "Missed"
    BLOCKED = "blocked", "Blocked"


@tracked
class Milestone(Scoped):
    """Something to be done, with the date as the paper prints it; undated ones are counted, never called late."""

    kind = models.CharField(max_length=20, choices=MilestoneKind)
    text = models.TextField()
    date = FuzzyDateField()
    state = models.CharField(max_length=20, choices=MilestoneState, default=MilestoneState.PLANNED)
    owner_role = models.CharField(max_length=120, blank=True, help_text="A role, not a name.")

    class Meta(Scoped.Meta):
        ordering = ["date_start", "date_end", "reference"]
        constraints = fuzzy_date_constraints("date", "milestone")

    def __str__(self) -> str:
        return self.text[:80]


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
    """What partners said, and what was done; a response that is empty is shown as unanswered."""

    text = models.TextField()
    sentiment = models.CharField(max_length=40, blank=True)
    response = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return self.text[:80]
