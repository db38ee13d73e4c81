"""Rules of a programme's scope, as pure functions: no database, no clock.

A function whose name ends in `_problem` gives a sentence that says what is wrong and what to do, or "" when nothing is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from commissioning.core.fuzzydate import FuzzyDate
from programmes.models.services import ScopeState

NOT_IN_PROGRAMME = None  # the state before a service was added
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
LEADING_WORDS = ("by ", "before ", "after ", "from ", "since ", "until ", "up to ", "in ", "on ", "during ")


class Act(StrEnum):
    """What a person may do to the scope of a service that the programme already names."""

    RENAME = "rename"
    MOVE = "move"
    SETTLE = "settle"
    REMOVE = "remove"
    BRING_IN = "bring_in"


class Inclusion(StrEnum):
    CONFIRMED = "confirmed"
    REFUSED = "refused"


@dataclass(frozen=True)
class LatestChange:
    """The newest change on a service's record: what it was, in words, and when it took effect."""

    words: str
    effective: FuzzyDate


@dataclass(frozen=True)
class NameHolder:
    """The service that a name belongs to, and whether as its name or as one of its other names."""

    service_id: int
    reference: str
    name: str
    is_alias: bool = False
    removed: bool = False


# --- dates ------------------------------------------------------------------------------------------------------


def effective_day(effective: FuzzyDate) -> date | None:
    """The first day a stated date can mean: a change of "September 2019" takes effect on 1 September 2019.

    A date without a first day ("up to 31 March 2020") takes effect on its last. None for an undated one.
    """
    return effective.start or effective.end


def rewind(values: Mapping[str, Any], later: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The values as they stood before the changes of `later`, which come in time order, each as its `before`.

    For every field the earliest change that names it decides. A change that does not name it leaves it alone.
    """
    earlier: dict[str, Any] = {}
    for before in later:
        for name, value in before.items():
            earlier.setdefault(name, value)
    return {**values, **earlier}


def with_year(when: FuzzyDate) -> str:
    """The date as printed; where its year was only inferred, with the year: "September 2018 (year inferred)"."""
    printed = when.printed
    year = when.start or when.end
    if when.year_inferred and year and str(year.year) not in printed:
        return f"{printed} {year.year} (year inferred)"
    return printed


def from_when(when: FuzzyDate) -> str:
    """A date as it stands in a sentence: "from April 2020", but "by April 2020" for one printed so."""
    printed = with_year(when)
    if printed.lower().startswith(LEADING_WORDS):
        return printed[:1].lower() + printed[1:]
    return f"from {printed}"


def effective_problem(effective: FuzzyDate, latest: LatestChange | None) -> str:
    """A change must be dated, and not before the newest change on the record, or the history would contradict itself.

    Fuzzy dates are compared by the first day they can mean; the same day is allowed.
    """
    day = effective_day(effective)
    if day is None:
        return "Enter the date from which the change counts, such as 1 April 2020 or September 2019."
    if effective.end is None:
        return (
            f"“{effective.printed}” has no last day. Enter the day or month in which the change takes effect."
        )
    latest_day = effective_day(latest.effective) if latest else None
    if latest and latest_day and day < latest_day:
        return (
            f"The latest change on record is later: {latest.words} {from_when(latest.effective)}. "
            f"Enter a date on or after {latest_day.day} {latest_day:%B %Y}."
        )
    return ""


# --- names ------------------------------------------------------------------------------------------------------


def tidy(text: str) -> str:
    return " ".join(text.split())


def name_key(name: str) -> str:
    """Names that differ only in case, spacing or the kind of dash are one name."""
    return tidy(name.translate(DASHES)).casefold()


def name_problem(
    name: str, taken: Mapping[str, NameHolder], *, service_id: int | None = None, current: str = ""
) -> str:
    """A service's name is its own among the names and other names of the programme's services.

    A service may take back one of its own other names. `taken` is keyed by `name_key`.
    """
    if not tidy(name):
        return "Enter the service’s name."
    if current and tidy(name) == current:
        return f"The service is already called “{current}”. Enter its new name."
    holder = taken.get(name_key(name))
    if holder is None or holder.service_id == service_id:
        return ""
    if holder.removed and not holder.is_alias:
        return (
            f"“{holder.name}” ({holder.reference}) was removed from the scope before. "
            "Put it back from its own page, or enter another name."
        )
    if holder.is_alias:
        return f"“{tidy(name)}” is another name of “{holder.name}” ({holder.reference}). Enter a name of its own."
    return f"“{holder.name}” ({holder.reference}) already has this name. Enter a name of its own."


def reason_problem(reason: str) -> str:
    return "" if reason.strip() else "Say why the scope changes, for those who read the history later."


NOTHING_SETTLED = "Choose what has been settled: the inclusion, the commissioner, or both."

# --- states -----------------------------------------------------------------------------------------------------

SETTLED_STATES = {
    ScopeState.REMOVED: "removed from the scope",
    ScopeState.ALIGNED: "aligned with the programme but not in its scope",
    ScopeState.FUTURE: "only for future consideration",
    ScopeState.NAMED: "named by a paper that does not say whether it is in scope",
}


def acts_open_to(state: str, *, has_phases: bool = True) -> tuple[Act, ...]:
    """What may be done to a service in the given state, in the order in which pages offer it."""
    if state in SETTLED_STATES:
        return (Act.BRING_IN,)
    acts = [Act.SETTLE] if state == ScopeState.IN_SCOPE_TBC else []
    acts += [Act.MOVE] if has_phases else []
    acts += [Act.RENAME, Act.BRING_IN] if state == ScopeState.PROPOSED else [Act.RENAME]
    return (*acts, Act.REMOVE)


def act_problem(act: Act, state: str, name: str) -> str:
    """Why an act does not fit a service's state; "" when it does."""
    if act in acts_open_to(state):
        return ""
    if state in SETTLED_STATES:
        what = SETTLED_STATES[ScopeState(state)]
        if act == Act.REMOVE and state == ScopeState.REMOVED:
            return f"“{name}” has been {what} already."
        return f"“{name}” is {what}. Put it into scope first."
    if act == Act.SETTLE:
        return f"Nothing about “{name}” is to be confirmed."
    return f"“{name}” is in scope already."


def state_with(*, inclusion_tbc: bool | None, commissioner_tbc: bool | None) -> ScopeState:
    """In scope, or in scope – TBC while either flag is set; a flag of None (the paper does not say) is not set."""
    return ScopeState.IN_SCOPE_TBC if inclusion_tbc or commissioner_tbc else ScopeState.IN_SCOPE


def settling_problems(
    *,
    inclusion: Inclusion | None,
    settles_commissioner: bool,
    inclusion_tbc: bool | None,
    commissioner_tbc: bool | None,
) -> dict[str, str]:
    """A TBC is settled for what it stands on. What the paper leaves open (None) may be settled with it."""
    if inclusion is None and not settles_commissioner:
        return {"inclusion": NOTHING_SETTLED}
    problems = {}
    if inclusion is not None and inclusion_tbc is False:
        problems["inclusion"] = "The inclusion is confirmed already: leave it as it is."
    if settles_commissioner and commissioner_tbc is False:
        problems["commissioner"] = "The commissioner is confirmed already: leave it as it is."
    if settles_commissioner and inclusion == Inclusion.REFUSED:
        problems["commissioner"] = (
            "A service that is refused leaves the scope: leave its commissioner as it is."
        )
    return problems
