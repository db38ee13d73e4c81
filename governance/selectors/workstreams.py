"""Work streams with where they stand on a day, for how long, and how complete and fresh their record is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from commissioning.core.fuzzydate import FuzzyDate
from governance.models import StatusPoint, Workstream, WorkstreamStatus
from governance.rules.freshness import GapKind, Score, combined, workstream_score
from governance.rules.scales import Entry, Point, Scale, Stay, history
from governance.selectors.workstream_expected import Around, Told, around, expected_of
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of

__all__ = [
    "StatusRow",
    "WorkstreamRow",
    "combined_words",
    "score_words",
    "workstream_of",
    "workstream_rows",
]


@dataclass(frozen=True)
class StatusRow:
    """One status as given: the point, since when, what was said, by whom; and how long the work stood there."""

    reference: str
    label: str
    is_complete: bool
    is_stopped: bool
    since: FuzzyDate
    text: str
    made_by: str
    made_at: datetime
    stay: Stay
    illustrative: bool


@dataclass(frozen=True)
class WorkstreamRow:
    """A work stream on a day. `statuses` are those by then, oldest first; the last one counts."""

    pk: int
    reference: str
    name: str
    lead_role: str
    phase_number: int | None
    phase: str
    scale: str
    scale_reference: str
    report_every_days: int
    statuses: tuple[StatusRow, ...]
    score: Score
    points: tuple[Point, ...]
    places: tuple[Place, ...]
    illustrative: bool
    version: int

    @property
    def status(self) -> StatusRow | None:
        return self.statuses[-1] if self.statuses else None

    @property
    def is_complete(self) -> bool:
        """By what its point says of itself, wherever that stands on the scale."""
        return bool(self.status and self.status.is_complete)


def workstream_rows(programme: Programme, on: date) -> tuple[WorkstreamRow, ...]:
    """Every work stream by reference; a fixed number of queries for any number of them.

    A status counts from the first day that its date can mean. Leads, phases and scales are those recorded now.
    """
    found = list(Workstream.objects.filter(programme=programme).select_related("phase", "scale"))
    if not found:
        return ()
    scales = _scales(found)
    statuses = _statuses(found, on)
    places = places_of([row.fact_id for row in found])
    beside = around(programme, on)
    return tuple(
        _row(row, scales[row.scale_id], statuses.get(row.pk, []), places, beside, on) for row in found
    )


def workstream_of(rows: Iterable[WorkstreamRow], reference: str) -> WorkstreamRow | None:
    return next((row for row in rows if row.reference == reference), None)


def score_words(score: Score) -> str:
    """ "7 of 9 there, 2 of them stale"; "nothing is expected". Never a percentage: what is missing is what helps."""
    if not score.of:
        return "nothing is expected"
    stale = score.complete - score.fresh
    undated = sum(gap.kind == GapKind.UNDATED for gap in score.gaps)
    kinds = [
        f"{stale - undated} stale" if stale > undated else "",
        f"{undated} of unknown age" if undated else "",
    ]
    said = ", ".join(kind for kind in kinds if kind)
    return f"{score.complete} of {score.of} there{f', {said}' if said else ', none stale'}"


def combined_words(rows: Iterable[WorkstreamRow]) -> str:
    """The same of several work streams together."""
    return score_words(combined(row.score for row in rows))


def rule_point(row: StatusPoint) -> Point:
    """A point of a scale as the rules read it. Their codes know no hyphen, which addresses do."""
    return Point(row.code.replace("-", "_"), row.label, row.position, row.is_complete, row.is_stopped)


def _scales(rows: Sequence[Workstream]) -> dict[int, Scale]:
    found: dict[int, list[Point]] = {row.scale_id: [] for row in rows}
    for point in StatusPoint.objects.filter(scale__in=found).order_by("position"):
        found[point.scale_id].append(rule_point(point))
    return {scale: Scale(tuple(points)) for scale, points in found.items()}


def _statuses(rows: Sequence[Workstream], on: date) -> dict[int, list[WorkstreamStatus]]:
    found: dict[int, list[WorkstreamStatus]] = {}
    given = WorkstreamStatus.objects.filter(workstream__in=rows).select_related("point", "made_by")
    for status in given:
        if status.since.start is None or status.since.start <= on:
            found.setdefault(status.workstream_id, []).append(status)
    return found


def _row(
    row: Workstream,
    scale: Scale,
    given: Sequence[WorkstreamStatus],
    places: Mapping[int, tuple[Place, ...]],
    beside: Around,
    on: date,
) -> WorkstreamRow:
    """A point that has left the scale since is still told by the words it had: nothing of a history is lost."""
    known = {point.code for point in scale.points}
    left = [rule_point(each.point) for each in given if rule_point(each.point).code not in known]
    every = Scale((*scale.points, *dict.fromkeys(left)))
    stays = history([Entry(rule_point(each.point).code, each.since) for each in given], on, every)
    statuses = tuple(_status(each, stay) for each, stay in zip(given, stays, strict=True))
    last = given[-1] if given else None
    told = Told(updated_on(last), last.point.is_complete or last.point.is_stopped) if last else None
    return WorkstreamRow(
        pk=row.pk,
        reference=row.reference,
        name=row.name,
        lead_role=row.lead_role,
        phase_number=row.phase.number if row.phase else None,
        phase=str(row.phase) if row.phase else "",
        scale=row.scale.name,
        scale_reference=row.scale.reference,
        report_every_days=row.report_every_days,
        statuses=statuses,
        score=workstream_score(expected_of(row, told, beside), on),
        points=scale.in_order,
        places=places.get(row.fact_id or 0, ()),
        illustrative=row.illustrative,
        version=row.version,
    )


def updated_on(status: WorkstreamStatus) -> date | None:
    """The day on which somebody last said where the work stands: the day of writing.

    What is illustrative was written when it was loaded, which says nothing: there the last day of its own date counts.
    """
    return status.since.end if status.illustrative else timezone.localdate(status.made_at)


def _status(row: WorkstreamStatus, stay: Stay) -> StatusRow:
    return StatusRow(
        reference=row.reference,
        label=row.point.label,
        is_complete=row.point.is_complete,
        is_stopped=row.point.is_stopped,
        since=row.since,
        text=row.text,
        made_by=str(row.made_by),
        made_at=row.made_at,
        stay=stay,
        illustrative=row.illustrative,
    )
