"""Values and periods as people read them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from outcomes.printed import figure, number, period_label, periods, unit_words


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "printed"),
    [
        (Decimal(55), "%", 0, "55 %"),
        (Decimal("82.1"), "percent", 1, "82.1 %"),
        (Decimal(1204), "£", 0, "£1,204"),
        (Decimal("-1204.5"), "£", 2, "−£1,204.50"),
        (Decimal("12.3"), "per 1,000", 1, "12.3 per 1,000"),
        (1, "days", 0, "1 day"),
        (2, "days", 0, "2 days"),
        (0, "days", 0, "0 days"),
        (12345678, "", 0, "12,345,678"),
        (Decimal(7), "count", 0, "7"),
        (Decimal("-3.1"), "%", 1, "−3.1 %"),
    ],
)
def test_a_value_with_its_unit(value, unit, decimals, printed):
    assert figure(value, unit, decimals) == printed


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (Fraction(1, 3), 1, "0.3"),
        (Fraction(2, 3), 0, "1"),
        (Decimal("0.5"), 0, "0"),  # halves go to the even digit
        (Decimal("1.5"), 0, "2"),
        (Decimal("2.5"), 0, "2"),
        (Decimal("1203.5"), 0, "1,204"),
        (Decimal("0.125"), 2, "0.12"),
        (Decimal("64.1"), 14, "64.10000000000000"),
        (Decimal("-0.04"), 1, "0.0"),  # a nought has no sign
    ],
)
def test_rounding_is_exact_and_only_for_print(value, decimals, printed):
    assert number(value, decimals) == printed


@pytest.mark.parametrize("unit", ["%", "£", "", "days"])
def test_unknown_is_never_nought(unit):
    assert figure(None, unit, 1) == "not known"
    assert figure(0, unit, 0) != figure(None, unit, 0)


def test_decimals_below_nought_are_refused():
    assert number(5, 0) == "5"
    with pytest.raises(ValueError, match="-1 decimals"):
        number(5, -1)


@pytest.mark.parametrize(
    ("frequency", "label"),
    [
        ("month", "March 2026"),
        ("quarter", "Q4 2025/26"),
        ("financial_year", "2025/26"),
        ("academic_year", "academic year 2025/26"),
        ("calendar_year", "2026"),
        ("week", "week of 31 March 2026"),
        ("day", "31 March 2026"),
        ("something else", "31 March 2026"),
    ],
)
def test_the_period_that_holds_a_day(frequency, label):
    assert period_label(date(2026, 3, 31), frequency) == label


def test_years_change_where_they_begin():
    assert period_label(date(2026, 4, 1), "financial_year") == "2026/27"
    assert period_label(date(2025, 8, 31), "academic_year") == "academic year 2024/25"
    assert period_label(date(2025, 9, 1), "academic_year") == "academic year 2025/26"


def test_counts_of_periods():
    assert [periods(1), periods(36), periods(8, "quarter"), periods(5, "fortnight")] == [
        "1 month",
        "36 months",
        "8 quarters",
        "5 points",
    ]


def test_units_as_an_axis_names_them():
    assert [unit_words(unit) for unit in ("percent", "pounds", "count", "per 1,000", "score")] == [
        "%",
        "£",
        "",
        "per 1,000",
        "score",
    ]
