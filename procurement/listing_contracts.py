"""What an address asks of the register of contracts: read once here, for the page, its exports and the bulk edit."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from commissioning.core.tables import chosen_sort
from procurement.forms.contracts import ContractFilterForm
from procurement.selectors.contract_list import filter_contracts, sort_contracts
from procurement.selectors.contracts import ContractRow, contract_rows
from procurement.selectors.sealed import Sight
from procurement.tables_contracts import CONTRACT_COLUMNS
from programmes.models import Programme


@dataclass(frozen=True)
class ContractListing:
    """Every contract as at the day, and those of the view in its order, all pages of it."""

    every: tuple[ContractRow, ...]
    form: ContractFilterForm
    rows: tuple[ContractRow, ...]


def contract_listing(programme: Programme, params: QueryDict, on: date, sight: Sight) -> ContractListing:
    """The contracts that the address asks for, sorted as it asks; by name where it does not."""
    every = contract_rows(programme, on, sight)
    form = ContractFilterForm(params, every)
    key, descending = chosen_sort(params, CONTRACT_COLUMNS, default="")
    rows = sort_contracts(filter_contracts(every, form.filter()), key, descending=descending)
    return ContractListing(every, form, rows)
