"""What a person saw of a KPI when they opened a page to change it, and what others have changed since."""

from collections.abc import Collection

from outcomes.models import KPI, KPIChange
from outcomes.models.targets import KPIChangeKind
from programmes.selectors.edits import FieldEdit


def newest_change(kpi: KPI, kind: KPIChangeKind) -> int:
    """The key of the newest change of a kind; 0 before the first. Every door records one."""
    rows = KPIChange.objects.filter(kpi=kpi, kind=kind).order_by("-pk")
    return rows.values_list("pk", flat=True).first() or 0


def changes_after(kpi: KPI, kind: KPIChangeKind, seen: int) -> tuple[KPIChange, ...]:
    """The changes of a kind after the one seen, oldest first."""
    rows = KPIChange.objects.filter(kpi=kpi, kind=kind, pk__gt=seen).select_related("made_by")
    return tuple(rows.order_by("pk"))


def as_edits(changes: Collection[KPIChange], name: str) -> tuple[FieldEdit, ...]:
    """Recorded changes as the page for who was overtaken tells them; `name` is the form's field."""
    return tuple(
        FieldEdit(name, one.field, one.before, one.after, str(one.made_by), one.made_at, one.reason)
        for one in changes
    )
