"""Procurements, their phases, and the contracts that papers say are replaced."""

from django.contrib import admin
from django.http import HttpRequest

from commissioning.core.admin_inline import RecordInline
from commissioning.core.admin_mixins import ReadOnlyMixin
from procurement.models import (
    ContractsReplaced,
    ExistingContracts,
    PhaseLead,
    PhaseMilestone,
    PhaseScope,
    Procurement,
    ProcurementPhase,
)
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin

from .base import PROCUREMENT


@admin.register(Procurement)
class ProcurementAdmin(RecordedAdmin):
    listed_under = PROCUREMENT
    word = "PRO"
    list_display = ("chosen", "reference", "model", "programme")
    list_filter = (OWN_PROGRAMME, "model")
    list_select_related = ("programme",)
    search_fields = ("chosen", "rejected", "reference")


class PhaseLeadInline(RecordInline):
    model = PhaseLead
    verbose_name = "lead"


class PhaseMilestoneInline(RecordInline):
    model = PhaseMilestone
    verbose_name = "milestone"


class PhaseScopeInline(ReadOnlyMixin, RecordInline):
    """What the phase procures. Moving a service is a change of scope, made on the service's page."""

    model = PhaseScope
    verbose_name = "service in the phase"
    verbose_name_plural = "services in the phase (moved on the service’s page)"
    extra = 0
    read_with = ("scope__service",)


# Chosen, given or ended on the phase's own pages, which say first what follows from it.
OWN_DOOR = (
    "regime",
    "light_touch",
    "regime_reason",
    "regime_decided_by",
    "regime_decided_on",
    "process",
    "is_health_care",
    "cpv",
    "ocid",
    "no_engagement_because",
    "ended_as",
    "ended_on",
    "ended_because",
)


@admin.register(ProcurementPhase)
class ProcurementPhaseAdmin(RecordedAdmin):
    listed_under = PROCUREMENT
    word = "PH"
    list_display = (
        "name",
        "reference",
        "number",
        "programme",
        "procurement_start_printed",
        "go_live_printed",
    )
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("name", "led_by", "local_reference", "reference")
    inlines = (PhaseLeadInline, PhaseMilestoneInline, PhaseScopeInline)
    fixed_fields = ("programme", "reference", *OWN_DOOR)

    def get_exclude(self, request: HttpRequest, obj: ProcurementPhase | None = None) -> tuple[str, ...]:
        """A new phase has none of what its own pages decide."""
        return OWN_DOOR if obj is None else ()

    def has_delete_permission(self, request: HttpRequest, obj: ProcurementPhase | None = None) -> bool:
        """Not once a team has begun on it: what it read, declared and decided is kept."""
        begun = obj is not None and obj.team.exists()
        return super().has_delete_permission(request, obj) and not begun


class ContractsReplacedInline(RecordInline):
    model = ContractsReplaced
    verbose_name = "phase that replaces them"
    verbose_name_plural = "replaced by"


@admin.register(ExistingContracts)
class ExistingContractsAdmin(RecordedAdmin):
    listed_under = PROCUREMENT
    word = "EXC"
    list_display = ("text", "reference", "ends_printed", "extension", "programme")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("text", "reference")
    inlines = (ContractsReplacedInline,)
