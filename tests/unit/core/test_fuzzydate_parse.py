"""Reading dates as papers print them."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commissioning.core.fuzzydate import (
    DateStatus,
    FuzzyDateError,
    NoYearError,
    Precision,
    parse_fuzzy_date,
)
from commissioning.core.seed_values import fuzzy_date_from_seed

# Every distinct date in the extractions of the four papers.
PAPER_DATES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("paper_dates.json").read_text())
# What the extractor worked out from the rest of the paper, and the words alone do not say.
FROM_CONTEXT = {
    "not stated; around August/September 2013": "worked out from three other dates in the report",
    "next eighteen months up to April 2015": "the start is worked out from the date of the report",
    "2013-2015": "financial years by paras 16 and 31; the words could mean calendar years",
}


@pytest.mark.parametrize("seed", PAPER_DATES, ids=lambda seed: f"{seed['paper']} {seed['text']}")
def test_reads_every_date_in_the_papers(seed: dict[str, Any]) -> None:
    recorded = fuzzy_date_from_seed(seed)
    year = recorded.start.year if recorded.start else None
    if recorded.text in FROM_CONTEXT:
        with pytest.raises(FuzzyDateError):
            parse_fuzzy_date(recorded.text, assume_year=year)
        return
    read = parse_fuzzy_date(recorded.text, assume_year=year)
    assert read.text == recorded.text
    assert (read.start, read.end) == (recorded.start, recorded.end)
    assert (read.precision, read.status) == (recorded.precision, recorded.status)
    assert read.recurrence == recorded.recurrence


def test_only_printed_years_are_called_printed() -> None:
    # Derby's four board actions print "April" without a year; its extraction does not mark that the year was supplied.
    unmarked = {
        seed["text"]
        for seed in PAPER_DATES
        if seed["text"] not in FROM_CONTEXT
        and fuzzy_date_from_seed(seed).year_inferred
        != parse_fuzzy_date(seed["text"] or "", assume_year=2013).year_inferred
    }
    assert unmarked == {"April"}


def test_the_context_list_holds_nothing_that_no_paper_prints() -> None:
    assert set(FROM_CONTEXT) <= {seed["text"] for seed in PAPER_DATES}


P = Precision


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("By April 2015", "2015-04-01", "2015-04-30", P.MONTH),
        ("Autumn 2013", "2013-09-01", "2013-11-30", P.SEASON),
        ("spring of 2014", "2014-03-01", "2014-05-31", P.SEASON),
        ("Winter 2013/14", "2013-12-01", "2014-02-28", P.SEASON),
        ("winter 2015", "2015-12-01", "2016-02-29", P.SEASON),
        ("winter months 2013", "2013-12-01", "2014-02-28", P.RANGE),
        ("Autumn/Winter 2013", "2013-09-01", "2014-02-28", P.SEASON),
        ("2013/14", "2013-04-01", "2014-03-31", P.FINANCIAL_YEAR),
        ("2013-14", "2013-04-01", "2014-03-31", P.FINANCIAL_YEAR),
        ("2013/2014", "2013-04-01", "2014-03-31", P.FINANCIAL_YEAR),
        ("20/21", "2020-04-01", "2021-03-31", P.FINANCIAL_YEAR),
        ("FY 2019/20", "2019-04-01", "2020-03-31", P.FINANCIAL_YEAR),
        ("by 2022/23", "2022-04-01", "2023-03-31", P.FINANCIAL_YEAR),
        ("academic year 2019/20", "2019-09-01", "2020-08-31", P.ACADEMIC_YEAR),
        ("2019/20 academic year", "2019-09-01", "2020-08-31", P.ACADEMIC_YEAR),
        ("13 December 2018", "2018-12-13", "2018-12-13", P.DAY),
        ("Thursday 13th December 2018", "2018-12-13", "2018-12-13", P.DAY),
        ("1st of April 2013", "2013-04-01", "2013-04-01", P.DAY),
        ("April 1, 2013", "2013-04-01", "2013-04-01", P.DAY),
        ("1/8/2020", "2020-08-01", "2020-08-01", P.DAY),
        ("15/05/13", "2013-05-15", "2013-05-15", P.DAY),
        ("01.08.2020", "2020-08-01", "2020-08-01", P.DAY),
        ("2020-08-01", "2020-08-01", "2020-08-01", P.DAY),
        ("29 February 2020", "2020-02-29", "2020-02-29", P.DAY),
        ("Aug 2020", "2020-08-01", "2020-08-31", P.MONTH),
        ("Sept. 2013", "2013-09-01", "2013-09-30", P.MONTH),
        ("February 2020", "2020-02-01", "2020-02-29", P.MONTH),
        ("04/2013", "2013-04-01", "2013-04-30", P.MONTH),
        ("end of March 2014", "2014-03-01", "2014-03-31", P.MONTH),
        ("by the end of March 2014", "2014-03-01", "2014-03-31", P.MONTH),
        ("mid-April 2014", "2014-04-01", "2014-04-30", P.MONTH),
        ("by 2023", "2023-01-01", "2023-12-31", P.CALENDAR_YEAR),
        ("Q1 2019/20", "2019-04-01", "2019-06-30", P.QUARTER),
        ("Quarter 4 of 2019/20", "2020-01-01", "2020-03-31", P.QUARTER),
        ("2019/20 Q3", "2019-10-01", "2019-12-31", P.QUARTER),
        ("April 2013 to March 2014", "2013-04-01", "2014-03-31", P.RANGE),
        ("between November 2021 and February 2022", "2021-11-01", "2022-02-28", P.RANGE),
        ("from April 2013 until March 2016", "2013-04-01", "2016-03-31", P.RANGE),
        ("April–June 2013", "2013-04-01", "2013-06-30", P.RANGE),
        ("April to March 2014", "2013-04-01", "2014-03-31", P.RANGE),
        ("April 2013 to September", "2013-04-01", "2013-09-30", P.RANGE),
        ("October 2013 to March", "2013-10-01", "2014-03-31", P.RANGE),
        ("1 April to 30 June 2013", "2013-04-01", "2013-06-30", P.RANGE),
        ("2013-04-01 - 2014-03-31", "2013-04-01", "2014-03-31", P.RANGE),
        ("2013/14 to 2015/16", "2013-04-01", "2016-03-31", P.RANGE),
        ("2013 to 2015", "2013-01-01", "2015-12-31", P.RANGE),
        ("August/September 2013", "2013-08-01", "2013-09-30", P.RANGE),
        ("the start of April 2013 to the end of March 2014", "2013-04-01", "2014-03-31", P.RANGE),
        ("3 months from May 2013", "2013-05-01", "2013-07-31", P.RANGE),
        ("three months from 15 May 2013", "2013-05-15", "2013-08-14", P.RANGE),
        ("for 2 years from April 2013", "2013-04-01", "2015-03-31", P.RANGE),
        ("April 2015 onwards", "2015-04-01", None, P.RANGE),
        ("before April 2015", None, "2015-03-31", P.RANGE),
        ("after 31 March 2015", "2015-04-01", None, P.RANGE),
    ],
)
def test_reads_a_date(text: str, start: str | None, end: str | None, precision: Precision) -> None:
    read = parse_fuzzy_date(text)
    assert read.text == text
    assert read.start == (date.fromisoformat(start) if start else None)
    assert read.end == (date.fromisoformat(end) if end else None)
    assert (read.precision, read.status, read.year_inferred) == (precision, DateStatus.STATED, False)


@pytest.mark.parametrize(
    ("text", "status", "recurrence"),
    [
        ("TBC", DateStatus.TBC, ""),
        ("to be confirmed", DateStatus.TBC, ""),
        ("still awaited", DateStatus.AWAITED, ""),
        ("awaiting CIG decision", DateStatus.AWAITED, ""),
        ("On-going", DateStatus.ONGOING, ""),
        ("Ongoing", DateStatus.ONGOING, ""),
        ("every 4 months, ongoing", DateStatus.ONGOING, "every 4 months"),
        ("quarterly", DateStatus.ONGOING, "quarterly"),
        ("", DateStatus.BLANK, ""),
        ("–", DateStatus.BLANK, ""),
        ("-", DateStatus.BLANK, ""),
        ("not stated", DateStatus.BLANK, ""),
    ],
)
def test_reads_why_there_is_no_date(text: str, status: DateStatus, recurrence: str) -> None:
    read = parse_fuzzy_date(text)
    assert (read.start, read.end, read.precision) == (None, None, P.NONE)
    assert (read.status, read.recurrence, read.text) == (status, recurrence, text)


def test_a_date_may_be_provisional_recurring_or_without_end() -> None:
    provisional = parse_fuzzy_date("April 2015 (TBC)")
    assert (provisional.end, provisional.status) == (date(2015, 4, 30), DateStatus.TBC)
    quarterly = parse_fuzzy_date("quarterly from April 2014")
    assert (quarterly.start, quarterly.recurrence) == (date(2014, 4, 1), "quarterly")
    assert quarterly.status == DateStatus.STATED
    since = parse_fuzzy_date("from April 2015, ongoing")
    assert (since.start, since.end, since.status) == (date(2015, 4, 1), None, DateStatus.ONGOING)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("September", "2018-09-01", "2018-09-30"),
        ("By October", "2018-10-01", "2018-10-31"),
        ("29 April", "2018-04-29", "2018-04-29"),
        ("by 30 June", "2018-06-30", "2018-06-30"),
        ("this autumn", "2018-09-01", "2018-11-30"),
        ("in time for the winter months", "2018-12-01", "2019-02-28"),
        ("October to March", "2018-10-01", "2019-03-31"),
        ("3 months from May", "2018-05-01", "2018-07-31"),
    ],
)
def test_a_missing_year_is_supplied_only_when_given_and_then_marked(text: str, start: str, end: str) -> None:
    with pytest.raises(NoYearError, match="has no year"):
        parse_fuzzy_date(text)
    read = parse_fuzzy_date(text, assume_year=2018)
    assert (read.start, read.end) == (date.fromisoformat(start), date.fromisoformat(end))
    assert read.year_inferred


def test_a_printed_year_is_never_replaced() -> None:
    read = parse_fuzzy_date("September 2013", assume_year=2018)
    assert (read.start, read.year_inferred) == (date(2013, 9, 1), False)


@pytest.mark.parametrize(
    ("text", "message", "cure"),
    [
        ("September", "“September” has no year.", "Add the year, like September 2015."),
        ("31 February 2020", "is not in the calendar", "Check the day and the month"),
        ("29 February 2019", "is not in the calendar", "Check the day and the month"),
        ("13/13/2020", "is not in the calendar", "day comes first"),
        ("Q1 2019", "does not say which quarter", "Q1 2019/20"),
        ("Q5 2019/20", "does not say which quarter", "Q1 2019/20"),
        ("academic year 2019", "is not an academic year", "academic year 2019/20"),
        ("Autumn 2013/14", "falls in one calendar year", "autumn 2013"),
        ("2013-2015", "financial or calendar years", "April 2013 to March 2015"),
        ("around August 2013", "how far either side", "July 2013 to September 2013"),
        ("April 2014 to March 2013", "ends before it starts", "earlier date first"),
        ("next year", "is not a date we can read", "Autumn 2013"),
        ("2013/15", "is not a date we can read", "2013/14"),
        ("after TBC", "is not a date we can read", "TBC"),
        ("many months from May 2013", "is not a date we can read", "Aug 2020"),
        ("before April 2015 (ongoing)", "has only a last day, and goes on", "leave out ongoing"),
        ("x" * 600, "too long", "in a note"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_cure(text: str, message: str, cure: str) -> None:
    with pytest.raises(FuzzyDateError) as refused:
        parse_fuzzy_date(text)
    assert message in refused.value.message
    assert cure in refused.value.cure
    assert str(refused.value) == f"{refused.value.message} {refused.value.cure}"


DATE_LIKE = st.text(alphabet="0123456789/-. ,QabcdefjlmnoprstuvyAFJMNOSW–…", max_size=25)
WORDS = st.lists(
    st.sampled_from(
        re.findall(
            r"\S+",
            "by from until before after the end of start april aug 2013 2014 13 1st q1 2019/20 autumn winter months "
            "to and - / tbc ongoing quarterly 3 years every onwards 31 12/2013",
        )
    ),
    max_size=6,
).map(" ".join)


@given(st.one_of(st.text(max_size=60), DATE_LIKE, WORDS), st.one_of(st.none(), st.integers(1990, 2090)))
@example("99 years from 31/12/2099", None)
@example("999 years from december 2099", None)
@example("0000-00-00", None)
@example("٣ May 2013", None)
@example("winter 2099", None)
def test_any_text_is_read_or_refused_with_a_cure(text: str, year: int | None) -> None:
    refused = None
    try:
        read = parse_fuzzy_date(text, assume_year=year)
    except FuzzyDateError as error:
        refused = error
    else:
        assert read.text == text
        assert parse_fuzzy_date(read.text, assume_year=year) == read
    assert refused is None or (refused.message and refused.cure)
