"""Add a row to one of the four registers, change one, and record what was decided of a request for change."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.tables import Cell
from governance.forms_registers import DecideForm, EntryForm
from governance.models import Body, ChangeRequest, Decision, Risk
from governance.rules.register_fields import CHANGE_REQUESTS, REGISTERS, Register
from governance.selectors.register_rows import printed_value, register_rows, row_of, watched
from governance.services.registers import add_entry, change_entry, decide_change_request
from governance.views.registers import SECTION, entry_or_404, trail_of
from procurement.models import ProcurementPhase
from procurement.selectors.contract_choices import organisations_for
from procurement.views.sight import sight_of
from programmes.addresses import Addresses
from programmes.models import Milestone, Programme
from programmes.selectors.edits import edits_since
from programmes.views.base import grants_of, programme_or_404, require, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import CONFLICT, THEIRS, conflict_field, stale_page

INVALID = 422


def offered(request: HttpRequest, programme: Programme, register: Register) -> Mapping[str, QuerySet[Any]]:
    """What the links of a register's rows may be chosen from, as far as the reader may see it."""
    grants = grants_of(request)
    models = {"phase": ProcurementPhase, "risk": Risk, "escalated_to": Body, "milestone": Milestone}
    rows: dict[str, QuerySet[Any]] = {
        name: model.objects.visible_to(grants).filter(programme=programme) for name, model in models.items()
    }
    if "organisation" in register.names:
        rows["organisation"] = organisations_for(programme, sight_of(request, programme))
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def register_add(request: HttpRequest, key: str, page: str) -> HttpResponse:
    """The form of a new row; `?risk=` on issues chooses the risk that came true. 422 with what is wrong."""
    register = REGISTERS[page]
    programme = programme_or_404(request, key)
    require(request, Permission.EDIT_RISKS, programme)
    rows = offered(request, programme, register)
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        register=register,
        offered=rows,
        initial=_prefilled(request, register, rows),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = add_entry(
                register,
                programme,
                form.values(),
                by=user_of(request),
                grants=grants_of(request),
                reason=form.cleaned_data["reason"],
                on=request.today,  # type: ignore[attr-defined]
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(request, f"Saved. The {register.one} is {made.reference}.")
            return redirect(register.noun, programme.key, made.reference)
    context = {
        **programme_frame(request, programme, SECTION, trail=trail_of(register, Addresses(programme.key))),
        "form": form,
        "register": register,
        "heading": f"Add {register.article} {register.one}",
        "intro": register.intro,
        "caption": f"{programme.place}: {programme.name}",
        "submit_text": f"Add this {register.one}",
        "cancel_url": reverse(register.page, args=[programme.key]),
    }
    return render(request, "governance/register_form.html", context, status=_status(form))


def _prefilled(request: HttpRequest, register: Register, rows: Mapping[str, QuerySet[Any]]) -> dict[str, Any]:
    """What the address says of a new row: any link by its reference. An issue takes the title of its risk."""
    found: dict[str, Any] = {
        name: request.GET[name] for name in rows if name in register.names and request.GET.get(name)
    }
    if "risk" in found:
        risk = rows["risk"].filter(reference=found["risk"]).first()
        found["title"] = risk.title if risk is not None else ""
    return found


def _status(form: Any) -> int:
    return INVALID if form.is_bound and form.errors else 200


# --- a change ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def register_change(request: HttpRequest, key: str, ref: str, page: str) -> HttpResponse:
    """Every field of a row, its state too; 409 with both versions for who was overtaken, 422 with what is wrong."""
    register = REGISTERS[page]
    programme = programme_or_404(request, key)
    record = entry_or_404(request, programme, register, ref)
    require(request, Permission.EDIT_RISKS, programme)
    change = ChangePage(request, programme, register, record)
    if request.method != "POST":
        return change.show(change.form())
    return (
        change.resolve() if request.POST.get("step") == "resolve" else change.save(change.form(request.POST))
    )


class ChangePage:
    """One request to change one row of a register."""

    def __init__(self, request: HttpRequest, programme: Programme, register: Register, record: Any) -> None:
        self.request = request
        self.programme = programme
        self.register = register
        self.record = record
        self.url = reverse(register.noun, args=[programme.key, record.reference])

    @cached_property
    def offered(self) -> Mapping[str, QuerySet[Any]]:
        return offered(self.request, self.programme, self.register)

    def form(self, data: QueryDict | None = None) -> EntryForm:
        return EntryForm(data, register=self.register, offered=self.offered, record=self.record)

    def frame(self) -> dict[str, Any]:
        return entry_frame(self.request, self.programme, self.register, self.record)

    def show(self, form: EntryForm) -> HttpResponse:
        context = {
            **self.frame(),
            "form": form,
            "heading": f"Change this {self.register.one}",
            "submit_text": "Save this change",
        }
        return render(self.request, "governance/register_form.html", context, status=_status(form))

    def save(self, form: EntryForm) -> HttpResponse:
        if not form.is_valid():
            return self.show(form)
        try:
            changed = change_entry(
                self.register,
                self.record,
                form.values(),
                version=form.cleaned_data["version"],
                by=user_of(self.request),
                grants=grants_of(self.request),
                reason=form.cleaned_data["reason"],
                on=self.request.today,  # type: ignore[attr-defined]
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self.stale(form)
        messages.success(self.request, f"Saved. Changed: {', '.join(changed)}.")
        return redirect(self.url)

    # --- somebody else was quicker ---

    def stale(self, form: EntryForm) -> HttpResponse:
        """Both versions of every field that differs; the typed values travel with the version that is now current."""
        edits = edits_since(self.record, form.cleaned_data["version"], watched(self.register))
        typed = [(name, value) for name, value in form.typed if name != "version"]
        pairs = [
            (field, printed_value(self.register, self.record, field.name), form.words_of(field.name))
            for field in self.register.fields
            if field.name in form.fields
        ]
        return stale_page(
            self.request,
            {**self.frame(), "heading": f"Somebody else changed this {self.register.one}"},
            record=f"“{self.record}”",
            fields=[
                conflict_field(
                    field.name, field.label, now=now or "(blank)", yours=yours or "(blank)", edits=edits
                )
                for field, now, yours in pairs
                if now != yours
            ],
            edits=edits,
            hidden=[*typed, ("version", str(self.record.version))],
            cancel_url=self.url,
            rest=[SummaryRow("Your reason", Cell(form.cleaned_data["reason"]))],
            submit_text="Save these choices",
        )

    def resolve(self) -> HttpResponse:
        """The person has chosen field by field; where they keep the other's, the present value is put in."""
        data = self.request.POST.copy()
        now = self.form()
        for name in self.register.names:
            if data.get(f"keep_{name}") == THEIRS and name in now.fields:
                data[name] = now[name].value() or ""
        return self.save(self.form(data))


def entry_frame(
    request: HttpRequest, programme: Programme, register: Register, record: Any
) -> dict[str, Any]:
    """What every form about one row stands in."""
    to = Addresses(programme.key)
    row = row_of(
        register_rows(register, programme, request.today, include_later=True),  # type: ignore[attr-defined]
        record.reference,
    )
    return {
        **programme_frame(request, programme, SECTION, trail=trail_of(register, to, row)),
        "register": register,
        "caption": f"{record.reference}: {record}",
        "cancel_url": to.of(register.noun, record.reference),
        "illustrative": record.illustrative,
    }


# --- the decision of a request for change -----------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def change_request_decide(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """Approved, rejected or deferred, why, and by which decision; 409 where somebody changed the request meanwhile."""
    programme = programme_or_404(request, key)
    record: ChangeRequest = entry_or_404(request, programme, CHANGE_REQUESTS, ref)
    require(request, Permission.RECORD_DECISIONS, programme)
    decisions = Decision.objects.visible_to(grants_of(request)).filter(programme=programme)
    form = DecideForm(
        request.POST if request.method == "POST" else None,
        decisions=decisions,
        initial={"version": record.version, "decision": request.GET.get("decision", "")},
    )
    overtaken = False
    if request.method == "POST" and form.is_valid():
        try:
            decide_change_request(record, by=user_of(request), grants=grants_of(request), **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse_with(refusal)
        except StaleEdit:
            overtaken = True
            data: Any = request.POST.copy()
            data["version"] = str(record.version)
            form = DecideForm(data, decisions=decisions)
        else:
            messages.success(request, "Saved. The decision and its reason stand on the request.")
            return redirect("change_request", programme.key, ref)
    context = {
        **entry_frame(request, programme, CHANGE_REQUESTS, record),
        "form": form,
        "record": record,
        "overtaken": overtaken,
        "heading": "Record what was decided",
        "submit_text": "Save this decision",
    }
    status = CONFLICT if overtaken else _status(form)
    return render(request, "governance/register_form.html", context, status=status)
