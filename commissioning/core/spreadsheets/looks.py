"""How cells look: every look of a workbook once, each with the number by which the cells of a sheet name it."""

from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from .table import Kind

DATE_FORMAT: Final = "d mmm yyyy"  # a month in words is read the same way everywhere
POUNDS_FORMAT: Final = "£#,##0;-£#,##0"
PENCE_FORMAT: Final = "£#,##0.00;-£#,##0.00"
PERCENT_FORMAT: Final = "0.00%"
WHOLE_FORMAT: Final = "#,##0"
NUMBER_FORMAT: Final = "#,##0.####"
INTEGER_FORMAT: Final = "0"

QUOTED: Final = " quoted"
_BOLD: Final = {"title", "section", "heading", "label"}
_SIZES: Final = {"title": 14, "section": 12}
_WRAPPED: Final = {"heading", "wrapped", "text"}


class Looks:
    """The looks of one workbook. A look is a name ("text", "heading", "text quoted" …) or a number format."""

    def __init__(self, book: Workbook) -> None:
        self._sheet: Any = book.worksheets[0]
        self._known: dict[str, Any] = {}

    def style(self, name: str) -> Any:
        """What openpyxl keeps of a cell's style. Shared between cells, which is safe: nothing changes it afterwards."""
        return self._dressed(name)._style

    def number(self, name: str) -> int:
        """The place of the look in the workbook's list of styles."""
        number: int = self._dressed(name).style_id
        return number

    def _dressed(self, name: str) -> Any:
        if name not in self._known:
            cell = WriteOnlyCell(self._sheet)
            _dress(cell, name)
            self._known[name] = cell
        return self._known[name]


def _dress(cell: Any, look: str) -> None:
    base = look.removesuffix(QUOTED)
    cell.quotePrefix = look.endswith(QUOTED)
    cell.alignment = Alignment(vertical="top", wrap_text=base in _WRAPPED)
    if base in _BOLD:
        cell.font = Font(bold=True, size=_SIZES.get(base, 11))
    elif base == "link":
        cell.font = Font(underline="single", color="0563C1")
    elif base not in {"text", "wrapped", "note"}:
        cell.number_format = base
    if base == "heading":
        cell.fill = PatternFill("solid", fgColor="E8EDEE")
        cell.border = Border(bottom=Side(style="medium"))


def decimal_formats(kind: Kind) -> tuple[str, str]:
    """The number formats of a column of decimals: for a whole number, and for one with a fraction."""
    if kind == Kind.PERCENT:
        return PERCENT_FORMAT, PERCENT_FORMAT
    return (WHOLE_FORMAT, NUMBER_FORMAT) if kind == Kind.NUMBER else (POUNDS_FORMAT, PENCE_FORMAT)


def is_whole(written: str) -> bool:
    """Whether a decimal, as `str` writes it, has no pence or other fraction: "12", "12.00" and "-3"."""
    if "E" in written:
        value = Decimal(written)
        return value == value.to_integral_value()
    return not written.partition(".")[2].strip("0")
