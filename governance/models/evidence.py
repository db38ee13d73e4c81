"""Evidence from elsewhere that people attach to a programme's plans."""

from django.db import models
from django.db.models import Q

from commissioning.core.audit import tracked
from outcomes.models import ImpactFigure, LearningPoint
from programmes.models import CommissioningIntention, Scoped

from .recommendations import Recommendation
from .risks import Risk


@tracked
class EvidenceLink(Scoped):
    """A learning point or an impact figure from a review, attached to an intention, a risk or a decision.

    Exactly one piece of evidence and exactly one thing that it supports. `programme` is that of what it supports; a
    decision is the recommendation that asks for it.
    """

    learning_point = models.ForeignKey(
        LearningPoint, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence_links"
    )
    impact_figure = models.ForeignKey(
        ImpactFigure, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence_links"
    )
    intention = models.ForeignKey(
        CommissioningIntention, null=True, blank=True, on_delete=models.CASCADE, related_name="evidence_links"
    )
    risk = models.ForeignKey(
        Risk, null=True, blank=True, on_delete=models.CASCADE, related_name="evidence_links"
    )
    recommendation = models.ForeignKey(
        Recommendation, null=True, blank=True, on_delete=models.CASCADE, related_name="evidence_links"
    )
    note = models.TextField(help_text="Why it bears on this.")
    attached_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["-attached_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(learning_point__isnull=False, impact_figure__isnull=True)
                | Q(learning_point__isnull=True, impact_figure__isnull=False),
                name="evidence_link_one_piece_of_evidence",
            ),
            models.CheckConstraint(
                condition=(
                    Q(intention__isnull=False, risk__isnull=True, recommendation__isnull=True)
                    | Q(intention__isnull=True, risk__isnull=False, recommendation__isnull=True)
                    | Q(intention__isnull=True, risk__isnull=True, recommendation__isnull=False)
                ),
                name="evidence_link_supports_one_thing",
            ),
            models.UniqueConstraint(
                fields=["learning_point", "impact_figure", "intention", "risk", "recommendation"],
                nulls_distinct=False,
                name="evidence_link_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learning_point or self.impact_figure} for {self.intention or self.risk or self.recommendation}"
