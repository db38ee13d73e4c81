"""The register of contracts: search, filters, sort, pages and saved views, all in the address."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from commissioning.core.access import Permission
from commissioning.core.components import Empty, Link
from commissioning.core.tables import pagination_of, query_with
from procurement.forms.contracts import SaveViewForm
from procurement.listing_contracts import ContractListing, contract_listing
from procurement.models import SavedView
from procurement.services.saved_views import delete_view, plain_query, save_view, views_of
from procurement.tables_contracts import contracts_table
from procurement.views.register import downloads_of, may_take
from procurement.views.sight import sight_of
from programmes.addresses import Addresses
from programmes.models import Programme
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404, user_of
from programmes.views.lists import chips_of, filter_of
from programmes.views.page import programme_frame

PAGE = "contracts"
PAGE_SIZE = 50
INVALID = 422
EMPTY = "No contract matches these filters."


@require_safe
def contracts(request: HttpRequest, key: str) -> HttpResponse:
    """Every contract of the programme as at the day, in every state unless the address asks for one."""
    return _register(request, programme_or_404(request, key))


def _register(
    request: HttpRequest, programme: Programme, *, form: SaveViewForm | None = None
) -> HttpResponse:
    on = as_at(request)
    frame = programme_frame(request, programme, "contracts", on=on)
    listing = contract_listing(programme, request.GET, on, sight_of(request, programme))
    to = Addresses(programme.key, frame["keep_day"])
    page = Paginator(listing.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    may_edit = grants_of(request).may(Permission.EDIT_CONTRACTS, programme.pk)
    context = {
        **frame,
        "heading": "Contracts",
        "counts": counts_sentence(listing, on),
        "filter": filter_of(request, listing.form),
        "problems": listing.form.problems,
        "chosen_words": "; ".join(chips_of(listing.form)),
        "table": contracts_table(tuple(page.object_list), request.GET, on, to, empty=EMPTY),
        "pagination": pagination_of(page, request.GET, "contract" if len(listing.rows) == 1 else "contracts"),
        "downloads": downloads_of(programme, "contracts", request.GET)
        if may_take(frame, listing.form)
        else (),
        "empty": None if listing.rows else _empty(listing, request),
        "may_edit": may_edit,
        "bulk_url": reverse("contracts_bulk", args=[programme.key]),
        "bulk_query": plain_query(request.GET.urlencode()),
        "illustrative": any(row.illustrative for row in listing.rows),
        **_views(request, programme, form),
    }
    return render(request, "procurement/contracts.html", context, status=INVALID if form else 200)


def counts_sentence(listing: ContractListing, on: Any) -> str:
    """ "3 contracts, 1 ended; notice has passed or is due within three months for 1; 1 review overdue." """
    rows = listing.every
    if not rows:
        return "No contract is recorded yet."
    running = [row for row in rows if not row.is_over]
    sealed = sum(row.provider is None for row in rows)
    due = [
        row for row in running if row.notice_by and row.notice_by.end and (row.notice_by.end - on).days <= 92
    ]
    overdue = sum(row.review_is_overdue(on) for row in running)
    parts = [
        f"{len(rows)} {'contract' if len(rows) == 1 else 'contracts'}",
        f"{len(rows) - len(running)} ended",
    ]
    if due:
        parts.append(f"{len(due)} with notice due within three months or passed")
    if overdue:
        parts.append(f"{overdue} with a review overdue")
    if sealed:
        parts.append(f"{sealed} whose provider is not shown before award")
    return ", ".join(parts) + "."


def _views(request: HttpRequest, programme: Programme, form: SaveViewForm | None) -> dict[str, Any]:
    """Saved views as links, one's own with a way to delete them, and the form that keeps the present one."""
    person = user_of(request)
    query = plain_query(request.GET.urlencode())
    here = reverse(PAGE, args=[programme.key])
    runs = grants_of(request).may(Permission.CHANGE_SCOPE, programme.pk)
    rows = [
        {
            "link": Link(view.name, f"{here}?{view.query}" if view.query else here),
            "whose": "" if view.user_id == person.pk else f"shared by {view.user}",
            "shared": view.is_shared,
            "current": view.query == query,
            "delete_url": reverse("contract_view_delete", args=[programme.key, view.pk])
            if view.user_id == person.pk or (view.is_shared and runs)
            else "",
        }
        for view in views_of(programme, PAGE, person)
    ]
    return {
        "saved_views": rows,
        "view_form": form or SaveViewForm(initial={"query": query}),
        "view_url": reverse("contract_view_save", args=[programme.key]),
        "view_words": query,
    }


def _empty(listing: ContractListing, request: HttpRequest) -> Empty:
    if not listing.every:
        return Empty("No contracts yet", "No contract is recorded for this programme.")
    text = "Nothing fits every filter at once. Take one away, or clear them all."
    return Empty(
        EMPTY, text, Link("Clear filters", query_with(QueryDict(mutable=True), on=request.GET.get("on")))
    )


# --- saved views --------------------------------------------------------------------------------------------------


@require_POST
def view_save(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the view that the form came from; 422 with what is wrong, above the register."""
    programme = programme_or_404(request, key)
    form = SaveViewForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            view = save_view(
                programme,
                PAGE,
                name=given["name"],
                query=given["query"],
                is_shared=given["is_shared"],
                by=user_of(request),
                grants=grants_of(request),
                on=request.today,  # type: ignore[attr-defined]
            )
        except ValidationError as refusal:
            for name, errors in refusal.error_dict.items():
                form.add_error(name if name in form.fields else None, errors)
        else:
            messages.success(request, f"Saved. “{view.name}” opens this view.")
            return redirect(f"{reverse(PAGE, args=[key])}?{view.query}".rstrip("?"))
    request.GET = QueryDict(plain_query(request.POST.get("query", "")))  # the view that they were looking at
    return _register(request, programme, form=form)


@require_POST
def view_delete(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Take a saved view away."""
    programme = programme_or_404(request, key)
    view: SavedView = record_or_404(
        request, SavedView.objects.all(), programme=programme, page=PAGE, pk=number
    )
    if view.user_id != user_of(request).pk and not view.is_shared:
        raise Http404("No such view.")
    delete_view(view, by=user_of(request), grants=grants_of(request))
    messages.success(request, f"Deleted. “{view.name}” is no longer among the saved views.")
    return redirect(PAGE, key)
