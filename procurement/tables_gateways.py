"""What a gateway asks for, what was decided there, and every change of stages, as tables and histories."""

from collections.abc import Iterable, Sequence

from commissioning.core.components import HistoryEntry, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from procurement.models import StageChange
from procurement.selectors.stages import DecisionRow, RequirementRow

NOTHING = "–"
FIELDS = {
    "planned": "Planned",
    "forecast": "Forecast",
    "actual": "Actual",
    "owner": "Owner",
    "not_applicable": "Left out",
    "why_not_applicable": "Why it is left out",
    "added": "Added",
    "evidence": "Evidence",
}


def requirement_table(rows: Sequence[RequirementRow]) -> Table:
    """What the gateway asks for: met or missing, what was found, and what to do."""
    columns = (Column("Requirement"), Column("Met?"), Column("Found"), Column("What to do"))
    return Table(
        "What this gateway asks for",
        columns,
        tuple(_requirement_row(row) for row in rows),
        caption_hidden=True,
        compact=True,
        empty="The tables ask for nothing at this gateway: the decision can be recorded.",
    )


def _requirement_row(row: RequirementRow) -> Row:
    source = "" if row.is_certain else "Not settled in law: ask your advisers"
    met = Tag("Met", Tone.GOOD) if row.is_met else Tag("Missing", Tone.WARN)
    return Row(
        (
            Cell(row.text, note="; ".join(filter(None, [row.source, source]))),
            Cell(tags=(met,)),
            Cell(row.found),
            Cell(NOTHING, words="nothing") if row.is_met else Cell(row.cure),
        )
    )


def decision_entries(rows: Iterable[DecisionRow]) -> list[HistoryEntry]:
    """What was decided at a gateway, newest first, with what was missing then."""
    return [
        HistoryEntry(
            f"{row.outcome_label}: {row.decided_by}.",
            row.decided_on,
            row.made_by,
            row.reason,
            [f"Missing then: {words}" for words in row.missing],
        )
        for row in reversed(list(rows))
    ]


def change_entries(rows: Iterable[StageChange]) -> list[HistoryEntry]:
    """Every change of stages, newest first."""
    return [
        HistoryEntry(
            f"{row.stage.kind.name}. {FIELDS.get(row.field, row.field)}: {change_words(row)}.",
            row.made_at,
            str(row.made_by),
            row.reason,
        )
        for row in rows
    ]


def change_words(row: StageChange) -> str:
    after = row.after or "nothing"
    return f"from {row.before} to {after}" if row.before else after
