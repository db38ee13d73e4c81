"""What the data-entry pages of every record with a reference share, in this app and in those above it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html

from commissioning.core.admin_base import RecordAdmin
from commissioning.core.admin_forms import REASON
from programmes.references import next_reference

from .sources import SourceFormSet, SourceInline

# A filter by programme that names only the programmes the person may edit.
OWN_PROGRAMME = ("programme", admin.RelatedOnlyFieldListFilter)


class RecordedAdmin(RecordAdmin):
    """A record with a stable reference, a mark if it is illustrative, and its sources.

    `word` is the part of the reference that says what kind of record it is, such as BL in HAM-BL-01.
    """

    word = ""
    names_itself = False  # where its reference is chosen by a person
    fixed_fields: Sequence[str] = ("programme", "reference")

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [*super().get_inlines(request, obj), SourceInline]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "reference" and field is not None and not self.names_itself:
            field.required = False
            field.help_text = "Leave empty for the next one. It never changes afterwards."
        return field

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The programme is filled in for whoever has only one."""
        initial = super().get_changeform_initial_data(request)
        if "programme" in {f.name for f in self.opts.fields}:
            programmes: Any = self.opts.get_field("programme").related_model
            rows = programmes._default_manager.visible_to(self._reach(request))
            if len(found := list(rows[:2])) == 1:
                initial.setdefault("programme", found[0].pk)
        return initial

    def reference_word(self, record: Any) -> str:
        return self.word

    def next_reference(self, record: Any) -> str:
        return next_reference(self.model, self.reference_word(record), getattr(record, "programme", None))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not obj.reference:
            obj.reference = self.next_reference(obj)
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if isinstance(formset, SourceFormSet):
            formset.by = request.user  # type: ignore[assignment]
            formset.reason = form.cleaned_data.get(REASON) or ""
        super().save_formset(request, form, formset, change)


def link_to(name: str, text: str, *args: Any) -> str:
    """A link to a page of the product, which stands on a higher floor; plain words where there is none."""
    try:
        return format_html('<a href="{}">{}</a>', reverse(name, args=args), text)
    except NoReverseMatch:
        return text
