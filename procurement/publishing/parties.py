"""The parties of one release: every organisation that it names, once, with its identifiers and every role it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from procurement.models import OrganisationIdentifier, ProviderDetails
from procurement.ocds.parties import SCHEMES, PartyKey, party_id, party_key
from procurement.publishing.words import Json, kept
from programmes.models import Organisation

# The role of each reference, in the order of a contracting process.
ROLES: Final = (
    "buyer",
    "procuringEntity",
    "funder",
    "sourceParty",
    "supplier",
    "subcontractor",
    "removedSupplier",
)


@dataclass(frozen=True)
class Known:
    """What registers and we know of an organisation on the day."""

    reference: str
    name: str
    keys: tuple[PartyKey, ...] = ()
    details: ProviderDetails | None = None

    def main(self, prefix: str) -> PartyKey:
        """The identifier that names it: of the best known list, else our own reference under our own prefix."""
        return self.keys[0] if self.keys else PartyKey(prefix, self.reference)


def known_organisations(ids: Iterable[int], on: date) -> dict[int, Known]:
    """These organisations with their identifiers and the details in force on the day; three queries."""
    wanted = set(ids)
    keys: dict[int, list[PartyKey]] = {}
    for row in OrganisationIdentifier.objects.filter(organisation__in=wanted):
        if key := party_key(row.scheme, row.identifier):
            keys.setdefault(row.organisation_id, []).append(key)
    details = {
        row.organisation_id: row
        for row in ProviderDetails.objects.filter(organisation__in=wanted).order_by("starts_on", "pk")
        if row.in_force(on)
    }
    return {
        row.pk: Known(row.reference, row.name, _in_order(keys.get(row.pk, [])), details.get(row.pk))
        for row in Organisation.objects.filter(pk__in=wanted)
    }


def _in_order(keys: Iterable[PartyKey]) -> tuple[PartyKey, ...]:
    """Lists in the order of org-id.guide's use here, unlisted schemes last; then by number."""
    order = {scheme: place for place, scheme in enumerate(SCHEMES)}
    return tuple(sorted(set(keys), key=lambda key: (order.get(key.scheme, len(order)), key)))


@dataclass
class Parties:
    """Collects the organisations that a release refers to; what it never refers to is never listed."""

    known: Mapping[int, Known]
    prefix: str
    roles: dict[int, set[str]] = field(default_factory=dict)

    def refer(self, organisation_id: int | None, *roles: str) -> Json | None:
        """A reference to the organisation, which then is a party with these roles; None for nobody."""
        if organisation_id is None or organisation_id not in self.known:
            return None
        self.roles.setdefault(organisation_id, set()).update(roles)
        who = self.known[organisation_id]
        return {"id": party_id(who.main(self.prefix)), "name": who.name}

    def refer_all(self, organisation_ids: Iterable[int], *roles: str) -> list[Json]:
        """References to several, each once and in their order."""
        found = (self.refer(pk, *roles) for pk in dict.fromkeys(organisation_ids))
        return [reference for reference in found if reference]

    def listed(self) -> list[Json]:
        """Every party, by id."""
        return sorted((self._party(pk) for pk in self.roles), key=lambda party: str(party["id"]))

    def _party(self, pk: int) -> Json:
        who = self.known[pk]
        main, details = who.main(self.prefix), who.details
        return kept(
            {
                "id": party_id(main),
                "name": who.name,
                "identifier": {"scheme": main.scheme, "id": main.id, "legalName": who.name},
                "additionalIdentifiers": [{"scheme": key.scheme, "id": key.id} for key in who.keys[1:]],
                "address": kept({"streetAddress": details.address}) if details else None,
                "contactPoint": kept({"email": details.mailbox}) if details else None,
                "details": _details(details),
                "roles": [role for role in ROLES if role in self.roles[pk]],
            }
        )


def _details(details: ProviderDetails | None) -> Json:
    if details is None:
        return {}
    scale = None if details.is_sme is None else "sme" if details.is_sme else "large"
    return kept({"scale": scale, "vcse": details.is_vcse})
