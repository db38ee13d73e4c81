"""What every change of a KPI shares: type it, look at what it does to the chart, confirm; 409 for who was overtaken."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from commissioning.core.access import Permission
from commissioning.core.components import ConflictField, HistoryEntry, Link, SummaryRow
from commissioning.core.concurrency import StaleEdit
from commissioning.core.preview import undone
from commissioning.core.tables import Cell
from outcomes.charts.figure import SpcFigure
from outcomes.charts.of_series import figure_of
from outcomes.forms_kpi import StampedForm
from outcomes.models import KPI, KPIChange
from outcomes.selectors.kpi_history import Event, history_of
from outcomes.selectors.series import Series, series_of
from outcomes.views.kpi import ILLUSTRATIVE, kpi_or_404, kpi_trail
from programmes.models import Programme
from programmes.selectors.edits import FieldEdit
from programmes.views.base import programme_or_404, require, user_of
from programmes.views.page import programme_frame
from programmes.views.stale import stale_page

INVALID = 422
SAVED = "Saved. What stood before is kept in the history, with your reason."
TWICE = "This had been saved already; it was not saved twice."


def changeable(request: HttpRequest, key: str, ref: str) -> tuple[Programme, KPI]:
    """The KPI, for whoever may change KPIs of the programme: 404 for who may not see it, 403 for who may only read."""
    programme = programme_or_404(request, key)
    found = kpi_or_404(programme, ref)
    require(request, Permission.EDIT_KPIS, programme)
    return programme, found


def series_now(kpi: KPI) -> Series:
    """The KPI's series as the database has it at this moment, inside a change that may yet be taken back."""
    return series_of([KPI.objects.get(pk=kpi.pk)])[kpi.pk]


class ActPage:
    """One request to change one thing of a KPI. Subclasses say what is typed, what is written and what it does."""

    heading = ""
    check_heading = "Check this change before you save it"
    submit_text = "Continue to the summary"
    overtaken = "Somebody else changed this KPI while you had it open"
    shows_charts = True

    def __init__(self, request: HttpRequest, programme: Programme, kpi: KPI) -> None:
        self.request = request
        self.programme = programme
        self.kpi = kpi
        self.url = reverse("kpi", args=[programme.key, kpi.reference])

    @cached_property
    def before(self) -> Series:
        return series_of([self.kpi])[self.kpi.pk]

    @cached_property
    def frame(self) -> dict[str, Any]:
        trail = (*kpi_trail(self.programme), Link(self.kpi.name, self.url))
        return {
            **programme_frame(self.request, self.programme, "kpis", trail=trail),
            "kpi": self.kpi,
            "caption": f"{self.kpi.reference}: {self.kpi.name}",
            "cancel_url": self.url,
            "illustrative": ILLUSTRATIVE if self.kpi.illustrative else False,
        }

    # --- what each change says for itself ---

    def form(self, data: QueryDict | None = None) -> Any:
        raise NotImplementedError

    def write(self, form: Any) -> Any:
        """Through the door. Raises what the door raises, and StaleEdit."""
        raise NotImplementedError

    def summary(self, form: Any, written: Any) -> dict[str, Any]:
        """`act`, `changes` and whatever else the summary shows; called while the change still stands."""
        raise NotImplementedError

    def is_done(self, form: Any) -> bool:
        """Whether a first press of Confirm has already made this very change."""
        raise NotImplementedError

    def now_and_yours(
        self, form: Any
    ) -> tuple[Sequence[FieldEdit], Sequence[ConflictField], Sequence[tuple[str, str]]]:
        """For who was overtaken: what changed, the fields to choose between, and all that was typed, stamped anew."""
        raise NotImplementedError

    def chosen(self, data: QueryDict) -> QueryDict | None:
        """What goes on after a choice between two versions; None where nothing of the person's own is left."""
        raise NotImplementedError

    def intro(self) -> str:
        return ""

    def record_rows(self) -> Sequence[SummaryRow]:
        return ()

    # --- steps ---

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.show(self.form())
        steps = {"preview": self.preview, "confirm": self.confirm, "resolve": self.resolve}
        step = steps.get(self.request.POST.get("step", ""))
        return step() if step else self.show(self.form(self.request.POST))

    def show(self, form: StampedForm) -> HttpResponse:
        context = {
            **self.frame,
            "heading": self.heading,
            "form": form,
            "intro": self.intro(),
            "record_rows": self.record_rows(),
            "submit_text": self.submit_text,
        }
        asked = self.request.POST.get("step", "edit") if form.is_bound else "edit"
        status = INVALID if asked != "edit" and form.errors else 200
        return render(self.request, "outcomes/kpi_form.html", context, status=status)

    def preview(self, data: QueryDict | None = None) -> HttpResponse:
        form = self.form(data or self.request.POST)
        if not form.is_valid():
            return self.show(form)
        before = self.before
        try:
            context, after, told = undone(lambda: self._done(form))
        except ValidationError as refusal:
            form.refuse_with(refusal)
            return self.show(form)
        except StaleEdit:
            return self.stale(form)
        return render(
            self.request,
            "outcomes/kpi_confirm.html",
            {
                **self.frame,
                "heading": self.check_heading,
                "entries": [HistoryEntry(told.sentence, None, told.who, told.why, told.details)],
                "hidden": form.typed,
                **(self._charts(before, after) if self.shows_charts else {}),
                **context,
            },
        )

    def _done(self, form: Any) -> tuple[dict[str, Any], Series, Event]:
        """The change made: what the summary says of it, the series it leaves, and what the history then begins with."""
        context = self.summary(form, self.write(form))
        return context, series_now(self.kpi), history_of(self.kpi)[0]

    def _charts(self, before: Series, after: Series) -> dict[str, Any]:
        """The chart as it is and as it would be; nothing of it where there is no point to draw."""
        if not before.points and not after.points:
            return {}
        sides = [("As it is now", before, "now"), ("After the change", after, "after")]
        return {
            "same_chart": _drawn(before) == _drawn(after),
            "sides": [(heading, _side(series, uid)) for heading, series, uid in sides],
        }

    def confirm(self) -> HttpResponse:
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            self.write(form)
        except (ValidationError, StaleEdit) as problem:
            if self.is_done(form):
                messages.info(self.request, TWICE)
                return redirect(self.url)
            if isinstance(problem, StaleEdit):
                return self.stale(form)
            form.refuse_with(problem)
            return self.show(form)
        messages.success(self.request, SAVED)
        return redirect(self.url)

    # --- somebody else was quicker ---

    def stale(self, form: Any) -> HttpResponse:
        """Both versions, and nothing typed is lost."""
        edits, fields, hidden = self.now_and_yours(form)
        return stale_page(
            self.request,
            {**self.frame, "heading": self.overtaken},
            record=f"“{self.kpi.name}”",
            fields=fields,
            edits=edits,
            hidden=hidden,
            cancel_url=self.url,
            rest=[SummaryRow("Your reason", Cell(form.why or "none given"))],
        )

    def resolve(self) -> HttpResponse:
        data = self.chosen(self.request.POST.copy())
        if data is None:
            messages.info(self.request, "The other version stays. Nothing of yours was saved.")
            return redirect(self.url)
        return self.preview(data)


def _side(series: Series, uid: str) -> SpcFigure:
    """A chart for half a page: without the table of its points, which needs the whole width and stands on the KPI's."""
    spc = figure_of(series, uid=uid, level=3)
    return replace(spc, figure=replace(spc.figure, table=None))


def _drawn(series: Series) -> tuple[Any, ...]:
    """What a reader would see: the analysis and the words around it."""
    return series.analysis, series.wording, series.rebases, series.kpi.floor, series.kpi.ceiling


def same_hand(changes: Sequence[KPIChange], request: HttpRequest, form: Any) -> bool:
    """Whether all of these changes are this person's, with this reason: a second press of Confirm, and no conflict."""
    person = user_of(request).pk
    return bool(changes) and all(one.made_by_id == person and one.reason == form.why for one in changes)
