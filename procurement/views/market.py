"""What a phase puts to the market: its lots with their services, and how the market was asked."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from commissioning.core.access import Permission
from commissioning.core.components import Download, Link
from commissioning.core.tables import Cell, Column, Row, Table
from commissioning.core.values_html import date_cell
from procurement.forms.market import EngagementForm, LotForm, NoEngagementForm
from procurement.forms.phases import ReasonForm
from procurement.models import Lot, MarketEngagement
from procurement.selectors.market import EngagementRow, LotRow, engagements_of, lots_of, phase_services
from procurement.services.lots import go_without_engagement, remove_lot, save_engagement, save_lot
from procurement.views.phase_pages import PhasePage, form_page, sent, status_of
from procurement.views.register import downloads_of
from programmes.addresses import Addresses
from programmes.views.base import record_or_404

NOTHING = "–"


@require_http_methods(["GET", "HEAD", "POST"])
def market(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Lots and market engagement of a phase; POST says why the market is not asked."""
    editing = Permission.EDIT_PROCUREMENT if request.method == "POST" else None
    page = PhasePage(request, key, number, editing=editing)
    form = NoEngagementForm(
        request.POST if request.method == "POST" else None,
        initial={"why": page.phase.no_engagement_because, "version": page.phase.version},
    )
    url = page.to.of("market", number)
    if request.method == "POST":
        answer = sent(
            request,
            form,
            lambda: go_without_engagement(
                page.phase, why=form.cleaned_data["why"], version=form.cleaned_data["version"], **page.who
            ),
            "Saved. What stood before is kept in the history.",
            url,
        )
        if answer is not None:
            return answer
    may_edit = page.may(Permission.EDIT_PROCUREMENT) and not page.phase.ended_as
    frame = page.frame()
    lots = lots_of(page.programme, number)
    asked = engagements_of(page.programme, number)
    context = {
        **frame,
        "heading": "Lots and market",
        "lots": lot_table(lots, page.to, may_edit=may_edit),
        "engagements": engagement_table(asked, page.to, may_edit=may_edit),
        "without": page.phase.no_engagement_because,
        "form": form if may_edit and not asked else None,
        "may_edit": may_edit,
        "downloads": (
            *(_downloads(page, "Lots", "lots") if frame["may_export"] and lots else ()),
            *(_downloads(page, "Market engagement", "engagement") if frame["may_export"] and asked else ()),
        ),
    }
    return render(request, "procurement/market.html", context, status=status_of(form))


def _downloads(page: PhasePage, what: str, table: str) -> list[Download]:
    """The programme's whole table, named: two of them stand on one page."""
    files = downloads_of(page.programme, table, QueryDict())
    return [replace(each, text=each.text.replace("This list", f"{what} of every phase")) for each in files]


def lot_table(rows: tuple[LotRow, ...], to: Addresses, *, may_edit: bool) -> Table:
    columns = [Column("Lot"), Column("What it is"), Column("Services")]
    return Table(
        "Lots",
        tuple([*columns, Column("Change", hidden=True)] if may_edit else columns),
        tuple(_lot_row(row, to, may_edit=may_edit) for row in rows),
        caption_hidden=True,
        compact=True,
        empty="The phase is not divided into lots.",
    )


def _lot_row(row: LotRow, to: Addresses, *, may_edit: bool) -> Row:
    services = "; ".join(row.services)
    cells = [
        Cell(f"Lot {row.number}: {row.title}"),
        Cell(row.description) if row.description else Cell(NOTHING, words="not described"),
        Cell(services) if services else Cell("no service chosen", unknown=True),
    ]
    if may_edit:
        words = f"lot {row.number}"
        change = Link("Change", to.of("lot_change", row.phase_number, row.reference), words)
        take = Link("Take away", to.of("lot_remove", row.phase_number, row.reference), words)
        cells.append(Cell(links=(change, take)))
    return Row(tuple(cells))


def engagement_table(rows: tuple[EngagementRow, ...], to: Addresses, *, may_edit: bool) -> Table:
    columns = [Column("How"), Column("When"), Column("What was asked"), Column("What was learnt")]
    columns.append(Column("Providers", numeric=True))
    return Table(
        "Market engagement",
        tuple([*columns, Column("Change", hidden=True)] if may_edit else columns),
        tuple(_engagement_row(row, to, may_edit=may_edit) for row in rows),
        caption_hidden=True,
        compact=True,
        empty="No market engagement is recorded.",
    )


def _engagement_row(row: EngagementRow, to: Addresses, *, may_edit: bool) -> Row:
    known = row.providers is not None
    cells = [
        Cell(row.kind_label),
        date_cell(row.held),
        Cell(row.text),
        Cell(row.learnt) if row.learnt else Cell("nothing recorded yet", unknown=True),
        Cell(str(row.providers), sort_value=str(row.providers)) if known else Cell("not known", unknown=True),
    ]
    if may_edit:
        change = Link("Change", to.of("engagement_change", row.phase_number, row.reference), row.kind_label)
        cells.append(Cell(links=(change,)))
    return Row(tuple(cells))


# --- lots -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def lot_add(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The next lot of the phase."""
    return _lot(PhasePage(request, key, number, editing=Permission.EDIT_PROCUREMENT), None)


@require_http_methods(["GET", "HEAD", "POST"])
def lot_change(request: HttpRequest, key: str, number: int, ref: str) -> HttpResponse:
    """A lot's title, description and services."""
    page = PhasePage(request, key, number, editing=Permission.EDIT_PROCUREMENT)
    return _lot(page, _own(page, Lot, ref))


def _lot(page: PhasePage, lot: Lot | None) -> HttpResponse:
    request, number = page.request, page.phase.number
    initial: dict[str, Any] = {}
    if lot is not None:
        chosen = list(lot.services.values_list("reference", flat=True))
        initial = {
            "title": lot.title,
            "description": lot.description,
            "services": chosen,
            "version": lot.version,
        }
    data = request.POST if request.method == "POST" else None
    form = LotForm(data, services=phase_services(page.phase, page.today), initial=initial)
    url = page.to.of("market", number)
    answer = (
        sent(request, form, lambda: _saved_lot(page, form, lot), "Saved.", url) if data is not None else None
    )
    return answer or form_page(
        request,
        page.frame(Link("Lots and market", url)),
        form,
        heading=f"Change lot {lot.number}" if lot else "Add a lot",
        submit="Save this lot",
        cancel_url=url,
        intro="A lot is a part of the phase that can be awarded by itself.",
    )


def _saved_lot(page: PhasePage, form: LotForm, lot: Lot | None) -> None:
    data = form.cleaned_data
    save_lot(
        page.phase,
        title=data["title"],
        description=data["description"],
        services=form.chosen(),
        reason=data["reason"],
        lot=lot,
        version=data["version"],
        **page.who,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def lot_remove(request: HttpRequest, key: str, number: int, ref: str) -> HttpResponse:
    """Take a lot away that nothing hangs on, for a reason that stays in the history."""
    page = PhasePage(request, key, number, editing=Permission.EDIT_PROCUREMENT)
    lot = _own(page, Lot, ref)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    url = page.to.of("market", number)
    answer = None
    if request.method == "POST":
        answer = sent(
            request,
            form,
            lambda: remove_lot(lot, reason=form.cleaned_data["reason"], **page.who),
            f"Taken away: {lot}.",
            url,
        )
    return answer or form_page(
        request,
        page.frame(Link("Lots and market", url)),
        form,
        heading=f"Take lot {lot.number} away",
        submit="Take this lot away",
        cancel_url=url,
        intro=f"“{lot.title}” is taken away; its services stay in the phase.",
    )


# --- market engagement ------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def engagement_add(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """How the market was asked."""
    return _engagement(PhasePage(request, key, number, editing=Permission.EDIT_PROCUREMENT), None)


@require_http_methods(["GET", "HEAD", "POST"])
def engagement_change(request: HttpRequest, key: str, number: int, ref: str) -> HttpResponse:
    """What was asked, what was learnt, and how many took part."""
    page = PhasePage(request, key, number, editing=Permission.EDIT_PROCUREMENT)
    return _engagement(page, _own(page, MarketEngagement, ref))


def _engagement(page: PhasePage, record: MarketEngagement | None) -> HttpResponse:
    names = ("kind", "held", "text", "learnt", "providers", "version")
    initial = {name: getattr(record, name) for name in names} if record else {}
    data = page.request.POST if page.request.method == "POST" else None
    form = EngagementForm(data, initial=initial)
    url = page.to.of("market", page.phase.number)
    answer = None
    if data is not None:
        answer = sent(page.request, form, lambda: _saved_engagement(page, form, record), "Saved.", url)
    return answer or form_page(
        page.request,
        page.frame(Link("Lots and market", url)),
        form,
        heading="Change market engagement" if record else "Record market engagement",
        submit="Save this",
        cancel_url=url,
        intro="Providers are counted, never named.",
    )


def _saved_engagement(page: PhasePage, form: EngagementForm, record: MarketEngagement | None) -> None:
    given = {name: form.cleaned_data[name] for name in ("kind", "held", "text", "learnt", "providers")}
    save_engagement(
        page.phase,
        **given,
        reason=form.cleaned_data["reason"],
        engagement=record,
        version=form.cleaned_data["version"],
        **page.who,
    )


def _own(page: PhasePage, model: Any, ref: str) -> Any:
    return record_or_404(
        page.request, model.objects.all(), programme=page.programme, phase=page.phase, reference=ref
    )
