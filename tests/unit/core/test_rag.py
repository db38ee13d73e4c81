"""Delivery confidence in words."""

import pytest

from commissioning.core.rag import WORDS, FivePointConfidence, ThreePointConfidence


@pytest.mark.parametrize("rating", [*ThreePointConfidence, *FivePointConfidence])
def test_every_rating_has_a_label_and_its_meaning_in_words(rating: ThreePointConfidence) -> None:
    assert rating.label
    assert rating.words == WORDS[rating.value]


def test_the_five_points_mean_what_boards_mean_by_them() -> None:
    expected = {
        FivePointConfidence.GREEN: "highly likely",
        FivePointConfidence.AMBER_GREEN: "probable",
        FivePointConfidence.AMBER: "feasible",
        FivePointConfidence.AMBER_RED: "in doubt",
        FivePointConfidence.RED: "unachievable",
    }
    for rating, phrase in expected.items():
        assert phrase in rating.words


def test_the_worst_rating_ignores_what_nobody_rated() -> None:
    three = ThreePointConfidence
    assert three.worst([three.GREEN, three.NOT_RATED, three.AMBER]) == three.AMBER
    assert three.worst([three.GREEN, three.NOT_RATED]) == three.GREEN
    five = FivePointConfidence
    assert five.worst([five.AMBER_GREEN, five.AMBER_RED, five.AMBER]) == five.AMBER_RED


def test_not_rated_is_never_green() -> None:
    assert ThreePointConfidence.worst([]) == ThreePointConfidence.NOT_RATED
    assert ThreePointConfidence.worst([ThreePointConfidence.NOT_RATED]) == ThreePointConfidence.NOT_RATED
    assert not ThreePointConfidence.NOT_RATED.is_rated


@pytest.mark.parametrize(
    ("five", "three"),
    [
        ("green", "green"),
        ("amber_green", "amber"),
        ("amber", "amber"),
        ("amber_red", "amber"),
        ("red", "red"),
        ("not_rated", "not_rated"),
    ],
)
def test_five_points_reduce_to_three(five: str, three: str) -> None:
    assert FivePointConfidence(five).on_three_points == ThreePointConfidence(three)
