"""How far a promise can be seen, and shares that are never 0 % of nothing."""

from fractions import Fraction

import pytest

from outcomes.rules_measurability import Measured, measured_how, share, share_words


@pytest.mark.parametrize(
    ("proxies", "measurability", "plan", "how"),
    [
        ([False], "not_assessed", "", Measured.DIRECT),
        ([True, False], "hard", "", Measured.DIRECT),
        ([True], "measurable", "", Measured.PROXY),
        ([True], "hard", "", Measured.PROXY),
        ([], "hard", "Ask families every spring", Measured.HARD_PLANNED),
        ([], "hard", "   ", Measured.HARD_UNPLANNED),
        ([], "measurable", "", Measured.NO_KPI),
        ([], "not_assessed", "", Measured.NOT_ASSESSED),
    ],
)
def test_each_promise_has_one_way_and_a_proxy_is_never_direct(proxies, measurability, plan, how):
    assert measured_how(proxies, measurability, plan) == how


def test_a_share_of_nothing_is_none_and_not_nought():
    assert share(0, 0) is None
    assert share(0, 4) == 0
    assert share(1, 3) == Fraction(100, 3)


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (3, 8, "3 of 8 (37.5%)"),
        (1, 3, "1 of 3 (about 33.3%)"),
        (2, 3, "2 of 3 (about 66.7%)"),
        (0, 5, "0 of 5 (0%)"),
        (5, 5, "5 of 5 (100%)"),
        (1, 16, "1 of 16 (about 6.3%)"),
        (0, 0, "nothing to count"),
    ],
)
def test_a_share_is_told_with_what_it_is_a_share_of(part, whole, words):
    assert share_words(part, whole) == words
