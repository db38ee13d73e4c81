"""The organisations of an import: those matched, those that a person called new, and the numbers they are known by."""

from collections.abc import Iterable

from procurement.models import OcdsImport, OrganisationIdentifier, PartyMatch, ProviderDetails
from procurement.ocds.parties import party_key
from procurement.rules_import import NEW, PartyPlan
from procurement.services.ocds_import_writing import yes_or_no
from programmes.models import Organisation
from programmes.models.organisations import OrganisationKind
from programmes.references import next_reference

OWN = "OCDS-"  # numbers that a publisher gave out itself: in no register


def organisations_for(record: OcdsImport, parties: Iterable[PartyPlan]) -> dict[str, Organisation]:
    """The organisation of each party, by its key; new ones are added. Every party has been decided.

    A number in a register is added to the organisation that a person matched, so that the next file finds it by itself.
    """
    found: dict[str, Organisation] = {}
    for party in parties:
        organisation = (
            _add(record, party) if party.answer == NEW else Organisation.objects.get(reference=party.answer)
        )
        _identify(organisation, party)
        _remember(record, party, organisation)
        found[party.key] = organisation
    return found


def _add(record: OcdsImport, party: PartyPlan) -> Organisation:
    provides = "provides" in party.roles
    organisation = Organisation(
        reference=next_reference(Organisation, "ORG"),
        name=party.name,
        kind=OrganisationKind.PROVIDER if provides else OrganisationKind.OTHER,
        illustrative=record.programme.illustrative,
    )
    organisation.full_clean()
    organisation.save()
    details = ProviderDetails(
        organisation=organisation,
        is_sme=yes_or_no(party.details.get("is_sme", "")),
        is_vcse=yes_or_no(party.details.get("is_vcse", "")),
        address=party.details.get("address", ""),
    )
    if details.is_sme is not None or details.is_vcse is not None or details.address:
        details.full_clean()
        details.save()
    return organisation


def _identify(organisation: Organisation, party: PartyPlan) -> None:
    """Add the numbers that nobody has; an organisation has one number on a list, and keeps the one it has."""
    lists = set(
        OrganisationIdentifier.objects.filter(organisation=organisation).values_list("scheme", flat=True)
    )
    for written in party.identifiers:
        scheme, _, number = written.partition(" ")
        key = party_key(scheme, number)
        if key is None or key.scheme in lists or key.scheme.startswith(OWN):
            continue
        if OrganisationIdentifier.objects.filter(scheme=key.scheme, identifier=key.id).exists():
            continue
        row = OrganisationIdentifier(organisation=organisation, scheme=key.scheme, identifier=key.id)
        row.full_clean()
        row.save()
        lists.add(key.scheme)


def _remember(record: OcdsImport, party: PartyPlan, organisation: Organisation) -> None:
    """Which organisation the party is, and how that was known: the same import never asks again."""
    row = PartyMatch.objects.filter(import_of=record, key=party.key).first()
    if row is None:
        row = PartyMatch(import_of=record, key=party.key, how=party.how)
    row.name, row.organisation, row.is_new = party.name, organisation, False
    row.full_clean()
    row.save()
