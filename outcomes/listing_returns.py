"""What an address asks of the tracker of returns: read once here, for the page and for its exports."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from commissioning.core.tables import chosen_sort
from outcomes.forms_returns import TrackerForm
from outcomes.rules_due import STANDING_WORDS, Standing
from outcomes.selectors.returns_tracker import TrackerRow, tracker
from outcomes.tables_returns import COLUMNS
from programmes.models import Programme

DEFAULT_SORT = "state"
ORDER = list(Standing)
SORTS: dict[str, Callable[[TrackerRow], Any]] = {
    "kpi": lambda row: row.kpi.name.casefold(),
    "owner": lambda row: row.kpi.owner.name.casefold() if row.kpi.owner else "",
    "received": lambda row: row.received_end or date.min,
    "age": lambda row: row.age if row.age is not None else -1,
    "late": lambda row: row.days_late,
    "waiting": lambda row: row.waiting_since or date.max,
    "state": lambda row: (ORDER.index(row.standing), -row.days_late, row.kpi.reference),
}


@dataclass(frozen=True)
class TrackerListing:
    """Every KPI as at the day, and those of the view."""

    every: tuple[TrackerRow, ...]
    form: TrackerForm
    rows: tuple[TrackerRow, ...]


def tracker_listing(programme: Programme, params: QueryDict, on: date) -> TrackerListing:
    """The KPIs that the address asks for, in its order; the most urgent first where it names none."""
    every = tracker(programme, on)
    owners = {row.kpi.owner.reference: row.kpi.owner.name for row in every if row.kpi.owner}
    form = TrackerForm(params, owners)
    key, descending = chosen_sort(params, COLUMNS, DEFAULT_SORT)
    rows = sorted(_filtered(every, form), key=SORTS[key or DEFAULT_SORT], reverse=descending)
    return TrackerListing(every, form, tuple(rows))


def _filtered(rows: Sequence[TrackerRow], form: TrackerForm) -> list[TrackerRow]:
    words = str(form.chosen("q")).casefold().split()
    owner, state = form.chosen("owner"), form.chosen("state")
    return [
        row
        for row in rows
        if all(word in _searched(row) for word in words)
        and owner in {"", row.kpi.owner.reference if row.kpi.owner else "-"}
        and (not state or state in {each.value for each in row.standings})
    ]


def _searched(row: TrackerRow) -> str:
    kpi = row.kpi
    owner = kpi.owner.name if kpi.owner else ""
    return f"{kpi.name} {kpi.reference} {owner} {kpi.owner_role}".casefold()


def summary_counts(rows: Sequence[TrackerRow]) -> Counter[Standing]:
    """How many KPIs are in each state; a KPI that is late with one period and awaits approval of another is in both."""
    return Counter(each for row in rows for each in row.standings)


def counted_words(standing: Standing) -> str:
    """The state as it stands after a number: “2 with no return due”."""
    return "with no return due" if standing == Standing.NOTHING_DUE else STANDING_WORDS[standing].lower()


def summary_words(rows: Sequence[TrackerRow]) -> str:
    """“12 KPIs: 3 late, 1 sent back, 2 awaiting approval, 1 due, 6 up to date, 0 with no return due.”"""
    counts = summary_counts(rows)
    listed = ", ".join(f"{counts[each]:,} {counted_words(each)}" for each in Standing)
    return f"{len(rows):,} KPI{'' if len(rows) == 1 else 's'}: {listed}."
