"""Chairs, meetings with their agendas and attendance, what bodies decided, and packs."""

from django.contrib import admin

from commissioning.core.admin_inline import RecordInline
from commissioning.core.admin_mixins import ReadOnlyMixin
from governance.models import (
    AgendaItem,
    Attendance,
    BoardPack,
    BoardPaper,
    BodyPosition,
    Chair,
    Decision,
    DecisionEffect,
    InterestDeclared,
    Meeting,
    PackRecipient,
    PaperIssue,
)
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin

from .bodies import BOARDS


@admin.register(Chair)
class ChairAdmin(RecordedAdmin):
    listed_under = BOARDS
    word = "CHAIR"
    list_display = ("role_title", "reference", "body", "standing", "starts_on", "ends_on")
    list_filter = (OWN_PROGRAMME, ("body", admin.RelatedOnlyFieldListFilter), "standing")
    list_select_related = ("body",)
    search_fields = ("role_title", "body__name", "reference")


class AttendanceInline(RecordInline):
    model = Attendance
    verbose_name_plural = "attendance"


@admin.register(Meeting)
class MeetingAdmin(RecordedAdmin):
    listed_under = BOARDS
    word = "MEET"
    list_display = ("reference", "body", "held_printed", "state", "programme")
    list_filter = (OWN_PROGRAMME, ("body", admin.RelatedOnlyFieldListFilter), "state")
    list_select_related = ("body", "programme")
    search_fields = ("title", "body__name", "note", "reference")
    inlines = (AttendanceInline,)


@admin.register(AgendaItem)
class AgendaItemAdmin(RecordedAdmin):
    listed_under = BOARDS
    word = "AGENDA"
    list_display = ("title", "reference", "meeting", "number", "purpose")
    list_filter = (OWN_PROGRAMME, "purpose")
    list_select_related = ("meeting__body",)
    search_fields = ("title", "minute", "reference")


@admin.register(InterestDeclared)
class InterestDeclaredAdmin(RecordedAdmin):
    listed_under = BOARDS
    word = "INT"
    list_display = ("role_title", "reference", "meeting", "nature", "outcome")
    list_filter = (OWN_PROGRAMME, "nature", "outcome")
    list_select_related = ("meeting__body",)
    search_fields = ("role_title", "text", "reference")


@admin.register(PackRecipient)
class PackRecipientAdmin(RecordedAdmin):
    listed_under = BOARDS
    word = "PACK-TO"
    list_display = ("role_title", "reference", "body", "organisation", "starts_on", "ends_on")
    list_filter = (OWN_PROGRAMME, ("body", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("body", "organisation")
    search_fields = ("role_title", "body__name", "reference")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyMixin, RecordedAdmin):
    """Recorded, and corrected with a reason, on the pages of decisions."""

    listed_under = BOARDS
    list_display = ("title", "reference", "body", "outcome", "decided_printed", "is_key")
    list_filter = (OWN_PROGRAMME, "outcome", "is_key")
    list_select_related = ("body",)
    search_fields = ("title", "text", "reasons", "reference")


@admin.register(BodyPosition)
class BodyPositionAdmin(ReadOnlyMixin, RecordedAdmin):
    """Written once, on the decision's page."""

    listed_under = BOARDS
    list_display = ("reference", "body", "decision", "position", "on_printed")
    list_filter = (OWN_PROGRAMME, "position")
    list_select_related = ("body", "decision")
    search_fields = ("body__name", "decision__title", "note", "reference")


@admin.register(DecisionEffect)
class DecisionEffectAdmin(ReadOnlyMixin, RecordedAdmin):
    """Planned and put into effect on the decision's page, through the door that makes the change."""

    listed_under = BOARDS
    list_display = ("words", "reference", "decision", "kind", "applied_at")
    list_filter = (OWN_PROGRAMME, "kind")
    list_select_related = ("decision",)
    search_fields = ("words", "decision__title", "reference")


@admin.register(BoardPaper)
class BoardPaperAdmin(ReadOnlyMixin, RecordedAdmin):
    """Written on the pages of papers, where what is missing shows."""

    listed_under = BOARDS
    list_display = ("title", "reference", "body", "style", "state")
    list_filter = (OWN_PROGRAMME, "style", "state")
    list_select_related = ("body",)
    search_fields = ("title", "sections__text", "reference")


class FileOfRecordAdmin(ReadOnlyMixin, RecordedAdmin):
    """Written once. The file itself is downloaded from its page; here stand its hashes."""

    listed_under = BOARDS
    exclude = ("content", "pdf")
    list_filter = (OWN_PROGRAMME,)


@admin.register(PaperIssue)
class PaperIssueAdmin(FileOfRecordAdmin):
    list_display = ("reference", "paper", "number", "made_by", "made_at")
    list_select_related = ("paper", "made_by")
    search_fields = ("paper__title", "reference")


@admin.register(BoardPack)
class BoardPackAdmin(FileOfRecordAdmin):
    list_display = ("reference", "meeting", "number", "as_at", "made_by", "made_at")
    list_select_related = ("meeting__body", "made_by")
    search_fields = ("meeting__body__name", "reference")
