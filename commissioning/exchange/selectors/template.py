"""A register's template: the columns that can be filled in, and beside them a sheet that says what each holds.

Yellow headings are to be filled in, grey ones for changes to what is there; a * marks what a new row needs. The preview
is the checker: it names every cell that does not do before anything is written.
"""

import io
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from commissioning.core.spreadsheets.escape import sheet_name
from commissioning.exchange.registers.base import Act, RegisterColumn, RegisterResource
from commissioning.exchange.registers.fields import Column, DateColumns, KeyColumn, MoneyColumns

HEADING_ROW: Final = 3
LAST_ROW: Final = 1000  # how far down the lists of choices reach
YELLOW, GREY = "FFF9C4", "E8EDEE"
LONGEST_LIST: Final = 255  # what Excel holds of a list of choices


def template_bytes(resource: RegisterResource, act: Act) -> bytes:
    """The finished .xlsx: one sheet to fill in, one to read."""
    columns = {each.heading: each for each in resource.columns(resource.table(act))}
    fields = [field for field in resource.fields.values() if _heading(field) in columns]
    book = Workbook()
    sheet: Any = book.active
    sheet.title = sheet_name(resource.title)
    sheet["A1"] = f"{resource.title}: template"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"] = (
        f"One row is one {resource.one}. Yellow: fill in; * what a new one needs. Grey: leave empty for a new one. "
        "What is not known is TBC or empty, never 0."
    )
    for place, field in enumerate(fields, 1):
        _column(sheet, place, field)
    sheet.freeze_panes = f"A{HEADING_ROW + 1}"
    _how_to(book.create_sheet("How to fill it in"), fields, columns)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _heading(field: Column) -> str:
    """The one column of a group that people fill in: an amount, or a date in words."""
    return str(field.headings[0])


def _column(sheet: Any, place: int, field: Column) -> None:
    letter = get_column_letter(place)
    cell = sheet.cell(HEADING_ROW, place, f"{_heading(field)}{' *' if field.required else ''}")
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor=GREY if isinstance(field, KeyColumn) else YELLOW)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border = Border(bottom=Side(style="medium"))
    sheet.column_dimensions[letter].width = max(14, min(40, len(_heading(field)) + 6))
    labels = ",".join(label for _, label in getattr(field, "choices", ()))
    if labels and len(labels) <= LONGEST_LIST and '"' not in labels:
        choice = DataValidation("list", formula1=f'"{labels}"', allow_blank=True, showErrorMessage=False)
        choice.add(f"{letter}{HEADING_ROW + 1}:{letter}{LAST_ROW}")
        sheet.add_data_validation(choice)


def _how_to(sheet: Any, fields: list[Column], columns: dict[str, RegisterColumn]) -> None:
    sheet.append(["Column", "Needed for a new row", "Holds", "One of", "Meaning"])
    for field in fields:
        column = columns[_heading(field)]
        choices = "; ".join(label for _, label in getattr(field, "choices", ()))
        needed = "yes" if field.required else "no"
        sheet.append([column.heading, needed, _holds(field, column), choices, column.meaning])
    for letter, width in zip("ABCDE", (28, 14, 40, 40, 70), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=cell.row == 1)


def _holds(field: Column, column: RegisterColumn) -> str:
    if isinstance(field, DateColumns):
        return "a date as printed: 1 April 2020, Autumn 2013, 2013/14, TBC"
    if isinstance(field, MoneyColumns):
        return "an amount: £1.2m, 1200000, (£500), over £45m p.a., TBC"
    return str(column.kind)
