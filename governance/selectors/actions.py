"""What boards asked for, beside everything that they were told: answers in order, days since, missing reports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commissioning.core.fuzzydate import FuzzyDate
from governance.models.actions import (
    BoardAction,
    BoardActionState,
    ProgressResponse,
    ReportingFrequency,
    ResponseKind,
)
from governance.rules.reports import Missed, missed_reports, weakening_hint
from programmes.models import Programme
from programmes.selectors.sources import Place, places_of

FINISHED = frozenset({BoardActionState.COMPLETE, BoardActionState.CLOSED})


@dataclass(frozen=True)
class ResponseRow:
    """One answer, or a person's mark. `who` is empty for what a paper reports."""

    reference: str
    kind: str
    kind_label: str
    text: str
    reported: FuzzyDate
    document_reference: str
    document_title: str
    state_before: str
    state_after: str
    who: str
    made_at: datetime
    places: tuple[Place, ...]
    fact_id: int | None

    @property
    def is_answer(self) -> bool:
        return self.kind == ResponseKind.RESPONSE


@dataclass(frozen=True)
class Waiting:
    """Days between two stated dates' bounds: one number for an exact day, else from fewest to most."""

    fewest: int
    most: int

    @property
    def printed(self) -> str:
        if self.fewest == self.most:
            return f"{self.most:,} {'day' if self.most == 1 else 'days'}"
        return f"{self.fewest:,} to {self.most:,} days"


@dataclass(frozen=True)
class ActionView:
    """One action as at a day. `since` counts from the last answer, or from the agreement where there is none.

    `weakened` is the mark of that day, `weakened_now` the one there is, which a person may change. `is_ahead` where it
    was agreed only after the day.
    """

    reference: str
    text: str
    body: str
    body_reference: str
    agreed: FuzzyDate
    due: FuzzyDate
    owner_role: str
    promised: str
    promised_label: str
    state: str
    state_label: str
    state_note: str
    weakened: bool
    weakened_now: bool
    responses: tuple[ResponseRow, ...]
    marks: tuple[ResponseRow, ...]
    missed: Missed | None
    since: Waiting | None
    hint: str
    version: int
    is_ahead: bool
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def is_open(self) -> bool:
        return self.state not in FINISHED

    @property
    def is_answered(self) -> bool:
        return bool(self.responses)

    @property
    def last(self) -> ResponseRow | None:
        return self.responses[-1] if self.responses else None

    @property
    def missed_count(self) -> int:
        return len(self.missed.missed) if self.missed else 0

    def is_overdue(self, on: date) -> bool:
        """Late only once the last day that the date due can mean has passed; never while undated or finished."""
        return self.due.is_overdue(on, done=not self.is_open)


def actions(programme: Programme, on: date, *, include_later: bool = False) -> tuple[ActionView, ...]:
    """The actions agreed by `on` (or on an unknown day), in the papers' order, unanswered ones too; three queries.

    `include_later` adds those agreed only after `on`, for the page of one of them.
    """
    every = BoardAction.objects.filter(programme=programme).select_related("body")
    rows = [row for row in every if include_later or not _agreed_after(row, on)]
    responses = _responses(rows)
    given = [response for each in responses.values() for response in each]
    places = places_of([record.fact_id for record in [*rows, *given]])
    return tuple(_view(row, responses.get(row.pk, []), places, on) for row in rows)


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


def _view(
    action: BoardAction,
    responses: Sequence[ProgressResponse],
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
    return ActionView(
        reference=action.reference,
        text=action.text[:1].upper() + action.text[1:],
        body=action.body.name,
        body_reference=action.body.reference,
        agreed=action.agreed,
        due=action.due,
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
        hint="" if weakened else weakening_hint(action.reports_promised, [row.text for row in answers]),
        version=action.version,
        is_ahead=_agreed_after(action, on),
        places=places.get(action.fact_id or 0, ()),
        fact_id=action.fact_id,
        illustrative=action.illustrative,
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
