"""What counts as the same as the export wrote: every spelling that a spreadsheet makes of it, and no other value."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commissioning.core.intake.cells import Broken
from commissioning.core.intake.values import same
from commissioning.core.spreadsheets.escape import CUT, LONGEST_CELL, escape_text, printable

pytestmark = pytest.mark.intake

D = Decimal
DAY = date(2013, 4, 1)
MIDNIGHT = datetime.combine(DAY, time())
HALF_PAST_NINE = datetime.combine(DAY, time(9, 30))
SECRET = "a" * (LONGEST_CELL + 10)

SAME = [
    # nothing
    (None, None),
    ("", None),
    ("  ", None),
    ("\u00a0", None),
    (None, ""),
    # text
    ("CAMHS", "CAMHS"),
    ("CAMHS  ", "CAMHS"),
    (" CAMHS\u00a0", "CAMHS"),
    ("one\r\ntwo", "one\ntwo"),
    ("one\rtwo", "one\ntwo"),
    ("one\ntwo", "one\r\ntwo"),
    ("'=1+1", "=1+1"),
    ("=1+1", "=1+1"),
    ("'-£5m", "-£5m"),
    ("''=1", "'=1"),
    ("'\t", "\t"),
    ("ab", "a\x01b"),
    ("\ufeffCAMHS", "CAMHS"),
    (printable(SECRET), SECRET),
    (Broken("error", "#N/A"), "#N/A"),
    (Broken("bytes", "caf\ufffd"), "caf\ufffd"),
    ("ab", "a\x7fb"),
    (2013, "2013"),
    (7, "007"),
    (D("1.1"), "1.10"),
    ("1.1", "1.10"),
    (True, "true"),
    (DAY, "1 April 2013"),
    (DAY, "April 2013"),
    (MIDNIGHT, "1 April 2013"),
    ("01-Apr-13", "1 April 2013"),
    ("Apr-13", "April 2013"),
    ("01/04/2013", "1 April 2013"),
    ("12.50%", "12.5%"),
    ("£19.20", "£19.2"),
    # yes and no
    ("yes", True),
    ("Yes", True),
    ("TRUE", True),
    (True, True),
    (1, True),
    ("no", False),
    ("FALSE", False),
    (False, False),
    # days
    (DAY, DAY),
    (MIDNIGHT, DAY),
    ("2013-04-01", DAY),
    ("2013-04-01 00:00:00", DAY),
    ("1 Apr 2013", DAY),
    ("01 Apr 2013", DAY),
    ("01/04/2013", DAY),
    ("1/4/2013", DAY),
    ("1 April 2013", DAY),
    ("1899-12-31", date(1899, 12, 31)),
    ("1900-02-01", date(1900, 2, 1)),
    # numbers
    (15, 15),
    ("15", 15),
    ("15.0", 15),
    (D(15), 15),
    ("1,234", 1234),
    (D("0.30000000000000004"), D("0.3")),
    ("0.30", D("0.3")),
    (".3", D("0.3")),
    (19500000, D("19500000.00")),
    ("19500000", D("19500000.00")),
    ("£19,500,000", D("19500000.00")),
    ("-£5.50", D("-5.5")),
    ("(5.50)", D("-5.5")),
    ("£19.20", D("19.20")),
    ("36.29%", D("0.3629")),
    ("36.29%", D("0.362876")),
    ("1,234.5679", D("1234.567891")),
    ("3E+1", "3E+1"),
    (D("1E+3"), D("1000")),
]

DIFFERENT = [
    ("x", None),
    (0, None),
    ("-", None),
    ("TBC", None),
    (None, "x"),
    (None, D(0)),
    (None, False),
    ("", D(0)),
    ("", False),
    ("CAMHS", "Camhs"),
    ("one two", "one\ntwo"),
    ("=1+1", "'=1+1x"),
    (SECRET[:100], SECRET),
    (Broken("error", "#N/A"), None),
    (Broken("formula", "=A1"), "=A1"),
    (Broken("bytes", "caf\ufffd"), "café"),
    (Broken("bytes", "\ufffd" + "a" * 199), "\ufffd" + "a" * 199),
    (Broken("error", "#DIV/0!"), D(0)),
    (True, "yes!"),
    (1, "one"),
    (2014, "2013"),
    (DAY, "April 2014"),
    (DAY, "Spring 2013"),
    (DAY, "2013/14"),
    ("02-Apr-13", "1 April 2013"),
    (HALF_PAST_NINE, "1 April 2013"),
    ("no", True),
    ("", True),
    (0, True),
    ("maybe", True),
    (date(2013, 4, 2), DAY),
    (HALF_PAST_NINE, DAY),
    ("04/01/2013", DAY),
    ("2013-04-02", DAY),
    ("April 2013", DAY),
    ("by 1 April 2013", DAY),
    ("TBC", DAY),
    (41365, DAY),
    (16, 15),
    ("16", 15),
    ("TBC", 15),
    (True, 1),
    ("1.234,5", D("1234.5")),
    (D("0.3001"), D("0.3")),
    ("19.5m", D("19500000")),
    ("£19,500,001", D("19500000.00")),
    ("36.3%", D("0.3629")),
    ("0.3629%", D("0.3629")),
    (D("NaN"), D(1)),
    ("NaN", D(1)),
    (DAY, D(41365)),
]


@pytest.mark.parametrize(("cell", "exported"), SAME)
def test_says_the_same(cell, exported):
    assert same(cell, exported)


@pytest.mark.parametrize(("cell", "exported"), DIFFERENT)
def test_says_something_else(cell, exported):
    assert not same(cell, exported)


def test_a_cut_text_is_the_same_as_its_whole_and_ends_with_the_mark():
    cut = printable(SECRET)
    assert cut.endswith(CUT)
    assert same(cut, SECRET)
    assert not same(cut + "x", SECRET)


@given(st.text(max_size=80))
@example("'=1\r\n")
@example(" \x0b=1")
@example("\x85")
def test_any_text_comes_back_the_same_from_both_formats(text):
    assert same(escape_text(printable(text)), text)
    assert same(printable(text).replace("\r\n", "\n").replace("\r", "\n"), text)
    assert same(text, text)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**14), max_value=10**14, places=2))
def test_any_amount_comes_back_the_same_through_a_binary_number(number):
    assert same(f"{number:f}", number)
    assert same(D(repr(float(number))), number)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_any_day_comes_back_the_same_as_iso_as_shown_and_as_uk(day):
    assert same(day.isoformat(), day)
    assert same(f"{day:%d/%m/%Y}", day)
    assert same(f"{day.day} {day:%b %Y}", day)
    assert not same(day, day.replace(year=day.year + 100 if day.day < 29 else day.year + 104))
