"""What a report shows of the records: done, next, actions, risks, issues, changes, dependencies, KPIs, benefits."""

from __future__ import annotations

from collections.abc import Iterator

from governance.rules.words import counted
from governance.selectors.action_views import ActionView
from governance.selectors.report_facts import Facts
from governance.selectors.report_parts import (
    Figures,
    Json,
    cell,
    date_part,
    or_unknown,
    section,
)
from governance.selectors.report_registers import register_sections
from procurement.selectors.milestones import MilestoneRow
from programmes.addresses import Addresses
from programmes.rules_milestones import day_words

WHOLE = " Of the whole programme: these belong to no phase."


def sections(facts: Facts, figures: Figures, to: Addresses) -> list[Json]:
    """Each section in the order of reports; the figures of each are added to `figures`. No query."""
    return [
        _done(facts, figures, to),
        _coming(facts, figures, to),
        _actions(facts, figures, to),
        *register_sections(facts, figures, to),
    ]


def done_lines(facts: Facts) -> Iterator[tuple[str, str]]:
    """What was done in the period as lines of text, each with the reference of its record."""
    for row, day in facts.met:
        yield row.reference, f"{row.text}, {day_words(day)} ({row.reference})"
    for action in facts.completed:
        yield action.reference, f"Action completed: {action.text} ({action.reference})"
    for decision in facts.taken:
        yield (
            decision.reference,
            f"{decision.body}: {decision.title}. {decision.agreed_words} ({decision.reference})",
        )


def coming_lines(facts: Facts) -> Iterator[tuple[str, str]]:
    """What falls due next as lines of text, what is overdue first."""
    for row in (*facts.overdue, *facts.coming):
        late = ", overdue" if row.is_overdue(facts.on) else ""
        yield row.reference, f"{row.text}: {row.when.printed}{late} ({row.reference})"


def _milestone(to: Addresses, row: MilestoneRow) -> str:
    return to.of("milestone", row.reference) if row.record_id is not None else to.of("milestones")


def _done(facts: Facts, figures: Figures, to: Addresses) -> Json:
    met, done, taken = len(facts.met), facts.completed, facts.taken
    figures.add("milestones.met", "Milestones met in the period", met, to.of("milestones"))
    figures.add("actions.completed", "Actions completed in the period", len(done), to.of("actions"))
    figures.add("decisions.taken", "Decisions taken in the period", len(taken), to.of("decisions"))
    rows = [
        (
            cell("Milestone"),
            cell(row.text, note=row.reference, address=_milestone(to, row)),
            cell(day_words(day)),
        )
        for row, day in facts.met
    ]
    rows += [
        (
            cell("Board action completed"),
            cell(row.text, note=row.reference, address=to.of("action", row.reference)),
            cell(row.last.reported.printed if row.last else ""),
        )
        for row in done
    ]
    rows += [
        (
            cell("Decision"),
            cell(
                row.title,
                note=f"{row.body}: {row.agreed_words}",
                address=to.of("decision", row.reference),
            ),
            date_part(row.decided),
        )
        for row in taken
    ]
    finding = (
        f"{counted(met, 'milestone')} met, {counted(len(done), 'action')} completed, "
        f"{counted(len(taken), 'decision')} taken.{_of_whom(facts)}"
    )
    empty = "No milestone was met, no action completed and no decision taken in the period."
    return section(
        "done", "Done in the period", ("What", "Which", "When"), rows, finding=finding, empty=empty
    )


def _of_whom(facts: Facts) -> str:
    return (
        " Actions and decisions are of the whole programme: they belong to no phase." if facts.phase else ""
    )


def _coming(facts: Facts, figures: Figures, to: Addresses) -> Json:
    late = {row.reference for row in facts.overdue}
    undated = sum(not row.when.is_dated for row in facts.open_milestones)
    every = to.of("milestones")
    figures.add("milestones.overdue", "Milestones overdue", len(late), every)
    figures.add("milestones.slipped", "Milestones put off and not met", len(facts.slipped), every)
    figures.add("milestones.coming", "Milestones due next", len(facts.coming), every)
    figures.add("milestones.undated", "Milestones without a date", undated, every)
    rows = []
    for row in (*facts.overdue, *facts.coming):
        figures.add(
            f"milestone.{row.reference}", f"{row.text}: forecast", row.when.printed, _milestone(to, row)
        )
        first = row.original.printed if row.original is not None and row.slips else ""
        rows.append(
            (
                cell(row.text, note=row.reference, address=_milestone(to, row)),
                cell(row.when.printed, note=f"first {first}" if first else ""),
                cell("Overdue" if row.reference in late else row.state_label),
                or_unknown(row.owner_role, "nobody named"),
            )
        )
    finding = (
        f"{counted(len(late), 'milestone')} overdue and {len(facts.coming)} due in "
        f"{facts.period.following.printed}; {undated} without a date."
    )
    return section(
        "coming",
        "Next period",
        ("Milestone", "Forecast", "State", "Owner"),
        rows,
        finding=finding,
        empty="No milestone is overdue, and none is due in the next period.",
    )


def _actions(facts: Facts, figures: Figures, to: Addresses) -> Json:
    """An action without an answer stays on every report until somebody answers (domain rule)."""
    rows, every = facts.open_actions, to.of("actions")
    silent = sum(not row.is_answered for row in rows)
    late = sum(row.is_overdue(facts.on) for row in rows)
    figures.add("actions.open", "Board actions open", len(rows), every)
    figures.add("actions.unanswered", "Board actions without an answer", silent, every)
    figures.add("actions.overdue", "Board actions past their date", late, every)
    finding = f"{counted(len(rows), 'action')} open: {silent} without an answer, {late} past the date."
    return section(
        "actions",
        "Board actions not yet complete",
        ("Action", "Due", "Last answer", "Owner"),
        [_action(row, facts, to) for row in rows],
        finding=finding + (WHOLE if facts.phase else ""),
        empty="No board action is open.",
    )


def _action(row: ActionView, facts: Facts, to: Addresses) -> tuple[Json, ...]:
    slipped = row.slips.words if row.slips.count else ""
    late = "overdue" if row.is_overdue(facts.on) else ""
    last = cell(row.last.text, note=row.last.reported.printed) if row.last else cell("none yet", unknown=True)
    return (
        cell(row.text, note=f"{row.body}, {row.reference}", address=to.of("action", row.reference)),
        or_unknown(row.due.printed, note=", ".join(part for part in (late, slipped) if part)),
        last,
        or_unknown(row.owner_role, "nobody named"),
    )
