"""Add a contract, and change what its record says: form, summary, save; 409 for who was overtaken."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import HistoryEntry, Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.preview import undone
from commissioning.core.tables import Cell, Column, Row, Table
from procurement.forms.contract_change import AddForm, ChangeForm
from procurement.models import Contract
from procurement.selectors.contract_choices import kpis_for, organisations_for, phases_for, services_for
from procurement.selectors.contract_fields import BASICS, label_of, printed, watched
from procurement.services.contract_door import NOT_YOURS, may_change_contract
from procurement.services.contracts import add_contract, change_contract
from procurement.views.contract import contract_or_404, contracts_trail
from procurement.views.sight import sight_of
from programmes.models import Programme
from programmes.selectors.edits import edits_since
from programmes.views.base import grants_of, programme_or_404, require, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import THEIRS, conflict_field, stale_page

INVALID = 422


def offered(request: HttpRequest, programme: Programme) -> Mapping[str, Any]:
    return {
        "organisations": organisations_for(programme, sight_of(request, programme)),
        "phases": phases_for(programme),
        "services": services_for(programme),
        "kpis": kpis_for(programme),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def contract_add(request: HttpRequest, key: str) -> HttpResponse:
    """The form of a new contract; 422 with what is wrong."""
    programme = programme_or_404(request, key)
    require(request, Permission.EDIT_CONTRACTS, programme)
    form = AddForm(request.POST if request.method == "POST" else None, offered=offered(request, programme))
    if request.method == "POST" and form.is_valid():
        try:
            made = add_contract(
                programme,
                form.new_contract(),
                by=user_of(request),
                grants=grants_of(request),
                reason=form.why,
                on=request.today,  # type: ignore[attr-defined]
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(request, f"Saved. “{made.name}” is {made.reference}.")
            return redirect("contract", programme.key, made.reference)
    context = {
        **programme_frame(request, programme, "contracts", trail=contracts_trail(programme)),
        "form": form,
        "heading": "Add a contract",
        "caption": f"{programme.place}: {programme.name}",
        "submit_text": "Add this contract",
        "submit_step": "save",
        "cancel_url": reverse("contracts", args=[programme.key]),
        "intro": "What is entered here holds from the beginning. Award, signing and every later change are acts of "
        "their own, each with its day and its reason.",
    }
    status = INVALID if form.is_bound and form.errors else 200
    return render(request, "procurement/contract_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def contract_change(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The record's own fields; step=preview shows before and after, step=confirm saves."""
    programme = programme_or_404(request, key)
    contract = contract_or_404(request, programme, ref)
    if not may_change_contract(contract, grants_of(request), request.today):  # type: ignore[attr-defined]
        raise PermissionDenied(NOT_YOURS)
    return ChangePage(request, programme, contract).answer()


class ChangePage:
    """One request to change the record of one contract."""

    def __init__(self, request: HttpRequest, programme: Programme, contract: Contract) -> None:
        self.request = request
        self.programme = programme
        self.contract = contract
        self.today: date = request.today  # type: ignore[attr-defined]
        self.url = reverse("contract", args=[programme.key, contract.reference])

    @cached_property
    def frame(self) -> dict[str, Any]:
        trail = (*contracts_trail(self.programme), Link(self.contract.name, self.url))
        return {
            **programme_frame(self.request, self.programme, "contracts", trail=trail),
            "caption": f"{self.contract.reference}: {self.contract.name}",
            "cancel_url": self.url,
            "illustrative": self.contract.illustrative,
        }

    def form(self, data: QueryDict | None = None) -> ChangeForm:
        return ChangeForm(data, contract=self.contract, offered=offered(self.request, self.programme))

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.show(self.form())
        steps = {"preview": self.preview, "confirm": self.confirm, "resolve": self.resolve}
        step = steps.get(self.request.POST.get("step", ""))
        return step() if step else self.show(self.form(self.request.POST))

    def show(self, form: ChangeForm) -> HttpResponse:
        context = {
            **self.frame,
            "heading": "Change the record of this contract",
            "intro": "Parties, values, ends and options are not changed here: each changes by an act on the "
            "contract’s page.",
            "form": form,
            "submit_text": "Continue to the summary",
        }
        asked = self.request.POST.get("step", "edit") if form.is_bound else "edit"
        status = INVALID if asked != "edit" and form.errors else 200
        return render(self.request, "procurement/contract_form.html", context, status=status)

    def preview(self, data: QueryDict | None = None) -> HttpResponse:
        form = self.form(data or self.request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            changed = undone(lambda: self._write(form))
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self.stale(form)
        context = {
            **self.frame,
            "heading": "Check this change before you save it",
            "act": f"Changes {', '.join(changed)}",
            "changes": self._changes(form),
            "entries": [HistoryEntry(f"Changed: {', '.join(changed)}.", None, "", form.why)],
            "hidden": form.typed,
        }
        return render(self.request, "layouts/confirm_page.html", context)

    def confirm(self) -> HttpResponse:
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            changed = self._write(form)
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self.stale(form)
        messages.success(self.request, f"Saved. Changed: {', '.join(changed)}.")
        return redirect(self.url)

    def _write(self, form: ChangeForm) -> tuple[str, ...]:
        return change_contract(
            self.contract,
            form.basics(),
            services=form.cleaned_data["services"],
            kpis=form.cleaned_data["kpis"],
            version=form.seen,
            by=user_of(self.request),
            grants=grants_of(self.request),
            reason=form.why,
            on=self.today,
        )

    def _changes(self, form: ChangeForm) -> Table:
        pairs = [(label_of(name), printed(self.contract, name), form.words_of(name)) for name in BASICS]
        for name in ("services", "kpis"):
            held = ", ".join(str(one) for one in getattr(self.contract, name).all())
            pairs.append(
                (
                    str(form.fields[name].label or name),
                    held,
                    ", ".join(str(one) for one in form.cleaned_data[name]),
                )
            )
        rows = [
            Row((Cell(capfirst(str(label))), Cell(before or "(blank)"), Cell(after or "(blank)")))
            for label, before, after in pairs
            if before != after
        ]
        columns = (Column("What"), Column("Now"), Column("Then"))
        return Table("What changes", columns, rows, caption_size="s", empty="Nothing differs.")

    # --- somebody else was quicker ---

    def stale(self, form: ChangeForm) -> HttpResponse:
        now = Contract.objects.select_related("phase", "programme").get(pk=self.contract.pk)
        edits = edits_since(now, form.seen, watched())
        fields = [
            conflict_field(
                name,
                capfirst(label_of(name)),
                now=printed(now, name) or "(blank)",
                yours=form.words_of(name) or "(blank)",
                edits=edits,
            )
            for name in BASICS
            if printed(now, name) != form.words_of(name)
        ]
        return stale_page(
            self.request,
            {**self.frame, "heading": "Somebody else changed this contract while you had it open"},
            record=f"“{now.name}”",
            fields=fields,
            edits=edits,
            hidden=[(name, str(now.version) if name == "stamp" else value) for name, value in form.typed],
            cancel_url=self.url,
            rest=[SummaryRow("Your reason", Cell(form.why))],
        )

    def resolve(self) -> HttpResponse:
        """Where they keep the other's version of a field, the present value is put in."""
        data = self.request.POST.copy()
        now = self.form()
        for name in BASICS:
            if data.get(f"keep_{name}") == THEIRS:
                data[name] = now[name].value() or ""
        return self.preview(data)
