"""Budget, forecast and outturn: what they differ by, and whether that is adverse. Pure: no database, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from commissioning.core.money import Basis, Money, Qualifier, format_pounds
from commissioning.core.periods import FinancialYear, Month, PeriodError

ADVERSE_POSITIVE, FAVOURABLE_POSITIVE = "adverse_positive", "favourable_positive"


class Direction(StrEnum):
    ADVERSE = "adverse"
    FAVOURABLE = "favourable"
    ON_BUDGET = "on budget"
    UNKNOWN = "not known"


@dataclass(frozen=True)
class Variance:
    """Forecast less budget, in pounds: above 0 costs more than budgeted and is adverse. None where either is unknown.

    `is_about` where an amount in it is approximate, a bound or a range, so that the difference is only a pointer.
    `basis` is that of its amounts. `bases` above 1 says why a sum has no amount: its parts stand on different ones.
    """

    amount: Decimal | None
    is_about: bool = False
    basis: str = Basis.UNSTATED
    bases: int = 1

    @property
    def direction(self) -> Direction:
        if self.amount is None:
            return Direction.UNKNOWN
        if not self.amount:
            return Direction.ON_BUDGET
        return Direction.ADVERSE if self.amount > 0 else Direction.FAVOURABLE

    @property
    def words(self) -> str:
        """ "£0.12m adverse", "about £4,000 favourable", "on budget", "not known", "2 bases, not added"."""
        if self.bases > 1:
            return f"{self.bases} bases, not added"
        if self.amount is None or not self.amount:
            return str(self.direction)
        about = "about " if self.is_about else ""
        return f"{about}{format_pounds(abs(self.amount))} {self.direction}"


NOT_KNOWN = Variance(None)


def variance(budget: Money, forecast: Money) -> Variance:
    """What a forecast for the year differs by from its budget.

    Not worked out where either amount is unknown, or where both state a basis or a year and these differ: amounts on
    different bases are not subtracted.
    """
    if budget.amount is None or forecast.amount is None or budget.currency != forecast.currency:
        return NOT_KNOWN
    stated = [(one.basis, one.year) for one in (budget, forecast) if one.basis != "unstated"]
    if len(set(stated)) > 1:
        return NOT_KNOWN
    exact = {Qualifier.EXACT, Qualifier.NIL}
    is_about = not {budget.qualifier, forecast.qualifier} <= exact
    basis = next((one.basis for one in (budget, forecast) if one.basis != Basis.UNSTATED), Basis.UNSTATED)
    return Variance(forecast.amount - budget.amount, is_about, basis)


def stated_variance(money: Money, sign: str) -> Variance:
    """A variance as somebody printed it, turned so that above 0 is adverse. Without a stated sign it says nothing."""
    if money.amount is None or sign not in {ADVERSE_POSITIVE, FAVOURABLE_POSITIVE}:
        return NOT_KNOWN
    amount = money.amount if sign == ADVERSE_POSITIVE else -money.amount
    return Variance(amount, money.qualifier not in {Qualifier.EXACT, Qualifier.NIL})


def together(variances: Iterable[Variance]) -> tuple[Variance, int]:
    """The sum of the known ones, and how many are not known; unknown alone stays unknown, never £0.

    A year's variance and one of a whole contract are not added, any more than their budgets are: the sum then has no
    amount and says on how many bases its parts stand. Variances of several years are added.
    """
    rows = tuple(variances)
    known = [row for row in rows if row.amount is not None]
    if not known:
        return NOT_KNOWN, len(rows)
    bases = {row.basis for row in known}
    if len(bases) > 1:
        return Variance(None, bases=len(bases)), len(rows) - len(known)
    summed = sum((row.amount for row in known if row.amount is not None), Decimal(0))
    is_about = any(row.is_about for row in known)
    return Variance(summed, is_about, bases.pop()), len(rows) - len(known)


def months_due(year: FinancialYear, on: date) -> tuple[Month, ...]:
    """The months of a financial year that had ended by the day; none before its first month is over."""
    first = Month.containing(year.start)
    months = tuple(first.plus(number) for number in range(12))
    return tuple(month for month in months if month.end < on)


def year_of(text: str) -> FinancialYear | None:
    """The financial year of an amount; None where none is stated or it is another kind of year."""
    try:
        return FinancialYear.parse(text) if text else None
    except PeriodError:
        return None


def report_problems(
    *,
    month: date | None,
    outturn: Money,
    forecast: Money,
    variance: Money,
    sign: str,
    line_year: str,
    on: date,
) -> dict[str, str]:
    """What is wrong with a month's report, by field, each with its cure; empty words where nothing is."""
    return {
        "month": _month_problem(month, line_year, on),
        "outturn": _amount_problem(outturn),
        "forecast": _amount_problem(forecast) or _nothing_said((outturn, forecast)),
        "variance": _amount_problem(variance),
        "sign": "Say whether an amount above 0 is adverse or favourable: reports differ."
        if variance.amount is not None and sign not in {ADVERSE_POSITIVE, FAVOURABLE_POSITIVE}
        else "",
    }


def _month_problem(month: date | None, line_year: str, on: date) -> str:
    if month is None:
        return "Enter the month that is reported, such as May 2020."
    if month > on:
        return f"{month:%B %Y} has not begun. Report it when it is over, or enter an earlier month."
    year = year_of(line_year)
    if year is not None and FinancialYear.containing(month) != year:
        return f"This line is for {line_year}; {month:%B %Y} is not in it. Choose a month from April to March of it."
    return ""


def _amount_problem(money: Money) -> str:
    if money.qualifier != Qualifier.UNREADABLE:
        return ""
    return (
        f"“{money.text}” cannot be read as one amount. Write it like £870,000, or -£12,000 for an underspend."
    )


def _nothing_said(moneys: Sequence[Money]) -> str:
    if all(money.qualifier == Qualifier.BLANK for money in moneys):
        return "Enter what the month cost, or what the year is expected to cost, or both."
    return ""
