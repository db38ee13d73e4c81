"""The programme itself, and its document: readings (extractions), parts, what is missing, what it refers to."""

from collections.abc import Iterator
from functools import partial

from django.db import connection

from commissioning.seeding.load import Draft, Load, Source, sources_of, with_values
from commissioning.seeding.records import Record
from programmes.models import (
    CitedWork,
    CrossReference,
    Document,
    DocumentPart,
    Extraction,
    KnownGap,
    Programme,
)
from programmes.models.programmes import ProgrammeKind

PROGRAMME_FIELDS = ("vision", "legal_basis", "host", "role", "horizon")


def load_programme(load: Load) -> None:
    """Make or find the programme and its document. Raises RecordGoneError when a person has deleted either of them."""
    record, paper = programme_record(load), load.seed.record("document")
    load.save(
        Programme,
        [Draft(record.id, partial(_programme, load, record), sources_of(record, *PROGRAMME_FIELDS))],
    )
    load.programme = load.find(Programme, record.id, record=record, field="id")
    made = load.save(Document, [Draft(paper.id, partial(_document, load, paper), sources_of(paper))])
    load.document = load.find(Document, paper.id, record=paper, field="id")
    if made:
        _make_extractions(load, paper)
    load.extractions = {row.name: row for row in load.document.extractions.all()}


def programme_record(load: Load) -> Record:
    """What the paper says of the programme, with the reading's own words for what it does not name."""
    said, read = load.seed.part("programme"), load.reading.part("programme")
    return Record({**said.data, **read.data}, f"{load.fixture} programme")


def _programme(load: Load, record: Record) -> Programme:
    # The number is drawn beforehand, because the programme's sources hang on a fact that belongs to the programme.
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Programme._meta.db_table])
        number = cursor.fetchone()[0]
    load.programme = with_values(
        Programme,
        pk=number,
        key=load.reading.text("key"),
        kind=record.words("kind") or ProgrammeKind.PROCUREMENT,
        name=record.text("name"),
        place=record.text("place"),
        population_scope=record.words("population_scope"),
        vision=lines(record, "vision"),
        legal_basis=record.words("legal_basis_note"),
        host=record.words("host"),
        role=record.words("role"),
        state=load.reading.text("state"),
    )
    if "horizon" in record:
        load.programme.horizon = record.date("horizon")
    return load.programme


def lines(record: Record, field: str, *, between: str = "\n") -> str:
    """The words of a field that may hold one text or several, each on a line of its own."""
    if isinstance(record.data.get(field), list):
        return between.join(record.strings(field))
    return record.words(field)


def _document(load: Load, paper: Record) -> Document:
    """The field that holds a role may go by another name in a fixture; the reading then says by which."""
    named = load.reading.part("document")
    return with_values(
        Document,
        programme=load.programme,
        title=paper.text("title"),
        document_type=paper.words("document_type"),
        publisher=paper.words("publisher"),
        committee=paper.words("committee"),
        dated=paper.date("date"),
        report_from=lines(paper, named.words("report_from") or "report_from", between="; "),
        contact_role=paper.words(named.words("contact_role") or "contact_role"),
    )


def _make_extractions(load: Load, paper: Record) -> None:
    """The readings that the fixture lists, or the one file that it was taken from."""
    readings = [
        (each.text("seed"), each.words("has"), each.words("lacks")) for each in paper.records("extractions")
    ]
    if not readings and "seed_file" in paper:
        readings = [(paper.text("seed_file"), "", lines(paper, "missing", between="; "))]
    Extraction.objects.bulk_create(
        Extraction(document=load.document, name=name, has=has, lacks=lacks) for name, has, lacks in readings
    )


def load_gaps_and_references(load: Load) -> None:
    """Content that the paper promises and no extraction holds, its parts, and the works that it cites."""
    load.save(KnownGap, [_gap(load, gap) for gap in load.reading.records("known_gaps")])
    load.save(CitedWork, _cited_works(load))
    load.save(DocumentPart, _parts(load))
    load.save(
        CrossReference,
        [
            Draft(r.id, partial(_cross_reference, load, r), sources_of(r))
            for r in load.reading.records("cross_references")
        ],
    )


def _gap(load: Load, gap: Record) -> Draft:
    """A gap stands under the field of the document that the reading names, else it is the framework's appendix."""
    if "field" in gap:
        printed = load.seed.record("document").strings(gap.text("field"))
        what, why = printed[gap.number("place") - 1 if "place" in gap else 0], ""
    else:
        what, _, why = load.seed.record("outcomes_framework").text("appendix_a").partition(": ")
    return Draft(
        gap.id,
        lambda: KnownGap(programme=load.programme, document=load.document, what=what, why=why),
        sources_of(gap),
    )


def _cited_works(load: Load) -> Iterator[Draft]:
    for work in load.seed.records("references"):
        yield Draft(work.id, partial(_cited_work, load, work.text("text")), sources_of(work))
    where = load.reading.part("background_papers")
    for place, text in enumerate(load.seed.strings("background_papers"), 1):
        make = partial(_cited_work, load, text)
        yield Draft(f"{load.reading.text('prefix')}-BGP-{place}", make, sources_of(where))


def _cited_work(load: Load, text: str) -> CitedWork:
    return CitedWork(programme=load.programme, document=load.document, text=text)


def _parts(load: Load) -> Iterator[Draft]:
    """“Appendix 2 Commissioning Principles” is the part Appendix 2 with that title."""
    where = load.reading.part("document_parts")
    for place, printed in enumerate(load.seed.record("document").strings("appendices"), 1):
        word, number, title = printed.split(" ", 2)
        make = partial(
            DocumentPart,
            programme=load.programme,
            document=load.document,
            locator=f"{word} {number}",
            title=title,
        )
        sources = [*sources_of(where), Source(f"{word} {number}")]
        yield Draft(f"{load.reading.text('prefix')}-PART-{place}", make, sources)


def _cross_reference(load: Load, record: Record) -> CrossReference:
    return CrossReference(
        programme=load.programme,
        document=load.document,
        locator=record.text("source"),
        target=record.text("target"),
        described_as=record.text("described_as"),
        found_is_described=record.flag("found_is_described") if "found_is_described" in record else None,
    )
