"""What changing a risk and changing a mitigation share: the form, the save, and the page for who was overtaken."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from commissioning.core.components import Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.tables import Cell
from programmes.models import Programme
from programmes.selectors.edits import WatchedField, edits_since
from programmes.views.page import programme_frame
from programmes.views.stale import THEIRS, conflict_field, stale_page

INVALID = 422
UNCHANGED = "Nothing differs from what is recorded, so nothing was saved."


def risks_trail(programme: Programme) -> tuple[Link, ...]:
    return (Link("Risks", reverse("risks", args=[programme.key])),)


def status_of(form: Any) -> int:
    return INVALID if form.is_bound and form.errors else 200


class EditPage:
    """One request to change one record of the register."""

    heading = ""
    template = "governance/risk_form.html"

    def __init__(self, request: HttpRequest, programme: Programme, record: Any, url: str) -> None:
        self.request = request
        self.programme = programme
        self.record = record
        self.url = url
        self.today: date = request.today  # type: ignore[attr-defined]

    # --- what each page says for itself ---

    def form(self, data: QueryDict | None = None) -> Any:
        raise NotImplementedError

    def write(self, form: Any) -> tuple[str, ...]:
        """Save through the door; the labels of what changed."""
        raise NotImplementedError

    def watched(self) -> Sequence[WatchedField]:
        """The fields to compare with what others saved."""
        raise NotImplementedError

    def words_of(self, form: Any, name: str) -> str:
        """A value as the person typed it, in words."""
        raise NotImplementedError

    def rest(self, form: Any) -> list[SummaryRow]:
        """What they typed besides the fields that are compared."""
        return [SummaryRow("Your reason", Cell(form.cleaned_data["reason"]))]

    # --- steps ---

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.show(self.form())
        if self.request.POST.get("step") == "resolve":
            return self.resolve()
        return self.save(self.form(self.request.POST))

    @cached_property
    def frame(self) -> dict[str, Any]:
        trail = (*risks_trail(self.programme), Link(self.record.reference, self.url))
        return {
            **programme_frame(self.request, self.programme, "risks", trail=trail),
            "caption": f"{self.programme.place}: {self.record.reference}",
            "heading": self.heading,
            "cancel_url": self.url,
            "submit_text": "Save this change",
            "illustrative": self.record.illustrative,
        }

    def show(self, form: Any) -> HttpResponse:
        return render(self.request, self.template, {**self.frame, "form": form}, status=status_of(form))

    def save(self, form: Any) -> HttpResponse:
        if not form.is_valid():
            return self.show(form)
        try:
            changed = self.write(form)
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self.overtaken(form)
        if changed:
            messages.success(self.request, f"Saved. Changed: {', '.join(changed)}.")
        else:
            messages.info(self.request, UNCHANGED)
        return redirect(self.url)

    def overtaken(self, form: Any) -> HttpResponse:
        """409: both versions of each field that differs; nothing that was typed is lost."""
        self.record.refresh_from_db()
        edits = edits_since(self.record, form.cleaned_data["version"] or 0, self.watched())
        fields = [
            conflict_field(
                each.name,
                each.label,
                now=each.show(self.record) or "(blank)",
                yours=self.words_of(form, each.name) or "(blank)",
                edits=edits,
            )
            for each in self.watched()
            if each.name in form.fields and each.show(self.record) != self.words_of(form, each.name)
        ]
        typed = [(name, value) for name, value in form.typed if name != "version"]
        return stale_page(
            self.request,
            {**self.frame, "heading": "Somebody else changed this while you had it open"},
            record=f"“{self.record}”",
            fields=fields,
            edits=edits,
            hidden=[*typed, ("version", str(self.record.version))],
            cancel_url=self.url,
            rest=self.rest(form),
            submit_text="Save these choices",
        )

    def resolve(self) -> HttpResponse:
        """The person has chosen field by field; where they keep the other's, what is recorded now is put in."""
        data = self.request.POST.copy()
        now = self.form()
        for each in self.watched():
            if data.get(f"keep_{each.name}") == THEIRS and each.name in now.fields:
                data[each.name] = str(now[each.name].value() or "")
        return self.save(self.form(data))
