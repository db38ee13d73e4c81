from django.db import models
from django.db.models import Q

from commissioning.core.audit import tracked
from programmes.models import Document, Scoped

from .board_papers import BoardPaper
from .bodies import Body


class CommitteeVerb(models.TextChoices):
    AGREE = "agree", "Agree"
    APPROVE = "approve", "Approve"
    ENDORSE = "endorse", "Endorse"
    NOTE = "note", "Note"
    ENCOURAGE = "encourage", "Encourage"
    SUPPORT = "support", "Support"
    ADOPT = "adopt", "Adopt"
    REFER = "refer", "Refer"


class RecommendationState(models.TextChoices):
    DRAFTED = "drafted", "Drafted"
    ASKED = "asked", "Asked"
    AGREED = "agreed", "Agreed"
    AMENDED = "amended", "Amended"
    DEFERRED = "deferred", "Deferred"
    REJECTED = "rejected", "Rejected"
    ACTIONED = "actioned", "Actioned"


@tracked
class Recommendation(Scoped):
    """What a paper asks a body to do, by its verb. An empty outcome means that no outcome is recorded.

    The paper is one received (`document`) or one written here (`paper`). Once a decision answers it, the state is the
    decision's outcome.
    """

    verb = models.CharField(max_length=20, choices=CommitteeVerb)
    text = models.TextField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="recommendations")
    body_as_printed = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    paper = models.ForeignKey(
        BoardPaper, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Its place among those of its paper.")
    in_recommendations_section = models.BooleanField(default=True)
    state = models.CharField(max_length=20, choices=RecommendationState, default=RecommendationState.ASKED)
    outcome = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["position", "reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, paper__isnull=True)
                | Q(document__isnull=True, paper__isnull=False),
                name="recommendation_of_one_paper",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.text[:80]}"
