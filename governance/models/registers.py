"""What stands beside risks: issues, dependencies, assumptions, and requests to change the plan."""

from django.db import models
from django.db.models import Q

from commissioning.core.audit import tracked
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from procurement.models import ProcurementPhase
from programmes.models import Milestone, Organisation, Scoped

from .bodies import Body
from .decisions import Decision
from .risks import Risk


class Severity(models.TextChoices):
    NOT_RATED = "", "Not rated"
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    CRITICAL = "critical", "Critical"


class IssueState(models.TextChoices):
    OPEN = "open", "Open"
    RESOLVING = "resolving", "Being resolved"
    RESOLVED = "resolved", "Resolved"
    CLOSED = "closed", "Closed without resolution"


@tracked
class Issue(Scoped):
    """Something that has happened and stands in the way; `risk` is the one that came true, where it was one."""

    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    severity = models.CharField(max_length=10, choices=Severity, blank=True)
    phase = models.ForeignKey(
        ProcurementPhase, null=True, blank=True, on_delete=models.PROTECT, related_name="issues"
    )
    risk = models.ForeignKey(Risk, null=True, blank=True, on_delete=models.PROTECT, related_name="issues")
    raised = FuzzyDateField()
    due = FuzzyDateField()
    owner_role = models.CharField(max_length=120, blank=True, help_text="A role, not a name.")
    escalated_to = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="issues_escalated"
    )
    state = models.CharField(max_length=10, choices=IssueState, default=IssueState.OPEN)
    resolution = models.TextField(blank=True)
    resolved = FuzzyDateField()

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        constraints = [
            *fuzzy_date_constraints("raised", "issue_raised"),
            *fuzzy_date_constraints("due", "issue_due"),
            *fuzzy_date_constraints("resolved", "issue_resolved"),
            models.CheckConstraint(
                condition=~Q(state__in=("resolved", "closed")) | ~Q(resolution=""),
                name="issue_closed_says_how",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DependencyDirection(models.TextChoices):
    NEEDS = "needs", "We need it from them"
    GIVES = "gives", "They need it from us"


class DependencyState(models.TextChoices):
    OPEN = "open", "Open"
    AT_RISK = "at_risk", "At risk"
    MET = "met", "Met"
    MISSED = "missed", "Missed"


@tracked
class Dependency(Scoped):
    """Something that a programme needs from others, or others from it, by a date."""

    text = models.TextField()
    direction = models.CharField(max_length=6, choices=DependencyDirection, default=DependencyDirection.NEEDS)
    other_party = models.CharField(max_length=200, blank=True, help_text="A role, a programme or a body.")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="dependencies"
    )
    phase = models.ForeignKey(
        ProcurementPhase, null=True, blank=True, on_delete=models.PROTECT, related_name="dependencies"
    )
    milestone = models.ForeignKey(
        Milestone, null=True, blank=True, on_delete=models.PROTECT, related_name="dependencies_outside"
    )
    due = FuzzyDateField()
    owner_role = models.CharField(max_length=120, blank=True, help_text="A role, not a name.")
    state = models.CharField(max_length=8, choices=DependencyState, default=DependencyState.OPEN)
    note = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        verbose_name_plural = "dependencies"
        constraints = fuzzy_date_constraints("due", "dependency")

    def __str__(self) -> str:
        return self.text[:80]


class AssumptionState(models.TextChoices):
    OPEN = "open", "Not yet tested"
    HOLDS = "holds", "Holds"
    FAILED = "failed", "Does not hold"


@tracked
class Assumption(Scoped):
    """What a plan takes for granted, and what follows if it is wrong."""

    text = models.TextField()
    if_wrong = models.TextField(blank=True, help_text="What follows if it does not hold.")
    owner_role = models.CharField(max_length=120, blank=True, help_text="A role, not a name.")
    review_due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=AssumptionState, default=AssumptionState.OPEN)
    evidence = models.TextField(blank=True, help_text="What shows that it holds, or that it does not.")

    class Meta(Scoped.Meta):
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.text[:80]


class ChangeRequestState(models.TextChoices):
    RAISED = "raised", "Raised"
    ASSESSED = "assessed", "Assessed"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    DEFERRED = "deferred", "Deferred"
    DONE = "done", "Done"
    WITHDRAWN = "withdrawn", "Withdrawn"


@tracked
class ChangeRequest(Scoped):
    """A request to change what was agreed: what it would do to time, cost, scope, quality, benefits and risk."""

    title = models.CharField(max_length=200)
    text = models.TextField()
    because = models.TextField(blank=True)
    raised_by_role = models.CharField(max_length=120, blank=True, help_text="A role, not a name.")
    raised = FuzzyDateField()
    on_time = models.TextField("effect on time", blank=True)
    on_cost = models.TextField("effect on cost", blank=True)
    on_scope = models.TextField("effect on scope", blank=True)
    on_quality = models.TextField("effect on quality", blank=True)
    on_benefits = models.TextField("effect on benefits", blank=True)
    on_risk = models.TextField("effect on risk", blank=True)
    state = models.CharField(max_length=10, choices=ChangeRequestState, default=ChangeRequestState.RAISED)
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="change_requests"
    )
    decided_because = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        constraints = [
            *fuzzy_date_constraints("raised", "change_request_raised"),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "rejected", "deferred")) | ~Q(decided_because=""),
                name="change_request_decided_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title
