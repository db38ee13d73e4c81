"""Who was at a meeting, as one form of rows; and an interest that was declared there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.concurrency import StaleEdit
from governance.forms_attendance import EMPTY_ROWS, AttendanceForm
from governance.forms_meetings import InterestForm
from governance.models import AgendaItem, Attendance, Meeting
from governance.selectors.meeting_choices import organisations_for
from governance.selectors.meetings import meeting_page
from governance.services.attendance import declare_interest, seen, set_attendance
from governance.tables_meetings import attendance_table
from governance.views.meetings_change import kept_meeting, meetings_trail
from procurement.views.scope_change import INVALID
from programmes.views.base import grants_of, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import CONFLICT

MORE = "more"


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_attendance(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """All rows at once; POST with step=more gives further empty rows. 409 with what stands where rows changed since."""
    programme, meeting = kept_meeting(request, key, ref)
    rows = list(Attendance.objects.filter(meeting=meeting).select_related("organisation"))
    organisations = organisations_for(meeting)

    def made(data: Any = None) -> AttendanceForm:
        return AttendanceForm(data, rows=rows, seen=seen(meeting), organisations=organisations)

    url = reverse("meeting", args=[key, ref])
    form, status, overtaken = made(request.POST if request.method == "POST" else None), 200, False
    if request.method == "POST" and request.POST.get("step") == MORE:
        form = made(_with_more_rows(request.POST))
        form.is_valid()
        form.errors.clear()  # rows are being added, nothing is being saved yet
    elif request.method == "POST":
        answer = _saved(request, meeting, form)
        if answer is not None:
            return redirect(url)
        status = INVALID
        if not form.errors:
            form, status, overtaken = made({**request.POST.dict(), "seen": seen(meeting)}), CONFLICT, True
            form.is_valid()
    context = {
        **programme_frame(request, programme, "meetings", trail=meetings_trail(programme, meeting)),
        "form": form,
        "heading": "Who was there",
        "caption": f"{programme.place}: {meeting}",
        "submit_text": "Save the attendance",
        "cancel_url": url,
        "meeting": meeting,
        "overtaken": overtaken,
        "standing": attendance_table(meeting_page(meeting, request.today).attendance)  # type: ignore[attr-defined]
        if overtaken
        else None,
        "illustrative": meeting.illustrative,
    }
    return render(request, "governance/attendance.html", context, status=status)


def _with_more_rows(given: Any) -> Any:
    data = given.copy()
    asked = str(data.get("rows", ""))
    data["rows"] = str((int(asked) if asked.isdecimal() else 0) + EMPTY_ROWS)
    return data


def _saved(request: HttpRequest, meeting: Meeting, form: AttendanceForm) -> int | None:
    """How many rows were written; None with the problems on the form, or without any where somebody was quicker."""
    if not form.is_valid():
        return None
    try:
        changed = set_attendance(
            meeting,
            form.attended(),
            reason=form.cleaned_data["reason"],
            expected=form.cleaned_data["seen"],
            by=user_of(request),
            grants=grants_of(request),
        )
    except ValidationError as refusal:
        form.refuse_with(refusal)
        return None
    except StaleEdit:
        return None
    rows = "1 row was written" if changed == 1 else f"{changed} rows were written"
    messages.success(request, f"Saved. {rows}." if changed else "Nothing had changed.")
    return changed


@require_http_methods(["GET", "HEAD", "POST"])
def interest_add(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The form; 422 with the problems where it cannot be saved. `?item=…` chooses the item it was declared in."""
    programme, meeting = kept_meeting(request, key, ref)
    form = InterestForm(
        request.POST if request.method == "POST" else None,
        organisations=organisations_for(meeting),
        items=AgendaItem.objects.filter(meeting=meeting),
        initial={"item": request.GET.get("item", "")},
    )
    url = reverse("meeting", args=[key, ref])
    if request.method == "POST" and form.is_valid():
        try:
            declare_interest(
                meeting,
                form.interest(),
                reason=form.cleaned_data["reason"],
                by=user_of(request),
                grants=grants_of(request),
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(request, "Saved. The interest stands with the meeting.")
            return redirect(url)
    context = {
        **programme_frame(request, programme, "meetings", trail=meetings_trail(programme, meeting)),
        "form": form,
        "heading": "Record an interest declared",
        "caption": f"{programme.place}: {meeting}",
        "submit_text": "Record this interest",
        "cancel_url": url,
        "illustrative": meeting.illustrative,
    }
    status = INVALID if form.is_bound and form.errors else 200
    return render(request, "governance/interest_add.html", context, status=status)
