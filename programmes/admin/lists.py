"""Lists of services as the papers print them, and what may come into a programme later."""

from django.contrib import admin

from commissioning.core.admin_inline import RecordInline
from programmes.models import (
    FutureConsideration,
    FutureConsiderationService,
    ScopeList,
    ScopeListItem,
    ScopeListItemService,
)

from .base import OWN_PROGRAMME, RecordedAdmin

SCOPE = "Services and scope"


@admin.register(ScopeList)
class ScopeListAdmin(RecordedAdmin):
    listed_under = SCOPE
    word = "LIST"
    list_display = ("name", "reference", "says", "programme", "position")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("name", "says", "reference")


class ScopeListItemServiceInline(RecordInline):
    model = ScopeListItemService
    verbose_name = "service"
    verbose_name_plural = "services of the register that the entry means"


@admin.register(ScopeListItem)
class ScopeListItemAdmin(RecordedAdmin):
    listed_under = SCOPE
    word = "ITEM"
    list_display = ("name", "reference", "scope_list", "position")
    list_filter = (OWN_PROGRAMME, ("scope_list", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("scope_list",)
    search_fields = ("name", "includes", "reference")
    inlines = (ScopeListItemServiceInline,)


class FutureConsiderationServiceInline(RecordInline):
    model = FutureConsiderationService
    verbose_name = "service"
    verbose_name_plural = "services that may come in"


@admin.register(FutureConsideration)
class FutureConsiderationAdmin(RecordedAdmin):
    listed_under = SCOPE
    word = "FUT"
    list_display = ("text", "reference", "condition", "date_printed", "programme")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("text", "condition", "reference")
    inlines = (FutureConsiderationServiceInline,)
