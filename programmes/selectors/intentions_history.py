"""What became of an intention or a project summary with its lines: who changed what, when and why, save by save.

Read from the protected history that triggers keep, so that edits past the product's own forms are told as well.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from commissioning.core.history import changes_of, history_model
from commissioning.core.models import User
from programmes.models import (
    CommissioningIntention,
    IntentionLine,
    Milestone,
    ProjectSummary,
    SummaryLine,
)
from programmes.models.intentions import IntentionLineKind, SummaryLineKind

Record = CommissioningIntention | ProjectSummary
NOTHING_SAID = "(blank)"


@dataclass
class PlanChange:
    """One save: everything that was written at once, with its one reason. `added` for the record's beginning."""

    at: datetime
    who: str
    why: str
    added: bool = False
    labels: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """ "Changed: Aim, Metric." The beginning is told without its parts, which the page itself shows."""
        if self.added:
            return "Recorded."
        return f"Changed: {', '.join(dict.fromkeys(self.labels))}." if self.labels else "Saved again."


def plan_history(record: Record) -> tuple[PlanChange, ...]:
    """Every save of the record and of its lines, newest first; six queries for any number of them."""
    found: dict[tuple[datetime, str, str], PlanChange] = {}

    def save_of(at: datetime, who: str, why: str) -> PlanChange:
        return found.setdefault((at, who, why), PlanChange(at, who, why))

    for change in changes_of(record):
        save = save_of(change.at, change.who, change.why)
        save.added = save.added or change.label == "Added"
        save.labels += [each.label for each in change.fields]
        save.details += [_told(each.label, each.before, each.after) for each in change.fields]
    told = [
        *((event, *_line_change(event, before)) for event, before in _line_events(record)),
        *((event, "Milestone", _milestone_words(event)) for event in _new_milestones(record)),
    ]
    people = _people(event for event, _, _ in told)
    for event, label, detail in told:
        if detail:
            save = save_of(event.pgh_created_at, *_by_whom(event, found, people))
            save.labels.append(label)
            save.details.append(detail)
    for save in found.values():
        if save.added:
            save.labels, save.details = [], []
    return tuple(sorted(found.values(), key=lambda save: (save.at, not save.added), reverse=True))


def _told(label: str, before: str, after: str) -> str:
    return f"{label}: from “{before or NOTHING_SAID}” to “{after or NOTHING_SAID}”"


def _line_events(record: Record) -> Iterator[tuple[Any, Any]]:
    """Each event of the record's lines with the line as it was before, oldest first."""
    model, parent = (
        (SummaryLine, "summary") if isinstance(record, ProjectSummary) else (IntentionLine, "intention")
    )
    before: dict[int, Any] = {}
    rows: Iterable[Any] = (
        history_model(model)._default_manager.filter(**{parent: record.pk}).order_by("pgh_id")
    )
    for event in rows:
        yield event, before.get(event.pgh_obj_id)
        before[event.pgh_obj_id] = event


def _new_milestones(record: Record) -> Iterable[Any]:
    """The beginnings of its milestones; what became of each since stands on the milestone's own page."""
    parent = "summary" if isinstance(record, ProjectSummary) else "intention"
    history = history_model(Milestone)._default_manager
    return history.filter(**{parent: record.pk}, pgh_label="insert").order_by("pgh_id")


def _milestone_words(event: Any) -> str:
    return f"Milestone added: “{event.text}”, {event.date_text or 'no date'}"


def _line_change(event: Any, before: Any) -> tuple[str, str]:
    """The kind of line and what happened to it; nothing to tell where only its place in the list moved."""
    kinds: Any = SummaryLineKind if hasattr(event, "target") else IntentionLineKind
    label = str(kinds(event.kind).label)
    words = _line_words(event)
    if event.pgh_label == "insert":
        return label, f"{label} added: “{words}”"
    if event.pgh_label == "delete":
        return label, f"{label} taken away: “{words}”"
    was = _line_words(before) if before is not None else ""
    return (label, _told(label, was, words)) if was != words else (label, "")


def _line_words(event: Any) -> str:
    target = getattr(event, "target", "")
    return f"{event.text}, target {target}" if target else str(event.text)


def _people(events: Iterable[Any]) -> dict[int, str]:
    given = ((event.pgh_context or {}).get("user") for event in events)
    ids = {user for user in given if user is not None}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)} if ids else {}


def _by_whom(
    event: Any, saves: Iterable[tuple[datetime, str, str]], people: Mapping[int, str]
) -> tuple[str, str]:
    """Who wrote a line and why: as the record's own event of that save has it, else from the line's own context."""
    context = event.pgh_context or {}
    why = str(context.get("reason") or "")
    for at, who, reason in saves:
        if at == event.pgh_created_at and reason == why:
            return who, reason
    command = context.get("command")
    unnamed = f"The command “{command}”" if command else "Somebody unnamed"
    return people.get(context.get("user", 0), unnamed), why
