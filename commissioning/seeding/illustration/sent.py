"""Returns of the illustrative county in every state, and one correction of an approved figure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from commissioning.core.models import User
from commissioning.seeding.load import Draft, Load, with_values
from commissioning.seeding.records import Record
from outcomes.models import KPI, KPIReturn, Measurement, ReturnLine, ReturnStep
from outcomes.models.returns import ReturnKind, ReturnState, ReturnStepKind
from outcomes.rules_periods import period_containing

from .drafts import found

FIGURES = ("numerator", "denominator", "value", "missing")
DECIDED = {
    ReturnState.ACCEPTED: ReturnStepKind.ACCEPTED,
    ReturnState.RETURNED: ReturnStepKind.RETURNED,
    ReturnState.WITHDRAWN: ReturnStepKind.WITHDRAWN,
}


def load_returns(load: Load, people: Mapping[str, User]) -> set[int]:
    """Write the returns that are new, one after the other, as a correction needs what it corrects.

    Figures that were approved are tied to their return and thereby locked. Returns the keys of the KPIs concerned.
    """
    changed: set[int] = set()
    for record in load.seed.records("returns"):
        draft = Draft(record.id, partial(_return, load, people, record))
        for kpi_return in load.save(KPIReturn, [draft]).values():
            rows = _corrected(load, record) if _is_correction(record) else _measured(record, kpi_return)
            _approve(load, record, kpi_return, rows)
            ReturnLine.objects.bulk_create([*_lines_of(kpi_return, rows), *_lines(record, kpi_return)])
            for step in _steps(people, record, kpi_return):
                step.save()
            changed.add(kpi_return.kpi_id)
    return changed


def _is_correction(record: Record) -> bool:
    return record.words("kind") == ReturnKind.CORRECTION


def _return(load: Load, people: Mapping[str, User], record: Record) -> KPIReturn:
    correction = _is_correction(record)
    return KPIReturn(
        programme=load.programme,
        illustrative=True,
        kpi=found(load, KPI, record, "kpi"),
        kind=record.words("kind") or ReturnKind.RETURN,
        state=record.text("state"),
        channel=record.words("channel") or "entered",
        reason=record.text("reason") if correction else "",
        submitted_by=people[record.text("by")],
    )


def _measured(record: Record, kpi_return: KPIReturn) -> list[Measurement]:
    """The current figures of the periods that the return is for, whole and members."""
    starts = [_month(text) for text in record.strings("periods")]
    return list(
        Measurement.objects.filter(
            kpi=kpi_return.kpi_id, period_start__in=starts, is_current=True, kpi_return=None
        ).order_by("period_start", "member")
    )


def _corrected(load: Load, record: Record) -> list[Measurement]:
    """The rows that take the place of the figures of the whole; the old ones stay, no longer current."""
    starts = [_month(text) for text in record.strings("periods")]
    kpi = found(load, KPI, record, "kpi")
    rows = []
    for old in Measurement.objects.filter(kpi=kpi, period_start__in=starts, member=None, is_current=True):
        new = Measurement.objects.get(pk=old.pk)
        new.pk, new.reference = None, f"{old.reference}-C1"
        new.numerator = (old.numerator or Decimal(0)) + record.number("add")
        new.supersedes, new.kpi_return = old, None
        new.comment = record.text("reason")
        old.is_current = False
        old.save()
        rows.append(new)
    return rows


def _approve(load: Load, record: Record, kpi_return: KPIReturn, rows: Sequence[Measurement]) -> None:
    if record.text("state") != ReturnState.ACCEPTED:
        return
    for row in rows:
        row.kpi_return = kpi_return
        if row._state.adding:
            load.enter(row.reference)
            load.created += 1
        row.save()


def _lines_of(kpi_return: KPIReturn, rows: Sequence[Measurement]) -> Iterator[ReturnLine]:
    for row in rows:
        figures = {name: getattr(row, name) for name in FIGURES}
        yield with_values(
            ReturnLine,
            kpi_return=kpi_return,
            period=row.period,
            member=row.member,
            is_final=row.is_final,
            source=row.source,
            comment=row.comment,
            **figures,
        )


def _lines(record: Record, kpi_return: KPIReturn) -> Iterator[ReturnLine]:
    """Figures that nobody has approved: they stand in the return alone."""
    for line in record.records("lines"):
        parts = {name: line.number(name) for name in ("numerator", "denominator", "value") if name in line}
        period = period_containing(kpi_return.kpi.frequency, _month(line.text("month")))
        yield with_values(ReturnLine, kpi_return=kpi_return, period=period, **parts)


def _steps(people: Mapping[str, User], record: Record, kpi_return: KPIReturn) -> Iterator[ReturnStep]:
    submitted = people[record.text("by")]
    yield ReturnStep(kpi_return=kpi_return, step=ReturnStepKind.SUBMITTED, made_by=submitted)
    decided = DECIDED.get(ReturnState(record.text("state")))
    if decided is not None:
        by = people[record.words("decided_by") or record.text("by")]
        reason = record.words("reason") if decided == ReturnStepKind.RETURNED else ""
        yield ReturnStep(kpi_return=kpi_return, step=decided, reason=reason, made_by=by)


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")
