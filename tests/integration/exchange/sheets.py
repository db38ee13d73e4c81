"""Spreadsheets for tests: a register's own export, changed here and there, and files made cell by cell."""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl
from django.utils import timezone

from commissioning.core.models import User
from commissioning.core.spreadsheets import Properties, SheetTable, csv_bytes, workbook_bytes
from commissioning.exchange.access import act_of
from commissioning.exchange.registers import resource_of
from commissioning.exchange.registers.base import Act
from programmes.models import Programme

HEADING_ROW = 3


def act(programme: Programme | None, email: str = "manager@example.org", reason: str = "A test") -> Act:
    by = User.objects.get(email=email)
    return act_of(programme, by, timezone.localdate(), reason=reason)


def exported(register: str, act: Act) -> SheetTable:
    return resource_of(register).table(act)


def xlsx_of(table: SheetTable) -> bytes:
    about = Properties(table.title, "test", "test", timezone.now())
    return workbook_bytes([table], about)


def csv_of(table: SheetTable) -> bytes:
    return csv_bytes(table)


def changed(content: bytes, change: Callable[[Any, Mapping[str, int]], None]) -> bytes:
    """The workbook with its first table's sheet changed by `change(sheet, columns by heading)`."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[HEADING_ROW]}
    change(sheet, places)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(sheet: Any, reference: str) -> int:
    for row in range(HEADING_ROW + 1, sheet.max_row + 1):
        if sheet.cell(row, 1).value == reference:
            return row
    raise AssertionError(f"{reference} is not on the sheet")


def csv_rows(*rows: Sequence[str], separator: str = ",") -> bytes:
    quoted = [separator.join(f'"{cell}"' for cell in row) for row in rows]
    return ("\r\n".join(quoted) + "\r\n").encode("utf-8-sig")
