"""Points from a CSV file: what is read, and what is refused with row, column and cure."""

import re
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from outcomes.spc_csv import UnreadableFileError, read_points


def test_a_byte_order_mark_capitals_spaces_and_empty_columns_do_no_harm():
    assert read_points(b"date,value\n2024-01-01,5\n2024-02-01,6\n") == read_points(
        b"\xef\xbb\xbf Date ,VALUE,,\r\n2024-01-01, 5 ,,\r\n,,,\r\n\r\n2024-02-01,6\r\n"
    )


def test_ghosts_and_annotations():
    points = read_points(
        b'annotation,ghost,value,date\n"Flood, closed",yes,5,2024-01-01\n,NO,6,2024-02-01\n,,,2024-03-01\n'
    )
    assert [(point.ghost, point.annotation) for point in points] == [
        (True, "Flood, closed"),
        (False, ""),
        (False, ""),
    ]
    assert points[2].value is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5), ("-5", -5), ("+5", 5), ("5.", 5), (".5", "0.5"), ("0", 0), ("82.10", "82.1"), ("1e3", 1000),
        ("1.5E-05", "0.000015"),
    ],
)  # fmt: skip
def test_numbers_as_files_have_them(text, value):
    assert read_points(f"date,value\n2024-01-01,{text}\n".encode())[0].value == Decimal(value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The file is empty: give a first row “date,value”"),
        ("\n\n", "Row 1 has no column “date”"),
        ("when,value\n", "Row 1, column 1: “when” is none of date, value, ghost, annotation"),
        ("date;value\n2024-01-01;5\n", "separate columns by commas"),
        ("date,date,value\n", "Row 1, column 2: “date” stands there twice"),
        ("date\n2024-01-01\n", "Row 1 has no column “value”"),
        (
            "date,value\n2024-01-01,5\n01/02/2024,6\n",
            "Row 3, column date: “01/02/2024” is not a date: write it as",
        ),
        ("date,value\n2024-02-30,5\n", "Row 2, column date: there is no day 2024-02-30"),
        ("date,value\n,5\n", "Row 2, column date: the date is missing"),
        (
            "date,value\n2024-01-01,5\n\n2024-01-01,6\n",
            "Row 4, column date: 2024-01-01 stands in row 2 already",
        ),
        ("date,value\n2024-01-01,5%\n", "Row 2, column value: “5%” is not a number: write it as 82.1"),
        ('date,value\n2024-01-01,"1,204"\n', "without commas"),
        ("date,value\n2024-01-01,1,204\n", "Row 2 has 3 cells under 2 headings"),
        ("date,value\n2024-01-01,nan\n", "“nan” is not a number"),
        ("date,value\n2024-01-01,Infinity\n", "“Infinity” is not a number"),
        ("date,value\n2024-01-01,1e999999999\n", "is not a number"),
        ("date,value\n2024-01-01,٥\n", "is not a number"),
        (f"date,value\n2024-01-01,{'9' * 31}\n", "is not a number"),
        ("date,value\n2024-01-01,\x1b[31m5\n", r"'\x1b[31m5' is not a number"),
        ("date,value,ghost\n2024-01-01,5,maybe\n", "Row 2, column ghost: “maybe” is neither yes nor no"),
        ('date,value\n"2024-01-01,5\n', "check that every quotation mark has its pair"),
        (b"date,value\n2024-01-01,5\n2024-02-01,\xa35\n", "Row 3 is not UTF-8: save the file as"),
        ("date,value\n".encode("utf-16"), "Row 1 is not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_names_row_column_and_cure(tmp_path, content, said):
    path = tmp_path / "series.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UnreadableFileError, match=re.escape(said)) as refusal:
        read_points(path.read_bytes())
    with pytest.raises(CommandError) as told:
        call_command("spc", str(path), "--improvement=up")
    assert str(told.value) == f"{path}: {refusal.value}"
