"""Risks and what is done about them, the registers beside them, benefits and highlight reports."""

from django.contrib import admin

from commissioning.core.admin_inline import RecordInline
from commissioning.core.admin_mixins import ReadOnlyMixin
from governance.models import (
    Assumption,
    Benefit,
    BenefitRealised,
    ChangeRequest,
    Dependency,
    HighlightReport,
    Issue,
    Mitigation,
    Risk,
    RiskAct,
    RiskAssessment,
    RiskBand,
    RiskBanding,
    RiskMitigation,
    StatusPoint,
    StatusScale,
    Tolerance,
    Workstream,
    WorkstreamStatus,
)
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin

from .bodies import BOARDS

STATE_FIXED = (*RecordedAdmin.fixed_fields, "state")  # it changes on the record's page, with a reason


@admin.register(Risk)
class RiskAdmin(RecordedAdmin):
    """Its scores, its state and where it is escalated to are given on the risk's page, where each is kept."""

    listed_under = BOARDS
    word = "RISK"
    fixed_fields = (*STATE_FIXED, "escalated_to")
    list_display = ("title", "reference", "owner_role", "state", "review_due", "programme")
    list_filter = (OWN_PROGRAMME, "state", "illustrative")
    list_select_related = ("programme",)
    search_fields = ("title", "text", "mitigations__text", "owner_role", "reference")


class RiskMitigationInline(RecordInline):
    model = RiskMitigation
    verbose_name = "risk that it is for"


@admin.register(Mitigation)
class MitigationAdmin(RecordedAdmin):
    listed_under = BOARDS
    word = "MIT"
    list_display = ("text", "reference", "owner_role", "state", "programme")
    list_filter = (OWN_PROGRAMME, "state")
    list_select_related = ("programme",)
    search_fields = ("text", "owner_role", "reference")
    inlines = (RiskMitigationInline,)


class WrittenOnceAdmin(ReadOnlyMixin, RecordedAdmin):
    """Written once, on the page of what it is about."""

    listed_under = BOARDS


@admin.register(RiskAssessment)
class RiskAssessmentAdmin(WrittenOnceAdmin):
    list_display = ("reference", "risk", "level", "likelihood", "impact", "on")
    list_filter = (OWN_PROGRAMME, "level")
    list_select_related = ("risk",)
    search_fields = ("risk__title", "rationale", "reference")


@admin.register(RiskAct)
class RiskActAdmin(WrittenOnceAdmin):
    list_display = ("reference", "risk", "kind", "body", "on")
    list_filter = (OWN_PROGRAMME, "kind")
    list_select_related = ("risk", "body")
    search_fields = ("risk__title", "reason", "reference")


class RiskBandInline(ReadOnlyMixin, RecordInline):
    model = RiskBand


@admin.register(RiskBanding)
class RiskBandingAdmin(WrittenOnceAdmin):
    list_display = ("reference", "programme", "starts_on", "made_by")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme", "made_by")
    search_fields = ("reason", "reference")
    inlines = (RiskBandInline,)


class RegisterAdmin(RecordedAdmin):
    """Its state changes on its page, with a reason."""

    listed_under = BOARDS
    fixed_fields = STATE_FIXED
    list_filter = (OWN_PROGRAMME, "state")
    list_select_related = ("programme",)


@admin.register(Issue)
class IssueAdmin(RegisterAdmin):
    word = "ISS"
    list_display = ("title", "reference", "severity", "owner_role", "state", "programme")
    search_fields = ("title", "text", "owner_role", "reference")


@admin.register(Dependency)
class DependencyAdmin(RegisterAdmin):
    word = "DEP"
    list_display = ("text", "reference", "direction", "due_printed", "state", "programme")
    search_fields = ("text", "other_party", "owner_role", "reference")


@admin.register(Assumption)
class AssumptionAdmin(RegisterAdmin):
    word = "ASM"
    list_display = ("text", "reference", "owner_role", "state", "review_due", "programme")
    search_fields = ("text", "if_wrong", "owner_role", "reference")


@admin.register(ChangeRequest)
class ChangeRequestAdmin(RegisterAdmin):
    word = "CR"
    fixed_fields = (*STATE_FIXED, "decision", "decided_because")
    list_display = ("title", "reference", "raised_printed", "state", "programme")
    search_fields = ("title", "text", "because", "reference")


@admin.register(Benefit)
class BenefitAdmin(RecordedAdmin):
    listed_under = BOARDS
    word = "BEN"
    list_display = ("title", "reference", "audience", "owner_role", "programme")
    list_filter = (OWN_PROGRAMME, "audience")
    list_select_related = ("programme",)
    search_fields = ("title", "text", "owner_role", "reference")


@admin.register(BenefitRealised)
class BenefitRealisedAdmin(WrittenOnceAdmin):
    list_display = ("reference", "benefit", "by_date_printed", "value", "made_by")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("benefit", "made_by")
    search_fields = ("benefit__title", "text", "reference")


class StatusPointInline(RecordInline):
    model = StatusPoint
    verbose_name = "point"


@admin.register(StatusScale)
class StatusScaleAdmin(RecordedAdmin):
    listed_under = BOARDS
    word = "SCALE"
    list_display = ("name", "reference", "is_default", "programme")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("name", "reference")
    inlines = (StatusPointInline,)


@admin.register(Workstream)
class WorkstreamAdmin(RecordedAdmin):
    listed_under = BOARDS
    word = "WS"
    list_display = ("name", "reference", "lead_role", "scale", "programme")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("scale", "programme")
    search_fields = ("name", "lead_role", "reference")


@admin.register(WorkstreamStatus)
class WorkstreamStatusAdmin(WrittenOnceAdmin):
    list_display = ("reference", "workstream", "point", "since_printed", "made_by")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("workstream", "point", "made_by")
    search_fields = ("workstream__name", "text", "reference")


@admin.register(Tolerance)
class ToleranceAdmin(RecordedAdmin):
    listed_under = BOARDS
    word = "TOL"
    list_display = ("dimension", "reference", "amber_from", "red_from", "programme")
    list_filter = (OWN_PROGRAMME, "dimension")
    list_select_related = ("programme",)
    search_fields = ("words", "reference")


@admin.register(HighlightReport)
class HighlightReportAdmin(WrittenOnceAdmin):
    """Drafted, reviewed and approved on its page."""

    list_display = ("reference", "programme", "period_start", "period_end", "state", "author")
    list_filter = (OWN_PROGRAMME, "state")
    list_select_related = ("programme", "author")
    search_fields = ("summary", "done", "coming", "reference")
