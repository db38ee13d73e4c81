"""The standstills that published notices started, worked out from what is recorded of them."""

from collections.abc import Callable, Iterable
from datetime import date

from procurement.models import Notice
from procurement.rules_days import Calendar
from procurement.rules_signing import Held, held
from procurement.rules_standstill import has_standstill


def standstill_of(
    notice: Notice, calendar: Calendar, *, light_touch: bool, on: date | None = None
) -> Held | None:
    """The standstill that the notice started; None where its kind starts none or it is not published.

    With a day, what was recorded of a later one (representations, the decision, the closing) had not happened on it.
    """
    kind = notice.kind
    if not kind.starts_standstill or notice.published_on is None or not has_standstill(kind.regime):
        return None
    return held(
        kind.regime,
        notice.published_on,
        calendar,
        light_touch=light_touch,
        representations_on=by_then(notice.representations_on, on),
        further_decision_on=by_then(notice.further_decision_on, on),
        closed_on=by_then(notice.standstill_closed_on, on),
    )


def standstills_of(
    notices: Iterable[Notice], calendar_of: Callable[[str], Calendar], *, light_touch: bool, on: date
) -> tuple[Held, ...]:
    """The standstills of the notices published by the day."""
    found = (
        standstill_of(notice, calendar_of(notice.kind.regime), light_touch=light_touch, on=on)
        for notice in notices
        if notice.published_on is not None and notice.published_on <= on
    )
    return tuple(each for each in found if each is not None)


def by_then(day: date | None, on: date | None) -> date | None:
    """The day if it had come by `on`, or where no `on` is asked about."""
    return day if day is None or on is None or day <= on else None
