"""The scope of a programme as it stood on a day, worked back from the changes recorded since."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from commissioning.core.fuzzydate import FuzzyDate
from programmes.models import (
    CommissionerCode,
    CommissioningResponsibility,
    Programme,
    ScopeChange,
    ServiceAlias,
    ServiceScope,
)
from programmes.models.responsibilities import ResponsibilityRole
from programmes.models.services import COUNTED_STATES, ScopeChangeKind, ScopeState
from programmes.rules import NOT_IN_PROGRAMME, effective_day, rewind


@dataclass(frozen=True)
class ScopeRow:
    """One service of a programme as it stood on the day asked for.

    `name`, `state` and the two flags are those of the day. A flag is None where the paper does not say. The
    lead is the governing lead commissioner of the day, its three fields empty where there was none. `aliases`
    are the service's other names, former and printed. `version` is the scope record's of today.
    """

    scope_id: int
    service_id: int
    reference: str
    name: str
    state: str
    state_label: str
    inclusion_tbc: bool | None
    commissioner_tbc: bool | None
    added: FuzzyDate
    lead_id: int | None
    lead_code: str
    lead_name: str
    illustrative: bool
    version: int
    position: int
    aliases: tuple[str, ...]

    @property
    def is_counted(self) -> bool:
        """In scope, also while still to be confirmed; aligned, future and removed services do not count."""
        return self.state in COUNTED_STATES

    @property
    def is_tbc(self) -> bool:
        """Something about it is to be confirmed: the state that the database ties to a flag that is true.

        A flag of None, where the paper does not say, makes no service TBC by itself.
        """
        return self.state == ScopeState.IN_SCOPE_TBC


@dataclass(frozen=True)
class Lead:
    """A lead commissioner; `code` is the one the programme's papers print, empty where they print none."""

    organisation_id: int | None = None
    code: str = ""
    name: str = ""


NO_LEAD = Lead()


def scope_on(programme: Programme, on: date) -> tuple[ScopeRow, ...]:
    """Every service that had been added to the programme by the day `on`, in the paper's order.

    A change counts from the first day its date can mean: one of "September 2018" has happened on 1 September.
    Removed, aligned and future services are returned with their state. Five queries for any number of rows.
    """
    later = _befores_of_changes_after(programme, on)
    leads = leads_on(programme, on)
    aliases = _aliases(programme)
    scopes = ServiceScope.objects.filter(programme=programme).select_related("service")
    rows = []
    for scope in scopes:
        lead = leads.get(scope.service_id, NO_LEAD)
        row = _row(scope, later[scope.pk], lead, aliases[scope.service_id], on)
        if row is not None:
            rows.append(row)
    return tuple(rows)


def states_on(programmes: Collection[int], on: date) -> dict[int, Counter[str]]:
    """How many services each programme has in each state on the day `on`; two queries for any number of programmes."""
    changes = ScopeChange.objects.filter(programme__in=programmes).annotate(
        day=Coalesce("effective_start", "effective_end")
    )
    later: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for scope_id, before in (
        changes.filter(day__gt=on).order_by("day", "pk").values_list("scope_id", "before")
    ):
        later[scope_id].append(before)
    counts: dict[int, Counter[str]] = {programme: Counter() for programme in programmes}
    scopes = ServiceScope.objects.filter(programme__in=programmes).values_list("programme_id", "pk", "state")
    for programme_id, scope_id, state in scopes:
        stood = rewind({"state": state}, later[scope_id])["state"]
        if stood is not NOT_IN_PROGRAMME:
            counts[programme_id][stood] += 1
    return counts


def services_added(programme: Programme, since: date, until: date) -> tuple[ScopeRow, ...]:
    """The services added to the scope from `since` to `until`, both days included, as they stood on `until`.

    A service put back after its removal was added again. One removed again by `until` is returned with that
    state: see `is_counted`. Six queries.
    """
    changes = dated_changes(programme).filter(kind=ScopeChangeKind.ADDED, day__range=(since, until))
    added_in_window = set(changes.values_list("scope_id", flat=True))
    return tuple(
        row
        for row in scope_on(programme, until)
        if row.scope_id in added_in_window or _is_between(effective_day(row.added), since, until)
    )


def dated_changes(programme: Programme) -> QuerySet[Any]:
    """The programme's scope changes in time order, each with the `day` from which it counts."""
    changes: QuerySet[Any] = ScopeChange.objects.filter(programme=programme)
    dated: QuerySet[Any] = changes.annotate(day=Coalesce("effective_start", "effective_end"))
    return dated.order_by("day", "pk")


def leads_on(programme: Programme, on: date) -> dict[int, Lead]:
    """The governing lead commissioner of each service, by the service's id, on the day `on`. Two queries."""
    main_codes = CommissionerCode.objects.filter(programme=programme, is_variant=False)
    codes = dict(main_codes.values_list("organisation_id", "code"))
    held = (
        CommissioningResponsibility.objects.filter(
            programme=programme, role=ResponsibilityRole.LEAD_COMMISSIONER, governing=True
        )
        .on(on)
        .values_list("service_id", "organisation_id", "organisation__name")
    )
    return {service: Lead(lead, codes.get(lead, ""), name) for service, lead, name in held}


def _befores_of_changes_after(programme: Programme, on: date) -> defaultdict[int, list[Mapping[str, Any]]]:
    later: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for scope_id, before in dated_changes(programme).filter(day__gt=on).values_list("scope_id", "before"):
        later[scope_id].append(before)
    return later


def _aliases(programme: Programme) -> defaultdict[int, list[str]]:
    names: defaultdict[int, list[str]] = defaultdict(list)
    aliases = ServiceAlias.objects.filter(programme=programme)
    for service_id, name in aliases.values_list("service_id", "name"):
        names[service_id].append(name)
    return names


def _row(
    scope: ServiceScope, later: Sequence[Mapping[str, Any]], lead: Lead, aliases: list[str], on: date
) -> ScopeRow | None:
    """None for a service that had not been added by the day."""
    values = rewind(
        {
            "state": scope.state,
            "name": scope.service.name,
            "inclusion_tbc": scope.inclusion_tbc,
            "commissioner_tbc": scope.commissioner_tbc,
        },
        later,
    )
    if values["state"] is NOT_IN_PROGRAMME or _is_yet_to_be_added(scope, later, on):
        return None
    return ScopeRow(
        scope_id=scope.pk,
        service_id=scope.service_id,
        reference=scope.service.reference,
        name=values["name"],
        state=values["state"],
        state_label=ScopeState(values["state"]).label,
        inclusion_tbc=values["inclusion_tbc"],
        commissioner_tbc=values["commissioner_tbc"],
        added=scope.added,
        lead_id=lead.organisation_id,
        lead_code=lead.code,
        lead_name=lead.name,
        illustrative=scope.service.illustrative or scope.illustrative,
        version=scope.version,
        position=scope.position,
        aliases=tuple(alias for alias in aliases if alias != values["name"]),
    )


def _is_yet_to_be_added(scope: ServiceScope, later: Sequence[Mapping[str, Any]], on: date) -> bool:
    """By the date of its addition, which decides only where no later change records what the state was before."""
    day = effective_day(scope.added)
    return day is not None and day > on and not any("state" in before for before in later)


def _is_between(day: date | None, since: date, until: date) -> bool:
    return day is not None and since <= day <= until
