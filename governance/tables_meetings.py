"""Meetings as tables: the list of them, and the agenda, attendance, interests, asks and packs of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import QueryDict

from commissioning.core.components import Link, Tag, Tone
from commissioning.core.tables import Cell, Column, Row, Table, sorted_columns
from commissioning.core.values_html import date_cell
from governance.models.meetings import MeetingState
from governance.rules.words import counted
from governance.selectors.action_views import ActionView
from governance.selectors.meeting_rows import (
    AttendanceRow,
    InterestRow,
    ItemRow,
    MeetingRow,
    PackRow,
    PutRow,
    StanceRow,
)
from governance.tables_boards import made_up
from programmes.addresses import Addresses
from programmes.tables import day_words, source_cell

STATE_TONES = {
    MeetingState.PLANNED: Tone.INFO,
    MeetingState.HELD: Tone.GOOD,
    MeetingState.CANCELLED: Tone.NEUTRAL,
}
UNSETTLED = Tag("Past, and not recorded as held", Tone.WARN)
MEETING_COLUMNS = (
    Column("Meeting", key="held"),
    Column("Body", key="body"),
    Column("State", key="state"),
    Column("Agenda"),
    Column("Decisions", numeric=True),
    Column("Minutes"),
)


def state_tags(row: MeetingRow, on: date) -> tuple[Tag, ...]:
    """The state; a planned meeting whose time has passed says that nobody has recorded whether it was held."""
    tag = Tag(row.state_label, STATE_TONES[MeetingState(row.state)])
    return (tag, UNSETTLED) if row.is_unsettled(on) else (tag,)


def meeting_table(
    rows: Sequence[MeetingRow],
    on: date,
    to: Addresses,
    *,
    params: QueryDict | None = None,
    empty: str = "No meeting is recorded.",
) -> Table:
    """The list; with `params` its headings sort it."""
    plain = tuple(Column(column.text, numeric=column.numeric) for column in MEETING_COLUMNS)
    columns = plain if params is None else sorted_columns(MEETING_COLUMNS, params, default="")
    return Table(
        "Meetings", columns, tuple(_meeting(row, on, to) for row in rows), caption_hidden=True, empty=empty
    )


def _meeting(row: MeetingRow, on: date, to: Addresses) -> Row:
    when = date_cell(row.held)
    return Row(
        (
            Cell(
                row.held.printed or "date not known",
                to.of("meeting", row.reference),
                row.title,
                f"meeting of {row.body}",
                tags=made_up(row),
                sort_value=when.sort_value,
            ),
            Cell(row.body, to.of("body", row.body_reference)),
            Cell(tags=state_tags(row, on)),
            Cell(agenda_words(row)),
            Cell(str(row.decisions)) if row.decisions else Cell("none recorded", unknown=True),
            minutes_cell(row, to),
        ),
        id=row.reference,
    )


def minutes_cell(row: MeetingRow, to: Addresses) -> Cell:
    """The paper that records a meeting; missing only where the meeting was held."""
    if row.minutes:
        return Cell(row.minutes, to.of("document", row.minutes_reference))
    if row.state == MeetingState.HELD:
        return Cell("not recorded", unknown=True)
    return Cell("–", words="none before it is held")


def agenda_words(row: MeetingRow) -> str:
    """ "3 items, 2 with a paper"; where nothing is recorded it says so."""
    if not row.items:
        return "No agenda recorded"
    return f"{counted(row.items, 'item')}, {row.papers or 'none'} with a paper"


# --- one meeting ------------------------------------------------------------------------------------------------


def agenda_table(items: Sequence[ItemRow], to: Addresses, *, meeting: str, may_keep: bool) -> Table:
    columns = [
        Column("Item"),
        Column("Purpose"),
        Column("Paper"),
        Column("What the minutes say"),
        Column("Printed in"),
    ]
    return Table(
        "Agenda",
        (*columns, *((Column("Change"),) if may_keep else ())),
        tuple(_item(item, to, meeting, may_keep=may_keep) for item in items),
        caption_hidden=True,
        empty="No agenda is recorded for this meeting.",
    )


def _item(item: ItemRow, to: Addresses, meeting: str, *, may_keep: bool) -> Row:
    presented = f"Presented by {item.presenter_role}" if item.presenter_role else ""
    change = Link("Change", to.of("agenda_item_change", meeting, item.reference), f"item {item.name}")
    cells = [
        Cell(item.name, note=presented, tags=made_up(item)),
        Cell(item.purpose_label or "not stated", unknown=not item.purpose_label),
        paper_cell(item, to),
        Cell(item.minute or "nothing recorded", unknown=not item.minute),
        source_cell(item.places, item.fact_id, to),
    ]
    return Row((*cells, *((Cell(links=(change,)),) if may_keep else ())), id=item.reference)


def paper_cell(item: ItemRow, to: Addresses) -> Cell:
    """The paper of an item, and whether it was received or is written here."""
    if item.paper is None:
        return Cell("no paper recorded", unknown=True)
    page = "paper" if item.paper.is_written_here else "document"
    note = "Written here" if item.paper.is_written_here else "Received"
    return Cell(item.paper.title, to.of(page, item.paper.reference), note)


def attendance_table(rows: Sequence[AttendanceRow]) -> Table:
    return Table(
        "Who was there",
        (Column("Role"), Column("Organisation"), Column("Presence")),
        tuple(
            Row(
                (
                    Cell(row.role_title),
                    Cell(row.organisation or "not stated", unknown=not row.organisation),
                    Cell(row.presence_label),
                )
            )
            for row in rows
        ),
        caption_hidden=True,
        compact=True,
        empty="Nobody’s attendance is recorded.",
    )


def interest_table(rows: Sequence[InterestRow]) -> Table:
    return Table(
        "Interests declared",
        (Column("Who"), Column("Interest"), Column("In"), Column("What was done")),
        tuple(
            Row(
                (
                    Cell(row.role_title, note=row.organisation, tags=made_up(row)),
                    Cell(row.text, note=row.nature_label),
                    Cell(row.item or "The whole meeting"),
                    done_cell(row),
                ),
                id=row.reference,
            )
            for row in rows
        ),
        caption_hidden=True,
        empty="No interest is recorded as declared.",
    )


def done_cell(row: InterestRow) -> Cell:
    """What was done about an interest; a dispensation with who gave it and why; unknown where nobody recorded it."""
    if not row.outcome_label:
        return Cell("not recorded", unknown=True)
    return Cell(row.outcome_label, note=row.dispensation if row.was_dispensed else "")


def put_table(rows: Sequence[PutRow], to: Addresses) -> Table:
    return Table(
        "What was put to the meeting",
        (Column("Asked to"), Column("What"), Column("Paper"), Column("Outcome")),
        tuple(
            Row(
                (
                    Cell(row.verb_label),
                    Cell(row.text, to.of("ask", row.reference), tags=made_up(row)),
                    Cell(row.paper),
                    outcome_cell(row, to),
                )
            )
            for row in rows
        ),
        caption_hidden=True,
        empty="No recommendation to this body is recorded in the papers on the agenda.",
    )


def outcome_cell(row: PutRow, to: Addresses) -> Cell:
    if not row.outcome:
        return Cell("No outcome recorded", unknown=True)
    href = to.of("decision", row.decision_reference) if row.decision_reference else ""
    return Cell(row.outcome, href, row.tally)


def position_table(rows: Sequence[StanceRow], to: Addresses) -> Table:
    return Table(
        "Positions given here on what others decided",
        (Column("Decision"), Column("Of"), Column("Position")),
        tuple(
            Row(
                (
                    Cell(row.decision, to.of("decision", row.decision_reference)),
                    Cell(row.decided_by),
                    Cell(row.label, note=row.note),
                )
            )
            for row in rows
        ),
        caption_size="s",
        compact=True,
    )


def meeting_action_table(rows: Sequence[ActionView], to: Addresses) -> Table:
    return Table(
        "Actions",
        (Column("What is to be done"), Column("Owner"), Column("Due"), Column("State")),
        tuple(
            Row(
                (
                    Cell(row.text, to.of("action", row.reference), tags=made_up(row)),
                    Cell(row.owner_role or "not stated", unknown=not row.owner_role),
                    date_cell(row.due),
                    Cell(row.state_label),
                )
            )
            for row in rows
        ),
        caption_hidden=True,
        empty="No action is recorded as agreed here.",
    )


def pack_table(rows: Sequence[PackRow], to: Addresses) -> Table:
    return Table(
        "Packs made for it",
        (Column("Pack"), Column("Position at"), Column("Made by")),
        tuple(
            Row(
                (
                    Cell(f"Pack {row.number}", to.of("pack", row.reference), tags=made_up(row)),
                    Cell(day_words(row.as_at)),
                    Cell(row.made_by or "the command board_pack"),
                )
            )
            for row in rows
        ),
        caption_hidden=True,
        compact=True,
        empty="No pack has been made for this meeting.",
    )
