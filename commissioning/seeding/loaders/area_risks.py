"""The risks that an area names, and what is done about each, or about several together."""

from collections.abc import Iterator
from functools import partial

from commissioning.seeding.load import Draft, Load, sources_of
from commissioning.seeding.records import Record
from outcomes.models import AreaMitigation, AreaRisk, AreaRiskMitigation, CareModelArea


def load_area_risks(load: Load, area: Record) -> None:
    """Risks with their own mitigation, and the area's mitigations that apply to every risk of it.

    A risk without any is shown as unmitigated, so no row is made for what the review does not say.
    """
    records = area.records("risks")
    risks = load.save(
        AreaRisk,
        [
            Draft(r.id, partial(_risk, load, area, r, place), sources_of(r))
            for place, r in enumerate(records, 1)
        ],
    )
    shared = load.save(
        AreaMitigation,
        [
            Draft(r.id, partial(_mitigation, load, area, r.text("text"), note=True), sources_of(r))
            for r in area.records("mitigations")
        ],
    )
    own = load.save(AreaMitigation, list(_own(load, area, records)))
    pairs = [
        *((risk, mitigation) for risk in risks.values() for mitigation in shared.values()),
        *(
            (risks[record.id], own[_own_reference(record)])
            for record in records
            if record.id in risks and _own_reference(record) in own
        ),
    ]
    AreaRiskMitigation.objects.bulk_create(
        AreaRiskMitigation(risk=risk, mitigation=mitigation) for risk, mitigation in pairs
    )


def _area(load: Load, area: Record) -> CareModelArea:
    return load.find(CareModelArea, area.id, record=area, field="id")


def _risk(load: Load, area: Record, record: Record, place: int) -> AreaRisk:
    return AreaRisk(
        programme=load.programme,
        area=_area(load, area),
        text=record.text("text"),
        label=record.words("kind").capitalize(),
        position=place,
    )


def _own_reference(risk: Record) -> str:
    return f"{risk.id}-MIT"


def _own(load: Load, area: Record, records: list[Record]) -> Iterator[Draft]:
    for record in records:
        if "mitigation" in record:
            make = partial(_mitigation, load, area, record.text("mitigation"))
            yield Draft(_own_reference(record), make, sources_of(record))


def _mitigation(load: Load, area: Record, text: str, *, note: bool = False) -> AreaMitigation:
    return AreaMitigation(
        programme=load.programme,
        area=_area(load, area),
        text=text,
        note=area.words("mitigations_note") if note else "",
    )
