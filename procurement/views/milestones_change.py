"""Add a milestone, and change its state, forecast, owner or what it waits for."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import ConflictField, Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from commissioning.core.tables import Cell
from procurement.forms.milestones import MilestoneAddForm, MilestoneChangeForm
from procurement.models import ProcurementPhase
from procurement.selectors.milestones import MilestoneRow, milestones
from procurement.services.milestones import add_phase_milestone
from procurement.views.scope_change import INVALID
from programmes.models import CommissioningIntention, Milestone, Programme, ProjectSummary
from programmes.models.delivery import MilestoneState
from programmes.rules_milestones import printed
from programmes.selectors.edits import FieldEdit, WatchedField, edits_since
from programmes.services.milestones import add_milestone, change_milestone
from programmes.views.base import grants_of, programme_or_404, record_or_404, require, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import THEIRS, conflict_field, stale_page

WATCHED = (
    WatchedField("state", "State", lambda row: str(MilestoneState(row.state).label)),
    WatchedField("when", "Forecast", lambda row: _shown_date(row)),
    WatchedField("owner_role", "Owner", lambda row: row.owner_role or "nobody"),
)


def _shown_date(row: Any) -> str:
    """The date of a milestone, or of a row of its history, which has the columns alone."""
    days = (row.date_text, row.date_start, row.date_end, row.date_precision, row.date_status)
    return printed(FuzzyDate(*days))


# --- a new one --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def milestone_add(request: HttpRequest, key: str) -> HttpResponse:
    """The form; `?parent=DER-PRJ-1` chooses what it belongs to. 422 with the problems where it cannot be saved."""
    programme = programme_or_404(request, key)
    require(request, Permission.EDIT_PLAN, programme)
    grants = grants_of(request)
    form = MilestoneAddForm(
        request.POST if request.method == "POST" else None,
        phases=ProcurementPhase.objects.visible_to(grants).filter(programme=programme),
        summaries=ProjectSummary.objects.visible_to(grants).filter(programme=programme),
        intentions=CommissioningIntention.objects.visible_to(grants).filter(programme=programme),
        initial={"parent": request.GET.get("parent", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _added(programme, form.values(), user_of(request))
        except ValidationError as refusal:
            form.refuse_with(refusal)
        else:
            messages.success(request, f"Saved. “{made}” is {made.reference}.")
            return redirect("milestone", programme.key, made.reference)
    trail = (Link("Milestones", reverse("milestones", args=[programme.key])),)
    context = {
        **programme_frame(request, programme, "milestones", trail=trail),
        "form": form,
        "heading": "Add a milestone",
        "caption": f"{programme.place}: {programme.name}",
        "submit_text": "Add this milestone",
        "cancel_url": reverse("milestones", args=[programme.key]),
    }
    return render(request, "procurement/milestone_add.html", context, status=_status(form))


def _added(programme: Programme, values: dict[str, Any], by: User) -> Milestone:
    phase = values.pop("phase", None)
    if phase is not None:
        return add_phase_milestone(phase, by=by, **values)
    return add_milestone(programme, by=by, **values)


def _status(form: Any) -> int:
    return INVALID if form.is_bound and form.errors else 200


# --- a change ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def milestone_change(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """One form for all that changes; 409 with both versions for who was overtaken, 422 with what is wrong."""
    programme = programme_or_404(request, key)
    record: Milestone = record_or_404(request, Milestone.objects.all(), programme=programme, reference=ref)
    require(request, Permission.EDIT_PLAN, programme)
    page = ChangePage(request, programme, record)
    if request.method != "POST":
        return page.show(page.form())
    return page.resolve() if request.POST.get("step") == "resolve" else page.save(page.form(request.POST))


class ChangePage:
    """One request to change one milestone."""

    def __init__(self, request: HttpRequest, programme: Programme, record: Milestone) -> None:
        self.request = request
        self.programme = programme
        self.record = record
        self.today = request.today  # type: ignore[attr-defined]
        self.url = reverse("milestone", args=[programme.key, record.reference])

    @cached_property
    def others(self) -> Sequence[MilestoneRow]:
        """What it could wait for: first what belongs to the same as it does, then the rest."""
        rows = [row for row in milestones(self.programme) if row.record_id is not None]
        own = next(row for row in rows if row.record_id == self.record.pk)
        others = [row for row in rows if row is not own]
        return sorted(others, key=lambda row: (row.parent.code != own.parent.code, row.parent.code))

    def form(self, data: QueryDict | None = None) -> MilestoneChangeForm:
        return MilestoneChangeForm(data, milestone=self.record, others=self.others, today=self.today)

    def frame(self) -> dict[str, Any]:
        trail = (
            Link("Milestones", reverse("milestones", args=[self.programme.key])),
            Link(self.record.reference, self.url),
        )
        return {
            **programme_frame(self.request, self.programme, "milestones", trail=trail),
            "milestone": self.record,
            "caption": f"{self.programme.place}: {self.record.reference}",
            "heading": f"Change “{self.record.text}”",
            "cancel_url": self.url,
            "submit_text": "Save this change",
            "illustrative": self.record.illustrative,
        }

    def show(self, form: MilestoneChangeForm) -> HttpResponse:
        context = {**self.frame(), "form": form}
        return render(self.request, "procurement/milestone_change.html", context, status=_status(form))

    def save(self, form: MilestoneChangeForm) -> HttpResponse:
        if not form.is_valid():
            return self.show(form)
        try:
            self._write(form)
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self.stale(form)
        messages.success(self.request, "Saved. What stood before is kept below, with your reason.")
        return redirect(self.url)

    def _write(self, form: MilestoneChangeForm) -> None:
        given = form.cleaned_data
        present = set(self.record.needs.values_list("needs_id", flat=True))
        needed = Milestone.objects.visible_to(grants_of(self.request)).filter(
            programme=self.programme, pk__in=form.needed(present)
        )
        change_milestone(
            self.record,
            state=given["state"],
            when=given["when"],
            owner_role=given["owner_role"],
            needs=needed if "needs" in form.fields else None,
            effective_on=given["effective_on"],
            today=self.today,
            reason=given["reason"],
            by=user_of(self.request),
            expected_version=given["version"],
        )

    # --- somebody else was quicker ---

    def stale(self, form: MilestoneChangeForm) -> HttpResponse:
        edits = edits_since(self.record, form.cleaned_data["version"], WATCHED)
        return stale_page(
            self.request,
            self.frame(),
            record=f"“{self.record.text}”",
            fields=self._conflict_fields(form, edits),
            edits=edits,
            hidden=self._hidden(form),
            cancel_url=self.url,
            rest=[SummaryRow("Your reason", Cell(form.cleaned_data["reason"]))],
            submit_text="Save these choices",
        )

    def _conflict_fields(self, form: MilestoneChangeForm, edits: Sequence[FieldEdit]) -> list[ConflictField]:
        now = {field.name: field.show(self.record) for field in WATCHED}
        yours = {
            "state": form.words_of("state"),
            "when": printed(form.cleaned_data["when"]),
            "owner_role": form.words_of("owner_role") or "nobody",
        }
        return [
            conflict_field(field.name, field.label, now=now[field.name], yours=yours[field.name], edits=edits)
            for field in WATCHED
            if now[field.name] != yours[field.name]
        ]

    def _hidden(self, form: MilestoneChangeForm) -> list[tuple[str, str]]:
        """Everything as it was typed, with the version that is now current."""
        typed = [(name, value) for name, value in form.typed if name != "version"]
        return [*typed, ("version", str(self.record.version))]

    def resolve(self) -> HttpResponse:
        """The person has chosen field by field; where they keep the other's, the present value is put in."""
        data = self.request.POST.copy()
        present = {
            "state": self.record.state,
            "when": self.record.date.printed,
            "owner_role": self.record.owner_role,
        }
        for name, value in present.items():
            if data.get(f"keep_{name}") == THEIRS:
                data[name] = value
        return self.save(self.form(data))
