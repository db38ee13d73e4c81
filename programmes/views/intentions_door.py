"""What every form of a plan does: open, save, tell what changed; for who was overtaken, set both side by side."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from commissioning.core.components import ConflictField, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.tables import Cell
from programmes.forms.intentions import PlanForm, sealed
from programmes.models import CommissioningIntention, Programme, ProjectSummary
from programmes.selectors.edits import FieldEdit
from programmes.selectors.intentions_history import plan_history
from programmes.services.intentions import MILESTONES, Saved
from programmes.views.stale import THEIRS, stale_page

INVALID = 422
BLANK = "(blank)"
Plan = CommissioningIntention | ProjectSummary


class PlanPage:
    """One request to write one record of a plan. `record` is None while it is being added."""

    template = "programmes/intention_form.html"
    heading = ""
    stale_heading = "Somebody else changed this while you had it open"

    def __init__(self, request: HttpRequest, programme: Programme, record: Plan | None) -> None:
        self.request = request
        self.programme = programme
        self.record = record

    # --- what each kind of record says for itself ---

    def frame(self) -> dict[str, Any]:
        raise NotImplementedError

    def form(self, data: QueryDict | None = None) -> PlanForm:
        """The form as recorded now, with `data` as typed."""
        raise NotImplementedError

    def current(self) -> tuple[str, Mapping[str, str]]:
        """The stamp and the texts of the record as it is now."""
        raise NotImplementedError

    def reread(self) -> None:
        """Read the record and its lines again, which somebody has just changed."""
        cast(Plan, self.record).refresh_from_db()
        self.__dict__.pop("lines", None)

    def write(self, form: PlanForm, stamp: str) -> Saved[Any]:
        raise NotImplementedError

    def address(self, record: Any) -> str:
        raise NotImplementedError

    def beside(self, _form: PlanForm) -> dict[str, Any]:
        """What the form's page shows besides."""
        return {}

    # --- steps ---

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.show(self.form())
        if self.request.POST.get("step") == "resolve" and self.record is not None:
            return self.resolve()
        return self.save(self.form(self.request.POST))

    def show(self, form: PlanForm) -> HttpResponse:
        """The form; what was typed stays where it was refused."""
        context = {**self.frame(), "heading": self.heading, "form": form, **self.beside(form)}
        status = INVALID if form.is_bound and form.errors else 200
        return render(self.request, self.template, context, status=status)

    def save(self, form: PlanForm) -> HttpResponse:
        if not form.is_valid():
            return self.show(form)
        try:
            saved = self.write(form, form.seen[0])
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self.overtaken(form)
        self._tell(saved)
        return redirect(self.address(saved.record))

    def _tell(self, saved: Saved[Any]) -> None:
        if not saved.changed:
            messages.info(self.request, "Nothing differs from what is recorded, so nothing was saved.")
        elif self.record is None:
            messages.success(self.request, f"Added: {saved.record}.")
        else:
            messages.success(self.request, f"Saved. Changed: {', '.join(saved.changed)}.")

    # --- somebody was quicker ---

    def overtaken(self, form: PlanForm) -> HttpResponse:
        """Both versions of each field that the person changed; what only the others changed is kept as they left it."""
        self.reread()
        stamp, now = self.current()
        before = form.seen[1]
        yours = form.plan().texts  # type: ignore[attr-defined]
        mine = [
            name for name in form.labels if yours[name] != now[name] and self._is_mine(name, yours, before)
        ]
        typed_milestones = bool(form.cleaned_data.get("milestones"))
        if not mine and not typed_milestones:
            messages.info(self.request, "This had been saved already; it was not saved twice.")
            return redirect(self.address(self.record))
        others = self._edits(form.labels, before, now)
        return stale_page(
            self.request,
            {**self.frame(), "heading": self.stale_heading},
            record=f"“{self.record}”",
            fields=[_conflict(name, form.labels[name], now, yours, others) for name in mine],
            edits=others,
            hidden=self._hidden(form, stamp, now, mine),
            cancel_url=self.address(self.record),
            rest=_rest(form),
            submit_text="Save these choices",
        )

    @staticmethod
    def _is_mine(name: str, yours: Mapping[str, str], before: Mapping[str, str]) -> bool:
        return name not in before or yours[name] != before[name]

    def _hidden(
        self, form: PlanForm, stamp: str, now: Mapping[str, str], mine: list[str]
    ) -> list[tuple[str, str]]:
        """Everything typed; a field that only the others changed goes along as they left it."""
        recorded = self.form()
        values = dict(form.typed) | {"seen": sealed(stamp, now)}
        for name in form.labels:
            if name not in mine:
                values[name] = _raw(recorded, name)
        return list(values.items())

    def _edits(
        self, labels: Mapping[str, str], before: Mapping[str, str], now: Mapping[str, str]
    ) -> list[FieldEdit]:
        """What the others changed since the person opened the form, put down to whoever saved last."""
        last = plan_history(cast(Plan, self.record))[0]
        return [
            FieldEdit(name, label, _said(before[name]), _said(now[name]), last.who, last.at, last.why)
            for name, label in labels.items()
            if name in before and before[name] != now[name]
        ]

    def resolve(self) -> HttpResponse:
        """The person has chosen, field by field: theirs are put back as recorded, and the rest is saved."""
        data = self.request.POST.copy()
        recorded = self.form()
        chosen = {name: data[f"keep_{name}"] for name in recorded.labels if f"keep_{name}" in data}
        for name, side in chosen.items():
            if side == THEIRS:
                data[name] = _raw(recorded, name)
        if chosen and set(chosen.values()) == {THEIRS} and not data.get("milestones", "").strip():
            messages.info(self.request, "The other version stays. Nothing of yours was saved.")
            return redirect(self.address(self.record))
        return self.save(self.form(data))


def _raw(form: PlanForm, name: str) -> str:
    """What the box of a field would send, as recorded."""
    value = form[name].value()
    if value is None or value is False:
        return ""
    return "on" if value is True else str(value)


def _conflict(
    name: str,
    label: str,
    now: Mapping[str, str],
    yours: Mapping[str, str],
    others: list[FieldEdit],
) -> ConflictField:
    theirs, mine = _said(now[name]), _said(yours[name])
    edit = next((each for each in others if each.name == name), None)
    if edit is None:
        unchanged = "As it stands, unchanged"
        return ConflictField(name, label, theirs, mine, before=theirs, saved=unchanged, keep="yours")
    why = f": “{edit.why}”" if edit.why else ""
    return ConflictField(
        name, label, theirs, mine, before=edit.before or BLANK, saved=f"Saved by {edit.who}{why}"
    )


def _said(text: str) -> str:
    """A list on one line, as a sentence has it."""
    return text.replace("\n", "; ")


def _rest(form: PlanForm) -> list[SummaryRow]:
    rows = [SummaryRow("Why", Cell(form.data.get("reason", "")))]
    if form.data.get("milestones", "").strip():
        rows.append(SummaryRow(f"New {MILESTONES.lower()}", Cell(form.data["milestones"])))
    return rows
