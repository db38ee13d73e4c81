"""What an import is planned against: the programme as the person may read it, and what was imported before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from commissioning.core.models import User
from commissioning.core.money import Basis, Extension, Money, NetGross
from procurement.models import (
    Contract,
    Lot,
    Notice,
    NoticeKind,
    OcdsImport,
    OrganisationIdentifier,
    PartyMatch,
    ProcurementPhase,
    PublishedRelease,
    ReceivedRecord,
)
from procurement.models.contracts import PROVIDING, PartyRole
from procurement.models.regimes import Regime
from procurement.ocds.dates import LONDON
from procurement.ocds.hazards import Received, read_package
from procurement.ocds.ocid import EXAMPLE_PREFIX
from procurement.ocds.parties import name_key
from procurement.ocds.received import process_of
from procurement.publishing.material import Material
from procurement.publishing.releases import phase_release
from procurement.rules_import import NEW, Given, Held, ImportPlan
from procurement.rules_import_plan import plan_import
from procurement.rules_import_read import records_of
from procurement.rules_import_snapshot import (
    NOT_TAKEN,
    HeldContract,
    HeldLot,
    HeldNotice,
    HeldPhase,
    Kind,
    Snapshot,
)
from procurement.rules_import_values import JOIN, day, day_given
from procurement.selectors.contract_types import ContractRow
from procurement.selectors.contracts import rows_of
from procurement.selectors.ocds_import_elsewhere import processes_elsewhere
from procurement.selectors.sealed import Sight
from programmes.access import Grants
from programmes.models import Organisation, OrganisationAlias, Programme

BASES = "bases"  # in an import's report: what was read of each record
PRINTED_OF_PHASE = frozenset({"name", "go_live"})
PRINTED_OF_CONTRACT = frozenset({"name", "starts", "ends", "last_end", "net", "gross", "term_as_printed"})


def plan_of(
    record: OcdsImport, answers: Mapping[str, str], *, by: User, grants: Grants, on: date
) -> tuple[Received, ImportPlan]:
    """The file of an import as read, and what it would do now with these answers. Queries do not grow with the file."""
    received = read_package(bytes(record.original))
    snapshot = snapshot_of(record, received.compiled, by=by, grants=grants, on=on)
    return received, plan_import(received, snapshot, answers)


def snapshot_of(
    record: OcdsImport, ocids: Collection[str], *, by: User, grants: Grants, on: date
) -> Snapshot:
    """The programme of an import on the day, as the person may read it."""
    programme: Programme = record.programme
    sight = Sight.for_person(by, grants, programme, on)
    published = PublishedRelease.objects.filter(programme=programme)
    received, bases = _received(programme)
    names, organisations = _names()
    material = Material(programme, on)
    return Snapshot(
        on=on,
        phases=_phases(material),
        lots=_lots(programme),
        notices=_notices(programme),
        contracts=_contracts(programme, on, sight),
        kinds=tuple(_kinds()),
        regimes=dict(Regime.choices),
        received=received,
        bases=bases,
        published=_published(material, frozenset(ocids), on),
        own_releases=frozenset(published.values_list("release_id", flat=True)),
        own_ocids=frozenset({material.ocids[None]}),
        elsewhere=processes_elsewhere(programme, material.prefix, ocids),
        identifiers=_identifiers(material.prefix, organisations),
        names=names,
        organisations=organisations,
        matches=_matches(record),
    )


def _published(
    material: Material, ocids: Collection[str], on: date
) -> dict[tuple[str, str], Mapping[str, str]]:
    """What our own releases of these processes say today, read as a file is: an export that comes back is known."""
    at = datetime.combine(on, time(12), LONDON)
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    for phase in material.phases:
        ocid = material.ocids[phase.pk]
        if ocid in ocids:
            release = phase_release(material, phase, at)
            process = process_of(release, [release])
            for record in records_of(process, release, [release]):
                found[ocid, record.path] = {name: given.canon for name, given in record.fields.items()}
    return found


# --- phases, lots, notices ---------------------------------------------------------------------------------------


def _phases(material: Material) -> tuple[HeldPhase, ...]:
    return tuple(
        HeldPhase(
            Held(
                row.reference,
                _fields(
                    name=row.name,
                    description=row.description,
                    rationale=row.rationale,
                    local_reference=row.local_reference,
                    cpv=row.cpv,
                    go_live=day(row.go_live),
                    suits_sme=_yes(row.suits_sme),
                    suits_vcse=_yes(row.suits_vcse),
                    no_engagement_because=row.no_engagement_because,
                    ended_as=row.ended_as,
                ),
                PRINTED_OF_PHASE if row.fact_id else frozenset(),
            ),
            row.number,
            row.name,
            row.ocid,
            material.ocids[row.pk],
            row.regime,
            row.light_touch,
            bool(row.ended_as),
        )
        for row in material.phases
    )


def _lots(programme: Programme) -> Mapping[str, list[HeldLot]]:
    found: defaultdict[str, list[HeldLot]] = defaultdict(list)
    for row in Lot.objects.filter(programme=programme).select_related("phase"):
        held = Held(
            row.reference,
            _fields(title=row.title, description=row.description),
            frozenset({"title"}) if row.fact_id else frozenset(),
        )
        found[row.phase.reference].append(HeldLot(held, row.number))
    return found


def _notices(programme: Programme) -> Mapping[str, list[HeldNotice]]:
    found: defaultdict[str, list[HeldNotice]] = defaultdict(list)
    for row in Notice.objects.filter(programme=programme).select_related("phase", "kind"):
        fields = _fields(published_on=day_given(row.published_on), external_id=row.external_id, url=row.url)
        found[row.phase.reference].append(
            HeldNotice(Held(row.reference, fields), row.external_id, row.kind.code)
        )
    return found


def _kinds() -> Iterable[Kind]:
    for row in NoticeKind.objects.order_by("regime", "position"):
        yield Kind(row.code, row.name, row.regime, frozenset(row.ocds_tags), row.opens_award)


# --- contracts ---------------------------------------------------------------------------------------------------


def _contracts(programme: Programme, on: date, sight: Sight) -> tuple[HeldContract, ...]:
    rows = rows_of(Contract.objects.filter(programme=programme), on, sight)
    phases = dict(ProcurementPhase.objects.filter(programme=programme).values_list("pk", "reference"))
    organisations = dict(
        Organisation.objects.filter(contract_parts__contract__programme=programme).values_list(
            "pk", "reference"
        )
    )
    return tuple(_contract(row, phases.get(row.phase_id or 0, ""), organisations, on) for row in rows)


def _contract(row: ContractRow, phase: str, organisations: Mapping[int, str], on: date) -> HeldContract:
    sealed = row.values is None or row.provider is None
    fields = {} if sealed else _contract_fields(row, organisations, on)
    signed = row.signed_on is not None or any(act.kind == "signed" for act in row.acts)
    held = Held(row.reference, fields, PRINTED_OF_CONTRACT if row.fact_id else frozenset())
    return HeldContract(held, row.number, phase, signed, row.hidden_words if sealed else "")


def _contract_fields(row: ContractRow, organisations: Mapping[int, str], on: date) -> dict[str, Given]:
    last = row.printed_last_end or (row.last_possible_end if row.options else None)
    parties = [party for party in row.parties if party.in_force(on)]
    lead = [party for party in parties if party.role == PartyRole.LEAD_COMMISSIONER]
    providing = [party for party in parties if party.role in PROVIDING]
    return _fields(
        name=row.name,
        number=row.number,
        description=row.description,
        starts=day(row.starts),
        ends=day(row.current_end, ends=True),
        last_end=day(last, ends=True),
        signed_on=day_given(row.signed_on),
        net=_whole_life(row.values or (), NetGross.NET),
        gross=_whole_life(row.values or (), NetGross.GROSS),
        term_as_printed=row.term_as_printed,
        cpv=row.cpv,
        commissioner=_who(lead, organisations),
        providers=_who(providing, organisations),
    )


def _who(parties: Iterable[Any], organisations: Mapping[int, str]) -> Given:
    found = sorted((organisations[party.organisation_id], party.organisation) for party in parties)
    return Given(JOIN.join(reference for reference, _ in found), ", ".join(name for _, name in found))


def _whole_life(values: Iterable[Money], wanted: NetGross) -> Given:
    """The whole-life amount, with VAT or without; one that does not say counts as without, as OCDS amounts do."""
    kinds = {wanted} if wanted == NetGross.GROSS else {NetGross.NET, NetGross.UNSTATED}
    found = [
        money
        for money in values
        if money.is_known and money.basis == Basis.TOTAL_CONTRACT_VALUE and money.net_gross in kinds
    ]
    # As they are published: the value with extensions where both are recorded, the upper end of a range.
    found.sort(key=lambda money: money.extension != Extension.BASE)
    if not found:
        return Given()
    amount = found[-1].upper if found[-1].upper is not None else found[-1].amount
    return Given(f"{amount:.2f}", found[-1].printed)


# --- what was received before, and organisations -------------------------------------------------------------------


def _received(
    programme: Programme,
) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], Mapping[str, str]]]:
    """Where each path led, and what was read there by the import that read it last."""
    rows = ReceivedRecord.objects.filter(import_of__programme=programme).order_by("pk")
    reports = dict(OcdsImport.objects.filter(programme=programme).values_list("pk", "report"))
    references: dict[tuple[str, str], str] = {}
    bases: dict[tuple[str, str], Mapping[str, str]] = {}
    for row in rows:
        at = (row.ocid, row.path)
        references[at] = NOT_TAKEN if row.record_reference.startswith(NOT_TAKEN) else row.record_reference
        bases[at] = reports.get(row.import_of_id, {}).get(BASES, {}).get(row.ocid, {}).get(row.path, {})
    return references, bases


def _identifiers(prefix: str, organisations: Collection[str]) -> dict[tuple[str, str], str]:
    """References by number in a register; and by our own, under which our exports name whom no register does.

    Anybody may use the prefix of the standard's examples, so it identifies nobody.
    """
    own = [] if prefix == EXAMPLE_PREFIX else organisations
    ours = {(prefix.upper(), reference.upper()): reference for reference in own}
    rows = OrganisationIdentifier.objects.values_list("scheme", "identifier", "organisation__reference")
    return {**ours, **{(scheme, number): reference for scheme, number, reference in rows}}


def organisation_names() -> dict[str, str]:
    """Every organisation, which all programmes share: its name by its reference, in the order of names."""
    return dict(Organisation.objects.order_by("name").values_list("reference", "name"))


def _names() -> tuple[dict[str, list[str]], dict[str, str]]:
    """References by folded name, former names included; and the name of each."""
    organisations = organisation_names()
    found: defaultdict[str, list[str]] = defaultdict(list)
    for reference, name in organisations.items():
        found[name_key(name)].append(reference)
    for reference, name in OrganisationAlias.objects.values_list("organisation__reference", "name"):
        found[name_key(name)].append(reference)
    return found, organisations


def _matches(record: OcdsImport) -> dict[str, str]:
    rows = PartyMatch.objects.filter(import_of=record).values_list("key", "is_new", "organisation__reference")
    return {key: NEW if is_new else reference or "" for key, is_new, reference in rows}


def _yes(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _fields(**values: Given | str) -> dict[str, Given]:
    return {name: value if isinstance(value, Given) else Given(value) for name, value in values.items()}
