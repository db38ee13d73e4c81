"""Tables to take away, as .xlsx and CSV: declare a `SheetTable` once, write it with either."""

from .csv import csv_bytes, csv_chunks
from .row_check import row_check
from .sheet_xml import TooManyRowsError
from .table import Kind, Row, SheetColumn, SheetTable, Streamed, Value
from .values import date_columns, date_values, joined, kind_marker, marker, money_columns, money_values
from .workbook import NOTHING, Cover, CoverSection, Properties, workbook_bytes, write_workbook

__all__ = [
    "NOTHING",
    "Cover",
    "CoverSection",
    "Kind",
    "Properties",
    "Row",
    "SheetColumn",
    "SheetTable",
    "Streamed",
    "TooManyRowsError",
    "Value",
    "csv_bytes",
    "csv_chunks",
    "date_columns",
    "date_values",
    "joined",
    "kind_marker",
    "marker",
    "money_columns",
    "money_values",
    "row_check",
    "workbook_bytes",
    "write_workbook",
]
