"""What the runway is worked out from besides the register: phases, contracts of papers, stages done."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate
from procurement.models import ExistingContracts, PhaseScope, ProcurementPhase, ProcurementStage
from procurement.stage_codes import GO_LIVE
from programmes.models import Programme

NEEDS = "need"  # stages whose code begins so come before the work of a procurement


@dataclass(frozen=True)
class Progress:
    """How far a phase has come by a day: its forecast of go-live, the first work done, and whether it went live."""

    go_live: FuzzyDate | None = None
    begun: str = ""
    is_live: bool = False


def phases_of(programme: Programme) -> list[ProcurementPhase]:
    return list(
        ProcurementPhase.objects.filter(programme=programme).select_related("process").order_by("number")
    )


def phase_of_service(programme: Programme, on: date) -> dict[int, int]:
    """The id of the phase that procures each scope row on the day. One query."""
    rows = PhaseScope.objects.on(on).filter(phase__programme=programme)
    return dict(rows.values_list("scope_id", "phase_id"))


def papers_of(programme: Programme) -> list[tuple[ExistingContracts, frozenset[int]]]:
    """The contracts that papers speak of, each with the ids of the phases said to replace them. Two queries."""
    rows = ExistingContracts.objects.filter(programme=programme).prefetch_related("replaced_by")
    return [(row, frozenset(phase.pk for phase in row.replaced_by.all())) for row in rows]


def progress_of(phases: Sequence[ProcurementPhase], on: date) -> Mapping[int, Progress]:
    """How far each phase has come, from its stages. One query.

    Work has begun with the first stage done after the need was written down; the go-live is that of its own stage where
    one is forecast or done.
    """
    stages: defaultdict[int, list[ProcurementStage]] = defaultdict(list)
    rows = ProcurementStage.objects.filter(phase__in=[phase.pk for phase in phases], not_applicable=False)
    for stage in rows.select_related("kind").order_by("kind__position", "pk"):
        stages[stage.phase_id].append(stage)
    return {phase.pk: _progress(stages[phase.pk], on) for phase in phases}


def _progress(stages: Sequence[ProcurementStage], on: date) -> Progress:
    done = [stage for stage in stages if _is_done(stage, on)]
    last = next((stage for stage in stages if stage.kind.code == GO_LIVE), None)
    worked = [stage for stage in done if not stage.kind.code.startswith(NEEDS) and stage is not last]
    expected = None
    if last is not None:
        expected = next((when for when in (last.actual, last.forecast) if when.is_dated), None)
    first = min(worked, key=lambda stage: stage.actual.sort_key, default=None)
    begun = f"{first.kind.name} done {first.actual.printed}" if first else ""
    return Progress(expected, begun, is_live=last in done)


def _is_done(stage: ProcurementStage, on: date) -> bool:
    first = stage.actual.start or stage.actual.end
    return first is not None and first <= on
