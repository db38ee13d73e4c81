"""Services, their other printed names, whether they are in scope, who leads them and in which phase."""

import re
from collections.abc import Iterator
from functools import partial

from commissioning.seeding.load import Draft, Load, Source, sources_of, with_values
from commissioning.seeding.records import Record
from procurement.models import PhaseScope, ProcurementPhase
from programmes.models import CommissioningResponsibility, ScopeChange, Service, ServiceAlias, ServiceScope
from programmes.models.services import ScopeChangeKind, ScopeState

from .organisations import coded, organisation
from .phases import phase_reference

DASHES = str.maketrans("–—", "--")
FORMER_NAME = "Former name, as the paper says; it gives no date."


def load_services(load: Load) -> None:
    in_scope, aligned = load.seed.records("services"), load.seed.records("aligned_out_of_scope_services")
    every = [*in_scope, *aligned]
    load.save(Service, [_service(load, record) for record in every])
    load.save(ServiceAlias, [alias for record in every for alias in _aliases(load, record)])
    scopes = [_scope(load, record, position) for position, record in enumerate(in_scope, 1)]
    scopes += [_aligned(load, record, len(in_scope) + place) for place, record in enumerate(aligned, 1)]
    made = load.save(ServiceScope, scopes)
    _make_phase_scopes(load, in_scope, made)
    load.save(CommissioningResponsibility, [_lead(load, record) for record in in_scope])
    load.save(ScopeChange, [_addition(load, record) for record in in_scope if _was_added(load, record)])


def printed_labels(load: Load, record: Record) -> list[tuple[str, str]]:
    """The words printed at each place, where they differ from the record's own name."""
    labels = load.reading.part("printed_labels").data.get(record.id, {})
    if "name_in_appendix_b" in record:
        labels = {**labels, "Appendix B": record.text("name_in_appendix_b")}
    return list(labels.items())


def _sources(load: Load, record: Record) -> list[Source]:
    return sources_of(record, labels=printed_labels(load, record))


def _service(load: Load, record: Record) -> Draft:
    return Draft(
        record.id, lambda: Service(programme=load.programme, name=record.text("name")), _sources(load, record)
    )


def _aliases(load: Load, record: Record) -> Iterator[Draft]:
    """Other printed names, without the commissioner in brackets, and the name that a service had before.

    A name that differs only in capitals or in its dash is the same name.
    """
    names = [
        (_without_code(load, printed), "")
        for printed in record.words("name_in_appendix_b").split(" / ")
        if _alike(_without_code(load, printed)) not in ("", _alike(record.text("name")))
    ]
    names += [(record.text("formerly"), FORMER_NAME)] if "formerly" in record else []
    for place, (name, note) in enumerate(names, 1):
        make = partial(_alias, load, record, name, note)
        at = Record({"id": record.id, "source": _appendix_of(record)}, record.id)
        yield Draft(f"{record.id}-ALIAS-{place}", make, sources_of(at, labels=printed_labels(load, record)))
    others = load.reading.part("other_names")
    for place, other in enumerate(others.records(record.id) if record.id in others else [], len(names) + 1):
        make = partial(_alias, load, record, other.text("name"), "")
        at = Record({"id": record.id, "source": other.text("source")}, record.id)
        yield Draft(f"{record.id}-ALIAS-{place}", make, sources_of(at))


def _appendix_of(record: Record) -> str:
    """The part of the record's source that lies in an appendix: other names are printed there."""
    return "; ".join(part for part in record.text("source").split("; ") if part.startswith("Appendix"))


def _without_code(load: Load, printed: str) -> str:
    codes = {code.text("code") for code in load.seed.records("commissioner_codes")}
    for holder in load.seed.records("organisations"):
        codes.update(holder.strings("code_variants"))
    bracketed = "|".join(re.escape(code) for code in codes)
    return re.sub(rf"\s*\((?:{bracketed})\)\s*$", "", printed.strip())


def _alike(name: str) -> str:
    return name.translate(DASHES).casefold()


def _alias(load: Load, record: Record, name: str, note: str) -> ServiceAlias:
    return ServiceAlias(programme=load.programme, service=_found(load, record), name=name, note=note)


def _found(load: Load, record: Record) -> Service:
    return load.find(Service, record.id, record=record, field="id")


def scope_reference(record: Record) -> str:
    return f"{record.id}-SCOPE"


def _scope(load: Load, record: Record, position: int) -> Draft:
    def make() -> ServiceScope:
        unsure = record.flag("commissioner_tbc_flag")
        row = ServiceScope(
            programme=load.programme,
            service=_found(load, record),
            state=_state(record),
            commissioner_tbc=unsure,
            # The paper does not say whether its "TBC" qualifies the commissioner alone or the inclusion as well.
            inclusion_tbc=None if unsure else False,
            position=position,
        )
        if _was_added(load, record):
            row.added = load.reading.record("additions").date("date")
        return row

    return Draft(scope_reference(record), make, _scope_sources(load, record))


def _scope_sources(load: Load, record: Record) -> list[Source]:
    sources = _sources(load, record)
    if _was_added(load, record):
        sources.append(Source(load.reading.record("additions").text("source"), "added"))
    return sources


def _state(record: Record) -> ScopeState:
    return ScopeState.IN_SCOPE_TBC if record.flag("commissioner_tbc_flag") else ScopeState.IN_SCOPE


def _was_added(load: Load, record: Record) -> bool:
    return record.flag(load.reading.record("additions").text("flag"))


def _aligned(load: Load, record: Record, position: int) -> Draft:
    def make() -> ServiceScope:
        service = _found(load, record)
        return ServiceScope(
            programme=load.programme, service=service, state=ScopeState.ALIGNED, position=position
        )

    return Draft(scope_reference(record), make, _sources(load, record))


def _make_phase_scopes(load: Load, records: list[Record], made: dict[str, ServiceScope]) -> None:
    PhaseScope.objects.bulk_create(
        PhaseScope(phase=phase, scope=made[scope_reference(record)])
        for record in records
        if scope_reference(record) in made
        for phase in load.those_left(
            ProcurementPhase, [phase_reference(load, record)], record=record, field="phase"
        )
    )


def _lead(load: Load, record: Record) -> Draft:
    field = "lead_commissioner_code"

    def make() -> CommissioningResponsibility:
        reference = coded(load, record.text(field), record, field)
        return CommissioningResponsibility(
            programme=load.programme,
            service=_found(load, record),
            organisation=organisation(load, reference, record, field),
        )

    where = load.reading.record("responsibilities")
    return Draft(f"{record.id}-LEAD", make, sources_of(where, labels=printed_labels(load, record)))


def _addition(load: Load, record: Record) -> Draft:
    additions = load.reading.record("additions")

    def make() -> ScopeChange:
        return with_values(
            ScopeChange,
            programme=load.programme,
            scope=load.find(ServiceScope, scope_reference(record), record=record, field="id"),
            kind=ScopeChangeKind.ADDED,
            effective=additions.date("date"),
            before={"state": None},
            after={"state": _state(record).value, "phase": record.number("phase")},
            reason=additions.text("reason"),
        )

    return Draft(f"{record.id}-ADDED", make, sources_of(additions, labels=printed_labels(load, record)))
