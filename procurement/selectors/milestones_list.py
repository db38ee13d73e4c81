"""Which milestones a view shows, in which order, and how many of each kind there are: every count opens its rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commissioning.core.fuzzydate import DateStatus, FuzzyDate
from procurement.selectors.milestones import MilestoneRow
from programmes.rules_milestones import MAY_BE_OUTSIDE, OUTSIDE, Fit, is_by

NONE = "none"
DATED, UNDATED, OVERDUE, MOVED = "dated", "undated", "overdue", "moved"
UNKNOWN_DATES = (DateStatus.TBC, DateStatus.AWAITED, DateStatus.ONGOING, DateStatus.BLANK)
OUTSIDE_ANY, MAYBE_ANY = "outside", "may_be_outside"


@dataclass(frozen=True)
class MilestoneFilter:
    """What an address asks for; an empty side leaves all in. `due` keeps those whose last day lies in the period."""

    search: str = ""
    kind: str = ""
    parent: str = ""
    state: str = ""
    dates: str = ""
    fit: str = ""
    owner: str = ""
    due: FuzzyDate | None = None


def date_word(row: MilestoneRow) -> str:
    """Dated, or the kind of “not known” that the paper prints: tbc, awaited, ongoing, blank."""
    if row.when.is_dated:
        return DATED
    status = row.when.status
    return str(status.value) if status in UNKNOWN_DATES else str(DateStatus.BLANK.value)


def has_dates(row: MilestoneRow, asked: str, on: date) -> bool:
    """Whether a row answers one choice of the “dates” side of the filter."""
    if asked == OVERDUE:
        return row.is_overdue(on)
    if asked == MOVED:
        return row.reforecasts > 0
    if asked == UNDATED:
        return not row.when.is_dated
    return date_word(row) == asked


def lies(row: MilestoneRow, asked: str) -> bool:
    """Whether a row lies where the “outside” side of the filter asks: for one way, or for any of a sort."""
    if asked == OUTSIDE_ANY:
        return row.place.fit in OUTSIDE
    if asked == MAYBE_ANY:
        return row.place.fit in MAY_BE_OUTSIDE
    return row.place.fit == asked


def is_due_in(row: MilestoneRow, period: FuzzyDate) -> bool:
    """Due in a period when its last day lies in it: “Autumn 2013” is due in November, not in September.

    “By October 2013” as the period is everything due up to its end.
    """
    deadline = row.when.end
    if deadline is None:
        return False
    after_start = period.start is None or is_by(period) or deadline >= period.start
    return after_start and (period.end is None or deadline <= period.end)


def filter_milestones(
    rows: Iterable[MilestoneRow], chosen: MilestoneFilter, on: date
) -> tuple[MilestoneRow, ...]:
    """The rows that fit every side in use. The search looks at words, reference, owner and what it belongs to."""
    words = chosen.search.casefold().split()
    return tuple(
        row
        for row in rows
        if all(word in _searched(row) for word in words)
        and chosen.kind in {"", row.kind_code}
        and chosen.parent in {"", row.parent.code}
        and chosen.state in {"", row.state}
        and (not chosen.dates or has_dates(row, chosen.dates, on))
        and (not chosen.fit or lies(row, chosen.fit))
        and (not chosen.owner or row.owner_role == ("" if chosen.owner == NONE else chosen.owner))
        and (chosen.due is None or is_due_in(row, chosen.due))
    )


def _searched(row: MilestoneRow) -> str:
    return f"{row.text} {row.reference} {row.owner_role} {row.parent.label} {row.when.printed}".casefold()


SORTS: Mapping[str, Callable[[MilestoneRow], Any]] = {
    "text": lambda row: row.text.casefold(),
    "when": lambda row: row.when.sort_key if row.when.is_dated else None,
    "parent": lambda row: (row.parent.kind, row.parent.code),
    "state": lambda row: row.state_label,
    "owner": lambda row: row.owner_role.casefold() or None,
}


def sort_milestones(rows: Sequence[MilestoneRow], key: str, *, descending: bool) -> tuple[MilestoneRow, ...]:
    """Sorted by a column; what has no date, or no owner, stands last both ways. Without a key, as they come."""
    value_of = SORTS.get(key)
    if value_of is None:
        return tuple(rows)
    known = [row for row in rows if value_of(row) is not None]
    unknown = [row for row in rows if value_of(row) is None]
    return (*sorted(known, key=value_of, reverse=descending), *unknown)


@dataclass(frozen=True)
class KindCounts:
    """How many of one kind (or, with an empty code, of all) there are, by what is known of their dates."""

    code: str
    label: str
    total: int
    dates: Mapping[str, int]
    overdue: int
    before: int
    after: int
    may_be_outside: int


def counts_of(rows: Sequence[MilestoneRow], on: date) -> tuple[KindCounts, ...]:
    """One for each kind, in the order of their first date, then one for all where there are several kinds."""
    kinds: dict[str, list[MilestoneRow]] = {}
    for row in rows:
        kinds.setdefault(row.kind_code, []).append(row)
    counted = [_counts(code, found[0].kind, found, on) for code, found in kinds.items()]
    counted.sort(key=lambda each: (-each.total, each.label))
    return (*counted, _counts("", "All", rows, on)) if len(counted) > 1 else tuple(counted)


def _counts(code: str, label: str, rows: Sequence[MilestoneRow], on: date) -> KindCounts:
    words = (DATED, *(str(status.value) for status in UNKNOWN_DATES))
    return KindCounts(
        code=code,
        label=label,
        total=len(rows),
        dates={word: sum(date_word(row) == word for row in rows) for word in words},
        overdue=sum(row.is_overdue(on) for row in rows),
        before=sum(row.place.fit == Fit.BEFORE for row in rows),
        after=sum(row.place.fit == Fit.AFTER for row in rows),
        may_be_outside=sum(row.place.fit in MAY_BE_OUTSIDE for row in rows),
    )
