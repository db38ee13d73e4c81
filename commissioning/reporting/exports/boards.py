"""What boards asked for and were told, and what papers imply and who approved them, as tables."""

from commissioning.core.spreadsheets import (
    Kind,
    SheetColumn,
    SheetTable,
    Value,
    date_columns,
    date_values,
    joined,
)
from commissioning.reporting.exports.material import ILLUSTRATIVE, PRINTED_IN, Material, locators
from governance.models.actions import BoardActionState
from governance.models.papers import ImplicationArea
from governance.selectors.actions import ActionView, ResponseRow
from governance.selectors.papers import ApprovalRow, ImplicationRow, PaperView, papers

ACTION_COLUMNS = (
    SheetColumn("Reference", "The action's stable reference.", width=14),
    SheetColumn("Action", "What the board agreed should be done.", width=60),
    SheetColumn("Board", "Whose action it is.", width=30),
    *date_columns("Agreed", "When it was agreed."),
    *date_columns("Due", "By when it is to be done; where that was changed, as it stands on the day."),
    *date_columns("First due", "By when it was to be done at first."),
    SheetColumn("Slipped", "How many times its date was put off by the day.", Kind.INTEGER),
    SheetColumn("Slipped by", "How often and how far, in words.", width=30),
    SheetColumn("Days since agreed", "At the least, up to the day.", Kind.INTEGER),
    SheetColumn("Meeting reference", "The meeting that it comes from, where it is recorded.", width=16),
    SheetColumn("Decision reference", "The decision that it comes from, where it is recorded.", width=16),
    SheetColumn("Condition of", "The body whose agreement it is a condition of, where it is one.", width=30),
    SheetColumn("Owner", "A role; empty where none is named.", width=24),
    SheetColumn("Reports promised", "How often the board was promised a report.", width=18),
    SheetColumn(
        "Reports missed",
        "Promised periods that ended without one; empty where no reports were promised.",
        Kind.INTEGER,
    ),
    SheetColumn("State", "On the day.", width=14),
    SheetColumn("State as read by", "Whose reading the state is, where the paper gives none.", width=24),
    SheetColumn(
        "Overdue",
        "yes where the last day that “due” can mean has passed and it is not finished.",
        Kind.YES_NO,
    ),
    SheetColumn(
        "Weakened", "yes where a person finds that an answer promises less than was agreed.", Kind.YES_NO
    ),
    SheetColumn("Answer reference", "The answer's stable reference; empty where there is none.", width=16),
    SheetColumn("Answer kind", "Response, or a mark of weakening set or taken off.", width=18),
    SheetColumn("Answer", "Its words.", width=60),
    *date_columns("Reported", "When it was reported."),
    SheetColumn("Answered in", "The paper that reports it.", width=34),
    SheetColumn("State after", "The action's state after the answer, where it changed it.", width=14),
    SheetColumn("Answered by", "Who entered the answer, for one that no paper reports.", width=24),
    PRINTED_IN,
    SheetColumn("Answer printed in", "Where the papers print the answer.", width=34),
    ILLUSTRATIVE,
)


def actions_table(material: Material) -> SheetTable:
    found = material.actions.rows
    rows = [
        _action(view, answer, material)
        for view in found
        for answer in (*view.responses, *view.marks) or (None,)
    ]
    return SheetTable(
        "actions",
        "Board actions",
        "One row is one answer to one action; an action without any answer has one row all the same.",
        ACTION_COLUMNS,
        tuple(rows),
    )


def _action(view: ActionView, answer: ResponseRow | None, material: Material) -> tuple[Value, ...]:
    return (
        view.reference,
        view.text,
        view.body,
        *date_values(view.agreed),
        *date_values(view.due),
        *date_values(view.original_due),
        view.slips.count,
        view.slips.words if view.date_changes else None,
        view.age_days,
        view.origin.meeting_reference or None,
        view.origin.decision_reference or None,
        view.origin.condition_body or None,
        view.owner_role or None,
        view.promised_label,
        view.missed_count if view.missed else None,
        view.state_label,
        view.state_note or None,
        view.is_overdue(material.on),
        view.weakened,
        *_answer(answer),
        locators(view.places),
        locators(answer.places) if answer else None,
        view.illustrative,
    )


def _answer(answer: ResponseRow | None) -> tuple[Value, ...]:
    if answer is None:
        return (None,) * 10
    after = answer.state_after
    return (
        answer.reference,
        answer.kind_label,
        answer.text,
        *date_values(answer.reported),
        answer.document_title or None,
        str(BoardActionState(after).label) if after else None,
        answer.who or None,
    )


# --- what papers imply ------------------------------------------------------------------------------------------

PAPER_COLUMNS = (
    SheetColumn("Reference", "Its stable reference.", width=14),
    SheetColumn("Paper", "The paper's title.", width=44),
    SheetColumn("Paper reference", "The paper's stable reference.", width=16),
    *date_columns("Paper dated", "The day of the paper."),
)
IMPLICATION_COLUMNS = (
    *PAPER_COLUMNS,
    SheetColumn("Area", "Financial, Legal, Human resources and so on.", width=20),
    SheetColumn("Area as printed", "The paper's own heading.", width=24),
    SheetColumn("Implication", "What the paper says.", width=60),
    *date_columns("Date", "The day that it names."),
    PRINTED_IN,
    ILLUSTRATIVE,
)
APPROVAL_COLUMNS = (
    *PAPER_COLUMNS,
    SheetColumn("Slot", "The slot of the table of approvals.", width=30),
    SheetColumn("Roles", "The roles that filled it; empty where nobody is named.", width=40),
    SheetColumn("Note", "What the reader of the paper noted.", width=36),
    PRINTED_IN,
    ILLUSTRATIVE,
)


def implications_table(material: Material) -> SheetTable:
    rows = [_implication(paper, row) for paper in papers(material.programme) for row in paper.implications]
    return SheetTable(
        "implications",
        "Implications",
        "One row is one thing that a paper says its proposals mean for money, law, people or equality.",
        IMPLICATION_COLUMNS,
        tuple(rows),
    )


def approvals_table(material: Material) -> SheetTable:
    rows = [_approval(paper, row) for paper in papers(material.programme) for row in paper.approvals]
    return SheetTable(
        "approvals",
        "Approvals",
        "One row is one slot of a paper's table of approvals, by role and never by name.",
        APPROVAL_COLUMNS,
        tuple(rows),
    )


def _paper(paper: PaperView) -> tuple[Value, ...]:
    return paper.title, paper.reference, *date_values(paper.dated)


def _implication(paper: PaperView, row: ImplicationRow) -> tuple[Value, ...]:
    area = ImplicationArea(row.area).label if row.area in ImplicationArea.values else row.area
    return (
        row.reference,
        *_paper(paper),
        str(area),
        row.printed or None,
        row.text,
        *date_values(row.when),
        locators(row.places),
        paper.illustrative,
    )


def _approval(paper: PaperView, row: ApprovalRow) -> tuple[Value, ...]:
    return (
        row.reference,
        *_paper(paper),
        row.slot,
        joined(row.roles),
        row.note or None,
        locators(row.places),
        paper.illustrative,
    )
