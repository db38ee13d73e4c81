"""What was decided: each decision on a day with its positions, call-in, effects and gaps; and who is awaited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from governance.models import (
    BoardAction,
    BodyPosition,
    Decision,
    DecisionEffect,
    InterestDeclared,
    PositionAsked,
)
from governance.models.actions import BoardActionState
from governance.models.recommendations import CommitteeVerb
from governance.rules.call_in import DecisionFacts, call_in, ending_of, in_effect
from governance.rules.decision_record import RecordFacts, lacking
from governance.rules.effects import standing
from governance.rules.positions import Stance, tally
from governance.selectors.decision_rows import (
    AskedRow,
    AwaitedRow,
    ConditionRow,
    DecisionRow,
    EffectRow,
    PositionRow,
)
from procurement.rules_days import Calendar
from procurement.selectors.tables_of_law import tables_of_law
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of

__all__ = ["AwaitedRow", "DecisionRow", "decision_facts", "decision_rows", "positions_awaited"]


@dataclass(frozen=True)
class _Around:
    """What stands around the decisions of one programme, by decision, read in one query each."""

    asked: Mapping[int, list[PositionAsked]]
    positions: Mapping[int, list[BodyPosition]]
    conditions: Mapping[int, list[BoardAction]]
    effects: Mapping[int, list[DecisionEffect]]
    interests: Mapping[int, list[InterestDeclared]]
    places: Mapping[int, tuple[Place, ...]]
    calendar: Calendar


def decision_rows(programme: Programme, on: date, *, reference: str = "") -> tuple[DecisionRow, ...]:
    """The decisions made by the day, the latest first; with `reference` that one alone. A fixed number of queries.

    What was decided, or said by a body, after the day had not happened on it. Whether a condition is met, and the words
    of the record, are as they stand now.
    """
    rows = Decision.objects.filter(programme=programme, **({"reference": reference} if reference else {}))
    found = [
        row
        for row in rows.select_related("body", "meeting", "recommendation")
        if row.decided.start is None or row.decided.start <= on
    ]
    around = _around(found, on)
    return tuple(_row(row, around, on) for row in sorted(found, key=_newest_first))


def positions_awaited(
    programme: Programme, on: date, rows: Iterable[DecisionRow] | None = None
) -> tuple[AwaitedRow, ...]:
    """Every decision that waits for a body, by body, the one waiting longest first; those waiting since nobody knows
    when come last of a body. Give `rows` where they have been read already.
    """
    waiting = [
        AwaitedRow(
            body=asked.body,
            body_reference=asked.body_reference,
            decision_reference=row.reference,
            title=row.title,
            asked_on=asked.asked_on,
            days=asked.days,
            has_deferred=asked.position is not None,
            illustrative=row.illustrative,
        )
        for row in (decision_rows(programme, on) if rows is None else rows)
        for asked in row.awaited
        if row.outcome != "rejected"
    ]
    return tuple(sorted(waiting, key=lambda each: (each.body, -(each.days or 0), each.decision_reference)))


def decision_facts(decision: Decision) -> DecisionFacts:
    """What the rules of call-in ask of a decision."""
    return DecisionFacts(
        made=decision.decided,
        effective=decision.effective,
        is_key=decision.is_key,
        is_subject=decision.subject_to_call_in,
        published_on=decision.published_on,
        called_in_on=decision.called_in_on,
        confirmed=ending_of(decision.call_in_result),
        closes_on=decision.call_in_ends_on,
        is_settled=bool(decision.call_in_result.strip()),
    )


def calendar_on(on: date) -> Calendar:
    """The working days by which call-in is counted: those of England and Wales."""
    return tables_of_law(on).calendars["england"]


# --- reading ----------------------------------------------------------------------------------------------------


def _newest_first(row: Decision) -> tuple[int, str]:
    day = row.decided.start or row.decided.end
    return (-day.toordinal() if day else 0, row.reference)


def _around(rows: list[Decision], on: date) -> _Around:
    keys = [row.pk for row in rows]
    positions = [
        row
        for row in BodyPosition.objects.filter(decision__in=keys).select_related(
            "body", "meeting__body", "document", "made_by"
        )
        if row.on.start is None or row.on.start <= on
    ]
    conditions = BoardAction.objects.filter(condition_of__in=[row.pk for row in positions])
    meetings = [row.meeting_id for row in rows if row.meeting_id]
    effects = DecisionEffect.objects.filter(decision__in=keys).select_related(
        "scope_change", "lead_change", "gateway_decision", "target"
    )
    declared = InterestDeclared.objects.filter(meeting__in=meetings)
    return _Around(
        asked=_by("decision_id", PositionAsked.objects.filter(decision__in=keys).select_related("body")),
        positions=_by("decision_id", positions),
        conditions=_by("condition_of_id", conditions),
        effects=_by("decision_id", effects),
        interests=_by("meeting_id", declared),
        places=places_of([row.fact_id for row in (*rows, *positions)]),
        calendar=calendar_on(on),
    )


def _by(name: str, rows: Iterable[object]) -> Mapping[int, list]:  # type: ignore[type-arg]  # of whatever came in
    found: defaultdict[int, list] = defaultdict(list)  # type: ignore[type-arg]
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _row(row: Decision, around: _Around, on: date) -> DecisionRow:
    facts = decision_facts(row)
    positions = _positions(row, around)
    asked = _asked(row, around, positions, on)
    count = tally([each.body_reference for each in asked], _stances(asked))
    ask = row.recommendation
    declared = around.interests.get(row.meeting_id or 0, [])
    return DecisionRow(
        decision_id=row.pk,
        reference=row.reference,
        title=row.title,
        text=row.text,
        body=row.body.name,
        body_reference=row.body.reference,
        meeting=row.meeting.held.printed if row.meeting else "",
        meeting_reference=row.meeting.reference if row.meeting else "",
        ask_reference=ask.reference if ask else "",
        ask_words=f"{CommitteeVerb(ask.verb).label}: {ask.text}" if ask else "",
        outcome=row.outcome,
        outcome_label=row.get_outcome_display(),
        decided=row.decided,
        delegated_to=row.delegated_to,
        is_key=row.is_key,
        tally=count,
        asked=asked,
        positions=positions,
        effects=tuple(_effect(each) for each in around.effects.get(row.pk, ())),
        call_in=call_in(facts, on, around.calendar),
        in_effect=standing(
            row.outcome, row.get_outcome_display(), in_effect(facts, on, around.calendar), count
        ),
        effective=row.effective,
        lacking=lacking(record_facts(row, declared)),
        illustrative=row.illustrative,
        places=around.places.get(row.fact_id or 0, ()),
        fact_id=row.fact_id,
    )


def record_facts(row: Decision, declared: Sequence[InterestDeclared]) -> RecordFacts:
    """What the rules of a record ask of a decision; interests `declared` at its meeting belong to the record."""
    return RecordFacts(
        is_dated=row.decided.is_dated,
        reasons=row.reasons,
        alternatives_rejected=row.alternatives_rejected,
        interests=row.interests,
        dispensations=row.dispensations or "".join(each.dispensation for each in declared),
        interests_declared=len(declared),
        is_key=row.is_key,
        key_because=row.key_because,
        may_be_called_in=row.subject_to_call_in,
        is_published=row.published_on is not None,
        has_effective_date=row.effective.is_dated,
    )


def _positions(row: Decision, around: _Around) -> tuple[PositionRow, ...]:
    """Every position, in the order in which they were given; the last of each body is not replaced."""
    given = sorted(around.positions.get(row.pk, ()), key=_given_order)
    last = {each.body_id: each.pk for each in given}
    return tuple(_position(each, around, replaced=last[each.body_id] != each.pk) for each in given)


def _given_order(row: BodyPosition) -> tuple[date, str, int]:
    """By the last day that its date can mean; one without a day counts as given when it was written down."""
    day = row.on.end or row.on.start or row.made_at.date()
    return day, row.made_at.isoformat(), row.pk


def _position(row: BodyPosition, around: _Around, *, replaced: bool) -> PositionRow:
    return PositionRow(
        reference=row.reference,
        body=row.body.name,
        body_reference=row.body.reference,
        kind=row.position,
        label=row.get_position_display(),
        on=row.on,
        note=row.note,
        meeting=str(row.meeting) if row.meeting else "",
        meeting_reference=row.meeting.reference if row.meeting else "",
        document=row.document.title if row.document else "",
        document_reference=row.document.reference if row.document else "",
        who=str(row.made_by) if row.made_by else "",
        conditions=tuple(_condition(each) for each in around.conditions.get(row.pk, ())),
        replaced=replaced,
        places=around.places.get(row.fact_id or 0, ()),
        fact_id=row.fact_id,
    )


def _condition(row: BoardAction) -> ConditionRow:
    """Met once its action is complete; one closed without completion is not met."""
    return ConditionRow(
        action_reference=row.reference,
        text=row.text,
        owner_role=row.owner_role,
        due=row.due,
        state_label=row.get_state_display(),
        is_met=row.state == BoardActionState.COMPLETE,
    )


def _asked(
    row: Decision, around: _Around, positions: tuple[PositionRow, ...], on: date
) -> tuple[AskedRow, ...]:
    """A body is asked with the decision: its days run from the last day on which that can have been made."""
    latest = {each.body_reference: each for each in positions if not each.replaced}
    asked_on = row.decided.end if row.decided.end and row.decided.end <= on else None
    found = [
        AskedRow(
            body=each.body.name,
            body_reference=each.body.reference,
            position=latest.get(each.body.reference),
            asked_on=asked_on,
            days=(on - asked_on).days if asked_on else None,
        )
        for each in around.asked.get(row.pk, ())
    ]
    return tuple(sorted(found, key=lambda each: each.body))


def _stances(asked: tuple[AskedRow, ...]) -> dict[str, Stance]:
    return {
        each.body_reference: Stance(
            each.position.kind, sum(not condition.is_met for condition in each.position.conditions)
        )
        for each in asked
        if each.position is not None
    }


def _effect(row: DecisionEffect) -> EffectRow:
    made = row.scope_change or row.lead_change or row.gateway_decision or row.target
    return EffectRow(
        reference=row.reference,
        kind=row.kind,
        kind_label=row.get_kind_display(),
        words=row.words,
        is_applied=row.applied_at is not None,
        result=made.reference if made else "",
    )
