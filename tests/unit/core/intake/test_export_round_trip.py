"""What the export writes, read back by the reader of files, is cell for cell the same: in .xlsx and in .csv."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.intake.headings import KnownColumn, find_headings
from commissioning.core.intake.reading import read_here
from commissioning.core.intake.values import same
from commissioning.core.spreadsheets import (
    Kind,
    Properties,
    SheetColumn,
    SheetTable,
    csv_bytes,
    workbook_bytes,
)
from commissioning.core.spreadsheets.escape import LONGEST_CELL

pytestmark = pytest.mark.intake

PROPERTIES = Properties("t", "c", "s", datetime(2020, 1, 1, tzinfo=UTC))
COLUMNS = (
    SheetColumn("Reference", "A text that is always there.", Kind.TEXT),
    SheetColumn("Note", "A text.", Kind.TEXT),
    SheetColumn("Amount", "Pounds.", Kind.POUNDS),
    SheetColumn("Share", "A fraction.", Kind.PERCENT),
    SheetColumn("Value", "A number.", Kind.NUMBER),
    SheetColumn("Count", "Whole.", Kind.INTEGER),
    SheetColumn("Day", "A day.", Kind.DATE),
    SheetColumn("Shared", "Yes or no.", Kind.YES_NO),
)
KNOWN = tuple(KnownColumn(column.heading.lower(), column.heading) for column in COLUMNS)


def places(number, most):
    return st.none() | st.decimals(min_value=-most, max_value=most, places=number)


ROWS = st.tuples(
    st.none()
    | st.text(max_size=40)
    | st.sampled_from(["=1+1", "'=1", "-£5m", "#N/A", "TRUE", "2013/14", "007", "1.10"]),
    places(2, 10**12),
    places(6, 10),
    places(6, 10**8),
    st.none() | st.integers(-(10**9), 10**9),
    st.none() | st.dates(min_value=date(1890, 1, 1), max_value=date(2099, 12, 31)),
    st.none() | st.booleans(),
)


def read_back(table, content, name):
    sheet = read_here(content, name).sheets[0]
    found = find_headings(sheet, KNOWN)
    assert [(each.name, each.sure) for each in found.found] == [(known.name, True) for known in KNOWN]
    below = [row.cells for row in sheet.rows if row.number > found.row]
    return below, table.rows


def check(table):
    for content, name in (
        (workbook_bytes([table], PROPERTIES), "register.xlsx"),
        (csv_bytes(table), "register.csv"),
    ):
        for cells, values in zip(*read_back(table, content, name), strict=True):
            differing = [(c, v) for c, v in zip(cells, values, strict=True) if not same(c, v)]
            assert differing == [], name


@given(st.lists(ROWS, min_size=1, max_size=4))
def test_every_cell_comes_back_the_same(rows):
    check(SheetTable("register", "Register", "One row.", COLUMNS, [("R1", *row) for row in rows]))


def test_texts_that_are_hard_on_a_cell_come_back_the_same():
    hard = [
        "a" * (LONGEST_CELL + 5),
        "one\r\ntwo\rthree\nfour",
        " space ",
        "\ttab",
        "'",
        "=cmd|'/c'!A1",
        "a\x07b",
        "£–“”",
    ]
    none = (Decimal(1), *(None,) * (len(COLUMNS) - 3))
    check(SheetTable("register", "Register", "One row.", COLUMNS, [("R1", text, *none) for text in hard]))
