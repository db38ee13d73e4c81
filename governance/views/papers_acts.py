"""Begin a paper, mark it ready or take it back to draft, and issue it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import Link
from commissioning.core.concurrency import StaleEdit
from governance.forms_papers import PaperActForm, PaperAddForm
from governance.models import BoardPaper, Body, Recommendation
from governance.models.board_papers import PaperState
from governance.models.recommendations import RecommendationState
from governance.rules.paper_layout import findings, problems
from governance.selectors.board_papers import issues_of, text_of
from governance.services.paper_issues import issue_paper
from governance.services.papers import PaperGiven, add_paper, back_to_draft, mark_ready
from governance.views.papers import paper_frame, paper_or_404
from procurement.views.phase_pages import OVERTAKEN
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, require, user_of
from programmes.views.page import programme_frame

INVALID = 422
READY, DRAFT = "ready", "draft"


@require_http_methods(["GET", "HEAD", "POST"])
def paper_add(request: HttpRequest, key: str) -> HttpResponse:
    """The form of a new paper, `?body=` chosen; 422 with the problems where it cannot be saved."""
    programme = programme_or_404(request, key)
    require(request, Permission.WRITE_PAPERS, programme)
    form = PaperAddForm(
        request.POST if request.method == "POST" else None,
        bodies=Body.objects.visible_to(grants_of(request)).filter(programme=programme).order_by("name"),
        initial={"body": request.GET.get("body", "")},
    )
    if request.method == "POST" and form.is_valid():
        made = _added(request, programme, form)
        if made is not None:
            messages.success(request, f"Saved. The paper is {made.reference}, a draft. Write it here.")
            return redirect("paper_change", programme.key, made.reference)
    to = Addresses(programme.key)
    context = {
        **programme_frame(request, programme, "papers", trail=(Link("Papers", to.of("papers")),)),
        "form": form,
        "heading": "Begin a paper",
        "caption": f"{programme.place}: {programme.name}",
        "submit_text": "Begin this paper",
        "cancel_url": to.of("papers"),
        "has_bodies": bool(form.bodies),
    }
    return render(request, "governance/paper_add.html", context, status=_status(form))


def _added(request: HttpRequest, programme: Programme, form: PaperAddForm) -> BoardPaper | None:
    told = form.cleaned_data
    given = PaperGiven(**{name: told[name] for name in ("title", "style", "purpose", "dated", "author_role")})
    try:
        return add_paper(
            programme,
            given,
            body=form.bodies.get(told["body"]),
            reason=told["reason"],
            by=user_of(request),
            grants=grants_of(request),
        )
    except ValidationError as refusal:
        form.refuse_with(refusal)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def paper_ready(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """Mark a draft ready, refused with every problem listed; or open a ready or an issued paper for changes again."""
    programme = programme_or_404(request, key)
    record = paper_or_404(request, programme, ref)
    require(request, Permission.WRITE_PAPERS, programme)
    is_draft = record.state == PaperState.DRAFT
    step = READY if is_draft else DRAFT
    label = "Who has read it?" if is_draft else "Why does it go back to draft?"
    form = _act_form(request, record, step, label)
    if request.method == "POST" and form.is_valid():
        asked = request.POST.get("step") or step
        door = mark_ready if asked == READY else back_to_draft
        done = (
            "Saved. The paper is ready to be issued."
            if asked == READY
            else "Saved. The paper is a draft again."
        )
        answer = _through(request, record, form, door, done)
        if answer is not None:
            return answer
        record.refresh_from_db()
    text = text_of(record)
    context = {
        **paper_frame(request, programme, record, beneath=True),
        "form": form,
        "heading": "Mark this paper ready" if is_draft else "Take this paper back to draft",
        "submit_text": "Mark it ready" if is_draft else "Take it back to draft",
        "cancel_url": Addresses(programme.key).of("paper", record.reference),
        "is_draft": is_draft,
        "problems": problems(text) if is_draft else (),
        "findings": findings(text) if is_draft else (),
    }
    return render(request, "governance/paper_ready.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def paper_issue(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """What issuing does, and the confirmation; a paper that is not ready is told so and offers the way there."""
    programme = programme_or_404(request, key)
    record = paper_or_404(request, programme, ref)
    require(request, Permission.WRITE_PAPERS, programme)
    form = _act_form(request, record, "", "Why is it issued?")
    if request.method == "POST" and form.is_valid():
        answer = _through(request, record, form, issue_paper, "", on=request.today)  # type: ignore[attr-defined]
        if answer is not None:
            return answer
        record.refresh_from_db()
    drafted = Recommendation.objects.filter(paper=record, state=RecommendationState.DRAFTED).count()
    context = {
        **paper_frame(request, programme, record, beneath=True),
        "form": form,
        "heading": "Issue this paper",
        "submit_text": "Issue it",
        "cancel_url": Addresses(programme.key).of("paper", record.reference),
        "is_ready": record.state == PaperState.READY,
        "state": record.get_state_display().lower(),
        "is_issued": record.state == PaperState.ISSUED,
        "number": len(issues_of(record)) + 1,
        "drafted": drafted,
    }
    return render(request, "governance/paper_issue.html", context, status=_status(form))


def _act_form(request: HttpRequest, record: BoardPaper, step: str, label: str) -> PaperActForm:
    initial = {"version": record.version, "step": step}
    return PaperActForm(request.POST if request.method == "POST" else None, initial=initial, label=label)


def _through(
    request: HttpRequest, record: BoardPaper, form: PaperActForm, door: Any, done: str, **more: Any
) -> HttpResponse | None:
    """Send an act through its door; None where it was refused, with what is wrong put on the form."""
    try:
        made = door(
            record,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            by=user_of(request),
            grants=grants_of(request),
            **more,
        )
    except ValidationError as refusal:
        form.refuse_with(refusal)
        return None
    except StaleEdit as stale:
        data: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict: the form was sent
        data["version"] = str(stale.current.version)
        form.data = data
        form.add_error(None, OVERTAKEN)
        return None
    key, ref = record.programme.key, record.reference
    if done:
        messages.success(request, done)
        return redirect("paper", key, ref)
    messages.success(request, f"Saved. This is issue {made.number}; it stays as it is.")
    return redirect("paper_issued", key, ref, made.number)


def _status(form: Any) -> int:
    return INVALID if form.is_bound and form.errors else 200
