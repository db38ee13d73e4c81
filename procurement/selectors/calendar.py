"""Everything of a programme that has a day: decisions, notices, ends, reviews, and when buying must start.

Nothing sealed stands in it: contracts are named as the register names them, without provider or value, and an award
that is not public leaves no trace, whoever asks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from procurement.models import BreakPoint, ReviewAction
from procurement.rules_calendar import CalendarRow, DateKind, in_window
from procurement.rules_runway import Standing
from procurement.selectors.contract_types import ContractRow
from procurement.selectors.notices import NoticeRow, notices_of
from procurement.selectors.runway import Known, known_of
from procurement.selectors.runway_rows import is_in_force
from procurement.selectors.runway_types import AS_RECORDED, PhaseRunway, RunwayRow
from procurement.selectors.sealed import PUBLIC, Sight
from procurement.selectors.stage_rows import PhaseStages, StageRow
from procurement.selectors.stages import stages_of
from procurement.stage_codes import GO_LIVE
from programmes.models import Programme

__all__ = ["CalendarRow", "DateKind", "calendar_rows", "every_date"]


def calendar_rows(
    programme: Programme,
    from_day: date,
    to_day: date,
    *,
    on: date | None = None,
    today: date | None = None,
) -> tuple[CalendarRow, ...]:
    """The dates whose deadline lies in the window, both days included, as known on the day (the window's first).

    Dates that are overdue and undated ones are left to `every_date`.
    """
    rows = every_date(programme, on or from_day, today=today)
    return tuple(row for row in rows if in_window(row, from_day, to_day))


def every_date(programme: Programme, on: date, *, today: date | None = None) -> tuple[CalendarRow, ...]:
    """Every date as known on the day, by deadline; undated ones last. A fixed number of queries.

    What is done by the day is left out: a stage with its actual date, a notice published, a standstill over. Awards
    published by `today`, the day of the request, are known of; without one, none is.
    """
    sight = PUBLIC if today is None else Sight.for_public(programme, today)
    known = known_of(programme, on, sight)
    stages = stages_of(programme, on, law=known.law)
    notices = notices_of(programme, on, law=known.law, stages=stages)
    rows = [
        *_starts(known),
        *_stages(stages),
        *_go_lives(known, stages),
        *_notices(notices, on),
        *_contracts(known.held),
        *_papers(known),
        *_break_points(known.held, on),
        *_actions(programme, known.held, on),
    ]
    return tuple(sorted(rows, key=lambda row: row.sort_key))


def _starts(known: Known) -> Iterator[CalendarRow]:
    """When a procurement must start that nothing records as begun, by phase, and by contract where no phase follows."""
    shown = known.under(AS_RECORDED)
    for phase in shown.phases:
        if phase.plan.start_by is not None and phase.where.standing in {Standing.LATE, Standing.DUE}:
            yield _start_of_phase(phase)
    seen: set[str] = set()
    for row in shown.rows:
        if row.plan is not None and (row.phase is None or row.plan is not row.phase.plan):
            found = _start_without_phase(row)
            if found is not None and found.key not in seen:
                seen.add(found.key)
                yield found


def _start_of_phase(phase: PhaseRunway) -> CalendarRow:
    assumed = f" (assumed: {phase.plan.assumed})" if phase.plan.assumed else ""
    return CalendarRow(
        f"start-by-{phase.reference}",
        DateKind.START_BY,
        "Procurement must start",
        exactly(phase.plan.start_by),
        phase.title,
        "runway",
        phase_number=phase.number,
        note=f"To go live {phase.go_live.printed}, under the {phase.plan.regime_words}{assumed}",
        illustrative=phase.illustrative,
    )


def _start_without_phase(row: RunwayRow) -> CalendarRow | None:
    if (
        row.plan is None
        or row.plan.start_by is None
        or row.where.standing not in {Standing.LATE, Standing.DUE}
    ):
        return None
    cover = min(row.covers, key=lambda each: (each.ends.end if each.ends else None) or date.max)
    return CalendarRow(
        f"start-by-{cover.reference}",
        DateKind.START_BY,
        "Procurement must start",
        exactly(row.plan.start_by),
        cover.name,
        "runway",
        note=f"Back from {row.plan.basis}; no go-live is recorded",
        illustrative=row.illustrative,
    )


def _stages(phases: Sequence[PhaseStages]) -> Iterator[CalendarRow]:
    """Gateways and stages to come, by their forecast, else as planned; those without a date stand undated."""
    for phase in phases:
        if phase.ended:
            continue
        for row in phase.rows:
            if row.not_applicable or row.is_done:
                continue
            yield CalendarRow(
                f"stage-{row.reference}",
                DateKind.GATEWAY if row.is_gateway else DateKind.STAGE,
                row.name,
                _expected(row),
                f"Phase {phase.number}: {phase.name}",
                "phase_stages",
                (phase.number,),
                phase.number,
                row.owner,
                illustrative=row.illustrative,
            )


def _expected(row: StageRow) -> FuzzyDate:
    return row.forecast if row.forecast.is_dated else row.planned


def _go_lives(known: Known, stages: Sequence[PhaseStages]) -> Iterator[CalendarRow]:
    """The go-live and the start of procurement as papers print them, where the stages do not hold them."""
    held = {phase.number: {row.code for row in phase.rows} for phase in stages}
    for record in known.records:
        if record.ended_on is not None and record.ended_on <= known.on:
            continue
        printed = (
            ("start", "Procurement starts", record.procurement_start),
            ("live", "Goes live", record.go_live),
        )
        for code, words, when in printed:
            if (code == "live" and GO_LIVE in held.get(record.number, set())) or (
                code == "start" and held.get(record.number)
            ):
                continue
            yield CalendarRow(
                f"{code}-{record.reference}",
                DateKind.STAGE,
                words,
                when,
                f"Phase {record.number}: {record.name}",
                "phase",
                (record.number,),
                record.number,
                illustrative=record.illustrative,
            )


def _notices(rows: Sequence[NoticeRow], on: date) -> Iterator[CalendarRow]:
    for row in rows:
        about = f"Phase {row.phase_number}: {row.phase_name}"
        key = row.reference or f"{row.phase_id}-{row.code}"
        if not row.is_published and not row.not_needed_because and row.due_on is not None:
            yield CalendarRow(
                f"notice-{key}",
                DateKind.NOTICE,
                f"{row.code} {row.name}",
                exactly(row.due_on),
                about,
                "notices",
                phase_number=row.phase_number,
                note=row.due_words,
                illustrative=row.illustrative,
            )
        if row.standstill is not None and row.standstill.ends >= on:
            yield CalendarRow(
                f"standstill-{key}",
                DateKind.STANDSTILL,
                f"Standstill ends ({row.code})",
                exactly(row.standstill.ends),
                about,
                "notices",
                phase_number=row.phase_number,
                note=row.held.words if row.held else "",
                illustrative=row.illustrative,
            )


def _contracts(rows: Sequence[ContractRow]) -> Iterator[CalendarRow]:
    """Of contracts in force: last days for notice, ends and reviews."""
    for row in rows:
        if not is_in_force(row):
            continue
        yield _of_contract(row, DateKind.CONTRACT_END, "Contract ends", row.current_end)
        option = row.next_option
        if option is not None and option.notice_by is not None:
            words = f"Last day for notice of option {option.sequence} ({option.months} months)"
            yield _of_contract(row, DateKind.NOTICE_BY, words, option.notice_by)
        elif row.notice_by is not None:
            yield _of_contract(
                row, DateKind.NOTICE_BY, f"Last day for notice of {row.notice_for}", row.notice_by
            )
        if row.next_review is not None:
            yield _of_contract(row, DateKind.REVIEW, "Review due", exactly(row.next_review))


def _of_contract(row: ContractRow, kind: DateKind, text: str, when: FuzzyDate) -> CalendarRow:
    return CalendarRow(
        f"{kind.value.replace('_', '-')}-{row.reference}",
        kind,
        text,
        when,
        row.name,
        "contract",
        (row.reference,),
        row.phase_number,
        illustrative=row.illustrative,
    )


def _papers(known: Known) -> Iterator[CalendarRow]:
    for paper in known.papers:
        if not paper.followed_by:
            record = paper.record
            yield CalendarRow(
                f"contract-end-{record.reference}",
                DateKind.CONTRACT_END,
                "Contracts end",
                record.ends,
                record.text,
                "milestones",
                note="" if paper.replaced_by else "no paper says which phase replaces them",
                illustrative=record.illustrative,
            )


def _break_points(rows: Sequence[ContractRow], on: date) -> Iterator[CalendarRow]:
    held = {row.contract_id: row for row in rows if is_in_force(row)}
    for point in BreakPoint.objects.filter(contract__in=held):
        if point.on.end is None or point.on.end >= on:
            who = f", by {point.by_whom}" if point.by_whom else ""
            found = _of_contract(held[point.contract_id], DateKind.BREAK, f"Break point{who}", point.on)
            yield replace(found, key=f"break-{held[point.contract_id].reference}-{point.pk}", note=point.note)


def _actions(programme: Programme, rows: Sequence[ContractRow], on: date) -> Iterator[CalendarRow]:
    held = {row.contract_id: row for row in rows}
    still_open = Q(done_on__isnull=True) | Q(done_on__gt=on)
    asked = ReviewAction.objects.filter(still_open, review__programme=programme, review__held_on__lte=on)
    for action in asked.select_related("review"):
        row = held.get(action.review.contract_id)
        if row is not None:
            found = _of_contract(row, DateKind.ACTION, action.text, action.due)
            yield replace(found, key=f"action-{action.review.reference}-{action.pk}", owner=action.owner)


def exactly(day: date | None) -> FuzzyDate:
    """A day worked out; None is not known."""
    precision = Precision.NONE if day is None else Precision.DAY
    return FuzzyDate("", day, day, precision, DateStatus.BLANK if day is None else DateStatus.INFERRED)
