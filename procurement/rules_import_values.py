"""Single values of a file in their one written form, and what they say in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.money import format_exactly
from procurement.ocds.dates import LONDON
from procurement.ocds.received_types import ReceivedPeriod, ReceivedProcess, ReceivedRenewal
from procurement.ocds.values import ValueRead
from procurement.rules_import import Given
from procurement.rules_regime import CpvError, read_cpv
from procurement.rules_terms import LONGEST_MONTHS, add_months

NAME: Final = 200
NUMBER: Final = 60
URL: Final = 500
PATH: Final = 200
JOIN: Final = "\x1f"
MADE_UP: Final = "Illustrative: "


def text(written: str, longest: int = 0) -> Given:
    """A text; one too long for its field is cut, and the note says so."""
    if longest and len(written) > longest:
        return Given(written[: longest - 1] + "…", "", f"cut to {longest} letters")
    return Given(written)


def day(stated: FuzzyDate | None, *, ends: bool = False) -> Given:
    """A day in England as 2026-04-01."""
    found = (stated.end if ends else stated.start) if stated else None
    return day_given(found)


def day_given(found: date | None) -> Given:
    return Given(found.isoformat(), f"{found.day} {found:%B %Y}") if found else Given()


def amount(number: Decimal | None, value: ValueRead) -> Given:
    """An amount to the penny; in another currency than sterling it is not taken, and the note says so."""
    if number is None:
        return Given("", "", value.words)
    if value.currency != "GBP":
        return Given("", "", f"{number} {value.currency} is not in pounds, so it was not taken")
    return Given(f"{number:.2f}", format_exactly(number, "GBP"), value.words)


def yes(value: Any) -> Given:
    return Given("yes" if value else "no") if isinstance(value, bool) else Given()


def cpv(codes: Sequence[str]) -> Given:
    """The first code that is a CPV code, as eight digits."""
    for code in codes:
        try:
            return Given(read_cpv(code))
        except CpvError:
            continue
    return Given()


def named(title: str) -> str:
    """A title without the mark of what is made up, which is kept as a mark of the record."""
    return title.removeprefix(MADE_UP)


def is_made_up(*titles: str) -> str:
    return "yes" if any(title.startswith(MADE_UP) for title in titles) else ""


# --- words and small sums ----------------------------------------------------------------------------------------


def renewal_words(renewal: ReceivedRenewal) -> str:
    """Options to renew as the file describes them; without a maximum is said, never made a number."""
    if renewal.is_unlimited:
        most = "renewals without a maximum"
    elif renewal.maximum is not None:
        most = f"at most {renewal.maximum} renewal{'' if renewal.maximum == 1 else 's'}"
    else:
        most = ""
    return "; ".join(words for words in (renewal.words, most) if words)


def options_of(ends: date | None, last: date | None, renewals: int | None) -> tuple[int, ...]:
    """The extension options between two ends, in months: as many as there may be renewals where they divide evenly.

    Empty where the ends are not whole months apart.
    """
    if ends is None or last is None or last <= ends:
        return ()
    months = (last.year - ends.year) * 12 + last.month - ends.month
    if not 1 <= months <= LONGEST_MONTHS or add_months(ends, months) != last:
        return ()
    if renewals and months % renewals == 0 and renewals <= months:
        return (months // renewals,) * renewals
    return (months,)


def options(period: ReceivedPeriod, renewal: ReceivedRenewal) -> str:
    ends = period.ends.end if period.ends else None
    last = period.last_possible_end.end if period.last_possible_end else None
    return JOIN.join(str(months) for months in options_of(ends, last, renewal.maximum))


def first_period(periods: Iterable[ReceivedPeriod]) -> ReceivedPeriod:
    every = list(periods)
    return next((one for one in every if one.starts or one.ends or one.last_possible_end), every[0])


def first_tagged(process: ReceivedProcess, *tags: str) -> str:
    found = [notice.at for notice in process.notices if notice.at and set(tags) & set(notice.tags)]
    return day_of(found[0]) if found else ""


def day_of(at: datetime | None) -> str:
    return at.astimezone(LONDON).date().isoformat() if at else ""


def value_words(value: ValueRead) -> str:
    parts = [("without VAT", value.net), ("with VAT", value.gross)]
    return ", ".join(
        f"{format_exactly(number, value.currency)} {name}" for name, number in parts if number is not None
    )


def period_words(period: ReceivedPeriod) -> str:
    """A period in words, with the doubt about its end; "" where nothing of it is given."""
    parts = [
        ("from", day(period.starts)),
        ("to", day(period.ends, ends=True)),
        ("at most to", day(period.last_possible_end, ends=True)),
    ]
    told = ", ".join(f"{word} {given.printed}" for word, given in parts if given.canon)
    return f"{told} ({period.end_may_be_last})" if told and period.end_may_be_last else told


def path_of(*parts: str) -> str:
    return "/".join(parts)[:PATH]


def given_only(fields: Mapping[str, Given]) -> dict[str, Given]:
    """Without what the file does not say."""
    return {name: given for name, given in fields.items() if given.canon}
