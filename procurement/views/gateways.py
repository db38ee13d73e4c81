"""A gateway: what it asks for, what is missing with the cure, the evidence, and the decision."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import HistoryEntry, Link, SummaryRow
from commissioning.core.preview import undone
from commissioning.core.tables import Cell, Column, Row, Table
from procurement.forms.phases import DecisionForm, EvidenceForm, WithdrawForm
from procurement.models import GatewayDecision, GatewayEvidence, GatewayRequirement, ProcurementStage
from procurement.selectors.stages import PhaseStages, RequirementRow, StageRow, stages_of
from procurement.services.gateways import add_evidence, decide, withdraw_evidence
from procurement.stage_codes import DECISION_TO_PROCURE
from procurement.tables_gateways import decision_entries, requirement_table
from procurement.tables_phases import (
    date_rows,
    status_tag,
    when_words,
)
from procurement.views.phase_pages import PhasePage, sent, status_of
from programmes.models import Document
from programmes.views.base import as_at, record_or_404

PREVIEW, CONFIRM, EVIDENCE, WITHDRAW = "preview", "confirm", "evidence", "withdraw"
OUTCOMES = {"passed": "Passed", "overridden": "Passed with requirements missing", "held": "Not passed"}


@require_http_methods(["GET", "HEAD", "POST"])
def gateway(request: HttpRequest, key: str, number: int, code: str) -> HttpResponse:
    """The gateway; POST with step=evidence, withdraw, preview (a summary) or confirm (the decision is recorded)."""
    page = GatewayPage(request, key, number, code)
    if request.method != "POST":
        return page.show()
    steps = {
        EVIDENCE: page.add_evidence,
        WITHDRAW: page.withdraw,
        PREVIEW: page.preview,
        CONFIRM: page.confirm,
    }
    return steps.get(request.POST.get("step", ""), page.edit)()


class GatewayPage(PhasePage):
    """One request about one gateway. A stage that is none is not found here."""

    def __init__(self, request: HttpRequest, key: str, number: int, code: str) -> None:
        super().__init__(request, key, number)
        self.record: ProcurementStage = self.stage(code)
        if not self.record.kind.is_gateway:
            raise Http404("Not a gateway.")
        self.code = code
        self.url = self.to.of("gateway", number, code)
        self.on = as_at(request) if request.method != "POST" else self.today
        if request.method == "POST" and not (self.may_edit or self.may_decide):
            raise PermissionDenied("Your role in this programme does not allow this.")

    @property
    def may_edit(self) -> bool:
        return self.may(Permission.EDIT_PROCUREMENT) and not self.phase.ended_as

    @property
    def may_decide(self) -> bool:
        return self.may(Permission.DECIDE_GATEWAYS) and not self.phase.ended_as

    @property
    def may_override(self) -> bool:
        return self.may(Permission.OVERRIDE_GATEWAYS)

    def stages(self) -> PhaseStages:
        (phase,) = stages_of(self.programme, self.on, phase=self.phase.number)
        return phase

    # --- the page ---

    def show(
        self,
        *,
        evidence: EvidenceForm | None = None,
        withdrawal: WithdrawForm | None = None,
        decision: DecisionForm | None = None,
    ) -> HttpResponse:
        phase = self.stages()
        row = phase.row(self.code)
        if row is None:
            raise Http404("Not a gateway.")
        needs = phase.requirements.get(self.code, ())
        missing = phase.missing(self.code)
        is_open = not row.actual.is_dated
        context = {
            **self.frame(on=self.on),
            "heading": row.name,
            "row": row,
            "tag": status_tag(row),
            "finding": _finding(row, len(missing), len(needs)),
            "known": [SummaryRow("When", Cell(when_words(row))), *_owner(row), *date_rows(phase)],
            "missing": missing,
            "requirements": requirement_table(needs),
            "evidence_table": _evidence_table(needs),
            "withdrawals": self._withdrawals(needs, withdrawal) if self.may_edit and is_open else (),
            "evidence_form": evidence or self._evidence_form(needs) if self.may_edit and is_open else None,
            "decision_form": decision or self._decision_form() if self.may_decide and is_open else None,
            "decisions": decision_entries(row.decisions),
            "freezes": self.code == DECISION_TO_PROCURE,
            "form": evidence or withdrawal or decision,
        }
        status = status_of(context["form"]) if context["form"] else 200
        return render(self.request, "procurement/gateway.html", context, status=status)

    def edit(self) -> HttpResponse:
        """Back from the summary with everything as it was typed; any other step is no step."""
        return self.show(decision=self._decision_form(self.request.POST))

    def _evidence_form(self, needs: tuple[RequirementRow, ...], data: Any = None) -> EvidenceForm | None:
        asked = [(each.reference, each.text) for each in needs if each.takes_evidence]
        if not asked:
            return None
        papers = Document.objects.visible_to(self.grants).filter(programme=self.programme)
        return EvidenceForm(data, requirements=asked, documents=papers, prefix="evidence")

    def _withdrawals(
        self, needs: tuple[RequirementRow, ...], bound: WithdrawForm | None
    ) -> list[tuple[str, WithdrawForm]]:
        """A form for each piece of evidence, the one that was refused with what is wrong."""
        forms = []
        for piece in (piece for each in needs for piece in each.evidence):
            mine = bound is not None and bound.data.get("withdraw-evidence") == piece.reference
            initial = {"evidence": piece.reference, "version": piece.version}
            form = WithdrawForm(initial=initial, prefix="withdraw", auto_id=f"id_{piece.reference}_%s")
            forms.append((piece.text or piece.document_title, bound if mine and bound else form))
        return forms

    def _decision_form(self, data: Any = None) -> DecisionForm:
        today = f"{self.today.day} {self.today:%B %Y}"
        initial = {"version": self.record.version, "decided_on": today}
        return DecisionForm(data, may_override=self.may_override, initial=initial)

    # --- evidence ---

    def add_evidence(self) -> HttpResponse:
        needs = self.stages().requirements.get(self.code, ())
        form = self._evidence_form(needs, self.request.POST)
        if form is None:
            return self.show()
        answer = sent(
            self.request,
            form,
            lambda: self._attach(form),
            "Attached. The list below says what is still missing.",
            self.url,
        )
        return answer or self.show(evidence=form)

    def _attach(self, form: EvidenceForm) -> GatewayEvidence:
        data = form.cleaned_data
        papers = Document.objects.visible_to(self.grants).filter(programme=self.programme)
        return add_evidence(
            self.record,
            GatewayRequirement.objects.get(reference=data["requirement"]),
            text=data["text"],
            document=papers.filter(reference=data["document"]).first() if data.get("document") else None,
            on=self.today,
            **self.who,
        )

    def withdraw(self) -> HttpResponse:
        reference = self.request.POST.get("withdraw-evidence", "")
        piece: GatewayEvidence = record_or_404(
            self.request,
            GatewayEvidence.objects.all(),
            programme=self.programme,
            stage=self.record,
            reference=reference,
        )
        form = WithdrawForm(self.request.POST, prefix="withdraw", auto_id=f"id_{reference}_%s")
        answer = sent(
            self.request,
            form,
            lambda: withdraw_evidence(
                piece,
                on=self.today,
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
                **self.who,
            ),
            "Taken away. It stays in the history, with your reason.",
            self.url,
        )
        return answer or self.show(withdrawal=form)

    # --- the decision ---

    def _decide(self, form: DecisionForm) -> GatewayDecision:
        return decide(
            self.record, form.decided(), on=self.today, version=form.cleaned_data["version"], **self.who
        )

    def preview(self) -> HttpResponse:
        form = self._decision_form(self.request.POST)
        if not form.is_valid():
            return self.show(decision=form)
        try:
            made = undone(lambda: self._decide(form))
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(decision=form)
        return self._summary(form, made)

    def confirm(self) -> HttpResponse:
        form = self._decision_form(self.request.POST)
        answer = sent(
            self.request,
            form,
            lambda: self._decide(form),
            "Recorded. A decision is written once: it and what was missing stay below.",
            self.url,
        )
        return answer or self.show(decision=form)

    def _summary(self, form: DecisionForm, made: GatewayDecision) -> HttpResponse:
        rows = [("Outcome", OUTCOMES[made.outcome]), ("Decided by", made.decided_by)]
        rows.append(("Decided on", f"{made.decided_on.day} {made.decided_on:%B %Y}"))
        rows += [("Missing", words) for words in made.missing] or [("Missing", "Nothing")]
        if self.code == DECISION_TO_PROCURE and made.outcome != "held":
            rows.append(
                ("Baseline", "The planned dates of every stage are frozen; only forecasts move from here.")
            )
        table = Table(
            "What will be recorded",
            (Column("What"), Column("Value")),
            tuple(Row((Cell(name), Cell(value))) for name, value in rows),
            compact=True,
        )
        context = {
            **self.frame(Link(self.record.kind.name, self.url)),
            "heading": f"Check the decision on “{self.record.kind.name}”",
            "act": OUTCOMES[made.outcome],
            "later": "A decision is written once and cannot be changed afterwards.",
            "changes": table,
            "entries": [
                HistoryEntry(
                    f"{OUTCOMES[made.outcome]}: {made.decided_by}.",
                    made.decided_on,
                    str(self.by),
                    made.reason,
                )
            ],
            "hidden": form.typed,
            "confirm_text": "Confirm and record",
            "cancel_url": self.url,
        }
        return render(self.request, "layouts/confirm_page.html", context)


def _finding(row: StageRow, missing: int, asked: int) -> str:
    if row.actual.is_dated:
        return f"Passed: {row.actual.printed}."
    if not missing:
        return "Nothing is missing: the decision can be recorded."
    are = "is" if missing == 1 else "are"
    return f"{missing} of {asked} requirements {are} missing. Stages after it wait until it is passed."


def _owner(row: StageRow) -> list[SummaryRow]:
    owner = Cell(row.owner) if row.owner else Cell("nobody named", unknown=True)
    return [SummaryRow("Owner", owner)]


def _evidence_table(needs: tuple[RequirementRow, ...]) -> Table:
    rows = [
        Row(
            (
                Cell(piece.text or piece.document_title, note=piece.document_title if piece.text else ""),
                Cell(each.text),
                Cell(piece.added_by, note=f"{piece.added_on.day} {piece.added_on:%B %Y}"),
            )
        )
        for each in needs
        for piece in each.evidence
    ]
    return Table(
        "Evidence",
        (Column("Evidence"), Column("For"), Column("Added by")),
        tuple(rows),
        caption_hidden=True,
        compact=True,
        empty="Nothing is attached yet.",
    )
