"""“You said, we did”: what partners and the public said, and what was answered. The one place where it is read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from commissioning.core.history import history_model
from commissioning.core.models import User
from governance.rules.feedback import Waited, days_waited
from programmes.models import Engagement, Feedback, Programme
from programmes.selectors.sources import Place, places_of

NOT_YET = FuzzyDate("", None, None, Precision.NONE, DateStatus.BLANK)
SUPPORT = "support"  # feedback that asks for nothing, and so needs no answer


@dataclass(frozen=True)
class FeedbackRow:
    """Something a partner said, with the response and where each is printed.

    `said` is the day it was said, else that of the engagement at which it was said.
    """

    feedback_id: int
    reference: str
    text: str
    sentiment: str
    said_by: str
    said: FuzzyDate
    engagement_reference: str
    engagement: str
    response: str
    responded: FuzzyDate
    places: tuple[Place, ...]
    response_places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool
    version: int

    @property
    def needs_an_answer(self) -> bool:
        """Pure support asks for nothing."""
        return self.sentiment != SUPPORT

    @property
    def is_unanswered(self) -> bool:
        """It says more than support, and no response is recorded."""
        return not self.response and self.needs_an_answer

    def waited(self, on: date) -> Waited | None:
        """Days without an answer up to `on`; None where it has one, needs none, or nobody knows when it was said."""
        return days_waited(self.said, on) if self.is_unanswered else None


@dataclass(frozen=True)
class EngagementRow:
    """How people were asked, how many answered as printed, and what they are recorded to have said."""

    reference: str
    kind: str
    audience: str
    when: FuzzyDate
    responses: str
    said: tuple[FeedbackRow, ...]
    places: tuple[Place, ...]
    fact_id: int | None
    illustrative: bool

    @property
    def unanswered(self) -> int:
        return sum(row.is_unanswered for row in self.said)


def feedback(programme: Programme) -> tuple[FeedbackRow, ...]:
    """What partners said, in the papers' order; two queries."""
    rows = list(Feedback.objects.filter(programme=programme).select_related("engagement"))
    places = places_of([row.fact_id for row in rows])
    return tuple(_row(row, places.get(row.fact_id or 0, ())) for row in rows)


def feedback_on(programme: Programme, on: date) -> tuple[FeedbackRow, ...]:
    """What had been said by `on`, or on an unknown day; an answer given only later had not been given. Two queries."""
    said = (row for row in feedback(programme) if not _is_later(row.said, on))
    return tuple(_unanswered_yet(row) if _is_later(row.responded, on) else row for row in said)


def feedback_of(rows: Iterable[FeedbackRow], reference: str) -> FeedbackRow | None:
    """The point of a reference among those read; None where there is none."""
    return next((row for row in rows if row.reference == reference), None)


@dataclass(frozen=True)
class AnswerChange:
    """An answer that was changed after it had been given: what stood, what stands, by whom, when and why."""

    reference: str
    text: str
    before: str
    after: str
    who: str
    at: datetime
    why: str


def changed_answers(programme: Programme) -> tuple[AnswerChange, ...]:
    """Every answer that took the place of another, newest first, from the protected history; two queries."""
    history = history_model(Feedback)._default_manager
    events: list[Any] = list(history.filter(programme_id=programme.pk).order_by("pgh_obj_id", "pgh_id"))
    pairs = [
        (was, now)
        for was, now in pairwise(events)
        if was.pgh_obj_id == now.pgh_obj_id
        and _answer(was)
        and now.pgh_label == "update"
        and _answer(was) != _answer(now)
    ]
    contexts = [now.pgh_context or {} for _, now in pairs]
    users = [context["user"] for context in contexts if context.get("user") is not None]
    people = {user.pk: str(user) for user in User.objects.filter(pk__in=users)} if users else {}
    found = [_changed(was, now, people) for was, now in pairs]
    return tuple(sorted(found, key=lambda change: change.at, reverse=True))


def _answer(event: Any) -> str:
    """An answer with its date, as a row of history holds it; "" where there is none."""
    if not event.response:
        return ""
    when = event.responded_text
    return f"{event.response} ({when})" if when else str(event.response)


def _changed(was: Any, now: Any, people: Mapping[int, str]) -> AnswerChange:
    context = now.pgh_context or {}
    command = context.get("command")
    return AnswerChange(
        now.reference,
        now.text,
        _answer(was),
        _answer(now),
        people.get(context.get("user", 0)) or (f"the command {command}" if command else "someone unnamed"),
        now.pgh_created_at,
        str(context.get("reason", "")),
    )


def engagement(programme: Programme, said: Iterable[FeedbackRow]) -> tuple[EngagementRow, ...]:
    """Every engagement of the programme in the papers' order, with what of `said` was said at it; two queries."""
    rows = list(Engagement.objects.filter(programme=programme))
    places = places_of([row.fact_id for row in rows])
    at: dict[str, list[FeedbackRow]] = {}
    for each in said:
        at.setdefault(each.engagement_reference, []).append(each)
    return tuple(
        EngagementRow(
            reference=row.reference,
            kind=row.kind[:1].upper() + row.kind[1:],
            audience=row.audience,
            when=row.date,
            responses=row.responses_text,
            said=tuple(at.get(row.reference, ())),
            places=places.get(row.fact_id or 0, ()),
            fact_id=row.fact_id,
            illustrative=row.illustrative,
        )
        for row in rows
    )


def unanswered_first(rows: Sequence[FeedbackRow]) -> tuple[FeedbackRow, ...]:
    """Those without an answer before the others, each in the papers' order."""
    return tuple(sorted(rows, key=lambda row: not row.is_unanswered))


def unanswered_feedback(programme_ids: Collection[int]) -> list[tuple[int, str]]:
    """Feedback of many programmes at once that asks for an answer and has none: each programme's key and the words."""
    rows = Feedback.objects.filter(programme__in=programme_ids, response="").exclude(sentiment=SUPPORT)
    return list(rows.values_list("programme_id", "text"))


def _is_later(when: FuzzyDate, on: date) -> bool:
    return when.start is not None and when.start > on


def _unanswered_yet(row: FeedbackRow) -> FeedbackRow:
    return replace(row, response="", responded=NOT_YET, response_places=())


def _row(row: Feedback, places: tuple[Place, ...]) -> FeedbackRow:
    asked = row.engagement
    return FeedbackRow(
        feedback_id=row.pk,
        reference=row.reference,
        text=row.text,
        sentiment=row.sentiment,
        said_by=row.said_by,
        said=row.said if row.said.is_dated or asked is None else asked.date,
        engagement_reference=asked.reference if asked else "",
        engagement=asked.kind if asked else "",
        response=row.response,
        responded=row.responded,
        places=tuple(place for place in places if place.field != "response"),
        response_places=tuple(place for place in places if place.field == "response"),
        fact_id=row.fact_id,
        illustrative=row.illustrative,
        version=row.version,
    )
