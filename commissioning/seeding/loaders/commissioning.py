"""Who commissions which service in a hub's paper: its register, leads now and claimed, the acts that change them."""

from collections.abc import Iterator
from functools import partial

from commissioning.seeding.load import Draft, Load, Source, sources_of, with_values
from commissioning.seeding.records import Record
from programmes.models import (
    CommissioningResponsibility,
    OrganisationSuccession,
    ResponsibilityChange,
    Service,
    ServiceAlias,
    ServiceScope,
)
from programmes.models.responsibilities import ResponsibilityChangeKind, ResponsibilityRole, Standing
from programmes.models.services import ScopeState

from .organisations import named, organisation

LEAD = ResponsibilityRole.LEAD_COMMISSIONER
REGISTER = "commissioners_table_1"


def load_commissioning(load: Load) -> None:
    register, further = load.seed.records(REGISTER), load.reading.records("further_services")
    load.save(Service, [*_listed(load, register), *_further(load, further)])
    load.save(ServiceAlias, [_alias(load, record) for record in load.reading.records("service_aliases")])
    services = [*register, *further]
    load.save(ServiceScope, [_scope(load, record, place) for place, record in enumerate(services, 1)])
    changes = load.seed.records("commissioning_responsibility_changes")
    load.save(ResponsibilityChange, [Draft(r.id, partial(_change, load, r), sources_of(r)) for r in changes])
    load.save(OrganisationSuccession, _successions(load, changes))
    load.save(
        CommissioningResponsibility,
        [*_leads(load, register), *_co_commissioners(load, register), *_next_leads(load, register, changes)],
    )
    load.save(CommissioningResponsibility, _claims(load))


def tied_services(load: Load, reference: str) -> list[str]:
    """The services of the register that an entry of a list, or a group, means: as the reading ties them."""
    return load.reading.part("services_meant").strings(reference)


def named_organisations(load: Load, record: Record, field: str) -> list[str]:
    """The references of the organisations that a field names, several between slashes."""
    printed = record.text(field)
    names = [printed] if named(load, printed) else printed.split(" / ")
    found = []
    for name in names:
        reference = named(load, name)
        if reference is None:
            raise record.error(field, f"{name!r} is not the name of an organisation")
        found.append(reference)
    return found


def services_of(load: Load, record: Record, references: list[str]) -> list[Service]:
    return load.those_left(Service, references, record=record, field="services")


def _listed(load: Load, register: list[Record]) -> Iterator[Draft]:
    for record in register:
        make = partial(Service, programme=load.programme, name=record.text("service"))
        yield Draft(record.id, make, sources_of(record))


def _further(load: Load, records: list[Record]) -> Iterator[Draft]:
    """Services that other lists of the paper name and its first does not."""
    for record in records:
        make = partial(Service, programme=load.programme, name=record.text("name"))
        yield Draft(record.id, make, sources_of(record))


def _alias(load: Load, record: Record) -> Draft:
    def make() -> ServiceAlias:
        service = load.find(Service, record.text("service"), record=record, field="service")
        return ServiceAlias(programme=load.programme, service=service, name=record.text("name"))

    return Draft(record.id, make, sources_of(record))


def _scope(load: Load, record: Record, position: int) -> Draft:
    """Proposed where a list of the hub's own scope means the service; one that is only named has no scope stated."""
    places = [Source(place) for place in _scope_places(load, record.id)]

    def make() -> ServiceScope:
        return ServiceScope(
            programme=load.programme,
            service=load.find(Service, record.id, record=record, field="id"),
            state=ScopeState.PROPOSED if places else ScopeState.NAMED,
            position=position,
        )

    return Draft(f"{record.id}-SCOPE", make, places or sources_of(record))


def _scope_places(load: Load, service: str) -> list[str]:
    """The places of the scope lists and groups that mean the service, each once."""
    entries = [*load.seed.records("services_in_scope"), *load.seed.records("service_groups")]
    return list(
        dict.fromkeys(entry.text("source") for entry in entries if service in tied_services(load, entry.id))
    )


def _change(load: Load, record: Record) -> ResponsibilityChange:
    kinds = load.reading.record("responsibility_changes")
    text = f"{', '.join(record.strings('services'))}: {record.text('from')} → {record.text('to')}"
    return with_values(
        ResponsibilityChange,
        programme=load.programme,
        kind=kinds.record(record.id).text("kind"),
        text=text,
        effective=record.date("date"),
    )


def _successions(load: Load, changes: list[Record]) -> Iterator[Draft]:
    """One row for each successor of an organisation that ended."""
    for record in changes:
        tied = load.reading.record("responsibility_changes").record(record.id)
        for place, successor in enumerate(tied.records("successors"), 1):
            make = partial(_succession, load, record, tied, successor)
            yield Draft(f"{record.id}-{place}", make, sources_of(record))


def _succession(load: Load, record: Record, tied: Record, successor: Record) -> OrganisationSuccession:
    return OrganisationSuccession(
        predecessor=organisation(load, tied.text("predecessor"), tied, "predecessor"),
        successor=organisation(load, successor.text("organisation"), tied, "successors"),
        kind=tied.text("succession"),
        took_effect_on=record.first_day("date"),
        note=successor.words("note"),
    )


def _leads(load: Load, register: list[Record]) -> Iterator[Draft]:
    for record in register:
        yield Draft(f"{record.id}-LEAD", partial(_lead, load, record), sources_of(record))


def _lead(load: Load, record: Record) -> CommissioningResponsibility:
    """Half-open: a term that is printed to the end of March ends on the first of April."""
    field = "lead_commissioner"
    row = _claim(load, record, record.id, named_organisations(load, record, field)[0], record.text(field))
    row.starts_on, row.statutory = record.first_day("from"), record.flag("statutory_duty")
    if "period" in record:
        row.term = record.date("period")
        row.ends_on = record.day_after("period")
        row.note = row.term.note
        row.closed_by = _act_for(load, record)
    return row


def _claim(
    load: Load, record: Record, service: str, holder: str, printed: str
) -> CommissioningResponsibility:
    return CommissioningResponsibility(
        programme=load.programme,
        service=load.find(Service, service, record=record, field="services"),
        organisation=organisation(load, holder, record, "lead_commissioner"),
        organisation_as_printed=printed,
    )


def _act_for(load: Load, record: Record) -> ResponsibilityChange | None:
    """The handover that names the service, if the paper tells of one."""
    for change in load.seed.records("commissioning_responsibility_changes"):
        if record.text("service") in change.strings("services"):
            return load.find(ResponsibilityChange, change.id, record=change, field="id")
    return None


def _co_commissioners(load: Load, register: list[Record]) -> Iterator[Draft]:
    for record in register:
        if "with" in record:
            yield Draft(f"{record.id}-WITH", partial(_co_commissioner, load, record), sources_of(record))


def _co_commissioner(load: Load, record: Record) -> CommissioningResponsibility:
    holder = named_organisations(load, record, "with")[0]
    row = _claim(load, record, record.id, holder, record.text("with"))
    row.role, row.starts_on = ResponsibilityRole.CO_COMMISSIONER, record.first_day("from")
    return row


def _next_leads(load: Load, register: list[Record], changes: list[Record]) -> Iterator[Draft]:
    """The lead that a handover opens on the day on which it ends the one before."""
    by_name = {record.text("service"): record for record in register}
    kinds = load.reading.part("responsibility_changes")
    for change in changes:
        if kinds.record(change.id).text("kind") != ResponsibilityChangeKind.HANDOVER:
            continue
        for service in change.strings("services"):
            make = partial(_next_lead, load, change, by_name[service].id)
            yield Draft(f"{by_name[service].id}-NEXT", make, sources_of(change))


def _next_lead(load: Load, change: Record, service: str) -> CommissioningResponsibility:
    row = _claim(load, change, service, named_organisations(load, change, "to")[0], change.text("to"))
    row.standing = Standing.AGREED
    row.term = change.date("date")
    row.starts_on = change.first_day("date")
    row.opened_by = load.find(ResponsibilityChange, change.id, record=change, field="id")
    return row


def _claims(load: Load) -> Iterator[Draft]:
    """Leads proposed for groups of services: kept beside those that govern, one for each service and organisation."""
    for group in load.seed.records("service_groups"):
        pairs = [
            (service, holder)
            for service in tied_services(load, group.id)
            for holder in named_organisations(load, group, "lead_commissioner")
        ]
        for place, (service, holder) in enumerate(pairs, 1):
            make = partial(_proposed, load, group, service, holder)
            yield Draft(f"{group.id}-LEAD-{place}", make, sources_of(group))


def _proposed(load: Load, group: Record, service: str, holder: str) -> CommissioningResponsibility:
    """Where the paper says that a team transacts the changes, that is its part; otherwise it is to lead."""
    row = _claim(load, group, service, holder, group.text("lead_commissioner"))
    row.governing, row.standing = False, Standing.PROPOSED
    if group.id in load.reading.strings("transacted_groups"):
        row.role = ResponsibilityRole.TRANSACTING_BODY
    if "until" in group:
        row.term = group.date("until")
        row.ends_on = group.first_day("until")
    row.note = f"Proposed for the group “{group.text('name')}”."
    return row
