"""The periods public bodies plan in: financial years, their quarters, months, academic years. All ends
inclusive.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Self

YEARS: Final = re.compile(r"(?P<first>(?:19|20)?\d{2})\s*[/-]\s*(?P<second>(?:19|20)?\d{2})")
QUARTER: Final = re.compile(r"q(?:uarter)?\s*(?P<number>[1-4])\s*(?:of\s+)?(?P<years>\S.*)", re.IGNORECASE)
CENTURY: Final = 2000


class PeriodError(ValueError):
    """Text that does not name a period; the message says how to write one."""


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12:
            raise PeriodError(f"There is no month {self.number}: months run from 1 to 12.")

    @classmethod
    def containing(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @property
    def label(self) -> str:
        return f"{calendar.month_name[self.number]} {self.year}"

    @property
    def start(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def end(self) -> date:
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def index(self) -> int:
        """Months since year 0, so that the difference of two indexes is the months between their starts."""
        return self.year * 12 + self.number - 1

    def plus(self, months: int) -> Month:
        """The month `months` later, or earlier when negative."""
        year, number = divmod(self.index + months, 12)
        return Month(year, number + 1)


@dataclass(frozen=True, order=True)
class FinancialYear:
    """1 April to 31 March, named by the year it starts in: FinancialYear(2013) is 2013/14."""

    start_year: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2013/14", "2013-14", "2013/2014" or "20/21". Raises PeriodError for anything else."""
        return cls(start_year_of(text, "financial year"))

    @classmethod
    def containing(cls, day: date) -> Self:
        return cls(day.year if day >= date(day.year, 4, 1) else day.year - 1)

    @property
    def label(self) -> str:
        return years_label(self.start_year)

    @property
    def start(self) -> date:
        return date(self.start_year, 4, 1)

    @property
    def end(self) -> date:
        return date(self.start_year + 1, 3, 31)

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        return tuple(Quarter(self, number) for number in range(1, 5))

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(Month(self.start_year, 4).plus(step) for step in range(12))

    def plus(self, years: int) -> FinancialYear:
        return FinancialYear(self.start_year + years)


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a financial year: quarter 1 is April to June."""

    financial_year: FinancialYear
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise PeriodError(f"There is no quarter {self.number}: quarters run from 1 to 4.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "Q1 2019/20" or "Quarter 1 of 2019/20". Raises PeriodError for anything else."""
        found = QUARTER.fullmatch(text.strip())
        if not found:
            raise PeriodError(f"“{text}” is not a quarter. Write it like Q1 2019/20.")
        return cls(FinancialYear.parse(found["years"]), int(found["number"]))

    @classmethod
    def containing(cls, day: date) -> Self:
        return cls(FinancialYear.containing(day), (day.month - 4) % 12 // 3 + 1)

    @property
    def label(self) -> str:
        return f"Q{self.number} {self.financial_year.label}"

    @property
    def start(self) -> date:
        return self._first_month.start

    @property
    def end(self) -> date:
        return self._first_month.plus(2).end

    @property
    def _first_month(self) -> Month:
        return Month(self.financial_year.start_year, 4).plus(3 * (self.number - 1))


@dataclass(frozen=True, order=True)
class AcademicYear:
    """1 September to 31 August."""

    start_year: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2013/14" as an academic year. Raises PeriodError for anything else."""
        return cls(start_year_of(text, "academic year"))

    @property
    def label(self) -> str:
        return f"academic year {years_label(self.start_year)}"

    @property
    def start(self) -> date:
        return date(self.start_year, 9, 1)

    @property
    def end(self) -> date:
        return date(self.start_year + 1, 8, 31)


def start_year_of(text: str, kind: str = "financial year") -> int:
    """The first of two consecutive years written like 2013/14. Raises PeriodError when they are not that."""
    found = YEARS.fullmatch(text.strip())
    if not found:
        raise PeriodError(f"“{text}” is not a {kind}. Write it like 2013/14.")
    first = full_year(found["first"])
    if (first + 1) % 100 != int(found["second"]) % 100 or len(found["second"]) > len(found["first"]):
        raise PeriodError(f"“{text}” is not one {kind}: its two years do not follow each other.")
    if len(found["second"]) == 4 and int(found["second"]) != first + 1:
        raise PeriodError(f"“{text}” is not one {kind}: its two years do not follow each other.")
    return first


def full_year(digits: str) -> int:
    """A year from two or four digits; two digits are in this century, as no programme here is older."""
    return int(digits) if len(digits) == 4 else CENTURY + int(digits)


def years_label(start_year: int) -> str:
    """ "2013/14" for 2013."""
    return f"{start_year}/{(start_year + 1) % 100:02d}"


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day where it is shorter."""
    month = Month.containing(day).plus(months)
    return date(month.year, month.number, min(day.day, month.end.day))


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def day_before(day: date) -> date:
    return day - timedelta(days=1)
