"""The lots of a programme's phases and their market engagement, as plain rows."""

from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate
from procurement.models import Lot, MarketEngagement, PhaseScope, ProcurementPhase
from programmes.models import Programme, Service


@dataclass(frozen=True)
class LotRow:
    reference: str
    phase_number: int
    phase_name: str
    number: int
    title: str
    description: str
    services: tuple[str, ...]
    service_references: tuple[str, ...]
    illustrative: bool


@dataclass(frozen=True)
class EngagementRow:
    """`providers` is how many took part, None where nobody counted; who they were is never kept."""

    reference: str
    phase_number: int
    phase_name: str
    kind_label: str
    held: FuzzyDate
    text: str
    learnt: str
    providers: int | None
    illustrative: bool


def lots_of(programme: Programme, number: int | None = None) -> tuple[LotRow, ...]:
    """The lots of every phase, or of the one of that number, with their services. Two queries."""
    rows = Lot.objects.filter(programme=programme).select_related("phase").prefetch_related("services")
    if number is not None:
        rows = rows.filter(phase__number=number)
    return tuple(
        LotRow(
            row.reference,
            row.phase.number,
            row.phase.name,
            row.number,
            row.title,
            row.description,
            tuple(service.name for service in row.services.all()),
            tuple(service.reference for service in row.services.all()),
            row.illustrative,
        )
        for row in rows
    )


def engagements_of(programme: Programme, number: int | None = None) -> tuple[EngagementRow, ...]:
    """How the market was asked, by phase and date. One query."""
    rows = MarketEngagement.objects.filter(programme=programme).select_related("phase")
    if number is not None:
        rows = rows.filter(phase__number=number)
    return tuple(
        EngagementRow(
            row.reference,
            row.phase.number,
            row.phase.name,
            str(row.get_kind_display()),
            row.held,
            row.text,
            row.learnt,
            row.providers,
            row.illustrative,
        )
        for row in rows
    )


def phase_services(phase: ProcurementPhase, on: date) -> list[Service]:
    """The services that the phase procures on the day, in the paper's order."""
    rows = PhaseScope.objects.on(on).filter(phase=phase).select_related("scope__service")
    return [row.scope.service for row in rows.order_by("scope__position")]
