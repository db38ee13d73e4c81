"""Record a board's action, add an answer to one, give it another date, and mark an answer as weaker than agreed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from commissioning.core.access import Permission
from commissioning.core.components import Link
from commissioning.core.concurrency import StaleEdit
from governance.forms_actions import ActionAddForm, RedateForm, RespondForm, WeakenedForm
from governance.models import Body, Decision, Meeting
from governance.models.actions import BoardAction
from governance.selectors.actions import ActionView, action_of, actions
from governance.services.action_dates import redate
from governance.services.actions import add_action, mark_weakened, respond
from governance.views.actions import action_context
from procurement.views.scope_change import INVALID
from programmes.models import Document, Programme
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import CONFLICT


@require_http_methods(["GET", "HEAD", "POST"])
def action_add(request: HttpRequest, key: str) -> HttpResponse:
    """The form; `?meeting=`, `?decision=` and `?body=` choose what it comes from. 422 where it cannot be saved.

    A programme without a board is sent to enter one.
    """
    programme = programme_or_404(request, key)
    require(request, Permission.EDIT_PLAN, programme)
    form = _add_form(request, programme)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_action(programme, by=user_of(request), grants=grants_of(request), **form.values())
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(request, f"Saved. The action is {made.reference}.")
            return redirect("action", programme.key, made.reference)
    context = {
        **_frame(request, programme),
        "form": form,
        "heading": "Record a board action",
        "caption": f"{programme.place}: {programme.name}",
        "submit_text": "Record this action",
        "cancel_url": reverse("actions", args=[programme.key]),
        "has_bodies": bool(form.bodies),
    }
    return render(request, "governance/action_add.html", context, status=_status(form))


def _add_form(request: HttpRequest, programme: Programme) -> ActionAddForm:
    """With the meeting or the decision of the address chosen, and its board with it."""
    grants = grants_of(request)
    meetings = Meeting.objects.visible_to(grants).filter(programme=programme).select_related("body")
    decisions = Decision.objects.visible_to(grants).filter(programme=programme).select_related("body")
    form = ActionAddForm(
        request.POST if request.method == "POST" else None,
        bodies=Body.objects.visible_to(grants).filter(programme=programme),
        meetings=meetings,
        decisions=decisions,
        initial={name: request.GET.get(name, "") for name in ("body", "meeting", "decision")},
    )
    chosen = (form.origins[name].get(request.GET.get(name, "")) for name in ("meeting", "decision"))
    comes_from = next((record for record in chosen if record is not None), None)
    if comes_from is not None and not form.initial["body"]:
        form.initial["body"] = comes_from.body.reference
    return form


def _frame(request: HttpRequest, programme: Programme, view: ActionView | None = None) -> dict[str, Any]:
    trail = [Link("Board actions", reverse("actions", args=[programme.key]))]
    if view is not None:
        trail.append(Link(view.reference, reverse("action", args=[programme.key, view.reference])))
    return programme_frame(request, programme, "actions", trail=trail)


def _status(form: Any) -> int:
    return INVALID if form.is_bound and form.errors else 200


def _found(request: HttpRequest, key: str, ref: str) -> tuple[Programme, BoardAction, ActionView]:
    """The action as it stands today, for one who may see it and change plans."""
    programme = programme_or_404(request, key)
    record: BoardAction = record_or_404(
        request, BoardAction.objects.all(), programme=programme, reference=ref
    )
    require(request, Permission.EDIT_PLAN, programme)
    every = actions(programme, request.today, include_later=True)  # type: ignore[attr-defined]
    view = action_of(every, ref)
    if view is None:
        raise Http404("No such action.")
    return programme, record, view


@require_http_methods(["GET", "HEAD", "POST"])
def action_respond(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """Add an answer; 409 with what came meanwhile for who was overtaken, with everything as it was typed."""
    programme, record, view = _found(request, key, ref)
    form = RespondForm(
        request.POST if request.method == "POST" else None,
        documents=Document.objects.visible_to(grants_of(request)).filter(programme=programme),
        initial={"state": view.state, "version": record.version},
    )
    overtaken = False
    if request.method == "POST" and form.is_valid():
        try:
            respond(
                record,
                today=request.today,  # type: ignore[attr-defined]
                by=user_of(request),
                grants=grants_of(request),
                **form.values(),
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        except StaleEdit:
            overtaken = True
            form = _again(form, record.version)
        else:
            messages.success(request, "Saved. The answer stands beside those before it.")
            return redirect("action", programme.key, ref)
    context = {
        **_frame(request, programme, view),
        "form": form,
        "view": view,
        "overtaken": overtaken,
        "last": view.last,
        "heading": "Add an answer",
        "caption": f"{programme.place}: {view.reference}",
        "submit_text": "Save this answer",
        "cancel_url": reverse("action", args=[programme.key, ref]),
        "illustrative": view.illustrative,
    }
    status = CONFLICT if overtaken else _status(form)
    return render(request, "governance/action_respond.html", context, status=status)


def _again(form: RespondForm, version: int) -> RespondForm:
    """The form as it was typed, with the version that is now current."""
    return RespondForm(_with_version(form, version), documents=form.documents.values())


def _with_version(form: RespondForm | RedateForm, version: int) -> Any:
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # a request's data, which is never a plain mapping
    data["version"] = str(version)
    return data


@require_http_methods(["GET", "HEAD", "POST"])
def action_redate(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """Give another target date; 409 with what came meanwhile for who was overtaken, with everything as it was typed."""
    programme, record, view = _found(request, key, ref)
    today = request.today  # type: ignore[attr-defined]
    initial = {"given_on": today, "version": record.version}
    form = RedateForm(request.POST if request.method == "POST" else None, initial=initial)
    overtaken = False
    if request.method == "POST" and form.is_valid():
        try:
            redate(record, by=user_of(request), grants=grants_of(request), on=today, **form.values())
        except ValidationError as refusal:
            form.refuse_with(refusal)
        except StaleEdit:
            overtaken = True
            form = RedateForm(_with_version(form, record.version))
        else:
            messages.success(request, "Saved. The date before is kept beside the new one, with your reason.")
            return redirect("action", programme.key, ref)
    context = {
        **_frame(request, programme, view),
        "form": form,
        "view": view,
        "overtaken": overtaken,
        "heading": "Give a new target date",
        "caption": f"{programme.place}: {view.reference}",
        "submit_text": "Save this date",
        "cancel_url": reverse("action", args=[programme.key, ref]),
        "illustrative": view.illustrative,
    }
    status = CONFLICT if overtaken else _status(form)
    return render(request, "governance/action_redate.html", context, status=status)


@require_POST
def action_weakened(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """Mark the answer as weakened, or take the mark off; back on the action's page with the problem if refused."""
    programme, record, view = _found(request, key, ref)
    form = WeakenedForm(request.POST)
    status = INVALID
    if form.is_valid():
        given = form.cleaned_data
        try:
            mark_weakened(
                record,
                given["weakened"] == "yes",
                today=request.today,  # type: ignore[attr-defined]
                reason=given["reason"],
                by=user_of(request),
                grants=grants_of(request),
                expected_version=given["version"],
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        except StaleEdit:
            messages.warning(
                request,
                "Somebody answered or marked this action after you had opened it. "
                "Look at what changed, then decide again; your reason is kept below.",
            )
            form = WeakenedForm(
                initial={
                    "reason": given["reason"],
                    "weakened": "no" if view.weakened_now else "yes",
                    "version": view.version,
                }
            )
            status = CONFLICT
        else:
            messages.success(request, "Saved. The mark and its reason stand in the action’s history.")
            return redirect("action", programme.key, ref)
    context = action_context(request, programme, view, request.today, form)  # type: ignore[attr-defined]
    return render(request, "governance/action.html", context, status=status)
