"""Commissioning intentions and the one-page summaries of the projects that carry them out."""

from django.core.exceptions import ValidationError
from django.db import models

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints

from .base import Scoped, scoped_by
from .organisations import Organisation


class IntentionState(models.TextChoices):
    NOT_STARTED = "not_started", "Not started"
    IN_DEVELOPMENT = "in_development", "In development"
    PLAN_AGREED = "plan_agreed", "Plan agreed"
    DELIVERING = "delivering", "Delivering"
    COMPLETE = "complete", "Complete"
    NOT_STATED = "not_stated", "Not stated"


class PlannedElsewhere(models.TextChoices):
    NO = "no", "Nowhere else that the paper says"
    DETAILED_PLAN = "detailed_plan", "A more detailed plan exists elsewhere"
    SEPARATE_REPORT = "separate_report", "In a separate report"


@tracked
class CommissioningIntention(Scoped):
    """What commissioners say that they mean to commission or change, numbered as the paper numbers it."""

    number = models.PositiveSmallIntegerField()
    title = models.TextField()
    group = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="intentions",
        help_text="The group that works on it.",
    )
    progress = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=IntentionState, default=IntentionState.NOT_STATED)
    maturity = models.CharField(max_length=60, blank=True, help_text="As printed, such as “most developed”.")
    is_top_priority = models.BooleanField(default=False)
    planned_elsewhere = models.CharField(max_length=20, choices=PlannedElsewhere, default=PlannedElsewhere.NO)
    section_75 = models.CharField(
        "section 75 agreement",
        max_length=200,
        blank=True,
        help_text="What the paper says of one, if anything.",
    )
    parts = models.PositiveSmallIntegerField(
        default=1, help_text="How many intentions stand under this number."
    )

    class Meta(Scoped.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="commissioning_intention_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class IntentionLineKind(models.TextChoices):
    LEAD = "lead", "Lead"
    PRIORITY = "priority", "Priority"


@tracked
class IntentionLine(Versioned):
    """A lead (by its organisation where one is named, and as printed) or a priority of an intention."""

    intention = models.ForeignKey(CommissioningIntention, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=10, choices=IntentionLineKind)
    text = models.CharField(max_length=300)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = scoped_by("intention__programme")

    class Meta(Versioned.Meta):
        ordering = ["kind", "position", "pk"]

    def __str__(self) -> str:
        return self.text


@tracked
class ProjectSummary(Scoped):
    """A project that carries out an intention, on one page. Several may serve one intention.

    `lead_vacant` is ticked where the paper names a post but nobody in it (“name tbc”), or nobody at all.
    """

    intention = models.ForeignKey(CommissioningIntention, on_delete=models.PROTECT, related_name="summaries")
    name = models.CharField(max_length=200)
    period = FuzzyDateField()
    lead_vacant = models.BooleanField("lead is a vacancy", default=False)
    aim = models.TextField(blank=True)
    history = models.TextField(blank=True, help_text="What was done before.")
    note = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        verbose_name_plural = "project summaries"
        constraints = fuzzy_date_constraints("period", "project_summary")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.intention_id and self.programme_id and self.intention.programme_id != self.programme_id:
            raise ValidationError({"intention": "Choose an intention of this programme."})


class SummaryLineKind(models.TextChoices):
    SRO = "sro", "Senior responsible owner"
    LEAD = "lead", "Lead"
    OBJECTIVE = "objective", "Objective"
    SCOPE = "scope", "Scope"
    BENEFIT_USERS = "benefit_users", "Benefit for service users"
    BENEFIT_STAFF = "benefit_staff", "Benefit for staff"
    BENEFIT_ORGANISATION = "benefit_organisation", "Benefit for the organisation"
    BENEFIT_GENERAL = "benefit_general", "Benefit, audience not stated"
    METRIC = "metric", "Metric"
    LINKED_PROJECT = "linked_project", "Linked project"


@tracked
class SummaryLine(Versioned):
    """One line of a project summary: a role, an objective, a benefit for its audience, a metric with its target."""

    summary = models.ForeignKey(ProjectSummary, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=20, choices=SummaryLineKind)
    text = models.TextField()
    target = models.CharField(
        max_length=200, blank=True, help_text="Of a metric; empty means that no target is stated."
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = scoped_by("summary__programme")

    class Meta(Versioned.Meta):
        ordering = ["kind", "position", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
