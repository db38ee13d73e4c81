"""The agenda of a meeting: put an item on it, change it or its place, and take it off while nothing hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.components import SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.tables import Cell
from governance.forms_meetings import RECEIVED, WRITTEN, ItemForm, RemoveForm
from governance.models import AgendaItem, BoardPaper, Meeting
from governance.services.agenda import add_item, before, change_item, hanging, remove_item
from governance.views.changing import RecordChange
from governance.views.meetings_change import kept_meeting, meetings_trail, papers_of
from procurement.views.scope_change import INVALID
from programmes.selectors.edits import WatchedField
from programmes.views.base import grants_of, record_or_404, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import CONFLICT

REMOVE, CONFIRM = "remove", "confirm"
WATCHED = (
    WatchedField("number", "Number", lambda row: row.number),
    WatchedField("title", "What it is about", lambda row: row.title),
    WatchedField("purpose", "What it is for", lambda row: row.get_purpose_display() or "Not stated"),
    WatchedField("presenter_role", "Who presents it", lambda row: row.presenter_role),
    WatchedField("paper", "Paper", lambda row: _paper_title(row)),
    WatchedField("minute", "What the minutes say", lambda row: row.minute),
)


def _paper_title(row: Any) -> str:
    chosen = row.paper or row.document
    return chosen.title if chosen else "No paper"


def _others(meeting: Meeting, own: AgendaItem | None = None) -> list[AgendaItem]:
    rows = AgendaItem.objects.filter(meeting=meeting)
    return [row for row in rows if own is None or row.pk != own.pk]


def _written(request: HttpRequest, meeting: Meeting) -> Any:
    return BoardPaper.objects.visible_to(grants_of(request)).filter(
        programme=meeting.programme_id, body=meeting.body_id
    )


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item_add(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The form, for the last place unless another is chosen. 422 with the problems where it cannot be saved."""
    programme, meeting = kept_meeting(request, key, ref)
    others = _others(meeting)
    form = ItemForm(
        request.POST if request.method == "POST" else None,
        others=others,
        written=_written(request, meeting),
        received=papers_of(request, programme),
        initial={"after": others[-1].reference if others else ""},
    )
    url = reverse("meeting", args=[key, ref])
    if request.method == "POST" and form.is_valid():
        try:
            made = add_item(
                meeting,
                form.item(),
                reason=form.cleaned_data["reason"],
                by=user_of(request),
                grants=grants_of(request),
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(request, f"Saved. “{made}” is on the agenda.")
            return redirect(url)
    context = {
        **programme_frame(request, programme, "meetings", trail=meetings_trail(programme, meeting)),
        "form": form,
        "heading": "Put an item on the agenda",
        "caption": f"{programme.place}: {meeting}",
        "submit_text": "Put it on the agenda",
        "cancel_url": url,
        "illustrative": meeting.illustrative,
    }
    status = INVALID if form.is_bound and form.errors else 200
    return render(request, "governance/agenda_item.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item_change(request: HttpRequest, key: str, ref: str, item: str) -> HttpResponse:
    """Change an item; POST with step=remove asks whether it is to go, step=confirm takes it off the agenda."""
    programme, meeting = kept_meeting(request, key, ref)
    rows = AgendaItem.objects.select_related("meeting__body", "meeting__programme", "paper", "document")
    record: AgendaItem = record_or_404(request, rows, programme=programme, meeting=meeting, reference=item)
    page = ItemChange(request, programme, record, reverse("meeting", args=[key, ref]))
    step = request.POST.get("step") if request.method == "POST" else ""
    if step == REMOVE:
        return page.ask_to_remove()
    return page.remove() if step == CONFIRM else page.answer()


class ItemChange(RecordChange):
    template = "governance/agenda_item.html"
    watched = WATCHED
    record: AgendaItem

    def form(self, data: Any = None) -> ItemForm:
        row = self.record
        names = ("number", "title", "purpose", "presenter_role", "minute", "version")
        return ItemForm(
            data,
            others=_others(row.meeting, row),
            written=_written(self.request, row.meeting),
            received=papers_of(self.request, self.programme),
            initial={
                **{name: getattr(row, name) for name in names},
                "after": before(row),
                "paper": self._paper(),
            },
        )

    def _paper(self) -> str:
        row = self.record
        if row.paper is not None:
            return f"{WRITTEN}:{row.paper.reference}"
        return f"{RECEIVED}:{row.document.reference}" if row.document else ""

    def frame(self) -> dict[str, Any]:
        row = self.record
        trail = meetings_trail(self.programme, row.meeting)
        return {
            **programme_frame(self.request, self.programme, "meetings", trail=trail),
            "caption": f"{self.programme.place}: {row.meeting}",
            "heading": f"Change “{row}”",
            "cancel_url": self.url,
            "submit_text": "Save this change",
            "item": row,
            "hanging": hanging(row),
            "illustrative": row.illustrative,
        }

    def write(self, form: ItemForm) -> None:
        change_item(
            self.record,
            form.item(),
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"] or 0,
            by=user_of(self.request),
            grants=grants_of(self.request),
        )

    def present(self) -> Mapping[str, str]:
        row = self.record
        names = ("number", "title", "purpose", "presenter_role", "minute")
        return {**{name: getattr(row, name) for name in names}, "paper": self._paper()}

    # --- taking it away ---

    def ask_to_remove(
        self, form: RemoveForm | None = None, *, status: int = 200, overtaken: bool = False
    ) -> HttpResponse:
        """What would go, and why it may not where something hangs on it. Nothing is saved yet."""
        row = self.record
        known = [
            SummaryRow("Number", Cell(row.number or "none", unknown=not row.number)),
            SummaryRow("What it is about", Cell(row.title)),
            SummaryRow("Paper", Cell(_paper_title(row))),
        ]
        context = {
            **self.frame(),
            "heading": f"Take “{row}” off the agenda?",
            "known": known,
            "overtaken": overtaken,
            "form": form or RemoveForm(initial={"version": row.version}),
        }
        return render(self.request, "governance/agenda_item_remove.html", context, status=status)

    def remove(self) -> HttpResponse:
        form = RemoveForm(self.request.POST)
        if not form.is_valid():
            return self.ask_to_remove(form, status=INVALID)
        try:
            remove_item(
                self.record,
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
                by=user_of(self.request),
                grants=grants_of(self.request),
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.ask_to_remove(form, status=INVALID)
        except StaleEdit:
            self.record.refresh_from_db()
            data = self.request.POST.copy()
            data["version"] = str(self.record.version)
            return self.ask_to_remove(RemoveForm(data), status=CONFLICT, overtaken=True)
        messages.success(self.request, "Taken off the agenda. Its history is kept.")
        return redirect(self.url)
