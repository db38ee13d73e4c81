"""Record a decision, and correct its record."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.tables import Cell
from governance.forms_decisions import DecisionForm, initial_of
from governance.models import Body, Decision, Meeting, Recommendation
from governance.selectors.decision_fields import printed, watched
from governance.services.decisions import FIELDS, add_decision, change_decision, label_of
from procurement.views.phase_pages import status_of
from programmes.models import Document, Programme
from programmes.selectors.edits import edits_since
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import THEIRS, conflict_field, stale_page


def who(request: HttpRequest) -> dict[str, Any]:
    """What a door takes of the person and the day."""
    return {
        "by": user_of(request),
        "grants": grants_of(request),
        "on": request.today,  # type: ignore[attr-defined]
    }


def trail_of(programme: Programme, decision: Decision | None = None) -> list[Link]:
    trail = [Link("Decisions", reverse("decisions", args=[programme.key]))]
    if decision is not None:
        address = reverse("decision", args=[programme.key, decision.reference])
        trail.append(Link(decision.reference, address))
    return trail


def decision_or_404(request: HttpRequest, programme: Programme, ref: str) -> Decision:
    """The decision for one who may see it; 403 for who may not record decisions."""
    rows = Decision.objects.select_related("body", "meeting", "recommendation", "document", "programme")
    found: Decision = record_or_404(request, rows, programme=programme, reference=ref)
    require(request, Permission.RECORD_DECISIONS, programme)
    return found


def offered(request: HttpRequest, programme: Programme) -> Mapping[str, Any]:
    grants = grants_of(request)
    return {
        "bodies": list(Body.objects.visible_to(grants).filter(programme=programme)),
        "meetings": Meeting.objects.visible_to(grants).filter(programme=programme).select_related("body"),
        "asks": Recommendation.objects.visible_to(grants).filter(programme=programme),
        "documents": Document.objects.visible_to(grants).filter(programme=programme),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def decision_add(request: HttpRequest, key: str) -> HttpResponse:
    """The form, begun from ?ask= and ?meeting=; 422 with what is wrong. Without a body it says where to enter one."""
    programme = programme_or_404(request, key)
    require(request, Permission.RECORD_DECISIONS, programme)
    choices = offered(request, programme)
    initial = _begun(request.GET, choices)
    form = DecisionForm(request.POST if request.method == "POST" else None, initial=initial, **choices)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_decision(
                programme,
                form.values(),
                asked=form.asked_bodies,
                reason=form.cleaned_data["reason"],
                **who(request),
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(request, f"Saved. The decision is {made.reference}.")
            return redirect("decision", programme.key, made.reference)
    context = {
        **programme_frame(request, programme, "decisions", trail=trail_of(programme)),
        "form": form,
        "heading": "Record a decision",
        "caption": f"{programme.place}: {programme.name}",
        "intro": "What is left empty is not recorded, and the page of the decision says so.",
        "nobody": not choices["bodies"],
        "submit_text": "Record this decision",
        "cancel_url": reverse("decisions", args=[programme.key]),
    }
    return render(request, "governance/decision_form.html", context, status=status_of(form))


def _begun(params: QueryDict, choices: Mapping[str, Any]) -> dict[str, Any]:
    """What the address of the form says already: the ask that it answers, or the meeting at which it was made."""
    initial: dict[str, Any] = {"version": 1}
    asked = next((each for each in choices["asks"] if each.reference == params.get("ask")), None)
    if asked is not None:
        initial |= {
            "recommendation": asked.reference,
            "body": asked.body.reference,
            "title": capfirst(asked.text[:300]),
        }
        if asked.document is not None:
            initial["document"] = asked.document.reference
    meeting = next((each for each in choices["meetings"] if each.reference == params.get("meeting")), None)
    if meeting is not None:
        initial |= {"meeting": meeting.reference, "body": meeting.body.reference, "decided": meeting.held}
    return initial


@require_http_methods(["GET", "HEAD", "POST"])
def decision_change(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """Correct the record, with a reason; 409 with both versions, field by field, for who was overtaken."""
    programme = programme_or_404(request, key)
    decision = decision_or_404(request, programme, ref)
    return ChangePage(request, programme, decision).answer()


class ChangePage:
    """One request to correct the record of one decision."""

    def __init__(self, request: HttpRequest, programme: Programme, decision: Decision) -> None:
        self.request = request
        self.programme = programme
        self.decision = decision
        self.choices = offered(request, programme)
        self.url = reverse("decision", args=[programme.key, decision.reference])

    def form(self, data: QueryDict | None = None) -> DecisionForm:
        return DecisionForm(data, initial=initial_of(self.decision), **self.choices)

    @property
    def frame(self) -> dict[str, Any]:
        trail = trail_of(self.programme, self.decision)
        return {
            **programme_frame(self.request, self.programme, "decisions", trail=trail),
            "caption": f"{self.decision.reference}: {self.decision.title}",
            "cancel_url": self.url,
            "illustrative": self.decision.illustrative,
        }

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.show(self.form())
        data = self.request.POST
        return self.save(self._chosen(data) if data.get("step") == "resolve" else data)

    def show(self, form: DecisionForm) -> HttpResponse:
        context = {
            **self.frame,
            "form": form,
            "heading": "Correct the record of this decision",
            "intro": "What stood before stays in the history, with who corrected it and why. A decision that was made "
            "anew is another decision: record that instead.",
            "submit_text": "Save this correction",
        }
        return render(self.request, "governance/decision_form.html", context, status=status_of(form))

    def save(self, data: QueryDict) -> HttpResponse:
        form = self.form(data)
        if not form.is_valid():
            return self.show(form)
        try:
            changed = change_decision(
                self.decision,
                form.values(),
                asked=form.asked_bodies,
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
                **who(self.request),
            )
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self.stale(form)
        said = (
            f"Saved. Corrected: {', '.join(changed)}."
            if changed
            else "Nothing differs, so nothing was saved."
        )
        messages.success(self.request, said)
        return redirect(self.url)

    # --- somebody else was quicker ---

    def stale(self, form: DecisionForm) -> HttpResponse:
        """Both versions of each field that differs; what the person typed besides is kept."""
        now = Decision.objects.select_related("body", "meeting", "recommendation", "document").get(
            pk=self.decision.pk
        )
        edits = edits_since(now, form.cleaned_data["version"], watched())
        yours = {name: _in_words(value) for name, value in form.values().items()}
        fields = [
            conflict_field(
                name,
                capfirst(label_of(name)),
                now=printed(now, name) or "(blank)",
                yours=yours[name] or "(blank)",
                edits=edits,
            )
            for name in FIELDS
            if printed(now, name) != yours[name]
        ]
        hidden = [(name, str(now.version) if name == "version" else value) for name, value in form.typed]
        return stale_page(
            self.request,
            {**self.frame, "heading": "Somebody else changed this decision while you had it open"},
            record=f"“{now.title}”",
            fields=fields,
            edits=edits,
            hidden=hidden,
            cancel_url=self.url,
            rest=[SummaryRow("Your reason", Cell(form.cleaned_data["reason"]))],
            submit_text="Save these choices",
        )

    def _chosen(self, data: QueryDict) -> QueryDict:
        """Where they keep the other's version of a field, the present value is put in."""
        chosen, now = data.copy(), initial_of(self.decision)
        for name in FIELDS:
            if chosen.get(f"keep_{name}") != THEIRS:
                continue
            if isinstance(now[name], bool):
                chosen.pop(name, None)
                if not now[name]:
                    continue
            chosen[name] = "on" if now[name] is True else _typed(now[name])
        return chosen


def _typed(value: Any) -> str:
    """A value as its box takes it."""
    if isinstance(value, date):
        return value.isoformat()
    return value.printed if isinstance(value, FuzzyDate) else str(value or "")


def _in_words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return value.printed if isinstance(value, FuzzyDate) else str(value).strip()
