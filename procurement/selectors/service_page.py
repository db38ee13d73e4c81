"""One service on a day: its place in the programme, who answers for it, its names and its sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate
from procurement.models import BudgetLineChange, ProcurementPhase
from procurement.selectors.lines import settlement_words
from procurement.selectors.register import Register, RegisterRow
from programmes.models import Service, ServiceAlias
from programmes.selectors.history import HistoryEntry, service_history
from programmes.selectors.responsibilities import ClaimRow, history_of
from programmes.selectors.sources import Place, places_of


@dataclass(frozen=True)
class PhaseDates:
    """The phase that procures the service on the day, with its dates as the papers print them."""

    number: int
    name: str
    led_by: str
    procurement_start: FuzzyDate
    go_live: FuzzyDate
    completion: FuzzyDate


@dataclass(frozen=True)
class AliasRow:
    """Another name of the service; a former one has the day on which it ended."""

    name: str
    note: str
    starts_on: date | None
    ends_on: date | None
    fact_id: int | None
    places: tuple[Place, ...]


@dataclass(frozen=True)
class ServicePage:
    """`row` is None where the service had not been added to the programme by the day."""

    service: Service
    row: RegisterRow | None
    phase: PhaseDates | None
    responsibilities: tuple[ClaimRow, ...]
    aliases: tuple[AliasRow, ...]
    places: tuple[Place, ...]
    added_on: tuple[date, ...]
    previous: RegisterRow | None
    following: RegisterRow | None


def service_page(service: Service, register: Register) -> ServicePage:
    """The service in the register's programme and on its day; six queries besides the register's own."""
    row = next((row for row in register.rows if row.service.service_id == service.pk), None)
    aliases = list(ServiceAlias.objects.filter(service=service))
    scope = service.scope if row is not None else None
    records = [service, *([scope] if scope else []), *aliases]
    places = places_of([record.fact_id for record in records])
    previous, following = _neighbours(register.rows, row)
    return ServicePage(
        service=service,
        row=row,
        phase=_phase(row) if row else None,
        responsibilities=history_of(service),
        aliases=tuple(_alias(alias, places) for alias in aliases),
        places=_own_places([service.fact_id, scope.fact_id if scope else None], places),
        added_on=register.added_days.get(row.service.scope_id, ()) if row else (),
        previous=previous,
        following=following,
    )


def service_events(service: Service) -> tuple[HistoryEntry, ...]:
    """The service's history with the settlements of the lines that pay for it, newest first; seven queries."""
    changes = BudgetLineChange.objects.filter(line__services=service).select_related("line", "made_by")
    settled = [
        HistoryEntry(
            sentence=f"Budget line {settlement_words(change)}.",
            who=str(change.made_by),
            on=change.settled_on,
            why=change.reason,
            order=(change.settled_on, change.pk),
        )
        for change in changes
    ]
    entries = (*service_history(service), *settled)
    return tuple(sorted(entries, key=lambda entry: entry.order, reverse=True))


def _neighbours(
    rows: Sequence[RegisterRow], row: RegisterRow | None
) -> tuple[RegisterRow | None, RegisterRow | None]:
    """The services before and after in the papers' order."""
    if row is None:
        return None, None
    at = rows.index(row)
    return (rows[at - 1] if at else None), (rows[at + 1] if at + 1 < len(rows) else None)


def _phase(row: RegisterRow) -> PhaseDates | None:
    phase = ProcurementPhase.objects.filter(reference=row.phase_reference).first()
    if phase is None:
        return None
    return PhaseDates(
        number=phase.number,
        name=phase.name,
        led_by=phase.led_by,
        procurement_start=phase.procurement_start,
        go_live=phase.go_live,
        completion=phase.completion,
    )


def _alias(alias: ServiceAlias, places: dict[int, tuple[Place, ...]]) -> AliasRow:
    return AliasRow(
        alias.name,
        alias.note,
        alias.starts_on,
        alias.ends_on,
        alias.fact_id,
        places.get(alias.fact_id or 0, ()),
    )


def _own_places(fact_ids: Sequence[int | None], places: dict[int, tuple[Place, ...]]) -> tuple[Place, ...]:
    """Each place once, though several records of the service may name it; the one with the words printed there wins."""
    found: dict[tuple[str, str], Place] = {}
    for fact_id in fact_ids:
        for place in places.get(fact_id or 0, ()):
            key = (place.document_reference, place.locator)
            if key not in found or (place.label and not found[key].label):
                found[key] = place
    return tuple(found.values())
