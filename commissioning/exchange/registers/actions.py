"""Board actions with their answers, from and to files: recorded, answered, given another date, marked as weakened."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from commissioning.core.access import Permission
from commissioning.core.intake.cells import Cell
from commissioning.core.intake.groups import SAME
from commissioning.core.intake.values import is_blank, same
from commissioning.core.spreadsheets import Value
from commissioning.exchange.models import Verdict
from commissioning.exchange.registers.action_doors import (
    OWNER_STAYS,
    STAYS,
    add_from,
    answer_beside,
    answer_from,
    change_from,
)
from commissioning.exchange.registers.base import Act, Key, RegisterResource
from commissioning.exchange.registers.columns import KeptChoice, KeptYesNo
from commissioning.exchange.registers.fields import DateColumns, KeyColumn, TextColumn
from commissioning.exchange.registers.fixed_columns import FixedChoice, FixedDates, FixedText
from commissioning.exchange.registers.lookups import programme_of, refused
from commissioning.exchange.registers.naming import folded
from governance.models.actions import (
    BoardAction,
    BoardActionState,
    ProgressResponse,
    ReportingFrequency,
)
from programmes.models import Document, Programme

if TYPE_CHECKING:
    from commissioning.exchange.selectors.planned import Planned, Problem
    from commissioning.exchange.selectors.standing import Standing

ANSWER_HEADINGS = frozenset(
    {
        "Answer",
        "Answer kind",
        "Reported as printed",
        "Reported from",
        "Reported to",
        "Reported status",
        "Answered in",
        "State after",
        "Answered by",
        "Answer printed in",
    }
)
OF_THE_ACTION = ("due", "weakened")  # what stands in each row of an action, and changes in all of them
DISAGREE = (
    "Rows {rows} are about one action, {reference}, and differ here. Write the same in each of them, "
    "or leave only one in the file."
)


class PaperColumn(TextColumn):
    """A paper by its title, as the export has it, or its reference; `before` gives the title for each of its words."""

    def read(
        self,
        given: Mapping[str, Cell],
        exported: Mapping[str, Value] | None,
        *,
        percent: frozenset[str] = frozenset(),
        before: Any = None,
    ) -> Any:
        value = super().read(given, exported, percent=percent, before=before)
        stands = (
            exported is not None and value and (before or {}).get(folded(value)) == exported[self.heading]
        )
        return SAME if stands else value


class ActionResource(RegisterResource):
    """One row is one answer to one action. A row with an action's reference and no answer's adds an answer to it.

    A row without a reference is recognised by its action's words and board, which several rows of one action share.
    An answer on record never changes; what an action says stays, and its date changes with every earlier one kept.
    """

    register = "actions"
    title = "Board actions"
    one = "action"
    model = BoardAction
    permissions = (Permission.EDIT_PLAN,)
    key = ("Reference", "Answer reference")
    label = "Action"
    adds_by_key = True
    doors = {"owner_role": "owner", "document": "answered_in"}

    reference = KeyColumn("Reference", aliases=("Ref", "ID", "No", "Number", "Action reference"))
    text = FixedText("Action", fixed=STAYS, aliases=("Action agreed", "What", "Description", "Task"))
    board = FixedText("Board", fixed=STAYS, aliases=("Body", "Committee", "Meeting body"))
    agreed = FixedDates("Agreed", fixed=STAYS, aliases=("Agreed", "Date agreed", "Agreed on", "Date raised"))
    due = DateColumns("Due", aliases=("Due", "Due date", "Deadline", "Target date", "By when"))
    meeting = FixedText("Meeting reference", fixed=STAYS, aliases=("Meeting",))
    decision = FixedText("Decision reference", fixed=STAYS, aliases=("Decision",))
    owner = FixedText("Owner", fixed=OWNER_STAYS, aliases=("Lead", "Responsible", "Who", "Owner role"))
    promised = FixedChoice(
        "Reports promised", ReportingFrequency.choices, fixed=STAYS, aliases=("Reports", "Frequency")
    )
    weakened = KeptYesNo("Weakened")
    answer_reference = KeyColumn("Answer reference", aliases=("Response reference",))
    answer = TextColumn("Answer", aliases=("Response", "Update", "Progress", "Comment", "Comments"))
    reported = DateColumns("Reported", aliases=("Reported", "Date reported", "Updated on", "Date of update"))
    answered_in = PaperColumn("Answered in", aliases=("Paper",))
    state_after = KeptChoice("State after", BoardActionState.choices, aliases=("Status", "New state"))

    def records(self, act: Act) -> Mapping[Key, BoardAction]:
        """Each row's action, by its own reference and its answer's; three queries."""
        programme = programme_of(act)
        every: dict[int, Any] = {}
        papers = _papers_of(programme)
        rows = BoardAction.objects.filter(programme=programme).select_related("programme", "body")
        for action in rows:
            every[action.pk] = action
            every[action.pk].board_words = {folded(action.body.name), folded(action.body.reference)}
            every[action.pk].papers = papers
        found: dict[Key, BoardAction] = {(each.reference, ""): each for each in every.values()}
        answers = ProgressResponse.objects.filter(programme=programme)
        for action_id, reference in answers.values_list("action_id", "reference"):
            found[(every[action_id].reference, reference)] = every[action_id]
        return found

    def key_of(self, record: Any) -> Key:
        if isinstance(record, ProgressResponse):
            return record.action.reference, record.reference
        return record.reference, ""

    def key_after(self, record: Any, key: Key) -> Key:
        """An action's only row, which has no answer, becomes the row of its first answer."""
        return self.key_of(record) if isinstance(record, ProgressResponse) and not key[1] else key

    def before(self, record: Any, name: str) -> Any:
        standing: Any = {
            "agreed": record.agreed,
            "due": record.due,
            "text": {folded(record.text)},
            "board": record.board_words,
            "answered_in": record.papers,
            "weakened": record.weakened,
            "state_after": record.state,
        }
        return standing.get(name)

    def meant(self, planned: "Planned", standing: "Standing") -> Key | None:
        """Without an answer's reference: the answer with these words, else the action's last row, else a new answer."""
        cells = planned.cells
        reference = _words(cells.get("Reference")) or _named_by_its_words(cells, standing)
        rows = {key: row for key, row in standing.rows.items() if key[0] == reference}
        if not rows or _words(cells.get("Answer reference")):
            return None
        answer = cells.get("Answer")
        if is_blank(answer):
            planned.cells = {
                heading: cell for heading, cell in cells.items() if heading not in ANSWER_HEADINGS
            }
            return next(reversed(rows))
        told = [key for key, row in rows.items() if same(answer, row["Answer"])]
        if told:
            return told[0]
        unanswered = (reference, "")
        if unanswered in rows:
            return unanswered
        planned.cells = {**cells, "Reference": reference}
        planned.key = ()  # several answers to one action are several rows, none of which repeats another
        return None

    def together(self, rows: Sequence["Planned"], problem: "Callable[[Planned, str, str], Problem]") -> None:
        """What stands in every row of an action changes once, and only where all of its rows in the file agree."""
        by_action: dict[str, list[Planned]] = {}
        for row in rows:
            if row.record is not None and row.key:
                by_action.setdefault(row.key[0], []).append(row)
        for reference, found in by_action.items():
            for name in OF_THE_ACTION:
                changing = [row for row in found if name in row.values]
                if not changing:
                    continue
                says = [row.values.get(name) for row in found if row.verdict != Verdict.REFUSED]
                if all(each == says[0] for each in says):
                    _once(changing, name)
                    continue
                numbers = ", ".join(str(row.number) for row in found)
                heading = self.fields[name].headings[0]
                for row in changing:
                    row.refuse(problem(row, heading, DISAGREE.format(rows=numbers, reference=reference)))

    def add(self, values: Mapping[str, Any], act: Act) -> BoardAction | ProgressResponse:
        reference = values.get("reference", "")
        if not reference:
            action = add_from(values, act)
            return answer_from(action, values, act) if values.get("answer") else action
        found: BoardAction | None = BoardAction.objects.filter(
            programme=programme_of(act), reference=reference
        ).first()
        if found is None:
            raise refused(
                "reference",
                f"No action with the reference “{reference}” is known here. Leave the cell empty for a new one.",
            )
        if values.get("answer_reference"):
            raise refused(
                "answer_reference",
                "This action has no answer with that reference. Leave the cell empty for a new one.",
            )
        return answer_beside(found, values, act)

    def change(
        self, record: BoardAction, values: Mapping[str, Any], act: Act
    ) -> BoardAction | ProgressResponse:
        return change_from(record, values, act)


def _papers_of(programme: Programme) -> dict[str, str]:
    rows = Document.objects.filter(programme=programme).values_list("reference", "title")
    return {folded(word): title for reference, title in rows for word in (reference, title)}


def _words(cell: object) -> str:
    return str(cell or "").strip()


def _named_by_its_words(cells: Mapping[str, Any], standing: "Standing") -> str:
    """The reference of the one action with these words of this board; "" for none, and for several."""
    text, board = folded(cells.get("Action")), folded(cells.get("Board"))
    found = {
        key[0]
        for key, record in standing.records.items()
        if text and key in standing.rows and folded(record.text) == text and board in record.board_words  # type: ignore[attr-defined]
    }
    return found.pop() if len(found) == 1 else ""


def _once(rows: Sequence["Planned"], name: str) -> None:
    """The first row changes it; the others say the same, and change nothing by it."""
    for row in rows[1:]:
        del row.values[name]
        if not row.values and row.verdict == Verdict.CHANGED:
            row.verdict = Verdict.SAME
