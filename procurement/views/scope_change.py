"""Change the scope of a service: choose and type, look at the summary, confirm."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.components import ConflictField, Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.preview import undone
from commissioning.core.tables import Cell
from procurement.forms.scope_change import ChangeForm
from procurement.models import ProcurementPhase
from procurement.selectors.scope_change import (
    ScopeRecord,
    Stamp,
    flag_words,
    paying_lines,
    phase_words,
    scope_edits,
    scope_record,
)
from procurement.services.scope import ScopeCommand, change_scope
from procurement.tables_scope import changes_table, history_to_be, lines_table
from programmes.models import Programme, ScopeChange, Service
from programmes.models.services import ScopeChangeKind, ScopeState
from programmes.rules import Act, effective_day, tidy
from programmes.selectors.edits import FieldEdit
from programmes.selectors.history import change_entry, long_day
from programmes.selectors.leads import leads_to_name
from programmes.services.scope_rights import require_own_scope
from programmes.views.base import grants_of, programme_or_404, record_or_404, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import THEIRS, conflict_field, stale_page

INVALID = 422
WRONG = "If this was wrong, change the scope again: the history keeps both."
KINDS = {
    Act.RENAME: ScopeChangeKind.RENAMED,
    Act.MOVE: ScopeChangeKind.MOVED,
    Act.SETTLE: ScopeChangeKind.TBC_SETTLED,
    Act.REMOVE: ScopeChangeKind.REMOVED,
    Act.BRING_IN: ScopeChangeKind.ADDED,
}


@require_http_methods(["GET", "HEAD", "POST"])
def service_change(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The form; with step=preview the summary, with step=confirm the change; 409 for who was overtaken."""
    programme = programme_or_404(request, key)
    services = Service.objects.filter(scope__isnull=False)
    service: Service = record_or_404(request, services, programme=programme, reference=ref)
    require_own_scope(service, grants=grants_of(request), on=request.today)  # type: ignore[attr-defined]
    page = ChangePage(request, programme, service)
    if request.method != "POST":
        return page.show(page.form())
    steps = {"preview": page.preview, "confirm": page.confirm, "resolve": page.resolve}
    return steps.get(request.POST.get("step", ""), page.edit)()


def later_words(request: HttpRequest, effective: FuzzyDate) -> str:
    """For a change that takes effect only later, why pages do not show it yet."""
    day = effective_day(effective)
    if day is None or day <= request.today:  # type: ignore[attr-defined]
        return ""
    return f"It takes effect on {long_day(day)}: until then, pages show the scope as it is now."


class ChangePage:
    """One request to change one service."""

    def __init__(self, request: HttpRequest, programme: Programme, service: Service) -> None:
        self.request = request
        self.user = user_of(request)
        self.programme = programme
        self.record = scope_record(service)
        self.service_url = reverse("service", args=[programme.key, service.reference])
        self.lines = paying_lines(service)

    @cached_property
    def frame(self) -> dict[str, Any]:
        trail = (
            Link("Services", reverse("services", args=[self.programme.key])),
            Link(self.record.service.name, self.service_url),
        )
        return {
            **programme_frame(self.request, self.programme, "services", trail=trail),
            "service": self.record.service,
            "caption": self.record.service.name,
            "cancel_url": self.service_url,
            "illustrative": self.record.service.illustrative,
        }

    def form(self, data: QueryDict | None = None) -> ChangeForm:
        return ChangeForm(
            data,
            record=self.record,
            phases=ProcurementPhase.objects.filter(programme=self.programme).order_by("number"),
            leads=leads_to_name(self.programme, grants_of(self.request)),
            lines=self.lines,
            initial={"stamp": str(self.record.stamp)},
        )

    # --- steps ---

    def show(self, form: ChangeForm) -> HttpResponse:
        context = {
            **self.frame,
            "heading": "Change the scope",
            "form": form,
            "choices": _choices(form),
            "record_rows": record_rows(self.record),
            "submit_text": "Continue to the summary",
        }
        status = INVALID if form.is_bound and form.errors else 200
        return render(self.request, "procurement/service_change.html", context, status=status)

    def edit(self) -> HttpResponse:
        """Back from the summary, with everything as it was typed."""
        return self.show(self.form(self.request.POST))

    def preview(self) -> HttpResponse:
        return self._preview(self.form(self.request.POST))

    def _preview(self, form: ChangeForm) -> HttpResponse:
        if not form.is_valid():
            return self.show(form)
        command = form.command()
        try:
            change = undone(lambda: self._write(form, command))
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self._stale(form)
        return self._summary(form, command, change)

    def confirm(self) -> HttpResponse:
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        command = form.command()
        try:
            change = self._write(form, command)
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self._already_done(form, command) or self._stale(form)
        entry = change_entry(change, lead=self.record.lead.name if self.record.lead else "")
        said = f"Saved. {entry.sentence} {later_words(self.request, command.effective)} {WRONG}"
        messages.success(self.request, tidy(said))
        return redirect(self.service_url)

    def resolve(self) -> HttpResponse:
        """The person has chosen, field by field; what they keep goes on to a summary of its own."""
        data = self.request.POST.copy()
        names = [
            name for name in ("name", "phase", "inclusion", "commissioner", "state") if f"keep_{name}" in data
        ]
        for name in names:
            if data[f"keep_{name}"] == THEIRS:
                data[name] = ""
        if names and all(data[f"keep_{name}"] == THEIRS for name in names):
            messages.info(self.request, "The other version stays. Nothing of yours was saved.")
            return redirect(self.service_url)
        return self._preview(self.form(data))

    def _write(self, form: ChangeForm, command: ScopeCommand) -> ScopeChange:
        seen = Stamp.read(form.cleaned_data["stamp"])
        return change_scope(self.record.service, command, by=self.user, expected=seen.versions)

    # --- pages ---

    def _summary(self, form: ChangeForm, command: ScopeCommand, change: ScopeChange) -> HttpResponse:
        entry = change_entry(change, lead=self.record.lead.name if self.record.lead else "")
        context = {
            **self.frame,
            "heading": "Check this change before you save it",
            "act": dict(form.fields["act"].choices)[command.act],  # type: ignore[attr-defined]
            "changes": changes_table(change),
            "lines": lines_table(self.lines, act=command.act, moving=command.lines, phase=command.phase),
            "entries": [history_to_be(entry)],
            "later": later_words(self.request, command.effective),
            "hidden": form.typed,
        }
        return render(self.request, "layouts/confirm_page.html", context)

    def _already_done(self, form: ChangeForm, command: ScopeCommand) -> HttpResponse | None:
        """A second press of Confirm finds that the first has done it: that is no conflict."""
        seen = Stamp.read(form.cleaned_data["stamp"])
        since = list(ScopeChange.objects.filter(scope=self.record.scope, pk__gt=seen.change)[:2])
        mine = [
            change
            for change in since
            if change.made_by_id == self.user.pk
            and change.kind == KINDS[command.act]
            and change.effective == command.effective
            and change.reason == command.reason.strip()
        ]
        if len(since) != 1 or not mine:
            return None
        messages.info(self.request, "This change had been saved already; it was not saved twice.")
        return redirect(self.service_url)

    def _stale(self, form: ChangeForm) -> HttpResponse:
        seen = Stamp.read(form.cleaned_data["stamp"])
        record = scope_record(self.record.service)
        edits = scope_edits(record, seen)
        return stale_page(
            self.request,
            {**self.frame, "heading": "Somebody else changed this service while you had it open"},
            record=f"“{record.service.name}”",
            fields=_conflicts(form.command(), record, edits),
            edits=edits,
            hidden=[(n, str(record.stamp) if n == "stamp" else value) for n, value in form.typed],
            cancel_url=self.service_url,
            rest=[
                SummaryRow("From when", Cell(form.data.get("effective", ""))),
                SummaryRow("Why", Cell(form.data.get("reason", ""))),
            ],
        )


def record_rows(record: ScopeRecord) -> list[SummaryRow]:
    """What the record says now, above the form."""
    scope = record.scope
    rows = [
        SummaryRow("State", Cell(scope.get_state_display())),
        SummaryRow("Phase", Cell(phase_words(record.phase.number if record.phase else None))),
        SummaryRow("Lead commissioner", Cell(record.lead.name if record.lead else "none")),
    ]
    if scope.state == ScopeState.IN_SCOPE_TBC:
        rows.append(SummaryRow("Inclusion", Cell(flag_words(scope.inclusion_tbc))))
        rows.append(SummaryRow("Commissioner", Cell(flag_words(scope.commissioner_tbc))))
    return rows


def _choices(form: ChangeForm) -> list[tuple[Any, list[Any]]]:
    """Each act's radio button with the fields that belong to it."""
    fields = {act.value: [form[name] for name in names] for act, names in form.by_act.items()}
    return [
        (option, [field for field in fields[str(option.data["value"])] if not field.is_hidden])
        for option in form["act"].subwidgets
    ]


def _conflicts(command: ScopeCommand, record: ScopeRecord, edits: Sequence[FieldEdit]) -> list[ConflictField]:
    """The fields that the person's own change is about."""
    lead = record.lead.name if record.lead else "none"
    states = {Act.REMOVE: ScopeState.REMOVED.label, Act.BRING_IN: ScopeState.IN_SCOPE.label}
    now_and_yours = {
        "name": ("Name", record.service.name, command.name),
        "phase": (
            "Phase",
            phase_words(record.phase.number if record.phase else None),
            phase_words(command.phase.number if command.phase else None),
        ),
        "inclusion": ("Inclusion", flag_words(record.scope.inclusion_tbc), str(command.inclusion or "")),
        "commissioner": (
            "Commissioner",
            f"{flag_words(record.scope.commissioner_tbc)}, {lead}",
            f"confirmed, {command.commissioner}" if command.commissioner else "",
        ),
        "state": ("State", record.scope.get_state_display(), str(states.get(command.act, ""))),
    }
    about = {Act.RENAME: ("name",), Act.MOVE: ("phase",), Act.SETTLE: ("inclusion", "commissioner")}
    return [
        conflict_field(name, label, now=now, yours=yours, edits=edits)
        for name, (label, now, yours) in now_and_yours.items()
        if name in about.get(command.act, ("state",)) and yours
    ]
