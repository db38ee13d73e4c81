from django.contrib import admin

from commissioning.core.admin_inline import RecordInline
from programmes.models import CitedWork, CrossReference, Document, DocumentPart, Extraction, KnownGap

from .base import OWN_PROGRAMME, RecordedAdmin


class ExtractionInline(RecordInline):
    model = Extraction


@admin.register(Document)
class DocumentAdmin(RecordedAdmin):
    listed_under = "Papers"
    word = "DOC"
    list_display = ("title", "reference", "programme", "document_type", "committee", "dated_printed")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("programme",)
    search_fields = ("title", "reference", "committee", "publisher")
    inlines = (ExtractionInline,)


@admin.register(KnownGap)
class KnownGapAdmin(RecordedAdmin):
    listed_under = "Papers"
    word = "GAP"
    list_display = ("what", "reference", "document")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("document",)
    search_fields = ("what", "why", "reference")


@admin.register(CitedWork)
class CitedWorkAdmin(RecordedAdmin):
    listed_under = "Papers"
    word = "REF"
    list_display = ("text", "reference", "document")
    list_filter = (OWN_PROGRAMME,)
    list_select_related = ("document",)
    search_fields = ("text", "reference")


@admin.register(DocumentPart)
class DocumentPartAdmin(RecordedAdmin):
    listed_under = "Papers"
    word = "PART"
    list_display = ("locator", "title", "reference", "document")
    list_filter = (OWN_PROGRAMME, ("document", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("document",)
    search_fields = ("locator", "title", "reference")


@admin.register(CrossReference)
class CrossReferenceAdmin(RecordedAdmin):
    listed_under = "Papers"
    word = "XREF"
    list_display = ("described_as", "reference", "locator", "target", "found_is_described", "document")
    list_filter = (OWN_PROGRAMME, "found_is_described")
    list_select_related = ("document",)
    search_fields = ("locator", "target", "described_as", "reference")
