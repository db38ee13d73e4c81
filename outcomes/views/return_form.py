"""Type or paste the figures of a KPI, look at what each would do, submit. Nothing is stored before the last step.

One page for a return, for one that was sent back, and for a correction: `return_enter`, `return_edit`, `kpi_correct`
are the three kinds of it. What is typed travels as text, so that it is still there after any error.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date

from commissioning.core.components import Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.tables import Cell, Table
from outcomes.forms_returns import BY_ROW, ReturnForm, Slot, measure_words, slot_key
from outcomes.intake.paste import Pasting, read_paste
from outcomes.intake.raws import Members, Raw
from outcomes.models import KPI, BreakdownMember, KPIReturn
from outcomes.models.returns import ReturnChannel, ReturnKind
from outcomes.rules_fates import Fate
from outcomes.rules_periods import FIRST_YEAR, due_on, has_periods, period_containing
from outcomes.selectors.returns_assess import Assessment, assess, counted_fates
from outcomes.services.returns import Came
from outcomes.tables_returns import day_words, preview_table
from programmes.models import Programme
from programmes.views.base import grants_of
from programmes.views.page import programme_frame

INVALID, CONFLICT = 422, 409
MOST_SLOTS = 24
NOTHING_TYPED = "Enter a figure for at least one period, or the reason why there is none, or paste some"
MOVED = "Something changed since you looked: what you see now is what would be submitted. Check it again."
LOOK = "open the return in another window, look at it, and take over what still holds."
ALREADY = "These figures were submitted already; they were not submitted twice."


class ReturnFormPage:
    """One request to enter figures of one KPI."""

    form_class: type[ReturnForm] = ReturnForm
    kind: str = ReturnKind.RETURN
    heading = "Enter figures"
    check_heading = "Check these figures before you submit them"
    submit_text = "Submit for approval"
    intro = ""
    besides: KPIReturn | None = None

    def __init__(self, request: HttpRequest, programme: Programme, kpi: KPI) -> None:
        self.request = request
        self.programme = programme
        self.kpi = kpi
        self.on = request.today  # type: ignore[attr-defined]
        self.returns_url = reverse("returns", args=[programme.key])

    # --- what the three kinds differ in ---

    def slots(self) -> Sequence[Slot]:
        """The periods to show boxes for, when the page is opened."""
        raise NotImplementedError

    def due(self) -> Sequence[FuzzyDate]:
        """The periods that a pasted column of values goes to, oldest first."""
        return [slot.period for slot in self.form_slots if slot.member_id is None]

    def is_said(self, form: ReturnForm, place: int) -> bool:
        """Whether the boxes of a slot say something."""
        return not form.given(place).is_blank

    def write(self, assessment: Assessment, form: ReturnForm, came: Came) -> KPIReturn:
        raise NotImplementedError

    def initial(self) -> dict[str, Any]:
        return {}

    # --- steps ---

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.show(self.form())
        steps = {"preview": self.preview, "confirm": self.confirm}
        return steps.get(self.request.POST.get("step", ""), self.edit)()

    def form(self, data: QueryDict | None = None) -> ReturnForm:
        return self.form_class(
            data,
            kpi=self.kpi,
            at=self.form_slots,
            members=self.members,
            in_order=bool(self.due()),
            initial=self.initial(),
        )

    def edit(self) -> HttpResponse:
        """Back from the summary, with everything as it was typed."""
        return self.show(self.form(self.request.POST))

    def preview(self) -> HttpResponse:
        form = self.form(self.request.POST)
        assessment = self.read(form)
        return self.show(form, assessment) if form.errors else self.summary(form, assessment)

    def confirm(self) -> HttpResponse:
        form = self.form(self.request.POST)
        assessment = self.read(form, again=True)
        if form.errors:
            return self.show(form, assessment)
        if not assessment.sends:
            messages.info(self.request, ALREADY)
            return redirect(self.returns_url)
        if assessment.fingerprint != form.cleaned_data["seen"]:
            messages.warning(self.request, MOVED)
            return self.summary(form, assessment, status=CONFLICT)
        pasted = bool(form.cleaned_data["paste"].strip())
        came = Came(ReturnChannel.PASTED if pasted else ReturnChannel.ENTERED)
        try:
            sent = self.write(assessment, form, came)
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form, assessment)
        except StaleEdit as stale:
            told = f"{stale.current} was changed while you had it open. Your own text is kept here: {LOOK}"
            form.add_error(None, told)
            return self.show(form, assessment, status=CONFLICT)
        messages.success(self.request, self.said(sent))
        return redirect("kpi_return", self.programme.key, sent.reference)

    def said(self, sent: KPIReturn) -> str:
        return f"Submitted as {sent.reference}. It counts once somebody else approves it."

    # --- reading ---

    def read(self, form: ReturnForm, *, again: bool = False) -> Assessment:
        """Every row that was typed or pasted, assessed; what is refused is put at its box."""
        valid = form.is_valid()
        raws = [*self.typed(form), *self.pasted(form)]
        assessment = assess(
            raws, grants=grants_of(self.request), kind=self.kind, on=self.on, besides=self.besides
        )
        by_slot = {row.raw.slot for row in assessment.refused if row.raw.slot}
        for row in assessment.refused:
            if row.raw.slot in by_slot and row.raw.slot:
                form.refuse_slot(row.raw.slot, row.problems)
            else:
                told = " ".join(row.problems.values())
                form.add_error("paste", f"{row.raw.label.capitalize()} of the paste: {told}")
        if valid and not form.errors and not assessment.sends and not again:
            same = assessment.counts[Fate.UNCHANGED]
            told = (
                f"There is nothing to submit: {counted_fates(assessment.counts)}" if same else NOTHING_TYPED
            )
            form.add_error(None if same else "paste", told)
        return assessment

    def typed(self, form: ReturnForm) -> list[Raw]:
        return [
            Raw(
                slot.heading,
                form.given(place),
                self.kpi,
                slot.period,
                slot.member_id,
                slot.member,
                slot=slot.key,
            )
            for place, slot in enumerate(form.at)
            if self.is_said(form, place)
        ]

    def pasted(self, form: ReturnForm) -> tuple[Raw, ...]:
        given = form.cleaned_data
        text = given.get("paste") or ""
        if not text.strip():
            return ()
        whose = given.get("paste_for") or ""
        asked = Pasting(
            self.kpi,
            self.due(),
            self.members,
            member_id=int(whose) if whose.isdecimal() else None,
            by_row=whose == BY_ROW,
            provisional=bool(given.get("paste_provisional")),
            comment=given.get("paste_comment") or "",
        )
        rows, problem = read_paste(text, asked)
        if problem:
            form.add_error("paste", problem)
        return rows

    # --- slots ---

    @cached_property
    def members(self) -> Members:
        rows = BreakdownMember.objects.filter(breakdown__programme=self.programme)
        return Members(rows.select_related("breakdown").order_by("breakdown__name", "position", "name"))

    @cached_property
    def form_slots(self) -> Sequence[Slot]:
        """Those of the page as it was opened, also where the world has moved on since."""
        fresh = {slot.key: slot for slot in self.slots()}
        if self.request.method != "POST":
            return list(fresh.values())
        keys = [key for key in self.request.POST.get("slots", "").split(",") if key][: 2 * MOST_SLOTS]
        asked = (fresh.get(key) or self._slot(key) for key in dict.fromkeys(keys))
        return [slot for slot in asked if slot is not None]

    def _slot(self, key: str) -> Slot | None:
        """A slot that is no longer offered, by its key; None for a key that names no period."""
        text, _, member = key.partition(".")
        try:
            day = parse_date(text)
            whose = int(member) if member.isdecimal() else None
            if day is None or day.year < FIRST_YEAR or not has_periods(self.kpi.frequency):
                return None
            period = period_containing(self.kpi.frequency, day)
        except ValueError:  # no day, a year that has no next one, or a number of thousands of digits
            return None
        name = self.members.name_of(whose)
        if member and not name:
            return None
        return Slot(slot_key(period, whose), period, whose, name)

    # --- pages ---

    @cached_property
    def frame(self) -> dict[str, Any]:
        trail = (Link("Returns", self.returns_url),)
        return {
            **programme_frame(self.request, self.programme, "returns", trail=trail),
            "kpi": self.kpi,
            "caption": f"{self.kpi.reference}: {self.kpi.name}",
            "cancel_url": self.returns_url,
            "illustrative": self.kpi.illustrative,
        }

    def show(
        self, form: ReturnForm, assessment: Assessment | None = None, status: int = INVALID
    ) -> HttpResponse:
        invalid = form.is_bound and bool(form.errors)
        read: Table | None = (
            preview_table(assessment) if assessment and assessment.counts and invalid else None
        )
        context = {
            **self.frame,
            "heading": self.heading,
            "intro": self.intro,
            "form": form,
            "asks": measure_words(self.kpi),
            "record_rows": definition_rows(self.kpi),
            "read": read,
            "submit_text": "Continue to the check",
        }
        return render(self.request, "outcomes/return_enter.html", context, status=status if invalid else 200)

    def summary(self, form: ReturnForm, assessment: Assessment, status: int = 200) -> HttpResponse:
        hidden = [
            (name, assessment.fingerprint if name == "seen" else value)
            for name, value in form.typed
            if name != "seen" and value
        ]
        context = {
            **self.frame,
            "heading": self.check_heading,
            "counts": counted_fates(assessment.counts),
            "changes": preview_table(assessment),
            "reason": form.cleaned_data.get("reason", ""),
            "hidden": [*hidden, ("seen", assessment.fingerprint)],
            "submit_text": self.submit_text,
        }
        return render(self.request, "outcomes/return_check.html", context, status=status)


def definition_rows(kpi: KPI) -> list[SummaryRow]:
    """What the figures are of: the numerator and denominator in words, and when returns are due."""
    said: Mapping[str, str] = {
        "Definition": kpi.definition,
        "Numerator": kpi.numerator,
        "Denominator": kpi.denominator,
        "Source": kpi.source,
        "Reported": kpi.get_frequency_display(),
        "Return due": f"{kpi.return_days} days after the end of the period",
    }
    return [SummaryRow(key, Cell(words)) for key, words in said.items() if words]


def due_words(period: FuzzyDate, kpi: KPI, note: str) -> str:
    """“Due 20 May 2025, 12 days late”."""
    return f"Due {day_words(due_on(period, kpi.return_days))}, {note}"


def write_reason(form: ReturnForm) -> str:
    return str(form.cleaned_data.get("reason") or "").strip()
