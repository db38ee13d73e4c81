"""The runway's rules: figures from the worked example of working back, and from the dates that papers print."""

from datetime import date

import pytest

from commissioning.core.fuzzydate import FuzzyDateError, parse_fuzzy_date
from procurement.rules_backplan import BackPlan
from procurement.rules_days import Calendar
from procurement.rules_runway import (
    Cover,
    Standing,
    between,
    follows,
    gap_words,
    planned,
    starts_by,
    where,
    worst,
)
from procurement.rules_what_if import WhatIf, read_go_live

ENGLAND = Calendar("england")
USUAL = BackPlan(mobilisation_months=6, evaluation_weeks=8, tender_weeks=6, preparation_weeks=12)
ACT = ("pa2023", "Procurement Act 2023")


def cover(ends: str, **more) -> Cover:
    return Cover("C-1", "The contract", parse_fuzzy_date(ends), **more)


def gap(ends: str, live: str) -> str:
    return gap_words(between(cover(ends), parse_fuzzy_date(live)).gap)


@pytest.mark.parametrize(
    ("ends", "live", "words"),
    [
        ("March 2020", "August 2020", "4 months"),  # April to July 2020
        ("March 2020", "April 2021", "12 months"),
        ("March 2020", "April 2022", "24 months"),
        ("March 2015", "By April 2015", "0 to 29 days"),  # 31 March to any day of April
        ("31 March 2020", "1 April 2020", "no gap"),
        ("30 June 2020", "1 April 2020", "overlap of 91 days"),  # April, May and June both run
        ("31 March 2020", "2 April 2020", "1 day"),
    ],
)
def test_a_gap_in_months_where_they_are_whole_else_in_days(ends, live, words):
    assert gap(ends, live) == words


def test_options_still_open_shorten_the_gap():
    found = between(cover("March 2020", room=(12, 12)), parse_fuzzy_date("April 2022"))
    last = found.cover.last_possible
    assert last is not None
    assert (last.start, last.end) == (date(2022, 3, 1), date(2022, 3, 31))
    assert found.cover.extension == "12 + 12 months"
    assert gap_words(found.gap) == "24 months"
    assert found.if_extended is not None
    assert (found.if_extended.days_low, found.if_extended.days_high) == (0, 29)  # 1 to 30 April 2022


def test_an_unknown_end_or_go_live_is_no_gap_and_no_number():
    unknown = between(cover("TBC"), parse_fuzzy_date("April 2022"))
    assert (unknown.gap.days_low, unknown.gap.days_high) == (None, None)
    assert gap_words(unknown.gap) == "not known"
    assert not unknown.is_gap
    assert worst([unknown]) is None
    known = between(cover("March 2022"), parse_fuzzy_date("June 2022"))
    assert worst([unknown, known]) is known


def test_the_worst_gap_is_that_of_the_contract_that_ends_first():
    live = parse_fuzzy_date("1 June 2020")
    early, late = between(cover("31 March 2020"), live), between(cover("31 May 2020"), live)
    assert worst([late, early]) is early


def test_what_follows_without_a_gap_begins_the_day_after():
    assert follows(parse_fuzzy_date("March 2020")).start == date(2020, 4, 1)
    assert follows(parse_fuzzy_date("March 2020")).end == date(2020, 4, 1)
    season = follows(parse_fuzzy_date("Spring 2020"))
    assert (season.start, season.end) == (date(2020, 4, 1), date(2020, 6, 1))
    assert not follows(parse_fuzzy_date("TBC")).is_dated


def test_the_plan_of_the_worked_example():
    """Go-live 1 April 2027, six months' mobilisation, 8, 6 and 12 weeks: start by 23 March 2026."""
    plan = planned(parse_fuzzy_date("1 April 2027"), ACT, USUAL, ENGLAND)
    assert plan.start_by == plan.start_by_latest == date(2026, 3, 23)
    assert starts_by(parse_fuzzy_date("1 April 2027"), "pa2023", USUAL, ENGLAND) == date(2026, 3, 23)


def test_a_loose_go_live_has_a_safe_day_and_a_latest_day():
    plan = planned(parse_fuzzy_date("April 2027"), ACT, USUAL, ENGLAND)
    assert plan.start_by == date(2026, 3, 23)
    # 30 April: sign by 30 October; 8 working days that end on Thursday 29 October begin on Tuesday 20 October.
    assert plan.start_by_latest == date(2026, 10, 20) - (date(2026, 9, 21) - date(2026, 3, 23))


@pytest.mark.parametrize(
    ("on", "standing", "days", "words"),
    [
        (date(2026, 3, 1), Standing.DUE, 22, "in 22 days"),
        (date(2026, 3, 22), Standing.DUE, 1, "in 1 day"),
        (date(2026, 3, 23), Standing.DUE, 0, "today"),
        (date(2026, 3, 24), Standing.LATE, -1, "1 day late"),
        (date(2027, 4, 2), Standing.UNKNOWN, None, "Go-live 1 April 2027 has passed"),
    ],
)
def test_late_begins_the_day_after_the_last_day_to_start(on, standing, days, words):
    plan = planned(parse_fuzzy_date("1 April 2027"), ACT, USUAL, ENGLAND)
    found = where(plan, on)
    assert (found.standing, found.days) == (standing, days)
    assert found.words.startswith(words)


def test_between_the_safe_and_the_latest_day_it_may_be_late():
    plan = planned(parse_fuzzy_date("April 2027"), ACT, USUAL, ENGLAND)
    found = where(plan, date(2026, 4, 1))
    assert (found.standing, found.words) == (
        Standing.LATE,
        "may be 9 days late, by the first day of go-live",
    )


def test_work_that_began_is_never_late_and_a_printed_start_alone_is_no_beginning():
    plan = planned(parse_fuzzy_date("1 April 2027"), ACT, USUAL, ENGLAND)
    assert where(plan, date(2026, 6, 1), begun="Market engagement done").standing == Standing.BEGUN
    late = where(plan, date(2026, 6, 1), printed="January 2026")
    assert late.standing == Standing.LATE
    assert "no stage records that it began January 2026 as printed" in late.words


def test_without_a_date_nothing_is_planned_and_it_says_so():
    plan = planned(parse_fuzzy_date("TBC"), ACT, USUAL, ENGLAND)
    assert plan.start_by is None
    assert where(plan, date(2026, 1, 1)).standing == Standing.UNKNOWN
    assert where(plan, date(2026, 1, 1)).words == "The go-live has no date."


def test_late_first_then_unknown_then_by_the_days_left_then_begun():
    plan = planned(parse_fuzzy_date("1 April 2027"), ACT, USUAL, ENGLAND)
    late, later = where(plan, date(2026, 5, 1)), where(plan, date(2026, 4, 1))
    unknown = where(None, date(2026, 1, 1), lacking="Not said.")
    near, far = where(plan, date(2026, 3, 1)), where(plan, date(2025, 3, 1))
    begun = where(plan, date(2026, 1, 1), begun="Begun")
    rows = [begun, far, near, unknown, later, late]
    assert sorted(rows, key=lambda each: each.sort_key) == [late, later, unknown, near, far, begun]


# --- what if ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2020-12", date(2020, 12, 1), date(2020, 12, 31)),
        ("December 2020", date(2020, 12, 1), date(2020, 12, 31)),
        ("1 April 2021", date(2021, 4, 1), date(2021, 4, 1)),
        ("Spring 2021", date(2021, 3, 1), date(2021, 5, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
    ],
)
def test_a_supposed_go_live_is_a_month_or_any_date_of_a_paper(text, start, end):
    found = read_go_live(text)
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("2011-12", "Write December 2011, or 2011/12."),
        ("TBC", "Enter a month"),
        ("soon", "Write it like"),
        ("2020-13", "Write it like"),
    ],
)
def test_what_is_no_go_live_is_refused_with_its_cure(text, cure):
    with pytest.raises(FuzzyDateError) as refused:
        read_go_live(text)
    assert cure in str(refused.value)


def test_what_is_supposed_is_told_in_words_and_changes_only_what_it_names():
    asked = WhatIf({2: read_go_live("2021-06")}, {"tender_weeks": 8, "mobilisation_months": 1})
    assert asked.words == (
        "phase 2 goes live June 2021",
        "mobilisation takes 1 month",
        "tender takes 8 weeks",
    )
    assert asked.plan(USUAL) == BackPlan(1, 8, 8, 12)
    assert not WhatIf()
    assert WhatIf().plan(USUAL) is USUAL
