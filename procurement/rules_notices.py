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
    A count below nought is the other direction, nought the day itself at the latest, None no fixed day.
    `light_touch_count` is None where a light touch contract has the same time as any other; `not_light_touch` marks a
    notice that such a contract does not need. Raises NoticeRuleError.
    """

    anchor: str
    unit: Unit | str
    count: int | None
    direction: Direction | str = Direction.AFTER
    light_touch_count: int | None = None
    code: str = ""
    name: str = ""
    anchor_words: str = ""
    not_light_touch: bool = False

    def __post_init__(self) -> None:
        for value, kind, what in ((self.unit, Unit, "unit"), (self.direction, Direction, "direction")):
            if value not in kind.values:
                raise NoticeRuleError(
                    f"“{value}” is no {what} for a notice. Choose one of: {', '.join(kind.values)}."
                )
        for count in (self.count, self.light_touch_count):
            if count is not None and abs(count) > LARGEST_COUNT:
                raise NoticeRuleError(
                    f"A notice cannot be due {count} {self.unit} away. Enter at most {LARGEST_COUNT}."
                )
        object.__setattr__(self, "unit", Unit(self.unit))
        object.__setattr__(self, "direction", Direction(self.direction))

    def offset(self, *, light_touch: bool) -> int | None:
        """Units from the anchor that apply to the contract, below nought before it; None is no fixed day."""
        count = self.count
        if light_touch and self.light_touch_count is not None:
            count = self.light_touch_count
        if count is None:
            return None
        return -count if self.direction == Direction.BEFORE else count

    def is_needed(self, *, light_touch: bool) -> bool:
        return not (light_touch and self.not_light_touch)

    def words(self, *, light_touch: bool) -> str:
        """ "30 days after signing", "on the day of signing at the latest", "no fixed day"."""
        offset, anchor = self.offset(light_touch=light_touch), self.anchor_words or self.anchor
        if offset is None:
            return "no fixed day"
        if offset == 0:
            return f"on the day of {anchor} at the latest"
        unit = str(Unit(self.unit).label)
        count = abs(offset)
        return f"{count} {unit[:-1] if count == 1 else unit} {'before' if offset < 0 else 'after'} {anchor}"


@dataclass(frozen=True)
class ExpectedNotice:
    """A notice that is needed: when it is due, why then, when it was sent, and whether it is overdue.

    `due_on` is None where the notice has no fixed day, and while the day it is counted from is not known: `words` then
    says which one is missing.
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
    offset = rule.offset(light_touch=light_touch)
    if anchor is None or offset is None or not rule.is_needed(light_touch=light_touch):
        return None
    try:
        if rule.unit == Unit.MONTHS:
            return add_months(anchor, offset)
        if rule.unit == Unit.WORKING_DAYS and offset:
            return calendar.next_working_day(anchor, offset)
        return anchor + timedelta(days=offset)
    except CalendarError:
        raise
    except (OverflowError, ValueError) as error:
        raise NoticeRuleError(
            f"{rule.code or 'A notice'} would be due on no date. Check its rule."
        ) from error


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
        if rule.is_needed(light_touch=light_touch)
    ]
    return tuple(sorted(found, key=lambda notice: (notice.due_on or date.max, notice.code)))


def _expected(
    rule: NoticeRule, due: date | None, sent: Mapping[str, date], light_touch: bool, on: date
) -> ExpectedNotice:
    published = sent.get(rule.code)
    sent_on = published if published is not None and published <= on else None
    words = rule.words(light_touch=light_touch)
    if due is None and rule.offset(light_touch=light_touch) is not None:
        words += f"; the day of {rule.anchor_words or rule.anchor} is not recorded yet"
    return ExpectedNotice(
        code=rule.code,
        name=rule.name,
        due_on=due,
        sent_on=sent_on,
        overdue=due is not None and sent_on is None and due < on,
        words=words,
    )
