"""Each file is read rightly or refused in its own plain words; never guessed at, never a library's error."""

import time
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.intake.files import NotReadableError, Upload
from outcomes.intake.grids import MOST_ROWS
from outcomes.intake.sheet import read_sheet, row_problem
from tests.unit.outcomes.returns_files import (
    ROWS,
    archive_of,
    bomb,
    csv_text,
    replaced,
    with_parts,
    xlsx,
)

pytestmark = pytest.mark.intake


def read(content, name="returns.xlsx"):
    return read_sheet(Upload(name, content))


def refused(content, name="returns.xlsx"):
    with pytest.raises(NotReadableError) as refusal:
        read(content, name)
    return str(refusal.value)


def figures(sheet):
    return [
        (row.number, row.kpi, row.period, row.given.numerator, row.given.denominator) for row in sheet.rows
    ]


TWO = [(2, "T-KPI-1", "April 2025", "55", "100"), (3, "T-KPI-1", "May 2025", "56", "100")]


def test_a_plain_workbook_is_read_with_its_own_row_numbers():
    sheet = read(xlsx())
    assert figures(sheet) == TWO
    assert sheet.decided == ["Read from the sheet “Returns”."]


def test_title_rows_and_blank_rows_count_in_the_numbers():
    sheet = read(xlsx([ROWS[0], [], ROWS[1]], above=2))
    assert [row.number for row in sheet.rows] == [4, 6]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("cp1252", "UTF-8")],
)
def test_csv_is_read_in_every_encoding_that_excel_writes(encoding, said):
    sheet = read(csv_text().encode(encoding), "returns.csv")
    assert figures(sheet) == TWO
    assert sheet.decided[0] == f"Read as {said}."


def test_windows_letters_are_read_and_the_guess_is_told():
    content = csv_text(rows=[["T-KPI-1", "April 2025", "Café – North", 55, 100]]).encode("cp1252")
    sheet = read(content, "returns.csv")
    assert sheet.rows[0].member == "Café – North"
    assert sheet.decided[0].startswith("Read as Windows-1252: check letters")


@pytest.mark.parametrize(("separator", "said"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs")])
def test_csv_is_read_with_each_separator(separator, said):
    sheet = read(csv_text(separator).encode(), "x.csv")
    assert figures(sheet) == TWO
    assert sheet.decided[1] == f"Columns are parted by {said}."


def test_headings_are_found_in_any_order_and_case_and_unknown_ones_are_told():
    content = b"value,Colour,  PERIOD ,kpi   reference\n5,red,April 2025,T-KPI-1\n"
    sheet = read(content, "x.csv")
    assert (sheet.rows[0].given.value, sheet.rows[0].kpi) == ("5", "T-KPI-1")
    assert "Columns that are not read: “Colour”." in sheet.decided


def test_what_our_own_exports_escape_comes_back_as_it_was():
    assert (
        read(b"KPI reference,Period,Value,Comment\nT,April 2025,5,'=SUM(A1)\n", "x.csv").rows[0].given.comment
        == "=SUM(A1)"
    )


def test_cells_are_read_as_they_look():
    def change(book):
        book.active["F2"] = 0.553
        book.active["F2"].number_format = "0.0%"
        book.active["F3"] = 0.1 + 0.2

    sheet = read(xlsx([["T-KPI-1", "April 2025"], ["T-KPI-1", "May 2025"]], change=change))
    assert [row.given.value for row in sheet.rows] == ["55.3%", "0.3"]


def test_a_number_of_hundreds_of_digits_is_read_as_it_stands_for_the_rules_to_refuse():
    sheet = xlsx([["T-KPI-1", "April 2025", None, 123454321, 100]])
    longest = b"<v>1" + b"0" * 400 + b"</v>"
    changed = replaced(sheet, "xl/worksheets/sheet1.xml", b"<v>123454321</v>", longest)
    assert read(changed).rows[0].given.numerator == str(10**400)


def test_true_dates_are_read_as_days_and_nought_as_nought():
    sheet = read(xlsx([["T-KPI-1", datetime(2025, 4, 1), None, 0, 100]]))  # noqa: DTZ001  # Excel has no zones
    assert (sheet.rows[0].period, sheet.rows[0].given.numerator) == ("2025-04-01", "0")


def test_a_formula_without_a_stored_result_is_pointed_at():
    sheet = read(xlsx([["T-KPI-1", "April 2025", None, "=1+1", 100]]))
    assert "formula without a stored result" in row_problem(sheet.rows[0])
    assert not row_problem(read(xlsx()).rows[0])


def test_a_row_of_totals_is_pointed_at():
    assert "row of totals" in row_problem(read(xlsx([*ROWS, ["Total", None, None, 111, 200]])).rows[2])


def test_other_sheets_and_hidden_ones_are_told_and_not_read():
    def change(book):
        other = book.create_sheet("Notes", 0)
        other.append(["KPI reference", "Period", "Value"])
        book.create_sheet("Secret").sheet_state = "hidden"

    sheet = read(xlsx(change=change))
    assert figures(sheet) == TWO
    assert sheet.decided[1] == "Other sheets were not read: “Notes”, “Secret”."


def test_a_sheet_that_declares_fewer_rows_than_it_has_is_read_whole():
    content = replaced(
        xlsx(), "xl/worksheets/sheet1.xml", b'<dimension ref="A1:H3"', b'<dimension ref="A1:A1"'
    )
    assert figures(read(content)) == TWO


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"  \r\n ", "The file is empty"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "old Excel workbook (.xls) or protected by a password",
        ),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b"\xff\xd8\xff\xe0", "is a picture"),
        (b"{\\rtf1 hello}", "Word document"),
        (b"\x1f\x8b\x08", "is an archive"),
        (b"<!DOCTYPE html><table><tr><td>KPI reference", "web page"),
        (b"<?xml version='1.0'?><Workbook>", "web page or XML"),
        (b"PK\x03\x04 but nothing more", "damaged"),
        (b"KPI reference,Period,Value\nT,\x00April,5", "control characters"),
        (b"KPI reference,Period,Value\nT,\x07April,5", "control characters"),
        (b"KPI reference,Period,Value\nT,\x81\x8d,5", "letters cannot be read"),
        (b'KPI reference,Period,Value\nT,"April 2025,5\n', "quotation mark is opened and never closed"),
        (b"Name,Age\nx,5\n", "No row of headings was found"),
        (b"KPI reference,Period\nT,April 2025\n", "needs a column “Value”"),
        (b"KPI reference,Period,Value,value\nT,April 2025,5,6\n", "heading “Value” twice"),
        (b"KPI reference,Period,Value\n", "no row of figures"),
    ],
)
def test_what_is_no_sheet_of_returns_is_refused_in_its_own_words(content, said):
    assert said in refused(content, "returns.xlsx")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("word/document.xml", "Word document"),
        ("ppt/presentation.xml", "presentation"),
        ("content.xml", "OpenDocument"),
        ("xl/workbook.bin", "binary workbook"),
        ("notes.txt", "archive, not a spreadsheet"),
    ],
)
def test_other_kinds_of_zip_under_a_false_name_are_refused_in_their_own_words(name, said):
    assert said in refused(archive_of(name))


def test_macros_are_refused_by_their_part_and_by_their_type_and_the_twin_is_read():
    assert "macros" in refused(with_parts(xlsx(), xl__vbaProject_dot_bin=b"x"))
    typed = replaced(xlsx(), "[Content_Types].xml", b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")
    assert "macros" in refused(typed)
    assert figures(read(with_parts(xlsx(), xl__harmless_dot_bin=b"x"))) == TWO


@pytest.mark.parametrize(
    "declared", [b'<!DOCTYPE x [<!ENTITY a "b">]>', b"<!ENTITY a SYSTEM 'file:///etc/passwd'>"]
)
def test_declared_entities_are_refused_wherever_they_stand(declared):
    content = replaced(xlsx(), "xl/worksheets/sheet1.xml", b"<worksheet", declared + b"<worksheet")
    assert "entities" in refused(content)


def test_a_bomb_is_refused_at_once_and_a_large_honest_file_by_its_size():
    content, begun = bomb(), time.monotonic()
    assert len(content) < 200_000
    assert "50 MB when unpacked" in refused(content)
    assert time.monotonic() - begun < 2
    assert "larger than 10 MB" in refused(b"a" * (10 * 1024 * 1024 + 1))


def test_a_workbook_of_a_thousand_parts_is_refused():
    assert "1,000 parts" in refused(with_parts(xlsx(), **{f"xl__p{n}": b"" for n in range(1001)}))


def test_strict_open_xml_yields_no_rows_elsewhere_and_is_refused_here():
    content = replaced(
        xlsx(),
        "xl/workbook.xml",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    assert "Strict Open XML" in refused(content)


def test_a_far_cell_is_reached_within_seconds_and_too_many_rows_are_refused():
    def change(book):
        book.active["A1048576"] = "T-KPI-1"
        book.active["XFD3"] = "far"

    begun = time.monotonic()
    sheet = read(xlsx(change=change))
    assert [row.number for row in sheet.rows] == [2, 3, 1_048_576]
    assert time.monotonic() - begun < 10
    rows = "\n".join(f"T,April 2025,{n}" for n in range(MOST_ROWS + 1))
    assert f"more than {MOST_ROWS:,} rows" in refused(f"KPI reference,Period,Value\n{rows}".encode(), "x.csv")


def test_a_damaged_workbook_is_refused_in_plain_words():
    content = xlsx()
    assert "damaged" in refused(content[: len(content) // 2])
    broken = replaced(content, "xl/worksheets/sheet1.xml", b"</worksheet>", b"</work")
    assert "damaged" in refused(broken)


WHOLE = xlsx()


@settings(max_examples=150)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
def test_random_damage_is_read_or_refused_and_never_fails(place, junk):
    content = WHOLE[:place] + junk + WHOLE[place + len(junk) :]
    try:
        read(content)
    except NotReadableError as refusal:
        assert str(refusal)  # noqa: PT017  # either outcome is right; only another error would be wrong


@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), max_size=6))
def test_any_text_in_cells_comes_through_or_is_refused(rows):
    text = csv_text(rows=[[*row, "", "", "", "", ""] for row in rows])
    try:
        sheet = read(text.encode("utf-8", "surrogatepass"), "x.csv")
    except NotReadableError:
        return
    assert len(sheet.rows) <= len(rows) * 4
