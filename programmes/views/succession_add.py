"""Record that organisations passed to others: every row that would end and open is shown before the one bulk act."""

import re
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.tables import Cell
from programmes.forms.commissioning import SuccessionForm
from programmes.models import Organisation, Programme, ResponsibilityChange
from programmes.rules import tidy
from programmes.selectors.successions import known_to, with_a_part
from programmes.services.succession import preview_succession, record_succession, succession_text
from programmes.services.succession_plan import Passing, SuccessionPreview
from programmes.tables import day_words, period_words
from programmes.views.base import programme_or_404, require, user_of
from programmes.views.page import programme_frame
from programmes.views.successions import trail_of

INVALID, CONFLICT = 422, 409
MOVED_ON = "The responsibilities have changed since you looked. Check the list again before you confirm."


@require_http_methods(["GET", "HEAD", "POST"])
def succession_add(request: HttpRequest, key: str) -> HttpResponse:
    """The form; with step=preview every row that would end and open, with step=confirm the act."""
    programme = programme_or_404(request, key)
    require(request, Permission.CHANGE_SCOPE, programme)
    page = SuccessionPage(request, programme)
    if request.method != "POST":
        return page.show(page.form())
    steps = {"preview": page.preview, "confirm": page.confirm}
    return steps.get(request.POST.get("step", ""), page.edit)()


class SuccessionPage:
    """One request to record one succession."""

    def __init__(self, request: HttpRequest, programme: Programme) -> None:
        self.request = request
        self.programme = programme
        self.list_url = reverse("successions", args=[programme.key])
        self.after: dict[str, Organisation] = {}

    @cached_property
    def frame(self) -> dict[str, Any]:
        trail = (*trail_of(self.programme), Link("Successions", self.list_url))
        return {
            **programme_frame(self.request, self.programme, "commissioners", trail=trail),
            "caption": f"{self.programme.place}: {self.programme.name}",
            "cancel_url": self.list_url,
            "illustrative": self.programme.illustrative,
        }

    def form(self, data: QueryDict | None = None) -> SuccessionForm:
        return SuccessionForm(data, before=with_a_part(self.programme), after=known_to(self.programme))

    # --- steps ---

    def show(self, form: SuccessionForm) -> HttpResponse:
        context = {
            **self.frame,
            "heading": "Record a succession",
            "form": form,
            "submit_text": "Continue to the summary",
        }
        status = INVALID if form.is_bound and form.errors else 200
        return render(self.request, "programmes/succession_add.html", context, status=status)

    def edit(self) -> HttpResponse:
        """Back from the summary, with everything as it was typed."""
        return self.show(self.form(self.request.POST))

    def preview(self) -> HttpResponse:
        """Every row that would end and open. Choices between successors are asked here, not refused yet."""
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        plan = self._plan(form)
        problems = {name: words for name, words in plan.problems.items() if not name.startswith("term_")}
        if problems:
            form.refuse_with(ValidationError(problems))
            return self.show(form)
        return self._summary(form, plan)

    def confirm(self) -> HttpResponse:
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        plan = self._plan(form)
        choices = {name: words for name, words in plan.problems.items() if name.startswith("term_")}
        if choices:
            return self._summary(form, plan, problems=choices, status=INVALID)
        try:
            act = self._write(form)
        except ValidationError as refusal:
            return self._already_done(form) or self._refused(form, refusal)
        except StaleEdit:
            return self._summary(form, plan, told=MOVED_ON, status=CONFLICT)
        moved = f"{plan.moves} {'responsibility' if plan.moves == 1 else 'responsibilities'} passed on."
        messages.success(self.request, tidy(f"Saved as {act.reference}. {act.text} {moved}"))
        return redirect(f"{self.list_url}#{act.reference.lower()}")

    def _refused(self, form: SuccessionForm, refusal: ValidationError) -> HttpResponse:
        form.refuse_with(refusal)
        return self.show(form)

    # --- doors ---

    def _asked(self, form: SuccessionForm) -> dict[str, Any]:
        self.after = self.after or form.chosen_after()
        chosen = {
            int(name.removeprefix("term_")): self.after[value]
            for name, value in self.request.POST.items()
            if re.fullmatch(r"term_[0-9]{1,18}", name) and value in self.after
        }
        return {
            "predecessors": form.chosen_before,
            "successors": list(self.after.values()),
            "kind": form.cleaned_data["kind"],
            "effective": form.cleaned_data["effective"],
            "assignments": chosen,
        }

    def _plan(self, form: SuccessionForm) -> SuccessionPreview:
        return preview_succession(self.programme, **self._asked(form))

    def _write(self, form: SuccessionForm) -> ResponsibilityChange:
        return record_succession(
            self.programme,
            **self._asked(form),
            reason=form.cleaned_data["reason"],
            decision=form.cleaned_data["decision"],
            by=user_of(self.request),
            expected=self.request.POST.get("seen", ""),
        )

    def _already_done(self, form: SuccessionForm) -> HttpResponse | None:
        """A second press of Confirm finds that the first has done it: that is no conflict."""
        newest = ResponsibilityChange.objects.filter(programme=self.programme).order_by("-pk").first()
        given = form.cleaned_data
        ours = (
            succession_text(form.chosen_before, list(self.after.values()), given["kind"]),
            user_of(self.request).pk,
            given["effective"],
            given["reason"].strip(),
            given["decision"].strip(),
        )
        if newest is None:
            return None
        found = (newest.text, newest.made_by_id, newest.effective, newest.reason, newest.decision)
        if found != ours:
            return None
        messages.info(self.request, "This succession had been saved already; it was not saved twice.")
        return redirect(f"{self.list_url}#{newest.reference.lower()}")

    # --- the summary ---

    def _summary(
        self,
        form: SuccessionForm,
        plan: SuccessionPreview,
        *,
        problems: dict[str, str] | None = None,
        told: str = "",
        status: int = 200,
    ) -> HttpResponse:
        names = [(key, each.name) for key, each in self.after.items()]
        context = {
            **self.frame,
            "heading": "Check this succession before you save it",
            "rows": [self._row(passing, names, problems or {}) for passing in plan.passings],
            "choosing": len(names) > 1,
            "problems": problems,
            "told": told,
            "moves": plan.moves,
            "summary": [
                SummaryRow("Succeeded", Cell("; ".join(each.name for each in form.chosen_before))),
                SummaryRow("Take over", Cell("; ".join(name for _, name in names))),
                SummaryRow("From when", Cell(form.cleaned_data["effective"].printed)),
                SummaryRow("Decided", Cell(form.cleaned_data["decision"])),
                SummaryRow("Why", Cell(form.cleaned_data["reason"])),
            ],
            "hidden": [*form.typed, ("seen", plan.stamp)],
        }
        return render(self.request, "programmes/succession_preview.html", context, status=status)

    def _row(
        self, passing: Passing, names: list[tuple[str, str]], problems: dict[str, str]
    ) -> dict[str, Any]:
        """One responsibility: what ends, what opens, and, with several successors, the choice."""
        term = passing.term
        name = f"term_{term.pk}"
        ends = (
            "stops governing, and never begins"
            if passing.never_began
            else f"ends on {day_words(passing.opens_on)}"
        )
        return {
            "name": name,
            "service": term.service.name,
            "holder": term.organisation.name,
            "role": term.get_role_display(),
            "governs": term.governing,
            "ends": f"{period_words(term.starts_on, term.ends_on)}; {ends}",
            "opens": period_words(passing.opens_on, passing.until),
            "to": passing.to.name if passing.to else "",
            "options": [(key, text, key == self.request.POST.get(name)) for key, text in names],
            "error": problems.get(name, ""),
        }
