"""Decisions about a chart: limits set anew, a point left out, and either withdrawn. A person decides, with a cause."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from commissioning.core.components import ConflictField, Panel, SummaryRow, Tone
from commissioning.core.concurrency import StaleEdit
from commissioning.core.tables import Cell, Column, Row, Table
from outcomes.forms_kpi import StampedForm
from outcomes.forms_kpi_chart import DecisionForm, WithdrawForm
from outcomes.models import KPI, ChartDecision
from outcomes.models.targets import ChartDecisionKind, KPIChangeKind
from outcomes.selectors.kpi_stamp import as_edits, changes_after, newest_change
from outcomes.selectors.series import Series
from outcomes.selectors.series_types import value_words
from outcomes.services.charts import ghost, rebase, withdraw_decision
from outcomes.services.summaries import lock_kpis
from outcomes.tables_kpi_chart import decision_words
from outcomes.views.kpi_act import ActPage, changeable, same_hand, series_now
from outcomes.words import variation_words
from programmes.models import Programme
from programmes.selectors.edits import FieldEdit
from programmes.tables import day_words
from programmes.views.base import grants_of, user_of
from programmes.views.stale import THEIRS, conflict_field

KIND = KPIChangeKind.CHART
DOORS = {ChartDecisionKind.REBASE: rebase, ChartDecisionKind.GHOST: ghost}


@require_http_methods(["GET", "HEAD", "POST"])
def kpi_decision_add(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The form; the chart before and after; 409 for who was overtaken, 422 with what is wrong."""
    return DecisionPage(request, *changeable(request, key, ref)).answer()


@require_http_methods(["GET", "HEAD", "POST"])
def kpi_decision_withdraw(request: HttpRequest, key: str, ref: str, decision: str) -> HttpResponse:
    """Take a decision back, with the reason; it stays to be read. 404 for one that the KPI does not have."""
    programme, found = changeable(request, key, ref)
    row = ChartDecision.objects.filter(kpi=found, reference=decision).select_related("withdrawn_by").first()
    if row is None:
        raise Http404("No such decision.")
    page = WithdrawPage(request, programme, found, row)
    if row.withdrawn_at is not None and request.method != "POST":
        messages.info(
            request, f"{row.withdrawn_by} withdrew this decision on {day_words(row.withdrawn_at.date())}."
        )
        return redirect(page.url)
    return page.answer()


class ChartActPage(ActPage):
    """What both share: guarded by the newest change of the chart."""

    def guarded(self, form: StampedForm) -> None:
        """Raises StaleEdit where the chart was changed since the form was opened. Inside a transaction."""
        lock_kpis([self.kpi.pk])
        if newest_change(self.kpi, KIND) != form.seen:
            raise StaleEdit(self.kpi)

    def act_words(self, form: Any) -> str:
        raise NotImplementedError

    def is_done(self, form: Any) -> bool:
        return same_hand(changes_after(self.kpi, KIND, form.seen), self.request, form)

    def now_and_yours(
        self, form: Any
    ) -> tuple[Sequence[FieldEdit], Sequence[ConflictField], Sequence[tuple[str, str]]]:
        changes = changes_after(self.kpi, KIND, form.seen)
        edits = as_edits(changes, "decision")
        now = "; ".join(f"{one.field}: {one.after or one.before}" for one in changes)
        field = conflict_field(
            "decision", "Chart", now=now or "as you found it", yours=self.act_words(form), edits=edits
        )
        stamp = str(newest_change(self.kpi, KIND))
        return edits, [field], [(name, stamp if name == "stamp" else value) for name, value in form.typed]

    def chosen(self, data: QueryDict) -> QueryDict | None:
        return None if data.get("keep_decision", THEIRS) == THEIRS else data

    def _effect(self, what: str) -> dict[str, Any]:
        after = series_now(self.kpi)
        table = Table(
            "What changes on the chart",
            (Column("What"), Column("Now"), Column("After the change")),
            [
                _compared("Variation", _varies(self.before), _varies(after)),
                _compared("Mean and limits", _lines(self.before), _lines(after)),
                _compared("Points that are left out", _left_out(self.before), _left_out(after)),
            ],
        )
        return {"act": what, "changes": table, "warned": hidden_signal(self.before, after)}


class DecisionPage(ChartActPage):
    heading = "Set limits anew, or leave a point out"
    check_heading = "Check this decision before you save it"
    overtaken = "Somebody else changed this chart while you had it open"

    def form(self, data: QueryDict | None = None) -> DecisionForm:
        return DecisionForm(
            data, periods=period_choices(self.before), initial={"stamp": newest_change(self.kpi, KIND)}
        )

    def intro(self) -> str:
        if not self.before.points:
            return "There is no figure on this chart yet, so nothing can be decided about it."
        return (
            "Nobody’s limits move by themselves: a person decides, says why, and can take it back. Set limits anew "
            "only where something is known to have changed and the chart has settled at a new level; leave a point "
            "out only where its figure is known not to belong, such as a month in which the service was closed."
        )

    def act_words(self, form: DecisionForm) -> str:
        label = dict(period_labels(self.before)).get(form.cleaned_data["on"], form.cleaned_data["on"])
        return f"{decision_words(form.cleaned_data['kind'])} {label}"

    def write(self, form: DecisionForm) -> ChartDecision:
        """Raises StaleEdit where the chart was changed since, and what the doors raise."""
        door = DOORS[ChartDecisionKind(form.cleaned_data["kind"])]
        with transaction.atomic():
            self.guarded(form)
            return door(
                self.kpi,
                on_period_start=form.day,
                reason=form.why,
                by=user_of(self.request),
                grants=grants_of(self.request),
            )

    def summary(self, form: DecisionForm, _written: ChartDecision) -> dict[str, Any]:
        return self._effect(self.act_words(form))


class WithdrawPage(ChartActPage):
    heading = "Withdraw this decision"
    check_heading = "Check before you withdraw this decision"
    overtaken = "Somebody else changed this chart while you had it open"

    def __init__(self, request: HttpRequest, programme: Programme, kpi: KPI, decision: ChartDecision) -> None:
        super().__init__(request, programme, kpi)
        self.decision = decision

    def form(self, data: QueryDict | None = None) -> WithdrawForm:
        return WithdrawForm(data, initial={"stamp": newest_change(self.kpi, KIND)})

    def intro(self) -> str:
        return "The chart is then drawn as if it had not been decided. The decision stays to be read."

    def record_rows(self) -> Sequence[SummaryRow]:
        made = f"{self.decision.made_by or 'not recorded'}, {day_words(self.decision.made_at.date())}"
        return [
            SummaryRow("Decision", Cell(self._decided())),
            SummaryRow("Why it was made", Cell(self.decision.reason)),
            SummaryRow("Decided by", Cell(made)),
        ]

    def _decided(self) -> str:
        labels = dict(period_labels(self.before))
        period = labels.get(self.decision.on.isoformat(), day_words(self.decision.on))
        return f"{decision_words(self.decision.kind)} {period}"

    def act_words(self, _form: Any) -> str:
        return f"Withdrawn: {self._decided()}"

    def write(self, form: WithdrawForm) -> ChartDecision:
        """Raises StaleEdit where the chart was changed since, and what the door raises."""
        with transaction.atomic():
            self.guarded(form)
            return withdraw_decision(
                self.decision, reason=form.why, by=user_of(self.request), grants=grants_of(self.request)
            )

    def summary(self, form: WithdrawForm, _written: ChartDecision) -> dict[str, Any]:
        return self._effect(self.act_words(form))


# --- words --------------------------------------------------------------------------------------------------------


def period_labels(series: Series) -> list[tuple[str, str]]:
    """The periods of the chart, the newest first, by the first day as the form sends it."""
    points = [value for value in reversed(series.points) if value.start is not None]
    return [(value.start.isoformat(), value.period.printed) for value in points if value.start]


def period_choices(series: Series) -> list[tuple[str, str]]:
    """The periods with their figures, so that a person picks the point that they see."""
    return [
        (value.start.isoformat(), f"{value.period.printed}: {value_words(value, series.kpi)}")
        for value in reversed(series.points)
        if value.start is not None
    ]


def _compared(what: str, now: str, after: str) -> Row:
    return Row((Cell(what), Cell(now), Cell(after)))


def _varies(series: Series) -> str:
    return variation_words(series.analysis.variation).full


def _lines(series: Series) -> str:
    latest, says = series.analysis.latest, series.wording
    if latest is None or latest.mean is None:
        return "none"
    if latest.lower_limit is None or latest.upper_limit is None:
        return f"mean {says.line_figure(latest.mean)}, no limits yet"
    low, high = says.line_figure(latest.lower_limit), says.line_figure(latest.upper_limit)
    return f"mean {says.line_figure(latest.mean)}, limits {low} to {high}"


def _left_out(series: Series) -> str:
    return ", ".join(value.period.printed for value in series.points if value.is_ghost) or "none"


def hidden_signal(before: Series, after: Series) -> Panel | None:
    """A warning where the decision would take a concern off the page: that is what limits must not be moved for."""
    was, becomes = before.analysis.variation or "", after.analysis.variation or ""
    if not was.startswith("concern") or becomes.startswith("concern"):
        return None
    return Panel(
        "A concern would no longer be shown",
        f"The chart now shows: {variation_words(was).full}. After this decision it would not. Go on only if the cause "
        "that you name is known, and whoever reads the board’s pack would agree.",
        Tone.WARN,
        level=2,
    )
