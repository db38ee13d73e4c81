"""The programme itself, and its document with the readings (extractions) of it that sources point at."""

from functools import partial

from django.db import connection

from commissioning.seeding.load import Draft, Load, sources_of, with_values
from commissioning.seeding.records import Record
from programmes.models import CitedWork, Document, Extraction, KnownGap, Programme


def load_programme(load: Load) -> None:
    """Make or find the programme and its document. Raises RecordGoneError when a person has deleted either of them."""
    record, paper = load.seed.record("programme"), load.seed.record("document")
    sources = sources_of(record, "vision", "legal_basis")
    load.save(Programme, [Draft(record.id, partial(_programme, load, record), sources)])
    load.programme = load.find(Programme, record.id, record=record, field="id")
    made = load.save(Document, [Draft(paper.id, partial(_document, load, paper), sources_of(paper))])
    load.document = load.find(Document, paper.id, record=paper, field="id")
    if made:
        _make_extractions(load, paper)
    load.extractions = {row.name: row for row in load.document.extractions.all()}


def _programme(load: Load, record: Record) -> Programme:
    # The number is drawn beforehand, because the programme's sources hang on a fact that belongs to the programme.
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Programme._meta.db_table])
        number = cursor.fetchone()[0]
    load.programme = Programme(
        pk=number,
        key=load.seed.text("key"),
        name=record.text("name"),
        place=record.text("place"),
        population_scope=record.words("population_scope"),
        vision=record.words("vision"),
        legal_basis=record.words("legal_basis_note"),
        state=load.reading.text("state"),
    )
    return load.programme


def _document(load: Load, paper: Record) -> Document:
    return with_values(
        Document,
        programme=load.programme,
        title=paper.text("title"),
        document_type=paper.words("document_type"),
        publisher=paper.words("publisher"),
        committee=paper.words("committee"),
        dated=paper.date("date"),
        report_from=paper.words("report_from"),
        contact_role=paper.words("contact_role"),
    )


def _make_extractions(load: Load, paper: Record) -> None:
    Extraction.objects.bulk_create(
        Extraction(
            document=load.document,
            name=reading.text("seed"),
            has=reading.words("has"),
            lacks=reading.words("lacks"),
        )
        for reading in paper.records("extractions")
    )


def load_gaps_and_references(load: Load) -> None:
    """Content that the paper promises and no extraction holds, and the works that it cites."""
    load.save(KnownGap, [_gap(load, gap) for gap in load.reading.records("known_gaps")])
    works = load.seed.records("references")
    load.save(
        CitedWork, [Draft(work.id, partial(_cited_work, load, work), sources_of(work)) for work in works]
    )


def _gap(load: Load, gap: Record) -> Draft:
    printed = load.seed.record("outcomes_framework").text("appendix_a")
    what, _, why = printed.partition(": ")
    return Draft(
        gap.id,
        lambda: KnownGap(programme=load.programme, document=load.document, what=what, why=why),
        sources_of(gap),
    )


def _cited_work(load: Load, work: Record) -> CitedWork:
    return CitedWork(programme=load.programme, document=load.document, text=work.text("text"))
