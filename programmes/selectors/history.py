"""A service's history in plain sentences, from what people recorded: changes, other names, responsibilities."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from commissioning.core.fuzzydate import FuzzyDate
from programmes.models import (
    CommissioningResponsibility,
    Organisation,
    ScopeChange,
    Service,
    ServiceAlias,
)
from programmes.models.responsibilities import ResponsibilityRole
from programmes.models.services import ScopeChangeKind, ScopeState
from programmes.rules import NOT_IN_PROGRAMME, effective_day, from_when
from programmes.selectors.sources import Place, places_of

Values = Mapping[str, Any]


@dataclass(frozen=True)
class HistoryEntry:
    """One thing that happened to a service.

    `who` recorded it `on` that day. What was taken from a paper has nobody as `who`, and the day it took effect; what
    the paper does not date has none. `order` is the day by which the history is sorted, then the record's own number.
    """

    sentence: str
    who: str = ""
    on: date | None = None
    why: str = ""
    sources: tuple[Place, ...] = ()
    order: tuple[date, int] = (date.min, 0)

    @property
    def full(self) -> str:
        """All in one: “Moved from phase 2 to phase 3 from April 2020, by Commissioner on 3 March 2019: reason.”"""
        by = f", by {self.who} on {long_day(self.on)}" if self.who and self.on else ""
        why = f": {self.why.rstrip('.')}" if self.why else ""
        return f"{self.sentence.rstrip('.')}{by}{why}."


def service_history(service: Service) -> tuple[HistoryEntry, ...]:
    """Everything recorded about the service's scope, names and responsibilities, newest first; six queries."""
    changes = list(ScopeChange.objects.filter(scope__service=service).select_related("made_by"))
    aliases = list(ServiceAlias.objects.filter(service=service))
    held = list(
        CommissioningResponsibility.objects.filter(service=service).select_related(
            "organisation", "opened_by__made_by", "closed_by__made_by"
        )
    )
    places = places_of([row.fact_id for row in (*changes, *aliases, *held)])
    names = _organisation_names(changes)
    entries = [
        change_entry(
            change,
            names,
            places.get(change.fact_id or 0, ()),
            lead=lead_name_on(held, effective_day(change.effective)),
        )
        for change in changes
    ]
    entries += _aliases(aliases, changes, places)
    entries += _responsibilities(held, changes, places)
    entries += _acts(held, changes)
    return tuple(sorted(entries, key=lambda entry: entry.order, reverse=True))


def change_entry(
    change: ScopeChange,
    organisations: Mapping[str, str] | None = None,
    sources: tuple[Place, ...] = (),
    *,
    lead: str = "",
) -> HistoryEntry:
    """One change of scope, as it stands in the history.

    `organisations` are names by reference; `lead` names the lead commissioner of the day, for a change that confirms
    the one there was.
    """
    names = _organisation_names([change]) if organisations is None else organisations
    effective: FuzzyDate = change.effective
    day = effective_day(effective)
    before, after = _with_names(change.before, names), _with_names(change.after, names)
    return HistoryEntry(
        sentence=f"{change_sentence(change.kind, before, after, effective, lead=lead)}.",
        who=str(change.made_by or ""),
        on=timezone.localdate(change.made_at) if change.made_by else day,
        why=change.reason,
        sources=sources,
        order=(day or date.min, change.pk or 0),
    )


def lead_name_on(held: Iterable[CommissioningResponsibility], day: date | None) -> str:
    """The name of the governing lead commissioner of the day among one service's responsibilities."""
    leads = (row for row in held if row.governing and row.role == ResponsibilityRole.LEAD_COMMISSIONER)
    return next((row.organisation.name for row in leads if day and row.in_force(day)), "")


# --- sentences --------------------------------------------------------------------------------------------------


def change_sentence(kind: str, before: Values, after: Values, effective: FuzzyDate, *, lead: str = "") -> str:
    """What a change did and from when, without the final stop.

    Values are keyed as in `ScopeChange.before`, with the lead by name.
    """
    when = from_when(effective)
    tell = {
        ScopeChangeKind.ADDED: lambda: _added(before, after, when),
        ScopeChangeKind.REMOVED: lambda: f"Removed from scope {when}{_left_phase(before, after)}",
        ScopeChangeKind.MOVED: lambda: _moved(before, after, when),
        ScopeChangeKind.RENAMED: lambda: f"Renamed from “{before['name']}” to “{after['name']}” {when}",
        ScopeChangeKind.TBC_SETTLED: lambda: _settled(before, after, when, lead),
    }
    return tell[ScopeChangeKind(kind)]()


def long_day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _with_names(values: Values, organisations: Mapping[str, str]) -> Values:
    lead = values.get("lead")
    return {**values, "lead": organisations.get(lead, lead)} if lead else values


def _added(before: Values, after: Values, when: str) -> str:
    came_from = before.get("state", NOT_IN_PROGRAMME)
    verbs = {NOT_IN_PROGRAMME: "Added to", ScopeState.REMOVED.value: "Put back into"}
    phase = f", in phase {after['phase']}" if after.get("phase") else ""
    lead = f", led by {after['lead']}" if after.get("lead") else ""
    flags = {"inclusion_tbc": "inclusion", "commissioner_tbc": "commissioner"}
    unsure = " and ".join(word for flag, word in flags.items() if after.get(flag))
    unsettled = f"; {unsure} to be confirmed" if unsure else ""
    return f"{verbs.get(came_from, 'Brought into')} scope {when}{phase}{lead}{unsettled}"


def _left_phase(before: Values, after: Values) -> str:
    left = before.get("phase") and "phase" in after and after["phase"] is None
    return f", leaving phase {before['phase']}" if left else ""


def _moved(before: Values, after: Values, when: str) -> str:
    lines = sorted(after.get("lines", {}))
    together = f", with budget line{'s' if len(lines) > 1 else ''} {' and '.join(lines)}" if lines else ""
    if before.get("phase") is None:
        return f"Placed in phase {after['phase']} {when}{together}"
    return f"Moved from phase {before['phase']} to phase {after['phase']} {when}{together}"


def _settled(before: Values, after: Values, when: str, lead: str) -> str:
    if after.get("state") == ScopeState.REMOVED:
        return f"Inclusion refused and removed from scope {when}{_left_phase(before, after)}"
    parts = ["inclusion confirmed"] if "inclusion_tbc" in after else []
    if "commissioner_tbc" in after or "lead" in after:
        named = after.get("lead") or lead
        instead = f", in place of {before['lead']}," if before.get("lead") else ""
        parts.append("lead commissioner confirmed" + (f" as {named}{instead}" if named else ""))
    told = " and ".join(parts) or "nothing left to be confirmed"
    return f"{told[:1].upper()}{told[1:]} {when}"


# --- rows -------------------------------------------------------------------------------------------------------


def _organisation_names(changes: list[ScopeChange]) -> dict[str, str]:
    references = {values.get("lead") for change in changes for values in (change.before, change.after)} - {
        None
    }
    if not references:
        return {}
    return dict(Organisation.objects.filter(reference__in=references).values_list("reference", "name"))


def _aliases(
    aliases: list[ServiceAlias], changes: list[ScopeChange], places: Mapping[int, tuple[Place, ...]]
) -> Iterator[HistoryEntry]:
    """Other names, except those that a renaming tells of already."""
    told = {change.before.get("name") for change in changes if change.kind == ScopeChangeKind.RENAMED}
    for alias in aliases:
        if alias.name in told:
            continue
        last = alias.ends_on - timedelta(days=1) if alias.ends_on else None
        until = f"Named “{alias.name}” until {long_day(last)}." if last else f"Also named “{alias.name}”."
        yield HistoryEntry(
            sentence=until,
            on=last,
            why=alias.note,
            sources=places.get(alias.fact_id or 0, ()),
            order=(last or date.min, alias.pk),
        )


def _responsibilities(
    held: list[CommissioningResponsibility],
    changes: list[ScopeChange],
    places: Mapping[int, tuple[Place, ...]],
) -> Iterator[HistoryEntry]:
    """Who led, hosted or paid and when, except the beginnings that a change tells of already."""
    told = {(effective_day(change.effective), change.after.get("lead")) for change in changes}
    for row in held:
        if (row.starts_on, row.organisation.reference) in told and row.ends_on is None:
            continue
        yield HistoryEntry(
            sentence=_responsibility_sentence(row),
            on=row.starts_on,
            sources=places.get(row.fact_id or 0, ()),
            order=(row.starts_on or date.min, row.pk),
        )


def _acts(held: list[CommissioningResponsibility], changes: list[ScopeChange]) -> Iterator[HistoryEntry]:
    """The acts that opened or closed terms, except handovers that a settled TBC tells of already.

    An act that a paper names has nobody as `who`, and no entry of its own: its terms carry the days.
    """
    told = {(effective_day(change.effective), change.after.get("lead")) for change in changes}
    settled = {row.opened_by_id for row in held if (row.starts_on, row.organisation.reference) in told}
    acts = {
        act.pk: act
        for row in held
        for act in (row.opened_by, row.closed_by)
        if act is not None and act.made_by is not None and act.pk not in settled
    }
    for act in acts.values():
        day = effective_day(act.effective)
        decided = f" Decided: {act.decision.rstrip('.')}." if act.decision else ""
        yield HistoryEntry(
            sentence=f"{act.text.rstrip('.')} {from_when(act.effective)}.{decided}",
            who=str(act.made_by),
            on=timezone.localdate(act.made_at),
            why=act.reason,
            order=(day or date.min, act.pk),
        )


def _responsibility_sentence(row: CommissioningResponsibility) -> str:
    start = f" from {long_day(row.starts_on)}" if row.starts_on else ""
    end = f" until {long_day(row.ends_on - timedelta(days=1))}" if row.ends_on else ""
    dates = start + end or "; the record gives no dates"
    claim = "" if row.governing else " (a claim that does not govern)"
    return f"{row.organisation.name}: {row.get_role_display().lower()}{dates}{claim}."
