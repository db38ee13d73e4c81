from django.contrib import admin

from commissioning.core.access import Permission
from commissioning.core.admin_base import RecordAdmin
from commissioning.core.admin_inline import RecordInline
from programmes.models import Organisation, OrganisationAlias, OrganisationSuccession

from .base import RecordedAdmin


class SharedMixin:
    """Records that every programme shares: programme managers read them, the platform administrator keeps them."""

    edit_permission: Permission = Permission.EDIT_REFERENCE
    view_permission: Permission | None = Permission.EDIT_DATA


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
class OrganisationSuccessionAdmin(SharedMixin, RecordAdmin):
    list_display = ("predecessor", "successor", "kind", "took_effect_on")
    list_filter = ("kind",)
    list_select_related = ("predecessor", "successor")
    search_fields = ("predecessor__name", "successor__name")
    date_hierarchy = "took_effect_on"
