"""What a row of board actions asks of the doors: an action recorded, an answer added, a date given, a mark set."""

from collections.abc import Mapping
from typing import Any

from commissioning.core.fuzzydate import FuzzyDate
from commissioning.exchange.registers.base import Act
from commissioning.exchange.registers.lookups import named, programme_of, refused, told_at
from commissioning.exchange.registers.naming import folded
from governance.models import Body, Decision, Meeting
from governance.models.actions import BoardAction, BoardActionState, ProgressResponse
from governance.services.action_dates import redate
from governance.services.actions import add_action, mark_weakened, respond
from procurement.services.phase_door import NO_DATE
from programmes.models import Document
from programmes.rules import name_key

OF_AN_ANSWER = ("answer", "reported", "answered_in", "state_after")
STAYS = "What a board agreed stays as it was minuted. Record another action where it agreed something else."
OWNER_STAYS = "Who owns an action is kept with what was agreed, and does not change here."
ANSWER_STAYS = (
    "An answer stays as it was given. Add another one: leave “Answer reference” empty in a new row."
)
NEW_STATE = "A new action is open. Write in “Answer” what was reported, and its state changes with that."
NEW_MARK = "A mark of weakening is set on an answer that is on record. Leave this empty in a new row."


def add_from(values: Mapping[str, Any], act: Act) -> BoardAction:
    """The action of a new row."""
    programme = programme_of(act)
    if values.get("state_after") not in (None, BoardActionState.OPEN) and not values.get("answer"):
        raise refused("state_after", NEW_STATE)
    if values.get("weakened"):
        raise refused("weakened", NEW_MARK)
    given = {
        name: _referred(model, values[name], act, field=name)
        for name, model in (("meeting", Meeting), ("decision", Decision))
        if values.get(name)
    }
    with told_at({"body": "board", "reports_promised": "promised", "condition_of": "decision"}):
        return add_action(
            programme,
            body=_body(values.get("board", ""), act),
            text=values.get("text", ""),
            agreed=values.get("agreed", NO_DATE),
            due=values.get("due"),
            owner_role=values.get("owner", ""),
            reports_promised=values.get("promised") or "",
            reason=act.reason,
            by=act.by,
            grants=act.grants,
            **given,
        )


def answer_from(action: BoardAction, values: Mapping[str, Any], act: Act) -> ProgressResponse:
    """The answer of a row, with the state that it leaves the action in; the same state where the row names none."""
    document = _document(values["answered_in"], act) if values.get("answered_in") else None
    with told_at({"text": "answer", "state": "state_after", "document": "answered_in"}):
        return respond(
            action,
            text=values.get("answer", ""),
            reported=values.get("reported", NO_DATE),
            state=values.get("state_after") or action.state,
            document=document,
            today=act.on,
            reason=act.reason,
            by=act.by,
            grants=act.grants,
            expected_version=action.version,
        )


def answer_beside(action: BoardAction, values: Mapping[str, Any], act: Act) -> ProgressResponse:
    """A new answer to an action on record. What the row says of the action is what stands, or another date or mark."""
    standing: dict[str, tuple[str, ...]] = {
        "text": (action.text,),
        "owner": (action.owner_role,),
        "board": (action.body.name, action.body.reference),
    }
    for name, words in standing.items():
        if values.get(name) and folded(values[name]) not in {folded(each) for each in words}:
            raise refused(name, OWNER_STAYS if name == "owner" else STAYS)
    due = values.get("due")
    if due is not None and due.printed and due != action.due:
        _redate(action, due, act)
        action.refresh_from_db()
    made = answer_from(action, values, act)
    action.refresh_from_db()
    if values.get("weakened", action.weakened) != action.weakened:
        _mark(action, values["weakened"], act)
    return made


def change_from(action: BoardAction, values: Mapping[str, Any], act: Act) -> BoardAction | ProgressResponse:
    """Another date, a mark, or the first answer; each of the action as the one before left it."""
    answers = [name for name in OF_AN_ANSWER if name in values]
    if answers and action.responses.exists():
        raise refused(answers[0], ANSWER_STAYS)
    if "due" in values:
        _redate(action, values["due"], act)
        action.refresh_from_db()
    made: BoardAction | ProgressResponse = action
    if answers:
        made = answer_from(action, values, act)
        action.refresh_from_db()
    if "weakened" in values:
        _mark(action, values["weakened"], act)
    return made


def _redate(action: BoardAction, to: FuzzyDate, act: Act) -> None:
    with told_at({"to": "due", "given_on": "due", "state": "due"}):
        redate(
            action,
            to=to,
            reason=act.reason,
            by=act.by,
            grants=act.grants,
            on=act.on,
            version=action.version,
            given_on=act.effective_on,
        )


def _mark(action: BoardAction, weakened: bool, act: Act) -> None:
    mark_weakened(
        action,
        weakened,
        today=act.on,
        reason=act.reason,
        by=act.by,
        grants=act.grants,
        expected_version=action.version,
    )


# --- what cells name ------------------------------------------------------------------------------------------------


def _body(word: str, act: Act) -> Body | None:
    if not word:
        return None  # the door says that a board is needed
    bodies = {
        name_key(name): body
        for body in Body.objects.filter(programme=act.programme)
        for name in (body.reference, body.name)
    }
    return named(word, bodies, field="board", noun="board", cure="Write a board’s name or reference.")


def _referred(model: Any, word: str, act: Act, *, field: str) -> Any:
    rows = {name_key(row.reference): row for row in model.objects.filter(programme=act.programme)}
    return named(word, rows, field=field, noun=field, cure="Write its reference, or leave the cell empty.")


def _document(word: str, act: Act) -> Document:
    papers = {
        name_key(name): row
        for row in Document.objects.filter(programme=act.programme)
        for name in (row.title, row.reference)
    }
    return named(word, papers, field="answered_in", noun="paper", cure="Write a paper’s title or reference.")
