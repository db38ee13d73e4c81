"""Tables to take away. Each is declared once and written both as a sheet of a workbook and as CSV."""

from collections.abc import Callable, Mapping
from typing import Final

from commissioning.core.spreadsheets import SheetTable
from commissioning.reporting.exports.discrepancies import discrepancies_table, sources_table
from commissioning.reporting.exports.material import Material, finished
from commissioning.reporting.exports.money import budget_lines_table, reconciliation_table, totals_table
from commissioning.reporting.exports.phases import phases_table
from commissioning.reporting.exports.services import services_table

Builder = Callable[[Material], SheetTable]

# In the order of the workbook's sheets. The name stands in the address: tables/<name>.csv.
TABLES: Final[Mapping[str, Builder]] = {
    "services": services_table,
    "budget_lines": budget_lines_table,
    "phases": phases_table,
    "reconciliation": reconciliation_table,
    "totals": totals_table,
    "discrepancies": discrepancies_table,
    "sources": sources_table,
}


def table(material: Material, name: str) -> SheetTable:
    """One finished table. Raises KeyError for a name that is not in TABLES."""
    return finished(material, TABLES[name](material))
