"""Dates as stated: the one place other modules import them from."""

from commissioning.core.fuzzydate_kinds import DateStatus, Precision
from commissioning.core.fuzzydate_months import MonthSpan, months_between, months_covered, months_uncovered
from commissioning.core.fuzzydate_parse import parse_fuzzy_date
from commissioning.core.fuzzydate_points import FuzzyDateError, NoYearError
from commissioning.core.fuzzydate_value import FuzzyDate

__all__ = [
    "DateStatus",
    "FuzzyDate",
    "FuzzyDateError",
    "MonthSpan",
    "NoYearError",
    "Precision",
    "months_between",
    "months_covered",
    "months_uncovered",
    "parse_fuzzy_date",
]
