"""What a succession of organisations would do, and everything that is wrong with it; nothing is written here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate
from programmes import rules_leads
from programmes.models import CommissioningResponsibility, Organisation, OrganisationSuccession, Programme
from programmes.models.organisations import SuccessionKind
from programmes.models.responsibilities import Standing
from programmes.rules import effective_day, tidy
from programmes.services.scope_door import as_stated

Assignments = Mapping[int, Organisation]  # by the id of the responsibility that ends: who takes it on


@dataclass(frozen=True)
class Passing:
    """One responsibility of a predecessor: when it ends, who takes it on, and from when to when.

    `to` is None while a choice between several successors is open. `never_began`: it was to begin on the day or later,
    so it stops governing as it stands, and the successor's has its dates.
    """

    term: CommissioningResponsibility
    to: Organisation | None
    opens_on: date
    until: date | None
    never_began: bool


@dataclass(frozen=True)
class SuccessionPreview:
    """What a succession would do, and everything that is wrong with it, by field (a choice by `term_<id>`)."""

    passings: tuple[Passing, ...]
    problems: Mapping[str, str]
    stamp: str

    @property
    def moves(self) -> int:
        return len(self.passings)


def preview_succession(
    programme: Programme,
    *,
    predecessors: Sequence[Organisation],
    successors: Sequence[Organisation],
    kind: SuccessionKind | str,
    effective: FuzzyDate | date,
    assignments: Assignments | None = None,
) -> SuccessionPreview:
    """Every responsibility that would end and open, and all problems at once; nothing is written.

    A successor that is not saved yet is a new organisation. With one successor everything passes to it; with several,
    each responsibility needs a choice in `assignments`. Responsibilities that ended by the day stay untouched.
    """
    stated = as_stated(effective)
    day = effective_day(stated)
    passings = _passings(programme, predecessors, successors, day, assignments or {}) if day else ()
    problems = {
        **_side_problems(kind, predecessors, successors),
        **({"effective": problem} if (problem := rules_leads.dated_problem(stated)) else {}),
    }
    if day is not None:
        done = _done_before(predecessors, successors, day, moves=len(passings))
        problems |= {"predecessors": done} if done and "predecessors" not in problems else {}
    problems |= _choice_problems(passings, successors)
    return SuccessionPreview(passings, problems, _stamp(passings))


# --- what is to happen ------------------------------------------------------------------------------------------


def _passings(
    programme: Programme,
    predecessors: Sequence[Organisation],
    successors: Sequence[Organisation],
    day: date,
    assignments: Assignments,
) -> tuple[Passing, ...]:
    """Each responsibility of a predecessor that holds on the day or is to begin later."""
    held = CommissioningResponsibility.objects.filter(
        programme=programme, organisation__in=[each for each in predecessors if each.pk]
    ).exclude(ends_on__lte=day)
    only = successors[0] if len(successors) == 1 else None
    passings = []
    for term in held.select_related("service", "organisation").order_by("service__name", "role", "pk"):
        if term.standing == Standing.ENDED:
            continue  # a claim that an earlier act set aside
        later = term.starts_on is not None and term.starts_on >= day
        chosen = only or assignments.get(term.pk)
        to = (
            chosen
            if chosen is not None and any(chosen is each or _same(chosen, each) for each in successors)
            else None
        )
        passings.append(
            Passing(term, to, term.starts_on if later and term.starts_on else day, term.ends_on, later)
        )
    return tuple(passings)


def _same(one: Organisation, other: Organisation) -> bool:
    return one.pk is not None and one.pk == other.pk


def _stamp(passings: Sequence[Passing]) -> str:
    return "-".join(f"{passing.term.pk}.{passing.term.version}" for passing in passings)


# --- what is wrong with it --------------------------------------------------------------------------------------


def _side_problems(
    kind: SuccessionKind | str, predecessors: Sequence[Organisation], successors: Sequence[Organisation]
) -> dict[str, str]:
    names = {tidy(each.name).casefold() for each in predecessors}
    both = [each.name for each in successors if tidy(each.name).casefold() in names]
    problems = rules_leads.succession_problems(
        kind, [each.name for each in predecessors], [each.name for each in successors], shared=", ".join(both)
    )
    new = [each.name for each in successors if each._state.adding]
    taken = Organisation.objects.filter(name__in=new).values_list("name", flat=True) if new else ()
    if taken and "successors" not in problems:
        problems["successors"] = (
            f"There is an organisation called {taken[0]} already: choose it from the list."
        )
    return problems


def _done_before(
    predecessors: Sequence[Organisation], successors: Sequence[Organisation], day: date, *, moves: int
) -> str:
    """A succession is recorded once. Of one that another programme recorded on the same day, the responsibilities
    that this programme still has may pass."""
    recorded = OrganisationSuccession.objects.filter(
        predecessor__in=[each for each in predecessors if each.pk]
    )
    rows = list(recorded.select_related("predecessor", "successor").order_by("took_effect_on", "pk"))
    wanted = {each.pk for each in successors}
    clash = next((row for row in rows if row.took_effect_on != day or row.successor_id not in wanted), None)
    first = clash or (rows[0] if rows and not moves else None)
    if first is None:
        return ""
    when = rules_leads.long(first.took_effect_on)
    return (
        # Organisations are shared by all programmes, the record of a succession is not: it is not named here.
        f"{first.predecessor} was succeeded by {first.successor} on {when}. A succession is recorded once."
    )


def _choice_problems(passings: Sequence[Passing], successors: Sequence[Organisation]) -> dict[str, str]:
    if len(successors) < 2:
        return {}
    return {
        f"term_{passing.term.pk}": (
            f"Choose who takes on “{passing.term.service}” as {passing.term.get_role_display().lower()}."
        )
        for passing in passings
        if passing.to is None
    }
