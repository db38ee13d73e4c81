"""How much runway a service has: what covers it, what follows and when, the gap between, and when to start buying."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import TextChoices

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, MonthSpan, Precision
from commissioning.core.periods import day_after
from procurement.rules_backplan import BackPlan, BackPlanError, Planned, back_plan, back_plans
from procurement.rules_cover import Bounds, Gap, cover_gap
from procurement.rules_days import Calendar, CalendarError
from procurement.rules_terms import add_months


class Standing(TextChoices):
    """Where a procurement stands against the day by which it must start, the most urgent first."""

    LATE = "late", "Late"
    UNKNOWN = "unknown", "Not known"
    DUE = "due", "To start"
    BEGUN = "begun", "Begun"


ORDER = {standing: place for place, standing in enumerate(Standing)}


@dataclass(frozen=True)
class Cover:
    """A contract in force, or the contracts that a paper speaks of.

    `ends` is the current end and `room` the months of each option still open. `conditional` is true where nothing says
    that the service is covered by it, or that what follows replaces it.
    """

    reference: str
    name: str
    ends: FuzzyDate | None
    starts: FuzzyDate | None = None
    room: tuple[int, ...] = ()
    room_words: str = ""
    conditional: bool = False
    in_register: bool = False

    @property
    def is_dated(self) -> bool:
        return self.ends is not None and self.ends.is_dated

    @property
    def last_possible(self) -> FuzzyDate | None:
        """The end with every open option taken; None where no end is known."""
        return add_months(self.ends, sum(self.room))

    @property
    def extension(self) -> str:
        """ "12 + 12 months", as the paper words it, or ""."""
        return f"{' + '.join(str(months) for months in self.room)} months" if self.room else self.room_words


@dataclass(frozen=True)
class Plan:
    """A procurement planned back from a go-live. `first` keeps every day that the go-live can mean; `last` its latest.

    `assumed` says why a regime is assumed where none is chosen, `basis` what the go-live rests on, `problem` why there
    is no plan.
    """

    go_live: FuzzyDate
    regime: str
    regime_words: str
    durations: BackPlan
    basis: str = ""
    assumed: str = ""
    first: Planned | None = None
    last: Planned | None = None
    problem: str = ""

    @property
    def start_by(self) -> date | None:
        """The last day to start that is in time whichever day the go-live means."""
        found = self.first or self.last
        return found.start_by if found else None

    @property
    def start_by_latest(self) -> date | None:
        """The last day to start if the go-live is the last day that it can mean."""
        found = self.last or self.first
        return found.start_by if found else None


@dataclass(frozen=True)
class Between:
    """The time between one contract and what follows it, now and with every open option taken."""

    cover: Cover
    gap: Gap
    if_extended: Gap | None

    @property
    def is_gap(self) -> bool:
        """Whether days may be left that nothing covers."""
        return self.gap.days_high is not None and self.gap.days_high > 0


@dataclass(frozen=True)
class Where:
    """The standing of a row on a day with its reason; `days` until the day to start by, below nought when it passed."""

    standing: Standing
    words: str
    days: int | None = None

    @property
    def is_unknown(self) -> bool:
        return self.standing == Standing.UNKNOWN

    @property
    def sort_key(self) -> tuple[int, int]:
        return ORDER[self.standing], self.days if self.days is not None else 0


def planned(
    go_live: FuzzyDate,
    regime: tuple[str, str],
    durations: BackPlan,
    calendar: Calendar,
    *,
    basis: str = "",
    assumed: str = "",
    no_standstill: str = "",
) -> Plan:
    """The plan back from a go-live under a regime (its code and its words); one without days says so as its problem."""
    code, words = regime
    plan = Plan(go_live, code, words, durations, basis, assumed)
    if not go_live.is_dated:
        return replace(plan, problem="The go-live has no date.")
    try:
        first, last = back_plans(go_live, code, durations, calendar, no_standstill=no_standstill)
    except (BackPlanError, CalendarError) as error:
        return replace(plan, problem=str(error))
    return replace(plan, first=first, last=last)


def starts_by(go_live: FuzzyDate, regime: str, durations: BackPlan, calendar: Calendar) -> date | None:
    """The last day to start for the first day that a go-live can mean; that day itself where no plan can be made."""
    first = go_live.start or go_live.end
    if first is None:
        return None
    try:
        return back_plan(first, regime, durations, calendar).start_by
    except (BackPlanError, CalendarError):
        return first


def between(cover: Cover, go_live: FuzzyDate | None) -> Between:
    """The gap from a contract's end to a go-live, and what it would be with its options; unknown dates stay unknown."""
    extended = cover_gap(cover.last_possible, go_live) if cover.room else None
    return Between(cover, cover_gap(cover.ends, go_live), extended)


def follows(ends: FuzzyDate) -> FuzzyDate:
    """The go-live that leaves no gap: the day after the end; for "March 2020", 1 April 2020.

    An end that may be any of several days gives the days after each; an end that is open gives none.
    """
    bounds = Bounds.of_end(ends)
    if bounds.high is None:
        return FuzzyDate("", None, None, Precision.NONE, DateStatus.BLANK)
    last = day_after(bounds.high)
    first = day_after(bounds.low) if bounds.low else None
    precision = Precision.DAY if first == last else Precision.RANGE
    return FuzzyDate("", first, last, precision, DateStatus.INFERRED)


def where(
    plan: Plan | None,
    on: date,
    *,
    begun: str = "",
    printed: str = "",
    lacking: str = "",
    passed: str = "",
) -> Where:
    """Where a procurement stands on the day.

    Late once the day to start by has passed and nothing records that work began, whatever start was `printed`; begun
    where something does. Without a plan (`lacking` says what) or once the go-live itself has passed with nothing
    recorded (`passed` says it in other words), it is not known.
    """
    if plan is None or plan.start_by is None or plan.start_by_latest is None:
        return Where(Standing.UNKNOWN, (plan.problem if plan else "") or lacking or "Nothing is planned.")
    if begun:
        return Where(Standing.BEGUN, begun)
    if plan.go_live.end is not None and plan.go_live.end < on:
        words = f"Go-live {plan.go_live.printed} has passed; nothing records what became of it."
        return Where(Standing.UNKNOWN, passed or words)
    days = (plan.start_by - on).days
    if days >= 0:
        return Where(Standing.DUE, "today" if days == 0 else f"in {_days(days)}", days)
    unless = f"; no stage records that it began {printed} as printed" if printed else ""
    if plan.start_by_latest < on:
        return Where(Standing.LATE, f"{_days(-days)} late{unless}", days)
    return Where(Standing.LATE, f"may be {_days(-days)} late, by the first day of go-live{unless}", days)


def worst(found: Iterable[Between]) -> Between | None:
    """The one that leaves most days uncovered; an unknown one only where nothing else is known."""
    known = [each for each in found if each.gap.days_high is not None or each.gap.days_low is not None]
    return max(known, key=lambda each: _most(each.gap), default=None)


def _most(gap: Gap) -> int:
    return gap.days_high if gap.days_high is not None else (gap.days_low or 0)


def gap_words(gap: Gap) -> str:
    """ "4 months", "0 to 29 days", "overlap of 31 days", "no gap", "not known".

    In months where whole months of a gap are certain, else in days, which say more.
    """
    months = gap.months
    if months is not None and months.is_known and (months.low or 0) > 0 and gap.is_gap:
        return months.printed
    return gap.printed.removeprefix("gap of ")


def span_words(span: MonthSpan | None) -> str:
    return span.printed if span is not None else "not known"


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count:,} days"
