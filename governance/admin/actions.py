"""What boards asked for and were told, risks, and evidence from elsewhere."""

from django.contrib import admin
from django.http import HttpRequest

from commissioning.core.admin_mixins import ReadOnlyMixin
from governance.models import BoardAction, EvidenceLink, ProgressResponse
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin, link_to

from .bodies import BOARDS


@admin.register(BoardAction)
class BoardActionAdmin(RecordedAdmin):
    """Answers, new target dates, the state and the mark of weakening are given on the action's page, and kept there."""

    listed_under = BOARDS
    word = "ACT"
    fixed_fields = (*RecordedAdmin.fixed_fields, "due", "state", "weakened")
    list_display = ("text", "reference", "body", "agreed_printed", "due_printed", "state", "weakened")
    list_filter = (OWN_PROGRAMME, ("body", admin.RelatedOnlyFieldListFilter), "state", "weakened")
    list_select_related = ("body",)
    search_fields = ("text", "owner_role", "responses__text", "reference")
    readonly_fields = ("answer",)

    def get_exclude(self, request: HttpRequest, obj: BoardAction | None = None) -> tuple[str, ...]:
        return ("weakened",) if obj is None else ()

    @admin.display(description="Answer, new date, state and weakening")
    def answer(self, action: BoardAction) -> str:
        if not action.pk:
            return "Its state is given here once; answers are given on the action’s page afterwards."
        return link_to("action", "On the action’s page", action.programme.key, action.reference)


@admin.register(ProgressResponse)
class ProgressResponseAdmin(ReadOnlyMixin, RecordedAdmin):
    """Written once, on the action's page."""

    listed_under = BOARDS
    list_display = ("text", "reference", "action", "kind", "reported_printed", "state_after")
    list_filter = (OWN_PROGRAMME, "kind")
    list_select_related = ("action",)
    search_fields = ("text", "action__text", "reference")
    date_hierarchy = "reported_end"


@admin.register(EvidenceLink)
class EvidenceLinkAdmin(ReadOnlyMixin, RecordedAdmin):
    """Attached and taken off beside the evidence, by whoever may attach it."""

    listed_under = BOARDS
    list_display = ("note", "reference", "learning_point", "impact_figure", "attached_by", "attached_at")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("learning_point", "impact_figure", "attached_by")
    search_fields = ("note", "learning_point__text", "impact_figure__text", "reference")
