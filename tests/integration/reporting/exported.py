"""Reading files that were taken away: a workbook's sheets and a CSV as rows by heading."""

import csv
import io
from datetime import datetime
from decimal import Decimal

import openpyxl
from django.test import Client

from commissioning.core.models import User

HEADER = 3
FILES = (
    "workbook.xlsx",
    "tables/services.csv",
    "tables/services.xlsx",
    "tables/sources.csv",
)  # of a programme


def signed_in(email):
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def open_book(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(response.content))


def rows_of(sheet):
    """Rows as dictionaries by heading."""
    values = list(sheet.iter_rows(values_only=True))
    return [dict(zip(values[HEADER - 1], row, strict=True)) for row in values[HEADER:]]


def csv_of(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def cover_of(book):
    return {row[0]: row[1] for row in book["Cover"].iter_rows(values_only=True) if row[0]}


def sheet_names(book):
    """The title of each table's sheet, by the table's name in addresses."""
    return {row["Table"]: row["Sheet"] for row in rows_of(book["Data dictionary"])}


def assert_same(rows, sheet):
    """A CSV's rows and a sheet's hold the same values."""
    assert len(rows) == len(sheet) > 0
    for ours, theirs in zip(rows, sheet, strict=True):
        assert {heading: _plain(value) for heading, value in theirs.items()} == {
            heading: _number(value, theirs[heading]) for heading, value in ours.items()
        }


def _plain(value):
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, int | float):
        return Decimal(str(value)).normalize()
    return (value or "").replace("\r\n", "\n")


def _number(text, beside):
    if isinstance(beside, int | float):
        return Decimal(text).normalize()
    return text.removeprefix("'") if text.startswith(("'-", "'=", "'+", "'@")) else text
