"""Boards' actions as a table: what was agreed, what was reported, how long ago, and what is missing."""

from collections.abc import Sequence
from datetime import date

from django.http import QueryDict

from commissioning.core.components import Tag, Tone
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.tables import Cell, Column, Row, Table, sorted_columns
from commissioning.core.values_html import date_cell
from governance.models.actions import BoardActionState
from governance.rules.words import counted, joined
from governance.selectors.actions import ActionView
from programmes.addresses import Addresses

STATE_TONES = {
    BoardActionState.OPEN: Tone.INFO,
    BoardActionState.IN_PROGRESS: Tone.INFO,
    BoardActionState.COMPLETE: Tone.GOOD,
    BoardActionState.CLOSED: Tone.NEUTRAL,
}
COLUMNS = (
    Column("What the board asked", key="action"),
    Column("Agreed", key="agreed"),
    Column("Target date", key="due"),
    Column("What was reported"),
    Column("Since then", key="since", numeric=True),
    Column("State", key="state"),
    Column("To look at"),
)


def action_table(
    views: Sequence[ActionView], params: QueryDict, on: date, to: Addresses, *, caption: str = ""
) -> Table:
    """One row for each action. With a caption it is one of several tables: it shows it, and offers no sorting."""
    return Table(
        caption or "Actions and answers",
        COLUMNS if caption else sorted_columns(COLUMNS, params, default=""),
        tuple(_row(view, on, to) for view in views),
        caption_hidden=not caption,
        empty="No action fits these filters.",
    )


def _row(view: ActionView, on: date, to: Addresses) -> Row:
    return Row(
        (
            _asked(view, to),
            stated_cell(view.agreed),
            target_cell(view),
            reported_cell(view),
            since_cell(view),
            Cell(tags=(state_tag(view),)),
            attention_cell(view, on),
        ),
        id=view.reference,
        highlight=not view.is_answered,
    )


def _asked(view: ActionView, to: Addresses) -> Cell:
    tags = (Tag("Condition"),) if view.origin.condition_body else ()
    marked = (*tags, Tag("Illustrative")) if view.illustrative else tags
    note = " · ".join(part for part in (view.body, view.reference, view.owner_role) if part)
    return Cell(view.text, to.of("action", view.reference), note, tags=marked)


def target_cell(view: ActionView) -> Cell:
    """The target now; where it has moved, the first one and how often and how far it slipped."""
    return date_cell(view.due, note=moved_words(view))


def moved_words(view: ActionView) -> str:
    """ "first June 2013, slipped 2 times, by 3 to 4 months"; "" where the date never moved."""
    if not view.date_changes:
        return ""
    first = view.original_due.printed or "not stated"
    return f"first {first}, {view.slips.words}"


def stated_cell(when: FuzzyDate) -> Cell:
    """A date as printed; the year beside it where the paper leaves it to its reader: “April”, 2013."""
    first = when.start or when.end
    unsaid = first is not None and str(first.year) not in when.printed
    return date_cell(when, note=f"{first.year}; the year is not printed" if first and unsaid else "")


def state_tag(view: ActionView) -> Tag:
    return Tag(view.state_label, STATE_TONES[BoardActionState(view.state)])


def reported_cell(view: ActionView) -> Cell:
    """The latest answer with its date, and how many there are; an action without any says so and stays."""
    last = view.last
    if last is None:
        return Cell(tags=(Tag("No answer yet", Tone.WARN),))
    more = f"; {counted(len(view.responses), 'answer')} in all" if len(view.responses) > 1 else ""
    return Cell(last.text, note=f"{last.reported.printed or 'date not stated'}{more}")


def since_cell(view: ActionView) -> Cell:
    if view.since is None:
        return Cell("not known", unknown=True)
    return Cell(view.since.printed, note="since the answer" if view.is_answered else "since it was agreed")


def attention_cell(view: ActionView, on: date) -> Cell:
    """What a computed check or a person found; a plain dash where there is nothing."""
    tags = []
    if view.is_overdue(on):
        tags.append(Tag("Past its date", Tone.WARN))
    if view.slips.count:
        tags.append(Tag(f"Slipped {counted(view.slips.count, 'time')}", Tone.WARN))
    if view.missed_count and view.missed:
        tags.append(Tag(f"{counted(view.missed_count, view.missed.noun)} without a report", Tone.WARN))
    if view.weakened:
        tags.append(Tag("Weakened", Tone.WARN))
    elif view.hint:
        tags.append(Tag("To check: may promise less", Tone.INFO))
    if not tags:
        return Cell("–", words="nothing to look at")
    return Cell(tags=tuple(tags), note=missed_words(view))


def missed_words(view: ActionView) -> str:
    """ "April to June 2013; October 2013 to September 2026 (52 quarters)"; "" where no report is missing."""
    return joined(view.missed.runs) if view.missed and view.missed_count else ""
