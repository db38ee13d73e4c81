"""What a paper carries besides its asks: risks, implications, approvals by role, and numbers that it states."""

from collections.abc import Iterator, Mapping
from functools import partial

from commissioning.seeding.load import Draft, Load, sources_of
from commissioning.seeding.records import Record
from governance.models import Implication, Mitigation, PaperApproval, Risk, RiskMitigation, StatedCount


def load_papers(load: Load) -> None:
    risks = load.seed.records("risks")
    load.save(Risk, [Draft(r.id, partial(_risk, load, r), sources_of(r)) for r in risks])
    _join(load, risks, load.save(Mitigation, _mitigations(load, risks)))
    load.save(Implication, _implications(load))
    load.save(PaperApproval, _approvals(load))
    load.save(StatedCount, [_count(load, record) for record in load.reading.records("stated_counts")])


def _risk(load: Load, record: Record) -> Risk:
    """The owner stays empty where the paper names nobody; no paper assesses likelihood or impact."""
    return Risk(
        programme=load.programme,
        title=record.text("title"),
        text=record.words("text"),
        owner_role=record.words("owner"),
    )


def _mitigations(load: Load, records: list[Record]) -> Iterator[Draft]:
    for record in records:
        if record.words("mitigation"):
            yield Draft(f"{record.id}-M-1", partial(_mitigation, load, record), sources_of(record))


def _mitigation(load: Load, record: Record) -> Mitigation:
    return Mitigation(programme=load.programme, text=record.words("mitigation"))


def _join(load: Load, records: list[Record], made: Mapping[str, Mitigation]) -> None:
    """A mitigation loaded now stands beside its risk; one loaded before keeps the risks that people gave it."""
    for record in records:
        mitigation = made.get(f"{record.id}-M-1")
        if mitigation is not None:
            risk = load.find(Risk, record.id, record=record, field="id")
            RiskMitigation.objects.create(risk=risk, mitigation=mitigation)


def _implications(load: Load) -> Iterator[Draft]:
    for place, record in enumerate(load.seed.records("implications"), 1):
        reference = f"{load.reading.text('prefix')}-IMP-{place}"
        yield Draft(reference, partial(_implication, load, record), sources_of(record))


def _implication(load: Load, record: Record) -> Implication:
    printed = record.text("area")
    row = Implication(
        programme=load.programme,
        document=load.document,
        area=load.reading.part("implication_areas").text(printed),
        area_as_printed=printed,
        text=record.text("text"),
    )
    if "date" in record:
        row.date = record.date("date")
    return row


def _approvals(load: Load) -> Iterator[Draft]:
    """The slots of the closing table; one that nobody fills keeps an empty role."""
    paper, where = load.seed.record("document"), load.reading.part("approvals")
    for place, record in enumerate(paper.records("approved_by"), 1):
        roles = "\n".join(filter(None, record.words("role").split("; ")))
        make = partial(
            PaperApproval,
            programme=load.programme,
            document=load.document,
            slot=record.text("slot"),
            role=roles,
            note=paper.words("approved_by_note") if roles else "",
        )
        yield Draft(f"{load.reading.text('prefix')}-APP-{place}", make, sources_of(where))


def _count(load: Load, record: Record) -> Draft:
    """A number that the paper states of things that it also lists; `subject` is what they belong to, if anything."""
    make = partial(
        StatedCount,
        programme=load.programme,
        text=record.text("text"),
        stated=record.number("stated"),
        counts=record.text("counts"),
        subject=record.words("subject"),
    )
    return Draft(record.id, make, sources_of(record))
