"""The rows of a run as they are kept: what previews and receipts list."""

from collections.abc import Sequence
from typing import Final

from commissioning.exchange.models import ImportRow, ImportRun
from commissioning.exchange.selectors.planned import Planned
from commissioning.exchange.selectors.words import shown

BATCH: Final = 1000


def keep_rows(run: ImportRun, rows: Sequence[Planned]) -> None:
    """Put these rows in the place of those kept before; an unchanged row keeps its number, key and name only."""
    ImportRow.objects.filter(run=run).delete()
    made = (
        ImportRow(
            run=run,
            number=row.number,
            verdict=row.verdict,
            key=" · ".join(row.key)[:120],
            label=row.label[:300],
            cells={heading: shown(cell) for heading, cell in row.cells.items()} if row.problems else {},
            changes=row.changes if row.writes else [],
            problems=[each.as_list() for each in row.problems],
            check_before=row.check_before,
        )
        for row in rows
    )
    ImportRow.objects.bulk_create(made, batch_size=BATCH)
