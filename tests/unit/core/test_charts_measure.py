"""Text that fits by measure fits when drawn, and numbers that no locale can spoil."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.charts.measure import (
    LABEL,
    NAME,
    nice_ticks,
    num,
    scale,
    shortened,
    text_width,
    wrapped,
)

# Widths in Arial as a browser reports them, in pixels: getComputedTextLength at 11.5 px.
DRAWN = {
    "Contracts end March 2020": 135.5,
    "Integrated delivery system “by 2023”": 186.0,
    "All services part of the system, 1 April 2023": 219.9,
}


@pytest.mark.parametrize(("text", "drawn"), DRAWN.items())
def test_the_measure_is_at_least_the_drawn_width_and_not_much_more(text, drawn):
    assert drawn - 0.5 <= text_width(text, LABEL) <= drawn * 1.08


def test_bold_is_wider_and_an_unknown_script_is_given_room():
    assert text_width("Phase 1", NAME) > text_width("Phase 1", NAME._replace(bold=False))
    assert text_width("日本語") >= 3 * 11.5
    assert text_width("é") == text_width("e")


@given(st.text(min_size=1, max_size=80), st.floats(5, 400))
def test_shortened_text_fits_unless_it_is_a_single_letter(text, room):
    short = shortened(text, room)
    assert text_width(short) <= room or len(short.removesuffix("…")) <= 1
    assert short == text or short.endswith("…")


@given(
    st.lists(st.text("abcWi", min_size=1, max_size=9), min_size=1, max_size=30),
    st.floats(60, 400),
    st.integers(1, 4),
)
def test_wrapped_text_keeps_its_words_in_order_and_within_its_lines(words, room, most):
    lines = wrapped(" ".join(words), room, most)
    assert len(lines) <= most
    kept = " ".join(lines)
    assert kept == " ".join(words) or "…" in kept


def test_wrapping_breaks_at_spaces_only_where_it_must():
    assert wrapped("Health visiting", 400) == ["Health visiting"]
    assert wrapped("Health visiting", 50) == ["Health", "visiting"]
    assert wrapped("", 50) == [""]


@pytest.mark.parametrize(
    ("value", "written"), [(12.0, "12"), (12.34, "12.3"), (-0.04, "0"), (1e6, "1000000")]
)
def test_numbers_are_short_and_plain(value, written):
    assert num(value) == written


def test_ticks_are_round_and_cover_the_range():
    assert list(nice_ticks(0, 20_950_000)) == [0, 5_000_000, 10_000_000, 15_000_000, 20_000_000]
    assert list(nice_ticks(3, 3)) == [3]


def test_a_scale_without_extent_maps_to_its_start():
    assert scale(5, 5, 10, 90)(5) == 10
