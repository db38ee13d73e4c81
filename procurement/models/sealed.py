"""What only the procurement team may know until the award is published, and some of it for ever.

None of these records is reached by search, by the data-entry site or by a programme's exports. Who may read which
field, in which stage, is one table: `procurement.rules_sealed`.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from commissioning.core.audit import append_only, tracked
from commissioning.core.fields import MoneyField, money_constraints
from programmes.models import Organisation, Scoped, scoped_by

from .lots import Lot
from .phases import ProcurementPhase


class TeamRole(models.TextChoices):
    LEAD = "lead", "Procurement lead"
    EVALUATOR = "evaluator", "Evaluator of quality"
    PRICE_EVALUATOR = "price_evaluator", "Evaluator of price"
    MODERATOR = "moderator", "Moderator"
    DECISION_MAKER = "decision_maker", "Decision maker"
    ADVISER = "adviser", "Adviser"


@tracked
class TeamMember(Scoped):
    """A person's place on the team of one phase, from when to when. The team decides nothing by role alone."""

    is_sealed: ClassVar[bool] = True

    phase = models.ForeignKey(ProcurementPhase, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="procurement_teams")
    role = models.CharField(max_length=20, choices=TeamRole)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True, help_text="The first day no longer on the team.")

    class Meta(Scoped.Meta):
        ordering = ["phase__number", "role", "pk"]
        verbose_name = "member of a procurement team"
        verbose_name_plural = "members of procurement teams"
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "user", "role"], condition=Q(left_on__isnull=True), name="team_member_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, phase {self.phase.number}"


@tracked
class ConflictDeclaration(Scoped):
    """What a member declares about interests, for a whole phase or one lot. The latest one counts; written once.

    Procurement Act 2023 sections 81 to 83; SI 2023/1348 regulation 21. A conflict takes access away at once.
    """

    is_sealed: ClassVar[bool] = True

    phase = models.ForeignKey(ProcurementPhase, on_delete=models.CASCADE, related_name="declarations")
    lot = models.ForeignKey(Lot, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="conflict_declarations")
    has_conflict = models.BooleanField()
    text = models.TextField(blank=True, help_text="The interest, and how it is handled.")
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["made_at", "pk"]
        triggers = [*Scoped.Meta.triggers, append_only()]
        constraints = [
            models.CheckConstraint(condition=Q(has_conflict=False) | ~Q(text=""), name="conflict_says_which")
        ]

    def __str__(self) -> str:
        return f"Declaration, phase {self.phase_id}"


@tracked
class Estimate(Scoped):
    """What a phase or one of its lots is expected to cost, options included. A new estimate follows; the old stays."""

    is_sealed: ClassVar[bool] = True

    phase = models.ForeignKey(ProcurementPhase, on_delete=models.CASCADE, related_name="estimates")
    lot = models.ForeignKey(Lot, null=True, blank=True, on_delete=models.PROTECT, related_name="estimates")
    money = MoneyField()
    made_on = models.DateField()
    reason = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["phase__number", "made_on", "pk"]
        constraints = money_constraints("money", "estimate")

    def __str__(self) -> str:
        return f"Estimate, phase {self.phase_id}"


class BidStanding(models.TextChoices):
    RECEIVED = "received", "Received"
    EXCLUDED = "excluded", "Excluded"
    PREFERRED = "preferred", "Preferred"
    SUCCESSFUL = "successful", "Successful"
    UNSUCCESSFUL = "unsuccessful", "Unsuccessful"
    WITHDRAWN = "withdrawn", "Withdrawn"


@tracked
class Bid(Scoped):
    """An offer. The bidder's name is words: an organisation is tied to it only when the award is published."""

    is_sealed: ClassVar[bool] = True

    phase = models.ForeignKey(ProcurementPhase, on_delete=models.CASCADE, related_name="bids")
    lot = models.ForeignKey(Lot, null=True, blank=True, on_delete=models.PROTECT, related_name="bids")
    bidder = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    received_on = models.DateField(null=True, blank=True)
    price = MoneyField()
    standing = models.CharField(max_length=15, choices=BidStanding, default=BidStanding.RECEIVED)
    note = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        ordering = ["phase__number", "reference"]
        constraints = [
            *money_constraints("price", "bid"),
            models.UniqueConstraint(fields=["phase", "lot", "bidder"], nulls_distinct=False, name="bid_once"),
        ]

    def __str__(self) -> str:
        return f"Bid {self.reference}"


@tracked
class AwardCriterion(Scoped):
    """What bids are judged by, and how much of the mark it is worth, in per cent."""

    is_sealed: ClassVar[bool] = True

    phase = models.ForeignKey(ProcurementPhase, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(max_length=200)
    weight = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    is_price = models.BooleanField(default=False)
    key_criterion = models.CharField(
        max_length=40,
        blank=True,
        help_text="The key criterion of the Provider Selection Regime that it serves.",
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Scoped.Meta):
        ordering = ["phase__number", "position"]
        verbose_name_plural = "award criteria"

    def __str__(self) -> str:
        return self.name


@tracked
class BidScore(Scoped):
    """One evaluator's score of one bid under one criterion: the author's alone until submitted, then locked."""

    is_sealed: ClassVar[bool] = True

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(AwardCriterion, on_delete=models.PROTECT, related_name="scores")
    evaluator = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField(max_digits=5, decimal_places=2)
    comment = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    is_moderated = models.BooleanField(default=False, help_text="The score that the panel agreed on.")

    class Meta(Scoped.Meta):
        ordering = ["bid", "criterion", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "criterion", "evaluator", "is_moderated"], name="bid_score_once"
            )
        ]

    def __str__(self) -> str:
        return f"Score of {self.bid_id}"


@tracked
class DecisionRecord(Scoped):
    """Why a provider was chosen, as SI 2023/1348 regulation 24 asks. Final, it changes no more."""

    is_sealed: ClassVar[bool] = True

    phase = models.OneToOneField(ProcurementPhase, on_delete=models.CASCADE, related_name="decision_record")
    provider = models.CharField(max_length=200)
    provider_address = models.CharField(max_length=300, blank=True, help_text="The registered address.")
    process_reasons = models.TextField(help_text="The process followed, and why.")
    decision_makers = models.CharField(max_length=300, help_text="Roles or bodies, never names.")
    weighing = models.JSONField(
        default=dict, blank=True, help_text="By key criterion: how important, and why."
    )
    other_criteria = models.TextField(blank=True)
    conflicts = models.TextField(blank=True, help_text="Conflicts, and how they were handled.")
    final_on = models.DateField(null=True, blank=True)

    class Meta(Scoped.Meta):
        ordering = ["phase__number"]

    def __str__(self) -> str:
        return f"Decision record, phase {self.phase_id}"


@tracked
class SealedReading(models.Model):
    """That somebody read or took away sealed figures: who, when, which page, and how many. Written once."""

    is_sealed: ClassVar[bool] = True

    phase = models.ForeignKey(ProcurementPhase, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=120)
    count = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(auto_now_add=True)

    objects = scoped_by("phase__programme")

    class Meta:
        ordering = ["read_at", "pk"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.what}, phase {self.phase_id}"
