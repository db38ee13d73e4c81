"""A review of models of care: the areas that it compares and everything that it says of each, one row to a statement.

The lists of an area keep the review's own order. Those without ids are named by their place in the list.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from commissioning.seeding.load import Draft, Load, Source, sources_of, with_values
from commissioning.seeding.records import Record
from outcomes.models import AreaRole, AreaStatement, AreaTarget, CareModelArea, LearningPoint
from outcomes.models.areas import AreaRolePart
from outcomes.models.areas import AreaStatementKind as Kind

from .area_risks import load_area_risks
from .review import load_review
from .themes import load_themes


@dataclass(frozen=True)
class Part:
    """A list of an area's record: what kind of statement it holds, and the word for the references of bare texts."""

    field: str
    kind: Kind
    word: str
    label: str = ""


PARTS = (
    Part("background", Kind.BACKGROUND, "BG"),
    Part("vision", Kind.VISION, "VIS"),
    Part("partners", Kind.PARTNER, "P"),
    Part("district_councils", Kind.LOCALITY, "DC", "District council"),
    Part("local_authorities_named", Kind.LOCALITY, "LA", "Local authority"),
    Part("places", Kind.LOCALITY, "PL", "Place"),
    Part("service_components", Kind.COMPONENT, "C"),
    Part(
        "integrated_provision_characteristics", Kind.COMPONENT, "X", "Characteristic of integrated provision"
    ),
    Part("segments", Kind.SEGMENT, "S"),
    Part("principles", Kind.PRINCIPLE, "V"),
    Part("leadership_values", Kind.PRINCIPLE, "LV", "Leadership value"),
    Part("priorities", Kind.PRIORITY, "Y"),
    Part("board_priority_areas", Kind.PRIORITY, "B", "Priority area of the board"),
    Part("ics_ambitions", Kind.PRIORITY, "T", "Ambition of the integrated care system"),
    Part("focus_areas", Kind.PRIORITY, "FA", "Focus area"),
    Part("framework_aims", Kind.OBJECTIVE, "AIM", "Aim of the framework"),
    Part("objectives", Kind.OBJECTIVE, "O"),
    Part("workstreams", Kind.WORKSTREAM, "S"),
    Part("workstreams_added", Kind.WORKSTREAM, "SA", "Added later"),
    Part("building_blocks", Kind.BUILDING_BLOCK, "K"),
    Part("measures", Kind.MEASURE, "Q"),
    Part("priority_measures", Kind.MEASURE, "PM", "Priority measure"),
    Part("engagement", Kind.ENGAGEMENT, "E"),
    Part("accredited_services", Kind.ENGAGEMENT, "AS", "Accredited as young people friendly"),
    Part("engagement_themes", Kind.ENGAGEMENT, "ET", "Theme that people raised"),
    Part("governance", Kind.GOVERNANCE, "G"),
    Part("commissioning_funding", Kind.COMMISSIONING, "F"),
    Part(
        "integrated_commissioning_characteristics",
        Kind.COMMISSIONING,
        "J",
        "Characteristic of integrated commissioning",
    ),
    Part("contracts", Kind.CONTRACT, "CON"),
    Part("information", Kind.INFORMATION, "I"),
    Part("enablers", Kind.ENABLER, "N"),
    Part("challenges", Kind.CHALLENGE, "H"),
    Part("governance_dates", Kind.KEY_DATE, "GD"),
    Part("key_dates", Kind.KEY_DATE, "KD"),
    Part("gaps", Kind.GAP, "GAP"),
)
ROLES = (
    ("chairs", AreaRolePart.CHAIR),
    ("members", AreaRolePart.MEMBER),
    ("lead", AreaRolePart.LEAD),
    ("reports_to", AreaRolePart.REPORTS_TO),
)
APART = 100  # between the positions of one list and the next, so that lists of one kind follow each other


def load_areas(load: Load) -> None:
    """The areas, their statements, learning, risks and themes; nothing for a paper that compares no areas."""
    if "areas" not in load.seed:
        return
    load_review(load)
    areas = list(areas_of(load))
    load.save(CareModelArea, _areas(load, areas))
    for _, area in areas:
        _load_statements(load, area)
        drafts = [
            Draft(r.id, partial(_learning, load, area, r, place), sources_of(r))
            for place, r in enumerate(area.records("learning"), 1)
        ]
        load.save(LearningPoint, drafts)
        load_area_risks(load, area)
    load_themes(load)


def areas_of(load: Load) -> Iterator[tuple[str, Record]]:
    """Each area's key in addresses, such as CC4C, with its record."""
    areas = load.seed.record("areas")
    for key in areas.data:
        yield key, areas.record(key)


def area_of(load: Load, record: Record) -> CareModelArea:
    """The area of the record that the fixture keeps for it."""
    return load.find(CareModelArea, record.id, record=record, field="id")


def texts_of(area: Record, field: str) -> Iterator[tuple[int, Record]]:
    """The items of a list with their place; a bare text becomes a record of its text alone."""
    for place, item in enumerate(area.data.get(field) or (), 1):
        data = {"text": item} if isinstance(item, str) else item
        yield place, Record(data, f"{area.name} {field} {place}")


def printed_at(load: Load, area: Record, field: str, record: Record | None = None) -> list[Source]:
    """Where an item is printed: by its own word, by its list's, by the reading's, else in the area's section."""
    if record is not None and "source" in record:
        return sources_of(record)
    tied = Record(load.reading.record("list_places").data.get(area.id) or {}, area.id)
    words = area.words(f"{field}_source") or tied.words(field) or f"section {area.text('section')}"
    return [Source(words)]


def _areas(load: Load, areas: Iterable[tuple[str, Record]]) -> Iterator[Draft]:
    for number, (key, area) in enumerate(areas, 1):
        sources = [Source(f"section {area.text('section')}"), Source("section 4", "interviewees")]
        yield Draft(area.id, partial(_area, load, number, key, area), sources)


def _area(load: Load, number: int, key: str, area: Record) -> CareModelArea:
    return CareModelArea(
        programme=load.programme,
        key=key,
        number=number,
        name=area.text("name"),
        short_name=area.text("short"),
        place=area.words("place"),
        section=area.text("section"),
        depth=area.text("depth"),
        model_type=area.words("model_type"),
        interviewees=area.number("interviewees"),
        webinars=area.number("webinars"),
    )


def _learning(load: Load, area: Record, record: Record, place: int) -> LearningPoint:
    return LearningPoint(
        programme=load.programme, area=area_of(load, area), text=record.text("text"), position=place
    )


def _load_statements(load: Load, area: Record) -> None:
    records: dict[str, Record] = {}
    drafts: list[Draft] = []
    for order, part in enumerate(PARTS):
        for place, record in texts_of(area, part.field):
            reference = record.id if "id" in record else f"{area.id}-{part.word}-{place}"
            records[reference] = record
            make = partial(_statement, load, area, part, record, order * APART + place)
            drafts.append(Draft(reference, make, printed_at(load, area, part.field, record)))
    made = load.save(AreaStatement, [*drafts, *_extras(load, area)])
    AreaRole.objects.bulk_create(
        role for ref, row in made.items() if ref in records for role in _roles(row, records[ref])
    )
    AreaTarget.objects.bulk_create(
        target for ref, row in made.items() if ref in records for target in _targets(row, records[ref])
    )


def _statement(load: Load, area: Record, part: Part, record: Record, position: int) -> AreaStatement:
    kind = record.words("kind")
    row = AreaStatement(
        programme=load.programme,
        area=area_of(load, area),
        kind=part.kind,
        text=_words(part, record),
        label=part.label or kind[:1].upper() + kind[1:],
        wave=record.words("group"),
        number=record.number("number") if "number" in record else None,
        note=record.words("note") or record.words("provider"),
        position=position,
    )
    if "date" in record:
        row.date = record.date("date")
    return row


def _words(part: Part, record: Record) -> str:
    if part.kind != Kind.CONTRACT:
        return record.text("text")
    base, more = record.number("base_years"), record.number("extension_years")
    return f"{record.text('name')}: {base} years, which may be extended by {more}"


def _extras(load: Load, area: Record) -> Iterator[Draft]:
    """Other names, and single texts that are no list: a note on the partners, the date of a set of ambitions."""
    for place, record in enumerate(load.reading.records("other_names"), 1):
        if record.text("area") == area.id:
            make = partial(_plain, load, area, Kind.OTHER_NAME, record.text("text"), place, record)
            yield Draft(record.id, make, sources_of(record))
    if "partners_note" in area:
        make = partial(_plain, load, area, Kind.NOTE, area.text("partners_note"), 1, Record({}, area.name))
        yield Draft(f"{area.id}-NOTE-1", make, printed_at(load, area, "partners"))
    if "ics_ambitions_deadline" in area:
        dated = Record({"date": area.data["ics_ambitions_deadline"]}, area.name)
        words = "Ambitions of the integrated care system to be met"
        make = partial(_plain, load, area, Kind.KEY_DATE, words, 1, dated)
        yield Draft(f"{area.id}-DUE-1", make, printed_at(load, area, "ics_ambitions"))


def _plain(load: Load, area: Record, kind: Kind, text: str, place: int, more: Record) -> AreaStatement:
    row = AreaStatement(
        programme=load.programme,
        area=area_of(load, area),
        kind=kind,
        text=text,
        label=more.words("label"),
        note=more.words("note"),
        position=place,
    )
    if "date" in more:
        row.date = more.date("date")
    return row


def _roles(statement: AreaStatement, record: Record) -> Iterator[AreaRole]:
    for field, part in ROLES:
        given = record.data.get(field) or ()
        for place, words in enumerate([given] if isinstance(given, str) else given, 1):
            yield AreaRole(statement=statement, part=part, text=words, position=place)


def _targets(statement: AreaStatement, record: Record) -> Iterator[AreaTarget]:
    """`target` is one number or several; `targets` are in words."""
    given: Any = record.data.get("targets") or record.data.get("target") or ()
    for place, data in enumerate([given] if isinstance(given, dict) else given, 1):
        target = Record(data, f"{record.name} target {place}")
        yield with_values(
            AreaTarget,
            statement=statement,
            value=target.decimal("value") if "value" in target else None,
            unit=target.words("unit"),
            words=target.words("text"),
            by=target.date("by") if "by" in target else AreaTarget().by,
            position=place,
        )
