"""Values and periods of indicators as people read them. Rounding happens here and nowhere before."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from commissioning.core.periods import FinancialYear, Month, Quarter, years_label

MINUS: Final = "\N{MINUS SIGN}"
NOT_KNOWN: Final = "not known"
PERCENT: Final = frozenset({"%", "percent", "per cent", "percentage"})
POUNDS: Final = frozenset({"£", "gbp", "pounds"})
PLAIN: Final = frozenset({"", "count", "number", "ratio", "score"})
SINGULAR: Final = {
    "appointments": "appointment",
    "assessments": "assessment",
    "beds": "bed",
    "children": "child",
    "contacts": "contact",
    "contracts": "contract",
    "days": "day",
    "families": "family",
    "hours": "hour",
    "incidents": "incident",
    "minutes": "minute",
    "months": "month",
    "people": "person",
    "places": "place",
    "points": "point",
    "referrals": "referral",
    "visits": "visit",
    "weeks": "week",
    "years": "year",
}
ACADEMIC_YEAR_BEGINS: Final = 9  # September, as in core.periods.AcademicYear

Value = Decimal | Fraction | int


def number(value: Value | None, decimals: int = 0) -> str:
    """A number with thousands commas and a true minus, rounded exactly, halves to the even digit.

    1203.5 with no decimals is “1,204”; None is “not known”, never 0. Raises ValueError for decimals below nought.
    """
    if decimals < 0:
        raise ValueError(f"A value cannot be printed to {decimals} decimals.")
    if value is None:
        return NOT_KNOWN
    scaled = round(Fraction(value) * 10**decimals)
    whole = Decimal(abs(scaled)).scaleb(-decimals)
    return f"{MINUS if scaled < 0 else ''}{whole:,.{decimals}f}"


def figure(value: Value | None, unit: str, decimals: int = 0) -> str:
    """One value with its unit: “55 %”, “£1,204”, “12.3 per 1,000”, “1 day”. None is “not known”, never 0."""
    text = number(value, decimals)
    if value is None:
        return text
    named = unit.strip()
    plain = named.lower()
    if plain in PLAIN:
        return text
    if plain in PERCENT:
        return f"{text} %"
    if plain in POUNDS:
        return f"{MINUS}£{text.removeprefix(MINUS)}" if text.startswith(MINUS) else f"£{text}"
    return f"{text} {SINGULAR.get(plain, named) if text == '1' else named}"


def unit_words(unit: str) -> str:
    """The unit as an axis is headed: “%”, “£”, “per 1,000”; empty where there is none to name."""
    plain = unit.strip().lower()
    if plain in PERCENT:
        return "%"
    if plain in POUNDS:
        return "£"
    return "" if plain in PLAIN - {"ratio", "score"} else unit.strip()


def period_label(day: date, frequency: str = "month") -> str:
    """The period that holds a day: “March 2026”, “Q4 2025/26”, “2025/26”, “academic year 2025/26”, “2026”.

    Frequencies are day, week, month, quarter, financial_year, academic_year and calendar_year; another one is dated
    to the day.
    """
    if frequency == "month":
        return Month.containing(day).label
    if frequency == "quarter":
        return Quarter.containing(day).label
    if frequency == "financial_year":
        return FinancialYear.containing(day).label
    if frequency == "academic_year":
        return f"academic year {years_label(academic_start(day))}"
    if frequency == "calendar_year":
        return str(day.year)
    words = f"{day.day} {day:%B %Y}"
    return f"week of {words}" if frequency == "week" else words


def academic_start(day: date) -> int:
    """The year in which the academic year of a day begins; it runs from September to August."""
    return day.year if day.month >= ACADEMIC_YEAR_BEGINS else day.year - 1


PERIOD_NOUNS: Final = {
    "day": ("day", "days"),
    "week": ("week", "weeks"),
    "month": ("month", "months"),
    "quarter": ("quarter", "quarters"),
    "financial_year": ("year", "years"),
    "academic_year": ("year", "years"),
    "calendar_year": ("year", "years"),
}


def periods(count: int, frequency: str = "month") -> str:
    """“1 month”, “36 months”, “8 quarters”; “points” for a frequency that has no name."""
    one, many = PERIOD_NOUNS.get(frequency, ("point", "points"))
    return f"{count:,} {one if count == 1 else many}"
