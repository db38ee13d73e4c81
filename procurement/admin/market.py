"""Stages, gateways, lots, market engagement and notices: read here with their history, written on the phase's pages."""

from django.contrib import admin

from commissioning.core.admin_inline import RecordInline
from commissioning.core.admin_mixins import ReadOnlyMixin
from procurement.models import (
    GatewayDecision,
    GatewayEvidence,
    Lot,
    LotService,
    MarketEngagement,
    Notice,
    ProcurementStage,
)
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin

from .base import PROCUREMENT


class WrittenOnThePhase(ReadOnlyMixin, RecordedAdmin):
    listed_under = PROCUREMENT


@admin.register(ProcurementStage)
class ProcurementStageAdmin(WrittenOnThePhase):
    list_display = (
        "kind",
        "reference",
        "phase",
        "planned_printed",
        "forecast_printed",
        "actual_printed",
        "programme",
    )
    list_filter = (OWN_PROGRAMME, "kind", "illustrative")
    list_select_related = ("kind", "phase", "programme")
    search_fields = ("kind__name", "phase__name", "owner", "note", "reference")


@admin.register(GatewayEvidence)
class GatewayEvidenceAdmin(WrittenOnThePhase):
    list_display = ("requirement", "reference", "stage", "text", "added_by", "withdrawn_on", "programme")
    list_filter = (OWN_PROGRAMME, "illustrative")
    list_select_related = ("requirement", "stage__kind", "stage__phase", "added_by", "programme")
    search_fields = ("text", "requirement__text", "reference")


@admin.register(GatewayDecision)
class GatewayDecisionAdmin(WrittenOnThePhase):
    list_display = ("stage", "reference", "outcome", "decided_by", "decided_on", "programme")
    list_filter = (OWN_PROGRAMME, "outcome", "illustrative")
    list_select_related = ("stage__kind", "stage__phase", "programme")
    search_fields = ("decided_by", "reason", "reference")


class LotServiceInline(ReadOnlyMixin, RecordInline):
    model = LotService
    verbose_name = "service"
    extra = 0


@admin.register(Lot)
class LotAdmin(WrittenOnThePhase):
    list_display = ("title", "reference", "number", "phase", "programme")
    list_filter = (OWN_PROGRAMME, "illustrative")
    list_select_related = ("phase", "programme")
    search_fields = ("title", "description", "reference")
    inlines = (LotServiceInline,)


@admin.register(MarketEngagement)
class MarketEngagementAdmin(WrittenOnThePhase):
    list_display = ("kind", "reference", "phase", "held_printed", "providers", "programme")
    list_filter = (OWN_PROGRAMME, "kind", "illustrative")
    list_select_related = ("phase", "programme")
    search_fields = ("text", "learnt", "reference")


@admin.register(Notice)
class NoticeAdmin(WrittenOnThePhase):
    list_display = ("kind", "reference", "phase", "due_on", "published_on", "external_id", "programme")
    list_filter = (OWN_PROGRAMME, "kind__regime", "illustrative")
    list_select_related = ("kind", "phase", "programme")
    search_fields = ("kind__code", "kind__name", "external_id", "reference")
