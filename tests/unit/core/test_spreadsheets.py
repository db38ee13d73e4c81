"""Files to take away: typed cells, the same in both formats, and no text that a spreadsheet might run."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.money import parse_money
from commissioning.core.spreadsheets import (
    Cover,
    CoverSection,
    Kind,
    Properties,
    SheetColumn,
    SheetTable,
    csv_bytes,
    date_columns,
    date_values,
    money_columns,
    money_values,
    workbook_bytes,
)
from commissioning.core.spreadsheets.escape import (
    CUT,
    FORMULA_STARTS,
    LONGEST_CELL,
    escape_text,
    is_formula_like,
    printable,
    sheet_name,
    unescape_text,
)

HOSTILE = (
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1+1",
    '=HYPERLINK("http://x")',
    "#N/A",
    "<script>",
)
MADE_AT = datetime(2018, 12, 13, 9, 30, tzinfo=UTC)
PROPERTIES = Properties("Title", "Product", "Subject", MADE_AT)
COLUMNS = (
    SheetColumn("Reference", "Its reference."),
    SheetColumn("Count", "How many.", Kind.INTEGER),
    SheetColumn("Amount", "Pounds.", Kind.POUNDS),
    SheetColumn("Share", "A fraction.", Kind.PERCENT),
    SheetColumn("When", "A day.", Kind.DATE),
    SheetColumn("Shared", "Yes or no.", Kind.YES_NO),
)
ROW = ("HAM-BL-01", 2, Decimal("19500000.00"), Decimal("0.3629"), date(2020, 8, 1), True)


def table(*rows, columns=COLUMNS, title="Budget lines"):
    return SheetTable("budget_lines", title, "One row is one line.", columns, rows)


def text_table(*texts, heading="Text"):
    return SheetTable(
        "texts", "Texts", "One row is one text.", (SheetColumn(heading, "A text."),), [(t,) for t in texts]
    )


def sheet_of(*tables, cover=None):
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(tables, PROPERTIES, cover)))
    return book[book.sheetnames[-1]]


def csv_rows(sheet):
    return list(csv.reader(io.StringIO(csv_bytes(sheet).decode("utf-8-sig"), newline="")))


# --- text that might be a formula -------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [text for text in HOSTILE if text[0] not in "#<"])
def test_csv_puts_an_apostrophe_before_what_might_be_a_formula(text):
    assert csv_rows(text_table(text))[1] == [f"'{text}"]


@pytest.mark.parametrize("text", ["£19.5m", "~£13m", "CAMHS", "–", "<script>", "5 to 9", "a=b", ""])
def test_csv_leaves_plain_text_alone(text):
    assert csv_rows(text_table(text))[1] == [text]


@given(st.text())
@example("'=1")
@example("''@x")
def test_escaped_text_never_starts_a_formula_and_reads_back(text):
    escaped = escape_text(text)
    assert not is_formula_like(escaped)
    assert unescape_text(escaped) == text


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_survives_both_formats(text):
    kept = printable(text)
    assert unescape_text(csv_rows(text_table(text))[1][0]) == kept
    cell = sheet_of(text_table(text))["A4"]
    assert (cell.value or "") == kept.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_workbook_holds_hostile_text_as_quoted_text(text):
    cell = sheet_of(text_table(text))["A4"]
    assert cell.data_type == "s"
    assert cell.value == text.replace("\r", "\n")
    assert cell.quotePrefix is is_formula_like(text)


def test_no_sheet_holds_a_formula_wherever_the_text_stands():
    hostile = SheetTable("t", "=cmd|'/c calc'!A1", "=A1", (SheetColumn("=1+1", "=2"),), [("=3",)])
    cover = Cover("=TITLE()", [CoverSection("@SUM(1)", [("=LABEL()", "+WORDS()")])])
    book = workbook_bytes([hostile], Properties("=t", "=c", "=s", MADE_AT), cover)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheets = [
            parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")
        ]
    assert len(sheets) == 2
    assert not any(re.search(r"<f[ >]|<c [^>]*t=\"(e|str)\"", sheet) for sheet in sheets)


def test_hostile_headings_are_escaped_in_csv():
    assert csv_rows(text_table("x", heading="=1+1"))[0] == ["'=1+1"]


def test_negative_numbers_stay_numbers():
    sheet = table(("x", -3, Decimal("-530000.00"), Decimal("-0.01"), None, None))
    assert csv_rows(sheet)[1][1:4] == ["-3", "-530000.00", "-0.01"]
    cells = sheet_of(sheet)[4]
    assert [(cell.value, cell.data_type) for cell in cells[1:4]] == [(-3, "n"), (-530000, "n"), (-0.01, "n")]


# --- what a sheet looks like --------------------------------------------------------------------------------------


def test_cells_are_typed_and_formatted():
    reference, count, amount, share, when, shared = sheet_of(table(ROW))[4]
    assert (reference.value, reference.data_type) == ("HAM-BL-01", "s")
    assert (count.value, count.data_type) == (2, "n")
    assert (amount.value, amount.data_type) == (19_500_000, "n")
    assert "£" in amount.number_format
    assert (share.value, share.number_format) == (0.3629, "0.00%")
    assert when.is_date
    assert when.value.date() == date(2020, 8, 1)
    assert (shared.value, shared.data_type) == ("yes", "s")


def test_pence_show_where_there_are_any():
    whole, broken = (
        sheet_of(table(("x", 1, Decimal(a), None, None, None)))["C4"] for a in ("12.00", "12.50")
    )
    assert ".00" not in whole.number_format
    assert ".00" in broken.number_format


def test_an_unknown_is_an_empty_cell_and_never_nought():
    sheet = table(("x", None, None, None, None, None))
    assert [cell.value for cell in sheet_of(sheet)[4]][1:] == [None] * 5
    assert csv_rows(sheet)[1] == ["x", "", "", "", "", ""]


def test_days_before_excels_calendar_are_text():
    cell = sheet_of(table(("x", None, None, None, date(1895, 4, 1), None)))["E4"]
    assert (cell.value, cell.data_type) == ("1895-04-01", "s")


def test_sheet_has_title_note_frozen_headings_filters_widths_and_nothing_merged():
    sheet = sheet_of(table(ROW, ROW))
    assert sheet["A1"].value == "Budget lines"
    assert sheet["A2"].value == "One row is one line."
    assert [cell.value for cell in sheet[3]] == [column.heading for column in COLUMNS]
    assert sheet.freeze_panes == "B4"
    assert sheet.auto_filter.ref == "A3:F5"
    assert all(sheet.column_dimensions[letter].width >= 10 for letter in "ABCDEF")
    assert not sheet.merged_cells.ranges
    assert sheet.print_title_rows == "$3:$3"


def test_cover_links_to_its_sheets_and_properties_are_set():
    cover = Cover("The cover", [CoverSection("Sheets", [("Budget lines", "1 row")], links=True)])
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes([table(ROW)], PROPERTIES, cover)))
    assert book.sheetnames == ["Cover", "Budget lines"]
    assert book["Cover"]["A1"].value == "The cover"
    assert book["Cover"]["A4"].hyperlink.location == "'Budget lines'!A1"
    assert (book.properties.title, book.properties.creator) == ("Title", "Product")
    assert book.properties.created == MADE_AT.replace(tzinfo=None)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Budget lines", "Budget lines"),
        ("a/b:c*d?e[f]\\g", "a b c d e f g"),
        ("'quoted'", "quoted"),
        ("x" * 40, "x" * 31),
        ("???", "Sheet"),
    ],
)
def test_sheet_names_are_made_safe(title, name):
    assert sheet_name(title) == name


def test_two_sheets_of_one_name_are_refused():
    with pytest.raises(ValueError, match="same name"):
        workbook_bytes([table(ROW), table(ROW, title="budget LINES")], PROPERTIES)


def test_text_too_long_for_a_cell_says_that_it_was_cut():
    text = "x" * (LONGEST_CELL + 1)
    assert printable(text).endswith(CUT)
    assert len(sheet_of(text_table(text))["A4"].value) == LONGEST_CELL
    assert printable("x" * LONGEST_CELL) == "x" * LONGEST_CELL


# --- the declaration ----------------------------------------------------------------------------------------------


def test_csv_has_a_mark_for_excel_plain_values_and_no_preamble():
    assert csv_bytes(table(ROW)).startswith(b"\xef\xbb\xbfReference,Count,")
    assert csv_rows(table(ROW))[1] == ["HAM-BL-01", "2", "19500000.00", "0.3629", "2020-08-01", "yes"]


def test_csv_keeps_commas_quotes_and_lines_in_one_cell():
    text = 'one, "two"\nthree'
    assert csv_rows(text_table(text))[1] == [text]


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (0, 5),
        (1, "2"),
        (1, True),
        (2, 1.5),
        (2, 19_500_000),
        (3, "36%"),
        (4, "2020-08-01"),
        (4, MADE_AT),
        (5, "yes"),
    ],
)
def test_a_value_of_another_kind_is_refused(place, wrong):
    row = list(ROW)
    row[place] = wrong
    with pytest.raises(TypeError, match="is not a"):
        table(tuple(row))
    assert table(ROW).rows == (ROW,)


def test_headings_are_unique_and_rows_are_whole():
    with pytest.raises(ValueError, match="same heading"):
        table(columns=(SheetColumn("A", ""), SheetColumn("a", "")))
    with pytest.raises(ValueError, match="needs 6 values"):
        table(ROW[:5])


@pytest.mark.parametrize(
    ("printed", "amount", "marker"),
    [("19.5m", "19500000", None), ("TBC", None, "[tbc]"), ("awaited", None, "[awaited]"), ("nil", "0", None)],
)
def test_money_is_a_number_beside_its_words_and_a_marker(printed, amount, marker):
    values = money_values(parse_money(printed))
    assert len(values) == len(money_columns("Amount", "What."))
    assert values[0] == (None if amount is None else Decimal(amount))
    assert values[1:3] == (printed, marker)


@pytest.mark.parametrize(
    ("printed", "first", "last", "status"),
    [
        ("Aug 2020", date(2020, 8, 1), date(2020, 8, 31), "stated"),
        ("TBC", None, None, "[tbc]"),
        ("On-going", None, None, "[ongoing]"),
    ],
)
def test_a_date_is_two_days_beside_its_words(printed, first, last, status):
    values = date_values(parse_fuzzy_date(printed))
    assert values == (printed, first, last, status)
    assert len(values) == len(date_columns("When", "What."))


def test_an_inferred_year_is_said_to_be_inferred():
    assert date_values(parse_fuzzy_date("September", assume_year=2018))[3] == "year inferred"


# --- another program opens it -------------------------------------------------------------------------------------

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not on this machine")
def test_libreoffice_reads_the_workbook(tmp_path):
    file = tmp_path / "book.xlsx"
    file.write_bytes(workbook_bytes([table(ROW), text_table(*HOSTILE[:3])], PROPERTIES))
    command = [
        str(OFFICE),
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "csv",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(file)], check=True, timeout=120, capture_output=True
    )
    assert (
        "19,500,000" in (tmp_path / "book.csv").read_text()
        or "19500000" in (tmp_path / "book.csv").read_text()
    )


def test_formula_starts_are_those_of_the_guidance():
    assert set("=+-@\t\r") <= set(FORMULA_STARTS)
