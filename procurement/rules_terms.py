"""The term of a contract: its ends with and without options, the last day for notice, and the gap to what follows.

Ends are inclusive: the last day a contract covers. Every rule takes a day or a date as stated; what is worked out from
a stated date has bounds of its own, and from an unknown date nothing is worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import overload

from commissioning.core import periods
from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from commissioning.core.periods import day_after, day_before
from procurement.rules_acts import Act, ActKind, ContractState, contract_state, end_on
from procurement.rules_cover import Bounds, Gap, counted, cover_gap

__all__ = [
    "Act",
    "ActKind",
    "Bounds",
    "ContractState",
    "Gap",
    "Option",
    "OptionState",
    "TermError",
    "add_months",
    "contract_state",
    "cover_gap",
    "current_end",
    "end_on",
    "last_possible_end",
    "next_option",
    "notice_by",
    "options_problem",
    "surely_differs",
]

LONGEST_MONTHS = 1200


class TermError(ValueError):
    """Options or months that cannot be; the message says what to change."""


class OptionState(StrEnum):
    """An option may still be taken, was taken, or can no longer be. None is ever deleted."""

    LIVE = "live"
    TAKEN = "taken"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Option:
    """The right to extend a contract by `months`; the `sequence`-th of its options, with `notice_months` of notice.

    `notice_months` is None where the contract does not say. Raises TermError.
    """

    sequence: int
    months: int
    notice_months: int | None = None
    state: OptionState | str = OptionState.LIVE

    def __post_init__(self) -> None:
        if self.sequence < 1:
            raise TermError(f"Options are numbered from 1, not {self.sequence}.")
        if not 1 <= self.months <= LONGEST_MONTHS:
            raise TermError(f"Option {self.sequence} must extend by 1 to {LONGEST_MONTHS} months.")
        if self.notice_months is not None and self.notice_months < 0:
            raise TermError(f"The notice of option {self.sequence} cannot be below 0 months.")
        if self.state not in set(OptionState):
            states = ", ".join(OptionState)
            raise TermError(f"Option {self.sequence} is “{self.state}”. Choose one of: {states}.")
        object.__setattr__(self, "state", OptionState(self.state))


@overload
def add_months(last_day: date, months: int) -> date: ...
@overload
def add_months(last_day: FuzzyDate | None, months: int) -> FuzzyDate | None: ...
def add_months(last_day: date | FuzzyDate | None, months: int) -> date | FuzzyDate | None:
    """The last day of a term that is `months` longer, or shorter when negative.

    The months are added to the day after the end, then a day is taken off: 28 February 2027 and 12 months is 29
    February 2028. A stated date moves at both its ends ("March 2027" and 12 months is "March 2028") and is marked as
    worked out; None comes back for one without days. Raises TermError beyond a hundred years.
    """
    if abs(months) > LONGEST_MONTHS:
        raise TermError(f"A term cannot change by {months} months. Enter at most {LONGEST_MONTHS}.")
    if isinstance(last_day, date):
        return _moved(last_day, months)
    if last_day is None or not last_day.is_dated:
        return None
    if months == 0:
        return last_day
    return FuzzyDate(
        text="",
        start=None if last_day.start is None else _moved(last_day.start, months),
        end=None if last_day.end is None else _moved(last_day.end, months),
        precision=_precision(last_day.precision, months),
        status=DateStatus.INFERRED,
        year_inferred=last_day.year_inferred,
        note=f"{counted(abs(months), 'month')} {'after' if months > 0 else 'before'} {last_day.printed}",
    )


@overload
def current_end(firm_end: date, options: Iterable[Option]) -> date: ...
@overload
def current_end(firm_end: FuzzyDate | None, options: Iterable[Option]) -> FuzzyDate | None: ...
def current_end(firm_end: date | FuzzyDate | None, options: Iterable[Option]) -> date | FuzzyDate | None:
    """The firm end plus every option taken; the months are added up first, so that short months lose no days."""
    return add_months(firm_end, _months(options, OptionState.TAKEN))


@overload
def last_possible_end(firm_end: date, options: Iterable[Option]) -> date: ...
@overload
def last_possible_end(firm_end: FuzzyDate | None, options: Iterable[Option]) -> FuzzyDate | None: ...
def last_possible_end(
    firm_end: date | FuzzyDate | None, options: Iterable[Option]
) -> date | FuzzyDate | None:
    """The firm end plus every option taken or still live; a lapsed option adds nothing."""
    return add_months(firm_end, _months(options, OptionState.TAKEN, OptionState.LIVE))


@overload
def notice_by(current_end: date, notice_months: int) -> date: ...
@overload
def notice_by(current_end: FuzzyDate | None, notice_months: int | None) -> FuzzyDate | None: ...
@overload
def notice_by(current_end: date, notice_months: int | None) -> date | None: ...
def notice_by(current_end: date | FuzzyDate | None, notice_months: int | None) -> date | FuzzyDate | None:
    """The last day on which notice counts: the months before the day after the end, less a day.

    31 March 2027 with six months' notice is 30 September 2026. None where the notice period is not known.
    """
    if notice_months is None:
        return None
    if notice_months < 0:
        raise TermError("A notice period cannot be below 0 months.")
    return add_months(current_end, -notice_months)


def next_option(options: Iterable[Option]) -> Option | None:
    """The first option, in sequence, that may still be taken."""
    live = [option for option in options if option.state == OptionState.LIVE]
    return min(live, key=lambda option: option.sequence, default=None)


def surely_differs(printed: FuzzyDate | None, worked_out: FuzzyDate) -> bool:
    """Whether no day that a printed end can mean is one that the end worked out from the options can mean."""
    if printed is None or not (printed.start and printed.end and worked_out.start and worked_out.end):
        return False
    return printed.end < worked_out.start or worked_out.end < printed.start


def options_problem(options: Sequence[Option]) -> str:
    """What is wrong with a contract's options together, with the cure, or "".

    Each number is used once, and none is taken while an earlier one may still be.
    """
    numbers = [option.sequence for option in options]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        return f"Option {twice[0]} is there twice. Give each option its own number."
    waiting = next_option(options)
    taken = [option.sequence for option in options if option.state == OptionState.TAKEN]
    if waiting and taken and max(taken) > waiting.sequence:
        return (
            f"Option {max(taken)} is taken while option {waiting.sequence} may still be. "
            f"Record option {waiting.sequence} as taken or lapsed first."
        )
    return ""


def _months(options: Iterable[Option], *states: OptionState) -> int:
    return sum(option.months for option in options if option.state in states)


def _moved(last_day: date, months: int) -> date:
    try:
        return day_before(periods.add_months(day_after(last_day), months))
    except (OverflowError, ValueError) as error:
        raise TermError(f"{months} months from {last_day:%d/%m/%Y} is no date. Check both.") from error


def _precision(stated: Precision, months: int) -> Precision:
    """A month stays a month; a quarter, season or year stays one only when it moves by whole ones."""
    whole = {Precision.DAY: 1, Precision.MONTH: 1, Precision.SEASON: 3, Precision.QUARTER: 3}.get(stated, 12)
    return stated if months % whole == 0 else Precision.RANGE
