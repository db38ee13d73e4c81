"""The page of one KPI: its finding in words, its chart and figures, its definition, and all that was decided of it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Citation, Empty, HistoryEntry, Link, SummaryRow, Tag, Tone
from commissioning.core.tables import Cell
from outcomes.charts.of_series import figure_of
from outcomes.forms_kpi import CommentForm
from outcomes.models import KPI, ExceptionReport, KPIComment
from outcomes.models.kpis import KPIState
from outcomes.rules_due import reports
from outcomes.selectors.kpi_history import Event, history_of
from outcomes.selectors.kpi_page import KPIPage, Neighbour, kpi_page, of_programme
from outcomes.services.narrative import comment
from outcomes.tables_kpi import CHARTED_BY, adoption_table, definition_rows, outcome_rows, position_rows
from outcomes.tables_kpi_chart import breakdown_table, decisions_table, targets_table, withdrawals
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.views.base import as_at, grants_of, programme_or_404, require, user_of
from programmes.views.page import programme_frame

STATE_TONES = {
    KPIState.PROPOSED: Tone.WARN,
    KPIState.BASELINED: Tone.INFO,
    KPIState.REPORTING: Tone.GOOD,
    KPIState.RETIRED: Tone.NEUTRAL,
}
INVALID = 422
ILLUSTRATIVE = "Illustrative: no paper prints this KPI. Its figures are made up."
CHANGES = {
    "kpi_change": "Change the definition",
    "kpi_target": "Set a target",
    "kpi_decision_add": "Set limits anew or leave a point out",
    "kpi_chart": "Change the chart’s settings",
}
NOT_WOUND_BACK = (
    "Figures, chart and judgements are those that stand now: they are not wound back. The day settles how old the "
    "data are and which target is in force."
)


@require_safe
def kpi(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """A KPI on the day asked about; figures are those that stand now."""
    programme = programme_or_404(request, key)
    return kpi_response(request, programme, kpi_or_404(programme, ref))


def kpi_or_404(programme: Programme, reference: str) -> KPI:
    """The programme's KPI of that reference, else 404. The programme must be one that the reader may see."""
    found = of_programme(programme, reference)
    if found is None:
        raise Http404("No such KPI.")
    return found


def kpi_trail(programme: Programme, keep: str = "") -> tuple[Link, ...]:
    to = Addresses(programme.key, keep)
    return (Link("KPIs", to.of("kpis")),)


def kpi_response(
    request: HttpRequest,
    programme: Programme,
    found: KPI,
    *,
    form: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; with a comment that was refused, its form says why."""
    on = as_at(request)
    page = kpi_page(found, on)
    frame = programme_frame(request, programme, "kpis", trail=kpi_trail(programme), on=on)
    to = Addresses(programme.key, frame["keep_day"])
    may_change = grants_of(request).may(Permission.EDIT_KPIS, programme.pk)
    context = {
        **frame,
        "as_at": replace(frame["as_at"], note=NOT_WOUND_BACK),
        "kpi": found,
        "page": page,
        "state": Tag(str(found.get_state_display()), STATE_TONES[KPIState(found.state)]),
        "illustrative": ILLUSTRATIVE if found.illustrative else _partly_illustrative(page),
        "lede": lede(page),
        "spc": figure_of(page.series, level=2),
        "empty": _empty(page),
        "position": position_rows(page, on),
        "breakdowns": [breakdown_table(one, page.series) for one in page.breakdowns],
        "targets": targets_table(page, on, to),
        "decisions": decisions_table(page),
        "withdrawals": withdrawals(page, to) if may_change else [],
        "previous": _neighbour(page.previous, to),
        "following": _neighbour(page.following, to),
        "actions": _actions(request, programme, page, to),
        **_words(page, to),
        **_comments(request, programme, page, form),
    }
    return render(request, "outcomes/kpi.html", context, status=status)


def lede(page: KPIPage) -> str:
    """What it measures, directly or as a proxy, and the latest figure in the paper's own words where one prints it."""
    latest = page.series.latest
    printed = (
        f" The paper prints “{latest.text}” ({latest.period.printed})." if latest and latest.text else ""
    )
    return _measures(page) + printed


def _measures(page: KPIPage) -> str:
    if not page.measured:
        return "It measures no outcome of a framework."
    ways = {one.is_proxy for one in page.measured}
    how = "Measures" if ways == {False} else "Stands in, as a proxy, for" if ways == {True} else "Bears on"
    outcomes = "; ".join(one.text for one in page.measured)
    return f"{how}: {outcomes}".rstrip(".") + "."


def _words(page: KPIPage, to: Addresses) -> dict[str, Any]:
    """Everything of the page that is words: what it measures, definition, settings, sources, exception, history."""
    found = page.kpi
    printed = [
        Citation(place.document_title, place.locator, to.of("document", place.document_reference))
        for place in page.printed
    ]
    return {
        "measures": outcome_rows(page, to),
        "adoptions": adoption_table(page, to),
        "definition": definition_rows(found),
        "settings": definition_rows(found, CHARTED_BY),
        "citations": list(dict.fromkeys(printed)),
        "fact_url": to.of("fact_sources", found.fact_id) if found.fact_id else "",
        "exception": exception_rows(page.exception) if page.exception else [],
        "exception_by": page.exception,
        "history": [_entry(event) for event in history_of(found)],
    }


def exception_rows(report: ExceptionReport) -> list[SummaryRow]:
    """What was last said of the KPI in exception."""
    rows = [SummaryRow("Speaks of", Cell(report.period_text))] if report.period_text else []
    if report.meaning:
        rows.append(SummaryRow("What it means", Cell(report.meaning)))
    return [
        *rows,
        SummaryRow("Cause", Cell(report.cause)),
        SummaryRow("Action", Cell(report.action)),
        SummaryRow("Who does it", Cell(report.action_owner)),
        SummaryRow(
            "By when",
            Cell(report.due.printed) if report.due.printed else Cell("not stated", unknown=True),
        ),
    ]


def _partly_illustrative(page: KPIPage) -> bool:
    return any(
        (
            *(value.illustrative for value in page.series.values),
            *(one.illustrative for one in page.measured),
            *(one.illustrative for one in page.targets),
        )
    )


def _empty(page: KPIPage) -> Empty | None:
    """What a KPI without figures needs before it has a chart."""
    if page.series.values:
        return None
    found = page.kpi
    if found.state == KPIState.PROPOSED:
        text = (
            "It is a proposal: no paper gives a figure and nobody is asked for one. It needs a definition, a "
            "frequency, an owner, and the state “Reporting”; then returns fall due."
        )
    elif found.state == KPIState.RETIRED:
        text = "It was retired before a figure was recorded."
    else:
        needed = found.spc_minimum_points
        text = (
            "No return has been approved yet. The first figure makes a line; limits and icons need "
            f"{needed} points."
        )
    return Empty("No figure recorded yet", text)


def _entry(event: Event) -> HistoryEntry:
    return HistoryEntry(
        event.sentence, timezone.localtime(event.at), event.who, event.why, details=event.details
    )


def _neighbour(row: Neighbour | None, to: Addresses) -> Link | None:
    return Link(row.name, to.of("kpi", row.reference)) if row else None


def _actions(request: HttpRequest, programme: Programme, page: KPIPage, to: Addresses) -> list[Link]:
    """What this reader may do with the KPI."""
    found = page.kpi
    grants = grants_of(request)
    names: dict[str, str] = {}
    if grants.may_submit_return(programme.pk, found.owner_id) and reports(found):
        names |= {"return_enter": "Enter its return", "kpi_correct": "Correct an approved figure"}
    if page.series.latest is not None and grants.may(Permission.COMMENT_ON_KPIS, programme.pk):
        names["kpi_exception"] = "Report an exception"
    if grants.may(Permission.EDIT_KPIS, programme.pk):
        names |= CHANGES
    return [Link(words, to.of(name, found.reference)) for name, words in names.items()]


def _comments(
    request: HttpRequest, programme: Programme, page: KPIPage, form: CommentForm | None
) -> dict[str, Any]:
    may = grants_of(request).may(Permission.COMMENT_ON_KPIS, programme.pk)
    return {
        "comments": [_said(one) for one in page.comments],
        "form": (form or CommentForm()) if may else None,
        "comment_url": Addresses(programme.key).of("kpi_comment", page.kpi.reference),
    }


def _said(comment: KPIComment) -> HistoryEntry:
    return HistoryEntry(comment.text, timezone.localtime(comment.made_at), str(comment.made_by))


@require_POST
def kpi_comment(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """Add a comment; 422 and the page with the words typed where it says nothing."""
    programme = programme_or_404(request, key)
    found = kpi_or_404(programme, ref)
    require(request, Permission.COMMENT_ON_KPIS, programme)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return kpi_response(request, programme, found, form=form, status=INVALID)
    comment(found, text=form.cleaned_data["text"], by=user_of(request), grants=grants_of(request))
    messages.success(request, "Your comment stands below, with your name and the time.")
    return redirect(f"{Addresses(programme.key).of('kpi', found.reference)}#comments")
