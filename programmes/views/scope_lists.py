"""Lists of services that different places print, side by side; what one has and another lacks; what may come later."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commissioning.core.components import Empty, Link
from commissioning.core.tables import Cell, Column, Row, Table, query_with
from commissioning.core.values_html import date_cell
from programmes.addresses import Addresses
from programmes.downloads import whole_downloads
from programmes.selectors.considerations import ConsiderationRow, considerations
from programmes.selectors.scope_lists import ListRow, only_in, scope_lists, services_named, untied
from programmes.tables import source_cell
from programmes.views.base import programme_or_404
from programmes.views.page import programme_frame


@require_safe
def scope_lists_page(request: HttpRequest, key: str) -> HttpResponse:
    """The matrix of services and lists, the entries that only one of two lists has, and future considerations."""
    programme = programme_or_404(request, key)
    frame = programme_frame(request, programme, "scope_lists")
    to = Addresses(programme.key, frame["keep_day"])
    lists, later = scope_lists(programme), considerations(programme)
    first, second = _chosen(request, lists)
    context = {
        **frame,
        "lists": lists,
        "about": _about(lists, to),
        "matrix": _matrix(lists, to),
        "differences": _differences(request, lists),
        "only": _only(first, second, to) if first and second else None,
        "untied": _untied(lists, to),
        "considerations": _considerations(later, to),
        "downloads": (
            *(whole_downloads(frame, to, scope_lists="Every entry of every list") if lists else ()),
            *(whole_downloads(frame, to, future_considerations="Every consideration") if later else ()),
        ),
        "empty": None
        if lists
        else Empty("No scope list yet", "No paper of this programme prints lists of services to compare."),
        "illustrative": any(each.illustrative for each in lists) or any(row.illustrative for row in later),
    }
    return render(request, "programmes/scope_lists.html", context)


def _chosen(request: HttpRequest, lists: Sequence[ListRow]) -> tuple[ListRow | None, ListRow | None]:
    """The pair of the address; a list that is not there chooses nothing."""
    by_reference = {each.reference: each for each in lists}
    first, second = (by_reference.get(request.GET.get(side, "")) for side in ("first", "second"))
    return (first, second) if first is not second else (None, None)


def _about(lists: Sequence[ListRow], to: Addresses) -> Table:
    rows = tuple(
        Row(
            (
                Cell(each.name),
                Cell(each.says) if each.says else Cell("not stated", unknown=True),
                Cell(str(len(each.items))),
                source_cell(each.places, each.fact_id, to),
            )
        )
        for each in lists
    )
    columns = (
        Column("List"),
        Column("What the paper says it is"),
        Column("Entries", numeric=True),
        Column("Printed in"),
    )
    return Table("The lists", columns, rows, caption_hidden=True)


def _matrix(lists: Sequence[ListRow], to: Addresses) -> Table:
    """Each service with the words of every list that means it; “not in it” where a list does not."""
    rows = tuple(
        Row(
            (
                Cell(name, to.of("service", reference)),
                *(_entry_cell(each, reference) for each in lists),
            )
        )
        for reference, name in services_named(lists)
    )
    columns = (Column("Service"), *(Column(each.name) for each in lists))
    return Table("Services in each list, in its own words", columns, rows, caption_hidden=True, compact=True)


def _entry_cell(each: ListRow, reference: str) -> Cell:
    items = each.items_for(reference)
    if not items:
        return Cell("not in it", unknown=True)
    includes = [line for item in items for line in item.includes]
    return Cell(
        "; ".join(item.name for item in items), note=f"includes {', '.join(includes)}" if includes else ""
    )


def _differences(request: HttpRequest, lists: Sequence[ListRow]) -> Table:
    """How many entries of the list in the row no entry of the list in the column answers, each leading to them."""
    columns = (Column("In this list"), *(Column(f"not in {each.name}", numeric=True) for each in lists))
    rows = tuple(
        Row((Cell(first.name), *(_difference_cell(request, first, second) for second in lists)))
        for first in lists
    )
    return Table("Entries of one list that another lacks", columns, rows, caption_hidden=True)


def _difference_cell(request: HttpRequest, first: ListRow, second: ListRow) -> Cell:
    if first is second:
        return Cell("–", words="the same list")
    count = len(only_in(first, second))
    if not count:
        return Cell("0")
    query = query_with(request.GET, first=first.reference, second=second.reference)
    return Cell(links=(Link(str(count), f"{query}#only", f"in {first.name} and not in {second.name}"),))


def _only(first: ListRow, second: ListRow, to: Addresses) -> Table:
    rows = tuple(
        Row(
            (
                Cell(item.name, note=f"includes {', '.join(item.includes)}" if item.includes else ""),
                Cell(links=tuple(Link(name, to.of("service", ref)) for ref, name in item.services)),
                source_cell(item.places, item.fact_id, to),
            )
        )
        for item in only_in(first, second)
    )
    columns = (Column("Entry as printed"), Column("Service"), Column("Printed in"))
    caption = f"In {first.name} and not in {second.name}: {len(rows)}"
    return Table(caption, columns, rows, empty="every entry is in both.", id="only")


def _untied(lists: Sequence[ListRow], to: Addresses) -> Table | None:
    found = untied(lists)
    if not found:
        return None
    rows = tuple(
        Row((Cell(item.name), Cell(each.name), source_cell(item.places, item.fact_id, to)))
        for each, item in found
    )
    columns = (Column("Entry as printed"), Column("List"), Column("Printed in"))
    return Table("Entries that mean no service of the register", columns, rows)


def _considerations(rows: Sequence[ConsiderationRow], to: Addresses) -> Table:
    columns = (
        Column("What may come later"),
        Column("On what condition"),
        Column("When"),
        Column("Services"),
        Column("Printed in"),
    )
    body = tuple(
        Row(
            (
                Cell(row.text, note=row.reference),
                Cell(row.condition) if row.condition else Cell("none stated", unknown=True),
                date_cell(row.date),
                _services(row, to),
                source_cell(row.places, row.fact_id, to),
            )
        )
        for row in rows
    )
    return Table(
        "Future and further considerations",
        columns,
        body,
        caption_hidden=True,
        empty="No paper names a future consideration.",
    )


def _services(row: ConsiderationRow, to: Addresses) -> Cell:
    links: tuple[Any, ...] = tuple(
        Link(name, to.of("service", reference)) for reference, name in row.services
    )
    return Cell(links=links) if links else Cell("none of the register", unknown=True)
