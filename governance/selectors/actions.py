"""What boards asked for, beside everything that they were told: answers in order, days since, missing reports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate
from governance.models.actions import (
    BoardAction,
    BoardActionState,
    ProgressResponse,
    ReportingFrequency,
    ResponseKind,
    TargetDateChange,
)
from governance.rules.reports import Missed, missed_reports, weakening_hint
from governance.rules.slips import Slip, SlipSummary, slip_summary
from governance.selectors.action_views import (
    FINISHED,
    ActionView,
    DateChangeRow,
    Origin,
    ResponseRow,
    Waiting,
)
from governance.selectors.phase_dates import milestones_by_stages
from procurement.selectors.milestones import MilestoneRow
from procurement.selectors.stages import stages_of
from programmes.models import MilestoneChange, Programme
from programmes.models.delivery import MilestoneChangeKind
from programmes.selectors.milestone_days import changes_by_milestone
from programmes.selectors.sources import Place, places_of

__all__ = [
    "FINISHED",
    "ActionView",
    "DateChangeRow",
    "LateRow",
    "Origin",
    "ResponseRow",
    "Waiting",
    "action_of",
    "actions",
    "days_since",
    "late_and_slipped",
    "missed_reports_of",
]


FROM = ("body", "meeting__body", "decision", "condition_of__body", "condition_of__decision")


@dataclass(frozen=True)
class LateRow:
    """An action or a milestone that is past its date, or whose date was put off. `page` is the name of its address.

    `days_late` counts from the last day that its date can mean; 0 where it is not late.
    """

    page: str
    reference: str
    text: str
    owner_role: str
    original: FuzzyDate
    now: FuzzyDate
    slips: SlipSummary
    days_late: int
    illustrative: bool

    @property
    def is_late(self) -> bool:
        return self.days_late > 0


def actions(programme: Programme, on: date, *, include_later: bool = False) -> tuple[ActionView, ...]:
    """The actions agreed by `on` (or on an unknown day), in the papers' order, unanswered ones too; four queries.

    `include_later` adds those agreed only after `on`, for the page of one of them.
    """
    every = BoardAction.objects.filter(programme=programme).select_related(*FROM)
    rows = [row for row in every if include_later or not _agreed_after(row, on)]
    responses, moved = _responses(rows), _date_changes(rows)
    given = [response for each in responses.values() for response in each]
    places = places_of([record.fact_id for record in [*rows, *given]])
    return tuple(_view(row, responses.get(row.pk, []), moved.get(row.pk, ()), places, on) for row in rows)


def action_of(views: Iterable[ActionView], reference: str) -> ActionView | None:
    return next((view for view in views if view.reference == reference), None)


def missed_reports_of(programme: Programme, on: date) -> tuple[tuple[ActionView, Missed], ...]:
    """The actions with promised reports that did not come by `on`, each with its periods."""
    return tuple((view, view.missed) for view in actions(programme, on) if view.missed and view.missed_count)


def _agreed_after(action: BoardAction, on: date) -> bool:
    return action.agreed.start is not None and action.agreed.start > on


def _responses(rows: Sequence[BoardAction]) -> dict[int, list[ProgressResponse]]:
    found: dict[int, list[ProgressResponse]] = {}
    given = ProgressResponse.objects.filter(action__in=rows).select_related("document", "made_by")
    for response in given:
        found.setdefault(response.action_id, []).append(response)
    return found


def _date_changes(rows: Sequence[BoardAction]) -> dict[int, list[DateChangeRow]]:
    found: dict[int, list[DateChangeRow]] = {}
    for change in TargetDateChange.objects.filter(action__in=rows).select_related("made_by"):
        row = DateChangeRow(
            change.before, change.after, change.on, change.reason, str(change.made_by), change.made_at
        )
        found.setdefault(change.action_id, []).append(row)
    return found


def _view(
    action: BoardAction,
    responses: Sequence[ProgressResponse],
    moved: Sequence[DateChangeRow],
    places: dict[int, tuple[Place, ...]],
    on: date,
) -> ActionView:
    rows = [_row(each, places.get(each.fact_id or 0, ())) for each in responses]
    told = [row for row in rows if row.reported.start is None or row.reported.start <= on]
    answers = tuple(row for row in told if row.is_answer)
    state = BoardActionState(state_on(action.state, rows, on))
    until = _finished_on(answers) if state in FINISHED else None
    dates = [row.reported for row in answers]
    weakened = weakened_on(action.weakened, [row for row in rows if not row.is_answer], on)
    original = moved[0].before if moved else action.due
    slips = slip_summary(original, [_slip(each) for each in moved], on, done=state in FINISHED)
    since_then = tuple(each for each in moved if each.on <= on)
    return ActionView(
        reference=action.reference,
        text=action.text[:1].upper() + action.text[1:],
        body=action.body.name,
        body_reference=action.body.reference,
        agreed=action.agreed,
        due=action.due if len(since_then) == len(moved) else slips.now,
        original_due=slips.original,
        slips=slips,
        date_changes=since_then,
        origin=_origin(action),
        owner_role=action.owner_role,
        promised=action.reports_promised,
        promised_label=str(ReportingFrequency(action.reports_promised).label),
        state=state.value,
        state_label=str(state.label),
        state_note=action.state_note if state == action.state else "",
        weakened=weakened,
        weakened_now=action.weakened,
        responses=answers,
        marks=tuple(row for row in told if not row.is_answer),
        missed=missed_reports(action.agreed, action.reports_promised, dates, min(on, until or on)),
        since=days_since(dates[-1] if dates else action.agreed, on),
        age=days_since(action.agreed, on),
        hint="" if weakened else weakening_hint(action.reports_promised, [row.text for row in answers]),
        version=action.version,
        is_ahead=_agreed_after(action, on),
        places=places.get(action.fact_id or 0, ()),
        fact_id=action.fact_id,
        illustrative=action.illustrative,
    )


def _slip(change: DateChangeRow) -> Slip:
    return Slip(change.before, change.after, change.on, change.reason)


def _origin(action: BoardAction) -> Origin:
    """The decision of a condition is that on which the body took its position, where the action names no other."""
    meeting, condition = action.meeting, action.condition_of
    decision = action.decision or (condition.decision if condition else None)
    return Origin(
        meeting_reference=meeting.reference if meeting else "",
        meeting_title=(meeting.title or meeting.body.name) if meeting else "",
        meeting_held=meeting.held if meeting else None,
        decision_reference=decision.reference if decision else "",
        decision_title=decision.title if decision else "",
        condition_body=condition.body.name if condition else "",
    )


def _row(response: ProgressResponse, places: tuple[Place, ...]) -> ResponseRow:
    return ResponseRow(
        reference=response.reference,
        kind=response.kind,
        kind_label=response.get_kind_display(),
        text=response.text[:1].upper() + response.text[1:],
        reported=response.reported,
        document_reference=response.document.reference if response.document else "",
        document_title=response.document.title if response.document else "",
        state_before=response.state_before,
        state_after=response.state_after,
        who=str(response.made_by) if response.made_by else "",
        made_at=response.made_at,
        places=places,
        fact_id=response.fact_id,
    )


def state_on(present: str, responses: Sequence[ResponseRow], on: date) -> str:
    """The state that the latest answer by `on` left; before the first that changed it, what it was; else as it is."""
    moved = [row for row in responses if row.is_answer and row.state_after]
    if not moved:
        return present
    state = moved[0].state_before or BoardActionState.OPEN
    for row in moved:
        if row.reported.start is None or row.reported.start <= on:
            state = row.state_after
    return state


def weakened_on(present: bool, marks: Sequence[ResponseRow], on: date) -> bool:
    """What the latest mark by `on` says; before the first, the other way round; as it is where nobody marked it."""
    if not marks:
        return present
    told = [row for row in marks if row.reported.start is None or row.reported.start <= on]
    return told[-1].kind == ResponseKind.WEAKENED if told else marks[0].kind != ResponseKind.WEAKENED


def _finished_on(answers: Sequence[ResponseRow]) -> date | None:
    """The last day on which the answer that finished the action may have been given; nothing is due after it."""
    finishing = [row for row in answers if row.state_after in FINISHED]
    return finishing[-1].reported.end if finishing else None


def days_since(when: FuzzyDate, on: date) -> Waiting | None:
    """Days from a stated date to `on`; never less than none. None where it has no day."""
    if when.start is None and when.end is None:
        return None
    first, last = when.start or when.end, when.end or when.start
    if first is None or last is None:
        return None
    return Waiting(max((on - last).days, 0), max((on - first).days, 0))


# --- late and slipped -------------------------------------------------------------------------------------------


def late_and_slipped(programme: Programme, on: date) -> tuple[LateRow, ...]:
    """Actions and milestones that are not finished and are late on the day, or were put off by then.

    The latest first, then what slipped most often. A date is late once the last day that it can mean has passed;
    what slipped is counted by the rule of slips, for both alike. What has no page of its own (the dates of phases)
    can only be late, and is not where its stages say that it has happened. A fixed number of queries for any
    number of rows.
    """
    rows = [_late_action(view, on) for view in actions(programme, on) if view.is_open]
    changes = changes_by_milestone(programme.pk)
    rows += [
        _late_milestone(row, changes.get(row.record_id or 0, ()), on)
        for row in milestones_by_stages(programme, on, stages_of(programme, on))
        if not row.is_done
    ]
    found = [row for row in rows if row.is_late or row.slips.count]
    return tuple(sorted(found, key=lambda row: (-row.days_late, -row.slips.count, row.reference)))


def _late_action(view: ActionView, on: date) -> LateRow:
    return LateRow(
        "action",
        view.reference,
        view.text,
        view.owner_role,
        view.original_due,
        view.due,
        view.slips,
        _days_late(view.due, on),
        view.illustrative,
    )


def _late_milestone(row: MilestoneRow, changes: Sequence[MilestoneChange], on: date) -> LateRow:
    moved = [each for each in changes if each.kind == MilestoneChangeKind.REFORECAST]
    original = moved[0].date_before if moved else row.when
    slips = [Slip(each.date_before, each.date_after, each.effective_on, each.reason) for each in moved]
    return LateRow(
        "milestone" if row.record_id is not None else "",
        row.reference,
        row.text,
        row.owner_role,
        original,
        row.when,
        slip_summary(original, slips, on, done=False),
        _days_late(row.when, on),
        row.illustrative,
    )


def _days_late(when: FuzzyDate, on: date) -> int:
    return (on - when.end).days if when.end is not None and when.end < on else 0
