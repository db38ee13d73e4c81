"""Money put together, and reports of budget lines by month."""

from django.contrib import admin

from commissioning.core.access import Permission
from commissioning.core.admin_inline import RecordInline
from commissioning.core.admin_mixins import ReadOnlyMixin
from procurement.models import FundContribution, FundLine, FundScheme, LineReport, PooledFund
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin

from .base import MONEY

AMOUNT = ("money", "money_basis", "money_year", "money_note")


class FundSchemeInline(RecordInline):
    model = FundScheme
    fields = ("name", *AMOUNT, "position")
    verbose_name = "scheme"
    verbose_name_plural = "schemes: what the fund pays for, and TBC where nobody says how much"


class FundContributionInline(RecordInline):
    model = FundContribution
    fields = ("contributor", *AMOUNT, "position")
    verbose_name = "contribution"
    verbose_name_plural = "contributions: who gives what, and TBC where nobody says how much"


class FundLineInline(RecordInline):
    model = FundLine
    verbose_name = "budget line"
    verbose_name_plural = "budget lines that lie in the fund"


@admin.register(PooledFund)
class PooledFundAdmin(RecordedAdmin):
    listed_under = MONEY
    edit_permission = Permission.EDIT_MONEY_DATA
    word = "POOL"
    list_display = ("name", "reference", "arrangement", "host", "period_printed", "programme")
    list_filter = (OWN_PROGRAMME, "arrangement", "illustrative")
    list_select_related = ("host", "programme")
    search_fields = ("name", "agreement", "variance_note", "reference")
    inlines = (FundSchemeInline, FundContributionInline, FundLineInline)


@admin.register(LineReport)
class LineReportAdmin(ReadOnlyMixin, RecordedAdmin):
    """Written once, on the line's own page: a later report of the month is a new revision."""

    listed_under = MONEY
    edit_permission = Permission.EDIT_MONEY_DATA
    list_display = (
        "line",
        "reference",
        "month",
        "revision",
        "outturn_printed",
        "forecast_printed",
        "variance_printed",
        "programme",
    )
    list_filter = (OWN_PROGRAMME, "month", "illustrative")
    list_select_related = ("line", "programme")
    search_fields = ("line__label", "explanation", "reference")
