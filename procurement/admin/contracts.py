"""Contracts, the services they provide and the KPIs they have adopted."""

from django.contrib import admin

from commissioning.core.admin_inline import RecordInline
from procurement.models import Contract, ContractKPI, ContractService
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin

from .base import PROCUREMENT


class ContractServiceInline(RecordInline):
    model = ContractService
    verbose_name = "service"


class ContractKPIInline(RecordInline):
    model = ContractKPI
    verbose_name = "KPI that it has adopted"
    verbose_name_plural = "KPIs that it has adopted"


@admin.register(Contract)
class ContractAdmin(RecordedAdmin):
    listed_under = PROCUREMENT
    word = "CON"
    list_display = ("name", "reference", "number", "starts_printed", "programme")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("name", "reference")
    inlines = (ContractServiceInline, ContractKPIInline)
