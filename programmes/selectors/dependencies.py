"""What waits for what among a programme's milestones, and who let it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from commissioning.core.models import User
from programmes.models import Milestone, MilestoneDependency


@dataclass(frozen=True)
class OrderChange:
    """A dependency made or taken away, from the protected history that triggers keep."""

    sentence: str
    made_on: date
    reason: str
    who: str


def needs_of(programme_id: int) -> dict[int, list[int]]:
    """What each milestone of a programme waits for, by primary key; one query."""
    graph: dict[int, list[int]] = {}
    pairs = MilestoneDependency.objects.filter(milestone__programme=programme_id)
    for milestone, needed in pairs.values_list("milestone_id", "needs_id"):
        graph.setdefault(milestone, []).append(needed)
    return graph


def order_changes(milestone: Milestone) -> tuple[OrderChange, ...]:
    """What the milestone was let wait for, and no longer, oldest first; at most three queries."""
    history: Any = MilestoneDependency._meta.get_field("events").related_model
    kept = history.objects.filter(milestone_id=milestone.pk, pgh_label__in=("insert", "delete"))
    rows = list(kept.order_by("pgh_id"))
    if not rows:
        return ()
    names = dict(Milestone.objects.filter(pk__in={row.needs_id for row in rows}).values_list("pk", "text"))
    users: set[int] = {row.pgh_context["user"] for row in rows if (row.pgh_context or {}).get("user")}
    people = {user.pk: str(user) for user in User.objects.filter(pk__in=users)}
    return tuple(_order_change(row, names, people) for row in rows)


def _order_change(row: Any, names: dict[int, str], people: dict[int, str]) -> OrderChange:
    context: dict[str, Any] = row.pgh_context or {}
    name = names.get(row.needs_id, "a milestone since deleted")
    verb = "Now waits for" if row.pgh_label == "insert" else "No longer waits for"
    return OrderChange(
        f"{verb} “{name}”.",
        timezone.localtime(row.pgh_created_at).date(),
        str(context.get("reason", "")),
        people.get(context.get("user", 0), ""),
    )
