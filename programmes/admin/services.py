"""Services and what hangs on them. The scope itself, and names, change through the service's own page only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from commissioning.core.admin_mixins import ReadOnlyMixin
from programmes.models import ScopeChange, Service, ServiceAlias, ServiceScope
from programmes.references import next_reference_of

from .base import OWN_PROGRAMME, RecordedAdmin, link_to
from .lists import SCOPE


@admin.register(Service)
class ServiceAdmin(RecordedAdmin):
    """Adding, renaming and removing are changes of scope: dated, reasoned, and made on the service's page."""

    listed_under = SCOPE
    deletable = False
    list_display = ("name", "reference", "scope_state", "programme")
    list_filter = (OWN_PROGRAMME, "scope__state")
    list_select_related = ("programme", "scope")
    search_fields = ("name", "reference", "aliases__name")
    readonly_fields = ("name", "scope_state", "change_scope")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="Scope", ordering="scope__state")
    def scope_state(self, service: Service) -> str:
        scope = getattr(service, "scope", None)
        return scope.get_state_display() if scope else "not in the programme's scope"

    @admin.display(description="Change the scope or the name")
    def change_scope(self, service: Service) -> str:
        return link_to("service_change", "On the service’s page", service.programme.key, service.reference)


@admin.register(ServiceScope)
class ServiceScopeAdmin(ReadOnlyMixin, RecordedAdmin):
    listed_under = SCOPE
    list_display = ("service", "reference", "state", "inclusion_tbc", "commissioner_tbc", "added_printed")
    list_filter = (OWN_PROGRAMME, "state")
    list_select_related = ("service",)
    search_fields = ("service__name", "reference")


@admin.register(ScopeChange)
class ScopeChangeAdmin(ReadOnlyMixin, RecordedAdmin):
    """Written once, by the scope's own door."""

    listed_under = SCOPE
    list_display = ("scope", "reference", "kind", "effective_printed", "made_by", "made_at")
    list_filter = (OWN_PROGRAMME, "kind")
    list_select_related = ("scope__service", "made_by")
    search_fields = ("scope__service__name", "reference", "reason")


@admin.register(ServiceAlias)
class ServiceAliasAdmin(RecordedAdmin):
    listed_under = SCOPE
    list_display = ("name", "reference", "service", "starts_on", "ends_on")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("service",)
    search_fields = ("name", "service__name", "reference")

    def next_reference(self, record: Any) -> str:
        return next_reference_of(record.service, ServiceAlias, "ALIAS")
