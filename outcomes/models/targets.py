"""Targets of a KPI, what was changed in it and why, and the decisions about its chart."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from commissioning.core.audit import append_only, tracked
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from programmes.models import Scoped

from .kpis import KPI
from .stale import summary_goes_stale


@tracked
class Target(Scoped):
    """What a KPI is to reach, in numbers or in words, by when. No row means that no target is stated.

    A target holds from `starts_on` until `ends_on` (inclusive; empty is open), so that a point is judged against the
    target of its own day. A changed target ends the one before, which stays.
    """

    kpi = models.ForeignKey(KPI, on_delete=models.CASCADE, related_name="targets")
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)
    date = FuzzyDateField()
    starts_on = models.DateField(null=True, blank=True, help_text="Empty: from the first point on.")
    ends_on = models.DateField(null=True, blank=True, help_text="The last day it holds; empty: no end.")
    origin = models.CharField(
        max_length=200, blank=True, help_text="Who set it, such as “national” or a board and its date."
    )
    withdrawn = models.BooleanField(
        default=False, editable=False, help_text="Replaced before it had come into force."
    )

    class Meta(Scoped.Meta):
        ordering = ["kpi", "starts_on", "date_end"]
        triggers = [*Scoped.Meta.triggers, summary_goes_stale("kpi_id")]
        constraints = [
            *fuzzy_date_constraints("date", "kpi_target"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(words=""),
                name="kpi_target_says_something",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                name="kpi_target_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        if self.words or self.value is None:
            return self.words or "no target stated"
        return f"{Decimal(self.value).normalize():f}"


class KPIChangeKind(models.TextChoices):
    DEFINITION = "definition", "Definition"
    TARGET = "target", "Target"
    CHART = "chart", "Chart settings"
    STATE = "state", "State"


@tracked
class KPIChange(Scoped):
    """One thing changed in a KPI's definition, target, chart or state: before, after, who, when and why."""

    kpi = models.ForeignKey(KPI, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12, choices=KPIChangeKind)
    field = models.CharField(max_length=60, help_text="As the page labels it.")
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.TextField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["-made_at", "-pk"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.field}: {self.before or 'nothing'} → {self.after or 'nothing'}"


class ChartDecisionKind(models.TextChoices):
    REBASE = "rebase", "Limits worked out anew from here"
    GHOST = "ghost", "Point left out of the limits"


@tracked
class ChartDecision(Scoped):
    """A person's decision about a chart: limits rebased from a day on, or a point left out as a ghost; never automatic.

    It hangs on the day and not on a measurement, so that a correction of the value leaves it standing. One withdrawn
    stays, with who withdrew it and why.
    """

    kpi = models.ForeignKey(KPI, on_delete=models.CASCADE, related_name="chart_decisions")
    kind = models.CharField(max_length=8, choices=ChartDecisionKind)
    on = models.DateField(help_text="The first day of the period from which it holds.")
    reason = models.TextField()
    made_by = models.ForeignKey(
        "core.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey(
        "core.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["kpi", "on", "made_at"]
        triggers = [*Scoped.Meta.triggers, summary_goes_stale("kpi_id")]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "kind", "on"], condition=Q(withdrawn_at=None), name="chart_decision_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.on:%d %B %Y})"
