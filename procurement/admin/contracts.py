"""Contracts, the services they provide and the KPIs they have adopted.

What changes a contract is an act, recorded on its page. Parties and values are not shown here at all: before the award
is published they are sealed, and this site has no way to say from whom.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from commissioning.core.admin_inline import RecordInline
from commissioning.core.admin_mixins import ReadOnlyMixin
from commissioning.core.admin_sealed import sealed_words
from procurement.models import Contract, ContractKPI, ContractService
from procurement.models.terms import BreakPoint, ContractEnd, ExtensionOption
from procurement.selectors.sealed import NOT_SHOWN
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin, link_to

from .base import PROCUREMENT


class ContractServiceInline(RecordInline):
    model = ContractService
    verbose_name = "service"


class ContractKPIInline(RecordInline):
    model = ContractKPI
    verbose_name = "KPI that it has adopted"
    verbose_name_plural = "KPIs that it has adopted"


class ContractEndInline(ReadOnlyMixin, RecordInline):
    """Ends as they were known: an act moves them."""

    model = ContractEnd
    verbose_name = "end"
    verbose_name_plural = "ends, from when to when (moved by acts on the contract’s page)"
    extra = 0
    fields = ("ends_printed", "extension", "starts_on", "ends_on")
    readonly_fields = ("ends_printed",)

    @admin.display(description="last day")
    def ends_printed(self, row: ContractEnd) -> str:
        return row.ends.printed


class ExtensionOptionInline(RecordInline):
    """Options as agreed. Taken or lapsed by an act on the contract's page; none is deleted."""

    model = ExtensionOption
    verbose_name = "extension option"
    verbose_name_plural = "extension options (taken or lapsed on the contract’s page)"
    fields = ("sequence", "months", "notice_months")
    can_delete = False


class BreakPointInline(RecordInline):
    model = BreakPoint
    verbose_name = "break point"


@admin.register(Contract)
class ContractAdmin(RecordedAdmin):
    listed_under = PROCUREMENT
    word = "CON"
    list_display = ("name", "reference", "number", "starts_printed", "programme")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("name", "reference")
    readonly_fields = ("on_its_page",)
    inlines = (
        ContractServiceInline,
        ContractKPIInline,
        ContractEndInline,
        ExtensionOptionInline,
        BreakPointInline,
    )

    sealed_columns = ("irrecoverable_vat",)

    def __init__(self, model: type[Contract], site: admin.AdminSite) -> None:
        super().__init__(model, site)
        self.irrecoverable_vat_printed = admin.display(description="irrecoverable VAT")(
            lambda record: sealed_words(record, "irrecoverable_vat", NOT_SHOWN)
        )

    def fixed_for(self, record: Any) -> Sequence[str]:
        """The phase keeps a sealed award sealed; signing and publishing are recorded by their own doors.

        What tells its value is neither shown nor changed here before its award is public.
        """
        return (*self.fixed_fields, "phase", "signed_on", "public_from", *record.sealed_fields)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A contract with acts or reviews stays: they say what was decided."""
        kept = obj is not None and (obj.changes.exists() or obj.reviews.exists())
        return not kept and super().has_delete_permission(request, obj)

    @admin.display(description="Parties, values and acts")
    def on_its_page(self, record: Contract) -> str:
        if not record.pk:
            return "Once entered, they are recorded on the contract’s page."
        return link_to("contract", "Recorded on the contract’s page", record.programme.key, record.reference)
