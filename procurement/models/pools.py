"""Money over the year and money put together: monthly reports of budget lines, and pooled or aligned funds."""

from django.db import models
from django.db.models import Q

from commissioning.core.audit import append_only, tracked
from commissioning.core.concurrency import Versioned
from commissioning.core.fields import FuzzyDateField, MoneyField, fuzzy_date_constraints, money_constraints
from programmes.models import Organisation, Scoped, scoped_by

from .budget import BudgetLine


class VarianceSign(models.TextChoices):
    ADVERSE_POSITIVE = "adverse_positive", "Above 0 is adverse (over budget)"
    FAVOURABLE_POSITIVE = "favourable_positive", "Above 0 is favourable (under budget)"


@tracked
class LineReport(Scoped):
    """What was reported of a budget line for one month. A later report of the month is a new revision; written once.

    `outturn` is what the month cost, `forecast` what the whole year is expected to cost, `variance` the difference as
    the reporter printed it, whose direction `sign` states.
    """

    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="reports")
    month = models.DateField(help_text="The first day of the month.")
    revision = models.PositiveSmallIntegerField(default=1)
    outturn = MoneyField()
    forecast = MoneyField()
    variance = MoneyField()
    sign = models.CharField(max_length=20, choices=VarianceSign, blank=True)
    explanation = models.TextField(blank=True)
    made_by = models.ForeignKey(
        "core.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        ordering = ["line", "month", "revision"]
        triggers = [*Scoped.Meta.triggers, append_only()]
        constraints = [
            *money_constraints("outturn", "line_outturn"),
            *money_constraints("forecast", "line_forecast"),
            *money_constraints("variance", "line_variance"),
            models.UniqueConstraint(fields=["line", "month", "revision"], name="line_report_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="line_report_month_begins"),
            models.CheckConstraint(
                condition=~Q(sign="") | Q(variance_amount__isnull=True), name="line_variance_states_its_sign"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}, {self.month:%B %Y}"


class FundArrangement(models.TextChoices):
    POOLED = "pooled", "Pooled (section 75)"
    ALIGNED = "aligned", "Aligned"
    IN_VIEW = "in_view", "In view only"


class VarianceCarrier(models.TextChoices):
    HOST = "host", "The host"
    CONTRIBUTORS = "contributors", "Contributors, in proportion"
    EACH_OWN = "each_own", "Each its own"
    AS_AGREED = "as_agreed", "As the agreement says"
    NOT_STATED = "not_stated", "Not stated"


@tracked
class PooledFund(Scoped):
    """Money of several bodies pooled, aligned or merely in view: under which agreement, and who carries variance."""

    name = models.CharField(max_length=200)
    arrangement = models.CharField(max_length=10, choices=FundArrangement)
    host = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="funds_hosted"
    )
    agreement = models.CharField(
        max_length=300, blank=True, help_text="Such as NHS Act 2006 section 75, and its date."
    )
    period = FuzzyDateField()
    variance_carried_by = models.CharField(
        max_length=15, choices=VarianceCarrier, default=VarianceCarrier.NOT_STATED
    )
    variance_note = models.CharField(max_length=300, blank=True)
    lines = models.ManyToManyField(BudgetLine, through="FundLine", related_name="funds")

    class Meta(Scoped.Meta):
        ordering = ["name", "reference"]
        constraints = fuzzy_date_constraints("period", "pooled_fund")

    def __str__(self) -> str:
        return self.name


@tracked
class FundScheme(Versioned):
    """What a fund pays for, as its agreement lists it."""

    fund = models.ForeignKey(PooledFund, on_delete=models.CASCADE, related_name="schemes")
    name = models.CharField(max_length=200)
    money = MoneyField()
    position = models.PositiveSmallIntegerField(default=0)

    objects = scoped_by("fund__programme")

    class Meta(Versioned.Meta):
        ordering = ["fund", "position"]
        constraints = money_constraints("money", "fund_scheme")

    def __str__(self) -> str:
        return self.name


@tracked
class FundContribution(Versioned):
    """What one body puts into a fund; the amount may be unknown."""

    fund = models.ForeignKey(PooledFund, on_delete=models.CASCADE, related_name="contributions")
    contributor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    money = MoneyField()
    position = models.PositiveSmallIntegerField(default=0)

    objects = scoped_by("fund__programme")

    class Meta(Versioned.Meta):
        ordering = ["fund", "position"]
        constraints = money_constraints("money", "fund_contribution")

    def __str__(self) -> str:
        return f"{self.contributor} gives to {self.fund_id}"


@tracked
class FundLine(Versioned):
    """A budget line that lies in a fund."""

    fund = models.ForeignKey(PooledFund, on_delete=models.CASCADE, related_name="fund_lines")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="fund_lines")

    objects = scoped_by("fund__programme")

    class Meta(Versioned.Meta):
        ordering = ["fund", "line"]
        constraints = [models.UniqueConstraint(fields=["fund", "line"], name="fund_line_once")]

    def __str__(self) -> str:
        return f"{self.line} in {self.fund}"
