"""The contracts that have adopted a KPI, for its page on the floor below."""

from collections.abc import Sequence

from outcomes.models import KPI
from outcomes.selectors.kpi_page import Adoption
from procurement.models import ContractKPI


def adoptions_of(kpi: KPI) -> Sequence[Adoption]:
    """By the names of the contracts; one query."""
    rows = ContractKPI.objects.filter(kpi=kpi).select_related("contract__lead_provider")
    return tuple(
        Adoption(
            name=row.contract.name,
            reference=row.contract.reference,
            provider=str(row.contract.lead_provider or ""),
            days=_days(row.contract.starts.printed, row.contract.ends.printed),
            illustrative=row.contract.illustrative,
        )
        for row in rows.order_by("contract__name", "contract__reference")
    )


def _days(starts: str, ends: str) -> str:
    return " ".join(
        part for part in (f"from {starts}" if starts else "", f"to {ends}" if ends else "") if part
    )
