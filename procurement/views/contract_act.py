"""Record an act on a contract: type it, look at what it changes, confirm; 409 for who was overtaken."""

from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.components import Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.preview import undone
from commissioning.core.tables import Cell
from procurement.models import Contract
from procurement.models.terms import ContractChange
from procurement.rules_contracts import words
from procurement.selectors.contract_acts import acts_of
from procurement.selectors.contract_choices import organisations_for
from procurement.selectors.contract_fields import watched
from procurement.selectors.contract_page import ContractPage, contract_page
from procurement.selectors.contracts import rows_of
from procurement.services.contract_door import NOT_YOURS, SEALED, may_act, may_change_contract
from procurement.tables_contract_act import changes_table, counts_from, position_rows, told_entry
from procurement.views.contract import contract_or_404, contracts_trail
from procurement.views.contract_kinds import KINDS, Kind
from procurement.views.sight import sight_of
from programmes.models import Programme
from programmes.selectors.edits import edits_since
from programmes.views.base import grants_of, programme_or_404, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import stale_page

INVALID = 422
TWICE = "This had been saved already; it was not saved twice."


@require_http_methods(["GET", "HEAD", "POST"])
def contract_act(request: HttpRequest, key: str, ref: str, kind: str) -> HttpResponse:
    """The form; step=preview shows what changes, step=confirm writes it. 422 with what is wrong."""
    programme = programme_or_404(request, key)
    contract = contract_or_404(request, programme, ref)
    if kind not in KINDS:
        raise Http404("No such act.")
    today = request.today  # type: ignore[attr-defined]
    if not may_change_contract(contract, grants_of(request), today):
        raise PermissionDenied(NOT_YOURS)
    if not may_act(contract, sight_of(request, programme)):
        raise PermissionDenied(SEALED)
    return ActPage(request, programme, contract, KINDS[kind]).answer()


class ActPage:
    """One request to record one act on one contract."""

    def __init__(self, request: HttpRequest, programme: Programme, contract: Contract, kind: Kind) -> None:
        self.request = request
        self.programme = programme
        self.contract = contract
        self.kind = kind
        self.today: date = request.today  # type: ignore[attr-defined]
        self.sight = sight_of(request, programme)
        self.url = reverse("contract", args=[programme.key, contract.reference])

    @cached_property
    def page(self) -> ContractPage:
        return contract_page(self.contract, self.today, self.sight)

    @cached_property
    def frame(self) -> dict[str, Any]:
        trail = (*contracts_trail(self.programme), Link(self.contract.name, self.url))
        return {
            **programme_frame(self.request, self.programme, "contracts", trail=trail),
            "caption": f"{self.contract.reference}: {self.contract.name}",
            "cancel_url": self.url,
            "illustrative": self.contract.illustrative,
        }

    def form(self, data: QueryDict | None = None) -> Any:
        asked = self.request.GET.get("variation", "")
        initial = {"variation": asked} if asked else {}
        organisations = organisations_for(self.programme, self.sight)
        return self.kind.form(data, page=self.page, organisations=organisations, initial=initial)

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.show(self.form())
        steps = {"preview": self.preview, "resolve": self.preview, "confirm": self.confirm}
        step = steps.get(self.request.POST.get("step", ""))
        return step() if step else self.show(self.form(self.request.POST))

    def show(self, form: Any) -> HttpResponse:
        context = {
            **self.frame,
            "heading": self.kind.heading,
            "intro": self.kind.intro,
            "record_rows": position_rows(self.page.row),
            "form": form,
            "submit_text": "Continue to the summary",
        }
        asked = self.request.POST.get("step", "edit") if form.is_bound else "edit"
        status = INVALID if asked != "edit" and form.errors else 200
        return render(self.request, "procurement/contract_form.html", context, status=status)

    def preview(self) -> HttpResponse:
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            context = undone(lambda: self._summary(self._write(form), form))
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self.stale(form)
        return render(self.request, "layouts/confirm_page.html", context)

    def confirm(self) -> HttpResponse:
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            self._write(form)
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            if self._is_done(form):
                messages.info(self.request, TWICE)
                return redirect(self.url)
            return self.stale(form)
        messages.success(
            self.request, "Saved. What stood before is kept with its days, and the act with its reason."
        )
        return redirect(self.url)

    def _write(self, form: Any) -> Any:
        who = {
            "version": form.seen,
            "by": user_of(self.request),
            "grants": grants_of(self.request),
            "reason": form.why,
            "on": self.today,
        }
        return self.kind.write(self.contract, form, who)

    def _summary(self, written: Any, form: Any) -> dict[str, Any]:
        """While the act still stands: the register's row before it and from the day that it counts."""
        counts = counts_from(written, self.today)
        rows = Contract.objects.filter(pk=self.contract.pk)
        after = rows_of(rows, max(counts, self.today), self.sight)[0]
        told = told_entry(written, form, self.page)
        later = (
            f"It counts from {words(counts)}: until then the register shows what stands now."
            if counts > self.today
            else ""
        )
        return {
            **self.frame,
            "heading": "Check this act before you save it",
            "act": self.kind.heading,
            "later": later,
            "changes": changes_table(self.page.row, after),
            "entries": [told],
            "hidden": form.typed,
        }

    def _is_done(self, form: Any) -> bool:
        """A second press of Confirm finds that the first has done it."""
        newest = ContractChange.objects.filter(contract=self.contract).order_by("-pk").first()
        now = Contract.objects.get(pk=self.contract.pk)
        return (
            newest is not None
            and now.version == form.seen + 1
            and newest.made_by_id == user_of(self.request).pk
            and newest.reason == form.why
        )

    def stale(self, form: Any) -> HttpResponse:
        """What others did to the contract meanwhile; everything typed goes on to a summary of its own."""
        now = Contract.objects.get(pk=self.contract.pk)
        edits = edits_since(now, form.seen, watched())
        newer = [act.title for act in acts_of([now.pk]).get(now.pk, ())][-3:]
        rest = [SummaryRow("Your reason", Cell(form.why))]
        rest += [SummaryRow("Acts on record now, the newest last", Cell(", ".join(newer) or "none"))]
        return stale_page(
            self.request,
            {**self.frame, "heading": "Somebody else changed this contract while you had it open"},
            record=f"“{now.name}”",
            fields=(),
            edits=edits,
            hidden=[(name, str(now.version) if name == "stamp" else value) for name, value in form.typed],
            cancel_url=self.url,
            rest=rest,
        )
