"""The page of one effect: what it would do, whether it may be done yet, the summary to confirm, and what it did."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import HistoryEntry, Link, SummaryRow, Tag, Tone
from commissioning.core.concurrency import StaleEdit
from commissioning.core.preview import undone
from commissioning.core.tables import Cell, Column, Row, Table
from governance.forms_effects import HEADINGS
from governance.models import Decision, DecisionEffect
from governance.models.decisions import EffectKind
from governance.services.effect_kinds import EffectPlan
from governance.services.effects import apply_effect, held_up_by, may_apply, plan_of, withdraw_effect
from governance.views.decisions_change import trail_of, who
from procurement.forms.phases import ReasonForm
from procurement.views.phase_pages import CONFLICT, INVALID, OVERTAKEN
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, record_or_404, user_of
from programmes.views.page import programme_frame
from programmes.views.recorded import recorded_entry

NO_LONGER = "The plan cannot be carried out as the records stand now. {}"


@require_http_methods(["GET", "HEAD", "POST"])
def effect(request: HttpRequest, key: str, ref: str, effect: str) -> HttpResponse:
    """The effect; POST with step=preview (before and after), confirm (it is done) or remove (the plan goes)."""
    programme = programme_or_404(request, key)
    rows = DecisionEffect.objects.select_related(
        "decision__body", "decision__programme", "applied_by", "scope_change", "lead_change", "target__kpi"
    )
    record: DecisionEffect = record_or_404(
        request, rows, programme=programme, decision__reference=ref, reference=effect
    )
    page = EffectPage(request, programme, record)
    if request.method != "POST":
        return page.show()
    if not page.may_record:
        raise PermissionDenied(f"Your role in {programme.place} does not allow this.")
    steps = {"preview": page.preview, "confirm": page.confirm, "remove": page.remove}
    return steps.get(request.POST.get("step", ""), page.show)()


class EffectPage:
    """One request about one effect of one decision."""

    def __init__(self, request: HttpRequest, programme: Programme, record: DecisionEffect) -> None:
        self.request = request
        self.programme = programme
        self.record = record
        self.decision: Decision = record.decision
        self.on = request.today  # type: ignore[attr-defined]
        self.url = reverse("effect", args=[programme.key, self.decision.reference, record.reference])
        self.decision_url = reverse("decision", args=[programme.key, self.decision.reference])

    @property
    def may_record(self) -> bool:
        return grants_of(self.request).may(Permission.RECORD_DECISIONS, self.programme.pk)

    @cached_property
    def read(self) -> EffectPlan:
        return plan_of(self.record.kind, self.decision, self.record.plan, self.on)

    @cached_property
    def broken(self) -> str:
        """What is wrong with the plan as the records now stand; "" where nothing is."""
        found = [problem for problem in self.read.problems().values() if problem]
        return NO_LONGER.format(" ".join(found)) if found else ""

    @property
    def frame(self) -> dict[str, Any]:
        trail = trail_of(self.programme, self.decision)
        return {
            **programme_frame(self.request, self.programme, "decisions", trail=trail),
            "caption": f"{self.programme.place}: effect {self.record.reference} of {self.decision.reference}",
            "cancel_url": self.url,
            "illustrative": self.record.illustrative,
        }

    # --- the page ---

    def show(
        self, *, problem: str = "", removal: ReasonForm | None = None, status: int = 200
    ) -> HttpResponse:
        """What it would do, or did; why it cannot be done yet, where it cannot."""
        is_done = self.record.applied_at is not None
        held = "" if is_done else self.broken or held_up_by(self.decision, self.on)
        opens = (
            not is_done
            and self.may_record
            and not self.broken
            and may_apply(self.read, grants_of(self.request))
        )
        context = {
            **self.frame,
            "record": self.record,
            "decision": self.decision,
            "decision_url": self.decision_url,
            "heading": self.record.words,
            "kind": HEADINGS[self.record.kind].removeprefix("Plan ").capitalize(),
            "tag": Tag("Put into effect", Tone.GOOD) if is_done else Tag("Planned", Tone.INFO),
            "is_done": is_done,
            "held_up": held,
            "problem": problem,
            "lines": None if is_done or self.broken else self.lines_table(),
            "result": self.result_rows() if is_done else (),
            "may_apply": opens and not held,
            "door": self.read.door if not is_done and not opens else "",
            "removal": (removal or ReasonForm(auto_id="id_removal_%s"))
            if not is_done and self.may_record
            else None,
            "version": self.record.version,
            "form": removal,
            "recorded": recorded_entry(self.record),
        }
        return render(self.request, "governance/effect.html", context, status=status)

    def lines_table(self) -> Table:
        """Each value as it stands and as it would be."""
        rows = [Row((Cell(each.label), Cell(each.now), Cell(each.then))) for each in self.read.lines()]
        columns = (Column("What"), Column("Now"), Column("After the change"))
        return Table("What it would change", columns, rows, caption_size="s")

    def result_rows(self) -> list[SummaryRow]:
        """What was made, where it is read, by whom and when."""
        record = self.record
        made, link = self._made()
        at = timezone.localtime(record.applied_at) if record.applied_at else None
        return [
            SummaryRow("Made", Cell(made.reference)),
            SummaryRow("Where it is read", Cell(links=(link,))),
            SummaryRow("Put into effect by", Cell(str(record.applied_by or "not recorded"))),
            SummaryRow("When", Cell(f"{at.day} {at:%B %Y at %H:%M}" if at else "not recorded")),
        ]

    def _made(self) -> tuple[Any, Link]:
        key, record = self.programme.key, self.record
        if record.kind == EffectKind.GATEWAY:
            stage = record.gateway_decision.stage  # type: ignore[union-attr]  # a constraint names it
            address = reverse("gateway", args=[key, stage.phase.number, stage.kind.code])
            return record.gateway_decision, Link(f"{stage.kind.name}, phase {stage.phase.number}", address)
        if record.kind == EffectKind.TARGET_CHANGE:
            kpi = record.target.kpi  # type: ignore[union-attr]
            return record.target, Link(kpi.name, reverse("kpi", args=[key, kpi.reference]))
        made = record.scope_change or record.lead_change
        service = self.read.service()
        if service is None:
            return made, Link("Services", reverse("services", args=[key]))
        return made, Link(service.name, reverse("service", args=[key, service.reference]))

    # --- carrying it out ---

    def _apply(self, stamp: str, version: int) -> DecisionEffect:
        return apply_effect(self.record, stamp=stamp, version=version, **who(self.request))

    def preview(self) -> HttpResponse:
        """The summary: the deed itself, taken back, so that what is refused then is refused now."""
        if self.broken:
            return self.show(problem=self.broken, status=INVALID)
        stamp = self.read.stamp()
        table = self.lines_table()
        try:
            undone(lambda: self._apply(stamp, self.record.version))
        except ValidationError as refusal:
            return self.show(problem=" ".join(refusal.messages), status=INVALID)
        except StaleEdit:
            return self.show(problem=OVERTAKEN, status=CONFLICT)
        context = {
            **self.frame,
            "heading": "Check what it does before you put it into effect",
            "act": self.record.words,
            "changes": table,
            "later": "It is done once. What reverses it is another decision.",
            "entries": [
                HistoryEntry(f"{self.record.words}.", None, str(user_of(self.request)), self.read.reason)
            ],
            "hidden": [("stamp", stamp), ("version", str(self.record.version))],
            "confirm_text": "Confirm and put into effect",
        }
        return render(self.request, "layouts/confirm_page.html", context)

    def confirm(self) -> HttpResponse:
        data = self.request.POST
        version = data.get("version", "")
        try:
            done = self._apply(data.get("stamp", ""), int(version) if version.isdecimal() else 0)
        except ValidationError as refusal:
            return self.show(problem=" ".join(refusal.messages), status=INVALID)
        except StaleEdit:
            self.record.refresh_from_db()
            if self.record.applied_at is not None:
                messages.info(self.request, "It had been put into effect already; it was not done twice.")
                return redirect(self.url)
            return self.show(problem=OVERTAKEN, status=CONFLICT)
        messages.success(self.request, f"Done. {done.words}.")
        return redirect(self.url)

    def remove(self) -> HttpResponse:
        """Take the plan away, with a reason."""
        form = ReasonForm(self.request.POST, auto_id="id_removal_%s")
        version = self.request.POST.get("version", "")
        if not form.is_valid():
            return self.show(removal=form, status=INVALID)
        acting = {name: value for name, value in who(self.request).items() if name != "on"}
        try:
            withdraw_effect(
                self.record,
                version=int(version) if version.isdecimal() else 0,
                reason=form.cleaned_data["reason"],
                **acting,
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(removal=form, status=INVALID)
        except StaleEdit:
            return self.show(problem=OVERTAKEN, status=CONFLICT)
        messages.success(self.request, "The plan is taken away. That it was there stays in the history.")
        return redirect(self.decision_url)
