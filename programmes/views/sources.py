"""From any figure to the paper and the place that prints it, and from a paper to everything taken from it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from commissioning.core.components import Empty, Filter, Link, SummaryRow
from commissioning.core.tables import Cell, Column, Row, Table, query_with
from commissioning.core.values_html import date_cell
from programmes.forms_sources import FactFilter
from programmes.models import Document, Programme
from programmes.selectors.documents import DocumentView, documents, locators_of
from programmes.selectors.sources import Place, RecordedFact, fact_for, facts_of
from programmes.views.base import grants_of, programme_or_404, record_or_404
from programmes.views.page import programme_frame
from programmes.views.shown_at import shown_at

FactGroups = Sequence[tuple[str, Sequence[RecordedFact]]]
NOTHING = "–"


@require_safe
def sources(request: HttpRequest, key: str) -> HttpResponse:
    """Every paper of the programme: what it is, what its readings hold and lack, and how much was taken from it."""
    programme = programme_or_404(request, key)
    papers = documents(programme)
    context = {
        **programme_frame(request, programme, "sources"),
        "papers": [_paper(programme, paper) for paper in papers],
        "empty": Empty("No papers yet", "A paper is recorded under Data entry, or comes with an import."),
        "illustrative": any(paper.illustrative for paper in papers),
    }
    return render(request, "programmes/sources.html", context)


@require_safe
def document(request: HttpRequest, key: str, reference: str) -> HttpResponse:
    """One paper and every fact taken from it, by kind, narrowed by a search or to one place."""
    programme = programme_or_404(request, key)
    found = record_or_404(request, Document.objects.filter(programme=programme), reference=reference)
    paper = next(each for each in documents(programme) if each.reference == reference)
    groups = facts_of(found)
    kinds = [(label, len(facts)) for label, facts in groups]
    form = FactFilter(request.GET, locators=locators_of(groups), kinds=kinds)
    shown = narrowed(groups, form.chosen())
    context = {
        **programme_frame(request, programme, "sources", trail=[_sources_link(programme)]),
        "paper": _paper(programme, paper),
        "filter": Filter(
            form,
            action=request.path,
            clear_url=request.path if form.chosen() else "",
            applied=_applied(request, form),
        ),
        "summary": _summary(groups, shown),
        "tables": [_facts_table(programme, paper, label, facts) for label, facts in shown],
        "nothing": Empty(
            "No fact fits", "Nothing taken from this paper fits the search and the place together."
        ),
        "illustrative": paper.illustrative,
    }
    return render(request, "programmes/document.html", context)


@require_safe
def fact_sources(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Every place that prints one fact, field by field."""
    programme = programme_or_404(request, key)
    found = fact_for(grants_of(request), pk)
    if found is None or found[0].programme_id != programme.pk:
        raise Http404("No such fact.")
    fact, kind, recorded = found
    context = {
        **programme_frame(request, programme, "sources", trail=[_sources_link(programme)]),
        "fact": recorded,
        "kind": kind,
        "shown_at": shown_at(programme, fact),
        "table": _places_table(programme, recorded),
    }
    return render(request, "programmes/fact.html", context)


def document_address(programme_key: str, place: Place, *, fact_id: int | None = None) -> str:
    """The paper at a place: the facts taken from there, with one of them on top where it is given."""
    address = reverse("document", args=[programme_key, place.document_reference])
    anchor = f"#fact-{fact_id}" if fact_id else "#facts"
    return f"{address}?{urlencode({'place': place.locator})}{anchor}"


def place_links(
    programme_key: str, places: Iterable[Place], *, fact_id: int | None = None
) -> tuple[Link, ...]:
    """Each place once, as a link to its paper at that place."""
    each = {(place.document_reference, place.locator): place for place in places}
    return tuple(
        Link(
            place.locator,
            document_address(programme_key, place, fact_id=fact_id),
            f"of {place.document_title}",
        )
        for place in each.values()
    )


def narrowed(groups: FactGroups, chosen: dict[str, str]) -> FactGroups:
    """The facts of one kind and place that hold every word of the search in text, reference or printed words."""
    words, at = chosen.get("q", "").casefold().split(), chosen.get("place", "")
    shown = []
    for label, facts in groups:
        if chosen.get("kind") not in (None, label):
            continue
        fitting = [
            fact
            for fact in facts
            if (not at or any(place.locator == at for place in fact.places))
            and all(word in _haystack(label, fact) for word in words)
        ]
        if fitting:
            shown.append((label, fitting))
    return shown


def _haystack(label: str, fact: RecordedFact) -> str:
    places = (f"{place.locator} {place.label}" for place in fact.places)
    return " ".join((label, fact.reference, fact.text, *places)).casefold()


def _summary(groups: FactGroups, shown: FactGroups) -> str:
    every, fitting = (sum(len(facts) for _, facts in each) for each in (groups, shown))
    if every == fitting:
        return f"{every} facts taken from this paper"
    return f"{fitting} of {every} facts taken from this paper"


def _applied(request: HttpRequest, form: FactFilter) -> tuple[Link, ...]:
    return tuple(
        Link(f"“{value}”" if name == "q" else value, query_with(request.GET, **{name: None}))
        for name, value in form.chosen().items()
    )


def _sources_link(programme: Programme) -> Link:
    return Link("Sources", reverse("sources", args=[programme.key]))


def _paper(programme: Programme, paper: DocumentView) -> dict[str, Any]:
    return {
        "view": paper,
        "href": reverse("document", args=[programme.key, paper.reference]),
        "rows": [
            SummaryRow("Committee", _said(paper.committee)),
            SummaryRow("Date", date_cell(paper.dated)),
            SummaryRow("What it is", _said(paper.document_type)),
            SummaryRow("Published by", _said(paper.publisher)),
            SummaryRow("Report from", _said(paper.report_from)),
            SummaryRow("Contact", _said(paper.contact_role)),
            SummaryRow("Reference here", Cell(paper.reference)),
        ],
        "extractions": Table(
            "Readings of the paper into text",
            (Column("Reading"), Column("Holds"), Column("Lacks")),
            tuple(
                Row((Cell(e.name), Cell(e.has or NOTHING), Cell(e.lacks or NOTHING)))
                for e in paper.extractions
            ),
            caption_size="s",
            empty="No reading is recorded.",
        ),
        "gaps": [
            {
                "view": gap,
                "href": reverse("fact_sources", args=[programme.key, gap.fact_id]) if gap.fact_id else "",
            }
            for gap in paper.gaps
        ],
    }


def _said(words: str) -> Cell:
    return Cell(words) if words else Cell("not stated", unknown=True)


def _facts_table(
    programme: Programme, paper: DocumentView, label: str, facts: Sequence[RecordedFact]
) -> dict[str, Any]:
    rows = tuple(_fact_row(programme, paper, fact) for fact in facts)
    columns = (Column("What it says"), Column("Where it is printed"))
    heading = f"{label[:1].upper()}{label[1:]}"
    table = Table(f"{heading} ({len(facts)})", columns, rows, caption_size="s", compact=True)
    return {"table": table, "id": f"kind-{label.replace(' ', '-')}", "heading": heading, "count": len(facts)}


def _fact_row(programme: Programme, paper: DocumentView, fact: RecordedFact) -> Row:
    printed = "; ".join(dict.fromkeys(f"“{place.label}”" for place in fact.places if place.label))
    address = reverse("fact_sources", args=[programme.key, fact.fact_id])
    return Row(
        (
            Cell(fact.text, address, note=fact.reference),
            Cell(links=_own_places(programme, paper, fact), note=f"Printed: {printed}" if printed else ""),
        ),
        id=f"fact-{fact.fact_id}",
    )


def _own_places(programme: Programme, paper: DocumentView, fact: RecordedFact) -> tuple[Link, ...]:
    own = [place for place in fact.places if place.document_reference == paper.reference]
    links = place_links(programme.key, own)
    return tuple(Link(link.text, link.href, f"for {fact.reference}") for link in links)


def _places_table(programme: Programme, fact: RecordedFact) -> Table:
    columns = (
        Column("Supports"),
        Column("Printed in"),
        Column("Words printed there"),
        Column("Only in this reading"),
    )
    rows = tuple(
        Row(
            (
                Cell(_field_words(place.field)),
                Cell(
                    f"{place.document_title}, {place.locator}",
                    document_address(programme.key, place, fact_id=fact.fact_id),
                ),
                Cell(f"“{place.label}”" if place.label else NOTHING),
                Cell(place.extraction or NOTHING),
            )
        )
        for place in sorted(fact.places, key=lambda place: (place.field, place.locator))
    )
    return Table("Places", columns, rows, empty="No source is recorded for it yet.", caption_hidden=True)


def _field_words(field: str) -> str:
    """ "procurement_start" is "Procurement start"; a place without a field supports the record as a whole."""
    words = "go-live" if field == "go_live" else field.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}" if words else "The whole record"
