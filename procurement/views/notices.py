"""The notices of a programme: what is due, what was published, and the standstill that followed."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Empty, Link
from commissioning.core.tables import pagination_of, query_with
from procurement.forms.market import NoticeAddForm
from procurement.listing_phases import NoticeListing, notice_listing, standstill_open
from procurement.models import Notice, NoticeKind, ProcurementPhase
from procurement.selectors.tables_of_law import tables_of_law
from procurement.services.notices import add_notice
from procurement.tables_notices import notice_table
from procurement.views.phase_pages import form_page, sent
from procurement.views.register import downloads_of, may_take
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.views.base import as_at, grants_of, programme_or_404, require, user_of
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame

PAGE_SIZE = 100


@require_safe
def notices(request: HttpRequest, key: str) -> HttpResponse:
    """Every notice, recorded or only expected by the regime of its phase; overdue ones first."""
    programme = programme_or_404(request, key)
    on = as_at(request)
    listing = notice_listing(programme, request.GET, on)
    trail = (Link("Procurement", Addresses(programme.key).of("procurement")),)
    frame = programme_frame(request, programme, "procurement", trail=trail, on=on)
    to = Addresses(programme.key, frame["keep_day"])
    page = Paginator(listing.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        **frame,
        "heading": "Notices",
        "summary": _summary(listing, on),
        "filter": filter_of(request, listing.form) if listing.every else None,
        "problems": listing.form.problems,
        "chosen_words": "; ".join(chips_of(listing.form)),
        "table": notice_table(tuple(page.object_list), to),
        "pagination": pagination_of(page, request.GET, "notice" if len(listing.rows) == 1 else "notices"),
        "empty": None if listing.rows else _empty(listing, request),
        "may_edit": grants_of(request).may(Permission.EDIT_PROCUREMENT, programme.pk),
        "downloads": downloads_of(programme, "notices", request.GET)
        if may_take(frame, listing.form) and listing.every
        else (),
        "illustrative": any(row.illustrative for row in listing.rows),
    }
    return render(request, "procurement/notices.html", context)


def _summary(listing: NoticeListing, on: Any) -> str:
    every = listing.every
    if not every:
        return "No notice is recorded, and no regime is chosen that would ask for one."
    late = sum(row.overdue for row in every)
    still = sum(standstill_open(row, on) for row in every)
    sent_ones = sum(row.is_published for row in every)
    what = "notice" if len(every) == 1 else "notices"
    return f"{len(every)} {what}: {sent_ones} published, {late} overdue. {still} with standstill still open."


def _empty(listing: NoticeListing, request: HttpRequest) -> Empty:
    if not listing.every:
        text = "Notices are expected once a phase has a regime. Choose it on the page of the phase, or add a notice."
        return Empty("No notice yet", text)
    clear = query_with(QueryDict(mutable=True), on=request.GET.get("on"))
    return Empty(
        "No notice fits these filters", "Take one away, or clear them all.", Link("Clear filters", clear)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def notice_add(request: HttpRequest, key: str) -> HttpResponse:
    """Plan a notice of a kind that the phase's regime knows, or record that it is not needed and why."""
    programme = programme_or_404(request, key)
    require(request, Permission.EDIT_PROCUREMENT, programme)
    to = Addresses(programme.key)
    today = request.today  # type: ignore[attr-defined]
    form = NoticeAddForm(
        request.POST if request.method == "POST" else None,
        kinds=_kinds(programme, tables_of_law(today).notice_kinds),
        initial={"kind": request.GET.get("kind", "")},
    )
    answer = None
    if request.method == "POST":
        answer = sent(
            request, form, lambda: _added(request, form), "Saved. The notice is planned.", to.of("notices")
        )
    trail = (Link("Procurement", to.of("procurement")), Link("Notices", to.of("notices")))
    frame = programme_frame(request, programme, "procurement", trail=trail)
    return answer or form_page(
        request,
        {**frame, "caption": f"{programme.place}: {programme.name}"},
        form,
        heading="Add a notice",
        submit="Add this notice",
        cancel_url=to.of("notices"),
        intro="A phase offers the notices of its regime; without a regime it offers none.",
    )


def _kinds(
    programme: Programme, kinds: tuple[NoticeKind, ...]
) -> list[tuple[ProcurementPhase, list[NoticeKind]]]:
    phases = ProcurementPhase.objects.filter(programme=programme).order_by("number")
    return [(phase, [kind for kind in kinds if kind.regime == phase.regime]) for phase in phases]


def _added(request: HttpRequest, form: NoticeAddForm) -> Notice:
    phase, kind = form.chosen
    return add_notice(
        phase,
        kind,
        form.said(),
        reason=form.cleaned_data["reason"],
        by=user_of(request),
        grants=grants_of(request),
    )
