"""The places where the paper disagrees with itself, as whoever read it recorded them."""

from functools import partial

from commissioning.seeding.load import Draft, Load, Source
from commissioning.seeding.records import Record
from governance.models import Discrepancy, DiscrepancyStatement
from governance.models.discrepancies import DiscrepancyKind


def load_discrepancies(load: Load) -> None:
    records = load.seed.records("inconsistencies")
    made = load.save(Discrepancy, [Draft(r.id, partial(_discrepancy, load, r), _sources(r)) for r in records])
    DiscrepancyStatement.objects.bulk_create(
        DiscrepancyStatement(
            discrepancy=made[record.id],
            text=statement.text("text"),
            place=statement.text("source"),
            position=position,
        )
        for record in records
        if record.id in made
        for position, statement in enumerate(record.records("statements"), 1)
    )


def _discrepancy(load: Load, record: Record) -> Discrepancy:
    return Discrepancy(
        programme=load.programme,
        check_key=load.reading.part("check_keys").words(record.id),
        is_recorded=True,
        recorded_kind=record.text("kind"),
        kind=_kind(load, record),
        title=record.text("title"),
        computed=record.data.get("computed"),
        suggested_handling=record.words("suggested_handling"),
    )


def _kind(load: Load, record: Record) -> str:
    """The recorded kind where the product's list has it, else the one on the list that it is tied to."""
    recorded = record.text("kind")
    tied = load.reading.part("discrepancy_kinds")
    kind = tied.words(record.id) or tied.words(recorded) or recorded
    if kind not in DiscrepancyKind.values:
        raise record.error("kind", f"{recorded!r} is not tied to a kind of discrepancy")
    return kind


def _sources(record: Record) -> list[Source]:
    """Each statement's places, with the statement as the words printed there."""
    return [_source(statement) for statement in record.records("statements")]


def _source(statement: Record) -> Source:
    return Source(statement.text("source"), says=statement.text("text"))
