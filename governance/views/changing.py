"""A page on which one record is changed: the form, what is wrong with it, and both versions for who was overtaken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commissioning.core.components import ConflictField, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.tables import Cell
from procurement.views.scope_change import INVALID
from programmes.models import Programme
from programmes.selectors.edits import FieldEdit, WatchedField, edits_since
from programmes.views.stale import THEIRS, conflict_field, stale_page


class RecordChange:
    """One request to change one record through its door. Subclasses say what form, what door, and what is watched."""

    template: ClassVar[str]
    watched: ClassVar[Sequence[WatchedField]]
    saved: ClassVar[str] = "Saved. What stood before is kept in the history, with your reason."

    def __init__(self, request: HttpRequest, programme: Programme, record: Any, url: str) -> None:
        self.request, self.programme, self.record, self.url = request, programme, record, url

    def form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def frame(self) -> dict[str, Any]:
        raise NotImplementedError

    def write(self, form: Any) -> None:
        raise NotImplementedError

    def present(self) -> Mapping[str, str]:
        """What each watched field holds now, as its box would send it."""
        raise NotImplementedError

    @property
    def name(self) -> str:
        return f"“{self.record}”"

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.show(self.form())
        if self.request.POST.get("step") == "resolve":
            return self._resolve()
        return self.save(self.form(self.request.POST))

    def show(self, form: Any) -> HttpResponse:
        status = INVALID if form.is_bound and form.errors else 200
        return render(self.request, self.template, {**self.frame(), "form": form}, status=status)

    def save(self, form: Any) -> HttpResponse:
        if not form.is_valid():
            return self.show(form)
        try:
            self.write(form)
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            self.record.refresh_from_db()
            return self._stale(form)
        messages.success(self.request, self.saved)
        return redirect(self.url)

    def _stale(self, form: Any) -> HttpResponse:
        edits = edits_since(self.record, form.cleaned_data["version"], self.watched)
        typed = [(name, value) for name, value in form.typed if name != "version"]
        return stale_page(
            self.request,
            self.frame(),
            record=self.name,
            fields=self._conflicts(form, edits),
            edits=edits,
            hidden=[*typed, ("version", str(self.record.version))],
            cancel_url=self.url,
            rest=[SummaryRow("Your reason", Cell(form.cleaned_data["reason"]))],
            submit_text="Save these choices",
        )

    def _conflicts(self, form: Any, edits: Sequence[FieldEdit]) -> list[ConflictField]:
        found = []
        for field in self.watched:
            now, yours = field.show(self.record), form.words_of(field.name)
            if now != yours:
                found.append(conflict_field(field.name, field.label, now=now, yours=yours, edits=edits))
        return found

    def _resolve(self) -> HttpResponse:
        """Field by field as chosen; where the other's is kept, the present value is put in."""
        data = self.request.POST.copy()
        for name, value in self.present().items():
            if data.get(f"keep_{name}") == THEIRS:
                data[name] = value
        return self.save(self.form(data))
