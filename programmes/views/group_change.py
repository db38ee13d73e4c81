"""Describe a group of services anew: its model, its four parts, and the model that is intended."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from commissioning.core.components import ConflictField, HistoryEntry, Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.tables import Cell
from commissioning.core.values_html import date_cell
from programmes.forms.commissioning import GroupForm
from programmes.models import CommissioningModel, Programme, ServiceGroup
from programmes.models.commissioning_models import Arrangement, Pooling
from programmes.selectors.commissioning_models import PARTS
from programmes.selectors.edits import FieldEdit, WatchedField, edits_since
from programmes.services.service_groups import change_group
from programmes.views.base import programme_or_404, record_or_404, user_of
from programmes.views.models import may_change_groups
from programmes.views.page import programme_frame
from programmes.views.stale import THEIRS, conflict_field, stale_page

INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
def service_group_change(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """Describe a group anew; 409 for who was overtaken."""
    programme = programme_or_404(request, key)
    group: ServiceGroup = record_or_404(
        request,
        ServiceGroup.objects.select_related("commissioning_model", "intended_model"),
        programme=programme,
        reference=ref,
    )
    if not may_change_groups(request, programme):
        raise PermissionDenied(f"Your role in {programme.place} does not allow changing groups of services.")
    page = GroupPage(request, programme, group)
    if request.method != "POST":
        return page.show(page.form())
    return page.resolve() if request.POST.get("step") == "resolve" else page.save(page.form(request.POST))


def _model_name(pk: int | None, names: dict[int, str]) -> str:
    return names.get(pk or 0, "none")


class GroupPage:
    """One request to describe one group anew."""

    def __init__(self, request: HttpRequest, programme: Programme, group: ServiceGroup) -> None:
        self.request = request
        self.programme = programme
        self.group = group
        self.models = list(CommissioningModel.objects.filter(programme=programme))
        self.back_url = f"{reverse('commissioning_models', args=[programme.key])}#{group.reference.lower()}"

    @cached_property
    def frame(self) -> dict[str, Any]:
        trail = (Link("Commissioning models", reverse("commissioning_models", args=[self.programme.key])),)
        return {
            **programme_frame(self.request, self.programme, "commissioning_models", trail=trail),
            "group": self.group,
            "caption": self.group.name,
            "cancel_url": self.back_url,
            "illustrative": self.group.illustrative,
        }

    @cached_property
    def watched(self) -> tuple[WatchedField, ...]:
        """The fields of the form, in words, from the record or from a row of its history."""
        names = {model.pk: model.name for model in self.models}
        parts = [
            WatchedField(name, label, lambda row, name=name: str(Arrangement(getattr(row, name)).label))  # type: ignore[misc]
            for name, label in PARTS
        ]
        return (
            WatchedField(
                "commissioning_model", "Model", lambda r: _model_name(r.commissioning_model_id, names)
            ),
            *parts,
            WatchedField("pooling", "Pooling", lambda row: str(Pooling(row.pooling).label)),
            WatchedField("rationale", "Rationale", lambda row: str(row.rationale)),
            WatchedField(
                "intended_model", "Model intended", lambda r: _model_name(r.intended_model_id, names)
            ),
            WatchedField("intended", "Intended by when", lambda row: str(row.intended_text)),
            WatchedField("note", "Note", lambda row: str(row.note)),
        )

    def form(self, data: QueryDict | None = None) -> GroupForm:
        group = self.group
        initial = {
            **{name: getattr(group, name) for name, _ in PARTS},
            "commissioning_model": group.commissioning_model.reference,
            "pooling": group.pooling,
            "rationale": group.rationale,
            "intended_model": group.intended_model.reference if group.intended_model else "",
            "intended": group.intended,
            "note": group.note,
            "stamp": group.version,
        }
        return GroupForm(data, group=group, models=self.models, initial=initial)

    def show(self, form: GroupForm) -> HttpResponse:
        edits = edits_since(self.group, 1, self.watched)
        context = {
            **self.frame,
            "heading": "Describe this group of services",
            "form": form,
            "record_rows": [
                SummaryRow("Lead as printed", Cell(self.group.lead_as_printed or "none stated")),
                SummaryRow("Until", date_cell(self.group.until)),
                SummaryRow("Reference", Cell(self.group.reference)),
            ],
            "history": [_told(edit) for edit in reversed(edits)],
            "submit_text": "Save",
        }
        status = INVALID if form.is_bound and form.errors else 200
        return render(self.request, "programmes/service_group_change.html", context, status=status)

    def save(self, form: GroupForm) -> HttpResponse:
        if not form.is_valid():
            return self.show(form)
        try:
            change_group(
                self.group,
                form.terms(),
                reason=form.cleaned_data["reason"],
                by=user_of(self.request),
                expected=form.seen,
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self._stale(form)
        messages.success(
            self.request, f"Saved. “{self.group.name}” is described anew; its history keeps both."
        )
        return redirect(self.back_url)

    def resolve(self) -> HttpResponse:
        """The person has chosen, field by field; what they left to the other stays as it is."""
        data = self.request.POST.copy()
        theirs = [name for name in data if name.startswith("keep_") and data[name] == THEIRS]
        shown = self.form()
        for name in theirs:
            field = name.removeprefix("keep_")
            if field in shown.fields:
                data[field] = str(shown[field].value() or "")
        return self.save(self.form(data))

    def _stale(self, form: GroupForm) -> HttpResponse:
        current = ServiceGroup.objects.get(pk=self.group.pk)
        edits = edits_since(current, form.seen, self.watched)
        return stale_page(
            self.request,
            {**self.frame, "heading": "Somebody else changed this group while you had it open"},
            record=f"“{current.name}”",
            fields=self._conflicts(form, current, edits),
            edits=edits,
            hidden=[(n, str(current.version) if n == "stamp" else value) for n, value in form.typed],
            cancel_url=self.back_url,
            rest=[SummaryRow("Why", Cell(form.data.get("reason", "")))],
        )

    def _conflicts(
        self, form: GroupForm, current: ServiceGroup, edits: Sequence[FieldEdit]
    ) -> list[ConflictField]:
        """The fields in which what the person typed and what stands now differ."""
        terms = form.terms()
        mine = ServiceGroup(
            **{name: getattr(terms, name) for name in ("commissioning_model", "intended_model", "intended")},
            **{
                name: getattr(terms, name)
                for name in (*(n for n, _ in PARTS), "pooling", "rationale", "note")
            },
        )
        return [
            conflict_field(
                field.name, field.label, now=field.show(current), yours=field.show(mine), edits=edits
            )
            for field in self.watched
            if field.show(current) != field.show(mine)
        ]


def _told(edit: FieldEdit) -> HistoryEntry:
    sentence = f"{edit.label} changed from “{edit.before or '(blank)'}” to “{edit.after or '(blank)'}”."
    return HistoryEntry(sentence, timezone.localtime(edit.at), edit.who, edit.why)
