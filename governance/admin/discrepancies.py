"""What a reader of the papers recorded as not agreeing. What rules find by themselves is kept only where handled."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from commissioning.core.admin_inline import RecordInline
from commissioning.core.admin_mixins import ReadOnlyMixin
from governance.models import Discrepancy, DiscrepancyNote, DiscrepancyStatement
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin, link_to

from .bodies import BOARDS


class DiscrepancyStatementInline(RecordInline):
    model = DiscrepancyStatement
    verbose_name = "statement"


class DiscrepancyNoteInline(ReadOnlyMixin, RecordInline):
    model = DiscrepancyNote
    verbose_name = "note"
    verbose_name_plural = "notes (added on the discrepancy’s page)"
    fields = ("text", "handling", "owner_role", "by", "made_at")
    readonly_fields = ("by", "made_at")
    extra = 0

    @admin.display(description="made by")
    def by(self, note: DiscrepancyNote) -> str:
        return str(note.made_by)


@admin.register(Discrepancy)
class DiscrepancyAdmin(RecordedAdmin):
    """What a reader of the papers recorded. State and owner change on the discrepancy's page, with a note."""

    listed_under = BOARDS
    word = "INC"
    deletable = False
    list_display = ("title", "reference", "kind", "handling", "owner_role", "is_recorded")
    list_filter = (OWN_PROGRAMME, "kind", "handling", "is_recorded")
    search_fields = ("title", "reference", "owner_role")
    fields = (
        "programme",
        "reference",
        "kind",
        "recorded_kind",
        "title",
        "suggested_handling",
        "handling",
        "owner_role",
        "handle",
        "check_key",
        "illustrative",
    )
    readonly_fields = ("handling", "owner_role", "handle", "check_key")
    inlines = (DiscrepancyStatementInline, DiscrepancyNoteInline)

    @admin.display(description="State and owner")
    def handle(self, discrepancy: Discrepancy) -> str:
        if not discrepancy.pk:
            return "Given on the discrepancy’s page, once it is saved."
        slug = discrepancy.reference.lower() if discrepancy.is_recorded else discrepancy.check_key
        return link_to("discrepancy", "Change on the discrepancy’s page", discrepancy.programme.key, slug)

    def save_model(self, request: HttpRequest, obj: Discrepancy, form: Any, change: bool) -> None:
        if not change:
            obj.is_recorded = True
        super().save_model(request, obj, form, change)
