"""Procurement law as dated data: what regimes ask for, in tables, because it changes and is disputed."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from commissioning.core.audit import tracked
from commissioning.core.effective import EffectiveDated, EffectiveQuerySet, dates_in_order
from programmes.models import Recorded


class Regime(models.TextChoices):
    PCR2015 = "pcr2015", "Public Contracts Regulations 2015"
    PA2023 = "pa2023", "Procurement Act 2023"
    PSR = "psr", "Provider Selection Regime"
    EXEMPT = "exempt", "Exempt"


class HolidayCalendar(models.TextChoices):
    ENGLAND = "england", "England and Wales"
    UNITED_KINGDOM = "united_kingdom", "Any part of the United Kingdom"


class Dated(EffectiveDated, Recorded):
    """A row of a table that the law changes from time to time: in force from a day, up to another."""

    source = models.CharField(max_length=300, blank=True, help_text="The Act, regulation or guidance.")
    note = models.TextField(blank=True)
    is_certain = models.BooleanField(
        default=True, help_text="Untick where the law or its reading is not settled: pages then say so."
    )

    objects: ClassVar[models.Manager[Any]] = EffectiveQuerySet.as_manager()

    class Meta(Recorded.Meta):
        abstract = True


@tracked
class RegimeRule(Dated):
    """How a regime counts days and plans back, and how exports name it. Durations are usual ones, to be edited."""

    regime = models.CharField(max_length=10, choices=Regime)
    calendar = models.CharField(max_length=20, choices=HolidayCalendar, default=HolidayCalendar.ENGLAND)
    mobilisation_months = models.PositiveSmallIntegerField(default=6)
    evaluation_weeks = models.PositiveSmallIntegerField(default=8)
    tender_weeks = models.PositiveSmallIntegerField(default=6)
    preparation_weeks = models.PositiveSmallIntegerField(default=12)
    legal_basis_scheme = models.CharField(
        max_length=20, blank=True, help_text="As OCDS names it, such as UKPGA."
    )
    legal_basis_id = models.CharField(
        max_length=40, blank=True, help_text="As OCDS names it, such as 2023/54."
    )

    class Meta(Dated.Meta):
        ordering = ["regime", "starts_on"]
        constraints = [dates_in_order("regime_rule")]

    def __str__(self) -> str:
        return self.get_regime_display()


@tracked
class CalendarDay(Recorded):
    """A day that a calendar closes or opens against the usual list, such as a holiday proclaimed for one year."""

    calendar = models.CharField(max_length=20, choices=HolidayCalendar)
    day = models.DateField()
    is_closed = models.BooleanField(default=True, help_text="Untick for a day that is worked after all.")
    why = models.CharField(max_length=200)

    class Meta(Recorded.Meta):
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.day} ({self.why})"


class ThresholdCategory(models.TextChoices):
    GOODS_SERVICES_SUB_CENTRAL = "goods_services_sub_central", "Goods and services, sub-central"
    GOODS_SERVICES_CENTRAL = "goods_services_central", "Goods and services, central"
    WORKS_CONCESSIONS = "works_concessions", "Works and concessions"
    LIGHT_TOUCH = "light_touch", "Light touch services"
    LIGHT_TOUCH_CONCESSION = "light_touch_concession", "Light touch concession"
    BELOW_COUNCIL = "below_council", "Below-threshold notice, council"
    BELOW_CENTRAL = "below_central", "Below-threshold notice, central"


@tracked
class Threshold(Dated):
    """An amount in pounds, VAT included, from which the rules apply to a procurement begun in the period."""

    category = models.CharField(max_length=40, choices=ThresholdCategory)
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta(Dated.Meta):
        ordering = ["category", "starts_on"]
        constraints = [dates_in_order("threshold")]

    def __str__(self) -> str:
        return f"{self.get_category_display()}: £{self.amount:,.0f}"


@tracked
class CpvRange(Dated):
    """A class of the common procurement vocabulary that the law lists, by the digits that its codes begin with."""

    class Listed(models.TextChoices):
        PSR = "psr", "Health care of the Provider Selection Regime"
        LIGHT_TOUCH = "light_touch", "Light touch services"

    listed = models.CharField(max_length=15, choices=Listed)
    begins_with = models.CharField(max_length=8)
    name = models.CharField(max_length=200)

    class Meta(Dated.Meta):
        ordering = ["listed", "begins_with"]
        verbose_name = "CPV class"
        verbose_name_plural = "CPV classes"
        constraints = [dates_in_order("cpv_range")]

    def __str__(self) -> str:
        return f"{self.begins_with} {self.name}"


class ProcurementMethod(models.TextChoices):
    OPEN = "open", "Open"
    SELECTIVE = "selective", "Selective"
    LIMITED = "limited", "Limited"
    DIRECT = "direct", "Direct"


@tracked
class ProcurementProcess(Dated):
    """A way of awarding that a regime knows, such as the most suitable provider process."""

    regime = models.CharField(max_length=10, choices=Regime)
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    used_when = models.TextField(blank=True)
    method = models.CharField(max_length=10, choices=ProcurementMethod)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Dated.Meta):
        ordering = ["regime", "position"]
        verbose_name_plural = "procurement processes"
        constraints = [
            dates_in_order("procurement_process"),
            models.UniqueConstraint(fields=["regime", "code"], name="procurement_process_once"),
        ]

    def __str__(self) -> str:
        return self.name


def regimes_field() -> "ArrayField[Any, Any]":
    """The regimes a row is for; empty for every one."""
    return ArrayField(
        models.CharField(max_length=10, choices=Regime),
        default=list,
        blank=True,
        help_text="pcr2015, pa2023, psr, exempt, with commas between them. Empty for every regime.",
    )


@tracked
class StageKind(Dated):
    """A stage that a procurement goes through, from need to expiry, in their usual order."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    is_gateway = models.BooleanField(default=False, help_text="A body decides whether to go on.")
    regimes = regimes_field()
    phase_status = models.CharField(
        max_length=30, blank=True, help_text="The state of the phase while this stage is the latest done."
    )
    ocds_path = models.CharField(max_length=120, blank=True)

    class Meta(Dated.Meta):
        ordering = ["position"]
        constraints = [dates_in_order("stage_kind")]

    def __str__(self) -> str:
        return self.name


class Check(models.TextChoices):
    EVIDENCE = "evidence", "Evidence attached"
    REGIME = "regime", "The regime is chosen"
    PROCESS = "process", "The process is chosen"
    ESTIMATE = "estimate", "The whole-life value is estimated"
    LEAD = "lead", "A lead organisation is named"
    SCOPE = "scope", "Every service in the phase is confirmed"
    BUDGET = "budget", "No budget line is to be confirmed"
    SPECIFICATION = "kpis", "Every service in the phase has a KPI"
    ENGAGEMENT = "engagement", "The market was engaged, or why not is written down"
    CONFLICTS = "conflicts", "Everybody on the procurement team has declared"
    DECISION_RECORD = "decision_record", "The decision record is final"
    NOTICE = "notice", "A notice is published"
    STANDSTILL = "standstill", "The standstill period is over"
    CONTRACT = "contract", "A contract is signed"
    GO_LIVE = "go_live", "A go-live date is set"


@tracked
class GatewayRequirement(Dated):
    """What a regime asks for before a gateway may be passed: something that can be looked up, or evidence attached."""

    stage = models.ForeignKey(StageKind, on_delete=models.CASCADE, related_name="requirements")
    regimes = regimes_field()
    check_kind = models.CharField(max_length=20, choices=Check, default=Check.EVIDENCE)
    notice_code = models.CharField(max_length=20, blank=True, help_text="Of a notice: its code, such as UK6.")
    text = models.CharField(max_length=300)
    cure = models.CharField(max_length=300, help_text="What to do where it is missing.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Dated.Meta):
        ordering = ["stage", "position", "reference"]
        constraints = [dates_in_order("gateway_requirement")]

    def __str__(self) -> str:
        return self.text


class NoticeAnchor(models.TextChoices):
    NONE = "none", "No fixed day"
    STAGE = "stage", "The stage it belongs to"
    SIGNED = "signed", "Signing of the contract"
    AWARDED = "awarded", "Award"
    ENDED = "ended", "Ending of the contract"
    QUARTER_END = "quarter_end", "End of a quarter"
    HALF_YEAR_END = "half_year_end", "End of a half year"
    YEAR = "year", "26 May of each year"


class DayUnit(models.TextChoices):
    DAYS = "days", "Days"
    WORKING_DAYS = "working_days", "Working days"
    MONTHS = "months", "Months"


@tracked
class NoticeKind(Dated):
    """A notice that a regime asks for: at which stage, and by when. `opens_award` ends the secrecy of an award."""

    regime = models.CharField(max_length=10, choices=Regime)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    stage = models.ForeignKey(
        StageKind, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    is_required = models.BooleanField(default=False)
    required_when = models.CharField(max_length=300, blank=True)
    anchor = models.CharField(max_length=15, choices=NoticeAnchor, default=NoticeAnchor.NONE)
    count = models.SmallIntegerField(
        null=True, blank=True, help_text="Days or months after the anchor; below 0 before."
    )
    light_touch_count = models.SmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=15, choices=DayUnit, default=DayUnit.DAYS)
    not_light_touch = models.BooleanField(default=False)
    starts_standstill = models.BooleanField(default=False)
    opens_award = models.BooleanField(default=False)
    ocds_tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Dated.Meta):
        ordering = ["regime", "position"]
        constraints = [
            dates_in_order("notice_kind"),
            models.UniqueConstraint(fields=["regime", "code"], name="notice_kind_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
