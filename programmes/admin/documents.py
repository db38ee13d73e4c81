from django.contrib import admin

from commissioning.core.admin_inline import RecordInline
from programmes.models import CitedWork, Document, Extraction, KnownGap

from .base import OWN_PROGRAMME, RecordedAdmin


class ExtractionInline(RecordInline):
    model = Extraction


@admin.register(Document)
class DocumentAdmin(RecordedAdmin):
    word = "DOC"
    list_display = ("title", "reference", "programme", "document_type", "committee", "dated_printed")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("title", "reference", "committee", "publisher")
    inlines = (ExtractionInline,)


@admin.register(KnownGap)
class KnownGapAdmin(RecordedAdmin):
    word = "GAP"
    list_display = ("what", "reference", "document")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("document",)
    search_fields = ("what", "why", "reference")


@admin.register(CitedWork)
class CitedWorkAdmin(RecordedAdmin):
    word = "REF"
    list_display = ("text", "reference", "document")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("document",)
    search_fields = ("text", "reference")
