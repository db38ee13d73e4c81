"""Standstill: how long after a notice a contract may not be signed, under each regime."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from commissioning.core.periods import day_after, day_before
from procurement.rules_days import Calendar

PCR_DAYS: Final = 10
ACT_WORKING_DAYS: Final = 8
PSR_WORKING_DAYS: Final = 8
PSR_WORKING_DAYS_AFTER_FURTHER_DECISION: Final = 5


class StandstillError(ValueError):
    """A regime that has no standstill rule; the message says what to do."""


@dataclass(frozen=True)
class Standstill:
    """A standstill: its first day, its last day (it ends at that day's midnight), and the first day to sign on.

    `basis` says in words how it was counted, from which provision and on whose bank holidays.
    """

    starts: date
    ends: date
    sign_from: date
    basis: str


def standstill(regime: str, published: date, calendar: Calendar, *, light_touch: bool = False) -> Standstill:
    """The standstill that a notice published on the day starts; signing is blocked until the day after it ends.

    - "pcr2015", regulation 87: electronic sending is day 0; ends with calendar day 10, or with the next working day.
    - "pa2023", section 51: the day the award notice (UK6) is published is working day 1; ends with working day 8. For
      a light touch contract it is voluntary; where it is promised it lasts at least as long.
    - "psr", regulation 12: starts the day after publication; ends with the 8th working day after that starting day.

    A PSR standstill stays open while representations are: see `psr_earliest_close`. Raises StandstillError for a regime
    without a standstill and CalendarError for a year without known bank holidays.
    """
    starts, ends, words = _rule(regime)(published, calendar)
    if regime == "pa2023" and light_touch:
        words += "; voluntary for a light touch contract, and where promised at least this long"
    return Standstill(
        starts=starts,
        ends=ends,
        sign_from=day_after(ends),
        basis=f"{words}. Bank holidays of {calendar.name}.",
    )


def has_standstill(regime: str) -> bool:
    """Whether the regime has a standstill at all."""
    return regime in RULES


def latest_publication(regime: str, sign_on: date, calendar: Calendar) -> date:
    """The latest working day on which the notice can be published for signing to be allowed on `sign_on`.

    The standstill of a notice published then ends at the latest the day before; that of the next working day does not.
    Raises as `standstill` does.
    """
    _rule(regime)
    day = calendar.last_working_day_to(day_before(sign_on))
    while standstill(regime, day, calendar).sign_from > sign_on:
        day = calendar.next_working_day(day, -1)
    return day


def psr_earliest_close(further_decision_on: date, calendar: Calendar) -> date:
    """The day with which a PSR standstill may close after representations: the 5th working day after the authority
    told the provider its further decision (regulation 12). A person still has to record that it closed.
    """
    return calendar.next_working_day(further_decision_on, PSR_WORKING_DAYS_AFTER_FURTHER_DECISION)


def _rule(regime: str) -> Callable[[date, Calendar], tuple[date, date, str]]:
    if regime not in RULES:
        shown = f"“{regime}”" if regime else "A procurement without a regime"
        raise StandstillError(
            f"{shown} has no standstill rule. Choose the regime first, or record why the procurement is exempt."
        )
    return RULES[regime]


def _pcr(published: date, calendar: Calendar) -> tuple[date, date, str]:
    tenth = published + timedelta(days=PCR_DAYS)
    ends = calendar.first_working_day_from(tenth)
    words = (
        "Public Contracts Regulations 2015, regulation 87: midnight at the end of the 10th day after sending"
    )
    if ends != tenth:
        words += ", moved on as that is not a working day"
    return published, ends, words


def _act(published: date, calendar: Calendar) -> tuple[date, date, str]:
    ends = calendar.next_working_day(calendar.first_working_day_from(published), ACT_WORKING_DAYS - 1)
    return (
        published,
        ends,
        (
            "Procurement Act 2023, section 51: the end of the 8th working day, "
            "the day of publication being the first"
        ),
    )


def _psr(published: date, calendar: Calendar) -> tuple[date, date, str]:
    starts = day_after(published)
    ends = calendar.next_working_day(starts, PSR_WORKING_DAYS)
    return (
        starts,
        ends,
        (
            "Provider Selection Regime Regulations 2023, regulation 12: midnight at the end of the 8th working day "
            "after the day that follows publication"
        ),
    )


RULES: Final[dict[str, Callable[[date, Calendar], tuple[date, date, str]]]] = {
    "pcr2015": _pcr,
    "pa2023": _act,
    "psr": _psr,
}
