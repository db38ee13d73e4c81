"""What papers ask for, and what they carry besides: implications, approvals by role, and numbers that they state."""

from django.contrib import admin

from governance.models import Implication, PaperApproval, Recommendation, StatedCount
from programmes.admin.base import OWN_PROGRAMME, RecordedAdmin

from .bodies import BOARDS

PAPERS = "Papers"
OWN_DOCUMENT = ("document", admin.RelatedOnlyFieldListFilter)


@admin.register(Recommendation)
class RecommendationAdmin(RecordedAdmin):
    listed_under = BOARDS
    word = "REC"
    list_display = ("text", "reference", "verb", "body", "state")
    list_filter = (OWN_PROGRAMME, "verb", "state")
    list_select_related = ("body",)
    search_fields = ("text", "outcome", "reference")


@admin.register(Implication)
class ImplicationAdmin(RecordedAdmin):
    listed_under = PAPERS
    word = "IMPL"
    list_display = ("text", "reference", "area", "document", "date_printed")
    list_filter = (OWN_PROGRAMME, OWN_DOCUMENT, "area")
    list_select_related = ("document",)
    search_fields = ("text", "area_as_printed", "reference")


@admin.register(PaperApproval)
class PaperApprovalAdmin(RecordedAdmin):
    listed_under = PAPERS
    word = "APV"
    list_display = ("slot", "reference", "role", "document")
    list_filter = (OWN_PROGRAMME, OWN_DOCUMENT)
    list_select_related = ("document",)
    search_fields = ("slot", "role", "note", "reference")


@admin.register(StatedCount)
class StatedCountAdmin(RecordedAdmin):
    listed_under = PAPERS
    word = "COUNT"
    list_display = ("text", "reference", "stated", "counts", "subject", "programme")
    list_filter = (OWN_PROGRAMME, "counts")
    list_select_related = ("programme",)
    search_fields = ("text", "subject", "reference")
