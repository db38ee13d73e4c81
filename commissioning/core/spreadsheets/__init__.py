"""Tables to take away, as .xlsx and CSV: declare a `SheetTable` once, write it with either."""

from .csv import csv_bytes
from .table import Kind, SheetColumn, SheetTable, Value
from .values import date_columns, date_values, joined, kind_marker, marker, money_columns, money_values
from .workbook import NOTHING, Cover, CoverSection, Properties, workbook_bytes

__all__ = [
    "NOTHING",
    "Cover",
    "CoverSection",
    "Kind",
    "Properties",
    "SheetColumn",
    "SheetTable",
    "Value",
    "csv_bytes",
    "date_columns",
    "date_values",
    "joined",
    "kind_marker",
    "marker",
    "money_columns",
    "money_values",
    "workbook_bytes",
]
