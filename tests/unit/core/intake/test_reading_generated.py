"""Two thousand generated tables, written in six dialects, are read back cell for cell."""

import csv
import io
import re
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from commissioning.core.intake.cells import ReadFile
from commissioning.core.intake.reading import read_here

pytestmark = pytest.mark.intake

# One kind of workbook and five of text: two thousand in all.
WORKBOOKS, TEXTS = 200, 360
# Letters that every one of the encodings has.
WORDS = st.text(st.sampled_from("abcXYZ 0123456789.,;:-/£%()'\"&<>=+@–é\n"), max_size=12)


def tables(cells: st.SearchStrategy) -> st.SearchStrategy[list[list[object]]]:
    """Headings that are words, and rows of the same width, none of them blank."""
    return st.integers(1, 6).flatmap(
        lambda width: st.lists(
            st.lists(cells, min_size=width, max_size=width).filter(
                lambda row: any(filled(cell) for cell in row)
            ),
            max_size=12,
        ).map(lambda rows: [[f"Heading {n}" for n in range(width)], *rows])
    )


def filled(cell: object) -> bool:
    return cell is not None and bool(str(cell).strip())


def cells_of(file: ReadFile) -> list[list[object]]:
    """The cells of the first sheet; the rows have to follow one another."""
    rows = file.sheets[0].rows
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    return [list(row.cells) for row in rows]


def as_text(table: list[list[object]], separator: str, newline: str) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator=newline, quoting=csv.QUOTE_ALL).writerows(table)
    return written.getvalue()


def read_text(table: list[list[object]], separator: str, newline: str, codec: str) -> ReadFile:
    return read_here(as_text(table, separator, newline).encode(codec), "table.csv")


DIALECTS = {
    "UTF-8": (",", "\n", "utf-8"),
    "UTF-8 with byte-order mark": (",", "\r\n", "utf-8-sig"),
    "semicolons": (";", "\r\n", "utf-8"),
    "UTF-16 with tabs": ("\t", "\r\n", "utf-16"),
}


@pytest.mark.parametrize("dialect", DIALECTS)
@settings(max_examples=TEXTS)
@given(table=tables(WORDS))
def test_a_text_is_read_back(dialect, table):
    separator, newline, codec = DIALECTS[dialect]
    found = cells_of(read_text(table, separator, newline, codec))
    assert found == [[cell or None for cell in row] for row in table]


# Such bytes could be UTF-8 as well, or no Western language: a file that holds them is refused.
DOUBTFUL = re.compile("é[é–£]")


@settings(max_examples=TEXTS)
@given(table=tables(WORDS.filter(lambda word: not DOUBTFUL.search(word))))
def test_windows_1252_is_read_back_and_told(table):
    """With a pound sign behind a word it cannot be UTF-8, and nothing in it can be anything else."""
    table = [[*row, "£ sign"] for row in table]
    file = read_text(table, ",", "\r\n", "cp1252")
    assert cells_of(file) == [[cell or None for cell in row] for row in table]
    assert file.encoding == "Windows-1252"
    assert "Windows-1252" in file.told[0]


NUMBERS = st.one_of(
    st.integers(-(10**14), 10**14),
    st.decimals(-1_000_000, 1_000_000, places=3, allow_nan=False, allow_infinity=False),
)
DAYS = st.dates(date(1901, 1, 1), date(2199, 12, 31))
MOMENTS = st.datetimes(datetime(1901, 1, 1), datetime(2199, 12, 31)).map(  # noqa: DTZ001 - cells know no zone
    lambda moment: moment.replace(microsecond=0)
)
TYPED = st.one_of(
    st.none(), WORDS.filter(lambda word: not word.startswith("=")), NUMBERS, DAYS, MOMENTS, st.booleans()
)


def typed(cell: object) -> object:
    """As the reader hands it on: a whole number as int, a moment at midnight as its day, a blank text as nothing."""
    if isinstance(cell, datetime) and cell == datetime.combine(cell, datetime.min.time()):
        return cell.date()
    if isinstance(cell, Decimal):
        return int(cell) if cell == int(cell) else Decimal(repr(float(cell)))
    return None if isinstance(cell, str) and not cell.strip() else cell


@settings(max_examples=WORKBOOKS)
@given(table=tables(TYPED))
def test_a_workbook_is_read_back_with_its_types(table):
    book = Workbook()
    for row in table:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    read = cells_of(read_here(content.getvalue(), "table.xlsx"))
    found = [[None if isinstance(cell, str) and not cell.strip() else cell for cell in row] for row in read]
    expected = [[typed(cell) for cell in row] for row in table]
    assert found == expected
    assert [[type(cell) for cell in row] for row in found] == [
        [type(cell) for cell in row] for row in expected
    ]


def test_two_thousand_are_generated():
    assert WORKBOOKS + TEXTS * (len(DIALECTS) + 1) == 2_000


def test_a_moment_within_a_thousandth_of_a_full_second_is_that_second():
    book = Workbook()
    moment = datetime(2024, 4, 1, 9, 30)  # noqa: DTZ001
    book.active.append([moment + timedelta(milliseconds=1), moment - timedelta(milliseconds=1)])
    content = io.BytesIO()
    book.save(content)
    assert cells_of(read_here(content.getvalue(), "table.xlsx")) == [[moment, moment]]
