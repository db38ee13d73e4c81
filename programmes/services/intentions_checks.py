"""What is wrong with a plan, by field, in sentences that name the line and the cure; empty where nothing is."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from programmes.models import CommissioningIntention, IntentionLine, Programme, ProjectSummary, SummaryLine
from programmes.models.intentions import IntentionLineKind, SummaryLineKind
from programmes.rules_intentions import role_problem
from programmes.rules_milestones import reason_problem
from programmes.selectors.intentions_plan import IntentionPlan, PlanLine, SummaryPlan, next_number

HIGHEST_NUMBER = 32_767


class Wanted(Protocol):
    @property
    def text(self) -> str: ...


def summary_problems(plan: SummaryPlan, reason: str) -> dict[str, str]:
    """A project has a name; its people are roles; a target fits its box; the change has a reason."""
    lists = plan.lists
    return {
        "name": _needed(plan.name, "Enter the project’s name.") or _long(plan.name, ProjectSummary, "name"),
        SummaryLineKind.SRO: _roles(lists.get(SummaryLineKind.SRO, ())),
        SummaryLineKind.LEAD: _roles(lists.get(SummaryLineKind.LEAD, ())),
        SummaryLineKind.METRIC: _first(
            _at(place, _long(line.target, SummaryLine, "target", "The target"))
            for place, line in enumerate(lists.get(SummaryLineKind.METRIC, ()), 1)
        ),
        "reason": reason_problem(reason),
    }


def intention_problems(
    plan: IntentionPlan, reason: str, programme: Programme, *, own: int | None = None
) -> dict[str, str]:
    """An intention has a number of its own and a title; its leads are roles or organisations, never people."""
    leads = plan.lists.get(IntentionLineKind.LEAD, ())
    priorities = plan.lists.get(IntentionLineKind.PRIORITY, ())
    return {
        "number": number_problem(plan.number, programme, own=own),
        "title": _needed(plan.title, "Enter what is to be commissioned or changed."),
        "maturity": _long(plan.maturity, CommissioningIntention, "maturity"),
        "section_75": _long(plan.section_75, CommissioningIntention, "section_75"),
        "parts": "" if 1 <= plan.parts <= HIGHEST_NUMBER else "Enter how many, at least 1.",
        IntentionLineKind.LEAD: _roles(leads) or _long_lines(leads),
        IntentionLineKind.PRIORITY: _long_lines(priorities),
        "reason": reason_problem(reason),
    }


def number_problem(number: int, programme: Programme, *, own: int | None = None) -> str:
    """Papers and people speak of an intention by its number, so that no two of a programme share one."""
    if not 1 <= number <= HIGHEST_NUMBER:
        return "Enter the number that the intention has in the paper, such as 4."
    same = CommissioningIntention.objects.filter(programme=programme, number=number)
    holder = (same if own is None else same.exclude(pk=own)).first()
    if holder is None:
        return ""
    return (
        f"Number {number} is “{holder.title}”. Give this intention another number; "
        f"the first one free is {next_number(programme)}."
    )


def milestone_problems(milestones: Sequence[Wanted]) -> dict[str, str]:
    """A milestone says what is to be done. When is for the form to read; a date to be confirmed is a date."""
    return {
        "milestones": _first(
            _at(place, _needed(each.text, "Say what is to be done or reached, before the bar."))
            for place, each in enumerate(milestones, 1)
        )
    }


def _roles(lines: Sequence[PlanLine]) -> str:
    return _first(_at(place, role_problem(line.text)) for place, line in enumerate(lines, 1))


def _long_lines(lines: Sequence[PlanLine]) -> str:
    return _first(_at(place, _long(line.text, IntentionLine, "text")) for place, line in enumerate(lines, 1))


def _at(place: int, problem: str) -> str:
    return f"Line {place}: {problem[:1].lower()}{problem[1:]}" if problem else ""


def _first(problems: Iterable[str]) -> str:
    return next((problem for problem in problems if problem), "")


def _needed(text: str, problem: str) -> str:
    return "" if text.strip() else problem


def _long(text: str, model: Any, name: str, what: str = "This") -> str:
    limit: int = model._meta.get_field(name).max_length
    return f"{what} is {len(text)} characters long; {limit} at most." if len(text) > limit else ""
