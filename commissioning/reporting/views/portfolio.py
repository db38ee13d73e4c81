"""The portfolio: every programme that the reader may see, side by side on one day, and the same to take away."""

from datetime import date

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import AsAt, Download, Empty, Link
from commissioning.core.tables import query_with
from commissioning.reporting.forms import PortfolioForm
from commissioning.reporting.portfolio import portfolio_sheet, portfolio_table, sorted_rows
from commissioning.reporting.selectors.portfolio import PortfolioRow
from commissioning.reporting.selectors.portfolio import portfolio as read_portfolio
from commissioning.reporting.views.exports import day_asked
from commissioning.reporting.views.files import csv_response
from programmes.views.base import as_at, grants_of
from programmes.views.lists import filter_of
from programmes.views.page import RECORDED_NOW, account_links, role_words


@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """Filter, sort and day stand in the address, so that a view can be kept and sent."""
    grants = grants_of(request)
    today: date = request.today  # type: ignore[attr-defined]
    on = as_at(request)
    form = PortfolioForm(request.GET)
    every = read_portfolio(grants, on)
    rows = sorted_rows(form.select(every), request.GET)
    keep = f"?on={on.isoformat()}" if on != today else ""
    context = {
        "rows": rows,
        "summary": _summary(rows, every),
        "problems": form.problems,
        "filter": filter_of(request, form),
        "table": portfolio_table(rows, request.GET, keep),
        "empty": None if rows else _empty(every, request),
        "on": on,
        "as_at": _as_at(request, on, today),
        "downloads": _downloads(request) if grants.may(Permission.EXPORT) and not form.problems else (),
        "account_role": role_words(request, grants.roles()),
        "account_links": account_links(request),
    }
    return render(request, "reporting/portfolio.html", context)


@require_safe
def portfolio_csv(request: HttpRequest) -> HttpResponse:
    """The rows of the view that the reader may take away; 403 for whoever may take none."""
    grants = grants_of(request)
    if not grants.may(Permission.EXPORT):
        raise PermissionDenied("Your role does not allow taking tables away.")
    on = day_asked(request)
    form = PortfolioForm(request.GET)
    if form.problems:
        raise BadRequest(" ".join(form.problems))
    rows = sorted_rows(form.select(read_portfolio(grants.limited_to(Permission.EXPORT), on)), request.GET)
    return csv_response(portfolio_sheet(rows, on), f"portfolio-as-at-{on.isoformat()}.csv")


def _summary(rows: tuple[PortfolioRow, ...], every: tuple[PortfolioRow, ...]) -> str:
    of = f" of {len(every)}" if len(rows) < len(every) else ""
    made_up = sum(row.programme.illustrative for row in rows)
    said = f", {made_up} of them made up" if made_up else ""
    return f"{len(rows)}{of} {'programme' if len(every) == 1 else 'programmes'}{said}"


def _as_at(request: HttpRequest, on: date, today: date) -> AsAt:
    hidden = tuple((name, str(value)) for name, value in request.GET.items() if name != "on")
    clear = query_with(request.GET, on=None)
    note = RECORDED_NOW if on < today else ""
    return AsAt(on=on, today=today, action=request.path, hidden=hidden, clear_url=clear, note=note)


def _downloads(request: HttpRequest) -> tuple[Download, ...]:
    address = reverse("portfolio_csv") + query_with(request.GET)
    return (Download("This view as CSV", address, "the same programmes in the same order"),)


def _empty(every: tuple[PortfolioRow, ...], request: HttpRequest) -> Empty:
    if not every:
        return Empty(
            "No programme yet", "You hold no role in any programme. Ask a platform administrator for one."
        )
    clear = query_with(QueryDict(mutable=True), on=request.GET.get("on"))
    return Empty(
        "No programme fits",
        "Nothing fits every filter at once. Take one away, or clear them all.",
        Link("Clear filters", clear),
    )
