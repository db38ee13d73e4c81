"""Organisations, the parts they play in the programme, and the codes that its paper prints for them."""

from collections.abc import Iterable
from functools import partial

from commissioning.seeding.load import Draft, Load, sources_of
from commissioning.seeding.records import Record
from programmes.models import CommissionerCode, Organisation, OrganisationAlias, ProgrammePartner
from programmes.models.organisations import OrganisationKind
from programmes.models.programmes import PartnerRole

KINDS = {kind.label.casefold(): kind for kind in OrganisationKind}


def load_organisations(load: Load) -> None:
    """The organisations of a programme's paper, with their short names, parts played and codes."""
    records = [*_with_parents(load), *load.reading.records("organisations")]
    save_organisations(load, records)
    for record in records:
        load.save(ProgrammePartner, _partners(load, record))
    load.save(CommissionerCode, _codes(load))


def _with_parents(load: Load) -> list[Record]:
    """The paper's organisations; the reading says which belong to a group that the paper names without listing it."""
    parents = load.reading.part("parents")
    return [
        Record({**r.data, "parent": parents.text(r.id)}, r.name) if r.id in parents else r
        for r in load.seed.records("organisations")
    ]


def save_organisations(load: Load, records: list[Record], *, sourced: bool = True) -> None:
    """Make the organisations that are new, parents first; `sourced` is false for those that no paper gave."""
    _find_shared(load, records)
    waiting = list(records)
    while waiting:
        unmade = {other.id for other in waiting}
        ready = [record for record in waiting if record.words("parent") not in unmade]
        if not ready:
            raise waiting[0].error("parent", "is part of a circle")
        drafts = [
            Draft(r.id, partial(_organisation, load, r), sources_of(r) if sourced else ()) for r in ready
        ]
        _make_aliases(load, load.save(Organisation, drafts))
        waiting = [record for record in waiting if record not in ready]


def organisation(load: Load, reference: str, record: Record, field: str) -> Organisation:
    return load.find(Organisation, reference, record=record, field=field)


def named(load: Load, name: str) -> str | None:
    """The reference of the organisation that the paper names so, in full or in short; None for any other words."""
    records = [*load.seed.records("organisations"), *load.reading.records("organisations")]
    by_name = {record.text("name"): record.id for record in records}
    return load.reading.part("named_organisations").data.get(name) or by_name.get(name)


def coded(load: Load, code: str, record: Record, field: str) -> str:
    """The reference of the organisation that a commissioner code stands for."""
    for known in load.seed.records("commissioner_codes"):
        if known.text("code") == code:
            return known.text("organisation")
    raise record.error(field, f"{code!r} is not among the commissioner codes")


def _find_shared(load: Load, records: Iterable[Record]) -> None:
    """Organisations are shared by all programmes: one that is there under the same name is used, not made again."""
    new = {record.text("name").casefold(): record.id for record in records if load.is_new(record.id)}
    if new:
        for name, reference in Organisation.objects.values_list("name", "reference"):
            if name.casefold() in new:
                load.enter(new[name.casefold()], found_as=reference)


def _organisation(load: Load, record: Record) -> Organisation:
    printed = record.text("type")
    tied = load.reading.part("organisation_kinds").words(printed)
    kind = OrganisationKind(tied) if tied else KINDS.get(printed.casefold())
    if kind is None:
        raise record.error(
            "type", f"{printed!r} is not one of {', '.join(k.label for k in OrganisationKind)}"
        )
    parent = organisation(load, record.text("parent"), record, "parent") if "parent" in record else None
    return Organisation(name=record.text("name"), kind=kind, parent=parent)


def _make_aliases(load: Load, made: dict[str, Organisation]) -> None:
    short = load.reading.part("named_organisations").data.items()
    OrganisationAlias.objects.bulk_create(
        OrganisationAlias(organisation=made[reference], name=name)
        for name, reference in short
        if reference in made
    )


def _partners(load: Load, record: Record) -> Iterable[Draft]:
    roles = load.reading.part("partner_roles").data
    for place, printed in enumerate(record.strings("roles"), 1):
        if roles.get(printed) not in PartnerRole.values:
            raise record.error("roles", f"{printed!r} is not tied to a partner's role")
        make = partial(_partner, load, record, roles[printed], printed)
        yield Draft(f"{record.id}-ROLE-{place}", make, sources_of(record))


def _partner(load: Load, record: Record, role: str, printed: str) -> ProgrammePartner:
    return ProgrammePartner(
        programme=load.programme,
        organisation=organisation(load, record.id, record, "id"),
        role=role,
        role_as_printed=printed,
    )


def _codes(load: Load) -> Iterable[Draft]:
    prefix, places = load.reading.text("prefix"), load.reading.part("commissioner_codes")
    for record in load.seed.records("commissioner_codes"):
        reference = f"{prefix}-CODE-{record.text('code').replace(' ', '-')}"
        yield Draft(reference, partial(_code, load, record), sources_of(places, "printed_colour"))
    for record in load.reading.records("codes"):
        reference = f"{prefix}-CODE-{record.text('code').replace(' ', '-')}"
        yield Draft(reference, partial(_code, load, record), sources_of(record))
    for holder in load.seed.records("organisations"):
        for variant in holder.strings("code_variants"):
            where = Record({"id": holder.id, "source": places.text("variant_source")}, holder.id)
            reference = f"{prefix}-CODE-{variant.replace(' ', '-')}"
            yield Draft(reference, partial(_variant, load, holder, variant), sources_of(where))


def _code(load: Load, record: Record) -> CommissionerCode:
    return CommissionerCode(
        programme=load.programme,
        organisation=organisation(load, record.text("organisation"), record, "organisation"),
        code=record.text("code"),
        printed_colour=record.words("appendix_b_colour"),
    )


def _variant(load: Load, holder: Record, variant: str) -> CommissionerCode:
    return CommissionerCode(
        programme=load.programme,
        organisation=organisation(load, holder.id, holder, "id"),
        code=variant,
        is_variant=True,
    )
