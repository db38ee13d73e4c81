from django.db import models

from commissioning.core.audit import tracked
from programmes.models import Document, Scoped

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
    """What a paper asks a body to do, by its verb. An empty outcome means that no outcome is recorded."""

    verb = models.CharField(max_length=20, choices=CommitteeVerb)
    text = models.TextField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="recommendations")
    body_as_printed = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="recommendations")
    in_recommendations_section = models.BooleanField(default=True)
    state = models.CharField(max_length=20, choices=RecommendationState, default=RecommendationState.ASKED)
    outcome = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["reference"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.text[:80]}"
