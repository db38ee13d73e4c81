"""What the change-scope page starts from: a record as it stands, and what others did since a form was made."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from procurement.models import BudgetLine, PhaseScope, ProcurementPhase
from programmes.models import (
    CommissioningResponsibility,
    Organisation,
    ScopeChange,
    Service,
    ServiceScope,
)
from programmes.models.responsibilities import ResponsibilityRole
from programmes.models.services import ScopeState
from programmes.selectors.edits import FieldEdit, Versions, WatchedField, edits_since


@dataclass(frozen=True)
class Stamp:
    """What a form's maker had seen: the versions of service and scope, and the newest change on record."""

    service: int = 0
    scope: int = 0
    change: int = 0

    def __str__(self) -> str:
        return f"{self.service}.{self.scope}.{self.change}"

    @classmethod
    def read(cls, text: str) -> "Stamp":
        """The stamp of a hidden field. One that is missing or not ours stands for having seen nothing."""
        parts = text.split(".")
        if len(parts) != 3 or not all(part.isdecimal() and len(part) < 19 for part in parts):
            return cls()
        return cls(*(int(part) for part in parts))

    @property
    def versions(self) -> Versions:
        return Versions(self.service, self.scope)


@dataclass(frozen=True)
class ScopeRecord:
    """A service with all that its record says at last, changes dated ahead of today included."""

    service: Service
    scope: ServiceScope
    lead: Organisation | None
    phase: ProcurementPhase | None
    stamp: Stamp


def scope_record(service: Service) -> ScopeRecord:
    """The record as it stands, read afresh; four queries."""
    scope = ServiceScope.objects.select_related("service__programme").get(service=service)
    newest = F("starts_on").desc(nulls_last=True)
    leads = CommissioningResponsibility.objects.filter(
        service=service, governing=True, role=ResponsibilityRole.LEAD_COMMISSIONER, ends_on__isnull=True
    )
    lead = leads.select_related("organisation").order_by(newest).first()
    memberships = PhaseScope.objects.filter(scope=scope, ends_on__isnull=True).select_related("phase")
    membership = memberships.order_by(newest).first()
    change = ScopeChange.objects.filter(scope=scope).order_by("-pk").values_list("pk", flat=True).first()
    return ScopeRecord(
        service=scope.service,
        scope=scope,
        lead=lead.organisation if lead else None,
        phase=membership.phase if membership else None,
        stamp=Stamp(scope.service.version, scope.version, change or 0),
    )


# --- budget lines -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PayingLine:
    """A budget line of a service; `shared_with` names the other services that it pays for."""

    line: BudgetLine
    shared_with: tuple[str, ...]

    @property
    def can_move(self) -> bool:
        return not self.shared_with


def paying_lines(service: Service) -> tuple[PayingLine, ...]:
    """The lines that pay for a service, in the papers' order; two queries."""
    lines = BudgetLine.objects.filter(services=service).select_related("phase").prefetch_related("services")
    return tuple(
        PayingLine(line, tuple(paid.name for paid in line.services.all() if paid.pk != service.pk))
        for line in lines
    )


# --- what others did --------------------------------------------------------------------------------------------


def flag_words(flag: bool | None) -> str:
    """A TBC flag in words; None is what the paper leaves open."""
    return {True: "to be confirmed", False: "confirmed", None: "not said by the paper"}[flag]


SERVICE_FIELDS = (
    WatchedField("name", "Name", lambda row: str(row.name)),
    WatchedField("description", "Description", lambda row: str(row.description)),
)
SCOPE_FIELDS = (
    WatchedField("state", "State", lambda row: str(ScopeState(row.state).label)),
    WatchedField("inclusion", "Inclusion", lambda row: flag_words(row.inclusion_tbc)),
    WatchedField("commissioner", "Commissioner", lambda row: flag_words(row.commissioner_tbc)),
)
CHANGE_FIELDS = (("phase", "phase", "Phase"), ("lead", "lead", "Lead commissioner"))
LINE_FIELDS = (
    WatchedField("amount", "Amount", lambda row: BudgetLine.money.__get__(row).printed),
    WatchedField("status", "Status", lambda row: _line_status(row.status)),
    WatchedField("label", "Label", lambda row: str(row.label)),
    WatchedField("note", "Note", lambda row: str(row.note)),
)


def scope_edits(record: ScopeRecord, seen: Stamp) -> tuple[FieldEdit, ...]:
    """What has been changed on the record since the stamp, by whom and why, oldest first."""
    edits = [
        *edits_since(record.service, seen.service, SERVICE_FIELDS),
        *edits_since(record.scope, seen.scope, SCOPE_FIELDS),
        *_recorded_edits(record, seen),
    ]
    return tuple(sorted(edits, key=lambda edit: edit.at))


def line_edits(line: BudgetLine, seen: int) -> tuple[FieldEdit, ...]:
    """What has been changed on a budget line since the version seen."""
    return edits_since(line, seen, LINE_FIELDS)


def _recorded_edits(record: ScopeRecord, seen: Stamp) -> Iterable[FieldEdit]:
    """Phase and lead lie in rows of their own, so what became of them is read from the recorded changes."""
    changes = list(
        ScopeChange.objects.filter(scope=record.scope, pk__gt=seen.change)
        .select_related("made_by")
        .order_by("pk")
    )
    names = _lead_names(changes)
    for change in changes:
        for key, name, label in CHANGE_FIELDS:
            if key in change.after:
                before, after = (
                    _shown(key, values.get(key), names) for values in (change.before, change.after)
                )
                who = str(change.made_by or "someone unnamed")
                yield FieldEdit(name, label, before, after, who, change.made_at, change.reason)


def _lead_names(changes: list[ScopeChange]) -> dict[str, str]:
    references = {values["lead"] for c in changes for values in (c.before, c.after) if values.get("lead")}
    if not references:
        return {}
    return dict(Organisation.objects.filter(reference__in=references).values_list("reference", "name"))


def _shown(key: str, value: Any, names: dict[str, str]) -> str:
    if value is None:
        return "none"
    return phase_words(value) if key == "phase" else names.get(value, value)


def phase_words(number: int | None) -> str:
    return f"Phase {number}" if number is not None else "none"


def _line_status(status: str) -> str:
    return str(dict(BudgetLine._meta.get_field("status").flatchoices).get(status, status))
