"""What a meeting may be said to be, who may be named at it, and where an item of its agenda goes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.rules.meetings import (
    dispensation_problem,
    held_problem,
    places_after,
    removal_problem,
    role_title_problem,
    state_problem,
)

ON = date(2018, 12, 13)


@pytest.mark.parametrize(
    ("role", "says"),
    [
        ("", "Enter the role"),
        ("Mrs Smith", "a person’s name"),
        ("director@example.org", "an e-mail address"),
        ("Director, 01234 567890", "a telephone number"),
        ("Director of Public Health", ""),
    ],
)
def test_people_stand_by_their_roles(role, says):
    problem = role_title_problem(role)
    assert says in problem if says else problem == ""


@pytest.mark.parametrize(
    ("held", "state", "says"),
    [
        ("13 December 2018", "held", ""),
        ("December 2018", "held", ""),
        ("14 December 2018", "held", "is still to come"),
        ("January 2019", "held", "is still to come"),
        ("TBC", "held", "Enter when it was held"),
        ("TBC", "planned", ""),
        ("14 December 2018", "planned", ""),
        ("14 December 2018", "cancelled", ""),
    ],
)
def test_what_was_held_has_a_day_that_has_come(held, state, says):
    problem = held_problem(parse_fuzzy_date(held), state, ON)
    assert says in problem if says else problem == ""


def test_a_meeting_that_did_something_was_held():
    done = {"attendance": 1, "decisions": 2, "minuted": 1, "has_minutes": True}
    nothing = dict.fromkeys(done, 0)
    for state in ("planned", "cancelled"):
        assert state_problem(state, **nothing) == ""
        assert state_problem(state, **done) == (
            "It was held: 1 person’s attendance, 2 decisions, 1 item with a minute and its minutes recorded. "
            "Leave it as Held, or take that away first."
        )
    assert state_problem("held", **done) == ""
    assert "Choose" in state_problem("adjourned", **nothing)


def test_a_dispensation_is_explained_and_nothing_else_is():
    assert "Say who gave" in dispensation_problem("dispensation", "  ")
    assert dispensation_problem("dispensation", "Monitoring officer: too few could vote") == ""
    assert "leave this empty" in dispensation_problem("left", "Monitoring officer")
    assert dispensation_problem("left", "") == ""


def test_an_item_goes_while_nothing_hangs_on_it():
    assert removal_problem(interests=0, has_minute=False, is_printed=False) == ""
    assert removal_problem(interests=2, has_minute=True, is_printed=False) == (
        "It cannot be removed: 2 interests declared in it and what the minutes say of it would be lost with it. "
        "Take that away first, or keep the item."
    )


def test_with_room_between_neighbours_only_the_moved_item_changes():
    assert places_after(["A", "B", "C"], [10, 20, 30], "C", "A") == {"C": 15}
    assert places_after(["A", "B", "C"], [10, 20, 30], "A", "C") == {"A": 40}
    assert places_after(["A", "B"], [10, 20], "B", "") == {"B": 5}


def test_without_room_all_are_numbered_anew():
    assert places_after(["A", "B", "C"], [1, 2, 3], "C", "A") == {"A": 10, "C": 20, "B": 30}
    assert places_after(["A", "B"], [0, 0], "B", "") == {"B": 10, "A": 20}
    assert places_after([], [], "A", "") == {"A": 10}


@given(st.lists(st.integers(0, 60), max_size=8), st.data())
def test_every_move_gives_the_order_that_was_asked_for(positions, data):
    names = [f"I{number}" for number in range(len(positions))]
    ordered = sorted(zip(positions, names, strict=True))
    positions, names = [place for place, _ in ordered], [name for _, name in ordered]
    moved = data.draw(st.sampled_from([*names, "new"]))
    rest = [name for name in names if name != moved]
    after = data.draw(st.sampled_from(["", *rest]))
    held = dict(zip(names, positions, strict=True)) | places_after(names, positions, moved, after)
    wanted = [moved, *rest] if not after else rest
    if after:
        wanted = [*rest[: rest.index(after) + 1], moved, *rest[rest.index(after) + 1 :]]
    assert sorted(held, key=lambda name: (held[name], wanted.index(name))) == wanted
    assert held[moved] not in {place for name, place in held.items() if name != moved}
