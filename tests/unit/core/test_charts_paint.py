"""Colours: contrast computed after WCAG 2.2, since no tool judges text inside a drawing."""

import itertools

import pytest

from commissioning.core.branding import (
    LEAST_MARK_CONTRAST,
    LEAST_TEXT_CONTRAST,
    contrast_ratio,
    relative_luminance,
)
from commissioning.core.charts import paint

RATING_COLOURS = ("#d5281b", "#007f3b", "#ffb81c", "#ffeb3b", "#ed8b00")
PAPER = paint.PAPER


@pytest.mark.parametrize("ink", [paint.INK, paint.MUTED, paint.RED_TEXT])
def test_text_on_paper(ink):
    assert contrast_ratio(ink, PAPER) >= LEAST_TEXT_CONTRAST


@pytest.mark.parametrize("colours", [*paint.BAR_PAINT.values(), *paint.FUNDER_PAINT], ids=str)
def test_text_on_its_fill(colours):
    if colours.fill != "hatch":  # words never stand on hatching
        assert contrast_ratio(colours.ink, colours.fill) >= LEAST_TEXT_CONTRAST


@pytest.mark.parametrize(
    "colours", [*paint.BAR_PAINT.values(), *paint.MARK_PAINT.values(), *paint.FUNDER_PAINT], ids=str
)
def test_every_shape_is_outlined_against_paper(colours):
    assert contrast_ratio(colours.stroke, PAPER) >= LEAST_MARK_CONTRAST


def test_neighbouring_funders_differ_in_luminance():
    for one, next_one in itertools.pairwise(paint.FUNDER_PAINT):
        assert contrast_ratio(one.fill, next_one.fill) >= 1.8


def test_sixteen_funders_are_told_apart_by_luminance_and_pattern():
    assert (
        len({(round(relative_luminance(p.fill), 4), p.pattern) for p in map(paint.funder_paint, range(16))})
        == 16
    )


def test_no_funder_wears_a_colour_of_a_rating():
    assert not {p.fill for p in paint.FUNDER_PAINT} & set(RATING_COLOURS)


def test_bar_states_differ_by_luminance_or_hatching():
    fills = [p.fill for p in paint.BAR_PAINT.values()]
    assert len(set(fills)) == len(fills)
    solid = [fill for fill in fills if fill != "hatch"]
    assert all(contrast_ratio(a, b) >= 1.5 for a, b in itertools.combinations(solid, 2))
