"""Board actions from a sheet: recorded, answered, given another date and marked, each beside what stood before."""

from datetime import date
from types import SimpleNamespace

import pytest

from commissioning.core.access import Role
from commissioning.exchange.models import Verdict
from governance.models import BoardAction
from governance.models.actions import ProgressResponse, TargetDateChange
from tests.factories import (
    BoardActionFactory,
    BodyFactory,
    DecisionFactory,
    DocumentFactory,
    MeetingFactory,
    ProgrammeFactory,
    ProgressResponseFactory,
)
from tests.factories.people import person_with
from tests.integration.exchange.registers.by_hand import (
    ON,
    WHY,
    act_of,
    added,
    assert_settled,
    changed,
    exported,
    planned,
    refusal,
    row_of,
    told,
    with_cells,
    written,
)

pytestmark = [pytest.mark.intake, pytest.mark.django_db]
DUE = {"Due as printed": "October 2019", "Due from": None, "Due to": None, "Due status": None}
ANSWER = {"Answer": "Half of it is done", "Reported as printed": "May 2019"}


@pytest.fixture
def world() -> SimpleNamespace:
    """A board with an action that nobody has answered, and one with two answers."""
    programme = ProgrammeFactory()
    board = BodyFactory(programme=programme, name="Programme board")
    fresh = BoardActionFactory(
        programme=programme,
        body=board,
        text="publish the specification",
        agreed="1 March 2019",
        due="July 2019",
    )
    told_of = BoardActionFactory(
        programme=programme, body=board, text="Report on waits", agreed="1 March 2018", due="May 2019"
    )
    first, second = (
        ProgressResponseFactory(programme=programme, action=told_of, text=text, reported=reported)
        for text, reported in (("Work began", "May 2018"), ("Work goes on", "May 2019"))
    )
    manager = person_with(Role.PROGRAMME_MANAGER, programme=programme)
    return SimpleNamespace(
        programme=programme,
        board=board,
        fresh=fresh,
        told_of=told_of,
        answers=(first, second),
        act=act_of(manager, programme),
    )


def rows_of(world: SimpleNamespace, action: BoardAction) -> list[dict[str, object]]:
    return [row for row in exported("actions", world.act) if row["Reference"] == action.reference]


# --- another date -----------------------------------------------------------------------------------------------


def test_another_date_keeps_the_one_before(world: SimpleNamespace) -> None:
    (row,) = rows_of(world, world.fresh)
    changed("actions", world.act, row, **DUE)
    change = TargetDateChange.objects.get()
    assert (change.before.printed, change.after.printed) == ("July 2019", "October 2019")
    assert (change.on, change.reason, change.made_by) == (ON, WHY, world.act.by)
    assert row_of("actions", world.act, Reference=world.fresh.reference)["Slipped"] == 1


def test_another_date_stands_in_every_row_of_the_action_and_changes_once(world: SimpleNamespace) -> None:
    rows = [with_cells(row, **DUE) for row in rows_of(world, world.told_of)]
    plan = written("actions", world.act, rows)
    assert [row.verdict for row in plan.rows] == [Verdict.CHANGED, Verdict.SAME]
    assert TargetDateChange.objects.count() == 1
    assert_settled("actions", world.act, rows)


def test_rows_of_one_action_that_disagree_are_refused_and_one_alone_is_not(world: SimpleNamespace) -> None:
    first, second = rows_of(world, world.told_of)
    plan = written("actions", world.act, [with_cells(first, **DUE), second])
    assert [row.verdict for row in plan.rows] == [Verdict.REFUSED, Verdict.SAME]
    assert told(plan.rows[0])[0][1] == "Due as printed"
    assert told(plan.rows[0])[0][3].startswith("Rows 2, 3 are about one action")
    assert not TargetDateChange.objects.exists()
    changed("actions", world.act, first, **DUE)


def test_what_is_finished_has_no_other_date(world: SimpleNamespace) -> None:
    world.fresh.state = "complete"
    world.fresh.save()
    (row,) = rows_of(world, world.fresh)
    heading, message = refusal("actions", world.act, row, **DUE)
    assert (heading, "has no target any more" in message) == ("Due as printed", True)


# --- answers ----------------------------------------------------------------------------------------------------


def test_the_first_answer_is_written_in_the_action_s_own_row(world: SimpleNamespace) -> None:
    (row,) = rows_of(world, world.fresh)
    found = changed("actions", world.act, row, **ANSWER, State_after="In progress", Status=None)
    answer = ProgressResponse.objects.get(action=world.fresh)
    assert found.key == (world.fresh.reference, answer.reference)
    assert ["Answer", "", "Half of it is done"] in found.changes
    assert (answer.text, answer.state_after, answer.made_by) == (
        "Half of it is done",
        "in_progress",
        world.act.by,
    )


def test_another_answer_is_a_row_without_an_answer_s_reference(world: SimpleNamespace) -> None:
    row = {"Reference": world.told_of.reference, **ANSWER, "State after": "Complete"}
    found = added("actions", world.act, row)
    answer = ProgressResponse.objects.latest("pk")
    assert found.key == (world.told_of.reference, answer.reference)
    world.told_of.refresh_from_db()
    assert world.told_of.state == "complete"


def test_two_answers_to_one_action_come_in_one_file(world: SimpleNamespace) -> None:
    rows = [
        {"Reference": world.told_of.reference, "Answer": text, "Reported as printed": "June 2019"}
        for text in ("The first", "The second")
    ]
    plan = written("actions", world.act, rows)
    assert [row.verdict for row in plan.rows] == [Verdict.NEW, Verdict.NEW]
    assert_settled("actions", world.act, rows)


def test_an_answer_that_leaves_the_state_may_say_so(world: SimpleNamespace) -> None:
    row = {"Reference": world.told_of.reference, **ANSWER, "State after": "Open"}
    added("actions", world.act, row)
    assert ProgressResponse.objects.latest("pk").state_after == ""


def test_an_answer_names_its_paper(world: SimpleNamespace) -> None:
    paper = DocumentFactory(programme=world.programme, title="Board report")
    row = {"Reference": world.told_of.reference, **ANSWER}
    assert "is no paper" in refusal("actions", world.act, {**row, "Answered in": "Another report"})[1]
    for words in ("board report", paper.reference):
        added("actions", world.act, {**row, "Answer": f"In {words}", "Answered in": words})
    assert ProgressResponse.objects.latest("pk").document == paper


def test_a_new_answer_s_row_may_give_another_date_too(world: SimpleNamespace) -> None:
    first = rows_of(world, world.told_of)[0]
    said = {**ANSWER, "Reported from": None, "Reported to": None, "Reported status": None}
    added("actions", world.act, {**first, "Answer reference": None, "Row check": None, **said, **DUE})
    assert TargetDateChange.objects.get().after.printed == "October 2019"


def test_a_person_s_own_list_that_names_the_action_finds_its_last_row(world: SimpleNamespace) -> None:
    row = {"Reference": world.told_of.reference, "Action": "REPORT ON WAITS", "Answer": None}
    assert planned("actions", world.act, [row]).rows[0].verdict == Verdict.SAME
    moved = changed("actions", world.act, {**row, **DUE})
    assert moved.key == (world.told_of.reference, world.answers[1].reference)


def test_words_and_board_name_the_action_without_a_reference(world: SimpleNamespace) -> None:
    row = {"Action": "report on waits", "Board": "Programme board", **ANSWER}
    found = added("actions", world.act, row)
    assert found.key[0] == world.told_of.reference
    assert BoardAction.objects.count() == 2
    changed(
        "actions",
        world.act,
        {"Action": "Publish the specification", "Board": world.board.reference, **ANSWER},
    )
    assert BoardAction.objects.count() == 2


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({"Answer": "Other words"}, "Answer", "Add another one"),
        (
            {"Reported as printed": "June 2018", "Reported from": None, "Reported to": None},
            "Reported as printed",
            "",
        ),
        ({"State after": "Complete"}, "State after", "Add another one"),
        ({"Action": "Something else"}, "Action", "stays as it was minuted"),
        ({"Board": "Another board"}, "Board", "stays as it was minuted"),
        ({"Agreed as printed": "May 2017"}, "Agreed as printed", "stays as it was minuted"),
        ({"Owner": "Somebody"}, "Owner", "does not change here"),
        ({"Reports promised": "Every month"}, "Reports promised", "stays as it was minuted"),
        ({**DUE, "Due as printed": "May 2017"}, "Due as printed", "on or after 1 March 2018"),
    ],
)
def test_what_stays_is_refused_at_its_column(
    world: SimpleNamespace, cells: dict[str, object], heading: str, part: str
) -> None:
    found = refusal("actions", world.act, rows_of(world, world.told_of)[0], **cells)
    assert found[0] == heading
    assert part in found[1]


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({"Answer": "Done"}, "Reported as printed", "Enter when it was reported"),
        ({**ANSWER, "Reported as printed": "August 2019"}, "Reported as printed", "is still to come"),
        ({**ANSWER, "Answer reference": "T-R-9"}, "Answer reference", "no answer with that reference"),
        (
            {**ANSWER, "Reported as printed": "June 2018", "State after": "Complete"},
            "State after",
            "May 2019",
        ),
        ({**ANSWER, "Action": "Something else"}, "Action", "stays as it was minuted"),
    ],
)
def test_an_answer_is_refused_at_its_column(
    world: SimpleNamespace, cells: dict[str, object], heading: str, part: str
) -> None:
    found = refusal("actions", world.act, {"Reference": world.told_of.reference, **cells})
    assert found[0] == heading
    assert part in found[1]


def test_a_state_alone_needs_an_answer(world: SimpleNamespace) -> None:
    (row,) = rows_of(world, world.fresh)
    assert refusal("actions", world.act, row, State_after="Complete") == ("Answer", "Say what was reported.")


# --- the mark of a weaker answer ----------------------------------------------------------------------------------


def test_a_mark_is_set_in_every_row_and_taken_off_again(world: SimpleNamespace) -> None:
    rows = [with_cells(row, Weakened=True) for row in rows_of(world, world.told_of)]
    plan = written("actions", world.act, rows)
    assert [row.verdict for row in plan.rows] == [Verdict.CHANGED, Verdict.SAME]
    mark = ProgressResponse.objects.latest("pk")
    assert (mark.kind, mark.text, mark.made_by) == ("weakened", WHY, world.act.by)
    assert_settled("actions", world.act, rows)
    written("actions", world.act, [with_cells(row, Weakened="no") for row in rows_of(world, world.told_of)])
    assert ProgressResponse.objects.latest("pk").kind == "not_weakened"


def test_a_new_answer_may_be_marked_at_once(world: SimpleNamespace) -> None:
    row = {"Reference": world.told_of.reference, **ANSWER, "Weakened": "yes"}
    found = added("actions", world.act, row)
    assert ProgressResponse.objects.get(reference=found.key[1]).text == ANSWER["Answer"]
    world.told_of.refresh_from_db()
    assert world.told_of.weakened


def test_what_nobody_answered_is_not_weaker(world: SimpleNamespace) -> None:
    (row,) = rows_of(world, world.fresh)
    assert refusal("actions", world.act, row, Weakened="yes")[0] == "Weakened"


# --- new ones ---------------------------------------------------------------------------------------------------


def test_a_new_row_records_an_action_with_what_it_comes_from(world: SimpleNamespace) -> None:
    meeting = MeetingFactory(programme=world.programme, body=world.board)
    decision = DecisionFactory(programme=world.programme, body=world.board)
    row = {
        "Action": "Write to the provider",
        "Board": world.board.reference,
        "Agreed as printed": "2 May 2019",
        "Due as printed": "July 2019",
        "Meeting reference": meeting.reference,
        "Decision reference": decision.reference,
        "Owner": "Lead",
        "Reports promised": "Every quarter",
        "Weakened": None,
        "Answer": None,
    }
    added("actions", world.act, row)
    made = BoardAction.objects.get(text="Write to the provider")
    assert (made.body, made.meeting, made.decision) == (world.board, meeting, decision)
    assert (made.owner_role, made.reports_promised, made.due.printed) == ("Lead", "quarterly", "July 2019")


def test_a_new_row_may_have_its_answer_at_once(world: SimpleNamespace) -> None:
    row = {"Action": "Write to the provider", "Board": "Programme board", "Agreed as printed": "April 2019"}
    added("actions", world.act, {**row, **ANSWER, "State after": "Complete"})
    assert BoardAction.objects.get(text="Write to the provider").state == "complete"


@pytest.mark.parametrize(
    ("cells", "heading", "part"),
    [
        ({"Board": "Programme board"}, "Action", "Say what is to be done."),
        ({"Action": "New"}, "Board", "Choose the board that agreed it."),
        ({"Action": "New", "Board": "Cabinet"}, "Board", "is no board"),
        (
            {"Action": "New", "Board": "Programme board", "Meeting reference": "M-9"},
            "Meeting reference",
            "no meeting",
        ),
        ({"Action": "New", "Board": "Programme board", "Owner": "Ms Green"}, "Owner", "person’s name"),
        ({"Action": "New", "Board": "Programme board", "State after": "Complete"}, "State after", "is open"),
        ({"Action": "New", "Board": "Programme board", "Weakened": "yes"}, "Weakened", "on record"),
        (
            {"Action": "New", "Board": "Programme board", "Reports promised": "monthly"},
            "Agreed as printed",
            "when it was agreed",
        ),
    ],
)
def test_a_new_row_is_refused_at_its_column(
    world: SimpleNamespace, cells: dict[str, object], heading: str, part: str
) -> None:
    found = refusal("actions", world.act, cells)
    assert found[0] == heading
    assert part in found[1]


# --- whose ------------------------------------------------------------------------------------------------------


def test_another_programmes_action_board_and_meeting_are_unknown_here(world: SimpleNamespace) -> None:
    other = BoardActionFactory(programme=ProgrammeFactory())
    meeting = MeetingFactory(programme=other.programme)
    row = {"Reference": other.reference, **ANSWER}
    assert refusal("actions", world.act, row)[0] == "Reference"
    new = {"Action": "New", "Board": "Programme board"}
    assert refusal("actions", world.act, {**new, "Board": other.body.reference})[0] == "Board"
    assert (
        refusal("actions", world.act, {**new, "Meeting reference": meeting.reference})[0]
        == "Meeting reference"
    )


def test_only_who_keeps_plans_records_and_answers(world: SimpleNamespace) -> None:
    (fresh,) = rows_of(world, world.fresh)
    rows = [
        with_cells(fresh, **DUE),
        {"Reference": world.told_of.reference, **ANSWER},
        {"Action": "New", "Board": "Programme board"},
    ]
    for role, allowed in ((Role.ANALYST, False), (Role.COMMISSIONER, True)):
        act = act_of(person_with(role, programme=world.programme), world.programme)
        plan = written("actions", act, rows)
        wanted = [Verdict.CHANGED, Verdict.NEW, Verdict.NEW] if allowed else [Verdict.REFUSED] * 3
        assert [row.verdict for row in plan.rows] == wanted, [told(row) for row in plan.rows]
        assert TargetDateChange.objects.filter(on=date(2019, 6, 3)).exists() is allowed
