"""What a board asked to be done, and how its paper answers each."""

from collections.abc import Iterator
from functools import partial

from commissioning.seeding.load import Draft, Load, sources_of, with_values
from commissioning.seeding.records import Record
from governance.models import BoardAction, Body, ProgressResponse
from governance.models.actions import BoardActionState


def load_actions(load: Load) -> None:
    records = load.seed.records("hwb_actions")
    load.save(BoardAction, [Draft(r.id, partial(_action, load, r), sources_of(r)) for r in records])
    load.save(ProgressResponse, _responses(load, records))


def _action(load: Load, record: Record) -> BoardAction:
    asked = load.reading.record("actions")
    return with_values(
        BoardAction,
        programme=load.programme,
        body=load.find(Body, asked.text("body"), record=asked, field="body"),
        text=record.text("text"),
        agreed=record.date("agreed"),
        reports_promised=asked.part("reports_promised").words(record.id),
        state=_state(record),
        state_note=load.seed.words("hwb_actions_note"),
    )


def _state(record: Record) -> str:
    state = record.text("status").replace(" ", "_")
    if state not in BoardActionState.values:
        raise record.error("status", f"{record.text('status')!r} is not the state of an action")
    return state


def _responses(load: Load, records: list[Record]) -> Iterator[Draft]:
    """One answer to each, given when the paper was written; a date that the answer speaks of stays in its words."""
    for record in records:
        if "response" in record:
            yield Draft(f"{record.id}-R-1", partial(_response, load, record), sources_of(record))


def _response(load: Load, record: Record) -> ProgressResponse:
    said = record.text("response")
    if "response_date" in record:
        said += f" ({record.date('response_date').text})"
    return with_values(
        ProgressResponse,
        programme=load.programme,
        action=load.find(BoardAction, record.id, record=record, field="id"),
        text=said,
        reported=load.seed.record("document").date("date"),
        document=load.document,
        state_after=_state(record),
    )
