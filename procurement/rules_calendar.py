"""What stands in a programme's calendar: one kind of date each, when it is overdue, and in which window it falls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from commissioning.core.fuzzydate import FuzzyDate


class DateKind(TextChoices):
    START_BY = "start_by", "Must start by"
    GATEWAY = "gateway", "Gateway decision"
    STAGE = "stage", "Stage"
    NOTICE = "notice", "Notice due"
    STANDSTILL = "standstill", "Standstill ends"
    NOTICE_BY = "notice_by", "Last day for notice"
    BREAK = "break", "Break point"
    CONTRACT_END = "contract_end", "Contract ends"
    REVIEW = "review", "Review due"
    ACTION = "action", "Action of a review"


# What happens by itself: once the day has passed it is over, not overdue.
HAPPENS = frozenset({DateKind.STANDSTILL, DateKind.CONTRACT_END, DateKind.BREAK})


@dataclass(frozen=True)
class CalendarRow:
    """One date of a programme. `key` stays the same while the record does; `page` and `args` are where it is kept."""

    key: str
    kind: DateKind
    text: str
    when: FuzzyDate
    about: str
    page: str
    args: tuple[object, ...] = ()
    phase_number: int | None = None
    owner: str = ""
    note: str = ""
    illustrative: bool = False

    @property
    def day(self) -> date | None:
        """The deadline: the last day that the date can mean; where it has no end, the first."""
        return self.when.end or self.when.start

    @property
    def is_fuzzy(self) -> bool:
        return self.when.start != self.when.end

    def is_overdue(self, on: date) -> bool:
        """Whether something was to be done by a day that has passed; what stands here is not done yet."""
        return self.kind not in HAPPENS and self.when.is_overdue(on)

    @property
    def sort_key(self) -> tuple[date, str, str]:
        return self.day or date.max, self.kind, self.key


def in_window(row: CalendarRow, from_day: date, to_day: date) -> bool:
    """Whether the deadline lies in the window, both days included; a date without days lies in none."""
    return row.day is not None and from_day <= row.day <= to_day
