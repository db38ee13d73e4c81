"""The page of one contract: what it serves and who pays, its term, parties, values, acts, reviews and history."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from commissioning.core.components import HistoryEntry, Link
from procurement.contract_chart import finding, term_figure
from procurement.contract_words import state_tag
from procurement.models import Contract
from procurement.selectors.contract_page import ContractPage
from procurement.selectors.contract_page import contract_page as read_page
from procurement.selectors.contract_types import PartyRow
from procurement.services.contract_door import may_act, may_change
from procurement.tables import Addresses
from procurement.tables_contract import (
    acts_table,
    ends_table,
    notices_table,
    options_table,
    parties_table,
    reviews_table,
    summary_rows,
    values_table,
)
from procurement.views.service import citations
from procurement.views.sight import sight_of
from programmes.models import Programme
from programmes.views.base import as_at, grants_of, programme_or_404, record_or_404
from programmes.views.page import programme_frame

SHOWN = 4  # records of a step before the rest fold away
ACTS = (
    ("award-intended", "Record an intention to award"),
    ("award", "Record the award"),
    ("sign", "Record the signing"),
    ("vary", "Vary it"),
    ("extend", "Extend it"),
    ("novate", "Novate it"),
    ("terminate", "Terminate it"),
    ("lapse", "Let an option lapse"),
    ("party", "Add a party"),
    ("party-end", "End a party’s part"),
)


def contract_or_404(request: HttpRequest, programme: Programme, ref: str) -> Contract:
    """The contract, if it is the programme's and the reader may see it."""
    rows = Contract.objects.select_related("programme", "phase")
    found: Contract = record_or_404(request, rows, programme=programme, reference=ref)
    return found


def contracts_trail(programme: Programme) -> tuple[Link, ...]:
    return (Link("Contracts", reverse("contracts", args=[programme.key])),)


@require_safe
def contract_page(request: HttpRequest, key: str, ref: str) -> HttpResponse:
    """The contract as at the day; what is sealed reads “Not shown before award”."""
    programme = programme_or_404(request, key)
    contract = contract_or_404(request, programme, ref)
    on = as_at(request)
    frame = programme_frame(request, programme, "contracts", trail=contracts_trail(programme), on=on)
    sight = sight_of(request, programme)
    page = read_page(contract, on, sight)
    to = Addresses(programme.key, frame["keep_day"])
    may_edit = may_change(grants_of(request), programme.pk, page.row.commissioning_ids)
    acting = may_edit and may_act(contract, sight)
    context = {
        **frame,
        "page": page,
        "row": page.row,
        "tag": state_tag(page.row),
        "finding": finding(page.row),
        "thread": golden_line(page, to),
        "figure": term_figure(page, on),
        "summary": summary_rows(page, on, to),
        "parties": parties_table(page, on),
        "values": values_table(page, on),
        "ends": ends_table(page, on),
        "options": options_table(page),
        "acts": acts_table(page, on, _sign_links(page, to) if acting else None),
        "reviews": reviews_table(page, to),
        "notices": notices_table(page),
        "break_points": page.break_points,
        "history": history(page),
        "may_edit": may_edit,
        "act_links": _act_links(contract, to) if acting else (),
        "sealed_from_you": may_edit and not acting,
        "change_url": to.of("contract_change", ref),
        "review_url": to.of("contract_review_add", ref),
        "citations": citations(page.places, to),
        "illustrative": page.row.illustrative,
    }
    return render(request, "procurement/contract.html", context)


def _act_links(contract: Contract, to: Addresses) -> Sequence[Link]:
    return [Link(text, to.of("contract_act", contract.reference, kind)) for kind, text in ACTS]


def _sign_links(page: ContractPage, to: Addresses) -> dict[str, Link]:
    """A way to sign each variation that is only proposed."""
    address = to.of("contract_act", page.contract.reference, "sign-variation")
    joined = "&" if "?" in address else "?"
    return {
        act.reference: Link("Sign it", f"{address}{joined}variation={act.reference}", act.title)
        for act in page.acts
        if act.is_proposed
    }


# --- the golden line ----------------------------------------------------------------------------------------------


def golden_line(page: ContractPage, to: Addresses) -> list[dict[str, Any]]:
    """Service, commissioner, funder, phase, contract, KPIs, outcomes: each step with its records, or the break."""
    row = page.row
    phase = (
        [Link(f"Phase {row.phase_number}: {row.phase_name}", to.of("phase", row.phase_number))]
        if row.phase_number is not None
        else []
    )
    outcomes = {
        tie.reference: Link(f"{tie.text}{' (proxy)' if tie.is_proxy else ''}", _outcomes_address(to))
        for tie in reversed(page.outcomes)
    }
    return [
        _step(
            "Services",
            [Link(s.name, to.of("service", s.reference)) for s in row.services],
            "no service is named",
        ),
        _step("Commissioners", _names(row.commissioners), "no commissioner is recorded"),
        _step("Funders", _names(row.funders), "no funder is recorded"),
        _step("Phase", phase, "it belongs to no phase"),
        _step("Contract", [Link(row.name, to.of("contract", row.reference))], ""),
        _step("KPIs", [Link(k.name, to.of("kpi", k.reference)) for k in row.kpis], "no KPI is adopted"),
        _step("Outcomes", list(outcomes.values()), "its KPIs measure no outcome"),
    ]


def _step(name: str, links: Sequence[Link], missing: str) -> dict[str, Any]:
    shown = links if len(links) <= SHOWN + 1 else links[:SHOWN]
    return {"name": name, "links": shown, "more": links[len(shown) :], "missing": "" if links else missing}


def _names(parties: Sequence[PartyRow]) -> list[Link]:
    return [Link(party.organisation, "") for party in parties]


def _outcomes_address(to: Addresses) -> str:
    try:
        return to.of("outcomes")
    except NoReverseMatch:  # pragma: no cover (the floor below keeps the page)
        return ""


def history(page: ContractPage) -> list[HistoryEntry]:
    """Changes of the record itself, newest first; acts stand in their own table."""
    return [
        HistoryEntry(
            f"{edit.label} changed from “{edit.before or '(blank)'}” to “{edit.after or '(blank)'}”.",
            timezone.localtime(edit.at),
            edit.who,
            edit.why,
        )
        for edit in reversed(page.edits)
    ]
