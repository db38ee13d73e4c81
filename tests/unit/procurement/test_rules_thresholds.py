"""Thresholds by day, and values as stated held against them; unknown is neither above nor below."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.money import Basis, Extension, Money, Qualifier, parse_money
from procurement.rules_regime import RegimeTable, ThresholdRow, above_words, is_above, threshold_for
from procurement.rules_thresholds import ThresholdError

NEW_YEAR = date(2026, 1, 1)


def row(category: str, authority: str, amount: int, starts: date | None, ends: date | None = None):
    return ThresholdRow(category, authority, Decimal(amount), starts, ends)


ROWS = (
    row("goods_services", "sub_central", 214_904, date(2024, 1, 1), NEW_YEAR),
    row("goods_services", "sub_central", 207_720, NEW_YEAR),
    row("goods_services", "central", 139_688, date(2024, 1, 1), NEW_YEAR),
    row("goods_services", "central", 135_018, NEW_YEAR),
    row("works", "", 5_372_609, date(2024, 1, 1), NEW_YEAR),
    row("works", "", 5_193_000, NEW_YEAR),
    row("light_touch", "", 663_540, date(2024, 1, 1)),
)
TABLE = RegimeTable(date(2024, 1, 1), frozenset(), (), date(2025, 2, 24), (), ROWS)


@pytest.mark.parametrize(
    ("category", "authority", "on", "amount"),
    [
        ("goods_services", "sub_central", date(2025, 12, 31), 214_904),
        ("goods_services", "sub_central", date(2026, 1, 1), 207_720),
        ("goods_services", "central", date(2024, 1, 1), 139_688),
        ("goods_services", "central", date(2026, 11, 22), 135_018),
        ("works", "central", date(2025, 6, 1), 5_372_609),
        ("works", "sub_central", date(2026, 6, 1), 5_193_000),
        ("light_touch", "sub_central", date(2026, 6, 1), 663_540),
    ],
)
def test_the_threshold_of_the_day(category: str, authority: str, on: date, amount: int) -> None:
    found = threshold_for(TABLE, category, authority, on)
    assert found is not None
    assert found.amount == amount


def test_there_is_none_before_the_first_or_for_another_category() -> None:
    assert threshold_for(TABLE, "goods_services", "central", date(2023, 12, 31)) is None
    assert threshold_for(TABLE, "goods_services", "school", date(2026, 1, 1)) is None
    assert threshold_for(TABLE, "concessions", "central", date(2026, 1, 1)) is None


def test_a_row_for_the_authority_goes_before_one_for_every_authority() -> None:
    rows = (row("works", "", 100, None), row("works", "central", 50, None))
    table = RegimeTable(date(2024, 1, 1), frozenset(), (), date(2025, 2, 24), (), rows)
    assert threshold_for(table, "works", "central", NEW_YEAR) == rows[1]
    assert threshold_for(table, "works", "sub_central", NEW_YEAR) == rows[0]


def test_rows_that_contradict_each_other_are_refused() -> None:
    rows = (row("works", "", 100, None), row("works", "", 50, NEW_YEAR))
    table = RegimeTable(date(2024, 1, 1), frozenset(), (), date(2025, 2, 24), (), rows)
    assert threshold_for(table, "works", "", date(2025, 12, 31)) == rows[0]
    with pytest.raises(ThresholdError, match="There are 2 thresholds for works on 01/01/2026"):
        threshold_for(table, "works", "", NEW_YEAR)
    with pytest.raises(ThresholdError, match="ends before it starts"):
        row("works", "", 100, NEW_YEAR, NEW_YEAR)
    with pytest.raises(ThresholdError, match="above £0"):
        row("works", "", 0, NEW_YEAR)


SUB_CENTRAL = ROWS[1]
CANNOT_TELL = "£0.2077m may be below or above the threshold of £207,720. Enter the exact value."


@pytest.mark.parametrize(
    ("text", "above"),
    [
        ("£207,720", True),
        ("£207,719", False),
        ("£207,719.99", False),
        ("£0.87m", True),
        ("£0.2077m", None),  # anything from £207,650 to £207,750
        ("~£0.2m", None),  # anything from £0.15m to £0.25m
        ("~£0.1m", False),
        ("over £200,000", None),
        ("over £207,720", True),
        ("under £207,000", False),
        ("under £300,000", None),
        ("£100,000 to £200,000", False),
        ("£200,000 to £210,000", None),
        ("£100,000 to £207,720", None),
        ("£210,000 to £220,000", True),
        ("nil", False),
        ("TBC", None),
        ("", None),
        ("£150,000 p.a.", None),
        ("£250,000 p.a.", True),
    ],
)
def test_a_value_as_stated_is_at_or_above_the_threshold_below_it_or_cannot_be_told(
    text: str, above: bool | None
) -> None:
    assert is_above(parse_money(text), SUB_CENTRAL) is above


def test_nothing_can_be_told_without_a_threshold_or_in_another_currency() -> None:
    assert is_above(parse_money("£1"), None) is None
    euros = Money("", Decimal(1), Qualifier.EXACT, currency="EUR")
    assert is_above(euros, SUB_CENTRAL) is None
    assert "Enter the value in pounds" in above_words(euros, SUB_CENTRAL)


def test_a_value_without_its_extensions_is_only_a_part() -> None:
    base = Money("", Decimal(150_000), Qualifier.EXACT, Basis.TOTAL_CONTRACT_VALUE, extension=Extension.BASE)
    whole = Money(
        "", Decimal(150_000), Qualifier.EXACT, Basis.TOTAL_CONTRACT_VALUE, extension=Extension.WITH_EXTENSION
    )
    assert is_above(base, SUB_CENTRAL) is None
    assert is_above(whole, SUB_CENTRAL) is False


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("£250,000", "£250,000 is at or above the threshold of £207,720."),
        ("£25,000", "£25,000 is below the threshold of £207,720."),
        (
            "TBC",
            "The value is not known, so it cannot be held against the threshold of £207,720. Enter an estimate.",
        ),
        (
            "£150,000 p.a.",
            "£150,000 p.a. is only a part of the value. Enter the whole-life value, options included.",
        ),
        ("£0.2077m", CANNOT_TELL),
    ],
)
def test_the_answer_is_told_in_words_with_the_cure(text: str, words: str) -> None:
    assert above_words(parse_money(text), SUB_CENTRAL) == words


def test_without_a_threshold_that_is_said() -> None:
    assert above_words(parse_money("£1"), None) == ("No threshold is recorded for this category on that day.")


@given(st.decimals(0, 1_000_000, places=2), st.integers(1, 1_000_000))
def test_an_exact_whole_value_is_always_told(amount: Decimal, limit: int) -> None:
    money = Money("", amount, Qualifier.EXACT)
    assert is_above(money, row("works", "", limit, None)) is (amount >= limit)
