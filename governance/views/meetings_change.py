"""Record a meeting of a body, and change what is recorded of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import Link
from commissioning.core.fuzzydate import FuzzyDate
from governance.forms_meetings import MeetingAddForm, MeetingChangeForm
from governance.models import Body, Meeting
from governance.models.meetings import MeetingState
from governance.services.meetings import add_meeting, change_meeting
from governance.views.changing import RecordChange
from procurement.views.scope_change import INVALID
from programmes.models import Document, Programme
from programmes.rules_milestones import printed
from programmes.selectors.edits import WatchedField
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame


def _when(row: Any) -> str:
    """The date of a meeting, or of a row of its history, which has the columns alone."""
    days = (row.held_text, row.held_start, row.held_end, row.held_precision, row.held_status)
    return printed(FuzzyDate(*days))


def _minutes(row: Any) -> str:
    if row.minutes_id is None:
        return "None recorded here"
    return Document.objects.filter(pk=row.minutes_id).values_list("title", flat=True).first() or "a paper"


WATCHED = (
    WatchedField("held", "When", _when),
    WatchedField("state", "State", lambda row: str(MeetingState(row.state).label)),
    WatchedField("title", "Title", lambda row: row.title),
    WatchedField("place", "Where", lambda row: row.place),
    WatchedField("minutes", "Minutes", _minutes),
    WatchedField("note", "Note", lambda row: row.note),
)


# For a history of many edits: whether minutes are named, without reading their titles edit by edit.
TOLD = (
    *(field for field in WATCHED if field.name != "minutes"),
    WatchedField("minutes", "Minutes", lambda row: "named" if row.minutes_id else "none recorded here"),
)


def papers_of(request: HttpRequest, programme: Programme) -> Any:
    """The papers of the programme that the reader may see, to choose from."""
    return Document.objects.visible_to(grants_of(request)).filter(programme=programme)


def meetings_trail(programme: Programme, record: Meeting | None = None) -> list[Link]:
    trail = [
        Link("Boards", reverse("boards", args=[programme.key])),
        Link("Meetings", reverse("meetings", args=[programme.key])),
    ]
    if record is not None:
        trail.append(Link(record.reference, reverse("meeting", args=[programme.key, record.reference])))
    return trail


def kept_meeting(request: HttpRequest, key: str, ref: str) -> tuple[Programme, Meeting]:
    """The meeting, for one who may keep it: 404 where it may not be known of, 403 where it may only be read."""
    programme = programme_or_404(request, key)
    rows = Meeting.objects.select_related("body", "programme", "minutes")
    record: Meeting = record_or_404(request, rows, programme=programme, reference=ref)
    require(request, Permission.KEEP_MEETINGS, programme)
    return programme, record


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_add(request: HttpRequest, key: str) -> HttpResponse:
    """The form; `?body=HAM-GOV-1` chooses the body. 422 with the problems where it cannot be saved."""
    programme = programme_or_404(request, key)
    require(request, Permission.KEEP_MEETINGS, programme)
    form = MeetingAddForm(
        request.POST if request.method == "POST" else None,
        bodies=Body.objects.visible_to(grants_of(request)).filter(programme=programme),
        documents=papers_of(request, programme),
        initial={"body": request.GET.get("body", ""), "state": MeetingState.PLANNED},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = add_meeting(
                programme,
                **form.values(),
                on=request.today,  # type: ignore[attr-defined]
                by=user_of(request),
                grants=grants_of(request),
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(request, f"Saved. The meeting is {made.reference}. Now its agenda can be made.")
            return redirect("meeting", programme.key, made.reference)
    context = {
        **programme_frame(request, programme, "meetings", trail=meetings_trail(programme)),
        "form": form,
        "heading": "Record a meeting",
        "caption": f"{programme.place}: {programme.name}",
        "submit_text": "Record this meeting",
        "cancel_url": reverse("meetings", args=[programme.key]),
        "has_bodies": bool(form.bodies),
    }
    status = INVALID if form.is_bound and form.errors else 200
    return render(request, "governance/meeting_add.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_change(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """All that is said of a meeting; 409 with both versions for who was overtaken, 422 with what is wrong."""
    programme, record = kept_meeting(request, key, ref)
    return MeetingChange(request, programme, record, reverse("meeting", args=[key, ref])).answer()


class MeetingChange(RecordChange):
    template = "governance/meeting_change.html"
    watched = WATCHED

    def form(self, data: Any = None) -> MeetingChangeForm:
        row = self.record
        return MeetingChangeForm(
            data,
            documents=papers_of(self.request, self.programme),
            initial={
                **{
                    name: getattr(row, name)
                    for name in ("held", "state", "title", "place", "note", "version")
                },
                "minutes": row.minutes.reference if row.minutes else "",
            },
        )

    def frame(self) -> dict[str, Any]:
        trail = meetings_trail(self.programme, self.record)
        return {
            **programme_frame(self.request, self.programme, "meetings", trail=trail),
            "meeting": self.record,
            "caption": f"{self.programme.place}: {self.record.reference}",
            "heading": f"Change the meeting of {self.record}",
            "cancel_url": self.url,
            "submit_text": "Save this change",
            "illustrative": self.record.illustrative,
        }

    def write(self, form: MeetingChangeForm) -> None:
        change_meeting(
            self.record,
            **form.values(),
            on=self.request.today,  # type: ignore[attr-defined]
            by=user_of(self.request),
            grants=grants_of(self.request),
        )

    def present(self) -> Mapping[str, str]:
        row = self.record
        return {
            "held": row.held.printed,
            "state": row.state,
            "title": row.title,
            "place": row.place,
            "minutes": row.minutes.reference if row.minutes else "",
            "note": row.note,
        }
