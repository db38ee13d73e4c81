"""Bodies, who sits on them, whom they escalate to, and what the paper asks of whom."""

from collections.abc import Iterator
from functools import partial

from commissioning.seeding.load import Draft, Load, Source, sources_of
from commissioning.seeding.records import Record
from governance.models import Body, BodySeat, GovernanceLink, Recommendation
from governance.models.bodies import LinkKind, SeatKind
from programmes.models import Organisation

from .organisations import named


def load_governance(load: Load) -> None:
    governance = load.seed.part("governance")
    records = governance.records("bodies")
    made = load.save(
        Body, [Draft(r.id, partial(_body, load, r), _body_sources(load, governance, r)) for r in records]
    )
    for record in records:
        if record.id in made:
            _make_seats(load, record, made[record.id], SeatKind.MEMBER, "members")
    board = load.reading.words("programme_board")
    if board in made:
        _make_seats(load, governance, made[board], SeatKind.ADVISER, "advisers")
    load.save(GovernanceLink, _links(load, records))


def load_recommendations(load: Load) -> None:
    load.save(
        Recommendation,
        [
            Draft(r.id, partial(_recommendation, load, r), sources_of(r))
            for r in load.seed.records("recommendations")
        ],
    )


def _body(load: Load, record: Record) -> Body:
    name = record.text("name")
    reference = named(load, name)
    held_by = load.those_left(Organisation, [reference] if reference else [], record=record, field="name")
    return Body(
        programme=load.programme,
        name=name,
        role=record.words("role"),
        organisation=held_by[0] if held_by else None,
        kind=load.reading.part("body_kinds").words(record.id),
        is_programme_board=record.id == load.reading.words("programme_board"),
        is_sovereign=record.id in load.reading.strings("sovereign"),
    )


def _body_sources(load: Load, governance: Record, record: Record) -> list[Source]:
    sources = sources_of(record)
    if record.id == load.reading.words("programme_board") and governance.strings("advisers"):
        sources.append(Source(governance.text("source"), "advisers"))
    return sources


def _make_seats(load: Load, record: Record, body: Body, kind: SeatKind, field: str) -> None:
    """A seat for each member: for the organisation the words name, else for an interest such as procurement."""
    seats = []
    for printed in record.strings(field):
        reference = named(load, printed)
        if reference is None:
            seats.append(BodySeat(body=body, interest=printed, kind=kind))
            continue
        for seated in load.those_left(Organisation, [reference], record=record, field=field):
            as_printed = "" if printed == seated.name else printed
            seats.append(BodySeat(body=body, organisation=seated, interest=as_printed, kind=kind))
    BodySeat.objects.bulk_create(seats)


def _links(load: Load, records: list[Record]) -> Iterator[Draft]:
    for record in records:
        if "escalates_to" in record:
            yield Draft(f"{record.id}-ESCALATES", partial(_link, load, record), sources_of(record))


def _link(load: Load, record: Record) -> GovernanceLink:
    return GovernanceLink(
        programme=load.programme,
        source=load.find(Body, record.id, record=record, field="id"),
        target=load.find(Body, record.text("escalates_to"), record=record, field="escalates_to"),
        kind=LinkKind.ESCALATES_TO,
    )


def _recommendation(load: Load, record: Record) -> Recommendation:
    printed = record.words("body") or load.reading.text("asked_body")
    reference = load.reading.part("named_bodies").words(printed)
    if not reference:
        raise record.error("body", f"{printed!r} is not the name of a body")
    return Recommendation(
        programme=load.programme,
        verb=record.text("verb"),
        text=record.text("text"),
        body=load.find(Body, reference, record=record, field="body"),
        body_as_printed=printed,
        document=load.document,
        outcome=record.words("outcome"),
        in_recommendations_section=record.data.get("in_recommendations_section") is not False,
    )
