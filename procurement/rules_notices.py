"""When each notice is due, which of them have been sent, and which are overdue. The rules themselves are data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from commissioning.core.periods import add_months
from procurement.rules_days import Calendar, CalendarError

LARGEST_COUNT = 3660


class NoticeRuleError(ValueError):
    """A rule that gives no date; the message says what to change."""


class Unit(TextChoices):
    DAYS = "days", "days"
    WORKING_DAYS = "working_days", "working days"
    MONTHS = "months", "months"


class Direction(TextChoices):
    BEFORE = "before", "before"
    AFTER = "after", "after"


@dataclass(frozen=True)
class NoticeRule:
    """A notice due `count` units before or after the day that `anchor` names.

    "UK7: 30 days after signing, light touch 120" is NoticeRule("signed", "days", 30, "after", 120, code="UK7").
    `light_touch_count` is None where a light touch contract has the same time as any other; `light_touch` is False for
    a notice that such a contract does not need. Nought units before is the day itself at the latest. Raises
    NoticeRuleError.
    """

    anchor: str
    unit: Unit | str
    count: int
    direction: Direction | str = Direction.AFTER
    light_touch_count: int | None = None
    code: str = ""
    name: str = ""
    anchor_words: str = ""
    light_touch: bool = True

    def __post_init__(self) -> None:
        for value, kind, what in ((self.unit, Unit, "unit"), (self.direction, Direction, "direction")):
            if value not in kind.values:
                raise NoticeRuleError(
                    f"“{value}” is no {what} for a notice. Choose one of: {', '.join(kind.values)}."
                )
        for count in (self.count, self.light_touch_count or 0):
            if not 0 <= count <= LARGEST_COUNT:
                raise NoticeRuleError(
                    f"A notice cannot be due after {count} {self.unit}. Enter 0 to {LARGEST_COUNT}."
                )
        object.__setattr__(self, "unit", Unit(self.unit))
        object.__setattr__(self, "direction", Direction(self.direction))

    def count_for(self, *, light_touch: bool) -> int:
        """How many units apply to the contract."""
        if light_touch and self.light_touch_count is not None:
            return self.light_touch_count
        return self.count

    def words(self, *, light_touch: bool) -> str:
        """ "30 days after signing", "on the day of signing at the latest"."""
        count, anchor = self.count_for(light_touch=light_touch), self.anchor_words or self.anchor
        if count == 0:
            return f"on the day of {anchor} at the latest"
        unit = Unit(self.unit).label
        return f"{count} {unit[:-1] if count == 1 else unit} {self.direction} {anchor}"


@dataclass(frozen=True)
class ExpectedNotice:
    """A notice that is needed: when it is due, why then, when it was sent, and whether it is overdue.

    `due_on` is None while the day it is counted from is not known, and `words` then says which one is missing.
    `sent_late` compares the day it was sent with the day it was due.
    """

    code: str
    name: str
    due_on: date | None
    sent_on: date | None
    overdue: bool
    words: str

    @property
    def is_sent(self) -> bool:
        return self.sent_on is not None

    @property
    def sent_late(self) -> bool:
        return self.sent_on is not None and self.due_on is not None and self.sent_on > self.due_on


def due_on(
    rule: NoticeRule, anchors: Mapping[str, date], light_touch: bool, calendar: Calendar
) -> date | None:
    """The last day on which the notice is in time; None while its anchor is not known or it is not needed.

    Days and months are counted on whatever day they end; working days skip what the calendar closes, the anchor itself
    never counting. Raises CalendarError for a year without known bank holidays.
    """
    anchor = anchors.get(rule.anchor)
    if anchor is None or not is_needed(rule, light_touch=light_touch):
        return None
    count = rule.count_for(light_touch=light_touch)
    signed = -count if rule.direction == Direction.BEFORE else count
    try:
        if rule.unit == Unit.MONTHS:
            return add_months(anchor, signed)
        if rule.unit == Unit.WORKING_DAYS and count:
            return calendar.next_working_day(anchor, signed)
        return anchor + timedelta(days=signed)
    except CalendarError:
        raise
    except (OverflowError, ValueError) as error:
        raise NoticeRuleError(
            f"{rule.code or 'A notice'} would be due on no date. Check its rule."
        ) from error


def is_needed(rule: NoticeRule, *, light_touch: bool) -> bool:
    return rule.light_touch or not light_touch


def notices_due(
    rules: Iterable[NoticeRule],
    anchors: Mapping[str, date],
    sent: Mapping[str, date],
    *,
    light_touch: bool,
    calendar: Calendar,
    on: date,
) -> tuple[ExpectedNotice, ...]:
    """Every notice that is needed, by due date, those without one last.

    `sent` gives the day each code was published; one published after `on` is not yet sent on that day. A notice is
    overdue from the day after it is due until it is sent.
    """
    found = [
        _expected(rule, due_on(rule, anchors, light_touch, calendar), sent, light_touch, on)
        for rule in rules
        if is_needed(rule, light_touch=light_touch)
    ]
    return tuple(sorted(found, key=lambda notice: (notice.due_on or date.max, notice.code)))


def _expected(
    rule: NoticeRule, due: date | None, sent: Mapping[str, date], light_touch: bool, on: date
) -> ExpectedNotice:
    published = sent.get(rule.code)
    sent_on = published if published is not None and published <= on else None
    words = rule.words(light_touch=light_touch)
    if due is None:
        words += f"; the day of {rule.anchor_words or rule.anchor} is not recorded yet"
    return ExpectedNotice(
        code=rule.code,
        name=rule.name,
        due_on=due,
        sent_on=sent_on,
        overdue=due is not None and sent_on is None and due < on,
        words=words,
    )
