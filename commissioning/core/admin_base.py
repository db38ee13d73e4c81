"""The data-entry site's rules, held once: who may edit which rows, why, and what happens when two people do."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from commissioning.core.access import Permission
from commissioning.core.admin_conflict import is_stale, resolve
from commissioning.core.admin_forms import (
    REASON,
    SEEN_VERSION,
    RecordForm,
    programme_id_of,
    record_form,
    shown_parts,
)
from commissioning.core.admin_mixins import FormMixin
from commissioning.core.admin_sealed import SealedMixin
from commissioning.core.admin_sheets import sheet_links
from commissioning.core.audit import acting
from commissioning.core.concurrency import StaleEdit, Versioned
from commissioning.core.fields import CompositeField, MoneyField
from commissioning.core.history import changes_of, composites_of

logger = logging.getLogger(__name__)


class RecordAdmin(FormMixin, SealedMixin):
    """One kind of record. Reads and writes are held to the programmes in which the person has `edit_permission`.

    `add_permission` and `delete_permission` follow `edit_permission` unless they are given; None for
    `delete_permission` means that nobody deletes here, and `why_not_deleted` says what to do instead.
    """

    edit_permission: Permission = Permission.EDIT_DATA
    view_permission: Permission | None = None
    add_permission: Permission | None = None
    deletable = True
    with_reason = True
    form = RecordForm
    actions = None
    list_per_page = 50
    view_on_site = False
    save_on_top = False
    empty_value_display = "–"
    listed_under = ""  # the heading under which the index lists it; see SUBJECTS of the site
    fixed_fields: Sequence[str] = ("programme",)  # once the record exists

    def __init__(self, model: type[models.Model], site: admin.AdminSite) -> None:
        self.form = record_form(model, self.form, with_reason=self.with_reason)
        for name, field in composites_of(model).items():
            setattr(self, f"{name}_printed", _printed(name, field))
        super().__init__(model, site)
        # Relations that are only shown are shown in words: a link would lead many who read this one to a 404.
        self._words: dict[Any, str] = {}
        for relation in (column for column in self.opts.fields if column.is_relation):
            self._words[relation.name] = f"{relation.name}_words"
            setattr(self, f"{relation.name}_words", _in_words(relation.name, str(relation.verbose_name)))

    # --- who ----------------------------------------------------------------------------------------------------

    def _may(self, request: HttpRequest, permission: Permission, record: models.Model | None) -> bool:
        programme_id = programme_id_of(record) if record is not None else None
        return bool(request.grants.may(permission, programme_id))  # type: ignore[attr-defined]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, self.view_permission or self.edit_permission, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, self.edit_permission, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request, self.add_permission or self.edit_permission, None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.deletable and self._may(request, self.add_permission or self.edit_permission, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def _reach(self, request: HttpRequest) -> Any:
        return request.grants.limited_to(self.view_permission or self.edit_permission)  # type: ignore[attr-defined]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self._visible(super().get_queryset(request), request)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The record, if the person may see it; locked while it is written, so that versions compare truly."""
        rows = self.get_queryset(request)
        if request.method == "POST":
            rows = rows.select_for_update(of=("self",))
        return self._seen(rows, object_id, from_field)

    def _seen(self, rows: QuerySet[Any], object_id: str, from_field: str | None = None) -> Any:
        field: Any = self.opts.get_field(from_field) if from_field else self.opts.pk
        try:
            return rows.get(**{field.name: field.to_python(object_id)})
        except (self.model.DoesNotExist, ValidationError, ValueError):
            return None

    def _known_to(self, request: HttpRequest) -> None:
        """404, as for a page that does not exist, where the person has no business with this kind of record."""
        if not self.has_view_or_change_permission(request):
            raise Http404

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """A foreign record answers exactly as an absent one does."""
        raise Http404

    # --- what is shown --------------------------------------------------------------------------------------------

    def fixed_for(self, record: Any) -> Sequence[str]:
        """The fields of an existing record that nobody changes here: its key, and what a page's own door changes."""
        return self.fixed_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if obj is None:
            return [*self.readonly_fields]
        own = {field.name for field in self.opts.fields}
        names = [name for name in self.fixed_for(obj) if name in own | set(composites_of(self.model))]
        shown = [self._shown_fixed(name) for name in names]
        return list(dict.fromkeys([*self.readonly_fields, *shown, *self._behind(names)]))

    def _shown_fixed(self, name: str) -> str:
        """How a fixed field is shown: a relation in words, money or a date as printed."""
        return f"{name}_printed" if name in composites_of(self.model) else self._words.get(name, name)

    def _behind(self, names: Sequence[str]) -> list[str]:
        """The boxes of money and dates among these: fixed with them, so that no part is edited by itself."""
        boxes = [(name, field) for name, field in composites_of(self.model).items() if name in names]
        return [box for name, field in boxes for box in (name, *map(field.column, shown_parts(field)))]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The record's fields in the model's order, with each money or date as one box, and the reason last."""
        names = list(self.fields) if self.fields else self._model_fields(request, obj)
        if obj is not None and not self.has_change_permission(request, obj):
            words: dict[Any, str] = self._words | {
                name: f"{name}_printed" for name in composites_of(self.model)
            }
            return list(dict.fromkeys(words.get(name, name) for name in names))
        if obj is not None:
            fixed: dict[Any, str] = {name: self._shown_fixed(name) for name in self.fixed_for(obj)}
            names = list(dict.fromkeys(fixed.get(name, name) for name in names))
        return [*names, *(name for name in (REASON, SEEN_VERSION) if name in self.form.base_fields)]

    def _model_fields(self, request: HttpRequest, obj: Any) -> list[Any]:
        boxes = {field.column("text"): name for name, field in composites_of(self.model).items()}
        left_out = {
            column
            for field in composites_of(self.model).values()
            for column in field.columns
            if column.removeprefix(f"{field.name}_") not in (*shown_parts(field), "text")
        } | set(self.get_exclude(request, obj) or ())
        names = [boxes.get(f.name, f.name) for f in self.opts.fields if f.editable and f.name not in left_out]
        names = [name for name in names if name != self.opts.pk.name]
        return [*names, *(name for name in self.get_readonly_fields(request, obj) if name not in names)]

    # --- writing --------------------------------------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        self._known_to(request)
        show = super().changeform_view
        return self._write(request, lambda: show(request, object_id, form_url, extra_context))

    def _write(self, request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
        """Run the view under the person's name and reason.

        Whoever loses a race for a row or a unique name is shown the form again, now with what the winner wrote.
        """
        if request.method != "POST":
            return view()
        with acting(by=request.user, reason=request.POST.get(REASON, "").strip()):  # type: ignore[arg-type]
            try:
                return view()
            except (StaleEdit, IntegrityError) as lost:
                logger.info("A write to %s lost a race: %s", self.opts.label, type(lost).__name__)
            try:
                return view()
            except (StaleEdit, IntegrityError):
                logger.exception("A write to %s was refused twice", self.opts.label)
                messages.error(
                    request, "Someone else changed this at the same moment. Nothing was saved: try again."
                )
                return HttpResponseRedirect(request.path)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A form that came back as it was shown writes nothing."""
        if not change or form.changes:
            obj.save()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A change beneath a record counts as one of the record's own, so that it moves its version on."""
        super().save_related(request, form, formsets, change)
        beneath = any(formset.has_changed() for formset in formsets)
        if change and beneath and not form.changes and isinstance(form.instance, Versioned):
            form.instance.refresh_from_db()
            form.instance.save()

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With both versions by field where the record has moved on: 409, and nothing typed is lost."""
        form = context["adminform"].form
        stale = is_stale(form)
        if stale:
            current = self.model._default_manager.get(pk=form.instance.pk)
            context["conflict"] = resolve(context["adminform"], current, form.cleaned_data.get(SEEN_VERSION))
        response = super().render_change_form(request, context, *args, **kwargs)
        if stale:
            response.status_code = 409
        return response

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Deleting asks for a reason; without one, the page asks again and nothing is deleted."""
        self._known_to(request)
        lacks_reason = request.method == "POST" and not request.POST.get(REASON, "").strip()
        if lacks_reason:
            request.POST = request.POST.__class__("")
        show = super().delete_view
        extra = {"lacks_reason": lacks_reason, "reason_name": REASON, **(extra_context or {})}
        return self._write(request, lambda: show(request, object_id, extra))

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        return ""

    # Django's own log would hold who and when a second time, and neither before nor after.
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any: ...

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any: ...

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any: ...

    # --- reading --------------------------------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        self._known_to(request)
        extra = {"sheet_links": sheet_links(request, self.model), **(extra_context or {})}
        return super().changelist_view(request, extra)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Every write to the record, by any path, from the database's own append-only history."""
        self._known_to(request)
        record = self._seen(self.get_queryset(request), unquote(object_id))
        if record is None:
            raise Http404
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {record}",
            "module_name": capfirst(str(self.opts.verbose_name_plural)),
            "changes": changes_of(record),
            "object": record,
            "opts": self.opts,
            "preserved_filters": self.get_preserved_filters(request),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", context)


def _in_words(name: str, label: str) -> Callable[[models.Model], str]:
    @admin.display(description=label)
    def in_words(record: models.Model) -> str:
        return str(getattr(record, name) or "–")

    return in_words


def _printed(name: str, field: CompositeField[Any]) -> Callable[[models.Model], str]:
    """A column that shows money or a stated date as printed, and sorts by its amount or its first day."""
    part = "amount" if isinstance(field, MoneyField) else "start"

    @admin.display(description=field.verbose_name or name.replace("_", " "), ordering=field.column(part))
    def printed(record: models.Model) -> str:
        text: str = getattr(record, name).printed
        return text

    return printed
