"""The rows of a run as they are kept: what previews and receipts list."""

from collections.abc import Sequence
from typing import Final

from commissioning.exchange.models import ImportRow, ImportRun
from commissioning.exchange.selectors.planned import Planned, words_of_key
from commissioning.exchange.selectors.words import shown

BATCH: Final = 1000


def keep_rows(run: ImportRun, rows: Sequence[Planned]) -> None:
    """Put these rows in the place of those kept before; an unchanged row keeps its number, key and name only."""
    ImportRow.objects.filter(run=run).delete()
    ImportRow.objects.bulk_create((kept_row(run, row) for row in rows), batch_size=BATCH)


def kept_row(run: ImportRun, row: Planned) -> ImportRow:
    """A planned row as it is kept: cells only of a refused one, changes only of one that writes."""
    return ImportRow(
        run=run,
        number=row.number,
        verdict=row.verdict,
        key=words_of_key(row.key),
        label=row.label[:300],
        cells={heading: shown(cell) for heading, cell in row.cells.items()} if row.problems else {},
        changes=row.changes if row.writes else [],
        problems=[each.as_list() for each in row.problems],
        check_before=row.check_before,
        check_after=row.check_after,
    )
