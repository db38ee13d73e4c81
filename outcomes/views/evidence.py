"""Search over everything that a review says, with filters that stand in the address."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Empty, Link
from commissioning.core.tables import pagination_of, query_with
from outcomes.forms import EvidenceForm
from outcomes.selectors.areas import areas
from outcomes.selectors.evidence import evidence, with_places
from outcomes.tables_figures import evidence_table
from programmes.addresses import Addresses
from programmes.views.base import grants_of, programme_or_404
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame

PAGE_SIZE = 50


@require_safe
def evidence_search(request: HttpRequest, key: str) -> HttpResponse:
    programme = programme_or_404(request, key)
    frame = programme_frame(request, programme, "evidence_search")
    form = EvidenceForm(request.GET, areas(programme))
    found = evidence(programme, form.filter())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        **frame,
        "heading": "Evidence",
        "filter": filter_of(request, form),
        "problems": form.problems,
        "chosen_words": "; ".join(chips_of(form)),
        "table": evidence_table(
            list(with_places(page)),
            Addresses(programme.key, frame["keep_day"]),
            attach=grants_of(request).may(Permission.ATTACH_EVIDENCE),
        ),
        "pagination": pagination_of(page, request.GET, "result" if len(found) == 1 else "results"),
        "empty": None if found else _empty(request),
        "illustrative": any(row.illustrative for row in found),
    }
    return render(request, "outcomes/evidence.html", context)


def _empty(request: HttpRequest) -> Empty:
    text = "Try fewer or other words, or take a filter away. “Word1 or word2” finds either; “-word” leaves one out."
    clear = query_with(QueryDict(mutable=True), on=request.GET.get("on"))
    return Empty("Nothing that the review says fits", text, Link("Clear the search", clear))
