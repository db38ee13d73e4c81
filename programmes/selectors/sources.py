"""Where facts are printed: from a record to its places, and from a document to everything taken from it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from programmes.access import Grants
from programmes.models import Document, Fact, Programme, SourceReference


@dataclass(frozen=True)
class Place:
    """One place in one document. `field` is empty where the place supports the whole record."""

    fact_id: int
    field: str
    document_reference: str
    document_title: str
    locator: str
    extraction: str
    label: str


@dataclass(frozen=True)
class RecordedFact:
    """A record as a document's list of facts shows it."""

    fact_id: int
    kind: str
    reference: str
    text: str
    places: tuple[Place, ...]


Describe = Callable[[Collection[int]], Iterable[tuple[int, str, str]]]
_DESCRIBERS: dict[str, tuple[str, Describe]] = {}


def describe_facts(kind: str, label: str, describe: Describe) -> None:
    """Called by each app when it starts: how facts of a kind are worded, as (fact id, reference, text) in one query."""
    _DESCRIBERS[kind] = (label, describe)


def known_kinds() -> Collection[str]:
    return _DESCRIBERS.keys()


def places_of(fact_ids: Collection[int | None]) -> dict[int, tuple[Place, ...]]:
    """The places of many facts at once, in one query; a fact without any source is absent from the result."""
    wanted = {fact_id for fact_id in fact_ids if fact_id is not None}
    if not wanted:
        return {}
    found: dict[int, list[Place]] = {}
    for row in _places(SourceReference.objects.filter(fact__in=wanted)):
        found.setdefault(row.fact_id, []).append(row)
    return {fact_id: tuple(places) for fact_id, places in found.items()}


def _places(references: Iterable[SourceReference]) -> Iterable[Place]:
    rows = references.order_by("pk").values_list(  # type: ignore[attr-defined]
        "fact_id", "field", "document__reference", "document__title", "locator", "extraction__name", "label"
    )
    for fact_id, field, document_reference, title, locator, extraction, label in rows:
        yield Place(fact_id, field, document_reference, title, locator, extraction or "", label)


def documents_of(programme: Programme) -> tuple[Document, ...]:
    return tuple(Document.objects.filter(programme=programme).prefetch_related("extractions", "known_gaps"))


def facts_of(document: Document) -> tuple[tuple[str, tuple[RecordedFact, ...]], ...]:
    """Everything recorded from a document, grouped by kind of record; a fixed number of queries, one for each kind."""
    return _grouped(SourceReference.objects.filter(document=document))


def facts_of_programme(programme: Programme) -> tuple[tuple[str, tuple[RecordedFact, ...]], ...]:
    """Everything of the programme that has a source, as `facts_of` groups it, with all its places."""
    return _grouped(SourceReference.objects.filter(fact__programme=programme))


def _grouped(references: Iterable[SourceReference]) -> tuple[tuple[str, tuple[RecordedFact, ...]], ...]:
    places: dict[int, list[Place]] = {}
    for place in _places(references):
        places.setdefault(place.fact_id, []).append(place)
    kinds: dict[str, list[int]] = {}
    for fact_id, kind in Fact.objects.filter(pk__in=places).values_list("pk", "kind"):
        kinds.setdefault(kind, []).append(fact_id)
    groups = []
    for kind, (label, describe) in _DESCRIBERS.items():
        if kind in kinds:
            rows = describe(kinds[kind])
            facts = tuple(RecordedFact(pk, kind, ref, text, tuple(places[pk])) for pk, ref, text in rows)
            groups.append((label, facts))
    return tuple(groups)


def fact_for(grants: Grants, pk: int) -> tuple[Fact, str, RecordedFact] | None:
    """One visible fact with its kind's label and all its places; None for what the person may not know of."""
    fact = Fact.objects.visible_to(grants).select_related("programme").filter(pk=pk).first()
    if fact is None or fact.kind not in _DESCRIBERS:
        return None
    label, describe = _DESCRIBERS[fact.kind]
    described = next(iter(describe([pk])), None)
    if described is None:
        return None
    places = places_of([pk]).get(pk, ())
    return fact, label, RecordedFact(pk, fact.kind, described[1], described[2], places)
