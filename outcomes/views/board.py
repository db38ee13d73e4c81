"""The board table of KPIs: of one programme, or across every programme that the reader may see."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import AsAt, Download, Empty, Link
from commissioning.core.tables import Table, pagination_of, query_with
from outcomes.board import Change, change_of
from outcomes.listing_board import BoardListing, board_listing
from outcomes.selectors.board_rows import BoardRow
from outcomes.tables_board import board_tables
from outcomes.words_board import count_words
from programmes.addresses import Addresses
from programmes.downloads import filtered_downloads, whole_downloads
from programmes.models import Programme
from programmes.views.base import as_at, grants_of, programme_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import account_links, programme_frame, role_words

PAGE_SIZE: Final = 100
LATEST: Final = "Figures are the latest recorded, whatever the day; data age and lateness are counted to it."


@dataclass(frozen=True)
class Tab:
    words: str
    count: str
    href: str
    current: bool


@require_safe
def kpis(request: HttpRequest, key: str) -> HttpResponse:
    """Every KPI of the programme, by domain, those of concern that fail their target first."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    frame = board_frame(request, programme, on)
    listing = board_listing(programme, request.GET, on)
    to = Addresses(programme.key, frame["keep_day"])
    context = {
        **frame,
        **table_context(request, listing, frame["keep_day"]),
        "tabs": tabs_of(request, programme, listing, "kpis"),
        "downloads": _downloads(request, frame, to, listing),
        "more_downloads": whole_downloads(
            frame,
            to,
            kpi_definitions="Every KPI’s definition",
            kpi_targets="Every target",
            measurements="Every figure",
            kpi_periods="Every KPI by period",
            kpi_wide="Every KPI with a column for each period",
            chart_decisions="Every decision about a chart",
        )
        if listing.every
        else (),
        "all_programmes": reverse("all_kpis") + frame["keep_day"],
    }
    return render(request, "outcomes/kpis.html", context)


@require_safe
def all_kpis(request: HttpRequest) -> HttpResponse:
    """The same across every programme that the reader may see."""
    grants = grants_of(request)
    on = as_at(request)
    today: date = request.today  # type: ignore[attr-defined]
    keep = f"?on={on.isoformat()}" if on != today else ""
    programmes = list(Programme.objects.visible_to(grants))
    listing = board_listing(programmes, request.GET, on, across=True)
    context = {
        **table_context(request, listing, keep),
        "on": on,
        "as_at": _as_at(request, on, today),
        "programmes": len(programmes),
        "downloads": _across_downloads(request) if grants.may(Permission.EXPORT) and listing.rows else (),
        "account_role": role_words(request, grants.roles()),
        "account_links": account_links(request),
    }
    return render(request, "outcomes/kpis.html", context)


# --- what the table, the matrix and the exceptions share ----------------------------------------------------------


def board_frame(
    request: HttpRequest, programme: Programme, on: date, trail: tuple[Link, ...] = ()
) -> dict[str, Any]:
    """The programme's frame, whose day says what depends on it here and what does not."""
    frame = programme_frame(request, programme, "kpis", trail=trail, on=on)
    today: date = request.today  # type: ignore[attr-defined]
    if on < today:
        frame["as_at"] = replace(frame["as_at"], note=LATEST)
    return frame


def tabs_of(request: HttpRequest, programme: Programme, listing: BoardListing, current: str) -> list[Tab]:
    """Table, matrix and exceptions of the same filter, each with how many KPIs it shows."""
    query = query_with(request.GET, page=None, sort=None)
    asked = "" if query == "?" else query
    judged = sum(change_of(row) != Change.NONE for row in listing.rows)
    counts = (
        ("kpis", "Table", str(len(listing.rows))),
        ("kpi_matrix", "Matrix", f"{judged} with an icon"),
        ("kpi_exceptions", "Exceptions", str(len(listing.exceptions))),
    )
    return [
        Tab(words, count, reverse(name, args=[programme.key]) + asked, name == current)
        for name, words, count in counts
    ]


def filter_context(request: HttpRequest, listing: BoardListing) -> dict[str, Any]:
    """The filter, what of it is in use, and how many KPIs it leaves."""
    retired = sum(row.is_retired for row in listing.every) if not listing.form.chosen("state") else 0
    return {
        "filter": filter_of(request, listing.form, also_id="finding"),
        "finding": summaries_of(listing.rows),
        "escalate": _to_escalate(request, listing),
        "problems": listing.form.problems,
        "chosen_words": "; ".join(chips_of(listing.form)),
        "shown": count_words(listing.rows, listing.every),
        "retired": f"{retired} retired {'is' if retired == 1 else 'are'} left out" if retired else "",
        "retired_link": query_with(request.GET, state="any", page=None),
        "empty": None if listing.rows else empty_of(listing, request.GET),
        "illustrative": any(row.illustrative for row in listing.rows),
    }


def _to_escalate(request: HttpRequest, listing: BoardListing) -> Link | None:
    """To exactly the KPIs of the filter that are of concern and set to fail; None where there are none."""
    found = [row for row in listing.rows if (change_of(row), row.assurance) == (Change.CONCERN, "fail")]
    if not found or len(found) == len(listing.rows):
        return None
    mixed = not all(row.illustrative for row in listing.rows)
    query = query_with(request.GET, variation="concern", assurance="fail", page=None)
    made_up = mixed and all(row.illustrative for row in found)
    words = f"{len(found)} {'made-up ' if made_up else ''}KPI{'' if len(found) == 1 else 's'} to escalate"
    return Link(words, query)


def empty_of(listing: BoardListing, params: Mapping[str, Any]) -> Empty:
    if not listing.every:
        return Empty(
            "No KPIs yet", "None has been entered. Programme managers enter KPIs through “Data entry”."
        )
    if not listing.is_narrowed:
        query = QueryDict(mutable=True)
        query["state"] = "any"
        return Empty("Every KPI is retired", "", Link("Show retired KPIs", f"?{query.urlencode()}"))
    clear = query_with(QueryDict(mutable=True), on=params.get("on"))
    return Empty(
        "No KPI fits these filters",
        "Nothing fits every filter at once. Take one away, or clear them all.",
        Link("Clear filters", clear),
    )


# --- the table ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """One table of the page. `count` speaks of the whole group, also where it goes on over the page."""

    heading: str
    count: str
    table: Table


def table_context(request: HttpRequest, listing: BoardListing, keep: str) -> dict[str, Any]:
    page = Paginator(listing.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    several = len({row.programme_id for row in listing.rows}) > 1
    tables = board_tables(
        tuple(page.object_list), request.GET, listing.on, keep, sort=listing.sort, several=several
    )
    return {
        **filter_context(request, listing),
        "tables": tables,
        "sort": listing.sort,
        "by_domain": query_with(request.GET, sort=None, page=None),
        "pagination": pagination_of(page, request.GET, "KPI" if len(listing.rows) == 1 else "KPIs"),
    }


def summaries_of(rows: tuple[BoardRow, ...]) -> str:
    """As `summary_of`; where made-up KPIs stand beside those of papers, each sort is counted on its own."""
    made_up = tuple(row for row in rows if row.illustrative)
    if not made_up or len(made_up) == len(rows):
        return summary_of(rows)
    papers = tuple(row for row in rows if not row.illustrative)
    noun = "KPI" if len(made_up) == 1 else "KPIs"
    printed = "KPI" if len(papers) == 1 else "KPIs"
    first = f"{len(papers)} {printed} of papers: {summary_of(papers)}"
    return f"{first} {len(made_up)} made-up {noun}: {summary_of(made_up)}"


def summary_of(rows: tuple[BoardRow, ...]) -> str:
    """ "7 of concern, of which 2 will fail their target; 12 improving; …"; each KPI in exactly one part."""
    counts = {change: sum(change_of(row) == change for row in rows) for change in Change}
    failing = sum(change_of(row) == Change.CONCERN and row.assurance == "fail" for row in rows)
    concern = f"{counts[Change.CONCERN]} concerning"
    if failing:
        concern += f" ({failing} of them will consistently fail {'its' if failing == 1 else 'their'} target)"
    parts = [
        concern if counts[Change.CONCERN] else "",
        f"{counts[Change.IMPROVEMENT]} improving" if counts[Change.IMPROVEMENT] else "",
        f"{counts[Change.COMMON_CAUSE]} with no significant change" if counts[Change.COMMON_CAUSE] else "",
        f"{counts[Change.NEUTRAL]} changing where neither direction is better"
        if counts[Change.NEUTRAL]
        else "",
        f"{counts[Change.NONE]} without an icon" if counts[Change.NONE] else "",
    ]
    said = "; ".join(filter(None, parts))
    return f"{said}." if said else ""


def _downloads(
    request: HttpRequest, frame: Mapping[str, Any], to: Addresses, listing: BoardListing
) -> tuple[Download, ...]:
    if not listing.rows or listing.form.problems:
        return ()
    return filtered_downloads(frame, to, request.GET, "kpis", "This list")


def _across_downloads(request: HttpRequest) -> tuple[Download, ...]:
    query = query_with(request.GET, page=None)
    address = reverse("all_kpis_csv") + ("" if query == "?" else query)
    return (Download("This list as CSV", address, "the same KPIs in the same order"),)


def _as_at(request: HttpRequest, on: date, today: date) -> AsAt:
    hidden = tuple((name, str(value)) for name, value in request.GET.items() if name not in {"on", "page"})
    clear = query_with(request.GET, on=None, page=None)
    return AsAt(
        on=on,
        today=today,
        action=request.path,
        hidden=hidden,
        clear_url=clear,
        note=LATEST if on < today else "",
    )
