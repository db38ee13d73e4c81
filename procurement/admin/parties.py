"""What registers say of organisations: numbers and details, shared by every programme."""

from django.contrib import admin

from commissioning.core.admin_base import RecordAdmin
from procurement.models import OrganisationIdentifier, ProviderDetails
from programmes.admin.organisations import SharedMixin


@admin.register(OrganisationIdentifier)
class OrganisationIdentifierAdmin(SharedMixin, RecordAdmin):
    """Parties of packages are known by these alone: a name never says who somebody is."""

    fixed_fields = ("organisation",)
    list_display = ("organisation", "scheme", "identifier")
    list_filter = ("scheme",)
    list_select_related = ("organisation",)
    search_fields = ("identifier", "organisation__name")


@admin.register(ProviderDetails)
class ProviderDetailsAdmin(SharedMixin, RecordAdmin):
    fixed_fields = ("organisation",)
    list_display = ("organisation", "is_sme", "is_vcse", "is_central", "starts_on", "ends_on")
    list_filter = ("is_sme", "is_vcse", "is_central")
    list_select_related = ("organisation",)
    search_fields = ("organisation__name", "vcse_number", "address")
