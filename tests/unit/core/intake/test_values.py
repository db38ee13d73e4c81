"""Reading one cell: every value that is taken stands beside the one that is refused, with its readings."""

import re
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commissioning.core.fuzzydate import DateStatus, Precision, parse_fuzzy_date
from commissioning.core.intake.cells import Broken
from commissioning.core.intake.values import (
    NOT_KNOWN,
    Unread,
    Word,
    is_blank,
    mixed_letters,
    read_choice,
    read_day,
    read_financial_year,
    read_integer,
    read_list,
    read_money,
    read_month,
    read_number,
    read_percent,
    read_text,
    read_when,
    read_yes_no,
    remark_on_day,
    word_of,
)
from commissioning.core.money import Money, Qualifier, parse_money
from commissioning.core.spreadsheets.escape import CUT

pytestmark = pytest.mark.intake

D = Decimal
MIDNIGHT = datetime.combine(date(2013, 4, 1), time())
HALF_PAST_NINE = datetime.combine(date(2013, 4, 1), time(9, 30))
SCOPE = [("in_scope", "In scope"), ("out", "Out of scope"), ("tbc", "TBC"), ("1", "First"), ("x", "1")]


def formatted(cell):
    return read_percent(cell, formatted=True)


def fractions(cell):
    return read_percent(cell, fractions=True)


def with_not_said(cell):
    return read_yes_no(cell, not_said=True)


def scope(cell):
    return read_choice(cell, SCOPE)


def counted(cell):
    return read_integer(cell, least=0, most=100)


def foreign_number(cell):
    return read_number(cell, decimal_comma=True)


TAKEN = [
    # whole numbers
    (read_integer, None, None),
    (read_integer, "  ", None),
    (read_integer, 15, 15),
    (read_integer, D("15.0"), 15),
    (read_integer, "15", 15),
    (read_integer, "15.00", 15),
    (read_integer, "1,234", 1234),
    (read_integer, "1 234", 1234),
    (read_integer, "1\u00a0234\u00a0567", 1_234_567),
    (read_integer, "(1,234)", -1234),
    (read_integer, "1,234-", -1234),
    (read_integer, "-5", -5),
    (read_integer, "−5", -5),
    (read_integer, "'-5", -5),
    (read_integer, "+5", 5),
    (read_integer, "007", 7),
    (counted, "100", 100),
    # numbers
    (read_number, "", None),
    (read_number, "1.234", D("1.234")),
    (read_number, ".5", D("0.5")),
    (read_number, "1,234.50", D("1234.5")),
    (read_number, D("0.30000000000000004"), D("0.3")),
    (read_number, 3, D(3)),
    (read_number, "0", D(0)),
    (foreign_number, "1.5", D("1.5")),
    # percentages
    (read_percent, None, None),
    (read_percent, "15%", D("0.15")),
    (read_percent, "15 %", D("0.15")),
    (read_percent, "15.5 per cent", D("0.155")),
    (read_percent, "(5%)", D("-0.05")),
    (read_percent, "-5%", D("-0.05")),
    (read_percent, "150%", D("1.5")),
    (read_percent, "0", D(0)),
    (read_percent, 0, D(0)),
    (formatted, D("0.15"), D("0.15")),
    (formatted, 1, D(1)),
    (formatted, D("15"), D(15)),
    (fractions, "0.15", D("0.15")),
    (fractions, D("0.3629"), D("0.3629")),
    (fractions, 1, D(1)),
    # yes and no
    (read_yes_no, None, None),
    (read_yes_no, "Yes", True),
    (read_yes_no, " y ", True),
    (read_yes_no, "TRUE", True),
    (read_yes_no, True, True),
    (read_yes_no, 1, True),
    (read_yes_no, "no", False),
    (read_yes_no, "N", False),
    (read_yes_no, "false", False),
    (read_yes_no, 0, False),
    (with_not_said, "not said", None),
    # choices
    (scope, None, None),
    (scope, "In scope", "in_scope"),
    (scope, "IN_SCOPE", "in_scope"),
    (scope, " in  scope ", "in_scope"),
    (scope, "in-scope", "in_scope"),
    (scope, "[TBC]", "tbc"),
    (scope, 1, "1"),
    # lists and text
    (read_list, "A; B;; C ", ("A", "B", "C")),
    (read_list, "Smith, Jones and Co; B", ("Smith, Jones and Co", "B")),
    (read_list, "A\r\nB", ("A", "B")),
    (read_list, "", ()),
    (read_list, 12, ("12",)),
    (read_text, "  ", None),
    (read_text, " TBC ", "TBC"),
    (read_text, "–", "–"),
    (read_text, "n/a", "n/a"),
    (read_text, "'=1+1", "=1+1"),
    (read_text, "one\r\ntwo", "one\ntwo"),
    (read_text, 7, "7"),
    (read_text, D("1.50"), "1.5"),
    (read_text, True, "TRUE"),
    (read_text, "\u200b", None),
    # exact days
    (read_day, None, None),
    (read_day, date(2013, 4, 1), date(2013, 4, 1)),
    (read_day, MIDNIGHT, date(2013, 4, 1)),
    (read_day, "01/02/2013", date(2013, 2, 1)),
    (read_day, "1/2/2013", date(2013, 2, 1)),
    (read_day, "01.02.2013", date(2013, 2, 1)),
    (read_day, "2013-04-01", date(2013, 4, 1)),
    (read_day, "2013-04-01T00:00:00", date(2013, 4, 1)),
    (read_day, "2013-04-01 00:00", date(2013, 4, 1)),
    (read_day, "1 April 2013", date(2013, 4, 1)),
    (read_day, "1st of April 2013", date(2013, 4, 1)),
    (read_day, "Monday 1 April 2013", date(2013, 4, 1)),
    (read_day, "1-Apr-2013", date(2013, 4, 1)),
    (read_day, "29/02/2012", date(2012, 2, 29)),
    # months and years
    (read_month, "", None),
    (read_month, "April 2013", date(2013, 4, 1)),
    (read_month, "Apr-2013", date(2013, 4, 1)),
    (read_month, "2013-04", date(2013, 4, 1)),
    (read_month, "2010-11", date(2010, 11, 1)),
    (read_month, "04/2013", date(2013, 4, 1)),
    (read_month, date(2013, 4, 1), date(2013, 4, 1)),
    (read_month, "01/04/2013", date(2013, 4, 1)),
    (read_financial_year, None, None),
    (read_financial_year, "2013/14", "2013/14"),
    (read_financial_year, "2013-14", "2013/14"),
    (read_financial_year, "2013–14", "2013/14"),
    (read_financial_year, "2013/2014", "2013/14"),
    (read_financial_year, "FY 2013/14", "2013/14"),
    (read_financial_year, "1999/00", "1999/00"),
]


@pytest.mark.parametrize(("read", "cell", "value"), TAKEN)
def test_takes(read, cell, value):
    found = read(cell)
    assert found == value
    assert type(found) is type(value)


REFUSED = [
    # words where numbers are wanted
    (read_integer, "TBC", "says that it is still to be confirmed", ()),
    (read_integer, "[tbc]", "says that it is still to be confirmed", ()),
    (read_integer, "awaited", "says that it is awaited", ()),
    (read_integer, "not known", "says that it is not known", ()),
    (read_integer, "n/a", "says that nothing applies here", ()),
    (read_integer, "nil", "Write 0 for none.", ("0",)),
    (read_integer, "-", "may say none, not known or not asked", ("0",)),
    (read_integer, "–", "may say none, not known or not asked", ("0",)),
    (read_integer, "*", "says that a figure is held back", ()),
    (read_integer, "suppressed", "says that a figure is held back", ()),
    # shapes of numbers
    (read_integer, "1.234", "is not a whole number", ("1,234",)),
    (read_integer, D("2.5"), "is not a whole number", ("2", "3")),
    (read_integer, "-2.5", "is not a whole number", ("-3", "-2")),
    (read_integer, "1,23", "“1,23” could be 1.23 or 123", ("1.23", "123")),
    (read_integer, "1.234,56", "does not part thousands with commas", ("1,234.56",)),
    (read_integer, "1.234.567", "does not part thousands with commas", ("1,234,567",)),
    (read_integer, "1,2,34", "has commas where none part thousands", ("1,234",)),
    (read_integer, "-(5)", "is not a whole number", ()),
    (read_integer, "5%", "is a percentage", ("5", "0.05")),
    (read_integer, "£5", "is an amount", ("5",)),
    (read_integer, "5k", "is shortened", ("5,000",)),
    (read_integer, "1.2m", "is shortened", ("1,200,000",)),
    (read_integer, "1O0", "holds letters among its digits", ("100",)),
    (read_integer, "1.2E+05", "may have lost digits", ("120,000",)),
    (read_integer, "１２", "only look like plain ones (“１”)", ("12",)),
    (read_integer, "٣", "only look like plain ones", ()),
    (read_integer, "5²", "only look like plain ones", ("52",)),
    (read_integer, "NaN", "stands for no number", ()),
    (read_integer, "-Infinity", "stands for no number", ()),
    (read_integer, D("NaN"), "stands for no number", ()),
    (read_integer, "99999999999", "is out of range", ()),
    (counted, "101", "This column takes whole numbers from 0 to 100.", ()),
    (counted, "-1", "from 0 to 100", ()),
    (read_integer, "about 5", "says more than a number", ()),
    (read_integer, "<5", "says more than a number", ()),
    (read_integer, "5+", "says more than a number", ()),
    (read_integer, True, "is yes or no", ()),
    (read_integer, date(2013, 4, 1), "holds the date 1 April 2013", ()),
    (read_integer, "5 to 9", "is not a whole number", ()),
    (read_integer, "9" * 100, "is not a whole number", ()),
    (read_number, "0.1234567", "has 7 decimals; this column takes 6", ("0.123457",)),
    (read_number, D(1) / 3, "has 15 decimals", ("0.333333",)),
    (read_number, "1234567890123", "has too many digits", ()),
    (read_number, "1,23", "“1,23” could be 1.23 or 123", ("1.23", "123")),
    (foreign_number, "1.234", "“1.234” could be 1.234 or 1,234", ("1.234", "1,234")),
    (foreign_number, "1,234", "“1,234” could be 1.234 or 1,234", ("1.234", "1,234")),
    # percentages
    (read_percent, "15", "“15” could be 15% or 1500%", ("15%", "1500%")),
    (read_percent, 15, "“15” could be 15% or 1500%", ("15%", "1500%")),
    (read_percent, D("0.15"), "“0.15” could be 0.15% or 15%", ("0.15%", "15%")),
    (read_percent, 1, "“1” could be 1% or 100%", ("1%", "100%")),
    (fractions, 15, "“15” could be 15% or 1500%", ("15%", "1500%")),
    (formatted, "15", "“15” could be 15% or 1500%", ("15%", "1500%")),
    (read_percent, "33.33333333%", "decimals", ("0.333333",)),
    (read_percent, "nil", "Write 0% for none.", ("0%",)),
    (read_percent, "TBC", "takes percentages only", ()),
    (read_percent, "１５%", "only look like plain ones", ("15%",)),
    (read_percent, "some%", "is not a percentage", ()),
    # yes and no, choices, text
    (read_yes_no, "maybe", "is neither yes nor no. Write yes or no.", ()),
    (read_yes_no, "not said", "is neither yes nor no", ()),
    (read_yes_no, "TBC", "takes yes or no only", ()),
    (read_yes_no, 2, "is neither yes nor no", ()),
    (scope, "In scop", "Did you mean “In scope”?", ("In scope",)),
    (scope, "Іn scope", "“І” in it is a Cyrillic letter. Did you mean “In scope”?", ("In scope",)),
    (scope, "elsewhere", "Write “In scope”, “Out of scope”, “TBC”, “First” or “1”.", ()),
    (scope, Broken("error", "#N/A"), "is an error", ()),
    (read_text, date(2013, 4, 1), "Format the cell as text", ("1 April 2013",)),
    (read_text, "a\x00b", "cannot be shown", ()),
    (read_text, "long" + CUT, "was cut when it was exported", ()),
    (read_list, "a\x07", "cannot be shown", ()),
    # days
    (read_day, "2/13/2013", "is not in the calendar, as the day comes first", ("13 February 2013",)),
    (read_day, "31/02/2013", "is not in the calendar. Check the day and the month", ()),
    (read_day, "29/02/2013", "is not in the calendar", ()),
    (read_day, "1 Apr 13", "could be 1 April 2013 or 1 April 1913", ("1 April 2013", "1 April 1913")),
    (read_day, "01/04/13", "could be 1 April 2013 or 1 April 1913", ("1 April 2013", "1 April 1913")),
    (read_day, "Apr-13", "If you mean April 2013", ("April 2013",)),
    (read_day, 41365, "“41365” is a number, not a date.", ("1 April 2013",)),
    (read_day, "41365", "“41365” is a number, not a date.", ("1 April 2013",)),
    (read_day, "20130401", "is a number, not a date", ("1 April 2013",)),
    (read_day, 5, "is not a date", ()),
    (read_day, True, "is not a date", ()),
    (read_day, HALF_PAST_NINE, "has a time; this column takes a day only", ("1 April 2013",)),
    (read_day, "2013-04-01 09:30", "has a time", ("1 April 2013",)),
    (read_day, "01/04/2013 09:30", "has a time", ("1 April 2013",)),
    (read_day, "2013/04/01", "is not how a date is written here", ("1 April 2013",)),
    (read_day, "April 2013", "is not one exact day", ("1 April 2013", "30 April 2013")),
    (read_day, "by 1 April 2013", "is not one exact day", ("1 April 2013",)),
    (read_day, "1 April 2013 (TBC)", "is not one exact day", ("1 April 2013",)),
    (read_day, "1 April", "has no year", ()),
    (read_day, "TBC", "takes exact days only", ()),
    (read_day, "n/a", "takes exact days only", ()),
    (read_day, "lots", "is not a date we can read. Write it like 1 April 2013", ()),
    (read_day, "０1/04/2013", "only look like plain ones", ("01/04/2013",)),
    (read_day, date(1799, 4, 1), "is out of range", ()),
    (read_day, Broken("formula", "=A1"), "a formula whose result is not in the file", ()),
    (read_day, Broken("bytes", "1 Apr\ufffd"), "letters that were lost", ()),
    # months and years
    (read_month, date(2013, 4, 5), "is a day within a month", ("April 2013",)),
    (read_month, "30/04/2013", "is a day within a month", ("April 2013",)),
    (read_month, "2013/14", "is not one month", ()),
    (read_month, "2013-13", "is not a date we can read. Write it like April 2013.", ()),
    (read_month, "TBC", "takes months only", ()),
    (read_financial_year, "FY13/14", "has a year of two digits", ("2013/14",)),
    (read_financial_year, "13/14", "has a year of two digits", ("2013/14",)),
    (read_financial_year, 2013, "“2013” could be 2012/13 or 2013/14", ("2012/13", "2013/14")),
    (read_financial_year, "201314", "is not a financial year", ("2013/14",)),
    (read_financial_year, "2013/15", "is not a financial year", ()),
    (read_financial_year, date(2013, 4, 1), "is a day, not a financial year", ("2013/14",)),
    (read_financial_year, "n/a", "takes financial years only", ()),
]


@pytest.mark.parametrize(("read", "cell", "words", "readings"), REFUSED)
def test_refuses(read, cell, words, readings):
    with pytest.raises(Unread) as refused:
        read(cell)
    assert words in refused.value.message
    assert refused.value.readings == readings
    assert str(refused.value) == refused.value.message
    assert len(refused.value.message) < 400


def test_there_are_as_many_cases_as_promised():
    assert len(TAKEN) + len(REFUSED) > 200


# --- exact words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("read", "cell", "message"),
    [
        (
            read_integer,
            "TBC",
            (
                "“TBC” says that it is still to be confirmed; this column takes whole numbers only. Leave the cell "
                "empty and put the word into a column for words, such as a note."
            ),
        ),
        (
            read_integer,
            "-",
            (
                "“-” may say none, not known or not asked; this column takes whole numbers only. Write 0 for none, or "
                "leave the cell empty where it is not known."
            ),
        ),
        (read_percent, "15", "“15” could be 15% or 1500%. Write the one you mean."),
        (read_money, "0.87", "“0.87” could be £0.87 or £0.87m. Write the one you mean."),
        (
            read_money,
            "n/a",
            (
                "“n/a” is not something that an amount can say. Write TBC, awaited or not stated, or nil where there "
                "is none, and the rest into a note."
            ),
        ),
        (
            read_day,
            "2/13/2013",
            "“2/13/2013” is not in the calendar, as the day comes first. If you mean 13 February 2013, write that.",
        ),
        (read_day, "01/04/13", "“01/04/13” could be 1 April 2013 or 1 April 1913. Write the one you mean."),
        (read_day, "41365", "“41365” is a number, not a date. If you mean 1 April 2013, write that."),
        (read_when, "September", "“September” has no year. Add the year, like September 2015."),
        (
            read_integer,
            Broken("error", "#REF!"),
            (
                "“#REF!” is an error that the spreadsheet shows instead of a value. Put it right there, or write the "
                "value itself."
            ),
        ),
        (scope, "In scop", "“In scop” is not one of the choices. Did you mean “In scope”?"),
    ],
)
def test_says_what_was_found_what_is_wanted_and_what_to_do(read, cell, message):
    with pytest.raises(Unread) as refused:
        read(cell)
    assert refused.value.message == message


def test_what_was_found_is_quoted_on_one_line_and_cut():
    with pytest.raises(Unread) as refused:
        read_integer("many\nwords " * 20)
    found = refused.value.message.partition("”")[0].removeprefix("“")
    assert len(found) == 80
    assert found.startswith("many words many")
    assert found.endswith("…")


def test_a_column_may_say_where_its_words_go():
    with pytest.raises(Unread, match="put the word into “Value marker”"):
        read_number("TBC", goes="into “Value marker”")


def test_text_may_be_held_to_a_length():
    assert read_text("abc", longest=3) == "abc"
    with pytest.raises(Unread, match="has 4 characters; this column takes 3"):
        read_text("abcd", longest=3)


def test_a_long_choice_is_not_listed_whole():
    with pytest.raises(Unread, match=r"“C11” or 18 more\.$"):
        read_choice("zebra", [(f"c{number}", f"C{number}") for number in range(30)])


# --- days told, words, blanks ---------------------------------------------------------------------------------------


def test_a_day_that_reads_otherwise_month_first_is_told():
    assert remark_on_day("01/02/2013") == "“01/02/2013” is read as 1 February 2013, day first."
    for plain in (
        "01/01/2013",
        "13/02/2013",
        "1 February 2013",
        "2013-02-01",
        date(2013, 2, 1),
        "31/02/2013",
        None,
    ):
        assert remark_on_day(plain) == ""


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("TBC", Word.TBC),
        (" tbc ", Word.TBC),
        ("[tbc]", Word.TBC),
        ("to be confirmed", Word.TBC),
        ("Awaiting", Word.AWAITED),
        ("not known", Word.NOT_KNOWN),
        ("Not stated", Word.NOT_KNOWN),
        ("N/A", Word.NOT_APPLICABLE),
        ("nil", Word.NIL),
        ("None", Word.NIL),
        ("—", Word.DASH),
        ("*", Word.HELD_BACK),
        ("[c]", Word.HELD_BACK),
        ("0", None),
        ("", None),
        (None, None),
        (0, None),
        ("tbcs", None),
    ],
)
def test_each_word_has_its_own_meaning(cell, word):
    assert word_of(cell) == word


def test_nil_is_known_and_the_other_words_are_not():
    assert Word.NIL not in NOT_KNOWN
    assert {Word.TBC, Word.AWAITED, Word.NOT_APPLICABLE} < NOT_KNOWN


@pytest.mark.parametrize("cell", [None, "", " ", "\u00a0", "\u200b", "\ufeff", "\r\n", "'\t"])
def test_what_only_looks_empty_is_blank(cell):
    assert is_blank(cell)


@pytest.mark.parametrize("cell", [0, False, "-", "0", "n/a", Broken("error", "#N/A"), date(2013, 4, 1)])
def test_what_says_something_is_not_blank(cell):
    assert not is_blank(cell)


def test_letters_of_another_alphabet_are_found_inside_a_word_only():
    assert mixed_letters("REF-А1B") == ""
    assert mixed_letters("Sсope") == "“с” in it is a Cyrillic letter"
    assert mixed_letters("Ωmega") == "“Ω” in it is a Greek letter"
    assert mixed_letters("Ωμέγα and Scope") == ""


# --- stated dates -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Autumn 2013",
        "by 2022/23",
        "from April 2020",
        "Q1 2013/14",
        "2013/14",
        "2013-14",
        "1 April 2013",
        "01/04/2013",
        "TBC",
        "awaited",
        "On-going",
        "not known",
        "–",
        "April to June 2013",
        "3 months from May 2013",
        "every quarter",
    ],
)
def test_stated_dates_are_read_as_papers_print_them(text):
    assert read_when(text) == parse_fuzzy_date(text)


def test_stated_dates_come_as_days_and_years_too():
    when = read_when(date(2013, 4, 1))
    assert (when.text, when.start, when.precision) == ("1 April 2013", date(2013, 4, 1), Precision.DAY)
    assert read_when(MIDNIGHT).text == "1 April 2013"
    assert read_when(2013) == parse_fuzzy_date("2013")
    assert read_when("1-Apr-2013") == parse_fuzzy_date("1 Apr 2013")
    assert read_when("September", 2018).year_inferred
    blank = read_when(" ")
    assert (blank.text, blank.status) == ("", DateStatus.BLANK)


@pytest.mark.parametrize(
    ("cell", "words", "readings"),
    [
        ("2010-11", "could be 2010/11 or November 2010", ("2010/11", "November 2010")),
        ("2013-04", "is not how a month is written here", ("April 2013",)),
        ("FY13/14", "has a year of two digits", ("2013/14",)),
        ("13-14", "has a year of two digits", ("2013/14",)),
        ("Q1 13/14", "has a year of two digits", ("Q1 2013/14",)),
        ("1 Apr 13", "could be", ("1 April 2013", "1 April 1913")),
        (
            "2013-2015",
            "could be",
            ("April 2013 to March 2015", "January 2013 to December 2015"),
        ),
        ("31/02/2013", "is not in the calendar", ()),
        ("around August 2013", "does not say how far either side", ()),
        ("n/a", "is not something that a date can say", ("TBC", "awaited", "ongoing", "not stated")),
        (41365, "is a number, not a date", ("1 April 2013",)),
        (D("2013.5"), "is not a date", ()),
        ("x" * 300, "is too long for a date", ()),
        ("before April 2015 (ongoing)", "has only a last day, and goes on", ()),
    ],
)
def test_ambiguous_dates_are_refused_with_their_readings(cell, words, readings):
    with pytest.raises(Unread) as refused:
        read_when(cell)
    assert words in refused.value.message
    assert refused.value.readings == readings


# --- amounts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "amount", "qualifier", "text"),
    [
        ("£0.87m", "870000", Qualifier.EXACT, "£0.87m"),
        ("~£13m", "13000000", Qualifier.APPROX, "~£13m"),
        ("over £45m p.a.", "45000000", Qualifier.OVER, "over £45m p.a."),
        ("£1.2bn", "1200000000", Qualifier.EXACT, "£1.2bn"),
        ("153k", "153000", Qualifier.EXACT, "153k"),
        ("(1,234)", "-1234", Qualifier.EXACT, "(1,234)"),
        ("1,234-", "-1234", Qualifier.EXACT, "-1,234"),
        ("£ 1 234 567", "1234567", Qualifier.EXACT, "£ 1,234,567"),
        ("'-£5m", "-5000000", Qualifier.EXACT, "-£5m"),
        (1_200_000, "1200000", Qualifier.EXACT, "£1,200,000"),
        (D("1234.50"), "1234.50", Qualifier.EXACT, "£1,234.50"),
        (-5000, "-5000", Qualifier.EXACT, "−£5,000"),
        (0, "0", Qualifier.NIL, "£0"),
        ("nil", "0", Qualifier.NIL, "nil"),
        ("TBC", None, Qualifier.TBC, "TBC"),
        ("awaited", None, Qualifier.AWAITED, "awaited"),
        ("not known", None, Qualifier.NOT_STATED, "not known"),
        ("–", None, Qualifier.BLANK, "–"),
        (None, None, Qualifier.BLANK, ""),
        ("  ", None, Qualifier.BLANK, ""),
    ],
)
def test_amounts_keep_their_words_and_their_kind_of_unknown(cell, amount, qualifier, text):
    money = read_money(cell)
    assert (money.amount, money.qualifier, money.text) == (D(amount) if amount else None, qualifier, text)
    assert parse_money(money.text).amount == money.amount


@pytest.mark.parametrize(
    ("cell", "readings"),
    [
        ("0.87", ("£0.87", "£0.87m")),
        (D("0.87"), ("£0.87", "£0.87m")),
        (20, ("£20", "£20m")),
        (D("19.2"), ("£19.20", "£19.2m")),
        ("£20.5", ("£20.50", "£20.5m")),
        ("1,23", ("£1.23", "£123", "£123m")),
        ("1.234", ("£1,234", "£1.234m")),
        ("£1.234,56", ("£1,234.56",)),
        ("1,2,34", ("£1,234", "£1,234,000,000")),
        ("£10,657m", ("£10.657m", "£10,657", "£10,657,000,000")),
        ("1E+06", ("1,000,000",)),
        ("１２", ("12",)),
        (D("1234.567"), ("£1,234.57",)),
        (D("1.234"), ("£1.23", "£1.234m")),
        ("n/a", ("TBC", "awaited", "not stated", "nil")),
        ("lots", ()),
        ("NaN", ()),
        ("£5m or £6m", ()),
        ("€5m", ()),
        ("USD 5m", ()),
        (True, ()),
        (date(2013, 4, 1), ()),
        ("9" * 300, ()),
        (D("1E+20"), ()),
        (Broken("error", "#VALUE!"), ()),
    ],
)
def test_ambiguous_amounts_are_refused_with_their_readings(cell, readings):
    with pytest.raises(Unread) as refused:
        read_money(cell)
    assert refused.value.readings == readings


def test_a_column_in_pounds_takes_small_numbers_and_still_no_shapes_that_are_none():
    assert read_money(D("0.87"), pounds=True).amount == D("0.87")
    assert read_money("20", pounds=True).printed == "£20"
    assert read_money("£1.2m", pounds=True).amount == 1_200_000
    for wrong in ("1,23", "1.234", "£1.234"):
        with pytest.raises(Unread):
            read_money(wrong, pounds=True)


# --- properties ---------------------------------------------------------------------------------------------------

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.dates(),
    st.datetimes(),
    st.text(max_size=60),
    st.text(alphabet="£0123456789.,kmbn-–~()/% eETBCnil'１²", max_size=20),
    st.builds(Broken, st.sampled_from(["error", "formula", "bytes"]), st.text(max_size=20)),
)
READERS = [
    read_text,
    read_integer,
    read_number,
    foreign_number,
    read_percent,
    formatted,
    fractions,
    read_yes_no,
    scope,
    read_list,
    read_day,
    read_month,
    read_financial_year,
    read_when,
    read_money,
]


@given(CELLS)
@example("1" * 3000)
@example(D("1E+6000"))
@example(D("1E-6000"))
@example(10**400)
@example("9999-99")
@example("1E+99")
@example("-.5%")
@example("00/00/0000")
@example("£" * 500)
@example("(")
@example("'=")
@example(".")
def test_any_cell_is_read_or_refused_in_words_and_never_breaks(cell):
    for read in READERS:
        try:
            read(cell)
        except Unread as unread:
            said = unread
        else:
            continue
        assert said.message.endswith((".", "?"))
        assert len(said.message) < 700


@given(CELLS)
def test_what_has_no_figure_never_becomes_nought(cell):
    figures = isinstance(cell, str) and any(letter.isdigit() for letter in cell)
    if not isinstance(cell, str | Broken) and cell is not None:
        return
    for read in (read_integer, read_number, read_percent):
        try:
            value = read(cell)
        except Unread:
            continue
        assert value is None or figures


@given(st.text(alphabet="£0123456789.,km", max_size=12))
@example("10,657m")
@example("19.2")
def test_every_reading_of_an_amount_is_read_once_it_is_written(text):
    try:
        read_money(text)
    except Unread as unread:
        for reading in unread.readings:
            found = read_money(reading)
            assert isinstance(found, Money)


NEARLY_DATES = re.compile(
    r"\d{1,2}[/-]\d{1,2}[/-](\d{2}|\d{4})|\d{1,2}-(Apr|Sep)-\d{2}|\d{4}-\d{2}|\d{5}", re.ASCII
)


@given(st.from_regex(NEARLY_DATES, fullmatch=True))
def test_every_reading_of_a_date_is_read_once_it_is_written(text):
    try:
        read_when(text)
    except Unread as unread:
        for reading in unread.readings:
            assert read_when(reading).is_dated
