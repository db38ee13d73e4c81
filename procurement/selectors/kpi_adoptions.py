"""The contracts that have adopted a KPI, for its page on the floor below."""

from collections.abc import Sequence
from datetime import date

from outcomes.models import KPI
from outcomes.selectors.kpi_page import Adoption
from procurement.models import ContractKPI
from procurement.selectors.contract_facts import NO_END, current_ends, lead_providers


def adoptions_of(kpi: KPI, on: date) -> Sequence[Adoption]:
    """By the names of the contracts, with who provides them on the day; three queries."""
    rows = list(
        ContractKPI.objects.filter(kpi=kpi)
        .select_related("contract")
        .order_by("contract__name", "contract__reference")
    )
    providers = lead_providers([row.contract for row in rows], on)
    ends = current_ends([row.contract_id for row in rows], on)
    return tuple(
        Adoption(
            name=row.contract.name,
            reference=row.contract.reference,
            provider=providers.get(row.contract_id, ""),
            days=_days(row.contract.starts.printed, ends.get(row.contract_id, NO_END).printed),
            illustrative=row.contract.illustrative,
        )
        for row in rows
    )


def _days(starts: str, ends: str) -> str:
    return " ".join(
        part for part in (f"from {starts}" if starts else "", f"to {ends}" if ends else "") if part
    )
