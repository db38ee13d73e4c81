"""Budget lines, and the amounts that the paper states for the programme and its phases beside them."""

from functools import partial

from commissioning.seeding.load import Draft, Load, Source, sources_of, with_values
from commissioning.seeding.records import Record
from procurement.models import (
    BudgetLine,
    BudgetLineFunder,
    BudgetLineService,
    ProcurementPhase,
    StatedValue,
    StatedValueReading,
)
from programmes.models import Organisation, Service

from .organisations import coded
from .phases import phase_reference
from .services import printed_labels


def load_budget_lines(load: Load) -> None:
    records = load.seed.records("budget_lines")
    drafts = [
        Draft(r.id, partial(_line, load, r, place), sources_of(r, labels=printed_labels(load, r)))
        for place, r in enumerate(records, 1)
    ]
    made = load.save(BudgetLine, drafts)
    new = [record for record in records if record.id in made]
    BudgetLineService.objects.bulk_create(
        BudgetLineService(line=made[record.id], service=service)
        for record in new
        for service in load.those_left(Service, record.strings("services"), record=record, field="services")
    )
    field = "commissioner_codes"
    BudgetLineFunder.objects.bulk_create(
        BudgetLineFunder(line=made[record.id], organisation=funder)
        for record in new
        for funder in load.those_left(
            Organisation,
            [coded(load, code, record, field) for code in record.strings(field)],
            record=record,
            field=field,
        )
    )


def _line(load: Load, record: Record, position: int) -> BudgetLine:
    phase = load.find(ProcurementPhase, phase_reference(load, record), record=record, field="phase")
    return with_values(
        BudgetLine,
        programme=load.programme,
        phase=phase,
        label=record.text("label"),
        money=record.money("money"),
        status=record.text("status"),
        note=record.words("note"),
        position=position,
    )


def load_stated_values(load: Load) -> None:
    """The values printed for phases in their order, then the one for the whole programme, with their readings."""
    stated = [record for phase in load.seed.records("phases") for record in phase.records("stated_values")]
    drafts = [
        Draft(r.id, partial(_stated, load, r.text("covers"), r, "money", place), sources_of(r))
        for place, r in enumerate(stated, 1)
    ]
    if "programme_value" in load.reading:
        whole, programme = load.reading.record("programme_value"), load.seed.record("programme")
        make = partial(_stated, load, whole.text("covers"), programme, "stated_value", len(stated) + 1)
        drafts.append(Draft(whole.id, make, [Source(programme.text("stated_value_source"))]))
    made = load.save(StatedValue, drafts)
    _make_readings(load, made)


def _stated(load: Load, covers: str, record: Record, field: str, position: int) -> StatedValue:
    return with_values(
        StatedValue, programme=load.programme, covers=covers, money=record.money(field), position=position
    )


def _make_readings(load: Load, made: dict[str, StatedValue]) -> None:
    readings = load.reading.part("readings")
    for reference, value in made.items():
        if reference not in readings:
            raise readings.error(reference, "has no reading of what it covers")
        StatedValueReading.objects.bulk_create(
            _reading(load, value, record, place)
            for place, record in enumerate(readings.records(reference), 1)
        )


def _reading(load: Load, value: StatedValue, record: Record, position: int) -> StatedValueReading:
    row = StatedValueReading(stated_value=value, label=record.text("label"), position=position)
    if "phase" in record:
        row.phase = load.find(ProcurementPhase, phase_reference(load, record), record=record, field="phase")
    if "commissioner" in record:
        row.commissioner = load.find(
            Organisation, record.text("commissioner"), record=record, field="commissioner"
        )
    if "service" in record:
        row.service = load.find(Service, record.text("service"), record=record, field="service")
    return row
