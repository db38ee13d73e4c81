"""Notices and their standstill as tables and lists."""

from collections.abc import Sequence
from datetime import date

from commissioning.core.components import SummaryRow, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table
from procurement.models.regimes import Regime
from procurement.selectors.notices import NoticeRow
from programmes.addresses import Addresses
from programmes.tables import day_words

NOTHING = "–"
TONES = {
    "Published": Tone.GOOD,
    "Not needed": Tone.NEUTRAL,
    "Overdue": Tone.ALERT,
    "Planned": Tone.INFO,
    "Expected": Tone.UNKNOWN,
}


def state_tag(row: NoticeRow) -> Tag:
    return Tag(row.state, TONES[row.state])


def notice_table(rows: Sequence[NoticeRow], to: Addresses) -> Table:
    """Every notice of the view: when it is due and why then, when it was published, and the standstill it started."""
    columns = (
        Column("Notice"),
        Column("Phase"),
        Column("State"),
        Column("Due"),
        Column("Published"),
        Column("Standstill"),
    )
    return Table(
        "Notices",
        columns,
        tuple(_row(row, to) for row in rows),
        caption_hidden=True,
        compact=True,
        empty="No notice fits these filters.",
    )


def _row(row: NoticeRow, to: Addresses) -> Row:
    href = to.of("notice", row.reference) if row.is_recorded else ""
    needed = row.required_when if not row.is_recorded else row.not_needed_because
    return Row(
        (
            Cell(f"{row.code} {row.name}", href, needed),
            Cell(f"Phase {row.phase_number}: {row.phase_name}", to.of("phase_stages", row.phase_number)),
            Cell(tags=(state_tag(row),)),
            due_cell(row),
            day_cell(row.published_on, "not published"),
            standstill_cell(row),
        )
    )


def due_cell(row: NoticeRow) -> Cell:
    unsure = "" if row.is_certain else "; not settled in law"
    words = f"{row.due_words}{unsure}"
    if row.due_on is None:
        return Cell("no day yet", note=words, unknown=True)
    return Cell(day_words(row.due_on), note=words, sort_value=row.due_on.isoformat())


def day_cell(day: date | None, words: str) -> Cell:
    if day is None:
        return Cell(NOTHING, words=words)
    return Cell(day_words(day), sort_value=day.isoformat())


def standstill_cell(row: NoticeRow) -> Cell:
    if row.standstill is None:
        return Cell(NOTHING, words="none")
    span = f"{day_words(row.standstill.starts)} to {day_words(row.standstill.ends)}"
    return Cell(span, note=row.held.words if row.held else "")


def notice_rows(row: NoticeRow, to: Addresses) -> list[SummaryRow]:
    """Everything that is known of a notice; what is not is said to be not known."""
    rows = [
        SummaryRow("Reference", Cell(row.reference)),
        SummaryRow(
            "Phase",
            Cell(f"Phase {row.phase_number}: {row.phase_name}", to.of("phase_stages", row.phase_number)),
        ),
        SummaryRow("Regime", Cell(str(Regime(row.regime).label))),
        SummaryRow("Due", due_cell(row)),
        SummaryRow("Published", day_cell(row.published_on, "not published")),
    ]
    optional = (
        ("Needed", row.required_when),
        ("Not needed because", row.not_needed_because),
        ("Contract", row.contract_name),
        ("The portal’s number", row.external_id),
        ("Note", row.note),
    )
    rows += [SummaryRow(name, Cell(words)) for name, words in optional if words]
    if row.url:
        rows.append(SummaryRow("Address", Cell(row.url, row.url)))
    if row.opens_award:
        rows.append(SummaryRow("Award", Cell("Publishing it makes the award public from that day")))
    return rows


def standstill_rows(row: NoticeRow) -> list[SummaryRow]:
    """The standstill that the notice started, how it was counted, and what keeps it open."""
    if row.standstill is None or row.held is None:
        return []
    rows = [
        SummaryRow("Starts", Cell(day_words(row.standstill.starts))),
        SummaryRow("Ends", Cell(day_words(row.standstill.ends), note="at midnight at the end of the day")),
        SummaryRow("Counted by", Cell(row.standstill.basis)),
        SummaryRow("Where it stands", Cell(row.held.words)),
    ]
    days = (
        ("Representations received", row.representations_on),
        ("Further decision told", row.further_decision_on),
        ("Closed", row.standstill_closed_on),
    )
    return [*rows, *(SummaryRow(name, Cell(day_words(day))) for name, day in days if day)]
