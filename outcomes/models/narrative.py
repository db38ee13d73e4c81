"""What people say about a KPI: comments, and what an exception means, why it happened and what is done."""

from django.db import models

from commissioning.core.audit import append_only, tracked
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from programmes.models import Scoped

from .kpis import KPI


@tracked
class KPIComment(Scoped):
    """A comment or question on a KPI; once made it stays as it was."""

    kpi = models.ForeignKey(KPI, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["-made_at", "-pk"]
        verbose_name = "comment on a KPI"
        verbose_name_plural = "comments on KPIs"
        triggers = [append_only()]

    def __str__(self) -> str:
        return self.text[:80]


@tracked
class ExceptionReport(Scoped):
    """What is said of a KPI in exception: meaning, cause, action, who does it, by when. A new one follows the old."""

    kpi = models.ForeignKey(KPI, on_delete=models.CASCADE, related_name="exception_reports")
    period_text = models.CharField(max_length=200, blank=True, help_text="The latest period it speaks of.")
    period_end = models.DateField(null=True, blank=True)
    meaning = models.TextField(blank=True)
    cause = models.TextField()
    action = models.TextField()
    action_owner = models.CharField(max_length=120, help_text="A role title, never a name.")
    due = FuzzyDateField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["-made_at", "-pk"]
        triggers = [append_only()]
        constraints = fuzzy_date_constraints("due", "exception_report")

    def __str__(self) -> str:
        return f"{self.kpi_id}: {self.action[:60]}"
