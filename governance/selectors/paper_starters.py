"""Starting texts for a paper, from the programme's records: plain text with its day, which the author then edits.

Each counts what is not known beside what is, as every page does, and says of each made-up record that it is made up;
nothing of it follows the records once inserted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from commissioning.core.money import MoneyTotal, totals_by_basis
from commissioning.core.money_total import basis_words
from governance.rules.words import counted, joined
from governance.selectors.feedback import FeedbackRow, feedback_on, unanswered_first
from governance.selectors.risks import RiskView, risks
from procurement.selectors.lines import LineRow, budget_lines
from procurement.selectors.milestones import MilestoneRow, milestones
from procurement.selectors.stated import headline, stated_rows
from programmes.models import Programme
from programmes.selectors.scope import ScopeRow, scope_on
from programmes.tables import day_words

MOST: Final = 12
MADE_UP: Final = " [illustrative]"
LABELS: Final[Mapping[str, str]] = {
    "scope": "Scope",
    "money": "Money",
    "timeline": "Timeline",
    "feedback": "Feedback",
    "risks": "Risks",
}
# Which of them make sense where: by the section's code, whatever the style; and for an area of implications.
FOR_SECTION: Final[Mapping[str, tuple[str, ...]]] = {
    "summary": ("scope", "money", "timeline"),
    "context": ("scope", "feedback"),
    "information": ("scope", "money", "feedback"),
    "planning": ("timeline",),
    "next_steps": ("timeline",),
    "timeline": ("timeline",),
    "challenges": ("risks",),
    "risks": ("risks",),
    "response": ("feedback",),
    "scope": ("scope",),
}
FOR_AREA: Final[Mapping[str, tuple[str, ...]]] = {"financial": ("money",)}


def starting_text(programme: Programme, kind: str, on: date) -> str:
    """What the records say of one subject on a day, beginning “From the records on …”.

    `kind` is a key of `LABELS`. Raises KeyError for another.
    """
    said = _SAID[kind](programme, on)
    return f"From the records on {day_words(on)}: {said}"


def _listed(lead: str, items: Sequence[str], noun: str) -> str:
    """A sentence with a list beneath it, in one paragraph; what is left off is counted."""
    rest = len(items) - MOST
    more = [f"- and {counted(rest, noun)} more, in the records"] if rest > 0 else []
    return "\n".join([lead, *(f"- {item}" for item in items[:MOST]), *more])


def _mark(row: ScopeRow | LineRow | MilestoneRow | FeedbackRow | RiskView) -> str:
    return MADE_UP if row.illustrative else ""


def _scope(programme: Programme, on: date) -> str:
    rows = scope_on(programme, on)
    inside = [row for row in rows if row.is_counted]
    if not inside:
        named = f" {counted(len(rows), 'service')} named otherwise." if rows else ""
        return f"no service is in scope.{named}"
    unsure = sum(row.is_tbc for row in inside)
    verb = "is" if len(inside) == 1 else "are"
    lead = f"{counted(len(inside), 'service')} {verb} in scope, {unsure or 'none'} of them to be confirmed."
    return _listed(lead, [_service(row) for row in inside], "service")


def _service(row: ScopeRow) -> str:
    lead = row.lead_name or row.lead_code or "lead commissioner not recorded"
    return f"{row.name} ({lead}{'; to be confirmed' if row.is_tbc else ''}){_mark(row)}"


def _money(programme: Programme, on: date) -> str:
    lines = budget_lines(programme, on)
    if not lines:
        return "no budget line is recorded."
    sums = [_sum(each) for each in totals_by_basis([line.money for line in lines])]
    lead = f"{counted(len(lines), 'budget line')} {'comes' if len(lines) == 1 else 'come'} to {joined(sums)}."
    stated = headline(stated_rows(programme, lines), None)
    if stated is not None:
        row, reading = stated
        lead += f" Stated for the whole: {row.money.printed}. {reading.comparison.reason}"
    unknown = [
        f"{line.label}: {line.money.printed or 'not stated'}{_mark(line)}"
        for line in lines
        if line.is_unknown
    ]
    return _listed(f"{lead} Not known yet:", unknown, "line") if unknown else lead


def _sum(total: MoneyTotal) -> str:
    """ "£12.47m, 2 of 8 lines TBC (per annum)"."""
    year = "" if len(total.years) > 1 else "".join(total.years)
    bases = joined([basis_words(basis, year) for basis in total.bases])
    return f"{total.printed} ({bases or 'basis not known'})"


def _timeline(programme: Programme, on: date) -> str:
    rows = [row for row in milestones(programme, on=on) if not row.is_done]
    late = [row for row in rows if row.is_overdue(on)]
    ahead = [row for row in rows if row not in late]
    if not rows:
        return "nothing is planned that is not done."
    lead = f"{counted(len(ahead), 'step')} still to come, {len(late) or 'none'} overdue."
    return _listed(lead, [*(f"Overdue: {_step(row)}" for row in late), *map(_step, ahead)], "step")


def _step(row: MilestoneRow) -> str:
    phase = f" (phase {row.phase_number})" if row.phase_number is not None else ""
    return f"{row.when.printed or 'no date'}: {row.text}{phase}{_mark(row)}"


def _feedback(programme: Programme, on: date) -> str:
    rows = unanswered_first(feedback_on(programme, on))
    if not rows:
        return "no feedback is recorded."
    waiting = sum(row.is_unanswered for row in rows)
    verb = "is" if len(rows) == 1 else "are"
    lead = (
        f"{counted(len(rows), 'point')} of feedback {verb} recorded, {waiting or 'none'} without an answer."
    )
    said = [
        f"{row.text}{f' ({row.said_by})' if row.said_by else ''}{_mark(row)}. "
        + (f"Answer: {row.response}" if row.response else "Not answered yet." if row.is_unanswered else "")
        for row in rows
    ]
    return _listed(lead, [each.strip() for each in said], "point")


def _risks(programme: Programme, on: date) -> str:
    rows = [row for row in risks(programme, on) if row.is_open]
    if not rows:
        return "no open risk is recorded."
    unassessed = sum(row.score is None for row in rows)
    verb = "is" if len(rows) == 1 else "are"
    lead = f"{counted(len(rows), 'risk')} {verb} open, {unassessed or 'none'} not assessed."
    return _listed(lead, [_risk(row) for row in rows], "risk")


def _risk(row: RiskView) -> str:
    score = f"score {row.score}{f', {row.band.name}' if row.band else ''}" if row.score else "not assessed"
    done = f"Mitigation: {row.mitigation}" if row.mitigation else "No mitigation is recorded."
    return f"{row.title} ({score}){_mark(row)}. {done}"


_SAID: Final[Mapping[str, Callable[[Programme, date], str]]] = {
    "scope": _scope,
    "money": _money,
    "timeline": _timeline,
    "feedback": _feedback,
    "risks": _risks,
}
