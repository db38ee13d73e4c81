"""What the data-entry site's records and the rows beneath them share."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

DATE_BOX = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


if TYPE_CHECKING:
    AdminBase = admin.options.BaseModelAdmin[Any]
    AnyModelAdmin = admin.ModelAdmin[Any]
    AnyStackedInline = admin.StackedInline[Any, Any]
else:
    AdminBase = object  # so that the mixin's own settings come before those of the class it is mixed into
    AnyModelAdmin = admin.ModelAdmin  # at run time neither can be subscripted
    AnyStackedInline = admin.StackedInline


class FormMixin(AdminBase):
    """What records and the rows beneath them share: whose rows a choice offers, and plain boxes without scripts."""

    formfield_overrides = {models.DateField: {"widget": DATE_BOX}}

    @property
    def media(self) -> forms.Media:
        """No scripts: nothing here needs them, and jQuery's own trip over the content policy."""
        return forms.Media()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only rows of the programmes in which the person may edit; shared records are offered whole."""
        if "queryset" not in kwargs:
            rows = db_field.remote_field.model._default_manager.all()
            if hasattr(rows, "visible_to"):
                kwargs["queryset"] = rows.visible_to(self._reach(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the buttons that open pop-ups: every record has its own page in the index."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def _visible(self, rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        """Of these rows those within the person's reach; rows of shared records whole."""
        visible: QuerySet[Any] = (
            rows.visible_to(self._reach(request)) if hasattr(rows, "visible_to") else rows
        )
        return visible

    def _reach(self, request: HttpRequest) -> Any:
        raise NotImplementedError


class ReadOnlyMixin:
    """For records that are written through a page of their own, or once and for all."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
