"""The register of services: each with its phase, lead, state, what is to be confirmed, and its budget lines."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from commissioning.core.fuzzydate import FuzzyDate
from procurement.models import PhaseScope
from procurement.selectors.lines import LineRow, budget_lines
from procurement.selectors.money import NONE
from programmes.models import Programme
from programmes.models.services import ScopeChangeKind, ScopeState
from programmes.rules import effective_day
from programmes.selectors.scope import ScopeRow, dated_changes, scope_on

ANY_STATE = "any"
DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-", "’": "'"})


@dataclass(frozen=True)
class RegisterRow:
    """One service as the register shows it. Its lines may pay for other services too: see LineRow.is_shared."""

    service: ScopeRow
    phase_number: int | None
    phase_name: str
    phase_reference: str
    lines: tuple[LineRow, ...]

    @property
    def lead(self) -> str:
        """The lead's printed code, else its name; empty where there is none on the day."""
        return self.service.lead_code or self.service.lead_name

    @property
    def unknown_lines(self) -> tuple[LineRow, ...]:
        return tuple(line for line in self.lines if line.is_unknown)

    @property
    def inclusion_open(self) -> bool:
        """Inclusion is to be confirmed, or a TBC is printed and the paper does not say that it is not the inclusion."""
        return self.service.is_tbc and self.service.inclusion_tbc is not False

    @property
    def commissioner_open(self) -> bool:
        return self.service.is_tbc and self.service.commissioner_tbc is not False

    @property
    def known_amount(self) -> Decimal | None:
        """What the known lines come to, shared ones whole: for sorting only, never for adding up services."""
        known = [line.money.amount for line in self.lines if line.money.amount is not None]
        return sum(known, Decimal(0)) if known else None


@dataclass(frozen=True)
class RegisterFilter:
    """Which services. Empty values leave a side open, except `state`: empty means in scope, “any” means every state.

    `phase` is a number or “none”; `tbc` one of any, inclusion, commissioner, budget; `since` a stated date, from the
    first day it can mean. `search`: every word of it in one name, former name or reference of the service.
    """

    search: str = ""
    phase: str = ""
    commissioner: str = ""
    state: str = ""
    tbc: str = ""
    since: FuzzyDate | None = None


@dataclass(frozen=True)
class Register:
    """Every service recorded by the day, with the days on which each was added to the scope."""

    programme: Programme
    on: date
    rows: tuple[RegisterRow, ...]
    lines: tuple[LineRow, ...]
    added_days: Mapping[int, tuple[date, ...]]

    @cached_property
    def in_scope(self) -> tuple[RegisterRow, ...]:
        return tuple(row for row in self.rows if row.service.is_counted)

    @property
    def to_be_confirmed(self) -> int:
        return sum(row.service.is_tbc for row in self.in_scope)

    @property
    def first_addition(self) -> date | None:
        """The first day on which a service was added after the programme's first scope was drawn up."""
        days = [day for row in self.in_scope for day in self.added_days.get(row.service.scope_id, ())]
        return min(days, default=None)

    def added_on_or_after(self, row: RegisterRow, since: date) -> bool:
        return any(day >= since for day in self.added_days.get(row.service.scope_id, ()))

    def added_since(self, since: date) -> tuple[RegisterRow, ...]:
        """Services in scope on the day that were added on or after `since`."""
        return tuple(row for row in self.in_scope if self.added_on_or_after(row, since))


def register(
    programme: Programme,
    on: date,
    *,
    scope: Sequence[ScopeRow] | None = None,
    lines: Sequence[LineRow] | None = None,
) -> Register:
    """Everything the register page and its exports show, in twelve queries for any number of services and lines.

    Rows already read may be given, and are then not read again.
    """
    scope = scope_on(programme, on) if scope is None else scope
    lines = budget_lines(programme, on) if lines is None else lines
    phases = _phases(programme, on)
    of_service: defaultdict[int, list[LineRow]] = defaultdict(list)
    for line in lines:
        for service in line.services:
            of_service[service.service_id].append(line)
    rows = tuple(_row(row, phases.get(row.scope_id), tuple(of_service[row.service_id])) for row in scope)
    return Register(programme, on, rows, tuple(lines), added_days(programme, on, scope))


def _row(service: ScopeRow, phase: tuple[int, str, str] | None, lines: tuple[LineRow, ...]) -> RegisterRow:
    number, name, reference = phase or (None, "", "")
    return RegisterRow(service, number, name, reference, lines)


def _phases(programme: Programme, on: date) -> dict[int, tuple[int, str, str]]:
    held = PhaseScope.objects.on(on).filter(phase__programme=programme)
    fields = ("scope_id", "phase__number", "phase__name", "phase__reference")
    return {
        scope_id: (number, name, reference) for scope_id, number, name, reference in held.values_list(*fields)
    }


def added_days(programme: Programme, on: date, scope: Iterable[ScopeRow]) -> dict[int, tuple[date, ...]]:
    """The days up to `on` on which each service was added to the scope, by its scope's id; one query.

    A service put back after its removal was added twice. One that was there from the start has no such day.
    """
    found: defaultdict[int, set[date]] = defaultdict(set)
    changes = dated_changes(programme).filter(kind=ScopeChangeKind.ADDED, day__lte=on)
    for scope_id, day in changes.values_list("scope_id", "day"):
        found[scope_id].add(day)
    for row in scope:
        day = effective_day(row.added)
        if day is not None:
            found[row.scope_id].add(day)
    return {scope_id: tuple(sorted(days)) for scope_id, days in found.items()}


def filter_register(register: Register, chosen: RegisterFilter) -> tuple[RegisterRow, ...]:
    """The services that fit every side of the filter, in the papers' order."""
    first = (chosen.since.start or chosen.since.end) if chosen.since else None
    return tuple(
        row
        for row in register.rows
        if _state_fits(row, chosen.state)
        and _fits(row, chosen)
        and matched_name(row, chosen.search) is not None
        and (first is None or register.added_on_or_after(row, first))
    )


def found_elsewhere(register: Register, chosen: RegisterFilter) -> tuple[RegisterRow, ...]:
    """What the search finds but the chosen state leaves out, so that a removed service is not thought lost."""
    if not chosen.search.strip() or chosen.state == ANY_STATE:
        return ()
    return tuple(
        row
        for row in register.rows
        if matched_name(row, chosen.search) is not None and not _state_fits(row, chosen.state)
    )


def matched_name(row: RegisterRow, search: str) -> str | None:
    """The name, reference or alias that holds every word of the search; the name comes first. None where none does."""
    words = _plain(search).split()
    names = (row.service.name, row.service.reference, *row.service.aliases)
    return next((name for name in names if all(word in _plain(name) for word in words)), None)


def _plain(text: str) -> str:
    return text.casefold().translate(DASHES)


def _state_fits(row: RegisterRow, state: str) -> bool:
    if state == ANY_STATE:
        return True
    return row.service.state == state if state else row.service.is_counted


def _fits(row: RegisterRow, chosen: RegisterFilter) -> bool:
    phase = NONE if row.phase_number is None else str(row.phase_number)
    return (
        (not chosen.phase or chosen.phase == phase)
        and (not chosen.commissioner or chosen.commissioner == (row.lead or NONE))
        and (not chosen.tbc or _TBC[chosen.tbc](row))
    )


_TBC: Mapping[str, Callable[[RegisterRow], bool]] = {
    "inclusion": lambda row: row.inclusion_open,
    "commissioner": lambda row: row.commissioner_open,
    "budget": lambda row: bool(row.unknown_lines),
    "any": lambda row: row.inclusion_open or row.commissioner_open or bool(row.unknown_lines),
}

_SORTS: Mapping[str, Callable[[RegisterRow], Any]] = {
    "name": lambda row: _plain(row.service.name),
    "phase": lambda row: row.phase_number,
    "lead": lambda row: row.lead.casefold() or None,
    "state": lambda row: list(ScopeState.values).index(row.service.state),
    "tbc": lambda row: (
        -(row.inclusion_open + row.commissioner_open + bool(row.unknown_lines)) or None  # most open first
    ),
    "budget": lambda row: row.known_amount,
    "added": lambda row: row.service.added.sort_key if row.service.added.is_dated else None,
}


def sort_register(rows: Sequence[RegisterRow], key: str, *, descending: bool) -> tuple[RegisterRow, ...]:
    """Sorted by a column, equal ones in the papers' order; what is unknown comes last both ways. "" keeps the order."""
    value_of = _SORTS.get(key)
    if value_of is None:
        return tuple(rows)
    known = [row for row in rows if value_of(row) is not None]
    unknown = [row for row in rows if value_of(row) is None]
    return (*sorted(known, key=value_of, reverse=descending), *unknown)
