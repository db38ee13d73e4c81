from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from commissioning.core.admin_forms import RecordForm
from commissioning.core.admin_inline import RecordInline
from commissioning.core.admin_mixins import ReadOnlyMixin
from governance.models import (
    Body,
    BodySeat,
    Discrepancy,
    DiscrepancyNote,
    DiscrepancyStatement,
    GovernanceLink,
    Recommendation,
)
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin
from programmes.admin.services import link_to


class BodySeatForm(RecordForm):
    constraint_words = {
        "body_seat_is_somebodys": "Choose the organisation that has the seat, or write whose it is."
    }


class BodySeatInline(RecordInline):
    model = BodySeat
    form = BodySeatForm
    verbose_name = "seat"


class BodyForm(RecordForm):
    constraint_words = {"one_programme_board": "The programme has a programme board already."}


@admin.register(Body)
class BodyAdmin(RecordedAdmin):
    word = "GOV"
    form = BodyForm
    list_display = ("name", "reference", "organisation", "is_programme_board", "programme")
    list_filter = (OWN_PROGRAMME, "is_programme_board")
    list_select_related = ("organisation", "programme")
    search_fields = ("name", "role", "reference")
    inlines = (BodySeatInline,)


class GovernanceLinkForm(RecordForm):
    constraint_words = {"governance_link_two_bodies": "A link joins two different bodies."}


@admin.register(GovernanceLink)
class GovernanceLinkAdmin(RecordedAdmin):
    word = "LINK"
    form = GovernanceLinkForm
    list_display = ("source", "kind", "target", "reference")
    list_display_links = ("source",)
    list_filter = (OWN_PROGRAMME, "kind")
    list_select_related = ("source", "target")
    search_fields = ("source__name", "target__name", "reference")


@admin.register(Recommendation)
class RecommendationAdmin(RecordedAdmin):
    word = "REC"
    list_display = ("text", "reference", "verb", "body", "state")
    list_filter = (OWN_PROGRAMME, "verb", "state")
    list_select_related = ("body",)
    search_fields = ("text", "outcome", "reference")


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
