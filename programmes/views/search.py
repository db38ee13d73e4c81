"""Search over everything that the reader may see, in every programme at once."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from commissioning.core.components import Empty, Link
from commissioning.core.tables import pagination_of, query_with
from programmes.forms_search import SearchForm
from programmes.found import KINDS
from programmes.models import Programme
from programmes.selectors.search import LONGEST, SHORTEST, Counted, Hit, Search, counted, hits
from programmes.views.base import grants_of
from programmes.views.page import account_links, role_words

PAGE_SIZE = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The words stand in the address, so that a search can be kept and sent."""
    grants = grants_of(request)
    programmes = {row.pk: row for row in Programme.objects.visible_to(grants)}
    form = SearchForm(programmes.values(), request.GET)
    chosen = next((p for p in programmes.values() if p.key == form.chosen("programme")), None)
    asked = Search(form.words, chosen, form.chosen("kind"))
    found = counted(grants, asked)
    page = Paginator(range(found.total(asked.kind)), PAGE_SIZE).get_page(request.GET.get("page"))
    start = max(page.start_index() - 1, 0)
    rows = hits(grants, asked, programmes, start, start + PAGE_SIZE)
    context = {
        "form": form,
        "problems": form.problems,
        "asked": asked,
        "was_cut": len(form.chosen("q")) > LONGEST,
        "longest": LONGEST,
        "hits": [(hit, address_of(hit)) for hit in rows],
        "kinds": _kind_links(found, asked, request),
        "pagination": pagination_of(
            page, request.GET, "record" if found.total(asked.kind) == 1 else "records"
        ),
        "empty": _empty(asked, found, request),
        "account_role": role_words(request, grants.roles()),
        "account_links": account_links(request),
    }
    return render(request, "programmes/search.html", context)


def address_of(hit: Hit) -> str:
    """The page that the record is read on; the programme's papers where it has none."""
    key = hit.programme.key
    try:
        if hit.found.argument:
            own = hit.found.argument == "reference"
            address = reverse(hit.found.page, args=[key, hit.argument])
            return address if own else f"{address}#{hit.reference}"
        return f"{reverse(hit.found.page, args=[key])}#{hit.reference}"
    except NoReverseMatch:
        return reverse("sources", args=[key])


def _found(count: int) -> str:
    return "record found" if count == 1 else "records found"


def _kind_links(found: Counted, asked: Search, request: HttpRequest) -> list[Link]:
    """One link for each heading under which something was found, and the way back to all of them."""
    if asked.is_too_short or len(found.by_kind) < 2:
        return []
    links = [
        Link(f"{KINDS[kind]} {count}", query_with(request.GET, kind=kind, page=None), _found(count))
        for kind, count in found.by_kind.items()
    ]
    every = Link(f"Everything {found.total()}", query_with(request.GET, kind=None, page=None), "found")
    return [every, *links] if asked.kind else links


def _empty(asked: Search, found: Counted, request: HttpRequest) -> Empty | None:
    if not asked.text:
        return None
    if asked.is_too_short:
        return Empty("Type a little more", f"A search needs at least {SHORTEST} letters or figures.")
    if found.total(asked.kind):
        return None
    narrowed: dict[str, Any] = {"programme": None, "kind": None, "page": None}
    elsewhere = (
        Link("Look for it everywhere", query_with(request.GET, **narrowed))
        if asked.programme or asked.kind
        else None
    )
    return Empty(
        "Nothing found",
        "Check the spelling, or use fewer words. Common words such as “the” are left out, and only records of "
        "programmes that your role covers are searched.",
        elsewhere,
    )
