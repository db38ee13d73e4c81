"""The columns of a figure: cells kept as texts, since what they mean together is the KPI's own matter."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from commissioning.core.intake.cells import Cell
from commissioning.core.intake.number_text import significant
from commissioning.core.intake.unread import refuse_broken
from commissioning.core.intake.words import tidy
from commissioning.core.spreadsheets import Value
from commissioning.exchange.registers.fields import Column

SHORT_MARK: Final = 3  # “[c]” is a mark of its own, “[not reported]” the words in brackets


class FigureColumn(Column):
    """A part, a value or a reason, as text: `outcomes` reads it by its own rules."""

    def read_cell(self, cell: Cell, *, formatted: bool) -> str:
        return figure_text(cell, formatted=formatted)


class CellsColumn(Column):
    """Several columns that name one thing: given as they stand, by heading."""

    def __init__(self, *headings: str, **more: Any) -> None:
        super().__init__(headings[0], **more)
        self._headings = headings

    @property
    def headings(self) -> tuple[str, ...]:
        return self._headings

    def read(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value] | None,  # noqa: ARG002
        *,
        percent: frozenset[str] = frozenset(),  # noqa: ARG002
        before: Any = None,  # noqa: ARG002
    ) -> dict[str, Cell]:
        for cell in given.values():
            refuse_broken(cell)
        return dict(given)


def figure_text(cell: Cell, *, formatted: bool = False) -> str:
    """A cell as its sheet shows it: 0.55 formatted as a percentage is 55%; a marker without its brackets."""
    refuse_broken(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | Decimal):
        return number_text(cell, formatted=formatted)
    if isinstance(cell, date):
        return (cell.date() if isinstance(cell, datetime) else cell).isoformat()
    text = tidy(str(cell))
    bracketed = len(text) > SHORT_MARK and text.startswith("[") and text.endswith("]")
    return text[1:-1].strip() if bracketed else text


def number_text(number: int | Decimal, *, formatted: bool) -> str:
    exact = significant(Decimal(number))
    return f"{(exact * 100).normalize():f}%" if formatted else f"{exact:f}"
