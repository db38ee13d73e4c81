from django.db import models
from django.db.models import Q

from commissioning.core.audit import append_only, tracked
from commissioning.core.concurrency import Versioned
from programmes.models import Scoped, scoped_by


class DiscrepancyKind(models.TextChoices):
    AMOUNT_MISMATCH = "amount_mismatch", "Amounts differ"
    BASIS_MISMATCH = "basis_mismatch", "Bases differ"
    YEAR_MISMATCH = "year_mismatch", "Years differ"
    DATE_MISMATCH = "date_mismatch", "Dates differ"
    COUNT_MISMATCH = "count_mismatch", "Counts differ"
    SCOPE_MISMATCH = "scope_mismatch", "Scope differs"
    COMMISSIONER_MISMATCH = "commissioner_mismatch", "Commissioners differ"
    ACCOUNTABILITY_MISMATCH = "accountability_mismatch", "Accountability differs"
    GRANULARITY_MISMATCH = "granularity_mismatch", "Services and lines differ"
    DATE_GAP = "date_gap", "Gap between dates"
    NAME_VARIANT = "name_variant", "Name varies"
    CROSS_REFERENCE = "cross_reference", "Cross-reference fails"
    MISSING_AMOUNT = "missing_amount", "Amount missing"
    MISSING_DATE = "missing_date", "Date missing"
    MISSING_PERSON = "missing_person", "Person or seat missing"
    MISSING_CONTENT = "missing_content", "Content missing"
    ARITHMETIC = "arithmetic", "Arithmetic fails"
    COVERAGE = "coverage", "Coverage unclear"
    COMMITMENT_DRIFT = "commitment_drift", "Commitment weakened"


class Handling(models.TextChoices):
    OPEN = "open", "Open"
    EXPLAINED = "explained", "Explained"
    ACCEPTED = "accepted", "Accepted"
    RESOLVED = "resolved", "Resolved"


@tracked
class Discrepancy(Scoped):
    """A place where papers disagree with themselves, shown and handled, never corrected away.

    Recorded ones hold their statements. Computed ones (`check_key` alone) hold only how people handle them: their
    statements and arithmetic are worked out afresh by the check each time. A recorded one that a check also finds
    carries that check's key, so that both appear as one.
    """

    check_key = models.CharField(
        max_length=120,
        blank=True,
        help_text="The computed check that finds the same thing.",
    )
    is_recorded = models.BooleanField(default=False, help_text="Recorded by whoever read the paper.")
    recorded_kind = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=30, choices=DiscrepancyKind)
    title = models.CharField(max_length=300)
    computed = models.JSONField(null=True, blank=True)
    suggested_handling = models.TextField(blank=True)
    handling = models.CharField(max_length=20, choices=Handling, default=Handling.OPEN)
    owner_role = models.CharField(max_length=120, blank=True, help_text="A role, not a name.")

    class Meta(Scoped.Meta):
        ordering = ["reference"]
        verbose_name_plural = "discrepancies"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "check_key"],
                condition=~Q(check_key=""),
                name="discrepancy_one_per_check",
            ),
            models.CheckConstraint(
                condition=Q(is_recorded=True) | ~Q(check_key=""),
                name="discrepancy_has_an_origin",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class DiscrepancyStatement(Versioned):
    """One of the statements that disagree, and where it is printed, as recorded by the reader of the paper."""

    discrepancy = models.ForeignKey(Discrepancy, on_delete=models.CASCADE, related_name="statements")
    text = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = scoped_by("discrepancy__programme")

    class Meta(Versioned.Meta):
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text[:80]


@tracked
class DiscrepancyNote(models.Model):
    """A dated note on how a discrepancy is handled. Written once."""

    discrepancy = models.ForeignKey(Discrepancy, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    handling = models.CharField(max_length=20, choices=Handling)
    owner_role = models.CharField(max_length=120, blank=True)
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = scoped_by("discrepancy__programme")

    class Meta:
        ordering = ["-made_at"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return self.text[:80]
