"""How board tables group, rank and narrow KPIs. Pure: rows in, rows out.

A KPI is in exception where its latest point is of concern, or where it will consistently fail its target; common cause
that consistently passes never is (Making Data Count: report by exception).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from commissioning.core.fuzzydate import FuzzyDateError
from outcomes.models.kpis import KPIState
from outcomes.models.measurements import Missing
from outcomes.rules_periods import bounds_containing, has_periods, parse_period
from outcomes.selectors.board_rows import BoardRow


class Change(StrEnum):
    """The kind of an icon of change, whatever its direction."""

    IMPROVEMENT = "improvement"
    COMMON_CAUSE = "common_cause"
    CONCERN = "concern"
    NEUTRAL = "neutral"
    NONE = "none"


class Assured(StrEnum):
    PASS = "pass"  # noqa: S105 (a verdict, no password)
    HIT_OR_MISS = "hit_or_miss"
    FAIL = "fail"
    NONE = "none"


class Tie(StrEnum):
    """How a KPI measures the outcomes of the framework in force."""

    DIRECT = "direct"
    PROXY = "proxy"
    NONE = "none"


def change_of(row: BoardRow) -> Change:
    if not row.variation:
        return Change.NONE
    return Change.COMMON_CAUSE if row.variation == "common_cause" else Change(row.variation.split("_")[0])


def assured_of(row: BoardRow) -> Assured:
    return Assured(row.assurance) if row.assurance else Assured.NONE


def tie_of(row: BoardRow) -> Tie:
    """Direct where any outcome is measured directly; a proxy never counts as direct."""
    if not row.outcomes:
        return Tie.NONE
    return Tie.PROXY if row.is_proxy else Tie.DIRECT


def is_exception(row: BoardRow) -> bool:
    """Concern of any kind, or consistent failure of the target."""
    return change_of(row) == Change.CONCERN or assured_of(row) == Assured.FAIL


RANKED: Final[Sequence[tuple[Change, Assured]]] = (
    (Change.CONCERN, Assured.FAIL),
    (Change.CONCERN, Assured.HIT_OR_MISS),
    (Change.CONCERN, Assured.NONE),
    (Change.CONCERN, Assured.PASS),
    (Change.COMMON_CAUSE, Assured.FAIL),
    (Change.IMPROVEMENT, Assured.FAIL),
    (Change.COMMON_CAUSE, Assured.HIT_OR_MISS),
    (Change.NEUTRAL, Assured.NONE),
    (Change.COMMON_CAUSE, Assured.NONE),
    (Change.IMPROVEMENT, Assured.HIT_OR_MISS),
    (Change.IMPROVEMENT, Assured.NONE),
    (Change.IMPROVEMENT, Assured.PASS),
    (Change.COMMON_CAUSE, Assured.PASS),
)
_RANK: Final = {pair: place for place, pair in enumerate(RANKED)}


def urgency(row: BoardRow) -> int:
    """0 for concern that fails its target, and so on; KPIs without an icon come last."""
    return _RANK.get((change_of(row), assured_of(row)), len(RANKED))


def natural(text: str) -> tuple[Any, ...]:
    """A reference's order as people read it: KPI-9 before KPI-10."""
    return tuple((1, int(part), "") if part.isdigit() else (0, 0, part) for part in re.split(r"(\d+)", text))


# --- late data ----------------------------------------------------------------------------------------------------


def is_late(row: BoardRow, on: date) -> bool:
    """Whether the newest period whose return was due before the day has neither a figure nor an accepted reason.

    An older gap does not count here: it says nothing of the age of the data.
    """
    due_through = _due_through(row, on)
    if due_through is None:
        return False
    answered = max((day for day in (row.latest_end, _newest_end(row)) if day), default=None)
    return answered is None or answered < due_through


def _due_through(row: BoardRow, on: date) -> date | None:
    """The last day of the newest period that was due; None where none has been yet, or none ever is."""
    reports = row.state in {KPIState.BASELINED, KPIState.REPORTING} and not row.is_retired
    if not reports or row.reported_from is None or not has_periods(row.frequency):
        return None
    last = on - timedelta(days=row.return_days + 1)
    start, end = bounds_containing(row.frequency, last)
    if end > last:
        _, end = bounds_containing(row.frequency, start - timedelta(days=1))
    first_end = bounds_containing(row.frequency, row.reported_from)[1]
    return end if end >= first_end else None


def _newest_end(row: BoardRow) -> date | None:
    """The last day of a newer period that was answered with a reason; “not yet due” answers nothing."""
    if not row.newest_period or row.newest_missing == Missing.NOT_YET_DUE:
        return None
    try:
        return parse_period(row.frequency, row.newest_period).end
    except FuzzyDateError:
        return None


# --- filter -------------------------------------------------------------------------------------------------------

ANY: Final = "any"
NONE: Final = "none"
YES: Final = "yes"


@dataclass(frozen=True)
class BoardFilter:
    """What a reader chose; an empty side leaves everything, but for `state`, where it leaves retired KPIs out."""

    q: str = ""
    programme: str = ""
    domain: str = ""
    owner: str = ""
    state: str = ""
    variation: str = ""
    assurance: str = ""
    tie: str = ""
    late: str = ""

    def leaves(self, row: BoardRow, on: date) -> bool:
        return (
            self._state(row)
            and all(fits(row, chosen) for name, fits in _TESTS.items() if (chosen := getattr(self, name)))
            and (not self.late or is_late(row, on))
        )

    def _state(self, row: BoardRow) -> bool:
        if self.state == ANY:
            return True
        if self.state == KPIState.RETIRED:
            return row.is_retired
        return not row.is_retired and self.state in {"", row.state}


def _says(row: BoardRow, words: str) -> bool:
    said = [row.name, row.reference, row.domain, row.owner, row.owner_role, row.area]
    told = " ".join([*said, *(outcome.text for outcome in row.outcomes)]).casefold()
    return all(word in told for word in words.casefold().split())


def _is_change(row: BoardRow, chosen: str) -> bool:
    """An icon's own code, or a kind of change that several icons share."""
    return chosen == row.variation or chosen == change_of(row)


_TESTS: Final[Mapping[str, Callable[[BoardRow, str], bool]]] = {
    "q": _says,
    "programme": lambda row, chosen: row.programme_key == chosen,
    "domain": lambda row, chosen: (row.domain or NONE) == chosen,
    "owner": lambda row, chosen: str(row.owner_id or NONE) == chosen,
    "variation": _is_change,
    "assurance": lambda row, chosen: assured_of(row) == chosen,
    "tie": lambda row, chosen: tie_of(row) == chosen,
}


def narrowed(rows: Iterable[BoardRow], chosen: BoardFilter, on: date) -> tuple[BoardRow, ...]:
    return tuple(row for row in rows if chosen.leaves(row, on))


# --- order --------------------------------------------------------------------------------------------------------

SORTS: Final[Mapping[str, Callable[[BoardRow], Any]]] = {
    "name": lambda row: row.name.casefold(),
    "latest": lambda row: row.latest_end,
    "variation": lambda row: None if change_of(row) == Change.NONE else (urgency(row), row.variation),
    "assurance": lambda row: list(Assured).index(assured_of(row)) if row.assurance else None,
    "owner": lambda row: row.owner.casefold() or None,
    "age": lambda row: None if row.latest_end is None else -row.latest_end.toordinal(),
}


def in_order(rows: Iterable[BoardRow], key: str, *, descending: bool) -> tuple[BoardRow, ...]:
    """Sorted by a column, unknown ones last both ways; without a column by domain, the most urgent first in each.

    Domains stand in the order of their outcomes' references, KPIs without one at the end of each programme.
    """
    rows = list(rows)
    value_of = SORTS.get(key)
    if value_of is None:
        return _by_domain(rows)
    rows.sort(key=lambda row: natural(row.reference))
    known = [row for row in rows if value_of(row) is not None]
    unknown = [row for row in rows if value_of(row) is None]
    return (*sorted(known, key=value_of, reverse=descending), *unknown)


def _by_domain(rows: Sequence[BoardRow]) -> tuple[BoardRow, ...]:
    firsts: dict[tuple[int, str], Any] = {}
    for row in rows:
        first = min((natural(one.reference) for one in row.outcomes), default=())
        key = (row.programme_id, row.domain)
        firsts[key] = min(firsts.get(key, first), first)

    def place(row: BoardRow) -> Any:
        first = firsts[row.programme_id, row.domain]
        where = (row.programme_name.casefold(), row.programme_id, not row.domain, first, row.domain)
        return (*where, urgency(row), natural(row.reference))

    return tuple(sorted(rows, key=place))
