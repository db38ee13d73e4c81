"""What a contract is worth, how long it runs and what changed it: dated versions and acts, nothing overwritten."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from commissioning.core.audit import append_only, tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.effective import EffectiveDated, dates_in_order
from commissioning.core.fields import FuzzyDateField, MoneyField, fuzzy_date_constraints, money_constraints
from commissioning.core.money import Extension
from programmes.models import Organisation, Scoped, scoped_by

from .contracts import Contract, ContractChangeKind


@tracked
class ContractChange(Scoped):
    """One act that makes or changes a contract: when it takes effect, who decided and why. Written once.

    A variation with no `signed_on` is proposed: it is shown, and changes nothing until it is signed by a further act.
    `before` and `after` keep in words what changed, for readers; the dated rows it opened point back to it.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=15, choices=ContractChangeKind)
    number = models.PositiveSmallIntegerField(help_text="Its place among the acts of its kind.")
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=200, help_text="The body or role that decided.")
    effective_on = models.DateField()
    signed_on = models.DateField(null=True, blank=True)
    reason = models.TextField()
    successor = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Of a novation.",
    )
    notice = models.ForeignKey(
        "procurement.Notice", null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey(
        "core.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["contract", "effective_on", "pk"]
        triggers = [*Scoped.Meta.triggers, append_only()]
        constraints = [
            models.UniqueConstraint(fields=["contract", "kind", "number"], name="contract_change_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number} of {self.contract_id}"


@tracked
class ContractValue(EffectiveDated, Versioned):
    """An amount that a contract is worth, on its own basis, from when to when: whole-life or annual, base or with
    extension, net or gross. Several hold side by side; a variation closes one and opens the next."""

    is_sealed: ClassVar[bool] = True

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="values")
    money = MoneyField()
    change = models.ForeignKey(
        ContractChange, null=True, blank=True, on_delete=models.PROTECT, related_name="values_opened"
    )

    objects: ClassVar[models.Manager[Any]] = scoped_by("contract__programme", dated=True)

    class Meta(Versioned.Meta):
        ordering = ["contract", "starts_on", "pk"]
        constraints = [*money_constraints("money", "contract_value"), dates_in_order("contract_value")]

    def __str__(self) -> str:
        return f"Value of {self.contract_id}"


@tracked
class ContractEnd(EffectiveDated, Versioned):
    """The last day of a contract as it was known from when to when; `extension` says whether options are counted in."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="ends")
    ends = FuzzyDateField()
    extension = models.CharField(max_length=15, choices=Extension, default=Extension.BASE)
    change = models.ForeignKey(
        ContractChange, null=True, blank=True, on_delete=models.PROTECT, related_name="ends_opened"
    )

    objects: ClassVar[models.Manager[Any]] = scoped_by("contract__programme", dated=True)

    class Meta(Versioned.Meta):
        ordering = ["contract", "starts_on", "pk"]
        constraints = [*fuzzy_date_constraints("ends", "contract_end"), dates_in_order("contract_end")]

    def __str__(self) -> str:
        return f"End of {self.contract_id}"


@tracked
class ExtensionOption(Versioned):
    """Months by which a contract may run on. Taken by an act, or lapsed with a reason; never deleted."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="options")
    sequence = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField()
    notice_months = models.PositiveSmallIntegerField(null=True, blank=True)
    change = models.OneToOneField(
        ContractChange, null=True, blank=True, on_delete=models.PROTECT, related_name="option_taken"
    )
    lapsed_on = models.DateField(null=True, blank=True)
    lapsed_because = models.CharField(max_length=300, blank=True)

    objects = scoped_by("contract__programme")

    class Meta(Versioned.Meta):
        ordering = ["contract", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "sequence"], name="extension_option_once"),
            models.CheckConstraint(condition=Q(months__gt=0), name="extension_option_has_months"),
            models.CheckConstraint(
                condition=Q(change__isnull=True) | Q(lapsed_on__isnull=True), name="extension_taken_or_lapsed"
            ),
        ]

    def __str__(self) -> str:
        return f"Option {self.sequence} of {self.contract_id}: {self.months} months"


@tracked
class BreakPoint(Versioned):
    """A day on which a party may end a contract early."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="break_points")
    on = FuzzyDateField()
    by_whom = models.CharField(max_length=120, blank=True)
    notice_months = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = scoped_by("contract__programme")

    class Meta(Versioned.Meta):
        ordering = ["contract", "on_start", "pk"]
        constraints = fuzzy_date_constraints("on", "break_point")

    def __str__(self) -> str:
        return f"Break point of {self.contract_id}"


@tracked
class ContractReview(Scoped):
    """A review meeting of a contract: who sat at the table (roles, organisations), what was found, when the next is."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="reviews")
    held_on = models.DateField()
    present = models.CharField(max_length=300, blank=True, help_text="Organisations and roles, never names.")
    found = models.TextField()
    next_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["contract", "held_on", "pk"]

    def __str__(self) -> str:
        return f"Review of {self.contract_id} on {self.held_on}"


@tracked
class ReviewedKPI(models.Model):
    """A KPI in focus at a review, with its performance as it stood on that day, in words and figures. Written once."""

    review = models.ForeignKey(ContractReview, on_delete=models.CASCADE, related_name="kpis")
    kpi = models.ForeignKey("outcomes.KPI", on_delete=models.PROTECT, related_name="reviewed")
    standing = models.JSONField(default=dict, blank=True)
    said = models.TextField(blank=True)

    objects = scoped_by("review__programme")

    class Meta:
        ordering = ["review", "kpi"]
        verbose_name = "KPI at a review"
        verbose_name_plural = "KPIs at reviews"
        triggers = [append_only()]
        constraints = [models.UniqueConstraint(fields=["review", "kpi"], name="reviewed_kpi_once")]

    def __str__(self) -> str:
        return f"{self.kpi_id} at {self.review_id}"


@tracked
class ReviewAction(Versioned):
    """What a review asked for: of whom, by when, and whether it was done."""

    review = models.ForeignKey(ContractReview, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(max_length=500)
    owner = models.CharField(max_length=200, help_text="A role, never a person’s name.")
    due = FuzzyDateField()
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=500, blank=True)

    objects = scoped_by("review__programme")

    class Meta(Versioned.Meta):
        ordering = ["review", "due_end", "pk"]
        constraints = fuzzy_date_constraints("due", "review_action")

    def __str__(self) -> str:
        return self.text
