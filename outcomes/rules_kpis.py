"""What a KPI's definition, settings and targets must be. No queries: problems by field, in words, with the cure.

Every rule names the fields it speaks of, so that a record that breaks an old rule can still be changed elsewhere.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from outcomes.models import KPI, Target
from outcomes.models.chart_settings import SPCProfile
from outcomes.models.kpis import KPIState, MeasureKind
from outcomes.rules_periods import FIRST_YEAR, bounds_containing, has_periods
from outcomes.spc_inputs import LENGTHS, PTD_SHORTEST_BASELINE
from programmes.rules_milestones import owner_problem

UNREASONED: Final = "Say why, for those who read the history later."
DAY_BEFORE: Final = timedelta(days=1)
LAST_YEAR: Final = 2100


def reason_problem(reason: str) -> str:
    return "" if reason.strip() else UNREASONED


def needs_reason(state_before: str, state_after: str) -> bool:
    """While a KPI is only proposed its definition may be worked on freely; from then on every change says why."""
    return (state_before, state_after) != (KPIState.PROPOSED, KPIState.PROPOSED)


# --- definition and settings ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rule:
    """`fields`: what it speaks of, the first being where its problem is shown."""

    fields: tuple[str, ...]
    problem: Callable[[KPI], str]


def definition_problems(kpi: KPI, changed: Collection[str]) -> dict[str, str]:
    """What is wrong with a KPI as far as the changed fields bear on it, by field; empty where nothing is."""
    found: dict[str, str] = {}
    for rule in RULES:
        if any(name in changed for name in rule.fields) and (problem := rule.problem(kpi)):
            found.setdefault(rule.fields[0], problem)
    return found


def _name(kpi: KPI) -> str:
    return "" if kpi.name.strip() else "Name the KPI."


def _per(kpi: KPI) -> str:
    if kpi.measure == MeasureKind.RATE:
        return "" if kpi.per else "A rate says for every how many it is, such as 1000."
    return "" if kpi.per is None else "Only a rate is for every so many: leave this empty, or make it a rate."


def _ceiling(kpi: KPI) -> str:
    if kpi.floor is None or kpi.ceiling is None or kpi.floor < kpi.ceiling:
        return ""
    return f"The most a value can be is above the least, {Decimal(kpi.floor).normalize():f}."


def _run(name: str) -> Callable[[KPI], str]:
    def problem(kpi: KPI) -> str:
        known = LENGTHS.get(kpi.spc_profile, LENGTHS[SPCProfile.NHSE])
        if getattr(kpi, name) in known:
            return ""
        allowed = " or ".join(str(length) for length in known)
        return f"{SPCProfile(kpi.spc_profile).label} knows runs of {allowed}."

    return problem


def _baseline_points(kpi: KPI) -> str:
    count = kpi.baseline_points
    if count is None:
        return ""
    if kpi.spc_profile == SPCProfile.PTD and count < PTD_SHORTEST_BASELINE:
        return f"NHSRplotthedots takes a baseline of {PTD_SHORTEST_BASELINE} points or more."
    return "" if count else "A baseline is at least one point; leave this empty for none."


def _baseline_until(kpi: KPI) -> str:
    if kpi.baseline_until is None or kpi.spc_profile != SPCProfile.PTD:
        return ""
    return "NHSRplotthedots takes a number of points: give that and leave the day empty."


def _owner_role(kpi: KPI) -> str:
    return owner_problem(kpi.owner_role)


def _frequency(kpi: KPI) -> str:
    if kpi.state != KPIState.REPORTING or has_periods(kpi.frequency):
        return ""
    return "A KPI that is reported on has a frequency: choose month, quarter or year."


def _reported_from(kpi: KPI) -> str:
    day = kpi.reported_from
    if day is None:
        return ""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return f"Check the year: KPIs are reported from a day between {FIRST_YEAR} and {LAST_YEAR}."
    if not has_periods(kpi.frequency):
        return ""
    start, _ = bounds_containing(kpi.frequency, day)
    return "" if day == start else f"Give the first day of a period: {start.day} {start:%B %Y}."


def _retired_on(kpi: KPI) -> str:
    if kpi.retired_on is None or kpi.state == KPIState.RETIRED:
        return ""
    return "Only a retired KPI has a day on which it was retired: change the state, or leave this empty."


RULES: Final = (
    _Rule(("name",), _name),
    _Rule(("per", "measure"), _per),
    _Rule(("ceiling", "floor"), _ceiling),
    _Rule(("spc_shift", "spc_profile"), _run("spc_shift")),
    _Rule(("spc_trend", "spc_profile"), _run("spc_trend")),
    _Rule(("baseline_points", "spc_profile"), _baseline_points),
    _Rule(("baseline_until", "spc_profile"), _baseline_until),
    _Rule(("owner_role",), _owner_role),
    _Rule(("frequency", "state"), _frequency),
    _Rule(("reported_from", "frequency"), _reported_from),
    _Rule(("retired_on", "state"), _retired_on),
)


# --- targets ----------------------------------------------------------------------------------------------------------


def target_problems(target: Target) -> dict[str, str]:
    """What is wrong with a target by itself, by field."""
    says_something = target.value is not None or target.words.strip()
    reversed_days = (
        target.starts_on is not None and target.ends_on is not None and target.ends_on < target.starts_on
    )
    found = {
        "value": "" if says_something else "Give the target in numbers or in words.",
        "ends_on": "The last day is not before the first." if reversed_days else "",
    }
    return {name: problem for name, problem in found.items() if problem}


@dataclass(frozen=True)
class Making:
    """What has to give way so that a new target is the only one on its days.

    `ends_on` is the new one's last day. `cut` end the day before it starts; `replaced`, which start on the same day,
    are withdrawn. `problem` says what stands in the way.
    """

    ends_on: date | None
    cut: tuple[Target, ...] = ()
    replaced: tuple[Target, ...] = ()
    problem: str = ""


def make_way(starts_on: date | None, ends_on: date | None, others: Iterable[Target]) -> Making:
    """How a target that holds from one day to another fits among those not withdrawn.

    An earlier one ends the day before. One that starts the same day is replaced. One agreed for later stays: the new
    one ends the day before it, and may not be given a later end.
    """
    first, given, cut, replaced = starts_on or date.min, ends_on, [], []
    for other in others:
        theirs = other.starts_on or date.min
        if theirs == first:
            replaced.append(other)
        elif theirs < first and (other.ends_on is None or other.ends_on >= first):
            cut.append(other)
        elif theirs > first and given is not None and given >= theirs:
            return Making(given, problem=_later(theirs))
        elif theirs > first and given is None:
            ends_on = min(ends_on or date.max, theirs - DAY_BEFORE)
    return Making(ends_on, tuple(cut), tuple(replaced))


def _later(day: date) -> str:
    return (
        f"Another target holds from {day.day} {day:%B %Y}: end this one before, or leave the last day empty and it "
        "ends the day before."
    )


def overlapping(target: Target, others: Sequence[Target]) -> Target | None:
    """The first of the others that holds on a day on which this one does; None where there is none."""
    return next((other for other in others if other.pk != target.pk and _overlap(target, other)), None)


def _overlap(one: Target, other: Target) -> bool:
    return (one.starts_on is None or other.ends_on is None or one.starts_on <= other.ends_on) and (
        other.starts_on is None or one.ends_on is None or other.starts_on <= one.ends_on
    )
