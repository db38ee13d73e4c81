"""The strategies that a paper names, what they set out to reach, and promises whose measure a paper speaks of."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from commissioning.seeding.load import Draft, Load, sources_of
from commissioning.seeding.records import Record
from outcomes.models import CareModelArea, Commitment, Strategy, StrategyAim
from programmes.models import ProgrammeStatement
from programmes.models.programmes import StatementKind

from .listed import value_at


def load_strategies(load: Load) -> None:
    """Strategies that the reading finds in the paper, each with the aims that the paper prints for it, if any."""
    strategies = load.reading.records("strategies")
    load.save(Strategy, [Draft(r.id, partial(_strategy, load, r), sources_of(r)) for r in strategies])
    for strategy in strategies:
        aims = list(_aims(load, strategy))
        _take_over(load, [aim.id for aim in aims])
        load.save(StrategyAim, _drafts(load, strategy, aims))


def load_commitments(load: Load) -> None:
    """Promises of an area that a review describes, as far as the review says how well they can be measured."""
    records = load.reading.records("commitments")
    load.save(
        Commitment,
        [
            Draft(record.id, partial(_commitment, load, record, place), sources_of(record))
            for place, record in enumerate(records, 1)
        ],
    )


def _strategy(load: Load, record: Record) -> Strategy:
    return Strategy(
        programme=load.programme,
        name=record.text("name"),
        state=record.text("state"),
        owner=record.words("owner"),
        note=record.words("note"),
    )


def _aims(load: Load, strategy: Record) -> Iterator[Record]:
    if "aims_at" in strategy:
        holder, field, _ = value_at(load, strategy.text("aims_at"))
        yield from holder.records(field)


def _take_over(load: Load, references: Sequence[str]) -> None:
    """Earlier releases kept aims as statements of the programme: those still there make way for the aim."""
    if any(not load.is_new(reference) for reference in references):
        old = ProgrammeStatement.objects.filter(
            programme=load.programme, kind=StatementKind.STRATEGIC_OUTCOME, reference__in=references
        )
        found = list(old.values_list("reference", flat=True))
        old.delete()
        load.forget(found)


def _drafts(load: Load, strategy: Record, aims: Iterable[Record]) -> Iterator[Draft]:
    for place, record in enumerate(aims, 1):

        def make(record: Record = record, place: int = place) -> StrategyAim:
            parent = load.find(Strategy, strategy.id, record=strategy, field="id")
            return StrategyAim(
                programme=load.programme, strategy=parent, text=record.text("text"), position=place
            )

        yield Draft(record.id, make, sources_of(record))


def _commitment(load: Load, record: Record, position: int) -> Commitment:
    return Commitment(
        programme=load.programme,
        text=record.text("text"),
        kind=record.text("kind"),
        area=load.find(CareModelArea, record.text("area"), record=record, field="area"),
        measurability=record.text("measurability"),
        position=position,
    )
