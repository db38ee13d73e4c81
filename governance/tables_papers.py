"""Papers written here as a table."""

from collections.abc import Sequence

from django.http import QueryDict

from commissioning.core.components import Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table, sorted_columns
from commissioning.core.values_html import date_cell
from governance.models.board_papers import PaperState
from governance.rules.words import counted
from governance.selectors.board_papers import PaperRow
from programmes.addresses import Addresses
from programmes.tables import day_words

TONES = {
    PaperState.DRAFT: Tone.INFO,
    PaperState.READY: Tone.GOOD,
    PaperState.ISSUED: Tone.NEUTRAL,
}
COLUMNS = (
    Column("Paper", key="title"),
    Column("For", key="body"),
    Column("Date", key="dated"),
    Column("House style", key="style"),
    Column("Asks", key="asked", numeric=True),
    Column("State", key="state"),
)


def state_tag(state: str) -> Tag:
    return Tag(str(PaperState(state).label), TONES[PaperState(state)])


def paper_table(rows: Sequence[PaperRow], params: QueryDict, to: Addresses) -> Table:
    """One row for each paper."""
    return Table(
        "Papers",
        sorted_columns(COLUMNS, params, default=""),
        tuple(_row(row, to) for row in rows),
        caption_hidden=True,
        empty="No paper fits these filters.",
    )


def _row(row: PaperRow, to: Addresses) -> Row:
    marks = (Tag("Illustrative"),) if row.illustrative else ()
    note = " · ".join(part for part in (row.reference, row.author_role) if part)
    return Row(
        (
            Cell(row.title, to.of("paper", row.reference), note, tags=marks),
            Cell(row.body, to.of("body", row.body_reference), row.purpose_label),
            date_cell(row.dated),
            Cell(row.style_label),
            Cell(str(row.asked)),
            Cell(tags=(state_tag(row.state),), note=state_note(row)),
        ),
        id=row.reference,
    )


def state_note(row: PaperRow) -> str:
    """What the state leaves to do or say: how many things are missing, or when it was last issued."""
    if row.missing:
        return f"{counted(row.missing, 'thing')} missing"
    if row.issued_on:
        return f"issue {row.issues}, {day_words(row.issued_on)}"
    return ""
