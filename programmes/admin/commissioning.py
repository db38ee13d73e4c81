"""Who commissions what: each term, the acts that end and open terms, models, groups of services, and the law."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from commissioning.core.admin_forms import RecordForm
from commissioning.core.admin_inline import RecordInline
from commissioning.core.admin_mixins import ReadOnlyMixin
from programmes.models import (
    CommissioningModel,
    CommissioningResponsibility,
    Duty,
    ResponsibilityChange,
    ServiceGroup,
    ServiceGroupLead,
    ServiceGroupService,
)
from programmes.models.responsibilities import ResponsibilityRole
from programmes.references import next_reference_of

from .base import OWN_PROGRAMME, RecordedAdmin, link_to

WHO = "Who commissions what"


class CommissioningResponsibilityForm(RecordForm):
    constraint_words = {
        # The constraint speaks for itself, in words that fit every period.
        "already covers part of this period": "Another lead governs this service in that period. Hand the lead over on "
        "the service’s page, or untick “governing” to keep this as a claim that a paper prints.",
    }


@admin.register(CommissioningResponsibility)
class CommissioningResponsibilityAdmin(RecordedAdmin):
    """One term. A lead that governs, once entered, changes hands on the service's page only, dated and reasoned."""

    listed_under = WHO
    form = CommissioningResponsibilityForm
    list_display = (
        "service",
        "reference",
        "organisation",
        "role",
        "standing",
        "governing",
        "starts_on",
        "ends_on",
    )
    list_filter = (OWN_PROGRAMME, "role", "standing", "governing", "statutory")
    list_select_related = ("service", "organisation")
    search_fields = ("service__name", "organisation__name", "organisation_as_printed", "note", "reference")
    readonly_fields = ("hand_over",)

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("opened_by", "closed_by") if obj is None else ()

    def fixed_for(self, record: Any) -> Sequence[str]:
        own = (*self.fixed_fields, "service", "role", "governing", "opened_by", "closed_by")
        return (*own, "organisation", "standing", "starts_on", "ends_on") if self._governs(record) else own

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What governs, and what an act ended or opened, stays: it says who led on a day in the past."""
        kept = obj is not None and (self._governs(obj) or obj.opened_by_id or obj.closed_by_id)
        return not kept and super().has_delete_permission(request, obj)

    @admin.display(description="Change who leads")
    def hand_over(self, record: CommissioningResponsibility) -> str:
        if not record.pk:
            return "Once entered, a lead that governs changes hands on the service’s page."
        if not self._governs(record):
            return "This term does not say who leads: its organisation and dates are changed above."
        here = record.service.programme.key, record.service.reference
        return link_to("lead_handover", "Hand the lead over on the service’s page", *here)

    def next_reference(self, record: Any) -> str:
        word = {ResponsibilityRole.LEAD_COMMISSIONER: "LEAD"}.get(record.role, "ROLE")
        return next_reference_of(record.service, CommissioningResponsibility, word)

    @staticmethod
    def _governs(record: CommissioningResponsibility) -> bool:
        return record.governing and record.role == ResponsibilityRole.LEAD_COMMISSIONER


@admin.register(ResponsibilityChange)
class ResponsibilityChangeAdmin(ReadOnlyMixin, RecordedAdmin):
    """Written once, by the doors that hand a lead over or let one organisation succeed another."""

    listed_under = WHO
    list_display = ("text", "reference", "kind", "effective_printed", "decision", "programme")
    list_filter = (OWN_PROGRAMME, "kind")
    list_select_related = ("programme",)
    search_fields = ("text", "decision", "reason", "reference")
    date_hierarchy = "effective_end"


@admin.register(CommissioningModel)
class CommissioningModelAdmin(RecordedAdmin):
    listed_under = WHO
    word = "MOD"
    list_display = ("name", "reference", "level", "programme")
    list_filter = (OWN_PROGRAMME, "level")
    list_select_related = ("programme",)
    search_fields = ("name", "definition", "reference")


class ServiceGroupServiceInline(RecordInline):
    model = ServiceGroupService
    verbose_name = "service"
    verbose_name_plural = "services that the group covers"


class ServiceGroupLeadInline(RecordInline):
    model = ServiceGroupLead
    verbose_name = "lead"
    verbose_name_plural = "led by"


class ServiceGroupForm(RecordForm):
    constraint_words = {
        "service_group_intended_date_has_model": "A date to move by needs the model that is intended.",
    }


@admin.register(ServiceGroup)
class ServiceGroupAdmin(RecordedAdmin):
    listed_under = WHO
    word = "SG"
    form = ServiceGroupForm
    list_display = ("name", "reference", "commissioning_model", "group_code", "pooling", "programme")
    list_filter = (
        OWN_PROGRAMME,
        ("commissioning_model", admin.RelatedOnlyFieldListFilter),
        "pooling",
        "illustrative",
    )
    list_select_related = ("commissioning_model", "programme")
    search_fields = ("name", "group_code", "lead_as_printed", "rationale", "reference")
    inlines = (ServiceGroupServiceInline, ServiceGroupLeadInline)


@admin.register(Duty)
class DutyAdmin(RecordedAdmin):
    listed_under = WHO
    word = "LEG"
    list_display = ("name", "reference", "stage", "date_printed", "programme")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("name", "effect", "stage", "reference")
