"""Five by five: what a score is, which band it falls in, and that no change of bands can orphan a risk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.scoring import (
    DEFAULT_BANDS,
    Band,
    band_of,
    bands_problems,
    cells,
    last_score,
    score,
)

REACHABLE = {1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 20, 25}


@st.composite
def valid_bands(draw):
    starts = {1, *draw(st.sets(st.integers(2, 25), max_size=9))}
    return tuple(Band(f"Band {place}", start) for place, start in enumerate(sorted(starts)))


@pytest.mark.parametrize(
    ("likelihood", "impact", "expected"), [(1, 1, 1), (3, 4, 12), (5, 5, 25), (2, 5, 10)]
)
def test_a_score_is_likelihood_times_impact(likelihood, impact, expected):
    assert score(likelihood, impact) == expected


@pytest.mark.parametrize(("likelihood", "impact"), [(None, 3), (3, None), (None, None)])
def test_a_risk_half_assessed_has_no_score_rather_than_a_low_one(likelihood, impact):
    assert score(likelihood, impact) is None
    assert band_of(score(likelihood, impact)) is None


@pytest.mark.parametrize(
    ("likelihood", "impact", "named"), [(0, 3, "Likelihood"), (6, None, "Likelihood"), (None, 9, "Impact")]
)
def test_a_level_beyond_the_scale_is_refused_by_name(likelihood, impact, named):
    with pytest.raises(ValueError, match=f"{named} runs from 1 to 5"):
        score(likelihood, impact)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (1, "Low"),
        (3, "Low"),
        (4, "Moderate"),
        (6, "Moderate"),
        (8, "High"),
        (12, "High"),
        (15, "Extreme"),
        (25, "Extreme"),
    ],
)
def test_the_usual_bands_begin_and_end_where_practice_has_them(value, name):
    assert band_of(value).name == name


def test_the_usual_bands_are_right_and_only_the_highest_escalates():
    assert bands_problems(DEFAULT_BANDS) == ()
    assert [band.name for band in DEFAULT_BANDS if band.escalates] == ["Extreme"]
    assert [last_score(band) for band in DEFAULT_BANDS] == [3, 6, 12, 25]


def test_a_band_that_no_product_reaches_ends_where_it_begins():
    bands = (Band("Low", 1), Band("Never", 17), Band("High", 20))
    assert bands_problems(bands) == ()
    assert last_score(bands[1], bands) == 17
    assert last_score(bands[0], bands) == 16


@pytest.mark.parametrize("value", [0, 26, -1])
def test_a_score_that_no_two_levels_make_is_refused(value):
    with pytest.raises(ValueError, match="from 1 to 25"):
        band_of(value)


def test_bands_that_leave_a_gap_below_say_the_cure():
    with pytest.raises(ValueError, match="Let the lowest band begin at 1"):
        band_of(1, (Band("High", 8),))
    assert band_of(8, (Band("High", 8),)).name == "High"


@given(valid_bands())
def test_every_score_has_exactly_one_band_whatever_the_bands(bands):
    """The law behind changing bands at any time: no assessed risk can be left without one."""
    assert bands_problems(bands) == ()
    for value in range(1, 26):
        band = band_of(value, bands)
        following = [each.from_score for each in bands if each.from_score > band.from_score]
        assert band.from_score <= value < min(following, default=26)


@given(valid_bands(), valid_bands(), st.integers(1, 5), st.integers(1, 5))
def test_a_change_of_bands_names_a_risk_anew_and_leaves_its_score(before, after, likelihood, impact):
    value = score(likelihood, impact)
    assert band_of(value, before) in before
    assert band_of(value, after) in after
    assert score(likelihood, impact) == value


@given(valid_bands())
def test_a_worse_score_never_falls_in_a_lower_band(bands):
    places = [bands.index(band_of(value, bands)) for value in range(1, 26)]
    assert places == sorted(places)


@given(valid_bands())
def test_the_map_has_25_squares_and_only_scores_that_can_be_reached(bands):
    squares = cells(bands)
    assert len({(cell.likelihood, cell.impact) for cell in squares}) == 25
    assert {cell.score for cell in squares} == REACHABLE
    assert all(cell.band == band_of(cell.score, bands) for cell in squares)


def test_the_map_is_read_from_the_likeliest_down():
    assert [(cell.likelihood, cell.impact) for cell in cells()[:6]] == [
        (5, 1),
        (5, 2),
        (5, 3),
        (5, 4),
        (5, 5),
        (4, 1),
    ]


@pytest.mark.parametrize(
    ("bands", "message"),
    [
        ((), "There are no bands. Give at least one, beginning at 1."),
        ((Band("Low", 2), Band("High", 9)), "The lowest band, “Low”, begins at 2. Let it begin at 1."),
        (
            (Band("Low", 1), Band("High", 9), Band("Extreme", 9)),
            "“Extreme” begins at 9, not above “High”, which begins at 9. Let each band begin above the one before.",
        ),
        ((Band("Low", 1), Band(" low ", 9)), "Two bands are called “low”. Give each its own name."),
        ((Band("Low", 1), Band("  ", 9)), "Band 2 has no name. Give it one."),
        (
            (Band("Low", 1), Band("High", 26)),
            "“High” begins at 26; no score is above 25. Let it begin at 25 or below.",
        ),
    ],
)
def test_bands_that_would_not_do_are_told_with_their_cure(bands, message):
    assert bands_problems(bands) == (message,)


def test_every_problem_is_told_at_once():
    problems = bands_problems((Band("A", 3), Band("A", 2), Band("", 30)))
    assert [problem.split(". ")[0].split(",")[0] for problem in problems] == [
        "The lowest band",
        "Band 3 begins at 30; no score is above 25",
        "“A” begins at 2",
        "Two bands are called “A”",
        "Band 3 has no name",
    ]
