"""What papers say of how far a procurement has come, and of money pooled or aligned: as printed, and no more."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from commissioning.core.money import Money, Qualifier
from commissioning.seeding.load import Draft, Load, sources_of, with_values
from commissioning.seeding.records import Record
from procurement.models import (
    FundContribution,
    FundScheme,
    PooledFund,
    ProcurementPhase,
    ProcurementStage,
    StageKind,
)
from programmes.models import Organisation

NOT_STATED = Money("", None, Qualifier.NOT_STATED)


def load_stages(load: Load) -> None:
    """The stages of each phase that the reading lists: those that a paper dates, and without dates those it leaves out.

    No paper says which regime applies, so the stages are those of every regime and the ones that are dated. Without the
    tables of the law there are none yet; one that a person has deleted from them is left out.
    """
    kinds = list(StageKind.objects.all())
    phases = load.reading.records("stages") if kinds else []
    load.save(ProcurementStage, [draft for phase in phases for draft in _stages(load, phase, kinds)])


def load_funds(load: Load) -> None:
    """Pooled and aligned money; a paper that gives no amount leaves every scheme and contribution not stated."""
    for record in load.reading.records("funds"):
        made = load.save(PooledFund, [Draft(record.id, partial(_fund, load, record), sources_of(record))])
        for fund in made.values():
            FundScheme.objects.bulk_create(_schemes(record, fund))
            FundContribution.objects.bulk_create(_contributions(load, record, fund))


def _stages(load: Load, phase: Record, kinds: Iterable[StageKind]) -> Iterator[Draft]:
    dated = {each.text("stage"): each for each in phase.records("dated")}
    for kind in kinds:
        printed = dated.pop(kind.code, None)
        if printed is None and kind.regimes:
            continue
        make = partial(_stage, load, phase, kind, printed)
        reference = f"{phase.text('phase')}-{kind.code}"
        yield Draft(reference, make, sources_of(printed) if printed else ())
    for code, printed in dated.items():
        load.left_out.append(f"{printed.name}: there is no stage {code}, so its date is left out")


def _stage(load: Load, phase: Record, kind: StageKind, printed: Record | None) -> ProcurementStage:
    return with_values(
        ProcurementStage,
        programme=load.programme,
        phase=load.find(ProcurementPhase, phase.text("phase"), record=phase, field="phase"),
        kind=kind,
        note=printed.words("note") if printed else "",
        **({"planned": printed.date("planned")} if printed else {}),
    )


def _fund(load: Load, record: Record) -> PooledFund:
    host: Any = None
    if "host" in record:
        host = load.find(Organisation, record.text("host"), record=record, field="host")
    return PooledFund(
        programme=load.programme,
        name=record.text("name"),
        arrangement=record.text("arrangement"),
        host=host,
        agreement=record.words("agreement"),
        variance_note=record.words("variance_note"),
    )


def _schemes(record: Record, fund: PooledFund) -> Iterator[FundScheme]:
    for place, name in enumerate(record.strings("schemes"), 1):
        yield with_values(FundScheme, fund=fund, name=name, money=NOT_STATED, position=place)


def _contributions(load: Load, record: Record, fund: PooledFund) -> Iterator[FundContribution]:
    givers = load.those_left(
        Organisation, record.strings("contributors"), record=record, field="contributors"
    )
    for place, giver in enumerate(givers, 1):
        yield with_values(FundContribution, fund=fund, contributor=giver, money=NOT_STATED, position=place)
