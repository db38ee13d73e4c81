"""Call-in: whether members may still ask for a decision to be looked at again, and whether it has taken effect.

Members of overview and scrutiny may ask for an executive decision that was made but not put into effect to be
reconsidered (Local Government Act 2000, section 9F). How long they have is for each council's constitution: five
working days after publication is this product's suggestion, not a rule of law.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from commissioning.core.fuzzydate import FuzzyDate
from procurement.rules_days import Calendar

SUGGESTED_WORKING_DAYS: Final = 5


class CallInState:
    """The states of a call-in, by code."""

    NOT_SUBJECT: Final = "not_subject"
    AWAITING_PUBLICATION: Final = "awaiting_publication"
    OPEN: Final = "open"
    CALLED_IN: Final = "called_in"
    CLOSED: Final = "closed"


STATE_LABELS: Final = {
    CallInState.NOT_SUBJECT: "Not subject to call-in",
    CallInState.AWAITING_PUBLICATION: "Awaiting publication",
    CallInState.OPEN: "Open to call-in",
    CallInState.CALLED_IN: "Called in",
    CallInState.CLOSED: "Call-in closed",
}

ENDINGS: Final = {
    True: "the decision was confirmed",
    False: "the decision was sent back",
    None: "how is not recorded",
}
# The first words of a recorded result, by which it is read again.
RESULT_WORDS: Final = {True: "Confirmed", False: "Sent back"}


@dataclass(frozen=True)
class DecisionFacts:
    """What is known of a decision. A day that nobody recorded is None; one after the day asked about is not yet known.

    `is_exempt` is for an urgent decision that the constitution takes out of call-in. `is_subject` goes before what
    follows from `is_key`, where a constitution opens other decisions to call-in too. `closes_on` is the last day that
    the record states, which goes before any that is worked out. `confirmed` says how a call-in ended: the decision
    stands, or it was sent back; `is_settled` that it has ended, on a day that nobody recorded.
    """

    made: FuzzyDate
    effective: FuzzyDate
    is_key: bool
    is_exempt: bool = False
    is_subject: bool | None = None
    published_on: date | None = None
    called_in_on: date | None = None
    settled_on: date | None = None
    confirmed: bool | None = None
    closes_on: date | None = None
    is_settled: bool = False

    @property
    def may_be_called_in(self) -> bool:
        """A key decision may be called in unless it is exempt; what the constitution says of it goes before both."""
        return self.is_key and not self.is_exempt if self.is_subject is None else self.is_subject


@dataclass(frozen=True)
class CallIn:
    """The state on a day. `closes_on` is the last day to call in, None while nothing is published."""

    state: str
    closes_on: date | None
    words: str


class InEffect(NamedTuple):
    """Whether a decision has taken effect: yes, no, or None where its dates do not say; and why, in a sentence."""

    answer: bool | None
    reason: str


def closes_on(published_on: date, calendar: Calendar, working_days: int = SUGGESTED_WORKING_DAYS) -> date:
    """The last day on which a decision may be called in: that working day after publication, which itself is day 0.

    Raises ValueError for a window below one day, and CalendarError for a year without known bank holidays.
    """
    if working_days < 1:
        raise ValueError(f"A call-in lasts at least 1 working day, not {working_days}.")
    return calendar.next_working_day(published_on, working_days)


def call_in(
    facts: DecisionFacts, on: date, calendar: Calendar, working_days: int = SUGGESTED_WORKING_DAYS
) -> CallIn:
    """The state of a decision's call-in on the day, from what was known on that day. Raises as `closes_on` does."""
    if not facts.may_be_called_in:
        return CallIn(CallInState.NOT_SUBJECT, None, "Not subject to call-in")
    published = _known(facts.published_on, on)
    if published is None:
        return CallIn(CallInState.AWAITING_PUBLICATION, None, "Awaiting publication; call-in has not begun")
    last = _last_day(facts, published, calendar, working_days)
    called = _known(facts.called_in_on, on)
    if called is not None:
        return _called_in(facts, on, called, last)
    if on <= last:
        return CallIn(CallInState.OPEN, last, f"Open to call-in until {_words(last)}")
    return CallIn(CallInState.CLOSED, last, f"Call-in closed on {_words(last)}; it was not called in")


def in_effect(
    facts: DecisionFacts, on: date, calendar: Calendar, working_days: int = SUGGESTED_WORKING_DAYS
) -> InEffect:
    """Whether a decision has taken effect on the day: made, past its call-in, and its effective date reached.

    None where the effective date is not known, or where it is fuzzy and the day falls within it. Raises as `closes_on`.
    """
    if facts.made.start is not None and facts.made.start > on:
        return InEffect(answer=False, reason=f"It is not yet made: {facts.made.printed}.")
    found = call_in(facts, on, calendar, working_days)
    if reason := _held_up(facts, found, on):
        return InEffect(answer=False, reason=reason)
    return _by_date(facts.effective, on)


def call_in_problems(
    facts: DecisionFacts, calendar: Calendar, working_days: int = SUGGESTED_WORKING_DAYS
) -> dict[str, str]:
    """What does not fit together among the days of a call-in, by field, with its cure. Raises as `closes_on` does."""
    return dict(_problems(facts, calendar, working_days))


def _called_in(facts: DecisionFacts, on: date, called: date, last: date) -> CallIn:
    settled = _known(facts.settled_on, on)
    words = f"Called in on {_words(called)}"
    if settled is None and facts.is_settled:
        return CallIn(CallInState.CLOSED, last, f"{words} and settled: {ENDINGS[facts.confirmed]}")
    if settled is None:
        return CallIn(CallInState.CALLED_IN, last, f"{words} and not yet settled")
    return CallIn(
        CallInState.CLOSED, last, f"{words}; settled on {_words(settled)}: {ENDINGS[facts.confirmed]}"
    )


def _held_up(facts: DecisionFacts, found: CallIn, on: date) -> str:
    """Why call-in keeps the decision from taking effect; empty where it does not."""
    if found.state == CallInState.AWAITING_PUBLICATION:
        return "It is not yet published, so its call-in has not begun."
    if found.state == CallInState.OPEN:
        return f"It is {found.words[:1].lower()}{found.words[1:]}."
    was_called_in = facts.may_be_called_in and _known(facts.called_in_on, on) is not None
    stands = found.state == CallInState.CLOSED and facts.confirmed is True
    return f"{found.words}." if was_called_in and not stands else ""


def _by_date(effective: FuzzyDate, on: date) -> InEffect:
    if not effective.is_dated:
        said = f" (“{effective.printed}”)" if effective.printed else ""
        return InEffect(answer=None, reason=f"No effective date is recorded{said}.")
    if effective.start is not None and effective.start > on:
        return InEffect(answer=False, reason=f"It takes effect later: {effective.printed}.")
    if _began(effective, on):
        return InEffect(answer=True, reason=f"It has taken effect: {effective.printed}.")
    return InEffect(
        answer=None, reason=f"It may have taken effect: “{effective.printed}” does not say on which day."
    )


def _began(effective: FuzzyDate, on: date) -> bool:
    """The last day it can have begun is reached; "1 April 2015 onwards" begins on that day, "after" it not."""
    if effective.end is None:
        return "onward" in effective.printed.lower()
    return effective.end <= on


def _problems(facts: DecisionFacts, calendar: Calendar, working_days: int) -> Iterator[tuple[str, str]]:
    published, called, settled = facts.published_on, facts.called_in_on, facts.settled_on
    if published is not None and facts.made.start is not None and published < facts.made.start:
        yield (
            "published_on",
            f"It is published before it was made ({facts.made.printed}). Correct one of the two.",
        )
    if called is not None:
        yield from _calling_problems(facts, called, calendar, working_days)
    if settled is not None and called is None:
        yield "settled_on", "A call-in is settled that nobody made. Give the day on which it was called in."
    elif settled is not None and called is not None and settled < called:
        yield (
            "settled_on",
            f"It is settled before it was called in on {_words(called)}. Correct one of the two.",
        )
    if facts.is_settled and called is None:
        yield "confirmed", "Say on which day it was called in, or take out how the call-in ended."
    if facts.closes_on is not None and (published is None or facts.closes_on < published):
        yield (
            "closes_on",
            "The last day of call-in lies before the day of publication. Correct one of the two.",
        )
    if settled is not None and facts.confirmed is None:
        yield "confirmed", "Say how the call-in ended: the decision was confirmed, or it was sent back."


def _calling_problems(
    facts: DecisionFacts, called: date, calendar: Calendar, working_days: int
) -> Iterator[tuple[str, str]]:
    if not facts.may_be_called_in:
        yield (
            "called_in_on",
            "The decision is not subject to call-in. Say that it is, or take the day of call-in out.",
        )
    elif facts.published_on is None or called < facts.published_on:
        yield "called_in_on", "It is called in before it was published. Give the day of publication first."
    elif called > (last := _last_day(facts, facts.published_on, calendar, working_days)):
        yield (
            "called_in_on",
            f"Call-in closed on {_words(last)}. Correct the day, or the length of the call-in.",
        )


def _last_day(facts: DecisionFacts, published: date, calendar: Calendar, working_days: int) -> date:
    """The last day on record; where there is none, the one worked out from publication."""
    return facts.closes_on or closes_on(published, calendar, working_days)


def ending_of(result: str) -> bool | None:
    """How a call-in ended, by the first words of its recorded result; None where they say neither."""
    said = result.strip().casefold()
    return next((stands for stands, words in RESULT_WORDS.items() if said.startswith(words.casefold())), None)


def _known(day: date | None, on: date) -> date | None:
    """The day, where it had come by `on`."""
    return day if day is not None and day <= on else None


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
