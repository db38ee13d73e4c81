"""The standstills that published notices started, worked out from what is recorded of them."""

from collections.abc import Callable, Iterable
from datetime import date

from procurement.models import Notice
from procurement.rules_days import Calendar
from procurement.rules_signing import Held, held
from procurement.rules_standstill import has_standstill


def standstill_of(notice: Notice, calendar: Calendar, *, light_touch: bool) -> Held | None:
    """The standstill that the notice started; None where its kind starts none or it is not published."""
    kind = notice.kind
    if not kind.starts_standstill or notice.published_on is None or not has_standstill(kind.regime):
        return None
    return held(
        kind.regime,
        notice.published_on,
        calendar,
        light_touch=light_touch,
        representations_on=notice.representations_on,
        further_decision_on=notice.further_decision_on,
        closed_on=notice.standstill_closed_on,
    )


def standstills_of(
    notices: Iterable[Notice], calendar_of: Callable[[str], Calendar], *, light_touch: bool, on: date
) -> tuple[Held, ...]:
    """The standstills of the notices published by the day."""
    found = (
        standstill_of(notice, calendar_of(notice.kind.regime), light_touch=light_touch)
        for notice in notices
        if notice.published_on is not None and notice.published_on <= on
    )
    return tuple(each for each in found if each is not None)
