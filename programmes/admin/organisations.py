from django.contrib import admin
from django.http import HttpRequest

from commissioning.core.access import Permission
from commissioning.core.admin_inline import RecordInline
from programmes.models import Organisation, OrganisationAlias, OrganisationSuccession

from .base import RecordedAdmin


class SharedMixin:
    """Records that every programme shares: programme managers read them, the platform administrator keeps them."""

    edit_permission: Permission = Permission.EDIT_REFERENCE
    view_permission: Permission | None = Permission.EDIT_DATA
    listed_under = "Shared by every programme"


class OrganisationAliasInline(RecordInline):
    model = OrganisationAlias


@admin.register(Organisation)
class OrganisationAdmin(SharedMixin, RecordedAdmin):
    word = "ORG"
    list_display = ("name", "reference", "kind", "parent", "illustrative")
    list_filter = ("kind", "illustrative")
    list_select_related = ("parent",)
    search_fields = ("name", "reference", "aliases__name")
    inlines = (OrganisationAliasInline,)


@admin.register(OrganisationSuccession)
class OrganisationSuccessionAdmin(SharedMixin, RecordedAdmin):
    """Recorded on a programme's page, which shows first what it ends and opens. Here its sources and note are kept."""

    word = "OS"
    deletable = False
    fixed_fields = ("reference", "predecessor", "successor", "kind", "took_effect_on")
    list_display = ("predecessor", "successor", "reference", "kind", "took_effect_on")
    list_filter = ("kind",)
    list_select_related = ("predecessor", "successor")
    search_fields = ("predecessor__name", "successor__name", "note", "reference")
    date_hierarchy = "took_effect_on"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
