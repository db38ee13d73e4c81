"""Long tables: rows that are never held together, and a sheet that other programs read cell for cell."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.spreadsheets import (
    Cover,
    CoverSection,
    Kind,
    Properties,
    SheetColumn,
    SheetTable,
    Streamed,
    TooManyRowsError,
    csv_bytes,
    csv_chunks,
    sheet_xml,
    workbook_bytes,
    write_workbook,
)
from commissioning.core.spreadsheets.escape import escape_text, printable

PROPERTIES = Properties("Title", "Product", "Subject", datetime(2018, 12, 13, 9, 30, tzinfo=UTC))
COLUMNS = (
    SheetColumn("Reference", "Its reference."),
    SheetColumn("Count", "How many.", Kind.INTEGER),
    SheetColumn("Value", "A number.", Kind.NUMBER),
    SheetColumn("When", "A day.", Kind.DATE),
    SheetColumn("Shared", "Yes or no.", Kind.YES_NO),
)


def row(number):
    gap = number % 3 == 0
    return (
        f"R-{number}",
        None if gap else number,
        Decimal(number) / 8,
        None if number % 5 == 0 else date(2020, 1, 1),
        gap,
    )


def streamed(count, make=row, walks=None):
    def rows():
        if walks is not None:
            walks.append(count)
        return (make(number) for number in range(count))

    return SheetTable("long", "Long", "One row is one number.", COLUMNS, Streamed(rows, lambda: count))


def held(count):
    return SheetTable(
        "long", "Long", "One row is one number.", COLUMNS, tuple(row(number) for number in range(count))
    )


def sheets(*tables, cover=None):
    return python_calamine.load_workbook(io.BytesIO(workbook_bytes(tables, PROPERTIES, cover)))


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 1203])
def test_streamed_rows_and_held_rows_make_the_same_files(count):
    assert csv_bytes(streamed(count)) == csv_bytes(held(count))
    one, other = (
        sheets(table).get_sheet_by_name("Long").to_python() for table in (streamed(count), held(count))
    )
    assert one == other
    assert len(one) == 3 + count


def test_two_programs_read_the_same_cells():
    book = workbook_bytes([streamed(20)], PROPERTIES)
    quick = python_calamine.load_workbook(io.BytesIO(book)).get_sheet_by_name("Long").to_python()[3:]
    slow = [[cell.value for cell in line] for line in openpyxl.load_workbook(io.BytesIO(book))["Long"]][3:]
    assert [line[:3] for line in quick] == [
        ["" if cell is None else cell for cell in line[:3]] for line in slow
    ]
    assert [line[3] or None for line in quick] == [line[3] and line[3].date() for line in slow]
    assert {line[4] for line in quick} == {"yes", "no"}


def test_filters_reach_the_last_streamed_row_and_the_workbook_names_the_same_range():
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes([streamed(700)], PROPERTIES)))
    assert book["Long"].auto_filter.ref == "A3:E703"
    with zipfile.ZipFile(io.BytesIO(workbook_bytes([streamed(700)], PROPERTIES))) as archive:
        assert "'Long'!$A$3:$E$703" in archive.read("xl/workbook.xml").decode()
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert len(set(archive.namelist())) == len(archive.namelist())


def test_an_empty_streamed_table_says_that_nothing_is_recorded():
    assert sheets(streamed(0)).get_sheet_by_name("Long").to_python()[1][0].startswith("Nothing is recorded")
    assert sheets(streamed(1)).get_sheet_by_name("Long").to_python()[1][0].startswith("One row is")


def test_rows_are_walked_once_for_a_file_and_counted_without_a_walk():
    walks = []
    table = streamed(30, walks=walks)
    assert len(table.rows) == 30
    assert walks == []
    workbook_bytes([table], PROPERTIES)
    assert walks == [30]


def test_a_cover_asked_for_last_can_count_what_was_written():
    seen = []

    def make(number):
        seen.append(number)
        return row(number)

    def cover():
        return Cover("The cover", [CoverSection("Sheets", [("Long", f"{len(seen)} rows")], links=True)])

    buffer = io.BytesIO()
    write_workbook(buffer, [streamed(7, make)], PROPERTIES, cover)
    lines = (
        python_calamine.load_workbook(io.BytesIO(buffer.getvalue())).get_sheet_by_name("Cover").to_python()
    )
    assert lines[-1] == ["Long", "7 rows"]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (("R", 1, 1.5, None, None), TypeError),
        (("R", 1), ValueError),
        (("R", True, None, None, None), TypeError),
    ],
)
def test_a_streamed_row_of_wrong_types_stops_either_file(wrong, error):
    table = streamed(10, lambda number: wrong if number == 9 else row(number))
    for write in (csv_bytes, lambda each: workbook_bytes([each], PROPERTIES)):
        with pytest.raises(error):
            write(table)
    assert csv_bytes(streamed(9, lambda number: wrong if number == 9 else row(number)))


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_never_written(value):
    table = streamed(1, lambda _: ("R", 1, Decimal(value), None, None))
    with pytest.raises(ValueError, match="no number"):
        workbook_bytes([table], PROPERTIES)


def test_more_rows_than_a_sheet_holds_are_refused_and_csv_offered(monkeypatch):
    monkeypatch.setattr(sheet_xml, "LAST_ROW", 3 + 600)
    assert workbook_bytes([streamed(600)], PROPERTIES)
    with pytest.raises(TooManyRowsError, match=r"Long has more than 600 rows.*CSV"):
        workbook_bytes([streamed(601)], PROPERTIES)
    assert csv_bytes(streamed(601)).count(b"\r\n") == 602


def test_csv_comes_in_pieces_headings_first():
    walks = []
    pieces = csv_chunks(streamed(1200, walks=walks))
    assert next(pieces) == b"\xef\xbb\xbfReference,Count,Value,When,Shared\r\n"
    assert walks == []
    assert [piece.count(b"\r\n") for piece in pieces] == [500, 500, 200]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("1.50"), "1.50"),
        (Decimal("-0.5"), "-0.5"),
    ],
)
def test_numbers_have_no_exponent_in_csv_and_their_value_in_a_sheet(value, written):
    table = streamed(1, lambda _: ("R", None, value, None, None))
    assert csv_bytes(table).decode().splitlines()[1] == f"R,,{written},,"
    cell = sheets(table).get_sheet_by_name("Long").to_python()[3][2]
    assert Decimal(str(cell)) == value


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=40), min_size=1, max_size=30))
def test_any_texts_read_back_from_a_sheet(texts):
    table = SheetTable(
        "t",
        "Texts",
        "One",
        (SheetColumn("N", "n", Kind.INTEGER), SheetColumn("T", "t")),
        [(1, t) for t in texts],
    )
    found = [
        line[1] for line in sheets(table).get_sheet_by_name("Texts").to_python(skip_empty_area=False)[3:]
    ]
    assert found == [printable(text).replace("\r\n", "\n").replace("\r", "\n") for text in texts]


@pytest.mark.parametrize("text", ["_x0041_", "a _x000D_ b", "_x005F_x0041_", "__x00e9_"])
def test_what_looks_like_a_spreadsheets_own_escape_stays_as_written(text):
    table = SheetTable("t", "Texts", "One", (SheetColumn("T", "t"),), [(text,)])
    assert sheets(table).get_sheet_by_name("Texts").to_python()[3] == [text]


@given(st.lists(st.tuples(st.text(max_size=20), st.one_of(st.none(), st.text(max_size=20))), max_size=12))
def test_csv_is_to_the_byte_what_the_module_of_that_name_writes(rows):
    columns = (SheetColumn("A", "a"), SheetColumn("B", "b"))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(["A", "B"])
    writer.writerows([None if cell is None else escape_text(printable(cell)) for cell in row] for row in rows)
    assert csv_bytes(SheetTable("t", "T", "One", columns, rows)).decode("utf-8-sig") == buffer.getvalue()


def test_a_single_empty_cell_is_no_empty_line():
    table = SheetTable("t", "T", "One", (SheetColumn("A", "a"),), [(None,), ("",), ("x",)])
    assert csv_bytes(table).decode("utf-8-sig") == 'A\r\n""\r\n""\r\nx\r\n'
