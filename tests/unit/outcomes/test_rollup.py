"""Rolling up sums both parts; it never averages percentages and never takes the unknown for nought."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.rollup import Ratio, RolledUp, WithoutParts, printed_share, rolled_up

# Ten births with nine fed, a thousand with five hundred: 509 of 1,010, although the percentages average to 70.
SMALL_AND_LARGE = [Ratio(9, 10), Ratio(500, 1000)]


def test_a_percentage_of_two_months_is_that_of_all_their_births_not_the_mean_of_two_percentages():
    rolled = rolled_up(SMALL_AND_LARGE, 100)
    assert rolled == RolledUp(Fraction(50900, 1010), 509, 1010, known=2, missing=0)
    assert printed_share(rolled) == "50.4 % (509/1,010), all 2 months"


def test_unknown_months_are_counted_and_change_no_percentage():
    rolled = rolled_up([*SMALL_AND_LARGE, None, None], 100)
    assert rolled.value == rolled_up(SMALL_AND_LARGE, 100).value
    assert (rolled.known, rolled.missing, rolled.asked) == (2, 2, 4)
    nought = rolled_up([*SMALL_AND_LARGE, Ratio(0, 10), Ratio(0, 10)], 100)
    assert (nought.value, nought.missing) == (Fraction(50900, 1030), 0)


def test_a_share_is_printed_with_its_parts_and_what_it_covers():
    months = [Ratio(172, 241), *[Ratio(172, 241)] * 5, Ratio(172, 245), *[None] * 5]
    assert printed_share(rolled_up(months, 100)) == "71.2 % (1,204/1,691), 7 of 12 months"


def test_counts_are_summed_and_no_factor_touches_them():
    rolled = rolled_up([Ratio(3), Ratio(0), Ratio(9), None], 100)
    assert (rolled.value, rolled.numerator, rolled.denominator) == (12, 12, None)
    assert printed_share(rolled, unit="", decimals=0, frequency="quarter") == "12, 3 of 4 quarters"


def test_a_rate_has_the_factor_of_its_base():
    assert rolled_up([Ratio(3, 2000), Ratio(Decimal("4.5"), 3000)], 1000).value == Fraction(3, 2)


def test_where_nothing_is_known_there_is_no_figure_and_the_reader_is_told():
    assert rolled_up([None, None], 100) == RolledUp(None, None, None, 0, 2, "none of them is known")
    assert printed_share(rolled_up([None] * 12, 100)) == "not known: none of them is known, 0 of 12 months"
    assert printed_share(rolled_up([], 100)) == "not known: there are none"


def test_percentages_without_their_parts_are_never_averaged():
    rolled = rolled_up([Ratio(9, 10), WithoutParts(50), None], 100)
    assert (rolled.value, rolled.numerator, rolled.known, rolled.missing) == (None, None, 1, 2)
    assert rolled.reason == (
        "1 of 3 is known without numerator and denominator, and percentages are never averaged"
    )
    assert "the only figure is known without" in rolled_up([WithoutParts(50)], 100).reason
    assert rolled_up([Ratio(9, 10), None], 100).value == 90


def test_denominators_that_come_to_nought_give_no_figure():
    rolled = rolled_up([Ratio(0, 0), Ratio(0, 0)], 100)
    assert (rolled.value, rolled.reason) == (None, "the denominators come to nought")
    assert rolled_up([Ratio(0, 0), Ratio(0, 1)], 100).value == 0


def test_counts_among_ratios_are_refused():
    with pytest.raises(ValueError, match="roll each kind up by itself"):
        rolled_up([Ratio(3), Ratio(3, 4)], 100)


ratios = st.builds(Ratio, st.integers(0, 50), st.integers(1, 50))


@given(st.lists(st.none() | ratios, min_size=1), st.randoms(use_true_random=False))
def test_the_order_is_irrelevant_and_rolling_up_in_steps_is_the_same(parts, random):
    whole = rolled_up(parts, 100)
    shuffled = list(parts)
    random.shuffle(shuffled)
    assert rolled_up(shuffled, 100) == whole
    cut = random.randint(0, len(parts))
    halves = [rolled_up(parts[:cut], 100), rolled_up(parts[cut:], 100)]
    steps = [None if one.value is None else Ratio(one.numerator, one.denominator) for one in halves]
    assert rolled_up(steps, 100).value == whole.value


@given(st.lists(ratios, min_size=1))
def test_the_whole_lies_between_its_lowest_and_its_highest_part(parts):
    shares = [Fraction(part.numerator * 100, part.denominator) for part in parts]
    assert min(shares) <= rolled_up(parts, 100).value <= max(shares)
