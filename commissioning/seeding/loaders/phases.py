"""How the programme buys: the procurement model, its phases in order, and the contracts in force that are to end."""

from functools import partial

from commissioning.seeding.load import Draft, Load, sources_of, with_values
from commissioning.seeding.records import Record
from procurement.models import (
    ContractsReplaced,
    ExistingContracts,
    PhaseLead,
    PhaseMilestone,
    Procurement,
    ProcurementPhase,
)
from programmes.models import Milestone, Organisation

from .organisations import named

PHASE_FIELDS = ("led_by", "procurement_start", "go_live")


def load_phases(load: Load) -> None:
    _load_model(load)
    records = phase_records(load)
    drafts = [Draft(r.id, partial(_phase, load, r), sources_of(r, *PHASE_FIELDS)) for r in records]
    made = load.save(ProcurementPhase, drafts)
    PhaseLead.objects.bulk_create(
        PhaseLead(phase=made[record.id], organisation=lead)
        for record in records
        if record.id in made
        for lead in _leads(load, record)
    )
    _load_existing(load)


def phase_records(load: Load) -> list[Record]:
    """The phases that the paper lists, or the one that the reading finds in a timeline."""
    return [*load.seed.records("phases"), *load.reading.records("phases")]


def load_phase_milestones(load: Load) -> None:
    """Tie the next steps that name a phase to it. A tie that a person took away stays away."""
    for record in load.seed.records("next_steps"):
        if "phase" in record and load.is_new(f"{record.id}-PHASE"):
            phase = [phase_reference(load, record)]
            found = load.those_left(ProcurementPhase, phase, record=record, field="phase")
            steps = load.those_left(Milestone, [record.id], record=record, field="id")
            PhaseMilestone.objects.bulk_create(
                PhaseMilestone(phase=p, milestone=m) for p in found for m in steps
            )
            load.enter(f"{record.id}-PHASE")


def phase_reference(load: Load, record: Record) -> str:
    """The reference of the phase whose number stands in the record's field `phase`."""
    number = record.number("phase")
    for phase in phase_records(load):
        if phase.number("number") == number:
            return phase.id
    raise record.error("phase", f"there is no phase {number}")


def _load_model(load: Load) -> None:
    if "procurement_model" not in load.seed.part("programme"):
        return
    how, tied = load.seed.record("programme").record("procurement_model"), load.reading.record("procurement")

    def make() -> Procurement:
        return Procurement(
            programme=load.programme,
            model=tied.text("model"),
            chosen=how.text("chosen"),
            rejected=how.words("rejected"),
            reason=how.words("reason"),
        )

    load.save(Procurement, [Draft(tied.text("reference"), make, sources_of(how))])


def _phase(load: Load, record: Record) -> ProcurementPhase:
    return with_values(
        ProcurementPhase,
        programme=load.programme,
        number=record.number("number"),
        name=record.text("name"),
        led_by=record.words("led_by"),
        procurement_start=record.date("procurement_start"),
        go_live=record.date("go_live"),
    )


def _leads(load: Load, record: Record) -> list[Organisation]:
    references = []
    for name in filter(None, record.words("led_by").split(" and ")):
        reference = named(load, name)
        if reference is None:
            raise record.error("led_by", f"{name!r} is not the name of an organisation")
        references.append(reference)
    return load.those_left(Organisation, references, record=record, field="led_by")


def _load_existing(load: Load) -> None:
    """Contracts that are to end; `replaced_by` stays empty where the paper does not say which phase replaces them."""
    tied = load.reading.records("existing_contracts")
    made = load.save(ExistingContracts, [_existing(load, _driver(load, each), each.id) for each in tied])
    ContractsReplaced.objects.bulk_create(
        ContractsReplaced(existing=made[each.id], phase=phase)
        for each in tied
        if each.id in made
        for phase in load.those_left(
            ProcurementPhase, each.strings("replaced_by"), record=each, field="replaced_by"
        )
    )


def _driver(load: Load, tied: Record) -> Record:
    """The driver of the programme that speaks of the contracts: one of a list, or the only one."""
    programme = load.seed.record("programme")
    if "driver" in tied:
        return programme.records("drivers")[tied.number("driver") - 1]
    only = programme.record("driver")
    return Record({**only.data, "source": programme.text("driver_source")}, only.name)


def _existing(load: Load, driver: Record, reference: str) -> Draft:
    make = partial(
        with_values,
        ExistingContracts,
        programme=load.programme,
        text=driver.text("text"),
        ends=driver.date("date"),
    )
    return Draft(reference, make, sources_of(driver))
