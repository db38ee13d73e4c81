"""Contracts, the services they provide and the KPIs they have adopted."""

from collections.abc import Sequence

from django.contrib import admin

from commissioning.core.admin_inline import RecordInline
from commissioning.core.admin_sealed import sealed_words
from procurement.models import Contract, ContractKPI, ContractService
from procurement.selectors.sealed import NOT_SHOWN
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
    sealed_columns = ("irrecoverable_vat",)

    def __init__(self, model: type[Contract], site: admin.AdminSite) -> None:
        super().__init__(model, site)
        self.irrecoverable_vat_printed = admin.display(description="irrecoverable VAT")(
            lambda record: sealed_words(record, "irrecoverable_vat", NOT_SHOWN)
        )

    def fixed_for(self, record: Contract) -> Sequence[str]:
        """A contract of a phase is made public by publishing its notice, not here; nor does it leave its phase.

        What tells its value is neither shown nor changed here before its award is public.
        """
        of_its_phase = ("phase", "public_from") if record.phase_id else ()
        return (*super().fixed_for(record), *of_its_phase, *record.sealed_fields)
