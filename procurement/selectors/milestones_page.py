"""One milestone on a day: what changed about it and why, what it waits for, and what waits for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from procurement.selectors.milestones import MilestoneRow, milestones
from programmes.models import Milestone, MilestoneChange, Programme
from programmes.models.delivery import MilestoneChangeKind, MilestoneState
from programmes.rules_milestones import is_slip, printed
from programmes.selectors.dependencies import needs_of, order_changes


@dataclass(frozen=True)
class ChangeRow:
    """One recorded change in words. `is_ahead` where it counts only after the day that the page stands on."""

    sentence: str
    effective_on: date
    reason: str
    who: str
    is_slip: bool
    is_ahead: bool


@dataclass(frozen=True)
class MilestonePage:
    """`needs` and `needed_by` each with a remark on the order of the two dates, empty where there is none."""

    row: MilestoneRow
    changes: tuple[ChangeRow, ...]
    needs: tuple[tuple[MilestoneRow, str], ...]
    needed_by: tuple[tuple[MilestoneRow, str], ...]


def milestone_page(programme: Programme, milestone: Milestone, on: date) -> MilestonePage:
    """The milestone as at `on` with its whole history, newest first; a fixed number of queries."""
    rows = {row.record_id: row for row in milestones(programme, on=on) if row.record_id is not None}
    row = rows[milestone.pk]
    graph = needs_of(programme.pk)
    needed_by = [rows[each] for each, needs in graph.items() if milestone.pk in needs]
    return MilestonePage(
        row=row,
        changes=changes_of(milestone, on),
        needs=tuple((rows[each], order_remark(row, rows[each])) for each in graph.get(milestone.pk, ())),
        needed_by=tuple((each, order_remark(each, row)) for each in needed_by),
    )


def order_remark(waiting: MilestoneRow, needed: MilestoneRow) -> str:
    """What is waited for should not be due after what waits for it: said where it surely or possibly is."""
    if needed.is_done or needed.when.end is None or waiting.when.end is None:
        return ""
    if waiting.when.precedes(needed.when):
        return "Due only after what waits for it"
    return "May be due after what waits for it" if needed.when.end > waiting.when.end else ""


def changes_of(milestone: Milestone, on: date) -> tuple[ChangeRow, ...]:
    """Newest first, each in a plain sentence with its reason and who made it; a fixed number of queries."""
    rows: Sequence[MilestoneChange] = list(milestone.changes.select_related("made_by"))
    changes = [
        ChangeRow(
            sentence=sentence_of(change),
            effective_on=change.effective_on,
            reason=change.reason,
            who=str(change.made_by),
            is_slip=change.kind == MilestoneChangeKind.REFORECAST
            and is_slip(change.date_before, change.date_after),
            is_ahead=change.effective_on > on,
        )
        for change in rows
    ]
    order = [
        ChangeRow(
            each.sentence, each.made_on, each.reason, each.who, is_slip=False, is_ahead=each.made_on > on
        )
        for each in order_changes(milestone)
    ]
    oldest_first = sorted([*changes, *order], key=lambda each: each.effective_on)
    return tuple(oldest_first[::-1])


def sentence_of(change: MilestoneChange) -> str:
    """ "Re-forecast from September 2013 to January 2014." """
    if change.kind == MilestoneChangeKind.REFORECAST:
        return f"Re-forecast from {printed(change.date_before)} to {printed(change.date_after)}."
    if change.kind == MilestoneChangeKind.STATE:
        before, after = (MilestoneState(each).label for each in (change.state_before, change.state_after))
        return f"State changed from {before} to {after}."
    before, after = (each or "nobody" for each in (change.owner_before, change.owner_after))
    return f"Owner changed from {before} to {after}."
