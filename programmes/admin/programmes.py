from typing import Any

from django.contrib import admin

from commissioning.core.access import Permission
from commissioning.core.admin_forms import RecordForm
from programmes.models import (
    CommissionerCode,
    Programme,
    ProgrammePartner,
    ProgrammeStatement,
    ProgrammeTargetDate,
)

from .base import OWN_PROGRAMME, RecordedAdmin

# The letters that the references of each kind of statement carry.
STATEMENT_WORDS = {
    "driver": "DRV",
    "benefit": "BEN",
    "approach": "APP",
    "feature": "FEA",
    "operational_challenge": "OPC",
    "initiative": "INI",
    "precedent": "PRE",
    "principle": "PRI",
    "objective": "OBJ",
    "priority": "PTY",
    "budget_year": "BY",
    "reading_note": "NOTE",
    "purpose": "PUR",
    "vision": "VIS",
    "function": "FUN",
    "case_for_change": "CFC",
    "rationale": "RAT",
    "reason": "REA",
    "other_option": "OPT",
    "support_function": "SUP",
    "funding_route": "ROUTE",
    "pressure": "PRS",
    "strategic_outcome": "OUT",
    "strategic_source": "STR",
    "presented_before": "BEF",
    "enabler": "ENA",
    "question": "QUE",
    "method": "MET",
    "other_fact": "FACT",
}


@admin.register(Programme)
class ProgrammeAdmin(RecordedAdmin):
    """A programme that has ended is closed, not deleted: its history stays with it."""

    listed_under = "The programme"
    add_permission = Permission.EDIT_REFERENCE
    deletable = False
    names_itself = True
    fixed_fields = ("reference", "key")
    list_display = ("name", "place", "reference", "kind", "state")
    list_filter = ("kind", "state")
    search_fields = ("name", "place", "reference")


@admin.register(ProgrammeTargetDate)
class ProgrammeTargetDateAdmin(RecordedAdmin):
    listed_under = "The programme"
    word = "TD"
    list_display = ("label", "reference", "programme", "date_printed")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("label", "reference")


@admin.register(ProgrammeStatement)
class ProgrammeStatementAdmin(RecordedAdmin):
    listed_under = "The programme"
    list_display = ("text", "reference", "kind", "programme", "position")
    list_filter = (OWN_PROGRAMME, "kind")
    list_select_related = ("programme",)
    search_fields = ("text", "reference")

    def reference_word(self, record: Any) -> str:
        return STATEMENT_WORDS[record.kind]


@admin.register(ProgrammePartner)
class ProgrammePartnerAdmin(RecordedAdmin):
    listed_under = "The programme"
    word = "PAR"
    list_display = (
        "organisation",
        "reference",
        "role",
        "role_as_printed",
        "starts_on",
        "ends_on",
        "programme",
    )
    list_filter = (OWN_PROGRAMME, "role")
    list_select_related = ("organisation", "programme")
    search_fields = ("organisation__name", "role_as_printed", "reference")


class CommissionerCodeForm(RecordForm):
    constraint_words = {
        "commissioner_one_main_code": "The organisation has its main code here already: tick “is variant” for another.",
    }


@admin.register(CommissionerCode)
class CommissionerCodeAdmin(RecordedAdmin):
    listed_under = "The programme"
    word = "CODE"
    form = CommissionerCodeForm
    list_display = ("code", "reference", "organisation", "is_variant", "programme")
    list_filter = (OWN_PROGRAMME, "is_variant")
    list_select_related = ("organisation", "programme")
    search_fields = ("code", "organisation__name", "reference")
