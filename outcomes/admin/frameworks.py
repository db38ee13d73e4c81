from django.contrib import admin

from commissioning.core.admin_inline import RecordInline
from outcomes.models import (
    Commitment,
    CommitmentMeasure,
    FrameworkDeveloper,
    HighImpactArea,
    Outcome,
    OutcomeAim,
    OutcomeDomain,
    OutcomeMeasure,
    OutcomesFramework,
    Strategy,
    StrategyAim,
)
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin

from .versions import InDraftAdmin

OUTCOMES = "Outcomes and KPIs"
# Set by making and agreeing a version, on the pages of outcomes.
VERSION_FIELDS = ("edition", "state", "replaces")


@admin.register(Strategy)
class StrategyAdmin(RecordedAdmin):
    listed_under = OUTCOMES
    word = "STR"
    list_display = ("name", "reference", "edition", "state", "programme")
    list_filter = (OWN_PROGRAMME, "state")
    list_select_related = ("programme",)
    search_fields = ("name", "owner", "reference")
    readonly_fields = VERSION_FIELDS


@admin.register(StrategyAim)
class StrategyAimAdmin(RecordedAdmin):
    listed_under = OUTCOMES
    word = "AIM"
    list_display = ("text", "reference", "strategy")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("strategy",)
    search_fields = ("text", "reference")


class FrameworkDeveloperInline(RecordInline):
    model = FrameworkDeveloper
    verbose_name = "developer"
    verbose_name_plural = "developed by"


@admin.register(OutcomesFramework)
class OutcomesFrameworkAdmin(RecordedAdmin):
    listed_under = OUTCOMES
    word = "OF"
    list_display = ("name", "reference", "edition", "state", "programme")
    list_filter = (OWN_PROGRAMME, "state")
    list_select_related = ("programme",)
    search_fields = ("name", "reference")
    inlines = (FrameworkDeveloperInline,)
    readonly_fields = (*VERSION_FIELDS, "agreed_on", "agreed_where")


@admin.register(OutcomeDomain)
class OutcomeDomainAdmin(InDraftAdmin):
    listed_under = OUTCOMES
    word = "DOM"
    list_display = ("name", "reference", "framework")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("framework",)
    search_fields = ("name", "reference")


class OutcomeAimInline(RecordInline):
    model = OutcomeAim
    verbose_name = "aim of the strategy it serves"
    verbose_name_plural = "aims of the strategy it serves"


class OutcomeMeasureInline(RecordInline):
    model = OutcomeMeasure
    verbose_name = "KPI that measures it"
    verbose_name_plural = "KPIs that measure it"


@admin.register(Outcome)
class OutcomeAdmin(InDraftAdmin):
    listed_under = OUTCOMES
    word = "OUT"
    list_display = ("text", "reference", "framework", "domain")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("framework", "domain")
    search_fields = ("text", "reference", "framework__reference")
    inlines = (OutcomeAimInline, OutcomeMeasureInline)


@admin.register(HighImpactArea)
class HighImpactAreaAdmin(RecordedAdmin):
    listed_under = OUTCOMES
    word = "HIA"
    list_display = ("name", "reference", "origin", "measurability", "programme")
    list_filter = (OWN_PROGRAMME, "measurability")
    list_select_related = ("programme",)
    search_fields = ("name", "reference")


class CommitmentMeasureInline(RecordInline):
    model = CommitmentMeasure
    verbose_name = "KPI that measures it"
    verbose_name_plural = "KPIs that measure it"


@admin.register(Commitment)
class CommitmentAdmin(RecordedAdmin):
    listed_under = OUTCOMES
    word = "COM"
    list_display = ("text", "reference", "kind", "measurability", "programme")
    list_filter = (OWN_PROGRAMME, "kind", "measurability")
    list_select_related = ("programme",)
    search_fields = ("text", "reference")
    inlines = (CommitmentMeasureInline,)
