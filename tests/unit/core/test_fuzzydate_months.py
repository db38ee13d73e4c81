"""Months between dates, with the papers' own intervals."""

import pytest

from commissioning.core.fuzzydate import (
    MonthSpan,
    months_between,
    months_covered,
    months_uncovered,
    parse_fuzzy_date,
)

D = parse_fuzzy_date


@pytest.mark.parametrize(
    ("first", "second", "printed"),
    [
        ("February 2019", "Aug 2020", "18 months"),  # Hampshire phase 1, procurement start to go-live
        ("July 2019", "April 2021", "21 months"),  # phase 2
        ("TBC", "April 2022", "not known"),  # phase 3
        ("April 2022", "1 April 2023", "12 months"),  # last go-live to completion
        ("April 2013", "by September 2013", "5 months"),  # Nottinghamshire, funded before fully operational
        ("Autumn 2013", "March 2014", "4 to 6 months"),
        ("2013/14", "April 2014", "1 to 12 months"),
        ("Aug 2020", "March 2020", "-5 months"),
        ("Aug 2020", "Sept 2020", "1 month"),
        ("April 2013 onwards", "March 2014", "at most 11 months"),
        ("April 2013", "March 2014 onwards", "at least 11 months"),
    ],
)
def test_months_run_between_month_starts(first: str, second: str, printed: str) -> None:
    assert months_between(D(first), D(second)).printed == printed


def test_a_span_of_months_is_known_when_both_ends_are() -> None:
    assert MonthSpan(3, 5).is_known
    assert not MonthSpan(3, None).is_known


@pytest.mark.parametrize(
    ("ends", "starts", "printed"),
    [
        ("March 2020", "Aug 2020", "4 months"),  # Hampshire: April to July 2020 uncovered
        ("31 March 2020", "1 August 2020", "4 months"),
        ("15 March 2020", "1 August 2020", "5 months"),
        ("31 March 2020", "1 April 2020", "0 months"),
        ("2019/20", "Aug 2020", "4 to 15 months"),
        ("TBC", "Aug 2020", "not known"),
    ],
)
def test_months_uncovered_count_from_the_day_after(ends: str, starts: str, printed: str) -> None:
    assert months_uncovered(D(ends), D(starts)).printed == printed


@pytest.mark.parametrize(
    ("period", "months"),
    [
        ("April 2013 to March 2016", 36),  # Nottinghamshire, funded period
        ("1 August 2020 to 31 March 2021", 8),  # Hampshire phase 1 inside 2020/21
        ("Aug 2020", 1),
        ("TBC", None),
        ("April 2013 onwards", None),
    ],
)
def test_months_covered_include_both_ends(period: str, months: int | None) -> None:
    assert months_covered(D(period)) == months
