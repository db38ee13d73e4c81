"""What every change of a KPI does: ask whether it is allowed, lock, write what changed and why, refresh the summary."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import StaleEdit
from commissioning.core.models import User
from outcomes.models import KPI, KPIChange
from outcomes.models.chart_settings import ChartSettings
from outcomes.models.targets import KPIChangeKind
from outcomes.services.numbered import numbered
from outcomes.services.summaries import lock_kpis, refresh
from programmes.access import Grants

STATE_FIELDS: Final = frozenset({"state", "reported_from", "retired_on"})
CHART_FIELDS: Final = frozenset(field.name for field in ChartSettings._meta.fields)
FIXED: Final = frozenset({"id", "version", "reference", "programme", "fact"})
EDITABLE: Final = tuple(field.name for field in KPI._meta.fields if field.name not in FIXED)
LABELS: Final = {
    "why_it_matters": "Why it matters",
    "suppress_below": "Counts hidden below",
    "metric": "Metric of a project summary",
    "related_to": "Related to, as printed",
    "per": "For every",
    "floor": "Least possible value",
    "ceiling": "Greatest possible value",
    "spc_profile": "Chart rules",
    "illustrative": "Illustrative",
}
REFUSED: Final = {
    Permission.EDIT_KPIS: "KPIs are changed by programme managers.",
    Permission.COMMENT_ON_KPIS: "Your role does not let you comment on KPIs.",
    Permission.EDIT_DATA: "Your role does not let you enter data of this programme.",
}


@dataclass(frozen=True)
class Change:
    """One thing that a door has changed, in words."""

    kind: str
    field: str
    before: str
    after: str


def require(permission: Permission, kpi: KPI, grants: Grants) -> None:
    """Raise PermissionDenied unless the grants allow it in the KPI's programme."""
    if not grants.may(permission, kpi.programme_id):
        raise PermissionDenied(REFUSED[permission])


@contextmanager
def opened(
    kpi: KPI,
    *,
    by: User,
    grants: Grants,
    reason: str,
    permission: Permission = Permission.EDIT_KPIS,
    version: int | None = None,
) -> Iterator[KPI]:
    """The KPI as it stands, locked, for one change; its summary is refreshed when the change is done.

    Raises PermissionDenied, and StaleEdit where the KPI is no longer at the version given.
    """
    require(permission, kpi, grants)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        (row,) = lock_kpis([kpi.pk])
        if version is not None and row.version != version:
            raise StaleEdit(row)
        yield row
        refresh([row.pk])


def record(kpi: KPI, changes: Sequence[Change], *, by: User, reason: str) -> tuple[KPIChange, ...]:
    """Write what changed in a KPI, one row for each thing, all with the same reason and person."""
    references = numbered(KPIChange, "KCH", kpi.programme, len(changes))
    rows = [
        KPIChange(
            reference=reference,
            programme_id=kpi.programme_id,
            kpi=kpi,
            kind=change.kind,
            field=change.field,
            before=change.before,
            after=change.after,
            reason=reason.strip(),
            made_by=by,
            illustrative=kpi.illustrative,
        )
        for reference, change in zip(references, changes, strict=True)
    ]
    return tuple(KPIChange.objects.bulk_create(rows))


# --- fields in words --------------------------------------------------------------------------------------------------


def kind_of(name: str) -> KPIChangeKind:
    if name in STATE_FIELDS:
        return KPIChangeKind.STATE
    return KPIChangeKind.CHART if name in CHART_FIELDS else KPIChangeKind.DEFINITION


def label_of(name: str) -> str:
    """A field of a KPI as pages label it."""
    if name in LABELS:
        return LABELS[name]
    words = str(KPI._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return f"{words[0].upper()}{words[1:]}"


def printed(record: Any, name: str) -> str:
    """A field's value as a reader sees it: the label of a choice, a day in words, yes or no; empty for nothing."""
    shown = getattr(record, f"get_{name}_display", None)
    return in_words(shown() if shown is not None else getattr(record, name))


def in_words(value: object) -> str:
    """A plain value as a reader sees it: a day written out, a decimal without idle noughts; empty for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return str(value)
