"""Record what somebody said, and answer it. An answer that takes the place of another says why."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import Link
from commissioning.core.concurrency import StaleEdit
from governance.forms_feedback import AnswerForm, FeedbackForm
from governance.selectors.feedback import FeedbackRow, changed_answers, feedback, feedback_of
from governance.views.benefits import history_of
from programmes.models import Engagement, Feedback, Programme
from programmes.services.feedback import add_feedback, answer_feedback
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import CONFLICT

INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
def feedback_add(request: HttpRequest, key: str) -> HttpResponse:
    """The form of one point; 422 with what is wrong. It stands unanswered until somebody answers it."""
    programme = programme_or_404(request, key)
    require(request, Permission.EDIT_PLAN, programme)
    asked = Engagement.objects.visible_to(grants_of(request)).filter(programme=programme)
    form = FeedbackForm(request.POST if request.method == "POST" else None, engagement=asked)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_feedback(
                programme,
                today=request.today,  # type: ignore[attr-defined]
                by=user_of(request),
                grants=grants_of(request),
                **form.values(),
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(
                request, f"Saved as {made.reference}. It waits for an answer until somebody gives one."
            )
            return redirect(f"{reverse('feedback', args=[programme.key])}#{made.reference}")
    context = {
        **_frame(request, programme),
        "form": form,
        "heading": "Record what was said",
        "caption": f"{programme.place}: {programme.name}",
        "submit_text": "Record this point",
        "has_engagement": bool(form.known),
    }
    return render(request, "governance/feedback_add.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def feedback_answer(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """Answer a point or change its answer; 409 with the answer that came meanwhile for who was overtaken."""
    programme = programme_or_404(request, key)
    record: Feedback = record_or_404(request, Feedback.objects.all(), programme=programme, reference=ref)
    require(request, Permission.EDIT_PLAN, programme)
    form = _answer_form(record, request.POST if request.method == "POST" else None)
    overtaken = False
    if request.method == "POST" and form.is_valid():
        try:
            _answer(request, record, form)
        except ValidationError as refusal:
            form.refuse_with(refusal)
        except StaleEdit:
            overtaken = True
            record.refresh_from_db()
            form = _answer_form(record, _with_version(form, record.version))
        else:
            messages.success(request, "Saved. The answer stands beside what was said.")
            return redirect(f"{reverse('feedback', args=[programme.key])}#{ref}")
    context = _answer_context(request, programme, record, form, overtaken=overtaken)
    status = CONFLICT if overtaken else _status(form)
    return render(request, "governance/feedback_answer.html", context, status=status)


def _answer_form(record: Feedback, data: Any = None) -> AnswerForm:
    given = {"response": record.response, "responded": record.responded, "version": record.version}
    dated = record.responded.is_dated
    return AnswerForm(data, answered=bool(record.response), dated=dated, initial=given)


def _with_version(form: AnswerForm, version: int) -> Any:
    """What was typed, with the version that is now current."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # a request's data, which is never a plain mapping
    data["version"] = str(version)
    return data


def _answer(request: HttpRequest, record: Feedback, form: AnswerForm) -> None:
    given = form.cleaned_data
    answer_feedback(
        record,
        response=given["response"],
        responded=given["responded"],
        today=request.today,  # type: ignore[attr-defined]
        by=user_of(request),
        grants=grants_of(request),
        reason=given["reason"],
        version=given["version"],
    )


def _answer_context(
    request: HttpRequest, programme: Programme, record: Feedback, form: AnswerForm, *, overtaken: bool
) -> dict[str, Any]:
    row: FeedbackRow | None = feedback_of(feedback(programme), record.reference)
    return {
        **_frame(request, programme),
        "form": form,
        "row": row,
        "overtaken": overtaken,
        "changed": any(change.reference == record.reference for change in changed_answers(programme)),
        "history": history_of(record),
        "heading": "Change the answer" if record.response else "Answer what was said",
        "caption": f"{programme.place}: {record.reference}",
        "submit_text": "Save this answer",
        "illustrative": record.illustrative,
    }


def _frame(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    back = reverse("feedback", args=[programme.key])
    frame = programme_frame(request, programme, "feedback", trail=[Link("You said, we did", back)])
    return {**frame, "cancel_url": back}


def _status(form: Any) -> int:
    return INVALID if form.is_bound and form.errors else 200
