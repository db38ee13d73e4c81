"""Rows beneath a record of the data-entry site."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from commissioning.core.admin_forms import SEEN_VERSION, RecordForm, RecordFormSet, record_form
from commissioning.core.admin_mixins import AnyStackedInline, FormMixin


class RecordInline(FormMixin, AnyStackedInline):
    """Rows beneath a record: whoever may edit the record edits them, in the same save and for the same reason."""

    form = RecordForm
    formset = RecordFormSet
    extra = 1  # one empty row works without scripts
    show_change_link = False
    read_with: Sequence[str] = ()  # what a row's words need beyond the records it points at

    def __init__(self, parent_model: type[models.Model], admin_site: admin.AdminSite) -> None:
        self.form = record_form(self.model, self.form, with_reason=False)
        super().__init__(parent_model, admin_site)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The fields named, if any are, and the version that was opened: without it each row would count as edited."""
        names = list(super().get_fields(request, obj))
        hidden = SEEN_VERSION in self.form.base_fields and SEEN_VERSION not in names
        return [*names, SEEN_VERSION] if hidden and self.has_change_permission(request, obj) else names

    def _parent(self) -> Any:
        return self.admin_site.get_model_admin(self.parent_model)

    def _reach(self, request: HttpRequest) -> Any:
        return self._parent()._reach(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self._parent().has_view_permission(request, obj))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        parent = self._parent()
        return bool(
            parent.has_add_permission(request) if obj is None else parent.has_change_permission(request, obj)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        points_at = [field.name for field in self.model._meta.fields if field.many_to_one]
        return self._visible(rows.select_related(*points_at, *self.read_with), request)
