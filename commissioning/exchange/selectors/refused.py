"""The refused rows of an import as a table: the cells as handed in, beside where and why they were refused."""

from commissioning.core.spreadsheets import Kind, SheetColumn, SheetTable
from commissioning.exchange.models import ImportRun, Verdict

WHERE, WHY = "Row in the file", "What to put right"


def refused_table(run: ImportRun) -> SheetTable:
    """One row is one refused row. It can be put right here and handed in again: the two added columns are left out."""
    rows = list(run.rows.filter(verdict=Verdict.REFUSED).order_by("number"))
    headings = [heading for heading in run.columns.values() if any(heading in row.cells for row in rows)]
    columns = (
        *(SheetColumn(heading, f"As handed in for “{heading}”.") for heading in headings),
        SheetColumn(WHERE, "The number that the spreadsheet shows beside the row.", Kind.INTEGER),
        SheetColumn(WHY, "Each problem with its column and what to do.", width=60),
    )
    values = tuple(
        (*(row.cells.get(heading) or None for heading in headings), row.number, _why(row.problems))
        for row in rows
    )
    about = f"Rows of {run.file_name} that were not imported. Put them right and hand this file in."
    return SheetTable("refused", "Refused rows", about, columns, values)


def _why(problems: list[list[str]]) -> str:
    said = []
    for letter, heading, _, message in problems:
        where = ", ".join(part for part in (letter, heading) if part)
        said.append(f"{where}: {message}" if where else message)
    return " ".join(said)
