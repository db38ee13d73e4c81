"""Highlight reports: their work streams and scales of status, what was rated and why, and what was frozen."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from commissioning.core.audit import append_only, tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from commissioning.core.rag import ThreePointConfidence
from procurement.models import ProcurementPhase
from programmes.models import Scoped, scoped_by

from .bodies import Body


@tracked
class StatusScale(Scoped):
    """A programme's own words for where a piece of work stands, in an order of its own."""

    name = models.CharField(max_length=80)
    is_default = models.BooleanField(default=False)

    class Meta(Scoped.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="status_scale_name_once"),
            models.UniqueConstraint(
                fields=["programme"], condition=Q(is_default=True), name="one_default_status_scale"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class StatusPoint(Versioned):
    """One point of a scale. Which points mean that the work is complete is said by the point, not by its place."""

    scale = models.ForeignKey(StatusScale, on_delete=models.CASCADE, related_name="points")
    code = models.SlugField(max_length=30)
    label = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    is_complete = models.BooleanField(default=False)
    is_stopped = models.BooleanField(default=False)

    objects = scoped_by("scale__programme")

    class Meta(Versioned.Meta):
        ordering = ["scale", "position"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "code"], name="status_point_code_once"),
            models.UniqueConstraint(
                fields=["scale", "position"],
                name="status_point_place_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.label


@tracked
class Workstream(Scoped):
    """A part of the programme that is reported on, with who leads it and the scale that its status is given on."""

    name = models.CharField(max_length=200)
    lead_role = models.CharField(max_length=120, blank=True, help_text="A role, not a name.")
    phase = models.ForeignKey(
        ProcurementPhase, null=True, blank=True, on_delete=models.PROTECT, related_name="workstreams"
    )
    scale = models.ForeignKey(StatusScale, on_delete=models.PROTECT, related_name="workstreams")
    report_every_days = models.PositiveSmallIntegerField(
        default=31, help_text="How many days an update stays fresh."
    )

    class Meta(Scoped.Meta):
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.name


@tracked
class WorkstreamStatus(Scoped):
    """The status of a work stream from a date, in the words of its scale. Written once; the latest counts."""

    workstream = models.ForeignKey(Workstream, on_delete=models.CASCADE, related_name="statuses")
    point = models.ForeignKey(StatusPoint, on_delete=models.PROTECT, related_name="statuses")
    since = FuzzyDateField()
    text = models.TextField(blank=True, help_text="What was done, and what comes next.")
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["workstream", "since_end", "made_at", "pk"]
        verbose_name_plural = "workstream statuses"
        triggers = [*Scoped.Meta.triggers, append_only()]
        constraints = fuzzy_date_constraints("since", "workstream_status")

    def __str__(self) -> str:
        return f"{self.workstream}: {self.point}"


class Dimension(models.TextChoices):
    OVERALL = "overall", "Overall"
    TIME = "time", "Time"
    COST = "cost", "Cost"
    SCOPE = "scope", "Scope"
    QUALITY = "quality", "Quality"
    BENEFIT = "benefit", "Benefits"
    RISK = "risk", "Risk"


@tracked
class Tolerance(Scoped):
    """How far a dimension may stray before it is amber, and before it is red, in the unit of its rule."""

    dimension = models.CharField(max_length=8, choices=Dimension)
    amber_from = models.DecimalField(max_digits=8, decimal_places=2)
    red_from = models.DecimalField(max_digits=8, decimal_places=2)
    words = models.CharField(max_length=200, blank=True, help_text="As agreed, such as “within two months”.")

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "dimension"], name="tolerance_once"),
            models.CheckConstraint(condition=Q(amber_from__lte=F("red_from")), name="tolerance_in_order"),
        ]

    def __str__(self) -> str:
        return self.get_dimension_display()


class ReportState(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    RETURNED = "returned", "Returned"
    APPROVED = "approved", "Approved"


APPROVED_STAYS = """
IF EXISTS (
    SELECT 1 FROM governance_highlightreport r
    WHERE r.state = 'approved'
    AND r.id IN (CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.report_id END,
                 CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.report_id END)
) THEN
    RAISE EXCEPTION 'The ratings of an approved report stay as they were approved';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


@tracked
class HighlightReport(Scoped):
    """A report on a period, drafted from the records, and frozen when it is approved.

    `content` is empty until approval and then holds what was shown: values, chart data and filters. From then on the
    report is read from it alone.
    """

    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="highlight_reports"
    )
    phase = models.ForeignKey(
        ProcurementPhase, null=True, blank=True, on_delete=models.PROTECT, related_name="highlight_reports"
    )
    period_start = models.DateField()
    period_end = models.DateField(help_text="The last day of the period; figures are as at this day.")
    summary = models.TextField(blank=True)
    done = models.TextField("done in the period", blank=True)
    coming = models.TextField("next period", blank=True)
    lessons = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    author = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    content = models.JSONField(null=True, blank=True, editable=False)
    content_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    approved_by = models.ForeignKey(
        "core.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        ordering = ["-period_end", "reference"]
        triggers = [
            *Scoped.Meta.triggers,
            pgtrigger.Protect(
                name="approved_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="approved"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_start__lte=F("period_end")), name="highlight_report_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(
                    state="approved",
                    content__isnull=False,
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                )
                & ~Q(content_sha256="")
                | ~Q(state="approved")
                & Q(content__isnull=True, approved_by__isnull=True, approved_at__isnull=True),
                name="highlight_report_frozen_when_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("author")),
                name="highlight_report_not_approved_by_its_author",
            ),
        ]

    def __str__(self) -> str:
        return f"Highlight report to {self.period_end:%-d %B %Y}"


@tracked
class ReportRating(Versioned):
    """The rating of one dimension: what the rule suggests and why, what the author states, and why it differs."""

    report = models.ForeignKey(HighlightReport, on_delete=models.CASCADE, related_name="ratings")
    dimension = models.CharField(max_length=8, choices=Dimension)
    suggested = models.CharField(
        max_length=10, choices=ThreePointConfidence, default=ThreePointConfidence.NOT_RATED
    )
    suggested_because = models.TextField(blank=True)
    stated = models.CharField(
        max_length=10, choices=ThreePointConfidence, default=ThreePointConfidence.NOT_RATED
    )
    because = models.TextField("why it differs from the rule", blank=True)

    objects = scoped_by("report__programme")

    class Meta(Versioned.Meta):
        ordering = ["report", "pk"]
        triggers = [
            *Versioned.Meta.triggers,
            pgtrigger.Trigger(
                name="approved_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=APPROVED_STAYS,
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["report", "dimension"], name="report_rating_once"),
            models.CheckConstraint(
                condition=Q(stated="not_rated") | Q(stated=F("suggested")) | ~Q(because=""),
                name="report_rating_says_why_it_differs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_dimension_display()}: {self.get_stated_display()}"


class ReportStepKind(models.TextChoices):
    SUBMITTED = "submitted", "Sent for review"
    RETURNED = "returned", "Returned"
    WITHDRAWN = "withdrawn", "Taken back"
    APPROVED = "approved", "Approved"


@tracked
class ReportStep(models.Model):
    """A step of a report on its way to approval. Written once."""

    report = models.ForeignKey(HighlightReport, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=ReportStepKind)
    note = models.TextField(blank=True)
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = scoped_by("report__programme")

    class Meta:
        ordering = ["made_at", "pk"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.report}"
