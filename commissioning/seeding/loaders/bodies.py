"""Bodies of a paper that words its governance as a chain: their other names, who sits on them, whom they answer to."""

from collections.abc import Iterator
from functools import partial

from commissioning.seeding.load import Draft, Load, Source, sources_of
from commissioning.seeding.records import Record
from governance.models import Body, BodyAlias, BodySeat, GovernanceLink
from governance.models.bodies import SeatKind
from programmes.models import Organisation

from .listed import value_at, words_at
from .organisations import named, organisation


def load_bodies(load: Load) -> None:
    """The reading lists the bodies; the fixture holds their names, members, meetings and links."""
    records = load.reading.records("bodies")
    made = load.save(Body, [Draft(r.id, partial(_body, load, r), _sources(load, r)) for r in records])
    load.save(BodyAlias, [alias for record in records for alias in _aliases(load, record)])
    for record in records:
        if record.id in made and "members_at" in record:
            _make_seats(load, record, made[record.id])
    load.save(GovernanceLink, _links(load))


def _body(load: Load, record: Record) -> Body:
    row = Body(
        programme=load.programme,
        name=record.text("name"),
        role=words_at(load, record, "role"),
        kind=load.reading.part("body_kinds").words(record.id),
        is_programme_board=bool(record.data.get("is_programme_board")),
        is_sovereign=record.id in load.reading.strings("sovereign"),
        meets=words_at(load, record, "meets"),
    )
    if "organisation" in record:
        row.organisation = organisation(load, record.text("organisation"), record, "organisation")
    return row


def _sources(load: Load, record: Record) -> list[Source]:
    found = sources_of(record)
    if "members_at" in record:
        found.append(Source(words_at(load, record, "members_source"), "members"))
    return found


def _aliases(load: Load, record: Record) -> Iterator[Draft]:
    """Printed names other than the body's own; “Name (place)” is printed at that place."""
    for other in record.records("aliases"):
        yield Draft(other.id, partial(_alias, load, record, other.text("name")), sources_of(other))
    if "names_at" not in record:
        return
    printed = value_at(load, record.text("names_at"))[2]
    places, others = load.reading.part("places_meant"), 0
    for words in printed:
        name, _, place = words.removesuffix(")").partition(" (")
        if name == record.text("name"):
            continue
        others += 1
        make = partial(_alias, load, record, name)
        yield Draft(f"{record.id}-ALIAS-{others}", make, [Source(places.words(place) or place)])


def _alias(load: Load, record: Record, name: str) -> BodyAlias:
    body = load.find(Body, record.id, record=record, field="id")
    return BodyAlias(programme=load.programme, body=body, name=name)


def _make_seats(load: Load, record: Record, body: Body) -> None:
    for printed in value_at(load, record.text("members_at"))[2]:
        reference = named(load, printed)
        if reference is None:
            raise record.error("members", f"{printed!r} is not the name of an organisation")
        for seated in load.those_left(Organisation, [reference], record=record, field="members"):
            as_printed = "" if printed == seated.name else printed
            BodySeat.objects.create(body=body, organisation=seated, interest=as_printed, kind=SeatKind.MEMBER)


def _links(load: Load) -> Iterator[Draft]:
    """Each link of the chain, of the kind that its words are tied to; a phrase of them stands beside its place."""
    if "links_at" not in load.reading:
        return
    holder, field, _ = value_at(load, load.reading.text("links_at"))
    for place, record in enumerate(holder.records(field), 1):
        words = record.words("type")
        where = sources_of(record) or sources_of(holder)
        sources = [Source(source.text, says=words if " " in words else "") for source in where]
        make = partial(_link, load, record, words)
        yield Draft(f"{load.reading.text('prefix')}-LINK-{place}", make, sources)


def _link(load: Load, record: Record, words: str) -> GovernanceLink:
    kinds = load.reading.record("link_kinds")
    return GovernanceLink(
        programme=load.programme,
        source=_named_body(load, record, "from"),
        target=_named_body(load, record, "to"),
        kind=kinds.text(words) if words else kinds.text("chain"),
        words=words if " " in words else "",
        is_proposed=words.startswith("possible"),
    )


def _named_body(load: Load, record: Record, field: str) -> Body:
    reference = load.reading.part("named_bodies").words(record.text(field))
    if not reference:
        raise record.error(field, f"{record.text(field)!r} is not the name of a body")
    return load.find(Body, reference, record=record, field=field)
