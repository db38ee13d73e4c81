"""Columns of KPIs that read otherwise than their kind: who owns one, and below what its counts are hidden."""

from typing import Any

from commissioning.core.intake.cells import Cell
from commissioning.exchange.registers.columns import KeptInteger
from commissioning.exchange.registers.naming import folded

NOT_HIDDEN = frozenset({"none", "not hidden", "0"})


class HiddenBelowColumn(KeptInteger):
    """Below which number counts are hidden. Leaving the cell empty shows nobody's count: “none” has to be written."""

    def read_cell(self, cell: Cell, *, formatted: bool) -> Any:
        return None if folded(cell) in NOT_HIDDEN else super().read_cell(cell, formatted=formatted)
