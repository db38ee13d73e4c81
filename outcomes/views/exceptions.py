"""KPIs in exception: chart, icons, what they mean, and what is done about it by whom and when. No rating, no narrative
for what varies as it always has and passes its target."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Empty, HistoryEntry, Link, SummaryRow
from commissioning.core.tables import pagination_of
from outcomes.board import Change, assured_of, change_of, is_exception, natural, urgency
from outcomes.board_advice import advice_of
from outcomes.charts.figure import SpcFigure
from outcomes.charts.of_series import figure_of
from outcomes.forms_exception import ExceptionForm
from outcomes.listing_board import board_listing
from outcomes.models import KPI, ExceptionReport
from outcomes.selectors.board_rows import BoardRow
from outcomes.selectors.exceptions import ExceptionView, exceptions_of, reports_of
from outcomes.selectors.summaries import rows_of
from outcomes.services.narrative import report_exception
from outcomes.tables_board import owner_cell, target_cell
from outcomes.views.board import board_frame, empty_of, filter_context, tabs_of
from outcomes.views.kpi import exception_rows, kpi_or_404, kpi_trail
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.views.base import as_at, grants_of, programme_or_404, user_of

PAGE_SIZE: Final = (
    8  # each has two drawings and its figures: more make a page that takes seconds to read out or draw
)
INVALID: Final = 422
NOT_REPORTED: Final = "No report yet: nobody has said why it is so and what is done."
NOT_IN_EXCEPTION: Final = (
    "This KPI is not in exception: its latest figure is not of concern, and it is not set to fail its target. Nothing "
    "is to be reported."
)


@dataclass(frozen=True)
class Shown:
    """One KPI in exception as its block shows it."""

    name: str
    href: str
    report_href: str
    caption: str
    advice: str
    spc: SpcFigure
    about: Sequence[SummaryRow]
    report: Sequence[SummaryRow]
    said: str
    outdated: str
    id: str


@require_safe
def kpi_exceptions(request: HttpRequest, key: str) -> HttpResponse:
    """Every KPI of the filter that is in exception, the most urgent first, each with its chart and latest report."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    frame = board_frame(request, programme, on)
    listing = board_listing(programme, request.GET, on)
    rows = sorted(listing.exceptions, key=lambda row: (urgency(row), natural(row.reference)))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    views = exceptions_of(tuple(page.object_list))
    to = Addresses(programme.key, frame["keep_day"])
    unreported = sum(view.report is None for view in views)
    context = {
        **frame,
        **filter_context(request, listing),
        "tabs": tabs_of(request, programme, listing, "kpi_exceptions"),
        "finding": _lede(rows, len(listing.rows)),
        "unreported": f"{unreported} of those on this page {'has' if unreported == 1 else 'have'} no report yet"
        if unreported
        else "",
        "exceptions": [shown(view, to) for view in views],
        "pagination": pagination_of(page, request.GET, "KPI" if len(rows) == 1 else "KPIs"),
        "may_report": grants_of(request).may(Permission.COMMENT_ON_KPIS, programme.pk),
        "empty": _nothing(listing.rows, empty_of(listing, request.GET)) if not rows else None,
    }
    return render(request, "outcomes/kpi_exceptions.html", context)


def _lede(rows: Sequence[BoardRow], of: int) -> str:
    concern = sum(change_of(row) == Change.CONCERN for row in rows)
    failing = sum(row.assurance == "fail" for row in rows)
    both = concern + failing - len(rows)
    said = f"{len(rows)} of {of} {'KPI' if of == 1 else 'KPIs'} in exception"
    share = f", {both} of them both" if both else ""
    return f"{said}: {concern} concerning, {failing} set to fail {'its' if failing == 1 else 'their'} target{share}."


def _nothing(rows: Sequence[BoardRow], empty: Empty) -> Empty:
    if not rows:
        return empty
    return Empty(
        "No KPI is in exception",
        "None of these is of concern at its latest figure, or set to fail its target.",
    )


def shown(view: ExceptionView, to: Addresses, level: int = 3) -> Shown:
    row, report = view.row, view.report
    advice = advice_of(change_of(row), assured_of(row))
    owing = view.is_outdated and report is not None
    return Shown(
        name=row.name,
        href=to.of("kpi", row.reference),
        report_href=to.of("kpi_exception", row.reference),
        caption=", ".join(filter(None, (row.reference, row.domain, "proxy" if row.is_proxy else ""))),
        advice=advice.says if advice else "",
        spc=figure_of(view.series, illustrative=row.illustrative, level=level),
        about=[SummaryRow("KPI’s owner", owner_cell(row)), SummaryRow("Target", target_cell(row))],
        report=exception_rows(report) if report else [],
        said=said_by(report) if report else NOT_REPORTED,
        outdated=f"It speaks of {report.period_text}; the latest figure is of {row.latest_period}."
        if owing and report
        else "",
        id=f"exception-{row.kpi_id}",
    )


def said_by(report: ExceptionReport) -> str:
    at = timezone.localtime(report.made_at)
    return f"{report.made_by}, {at.day} {at:%B %Y}"


# --- one KPI ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def kpi_exception(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """One KPI's exception, everything that was said of it, and for whoever may report the form."""
    programme = programme_or_404(request, key)
    found = kpi_or_404(programme, ref)
    may_report = grants_of(request).may(Permission.COMMENT_ON_KPIS, programme.pk)
    if request.method != "POST":
        return _page(request, programme, found, ExceptionForm() if may_report else None)
    if not may_report:
        raise PermissionDenied("Your role does not let you report on KPIs.")
    form = ExceptionForm(request.POST)
    if not _is_in_exception(found):
        form.add_error(None, NOT_IN_EXCEPTION)
    if form.is_valid() and _report(request, found, form):
        return redirect(Addresses(programme.key).of("kpi_exception", found.reference))
    return _page(request, programme, found, form, status=INVALID)


def _is_in_exception(kpi: KPI) -> bool:
    return all(is_exception(row) for row in rows_of(KPI.objects.filter(pk=kpi.pk)))


def _report(request: HttpRequest, kpi: KPI, form: ExceptionForm) -> bool:
    """Through the door; a second press of the button changes nothing. False where the door refuses."""
    given: dict[str, Any] = form.cleaned_data
    person = user_of(request)
    before = next(iter(reports_of(kpi)), None)
    if before is not None and before.made_by_id == person.pk and _same(before, given):
        messages.info(request, "This report had been saved already; it was not saved twice.")
        return True
    try:
        report_exception(kpi, by=person, grants=grants_of(request), **given)
    except ValidationError as refusal:
        form.refuse_with(refusal)
        return False
    messages.success(request, "Report saved. Earlier reports stay beneath it.")
    return True


def _same(report: ExceptionReport, given: dict[str, Any]) -> bool:
    words = ("meaning", "cause", "action", "action_owner")
    return report.due == given["due"] and all(getattr(report, name) == given[name].strip() for name in words)


def _page(
    request: HttpRequest, programme: Programme, found: KPI, form: ExceptionForm | None, status: int = 200
) -> HttpResponse:
    on = as_at(request)
    (view,) = exceptions_of(rows_of(KPI.objects.filter(pk=found.pk), on))
    to = Addresses(programme.key)
    trail = (
        *kpi_trail(programme),
        Link(found.name, to.of("kpi", found.reference)),
    )
    frame = board_frame(request, programme, on, trail)
    in_exception = is_exception(view.row)
    reports = reports_of(found)
    context = {
        **frame,
        "kpi": found,
        "in_exception": in_exception,
        "not_in_exception": NOT_IN_EXCEPTION,
        "one": shown(view, Addresses(programme.key, frame["keep_day"]), level=2),
        "earlier": [_entry(report) for report in reports[1:]],
        "form": form if in_exception or (form is not None and form.is_bound) else None,
        "illustrative": found.illustrative,
    }
    return render(request, "outcomes/kpi_exception.html", context, status=status)


def _entry(report: ExceptionReport) -> HistoryEntry:
    details = [f"{row.key}: {row.value.text}." for row in exception_rows(report) if row.key != "Action"]
    return HistoryEntry(
        report.action, timezone.localtime(report.made_at), str(report.made_by), details=details
    )
