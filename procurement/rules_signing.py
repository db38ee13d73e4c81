"""Whether a contract may be signed: a notice’s standstill, and what keeps it open. No database, no clock.

Procurement Act 2023 section 51; Public Contracts Regulations 2015 regulation 87; SI 2023/1348 regulations 12 and 24.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from commissioning.core.periods import day_after
from procurement.rules_days import Calendar
from procurement.rules_standstill import Standstill, has_standstill, psr_earliest_close, standstill

PSR: Final = "psr"
ACT: Final = "pa2023"
# Notices that a process does without: direct awards A and B of SI 2023/1348 publish no intention, and an award by user
# choice under the Procurement Act 2023 neither UK5 nor UK6 nor UK11. Without them nothing stands still.
WITHOUT: Final = {
    "da_a": frozenset({"PSR-INTENT"}),
    "da_b": frozenset({"PSR-INTENT"}),
    "user_choice": frozenset({"UK5", "UK6", "UK11"}),
}


@dataclass(frozen=True)
class Held:
    """The standstill that one notice started, with what a person recorded of it.

    `sign_from` is the first day to sign on, None while representations keep it open. `close_from` is the day with
    which it may be closed after a further decision. `words` say where it stands.
    """

    standstill: Standstill
    sign_from: date | None
    close_from: date | None
    words: str


def held(
    regime: str,
    published_on: date,
    calendar: Calendar,
    *,
    light_touch: bool = False,
    representations_on: date | None = None,
    further_decision_on: date | None = None,
    closed_on: date | None = None,
) -> Held:
    """The standstill of a notice published on the day.

    Representations under the Provider Selection Regime keep it open beyond its end: until the authority has told the
    provider its further decision, five working days have passed since, and a person has recorded that it closed. The
    voluntary one of a light touch contract ends when a person records so, which is at once where none was promised.
    Raises StandstillError for a regime without a standstill and CalendarError.
    """
    still = standstill(regime, published_on, calendar, light_touch=light_touch)
    if is_voluntary(regime, light_touch=light_touch) and closed_on is not None:
        sign_from = day_after(closed_on)
        return Held(still, sign_from, None, f"Voluntary; recorded as over on {_day(closed_on)}.")
    if regime != PSR or representations_on is None:
        return Held(
            still, still.sign_from, None, f"Ends with {_day(still.ends)}; sign from {_day(still.sign_from)}."
        )
    close_from = psr_earliest_close(further_decision_on, calendar) if further_decision_on else None
    if closed_on is not None:
        sign_from = max(still.sign_from, day_after(closed_on))
        return Held(
            still, sign_from, close_from, f"Closed on {_day(closed_on)}; sign from {_day(sign_from)}."
        )
    if close_from is None:
        words = f"Kept open by representations of {_day(representations_on)}. Record the further decision."
        return Held(still, None, None, words)
    words = f"Kept open by representations; it may close from {_day(close_from)}. Record the day on which it closes."
    return Held(still, None, close_from, words)


def signing_problem(
    regime: str, process: str, *, light_touch: bool, standstills: tuple[Held, ...], waived: bool, on: date
) -> str:
    """Why a contract may not be signed on the day, with the cure, or "".

    `standstills` are those of the notices published by the day; `waived` says that somebody recorded why no such notice
    is needed. A phase whose regime nobody has chosen has no standstill to count, and is stopped at its gateways.
    """
    blocking = [each for each in standstills if each.sign_from is None or on < each.sign_from]
    if blocking:
        worst = max(blocking, key=lambda each: each.sign_from or date.max)
        return f"The standstill period is not over. {worst.words}"
    if standstills or waived or light_touch or process in WITHOUT or not has_standstill(regime):
        return ""
    return (
        "No notice that starts the standstill period is published. Publish it on the page of notices, or record there "
        "why it is not needed."
    )


def is_voluntary(regime: str, *, light_touch: bool) -> bool:
    """Whether the standstill is the authority's own promise: light touch contracts, Procurement Act 2023 section 51."""
    return regime == ACT and light_touch


def closing_problem(
    regime: str,
    representations_on: date | None,
    close_from: date | None,
    closed_on: date,
    on: date,
    *,
    light_touch: bool = False,
) -> str:
    """Why a standstill may not be recorded as closed on the day, with the cure, or ""."""
    if is_voluntary(regime, light_touch=light_touch):
        return f"{_day(closed_on)} has not come yet. Enter today or an earlier day." if closed_on > on else ""
    if regime != PSR or representations_on is None:
        return (
            "Only representations keep a standstill open: without any it ends by itself. Record them first."
        )
    if closed_on > on:
        return f"{_day(closed_on)} has not come yet. Enter today or an earlier day."
    if close_from is None:
        return "Record first on which day the further decision was told to the provider."
    if closed_on < close_from:
        return f"Five working days after the further decision end on {_day(close_from)}. Enter that day or a later one."
    return ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
