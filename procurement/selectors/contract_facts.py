"""Who provides a contract and when it ends on a day, for every reader of contracts on this floor and above.

A provider is sealed until the contract's `public_from`; sealed reads as empty here, since readers of these facts may be
anybody who may see the programme. Asking about a day to come opens nothing that is not open today.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models.functions import Now, TruncDate

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from commissioning.core.money import Extension
from procurement.models import Contract, ContractEnd, ContractParty
from procurement.models.contracts import PartyRole

NO_END = FuzzyDate(text="", start=None, end=None, precision=Precision.NONE, status=DateStatus.BLANK)


def is_public(contract: Contract, on: date) -> bool:
    """Whether the contract's providers and value may be known outside the procurement team."""
    return contract.public_from is not None and contract.public_from <= on


def lead_providers(contracts: Iterable[Contract], on: date) -> dict[int, str]:
    """The lead provider of each contract that is public and has one, on the day. One query."""
    public = [contract.pk for contract in contracts if is_public(contract, on)]
    rows = ContractParty.objects.on(on).filter(
        contract__in=public, contract__public_from__lte=TruncDate(Now()), role=PartyRole.LEAD_PROVIDER
    )
    return dict(rows.values_list("contract_id", "organisation__name"))


def current_ends(contract_ids: Collection[int], on: date) -> dict[int, FuzzyDate]:
    """The end of each contract as it was known on the day, options not yet taken left out. One query."""
    rows = (
        ContractEnd.objects.on(on)
        .filter(contract__in=contract_ids)
        .exclude(extension=Extension.WITH_EXTENSION, change__isnull=True)
    )
    return {row.contract_id: row.ends for row in rows.order_by("starts_on", "pk")}
