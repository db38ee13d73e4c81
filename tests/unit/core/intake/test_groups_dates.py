"""The four columns of a stated date: what a person meant by the cells that changed, and what is asked back."""

from dataclasses import replace
from datetime import date

import pytest

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision, parse_fuzzy_date
from commissioning.core.intake.groups import SAME, DateGroup
from commissioning.core.intake.values import Unread
from commissioning.core.spreadsheets import date_values

pytestmark = pytest.mark.intake

GROUP = DateGroup("Due")
WORDS, FROM, TO, STATUS = GROUP.headings
APRIL = parse_fuzzy_date("By April 2015")
TBC = parse_fuzzy_date("TBC")
ONGOING = parse_fuzzy_date("April 2015, ongoing")


def edited(before, changes):
    exported = dict(zip(GROUP.headings, date_values(before), strict=True))
    return GROUP.read({**exported, **changes}, exported, before)


def refusal(before, changes):
    with pytest.raises(Unread) as refused:
        GROUP.read(changes, None) if before is None else edited(before, changes)
    return refused.value


def test_the_columns_are_those_of_the_export():
    assert GROUP.headings == ("Due as printed", "Due from", "Due to", "Due status")
    assert edited(APRIL, {}) is SAME
    assert edited(APRIL, {FROM: "01/04/2015", TO: "2015-04-30"}) is SAME
    assert GROUP.read({}, {}, APRIL) is SAME


# --- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["By May 2015", "Autumn 2013", "2013/14", "Q1 2013/14", "TBC", "On-going"])
def test_new_words_win_over_days_that_were_left(text):
    assert edited(APRIL, {WORDS: text}) == parse_fuzzy_date(text)


def test_new_words_and_new_days_have_to_agree():
    days = {FROM: date(2015, 5, 1), TO: date(2015, 5, 31)}
    assert edited(APRIL, {WORDS: "May 2015", **days}) == parse_fuzzy_date("May 2015")
    refused = refusal(APRIL, {WORDS: "May 2015", TO: date(2015, 6, 30)})
    assert refused.message == (
        "“May 2015” and “30 June 2015” in “Due to” do not agree. "
        "Write the one you mean and empty the other: May 2015 or 30 June 2015."
    )
    assert (refused.readings, refused.heading) == (("May 2015", "30 June 2015"), TO)


def test_ambiguous_words_are_refused_with_their_readings():
    assert refusal(APRIL, {WORDS: "1 Apr 13"}).readings == ("1 April 2013", "1 April 1913")
    assert refusal(APRIL, {WORDS: "September"}).message == (
        "“September” has no year. Add the year, like September 2015."
    )
    assert refusal(APRIL, {WORDS: "n/a"}).heading == WORDS


def test_words_and_status_have_to_agree():
    assert edited(APRIL, {WORDS: "May 2015", STATUS: "[tbc]"}).status == DateStatus.TBC
    assert edited(APRIL, {WORDS: "May 2015", STATUS: "year inferred"}).year_inferred
    assert edited(APRIL, {WORDS: "May 2015", TO: None, STATUS: "ongoing"}).end is None
    assert edited(APRIL, {WORDS: "–", FROM: None, TO: None, STATUS: "[awaited]"}).status == DateStatus.AWAITED
    assert "do not agree" in refusal(APRIL, {WORDS: "TBC", STATUS: "[awaited]"}).message
    assert "do not agree" in refusal(APRIL, {WORDS: "TBC", STATUS: "year inferred"}).message
    assert "do not agree" in refusal(APRIL, {WORDS: "May 2015", STATUS: "[not stated]"}).message


def test_emptied_words_are_put_together_anew():
    assert edited(APRIL, {WORDS: None}) == replace(APRIL, text="April 2015")
    assert edited(TBC, {WORDS: None}) is SAME


# --- days ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "words", "precision"),
    [
        (date(2015, 5, 1), date(2015, 5, 1), "1 May 2015", Precision.DAY),
        (date(2015, 5, 1), date(2015, 5, 31), "May 2015", Precision.MONTH),
        (date(2015, 5, 1), date(2015, 6, 30), "May 2015 to June 2015", Precision.RANGE),
        (date(2015, 5, 4), date(2015, 6, 3), "4 May 2015 to 3 June 2015", Precision.RANGE),
        (date(2015, 5, 4), None, "4 May 2015 onwards", Precision.RANGE),
        (None, date(2015, 5, 4), "before 5 May 2015", Precision.RANGE),
    ],
)
def test_days_without_words_are_that_period_with_words_for_it(start, end, words, precision):
    expected = FuzzyDate(words, start, end, precision, DateStatus.STATED)
    assert edited(APRIL, {FROM: start, TO: end}) == expected
    assert GROUP.read({FROM: start, TO: end}, None) == expected
    again = parse_fuzzy_date(words)
    assert (again.start, again.end) == (start, end)


def test_one_new_day_keeps_the_other_end():
    assert edited(APRIL, {TO: "31/05/2015"}).printed == "April 2015 to May 2015"
    assert refusal(APRIL, {FROM: date(2015, 5, 1)}).message == (
        "The first day 1 May 2015 lies after the last, 30 April 2015. Put the earlier date first."
    )
    assert "is not in the calendar" in refusal(APRIL, {TO: "31/02/2015"}).message
    assert refusal(APRIL, {TO: "TBC"}).message == (
        "“TBC” says that it is still to be confirmed; this column takes exact days only. "
        "Leave the cell empty and put the word into the status."
    )


def test_new_days_keep_a_status_that_still_holds():
    tbc = parse_fuzzy_date("April 2015 (TBC)")
    assert edited(tbc, {TO: date(2015, 5, 31)}).status == DateStatus.TBC
    assert edited(TBC, {FROM: date(2015, 5, 1), TO: date(2015, 5, 1)}).status == DateStatus.STATED
    assert edited(ONGOING, {FROM: date(2015, 5, 1)}).status == DateStatus.ONGOING
    assert edited(ONGOING, {TO: date(2015, 5, 1)}).status == DateStatus.STATED
    assert edited(APRIL, {TO: date(2015, 5, 31), STATUS: "inferred"}).status == DateStatus.INFERRED
    assert "do not agree" in refusal(APRIL, {TO: date(2015, 5, 31), STATUS: "not stated"}).message


def test_an_emptied_date_is_asked_about():
    gone = {WORDS: None, FROM: None, TO: None}
    refused = refusal(APRIL, gone)
    assert refused.message == (
        "The date was emptied, which does not say why there is none. Write TBC, awaited, ongoing or not stated."
    )
    assert refused.readings == ("TBC", "awaited", "ongoing", "not stated")
    assert edited(APRIL, {**gone, STATUS: "[awaited]"}) == parse_fuzzy_date("awaited")
    assert edited(APRIL, {**gone, STATUS: "[not stated]"}).status == DateStatus.BLANK
    assert edited(APRIL, {**gone, WORDS: "TBC"}) == TBC


# --- the status ---------------------------------------------------------------------------------------------------


def test_the_status_alone():
    assert edited(TBC, {STATUS: "[awaited]"}) == parse_fuzzy_date("awaited")
    assert edited(APRIL, {STATUS: "TBC"}) == replace(APRIL, status=DateStatus.TBC)
    assert edited(APRIL, {STATUS: "Inferred"}) == replace(APRIL, status=DateStatus.INFERRED)
    assert edited(APRIL, {STATUS: "year inferred"}) == replace(APRIL, year_inferred=True)
    tbc = parse_fuzzy_date("April 2015 (TBC)")
    assert edited(tbc, {STATUS: "stated"}).printed == "April 2015"


def test_a_status_that_cannot_stand_there_is_refused():
    assert "needs a date" in refusal(TBC, {STATUS: "stated"}).message
    assert "do not agree" in refusal(APRIL, {STATUS: "[not stated]"}).message
    assert "was emptied" in refusal(APRIL, {STATUS: None}).message
    assert refusal(APRIL, {STATUS: "statd"}).readings == ("stated",)
    assert refusal(APRIL, {STATUS: "statd"}).heading == STATUS


# --- new rows -----------------------------------------------------------------------------------------------------


def test_a_new_row_takes_whichever_columns_there_are():
    assert GROUP.read({WORDS: "Autumn 2013"}, None) == parse_fuzzy_date("Autumn 2013")
    assert GROUP.read({WORDS: date(2013, 4, 1)}, None) == parse_fuzzy_date("1 April 2013")
    assert GROUP.read({STATUS: "[tbc]"}, None) == parse_fuzzy_date("TBC")
    blank = GROUP.read({WORDS: None}, None)
    assert isinstance(blank, FuzzyDate)
    assert blank.status == DateStatus.BLANK


def test_words_nobody_can_read_need_days_that_say_they_were_inferred():
    cells = {WORDS: "next spring", FROM: date(2018, 3, 1), TO: date(2018, 5, 31)}
    assert "is not a date we can read" in refusal(None, cells).message
    found = GROUP.read({**cells, STATUS: "inferred"}, None)
    assert isinstance(found, FuzzyDate)
    assert (found.text, found.start, found.status) == ("next spring", date(2018, 3, 1), DateStatus.INFERRED)
    undated = GROUP.read({WORDS: "2 weeks after approval", STATUS: "[tbc]"}, None)
    assert isinstance(undated, FuzzyDate)
    assert (undated.text, undated.is_dated, undated.status) == (
        "2 weeks after approval",
        False,
        DateStatus.TBC,
    )


def test_without_the_record_the_export_says_what_was_before():
    exported = dict(zip(GROUP.headings, date_values(APRIL), strict=True))
    found = GROUP.read({**exported, TO: date(2015, 5, 31)}, exported, None)
    assert isinstance(found, FuzzyDate)
    assert (found.start, found.end) == (date(2015, 4, 1), date(2015, 5, 31))
