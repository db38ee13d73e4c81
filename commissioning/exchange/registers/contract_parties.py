"""Whom a contract's cells name, as far as the person may know of them, and how its funders come and go."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from commissioning.exchange.registers.base import Act
from commissioning.exchange.registers.lookups import programme_of
from commissioning.exchange.registers.naming import (
    Names,
    Naming,
    Words,
    kpis_of,
    organisations_in,
    services_of,
    words_for,
)
from procurement.models import Contract, ContractParty
from procurement.models.contracts import PartyRole
from procurement.selectors.contract_choices import organisations_for
from procurement.services.contracts import add_party, end_party
from programmes.models import Organisation, Programme

ROLES = {
    "funders": PartyRole.FUNDER,
    "lead_commissioner": PartyRole.LEAD_COMMISSIONER,
    "provider": PartyRole.LEAD_PROVIDER,
}


class ContractNames(Naming):
    """Organisations, services and KPIs by what cells call them: those that the contract's own page would offer."""

    def _ties(self, values: Mapping[str, Any], act: Act) -> dict[str, Any]:
        programme = programme_of(act)
        read: dict[str, Callable[[Programme], Names]] = {
            "services": self._services_of,
            "kpis": self._kpis_of,
            "funders": lambda _: self._organisations_of(act),
        }
        return {name: names(programme).meant(values[name]) for name, names in read.items() if name in values}

    def _organisation(self, values: Mapping[str, Any], name: str, act: Act) -> Organisation | None:
        found: Organisation | None = (
            self._organisations_of(act).one(values[name], name) if values.get(name) else None
        )
        return found

    def _organisations_of(self, act: Act) -> Names:
        what = "an organisation of this programme"
        return self._known(
            "organisations",
            programme_of(act),
            lambda p: organisations_in(p, organisations_for(p, act.sight), what),
        )

    def _services_of(self, programme: Programme) -> Names:
        return self._known("services", programme, services_of)

    def _kpis_of(self, programme: Programme) -> Names:
        return self._known("kpis", programme, kpis_of)

    def _words_of_parties(self, contract: Contract, name: str) -> tuple[Words, ...]:
        """The words of who has the part now. Columns ask this only of what they show."""
        running = contract.parties.filter(role=ROLES[name], ends_on__isnull=True).select_related(
            "organisation"
        )
        rows = [party.organisation for party in running]
        return words_for(organisations_in(contract.programme, rows, ""), rows)


def change_funders(
    contract: Contract, wanted: Collection[Organisation], act: Act, *, starts_on: date | None
) -> None:
    """Give and end the parts of funders so that those wanted fund it; `starts_on` None is from its beginning."""
    who: dict[str, Any] = {"by": act.by, "grants": act.grants, "reason": act.reason, "on": act.on}
    running = list(
        ContractParty.objects.filter(contract=contract, role=PartyRole.FUNDER, ends_on__isnull=True)
    )
    held = {party.organisation_id for party in running}
    for organisation in wanted:
        if organisation.pk not in held:
            contract = Contract.objects.get(pk=contract.pk)
            add_party(
                contract,
                organisation=organisation,
                role=PartyRole.FUNDER,
                starts_on=starts_on,
                version=contract.version,
                **who,
            )
    for party in running:
        if party.organisation_id not in {each.pk for each in wanted}:
            contract = Contract.objects.get(pk=contract.pk)
            end_party(contract, party=party, ends_on=act.effective_on, version=contract.version, **who)


def option_months(words: Sequence[str]) -> tuple[int, ...]:
    """The months of each option, such as 12; 12. Raises ValidationError for what is no whole number."""
    wrong = [word for word in words if not word.isdecimal()]
    if wrong:
        raise ValidationError(
            {"options": f"“{wrong[0]}” is not a number of months. Write the options like 12; 12."}
        )
    return tuple(int(word) for word in words)
