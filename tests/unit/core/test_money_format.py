"""Amounts for people."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.money import format_exactly, format_pounds, parse_money

PENCE = st.decimals(min_value=-(10**13), max_value=10**13, places=2)


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        ("20950000", "£20.95m"),  # phase 1 lines
        ("12470000", "£12.47m"),  # phase 2 known lines
        ("450000", "£0.45m"),
        ("-530000", "−£0.53m"),
        ("870000", "£0.87m"),
        ("100000", "£0.10m"),
        ("99999", "£99,999"),
        ("3000", "£3,000"),
        ("19.2", "£19.20"),
        ("216", "£216"),
        ("0", "£0"),
        ("4500000000", "£4.50bn"),
        ("999994999", "£999.99m"),
        ("999996000", "£1.00bn"),
    ],
)
def test_millions_from_a_tenth_of_a_million_and_pounds_below(amount: str, printed: str) -> None:
    assert format_pounds(Decimal(amount)) == printed


def test_an_unknown_amount_is_said_to_be_unknown() -> None:
    assert format_pounds(None) == "not known"


@given(PENCE)
def test_the_exact_form_reads_back_to_the_same_amount(amount: Decimal) -> None:
    assert parse_money(format_exactly(amount)).amount == amount


@given(PENCE.filter(bool))
def test_what_is_not_nought_never_prints_as_nought(amount: Decimal) -> None:
    assert format_pounds(amount).lstrip("−") not in ("£0", "£0.00", "£0.00m")
