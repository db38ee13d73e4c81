"""Reviews of a contract: record one, read it as it was, and record that an action was done."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.components import Link, SummaryRow, Tag, Tone
from commissioning.core.concurrency import StaleEdit
from commissioning.core.tables import Cell, Column, Row, Table
from procurement.contract_words import stated_cell
from procurement.forms.contract_review import ActionDoneForm, ReviewForm
from procurement.models.terms import ContractReview, ReviewAction
from procurement.rules_contracts import words
from procurement.services.contract_door import NOT_YOURS, may_change_contract
from procurement.services.contract_reviews import finish_action, record_review
from procurement.views.contract import contract_or_404, contracts_trail
from programmes.addresses import Addresses
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404, user_of
from programmes.views.page import programme_frame

INVALID, CONFLICT = 422, 409
CHANGED = "Somebody else changed this action while you had the page open. It stands below as it is now."
ASSURANCE = {
    "pass": "consistently meets the target",
    "fail": "consistently misses the target",
    "hit_or_miss": "hits and misses the target",
}


@require_http_methods(["GET", "HEAD", "POST"])
def review_add(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The form of a review; 422 with what is wrong."""
    programme = programme_or_404(request, key)
    contract = contract_or_404(request, programme, ref)
    today: date = request.today  # type: ignore[attr-defined]
    if not may_change_contract(contract, grants_of(request), today):
        raise PermissionDenied(NOT_YOURS)
    form = ReviewForm(request.POST if request.method == "POST" else None, contract=contract)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = record_review(
                contract,
                held_on=given["held_on"],
                found=given["found"],
                present=given["present"],
                next_on=given["next_on"],
                kpis=form.focus(),
                actions=form.actions,
                by=user_of(request),
                grants=grants_of(request),
                on=today,
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(
                request, "Saved. The performance of the KPIs in focus is kept as it stands today."
            )
            return redirect("contract_review", key, ref, made.reference)
    home = reverse("contract", args=[key, ref])
    trail = (*contracts_trail(programme), Link(contract.name, home))
    context = {
        **programme_frame(request, programme, "contracts", trail=trail),
        "heading": "Record a review",
        "caption": f"{contract.reference}: {contract.name}",
        "intro": "The performance of each KPI in focus is kept as it stands today, whatever is corrected later."
        if form.kpis
        else "The contract has adopted no KPI, so none can be in focus.",
        "form": form,
        "submit_text": "Save this review",
        "submit_step": "save",
        "cancel_url": home,
        "illustrative": contract.illustrative,
    }
    status = INVALID if form.is_bound and form.errors else 200
    return render(request, "procurement/contract_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, key: str, ref: str, review: str) -> HttpResponse:
    """A review as it was recorded; POST records that an action was done."""
    programme = programme_or_404(request, key)
    contract = contract_or_404(request, programme, ref)
    rows = ContractReview.objects.select_related("contract__programme")
    record: ContractReview = record_or_404(
        request, rows, programme=programme, contract=contract, reference=review
    )
    grants = grants_of(request)
    may_edit = may_change_contract(contract, grants, request.today)  # type: ignore[attr-defined]
    bound: ActionDoneForm | None = None
    status = 200
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied(NOT_YOURS)
        bound = ActionDoneForm(request.POST, prefix=_prefix(request))
        done, status = _finish(request, record, bound)
        if done:
            return redirect("contract_review", key, ref, review)
    on = as_at(request)
    home = reverse("contract", args=[key, ref])
    trail = (*contracts_trail(programme), Link(contract.name, home))
    frame = programme_frame(request, programme, "contracts", trail=trail)
    actions = list(record.actions.all())
    context = {
        **frame,
        "heading": f"Review of {words(record.held_on)}",
        "caption": f"{contract.reference}: {contract.name}",
        "record": record,
        "summary": _summary(record, Addresses(key, frame["keep_day"]), contract),
        "kpis": kpis_table(record, Addresses(key, frame["keep_day"])),
        "actions": actions_table(actions, on),
        "forms": _forms(actions, bound) if may_edit else (),
        "bound": bound,
        "illustrative": record.illustrative,
    }
    return render(request, "procurement/contract_review.html", context, status=status)


def _prefix(request: HttpRequest) -> str:
    """The forms of a page's actions are told apart by their prefix."""
    return next((name.split("-")[0] for name in request.POST if name.endswith("-action")), "")


def _finish(request: HttpRequest, record: ContractReview, form: ActionDoneForm) -> tuple[bool, int]:
    """(saved, status) of a form that says an action was done."""
    if not form.is_valid():
        return False, INVALID
    given = form.cleaned_data
    action = (
        ReviewAction.objects.filter(review=record, pk=given["action"])
        .select_related("review__contract")
        .first()
    )
    if action is None:
        form.add_error(None, "This review has no such action.")
        return False, INVALID
    try:
        finish_action(
            action,
            done_on=given["done_on"],
            outcome=given["outcome"],
            version=given["version"],
            by=user_of(request),
            grants=grants_of(request),
            on=request.today,  # type: ignore[attr-defined]
        )
    except ValidationError as refusal:
        form.refuse_with(refusal)
        return False, INVALID
    except StaleEdit:
        messages.warning(request, CHANGED)
        return False, CONFLICT
    messages.success(request, "Saved. The action is done.")
    return True, 200


def _forms(actions: list[ReviewAction], bound: ActionDoneForm | None) -> list[dict[str, Any]]:
    """A form for each action that is still open; the one that was refused as it was typed."""
    found = []
    for action in actions:
        if action.done_on is not None:
            continue
        prefix = f"action{action.pk}"
        form = bound if bound is not None and bound.prefix == prefix else None
        initial = {"action": action.pk, "version": action.version}
        found.append({"action": action, "form": form or ActionDoneForm(prefix=prefix, initial=initial)})
    return found


def _summary(record: ContractReview, to: Addresses, contract: Any) -> list[SummaryRow]:
    return [
        SummaryRow("Contract", Cell(contract.name, to.of("contract", contract.reference))),
        SummaryRow("Held on", Cell(words(record.held_on))),
        SummaryRow(
            "At the table", Cell(record.present) if record.present else Cell("not recorded", unknown=True)
        ),
        SummaryRow("Found", Cell(record.found)),
        SummaryRow("Next review", Cell(words(record.next_on)) if record.next_on else Cell("no day named")),
    ]


def kpis_table(record: ContractReview, to: Addresses) -> Table:
    """Each KPI in focus with its performance as it stood then."""
    rows = [
        Row(
            (
                Cell(one.standing.get("name") or one.kpi.name, to.of("kpi", one.kpi.reference)),
                Cell(one.standing.get("latest", ""), note=one.standing.get("notes", "")),
                Cell(one.standing.get("target", "")),
                Cell(_standing_words(one.standing)),
                Cell(one.said or "–"),
            )
        )
        for one in record.kpis.select_related("kpi")
    ]
    columns = (
        Column("KPI"),
        Column("Figure then"),
        Column("Target then"),
        Column("Reading then"),
        Column("Said"),
    )
    return Table("KPIs in focus", columns, rows, caption_size="s", empty="No KPI was in focus.")


def _standing_words(standing: dict[str, Any]) -> str:
    variation = str(standing.get("variation", "")).replace("_", " ")
    assurance = ASSURANCE.get(
        str(standing.get("assurance", "")), str(standing.get("assurance", "")).replace("_", " ")
    )
    return ", ".join(filter(None, [f"variation: {variation}" if variation else "", assurance])) or "–"


def actions_table(actions: list[ReviewAction], on: date) -> Table:
    rows = [
        Row(
            (
                Cell(action.text),
                Cell(action.owner),
                stated_cell(action.due),
                Cell(tags=(_tag(action, on),), note=action.outcome),
            )
        )
        for action in actions
    ]
    columns = (Column("Action"), Column("Owner"), Column("Due"), Column("State"))
    return Table("Actions", columns, rows, caption_size="s", empty="The review asked for no action.")


def _tag(action: ReviewAction, on: date) -> Tag:
    if action.done_on is not None and action.done_on <= on:
        return Tag(f"Done on {words(action.done_on)}", Tone.GOOD)
    due: Any = action.due
    return Tag("Overdue", Tone.WARN) if due.deadline and due.deadline < on else Tag("Open", Tone.INFO)
