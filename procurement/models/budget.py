from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from commissioning.core.audit import append_only, tracked
from commissioning.core.fields import MoneyField, money_constraints
from commissioning.core.money import UNKNOWN_QUALIFIERS
from programmes.models import Organisation, Scoped, Service, scoped_by

from .phases import ProcurementPhase


class BudgetLineStatus(models.TextChoices):
    TBC = "tbc", "To be confirmed"
    INDICATIVE = "indicative", "Indicative"
    CONFIRMED = "confirmed", "Confirmed"
    FORECAST = "forecast", "Forecast"
    OUTTURN = "outturn", "Outturn"


@tracked
class BudgetLine(Scoped):
    """An amount set aside, for one service or for several together; a shared amount is never split between them."""

    label = models.CharField(max_length=200)
    phase = models.ForeignKey(
        ProcurementPhase,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="budget_lines",
    )
    money = MoneyField()
    status = models.CharField(max_length=20, choices=BudgetLineStatus)
    may_be_negative = models.BooleanField(
        default=False, help_text="Tick for a line that can be income or a saving."
    )
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    services = models.ManyToManyField(Service, through="BudgetLineService", related_name="budget_lines")
    funders = models.ManyToManyField(Organisation, through="BudgetLineFunder", related_name="budget_lines")

    class Meta(Scoped.Meta):
        ordering = ["phase__number", "position", "reference"]
        constraints = [
            *money_constraints("money", "budget_line"),
            models.CheckConstraint(
                condition=~Q(status=BudgetLineStatus.TBC) | Q(money_qualifier__in=sorted(UNKNOWN_QUALIFIERS)),
                name="budget_line_tbc_has_no_amount",
            ),
            models.CheckConstraint(
                condition=~Q(status=BudgetLineStatus.CONFIRMED)
                | ~Q(money_qualifier__in=sorted(UNKNOWN_QUALIFIERS)),
                name="budget_line_confirmed_has_an_amount",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        super().clean()
        if (
            self.phase_id
            and self.programme_id
            and self.phase
            and self.phase.programme_id != self.programme_id
        ):
            raise ValidationError({"phase": "Choose a phase of this programme."})


@tracked
class BudgetLineService(models.Model):
    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="line_services")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="line_services")

    objects = scoped_by("line__programme")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "service"], name="budget_line_service_once")]

    def __str__(self) -> str:
        return f"{self.line} pays for {self.service}"


@tracked
class BudgetLineFunder(models.Model):
    """The commissioner whose money the line is. Several on one line share it in parts the paper does not give."""

    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="line_funders")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    objects = scoped_by("line__programme")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "organisation"], name="budget_line_funder_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} funds {self.line}"


@tracked
class BudgetLineChange(models.Model):
    """A line to be confirmed that got its amount: from when, by whom and why. Written once.

    `before` and `after` hold the line's money, column by column as stored, and its status, so that the line can be
    worked out for any day. The line's paper is the source of `before` only.
    """

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="changes")
    settled_on = models.DateField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = scoped_by("line__programme")

    class Meta:
        ordering = ["settled_on", "pk"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.line} settled"
