"""Whether a stated figure follows from two others, within what their printing allows."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.money import parse_money
from outcomes.rules import Operand, Recomputed, of_money, of_number, recompute


def pounds(text: str) -> Operand:
    return of_money(parse_money(text))


def count(value: str, *, unit: str = "", qualifier: str = "exact", upper: str = "") -> Operand:
    return of_number(Decimal(value), unit=unit, qualifier=qualifier, upper=Decimal(upper) if upper else None)


def test_thousands_stand_for_half_a_thousand_either_side():
    assert (pounds("£166K").low, pounds("£166K").high) == (165_500, 166_500)


def test_a_rate_in_pence_is_rounded_at_the_penny_and_whole_pounds_are_exact():
    assert (pounds("£19.20").low, pounds("£19.20").high) == (Decimal("19.195"), Decimal("19.205"))
    assert (pounds("£685,000").low, pounds("£685,000").high) == (685_000, 685_000)


@pytest.mark.parametrize(
    ("operand", "low", "high"),
    [
        (count("8672", unit="children"), "8672", "8672"),
        (count("23", unit="percent"), "22.5", "23.5"),
        (count("71.5", unit="percent"), "71.45", "71.55"),
        (count("2700000", qualifier="approx"), "2650000", "2750000"),
        (count("70", unit="percent", qualifier="nearly"), "65", "70"),
        (count("4", qualifier="range", upper="5"), "4", "5"),
    ],
)
def test_what_a_printed_number_can_stand_for(operand, low, high):
    assert (operand.low, operand.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("qualifier", ["over", "at_least"])
def test_over_has_no_top(qualifier):
    assert count("40", unit="percent", qualifier=qualifier).high is None


def test_the_net_saving_differs_from_savings_less_cost_within_rounding():
    """CC4C, section 5.2.12: £320K less £153K is £167K, and £166K is stated."""
    found = recompute("difference", pounds("£166K"), pounds("£320K"), pounds("£153K"))
    assert (found.computed, found.low, found.high) == (167_000, 166_000, 168_000)
    assert found.verdict == Recomputed.WITHIN_ROUNDING


def test_what_agrees_to_the_last_printed_digit_recomputes():
    found = recompute("difference", pounds("£167K"), pounds("£320K"), pounds("£153K"))
    assert found.verdict == Recomputed.YES


def test_what_rounding_cannot_explain_does_not_recompute():
    found = recompute("difference", pounds("£165K"), pounds("£320K"), pounds("£153K"))
    assert found.verdict == Recomputed.NO


def test_the_saving_for_each_child_differs_within_rounding():
    """£166K for 8,672 children is £19.14; £19.20 is stated, and £166.5K would give £19.1997."""
    found = recompute("quotient", pounds("£19.20"), pounds("£166K"), count("8672"))
    assert round(found.computed, 2) == Decimal("19.14")
    assert found.verdict == Recomputed.WITHIN_ROUNDING


def test_24_practices_in_seven_hubs_are_not_four_to_five_each():
    found = recompute("quotient", count("4", qualifier="range", upper="5"), count("24"), count("7"))
    assert round(found.computed, 2) == Decimal("3.43")
    assert found.verdict == Recomputed.NO


def test_30_practices_in_seven_hubs_would_be():
    found = recompute("quotient", count("4", qualifier="range", upper="5"), count("30"), count("7"))
    assert found.verdict == Recomputed.YES


def test_23_per_cent_of_about_2_7_million_is_not_570_000():
    share, people = count("23", unit="percent"), count("2700000", qualifier="approx")
    found = recompute("percent_of", count("570000"), share, people)
    assert found.computed == 621_000
    assert (found.low, found.high) == (Decimal(596250), Decimal(646250))
    assert found.verdict == Recomputed.NO


def test_without_a_value_nothing_can_be_recomputed():
    unknown = of_number(None, unit="", qualifier="not_stated")
    assert recompute("sum", unknown, count("1"), count("2")).verdict == Recomputed.UNKNOWN
    assert recompute("sum", pounds("TBC"), count("1"), count("2")).verdict == Recomputed.UNKNOWN


def test_nothing_is_divided_by_what_may_be_zero():
    assert recompute("quotient", count("1"), count("2"), count("0")).verdict == Recomputed.UNKNOWN


AMOUNTS = st.integers(min_value=1, max_value=10**9).map(Decimal)


@given(first=AMOUNTS, second=AMOUNTS)
def test_exact_counts_recompute_exactly_or_not_at_all(first, second):
    exact = [
        of_number(value, unit="children", qualifier="exact") for value in (first + second, first, second)
    ]
    assert recompute("sum", *exact).verdict == Recomputed.YES
    off = of_number(first + second + 1, unit="children", qualifier="exact")
    assert recompute("sum", off, *exact[1:]).verdict == Recomputed.NO


@given(first=AMOUNTS, second=AMOUNTS)
def test_the_arithmetic_lies_within_its_own_bounds(first, second):
    operands = [of_number(value, unit="percent", qualifier="approx") for value in (first, second)]
    for kind in ("sum", "difference", "quotient", "percent_of"):
        found = recompute(kind, of_number(first, unit="", qualifier="exact"), *operands)
        if found.computed is not None:
            assert found.low <= found.computed <= found.high
