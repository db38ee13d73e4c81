"""A programme's papers: what each is, what its readings into text hold and lack, and how much was taken from it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from commissioning.core.fuzzydate import FuzzyDate
from programmes.models import Document, Programme, SourceReference
from programmes.selectors.sources import RecordedFact

NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True)
class ExtractionView:
    """One reading of the paper into text: what it holds and what it lost."""

    name: str
    has: str
    lacks: str


@dataclass(frozen=True)
class GapView:
    """Content that the paper refers to and that no reading holds."""

    reference: str
    what: str
    why: str
    fact_id: int | None


@dataclass(frozen=True)
class DocumentView:
    """A paper as its page shows it. `fact_count` is the number of records taken from it."""

    reference: str
    title: str
    document_type: str
    publisher: str
    committee: str
    dated: FuzzyDate
    report_from: str
    contact_role: str
    extractions: tuple[ExtractionView, ...]
    gaps: tuple[GapView, ...]
    cited_works: tuple[str, ...]
    fact_count: int
    fact_id: int | None
    illustrative: bool


def documents(programme: Programme) -> tuple[DocumentView, ...]:
    """The programme's papers in the order of their references; five queries."""
    references = SourceReference.objects.filter(document__programme=programme).values("document_id")
    counts = dict(references.annotate(facts=Count("fact", distinct=True)).values_list("document_id", "facts"))
    rows = Document.objects.filter(programme=programme).order_by("reference")
    return tuple(
        _view(document, counts.get(document.pk, 0))
        for document in rows.prefetch_related("extractions", "known_gaps", "cited_works")
    )


def _view(document: Document, fact_count: int) -> DocumentView:
    return DocumentView(
        reference=document.reference,
        title=document.title,
        document_type=document.document_type,
        publisher=document.publisher,
        committee=document.committee,
        dated=document.dated,
        report_from=document.report_from,
        contact_role=document.contact_role,
        extractions=tuple(
            ExtractionView(each.name, each.has, each.lacks) for each in document.extractions.all()
        ),
        gaps=tuple(
            GapView(gap.reference, gap.what, gap.why, gap.fact_id) for gap in document.known_gaps.all()
        ),
        cited_works=tuple(work.text for work in document.cited_works.all()),
        fact_count=fact_count,
        fact_id=document.fact_id,
        illustrative=document.illustrative,
    )


def locators_of(groups: Iterable[tuple[str, Sequence[RecordedFact]]]) -> tuple[tuple[str, int], ...]:
    """Every place that facts were taken from, with their number: paragraphs by number, then the rest by name."""
    counts: dict[str, int] = {}
    for _, facts in groups:
        for fact in facts:
            for locator in {place.locator for place in fact.places}:
                counts[locator] = counts.get(locator, 0) + 1
    return tuple(sorted(counts.items(), key=lambda pair: natural_order(pair[0])))


def natural_order(locator: str) -> tuple[bool, list[tuple[int, str]]]:
    """ "para 2.4" before "para 10"; what is not a paragraph comes after."""
    parts = NUMBER.split(locator.casefold())
    return not locator.startswith("para "), [
        (int(part), "") if part.isdecimal() else (-1, part) for part in parts
    ]
