"""What a phase puts to the market: its lots, how the market was asked, and the notices sent."""

from django.db import models
from django.db.models import Q

from commissioning.core.audit import tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import FuzzyDateField, fuzzy_date_constraints
from programmes.models import Scoped, Service, scoped_by

from .phases import ProcurementPhase
from .regimes import NoticeKind


@tracked
class Lot(Scoped):
    """A part of a phase that can be awarded by itself."""

    phase = models.ForeignKey(ProcurementPhase, on_delete=models.CASCADE, related_name="lots")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    services = models.ManyToManyField(Service, through="LotService", related_name="lots")

    class Meta(Scoped.Meta):
        ordering = ["phase__number", "number"]
        constraints = [models.UniqueConstraint(fields=["phase", "number"], name="lot_number_once")]

    def __str__(self) -> str:
        return f"Lot {self.number}: {self.title}"


@tracked
class LotService(Versioned):
    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="lot_services")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="lot_services")

    objects = scoped_by("lot__programme")

    class Meta(Versioned.Meta):
        ordering = ["lot", "service"]
        constraints = [models.UniqueConstraint(fields=["lot", "service"], name="lot_service_once")]

    def __str__(self) -> str:
        return f"{self.service} in {self.lot}"


class EngagementKind(models.TextChoices):
    EVENT = "event", "Event"
    QUESTIONNAIRE = "questionnaire", "Questionnaire"
    MEETINGS = "meetings", "Meetings with providers"
    WRITTEN = "written", "Written exchange"


@tracked
class MarketEngagement(Scoped):
    """How providers were asked before the tender, and what was learnt. Providers are counted, never named."""

    phase = models.ForeignKey(ProcurementPhase, on_delete=models.CASCADE, related_name="engagements")
    kind = models.CharField(max_length=15, choices=EngagementKind, default=EngagementKind.EVENT)
    held = FuzzyDateField()
    text = models.TextField(help_text="What was asked.")
    learnt = models.TextField(blank=True)
    providers = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many took part; empty if not known."
    )

    class Meta(Scoped.Meta):
        ordering = ["phase__number", "held_start", "reference"]
        constraints = fuzzy_date_constraints("held", "market_engagement")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: phase {self.phase.number}"


@tracked
class Notice(Scoped):
    """A notice of a procurement, planned or published. Publishing one that opens the award ends its secrecy.

    For the Provider Selection Regime standstill stays open while representations are dealt with, until a person
    records `standstill_closed_on`.
    """

    phase = models.ForeignKey(ProcurementPhase, on_delete=models.CASCADE, related_name="notices")
    contract = models.ForeignKey(
        "procurement.Contract", null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    kind = models.ForeignKey(NoticeKind, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(
        null=True, blank=True, help_text="Only where it differs from the rule of its kind."
    )
    published_on = models.DateField(null=True, blank=True)
    external_id = models.CharField(max_length=120, blank=True, help_text="The portal’s own number.")
    url = models.URLField(max_length=500, blank=True)
    not_needed_because = models.CharField(max_length=300, blank=True)
    representations_on = models.DateField(null=True, blank=True)
    further_decision_on = models.DateField(null=True, blank=True)
    standstill_closed_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["phase__number", "published_on", "reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(not_needed_because=""),
                name="notice_published_or_not_needed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: phase {self.phase.number}"
