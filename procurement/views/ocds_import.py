"""One file received: what it would do, who its parties are, what a person decides; then importing it, or not."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commissioning.core.components import Download, Link
from commissioning.core.concurrency import StaleEdit
from commissioning.core.preview import undone
from procurement.forms.ocds_import import DecisionForm, answers_in
from procurement.models import OcdsImport
from procurement.models.exchange import ImportState
from procurement.ocds.cautions import by_kind
from procurement.rules_import import Fate, ImportPlan
from procurement.selectors.ocds_import import organisation_names, plan_of
from procurement.services.ocds_import import decide_parties, discard
from procurement.services.ocds_import_apply import MOVED, Decisions, StalePlanError, apply_import
from procurement.tables_import import (
    about_rows,
    change_table,
    counted,
    error_table,
    party_table,
    process_table,
    refused_table,
)
from procurement.views.ocds_imports import programme_to_publish, trail_of
from procurement.views.phase_pages import CONFLICT, INVALID
from programmes.addresses import Addresses
from programmes.views.base import grants_of, record_or_404, user_of
from programmes.views.page import programme_frame

LOOK, CHECK, CONFIRM, EDIT, DISCARD = "look", "check", "confirm", "edit", "discard"
MOST_PLACES = 50
SLOW = 100  # records; writing more takes longer than two seconds
UNSEEN = "Nothing was imported: look at what this file would do first, then confirm it."
OVERTAKEN = "Somebody dealt with this file while you had it open. This is where it stands now."


@require_http_methods(["GET", "HEAD", "POST"])
def ocds_import(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The preview; POST with step=look, check, confirm or discard."""
    page = ImportPage(request, key, ref)
    steps = {
        LOOK: page.look,
        CHECK: page.check,
        CONFIRM: page.confirm,
        EDIT: page.look,
        DISCARD: page.discard,
    }
    step = steps.get(request.POST.get("step", "")) if request.method == "POST" else None
    return step() if step else page.show()


class ImportPage:
    """One request about one file."""

    def __init__(self, request: HttpRequest, key: str, ref: str) -> None:
        self.request = request
        self.programme = programme_to_publish(request, key)
        rows = OcdsImport.objects.select_related("programme")
        self.record: OcdsImport = record_or_404(request, rows, programme=self.programme, reference=ref)
        self.to = Addresses(self.programme.key)
        self.url = self.to.of("ocds_import", ref)
        self.today = request.today  # type: ignore[attr-defined]
        self.answers = answers_in(request.POST)
        self.organisations = organisation_names()

    @property
    def who(self) -> dict[str, Any]:
        return {"by": user_of(self.request), "grants": grants_of(self.request)}

    def plan(self) -> tuple[Any, ImportPlan]:
        return plan_of(self.record, self.answers, on=self.today, **self.who)

    def form(self, plan: ImportPlan, *, bound: bool) -> DecisionForm:
        return DecisionForm(self.request.POST if bound else None, plan, self.organisations)

    # --- steps ---

    def look(self) -> HttpResponse:
        """Keep what was said of the parties, and show what the file would do with these answers."""
        self._keep_parties()
        return self.show()

    def check(self) -> HttpResponse:
        """Everything decided: try it, take it back, and ask to confirm; else say what is open."""
        self._keep_parties()
        _received, plan = self.plan()
        if plan.open_questions:
            form = self.form(plan, bound=True)
            form.is_valid()
            form.refuse_open()
            return self.show(form=form, status=INVALID)
        if not plan.writes and not plan.settles:
            messages.info(
                self.request, "Nothing in the file differs from what stands here: there is nothing to import."
            )
            return redirect(self.url)
        try:
            undone(lambda: self._apply(plan.fingerprint))
        except ValidationError as refusal:
            return self._refused(plan, refusal)
        return self._summary(plan)

    def confirm(self) -> HttpResponse:
        """Import what was shown; where something moved since, or nothing was shown yet, show it again."""
        seen = self.request.POST.get("seen", "")
        if not seen:
            messages.warning(self.request, UNSEEN)
            return self.show(status=CONFLICT)
        try:
            receipt = self._apply(seen)
        except StalePlanError:
            messages.warning(self.request, MOVED)
            return self.show(status=CONFLICT)
        except ValidationError as refusal:
            return self._refused(self.plan()[1], refusal)
        messages.success(self.request, f"Imported {self.record.file_name}: {counted(receipt)}.")
        return redirect(self.url)

    def discard(self) -> HttpResponse:
        try:
            discard(self.record, version=_version(self.request.POST), **self.who)
        except StaleEdit:
            messages.warning(self.request, OVERTAKEN)
        except ValidationError as refusal:
            messages.warning(self.request, " ".join(refusal.messages))
        else:
            messages.success(
                self.request, "Put aside. The file is kept; uploading it again takes it up again."
            )
            return redirect(self.to.of("ocds_imports"))
        return redirect(self.url)

    def _apply(self, seen: str) -> dict[str, int]:
        return apply_import(self.record, Decisions(self.answers, seen), on=self.today, **self.who)

    def _keep_parties(self) -> None:
        _received, plan = self.plan()
        fields = self.form(plan, bound=False).parties
        said = {party.key: self.answers[name] for name, party in fields.items() if name in self.answers}
        try:
            decide_parties(self.record, {party.key: party for party in fields.values()}, said, **self.who)
        except ValidationError as refusal:
            messages.warning(self.request, " ".join(refusal.messages))

    def _refused(self, plan: ImportPlan, refusal: ValidationError) -> HttpResponse:
        form = self.form(plan, bound=True)
        form.is_valid()
        form.add_error(None, refusal.messages)
        return self.show(form=form, status=INVALID)

    # --- pages ---

    def _frame(self, *more: Link) -> dict[str, Any]:
        trail = trail_of(self.to, Link("Notices received", self.to.of("ocds_imports")), *more)
        return {
            **programme_frame(self.request, self.programme, "ocds", trail=trail),
            "caption": f"{self.programme.place}: notices received",
            "illustrative": self.record.illustrative,
        }

    def show(self, form: DecisionForm | None = None, status: int = 200) -> HttpResponse:
        received, plan = self.plan()
        form = form or self.form(plan, bound=False)
        context = {
            **self._frame(),
            "heading": self.record.file_name,
            "record": self.record,
            "about": about_rows(self.record, received),
            "plan": plan,
            "counts": counted(plan.counts),
            "open": len(plan.open_questions),
            "form": form,
            "parties": [form[name] for name in form.parties],
            "matched": party_table(plan, self.organisations),
            "processes": [_process(process, form) for process in plan.processes],
            "refused": refused_table(plan),
            "errors": error_table(received.errors),
            "warnings": [_warning(kind) for kind in by_kind(received.warnings)],
            "is_open": self.record.state != ImportState.DISCARDED,
            "may_discard": self.record.state == ImportState.PREVIEWED,
            "downloads": [
                Download(
                    "The file as it was received",
                    self.to.of("ocds_import_file", self.record.reference),
                    "JSON",
                )
            ],
        }
        return render(self.request, "procurement/ocds_import.html", context, status=status)

    def _summary(self, plan: ImportPlan) -> HttpResponse:
        opens = any("award is public" in note for record in plan.records for note in record.notes)
        context = {
            **self._frame(Link(self.record.file_name, self.url)),
            "heading": "Check before these notices are imported",
            "act": f"Importing {self.record.file_name}: {counted(plan.counts)}",
            "later": "Its notices make awards public: providers and values are shown from then on."
            if opens
            else "",
            "slow": plan.writes > SLOW,
            "changes": change_table(plan),
            "lines": refused_table(plan),
            "hidden": [*self.answers.items(), ("seen", plan.fingerprint)],
            "confirm_text": "Confirm and import",
            "cancel_url": self.url,
        }
        return render(self.request, "procurement/ocds_import_confirm.html", context)


def _process(process: Any, form: DecisionForm) -> dict[str, Any]:
    same = sum(record.fate == Fate.UNCHANGED for record in process.records)
    notes = [f"{record.title}: {note}" for record in process.records for note in record.notes]
    return {
        "plan": process,
        "fields": [form[ask.key] for ask in process.asks],
        "table": process_table(process) if process.records else None,
        "same": same,
        "notes": notes[:MOST_PLACES],
        "more_notes": max(0, len(notes) - MOST_PLACES),
    }


def _warning(kind: Any) -> dict[str, Any]:
    shown = kind.cautions[:MOST_PLACES]
    return {
        "heading": kind.heading,
        "count": len(kind.cautions),
        "shown": shown,
        "more": len(kind.cautions) - len(shown),
    }


def _version(data: Mapping[str, str]) -> int:
    given = data.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else -1
