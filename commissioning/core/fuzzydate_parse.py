"""Reading dates as papers print them, without guessing a year or an order."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from commissioning.core.fuzzydate_kinds import DateStatus, Precision
from commissioning.core.fuzzydate_points import FuzzyDateError, NoYearError, Span, read_point
from commissioning.core.fuzzydate_value import FuzzyDate
from commissioning.core.periods import add_months, day_after, day_before

UNDATED: Final = Span(None, None, Precision.NONE)
DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
LONGEST_READ: Final = 500
ANY_YEAR: Final = 2000
NUMBER_WORDS: Final = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
}

STATUS_ALONE: Final = (
    (DateStatus.BLANK, re.compile(r"-*|not stated|not known|blank")),
    (DateStatus.TBC, re.compile(r"tbc|tbd|(?:date )?to be (?:confirmed|agreed|determined|advised)")),
    (DateStatus.AWAITED, re.compile(r"(?:still )?await(?:ed|ing)(?: \D*)?|pending")),
    (DateStatus.ONGOING, re.compile(r"on-? ?going|continuous|continuing")),
)
STATUS_AFTER: Final = (
    (DateStatus.TBC, re.compile(r",? \(?(?:tbc|to be confirmed)\)?$")),
    (DateStatus.INFERRED, re.compile(r" \(inferred\)$")),
    (DateStatus.ONGOING, re.compile(r",? \(?(?:and )?on-?going\)?$")),
    (DateStatus.AWAITED, re.compile(r" \(awaited\)$")),
)
RECURRENCE: Final = re.compile(
    r"(every (?:\w+ )?(?:days?|weeks?|fortnight|months?|quarters?|terms?|years?)|(?:six-|bi-?)?monthly|weekly"
    r"|fortnightly|quarterly|termly|annually|yearly|each (?:month|quarter|term|year))\b(?:[,;]? |$)"
)
# Words that leave the period named after them as it is; "by" and "until" then look at its last day.
LEADING: Final = re.compile(
    r"(?:(?:no later than|through to|in time for|up to|from|since|until|till|by|in|on|during|for|the|this|at"
    r"|(?:the )?(?:start|beginning|middle|end) of|early|mid-?|late)(?: |(?<=-)))+(?=.)"
)
DURATION: Final = re.compile(r"(?:for )?(?P<count>\d{1,3}|[a-z]+) (?P<unit>month|year)s? from (?P<rest>.+)")
OPEN: Final = re.compile(r"(?P<side>before|after) (?P<until>.+)|(?P<since>.+) onwards?")
SEPARATORS: Final = (
    re.compile(r" (?:to|until|till|through to) "),
    re.compile(r" and "),
    re.compile(r" - "),
    re.compile(r" ?- ?"),
    re.compile(r"(?<=[a-z]) ?/ ?(?=[a-z])"),
)
AROUND: Final = re.compile(r"(?:about|around|approximately|approx\.?|circa|c\.|~) ?")
TWO_FULL_YEARS: Final = re.compile(r"(\d{4}) ?- ?(\d{4})")


@dataclass
class _Reading:
    rest: str
    status: DateStatus = DateStatus.STATED
    recurrence: str = ""


def parse_fuzzy_date(text: str, *, assume_year: int | None = None) -> FuzzyDate:
    """Read a date as a paper or a person writes it, keeping `text` verbatim; both bounds are inclusive.

    Seasons: spring is March to May, summer June to August, autumn September to November, winter December to
    February. Financial years run from 1 April, academic years from 1 September; a bare quarter needs its
    financial year. "By X", "from X" and "until X" keep the bounds of X: the deadline is its end.
    `assume_year` supplies the calendar year where none is printed, and the date then says so
    (`year_inferred`). Numbers are day first.

    Raises FuzzyDateError, with a cure, for text that is not a date or could be more than one.
    """
    seen = _Reading(rest=_tidy(text))
    span = _read_undated(seen)
    if span is None:
        try:
            span = _read(seen.rest, assume_year)
            if span is None:
                raise _unreadable(seen.rest)
        except NoYearError as error:
            raise NoYearError(
                f"“{text.strip()}” {error.message}", f"Add the year, like {text.strip()} 2015."
            ) from error
        except FuzzyDateError as error:
            raise FuzzyDateError(f"“{text.strip()}” {error.message}", error.cure) from error
        if seen.status == DateStatus.ONGOING:
            if span.start is None:
                raise FuzzyDateError(
                    f"“{text.strip()}” has only a last day, and goes on.",
                    "Give the first day, or leave out ongoing.",
                )
            # What goes on has no last day, and so is never overdue.
            span = replace(span, end=None, precision=Precision.RANGE)
    return FuzzyDate(
        text=text,
        start=span.start,
        end=span.end,
        precision=span.precision,
        status=seen.status,
        year_inferred=span.year_inferred,
        recurrence=seen.recurrence,
    )


def _tidy(text: str) -> str:
    if len(text) > LONGEST_READ:
        raise FuzzyDateError(
            "This is too long for a date.", "Give only the date here, and the rest in a note."
        )
    plain = " ".join(text.translate(DASHES).replace("…", " ... ").lower().split()).strip(" .,;")
    plain = re.sub(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,? ", "", plain)
    plain = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"\1", plain)
    return re.sub(r"(?<=\d) of (?=[a-z])", " ", plain)


def _read_undated(seen: _Reading) -> Span | None:
    """Take the status and recurrence words off; a span only where nothing else is left."""
    found = RECURRENCE.match(seen.rest)
    if found:
        seen.recurrence, seen.rest = found[1], seen.rest[found.end() :]
        if not seen.rest:
            seen.status = DateStatus.ONGOING
            return UNDATED
    for status, pattern in STATUS_ALONE:
        if pattern.fullmatch(seen.rest):
            seen.status = status
            return UNDATED
    for status, pattern in STATUS_AFTER:
        found = pattern.search(seen.rest)
        if found:
            seen.status, seen.rest = status, seen.rest[: found.start()]
    return None


def _read(text: str, assume_year: int | None) -> Span | None:
    if TWO_FULL_YEARS.fullmatch(text):
        return None
    for reader in (_read_open, _read_duration, read_point, _read_range, _read_led):
        span = reader(text, assume_year)
        if span is not None:
            return span
    return None


def _read_led(text: str, assume_year: int | None) -> Span | None:
    led = LEADING.match(text)
    return _read(text[led.end() :], assume_year) if led else None


def _read_open(text: str, assume_year: int | None) -> Span | None:
    """ "Before X" ends the day before X begins; "after X" and "X onwards" have no end."""
    found = OPEN.fullmatch(text)
    inner = _read(found["until"] or found["since"], assume_year) if found else None
    if found is None or inner is None or inner.start is None or inner.end is None:
        return None
    if found["since"]:
        return replace(inner, end=None, precision=Precision.RANGE)
    if found["side"] == "before":
        return replace(inner, start=None, end=day_before(inner.start), precision=Precision.RANGE)
    return replace(inner, start=day_after(inner.end), end=None, precision=Precision.RANGE)


def _read_duration(text: str, assume_year: int | None) -> Span | None:
    """ "3 months from May 2013" runs from the first day named to the day before the same day three months on."""
    found = DURATION.fullmatch(text)
    if not found:
        return None
    count = int(found["count"]) if found["count"].isdecimal() else NUMBER_WORDS.get(found["count"], 0)
    first = _read(found["rest"], assume_year)
    if not count or first is None or first.start is None:
        return None
    months = count if found["unit"] == "month" else 12 * count
    return replace(first, end=day_before(add_months(first.start, months)), precision=Precision.RANGE)


def _read_range(text: str, assume_year: int | None) -> Span | None:
    text = text.removeprefix("between ").removeprefix("from ")
    for separator in SEPARATORS:
        parts = separator.split(text)
        if len(parts) == 2 and all(parts):
            span = _read_ends(parts[0], parts[1], assume_year)
            if span is not None:
                return span
    return None


def _read_ends(left: str, right: str, assume_year: int | None) -> Span | None:
    """Two periods as one range. Either may lend the other its year: "April to June 2013" is all in 2013."""
    first, last = _end_or_none(left), _end_or_none(right)
    if first is None and last is None and _read_end(right, ANY_YEAR) is not None:
        first = _read_end(left, assume_year)
    if first is None and last is not None:
        first = _borrow(left, last, step=-1)
    elif last is None and first is not None:
        last = _borrow(right, first, step=1)
    if first is None or last is None or first.start is None or last.end is None:
        return None
    if first.start > last.end:
        raise FuzzyDateError("ends before it starts.", "Put the earlier date first.")
    both_seasons = {first.precision, last.precision} == {Precision.SEASON}
    precision = Precision.SEASON if both_seasons else Precision.RANGE
    return Span(first.start, last.end, precision, first.year_inferred)


def _read_end(text: str, assume_year: int | None) -> Span | None:
    led = LEADING.match(text)
    return read_point(text, assume_year) or (read_point(text[led.end() :], assume_year) if led else None)


def _end_or_none(text: str) -> Span | None:
    """One end that prints its own year."""
    try:
        return _read_end(text, None)
    except NoYearError:
        return None


def _borrow(text: str, other: Span, *, step: int) -> Span | None:
    """One end in the other's year, or in the year next to it (`step`) where that alone keeps them in order."""
    year = other.start.year if other.start else 0
    span = _read_end(text, year)
    if span and span.start and other.start and (span.start - other.start).days * step < 0:
        span = _read_end(text, year + step)
    return replace(span, year_inferred=other.year_inferred) if span else None


def _unreadable(rest: str) -> FuzzyDateError:
    years = TWO_FULL_YEARS.fullmatch(rest)
    if years:
        return FuzzyDateError(
            "may mean financial or calendar years.",
            f"Write April {years[1]} to March {years[2]}, or January {years[1]} to December {years[2]}.",
        )
    if AROUND.match(rest):
        return FuzzyDateError(
            "does not say how far either side.",
            "Give the first and last, like July 2013 to September 2013.",
        )
    return FuzzyDateError(
        "is not a date we can read.",
        "Write it like 13 December 2018, Aug 2020, Autumn 2013, 2013/14, April 2013 to March 2014 or TBC.",
    )
