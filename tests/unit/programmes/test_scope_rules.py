"""What may be done to a programme's scope (domain rules: scope change, life cycles), each refusal beside its twin."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.fuzzydate import parse_fuzzy_date
from programmes import rules
from programmes.rules import Act, Inclusion, LatestChange, NameHolder

APRIL = LatestChange("moved to another phase", parse_fuzzy_date("15 April 2020"))
TAKEN = {
    "camhs": NameHolder(1, "HAM-SVC-13", "CAMHS"),
    "portage": NameHolder(2, "HAM-SVC-08", "Portage", removed=True),
    "school aged imms": NameHolder(3, "HAM-SVC-03", "Childhood imms and screening", is_alias=True),
}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("September 2019", date(2019, 9, 1)),
        ("By April 2020", date(2020, 4, 1)),
        ("1 August 2020", date(2020, 8, 1)),
        ("2020/21", date(2020, 4, 1)),
        ("before April 2020", date(2020, 3, 31)),
        ("TBC", None),
    ],
)
def test_a_stated_date_takes_effect_on_the_first_day_it_can_mean(text: str, day: date | None) -> None:
    assert rules.effective_day(parse_fuzzy_date(text)) == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("April 2020", "from April 2020"),
        ("By April 2020", "by April 2020"),
        ("Autumn 2013", "from Autumn 2013"),
        ("From 1 April 2020", "from 1 April 2020"),
    ],
)
def test_a_date_stands_in_a_sentence_as_it_was_stated(text: str, words: str) -> None:
    assert rules.from_when(parse_fuzzy_date(text)) == words


def test_an_inferred_year_is_added_and_said_to_be_inferred() -> None:
    september = parse_fuzzy_date("September", assume_year=2018)
    assert rules.from_when(september) == "from September 2018 (year inferred)"


def test_a_change_before_the_latest_one_is_refused_with_which_and_when() -> None:
    problem = rules.effective_problem(parse_fuzzy_date("March 2020"), APRIL)
    assert problem == (
        "The latest change on record is later: moved to another phase from 15 April 2020. "
        "Enter a date on or after 15 April 2020."
    )


@pytest.mark.parametrize("text", ["15 April 2020", "May 2020", "By June 2021"])
def test_a_change_on_or_after_the_latest_one_is_let_pass(text: str) -> None:
    assert rules.effective_problem(parse_fuzzy_date(text), APRIL) == ""


@pytest.mark.parametrize("text", ["TBC", "on-going", ""])
def test_an_undated_change_is_refused(text: str) -> None:
    assert "Enter the date from which" in rules.effective_problem(parse_fuzzy_date(text), None)


def test_a_date_without_a_last_day_is_refused() -> None:
    assert "has no last day" in rules.effective_problem(parse_fuzzy_date("April 2020 onwards"), None)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("", "Enter the service’s name"),
        ("   ", "Enter the service’s name"),
        ("camhs", "“CAMHS” (HAM-SVC-13) already has this name"),
        (" C\u00a0A M H S", ""),
        ("Portage", "was removed from the scope before"),
        ("SCHOOL  AGED imms", "is another name of “Childhood imms and screening” (HAM-SVC-03)"),
        ("Speech and language", ""),
    ],
)
def test_a_new_service_needs_a_name_of_its_own(name: str, part: str) -> None:
    problem = rules.name_problem(name, TAKEN)
    assert part in problem
    assert bool(problem) == bool(part)


def test_a_service_may_take_its_own_other_name_but_not_the_name_it_has() -> None:
    assert rules.name_problem("School aged imms", TAKEN, service_id=3, current="Childhood imms") == ""
    assert "already called “CAMHS”" in rules.name_problem("CAMHS", TAKEN, service_id=1, current="CAMHS")
    assert rules.name_problem("Camhs", TAKEN, service_id=1, current="CAMHS") == ""


def test_dashes_and_spaces_do_not_make_another_name() -> None:
    assert rules.name_key("Therapies – occupational  therapy") == rules.name_key(
        "therapies - Occupational therapy"
    )


@given(st.text(max_size=60))
def test_the_key_of_a_name_is_stable(name: str) -> None:
    assert rules.name_key(rules.name_key(name)) == rules.name_key(name)


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        ("in_scope", (Act.MOVE, Act.RENAME, Act.REMOVE)),
        ("in_scope_tbc", (Act.SETTLE, Act.MOVE, Act.RENAME, Act.REMOVE)),
        ("proposed", (Act.MOVE, Act.RENAME, Act.BRING_IN, Act.REMOVE)),
        ("removed", (Act.BRING_IN,)),
        ("aligned", (Act.BRING_IN,)),
        ("future", (Act.BRING_IN,)),
    ],
)
def test_only_what_applies_is_offered(state: str, acts: tuple[Act, ...]) -> None:
    assert rules.acts_open_to(state) == acts


def test_a_programme_without_phases_offers_no_move() -> None:
    assert Act.MOVE not in rules.acts_open_to("in_scope", has_phases=False)


@pytest.mark.parametrize(
    ("act", "state", "part"),
    [
        (Act.REMOVE, "removed", "has been removed from the scope already"),
        (Act.RENAME, "removed", "Put it into scope first"),
        (Act.MOVE, "aligned", "aligned with the programme but not in its scope"),
        (Act.SETTLE, "in_scope", "Nothing about “CAMHS” is to be confirmed"),
        (Act.BRING_IN, "in_scope", "is in scope already"),
        (Act.REMOVE, "in_scope", ""),
        (Act.SETTLE, "in_scope_tbc", ""),
        (Act.BRING_IN, "removed", ""),
    ],
)
def test_an_act_that_does_not_fit_the_state_says_why(act: Act, state: str, part: str) -> None:
    problem = rules.act_problem(act, state, "CAMHS")
    assert part in problem
    assert bool(problem) == bool(part)


@pytest.mark.parametrize(
    ("inclusion_tbc", "commissioner_tbc", "state"),
    [
        (True, False, "in_scope_tbc"),
        (False, True, "in_scope_tbc"),
        (None, True, "in_scope_tbc"),
        (None, False, "in_scope"),
        (False, False, "in_scope"),
        (None, None, "in_scope"),
    ],
)
def test_the_state_follows_the_flags(
    inclusion_tbc: bool | None, commissioner_tbc: bool | None, state: str
) -> None:
    assert rules.state_with(inclusion_tbc=inclusion_tbc, commissioner_tbc=commissioner_tbc) == state


@pytest.mark.parametrize(
    ("inclusion", "commissioner", "flags", "fields"),
    [
        (None, False, (True, True), {"inclusion"}),
        (Inclusion.CONFIRMED, False, (False, True), {"inclusion"}),
        (None, True, (True, False), {"commissioner"}),
        (Inclusion.REFUSED, True, (True, True), {"commissioner"}),
        (Inclusion.REFUSED, False, (True, True), set()),
        (Inclusion.CONFIRMED, True, (True, True), set()),
        (Inclusion.CONFIRMED, False, (None, True), set()),
    ],
)
def test_a_tbc_is_settled_for_what_it_stands_on(
    inclusion: Inclusion | None,
    commissioner: bool,
    flags: tuple[bool | None, bool | None],
    fields: set[str],
) -> None:
    problems = rules.settling_problems(
        inclusion=inclusion,
        settles_commissioner=commissioner,
        inclusion_tbc=flags[0],
        commissioner_tbc=flags[1],
    )
    assert set(problems) == fields


def test_a_reason_is_needed() -> None:
    assert rules.reason_problem(" \n") != ""
    assert rules.reason_problem("Agreed by the board.") == ""
