"""Record a board's action, add an answer to one, and mark an answer as weaker than what was agreed."""

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
from governance.forms_actions import ActionAddForm, RespondForm, WeakenedForm
from governance.models import Body
from governance.models.actions import BoardAction
from governance.selectors.actions import ActionView, action_of, actions
from governance.services.actions import add_action, mark_weakened, respond
from governance.views.actions import action_context
from procurement.views.scope_change import INVALID
from programmes.models import Document, Programme
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import CONFLICT


@require_http_methods(["GET", "HEAD", "POST"])
def action_add(request: HttpRequest, key: str) -> HttpResponse:
    """The form; 422 with the problems where it cannot be saved. A programme without a board is sent to enter one."""
    programme = programme_or_404(request, key)
    require(request, Permission.EDIT_PLAN, programme)
    bodies = Body.objects.visible_to(grants_of(request)).filter(programme=programme)
    form = ActionAddForm(request.POST if request.method == "POST" else None, bodies=bodies)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_action(programme, by=user_of(request), **form.values())
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
            respond(record, today=request.today, by=user_of(request), **form.values())  # type: ignore[attr-defined]
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
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # a request's data, which is never a plain mapping
    data["version"] = str(version)
    return RespondForm(data, documents=form.documents.values())


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
