"""Every mark that people put for a figure, or for none, has one meaning or is refused with its cure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.rules_entry import read_entry, read_provisional, read_reason


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("0.0", "0"),
        ("nil", "0"),
        ("55", "55"),
        (" 55.5 ", "55.5"),
        (".5", "0.5"),
        ("1,234", "1234"),
        ("1,234,567.8", "1234567.8"),
        ("12 345", "12345"),
        ("12\u00a0345", "12345"),
        ("(12)", "-12"),
        ("(1,200.50)", "-1200.50"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("+3", "3"),
        ("£1,200", "1200"),
    ],
)
def test_a_number_is_read_as_people_write_it(text, number):
    assert (read_entry(text).number, read_entry(text).problem) == (Decimal(number), "")


def test_a_percent_sign_is_kept_beside_the_number():
    assert (read_entry("55%").number, read_entry("55 %").percent) == (55, True)
    assert not read_entry("55").percent


@pytest.mark.parametrize("text", ["", "  ", "\u00a0", "\t"])
def test_a_blank_says_nothing_and_is_not_nought(text):
    assert read_entry(text).is_blank
    assert read_entry(text).number is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("*", "suppressed"),
        ("Suppressed", "suppressed"),
        ("[c]", "suppressed"),
        ("not reported", "not_reported"),
        ("NOT REPORTED", "not_reported"),
        ("[x]", "not_reported"),
        ("not applicable", "not_applicable"),
        ("[z]", "not_applicable"),
        ("not yet due", "not_yet_due"),
        ("not stated", "not_stated"),
    ],
)
def test_a_word_or_mark_of_one_meaning_is_that_reason(text, code):
    assert (read_entry(text).missing, read_entry(text).number) == (code, None)
    assert read_reason(text) == (code, "")


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("TBC", ["not reported", "empty"]),
        ("tba", ["not reported", "empty"]),
        ("n/a", ["not applicable", "not reported"]),
        ("N/A", ["not applicable", "not reported"]),
        ("-", ["0", "suppressed", "not applicable", "not reported"]),
        ("–", ["0", "suppressed", "not applicable", "not reported"]),
        ("none", ["0", "not reported"]),
        ("?", ["not reported", "empty"]),
    ],
)
def test_a_mark_of_several_meanings_is_refused_with_each_of_them(text, offered):
    entry = read_entry(text)
    assert (entry.number, entry.missing) == (None, "")
    assert all(reading in entry.problem for reading in offered)
    assert read_reason(text)[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<5", "hides a small number: write “suppressed”"),
        ("1,5", "can be 1.5 or 15"),
        ("1.234,5", "can be 1234.5 or 12345"),
        ("1e5", "scientific notation"),
        ("12k", "shorthand"),
        ("1.2m", "shorthand"),
        ("~55", "not exact"),
        ("about 55%", "not exact"),
        ("12/05/2025", "looks like a date"),
        ("2025-05-12", "looks like a date"),
        ("5 May", "looks like a date"),
        ("#DIV/0!", "spreadsheet’s error"),
        ("#N/A", "spreadsheet’s error"),
        ("NaN", "not a figure"),
        ("inf", "not a figure"),
        ("5 5", "not a figure"),
        ("--5", "not a figure"),
        ("(-5)", "not a figure"),
        ("٥٥", "not a figure"),
        ("1234567890123", "too large"),
        ("9" * 5_000, "too long for a figure"),
        ("1" + ",000" * 2_000, "too long for a figure"),
        ("\u0663 \u0663\u0664\u0665", "not a figure"),
    ],
)
def test_what_is_no_figure_is_refused_with_the_cure(text, said):
    entry = read_entry(text)
    assert said in entry.problem
    assert entry.number is None


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader_and_each_has_exactly_one_outcome(text):
    entry = read_entry(text)
    assert [entry.is_blank, entry.number is not None, bool(entry.missing), bool(entry.problem)].count(
        True
    ) == 1


@given(st.decimals(-(10**9), 10**9, places=3))
def test_a_plain_number_is_read_back_exactly(number):
    assert read_entry(f"{number:f}").number == number
    assert read_entry(f"{number:,f}").number == number


@pytest.mark.parametrize(
    ("text", "flag"), [("yes", True), ("Provisional", True), ("", False), ("no", False), ("final", False)]
)
def test_provisional_is_yes_or_no_and_blank_is_final(text, flag):
    assert read_provisional(text) == (flag, "")


def test_anything_else_for_provisional_is_refused():
    assert "neither yes nor no" in read_provisional("maybe")[1]
