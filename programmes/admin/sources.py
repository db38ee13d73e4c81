"""The places where a record is printed, beneath the record itself, whichever app it belongs to."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.checks import InlineModelAdminChecks
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseModelFormSet, modelformset_factory
from django.http import HttpRequest

from commissioning.core.admin_forms import keep_to_programme, programme_id_of, share_choices
from commissioning.core.admin_inline import RecordInline
from commissioning.core.history import composites_of
from commissioning.core.models import User
from programmes.models import Recorded, SourceReference
from programmes.services.sources import cite, citing_problems

PREFIX = "sources"
FIELDS = ("document", "locator", "extraction", "field", "label")


class SourceForm(forms.ModelForm):
    """One place. The record it belongs to is the formset's."""

    record: Recorded
    field = forms.ChoiceField(label="Supports", required=False)

    class Meta:
        model = SourceReference
        fields = FIELDS

    def clean(self) -> dict[str, Any]:
        super().clean()
        document, record = self.cleaned_data.get("document"), self.record
        if document is not None:
            for name, problem in citing_problems(
                record, document, self.cleaned_data.get("extraction")
            ).items():
                self.add_error(name, problem)
        return self.cleaned_data


class SourceFormSet(BaseModelFormSet):
    """The places of one record. They hang on its fact, which the first of them makes, so no foreign key leads here."""

    by: User
    reason = ""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        instance: Any = None,
        save_as_new: bool = False,  # Django's own signature
        prefix: str | None = None,
        queryset: Any = None,
        **kwargs: Any,
    ) -> None:
        self.instance: Recorded = instance
        self.choices_read: dict[str, Any] = {}
        fact = getattr(instance, "fact_id", None)
        rows = queryset.filter(fact_id=fact) if fact else queryset.none()
        super().__init__(data, files, prefix=prefix, queryset=rows, **kwargs)

    @classmethod
    def get_default_prefix(cls) -> str:
        return PREFIX

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.record = self.instance
        keep_to_programme(form, programme_id_of(self.instance))
        share_choices(form, self.choices_read)
        choices = dict(fields_of(type(self.instance)))
        form.fields["field"].choices = [("", "the whole record"), *choices.items()]
        if (kept := form.instance.field) and kept not in choices:
            form.fields["field"].choices.append((kept, kept))

    def clean(self) -> None:
        """The same place twice is one place."""
        super().clean()
        seen = set()
        for form in self.forms:
            row = getattr(form, "cleaned_data", None)
            if row and not row.get("DELETE") and row.get("document"):
                place = (row.get("field"), row["document"].pk, row.get("locator"))
                if place in seen:
                    raise ValidationError("Two rows name the same place. Keep one of them.")
                seen.add(place)

    def save_new(self, form: Any, commit: bool = True) -> SourceReference:
        places = {name: form.cleaned_data[name] for name in FIELDS}
        return cite(self.instance, by=self.by, reason=self.reason, **places)


def fields_of(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """The parts of a record that a place may support, with their words; money and dates count as one part each."""
    boxes = composites_of(model)
    columns = {column for field in boxes.values() for column in field.columns}
    for name, box in boxes.items():
        yield name, (box.verbose_name or name.replace("_", " ")).lower()
    for field in model._meta.fields:
        if field.editable and field.name not in columns | {"reference", "illustrative", "programme", "id"}:
            yield field.name, str(field.verbose_name)


class NoForeignKeyChecks(InlineModelAdminChecks):
    """The rows hang on the record's fact: Django's checks for a foreign key to the record do not apply."""

    def _check_exclude_of_parent_model(self, obj: Any, parent_model: Any) -> list[Any]:
        return []

    def _check_relation(self, obj: Any, parent_model: Any) -> list[Any]:
        return []


class SourceInline(RecordInline):
    model = SourceReference
    verbose_name = "source"
    verbose_name_plural = "sources: where the papers print this"
    checks_class = NoForeignKeyChecks
    formset = SourceFormSet  # type: ignore[assignment]
    fields = FIELDS

    def __init__(self, parent_model: type[models.Model], admin_site: admin.AdminSite) -> None:
        super().__init__(parent_model, admin_site)
        self.form = SourceForm  # type: ignore[assignment]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        may_change = self.has_change_permission(request, obj)
        return modelformset_factory(
            SourceReference,
            form=SourceForm,
            formset=SourceFormSet,
            fields=FIELDS,
            extra=self.extra if may_change else 0,
            max_num=None if may_change else 0,
            can_delete=may_change,
            formfield_callback=lambda field, **more: self.formfield_for_dbfield(
                field, request=request, **more
            ),
        )
