"""Meetings that papers are written for or look back on: dates and items from the fixture, bodies from the reading."""

from collections.abc import Iterator
from functools import partial

from commissioning.seeding.load import Draft, Load, Source, sources_of, with_values
from commissioning.seeding.records import Record
from governance.models import AgendaItem, Body, Meeting
from governance.models.board_papers import PaperPurpose
from governance.models.meetings import MeetingState

from .listed import value_at


def load_meetings(load: Load) -> None:
    """Each meeting with its one item, where the fixture says what was on it.

    A paper says for which meeting it is written, not that the meeting was held: such a one stays planned. One that the
    paper looks back on was held.
    """
    records = load.reading.records("meetings")
    load.save(Meeting, [Draft(r.id, partial(_meeting, load, r), _sources(load, r)) for r in records])
    load.save(AgendaItem, _items(load, records))


def _at(load: Load, record: Record) -> Record:
    """The part of the fixture that speaks of the meeting."""
    holder, field, value = value_at(load, record.text("at"))
    return Record(value, f"{holder.name} {field}")


def _sources(load: Load, record: Record) -> list[Source]:
    return sources_of(_at(load, record))


def _meeting(load: Load, record: Record) -> Meeting:
    return with_values(
        Meeting,
        programme=load.programme,
        body=load.find(Body, record.text("body"), record=record, field="body"),
        held=_at(load, record).date("date"),
        state=MeetingState.PLANNED if _is_the_paper(record) else MeetingState.HELD,
    )


def _is_the_paper(record: Record) -> bool:
    return record.text("at") == "document"


def _items(load: Load, records: list[Record]) -> Iterator[Draft]:
    for record in records:
        if _is_the_paper(record) or "outcome" in _at(load, record):
            yield Draft(f"{record.id}-ITEM-1", partial(_item, load, record), _sources(load, record))


def _item(load: Load, record: Record) -> AgendaItem:
    at = _at(load, record)
    own = _is_the_paper(record)
    number = at.words("agenda_item")
    return AgendaItem(
        programme=load.programme,
        meeting=load.find(Meeting, record.id, record=record, field="id"),
        number=number,
        position=int(number) if number.isdigit() else 1,
        title=at.text("title") if own else record.text("title"),
        purpose=PaperPurpose.DECISION if own and record.words("purpose") == "decision" else "",
        document=load.document if own else None,
        minute=at.words("outcome"),
    )
