"""The three ways to enter figures: a return, a return that was sent back, a correction of approved figures."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commissioning.core.components import Link, SummaryRow
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from commissioning.core.tables import Cell
from outcomes.forms_returns import CorrectForm, EditForm, ReturnForm, Slot, slot_key
from outcomes.models import KPI, KPIReturn, ReturnStep
from outcomes.models.returns import ReturnKind, ReturnState, ReturnStepKind
from outcomes.rules_fates import Recorded
from outcomes.rules_lines import Given, given_of, line_words
from outcomes.rules_periods import has_periods
from outcomes.selectors.returns_assess import Assessment
from outcomes.selectors.returns_lines import line_of, recorded_lines
from outcomes.selectors.returns_tracker import TrackerRow, rows_for
from outcomes.services.returns import Batch, Came, correct, resubmit, submit
from outcomes.views.return_form import ALREADY, CONFLICT, MOST_SLOTS, ReturnFormPage, due_words, write_reason
from programmes.models import Programme
from programmes.views.base import grants_of, programme_or_404, record_or_404, user_of

MOST_CORRECTED = 12


def kpi_to_return(request: HttpRequest, key: str, ref: str) -> tuple[Programme, KPI]:
    """The KPI, if the reader may send its returns; 404 for one they may not see, 403 for one they may not send."""
    programme = programme_or_404(request, key)
    kpi: KPI = record_or_404(request, KPI.objects.select_related("owner"), programme=programme, reference=ref)
    if not grants_of(request).may_submit_return(programme.pk, kpi.owner_id):
        owner = f" {kpi.owner} owns it." if kpi.owner else ""
        raise PermissionDenied(f"Your role does not let you send returns of {kpi.reference}.{owner}")
    return programme, kpi


@require_http_methods(["GET", "HEAD", "POST"])
def return_enter(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """Boxes for every period that is due, and a block to paste; with step=preview the check, step=confirm the deed."""
    return EnterPage(request, *kpi_to_return(request, key, ref)).answer()


@require_http_methods(["GET", "HEAD", "POST"])
def kpi_correct(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The newest figures that count, to be changed with a reason; older ones by pasting period and figure."""
    return CorrectPage(request, *kpi_to_return(request, key, ref)).answer()


@require_http_methods(["GET", "HEAD", "POST"])
def return_edit(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The lines of a return that was sent back, to be changed and submitted again."""
    programme = programme_or_404(request, key)
    rows = KPIReturn.objects.select_related("kpi__owner")
    sent: KPIReturn = record_or_404(request, rows, programme=programme, reference=ref)
    kpi_to_return(request, key, sent.kpi.reference)
    page = EditPage(request, programme, sent)
    return page.answer() if sent.state == ReturnState.RETURNED else page.closed()


class EnterPage(ReturnFormPage):
    @cached_property
    def row(self) -> TrackerRow:
        return rows_for([self.kpi], self.on)[0]

    @cached_property
    def provisional(self) -> Sequence[Recorded]:
        recorded = recorded_lines([self.kpi.pk])[self.kpi.pk].values()
        return [each for each in recorded if not each.line.is_final and each.line.member_id is None]

    @property
    def intro(self) -> str:  # type: ignore[override]
        """What the page lists, and what it leaves to the block to paste."""
        left = len(self.row.to_enter) - MOST_SLOTS
        if left > 0:
            return (
                f"The oldest {MOST_SLOTS} of {left + MOST_SLOTS} periods without a figure. Paste the others."
            )
        if not has_periods(self.kpi.frequency):
            return "This KPI does not say how often it is reported, so it takes no returns yet."
        return "" if self.row.to_enter else "No period is due. Earlier periods can be pasted."

    def due(self) -> Sequence[FuzzyDate]:
        owed = {each.period.start for each in self.row.to_enter}
        return [slot.period for slot in self.form_slots if slot.period.start in owed]

    def slots(self) -> Sequence[Slot]:
        owed = [
            Slot(slot_key(each.period), each.period, note=due_words(each.period, self.kpi, each.words))
            for each in self.row.to_enter[:MOST_SLOTS]
        ]
        final = [
            Slot(
                slot_key(each.line.period),
                each.line.period,
                note=f"{line_words(self.kpi, each.line)}, is recorded: enter the final figure.",
            )
            for each in self.provisional[-MOST_CORRECTED:]
        ]
        return [*owed, *final]

    def write(self, assessment: Assessment, form: ReturnForm, came: Came) -> KPIReturn:  # noqa: ARG002
        batches = [Batch(kpi, lines) for kpi, lines in assessment.to_send.items()]
        (sent,) = submit(
            self.programme,
            batches,
            by=user_of(self.request),
            grants=grants_of(self.request),
            on=self.on,
            came=came,
        )
        return sent


class CorrectPage(ReturnFormPage):
    form_class = CorrectForm
    kind = ReturnKind.CORRECTION
    heading = "Correct approved figures"
    check_heading = "Check this correction before you submit it"
    intro = (
        "The newest periods are listed with the figures that count now: change those that are wrong. The old figure "
        "stays in sight beside the new one. For other periods, and for places, services and groups, paste them."
    )

    def slots(self) -> Sequence[Slot]:
        recorded = [
            each
            for each in recorded_lines([self.kpi.pk])[self.kpi.pk].values()
            if each.line.member_id is None
        ]
        return [
            Slot(
                slot_key(each.line.period),
                each.line.period,
                note=f"Now {line_words(self.kpi, each.line)}",
                typed=given_of(each.line),
            )
            for each in reversed(recorded[-MOST_CORRECTED:])
        ]

    def due(self) -> Sequence[FuzzyDate]:
        """A correction names its periods: a bare column goes to none."""
        return ()

    def is_said(self, form: ReturnForm, place: int) -> bool:
        """Only boxes that were changed say something; a figure taken out altogether needs its reason."""
        typed, shown = form.given(place), form.at[place].typed
        return _tidy(typed) != _tidy(shown) and not (typed.is_blank and shown.is_blank)

    def write(self, assessment: Assessment, form: ReturnForm, came: Came) -> KPIReturn:
        return correct(
            self.kpi,
            assessment.to_send[self.kpi],
            reason=write_reason(form),
            by=user_of(self.request),
            grants=grants_of(self.request),
            on=self.on,
            came=came,
        )


def _tidy(given: Given) -> tuple[str, ...]:
    texts = (given.numerator, given.denominator, given.value, given.missing, given.provisional, given.comment)
    return tuple(" ".join(text.split()) for text in texts)


class EditPage(ReturnFormPage):
    form_class = EditForm
    heading = "Change this return and submit it again"

    def __init__(self, request: HttpRequest, programme: Programme, sent: KPIReturn) -> None:
        super().__init__(request, programme, sent.kpi)
        self.sent = self.besides = sent
        self.kind = sent.kind

    @cached_property
    def frame(self) -> dict[str, Any]:
        frame = super().frame
        to_return = Link(self.sent.reference, f"{self.returns_url}{self.sent.reference}/")
        back = self.sent.steps.filter(step="returned").order_by("-made_at", "-pk").first()
        return {
            **frame,
            "breadcrumbs": [*frame["breadcrumbs"], to_return],
            "cancel_url": to_return.href,
            "sent_back": back,
        }

    def initial(self) -> dict[str, Any]:
        return {"version": self.sent.version}

    def slots(self) -> Sequence[Slot]:
        lines = self.sent.lines.select_related("member").order_by("period_start", "member__name")
        return [
            Slot(
                slot_key(row.period, row.member_id),
                row.period,
                row.member_id,
                row.member.name if row.member else "",
                typed=given_of(line_of(row)),
            )
            for row in lines
        ]

    def write(self, assessment: Assessment, form: ReturnForm, came: Came) -> KPIReturn:  # noqa: ARG002
        return resubmit(
            self.sent,
            assessment.to_send[self.kpi],
            by=user_of(self.request),
            grants=grants_of(self.request),
            on=self.on,
            expected=form.cleaned_data["version"],
            reason=write_reason(form),
        )

    def said(self, sent: KPIReturn) -> str:
        return f"{sent.reference} was submitted again. It counts once somebody else approves it."

    def closed(self) -> HttpResponse:
        """The return is not with its owner: who did what with it, where to go, and what was typed, to be copied."""
        sending = self.request.method == "POST"
        last = self.sent.steps.order_by("-made_at", "-pk").first()
        step = self.request.POST.get("step", "")
        if sending and step == "confirm" and last and _is_second_press(last, user_of(self.request)):
            messages.info(self.request, ALREADY)
            return redirect("kpi_return", self.programme.key, self.sent.reference)
        context = {
            **self.frame,
            "heading": "This return is not open to change",
            "sent": self.sent,
            "last": last,
            "typed": self._typed() if sending else [],
        }
        return render(
            self.request, "outcomes/return_closed.html", context, status=CONFLICT if sending else 200
        )

    def _typed(self) -> list[SummaryRow]:
        """What the person typed, box by box, so that nothing is lost."""
        form = self.form(self.request.POST)
        said = []
        for place, slot in enumerate(form.at):
            boxes = [
                (str(form[f"p{place}_{name}"].label), form.data.get(f"p{place}_{name}"))
                for name in form.names
            ]
            words = "; ".join(f"{label}: {value}" for label, value in boxes if value)
            said.append((slot.heading, words))
        said += [("Pasted", form.data.get("paste", "")), ("What you changed", form.data.get("reason", ""))]
        return [SummaryRow(key, Cell(words)) for key, words in said if words]


def _is_second_press(last: ReturnStep, person: User) -> bool:
    """Whether the person has sent the return just now: a second press of the button is no conflict."""
    return last.step == ReturnStepKind.RESUBMITTED and last.made_by_id == person.pk
