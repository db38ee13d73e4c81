"""Freshness and completeness: counted in parts, gaps by name, no score where nothing is expected."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.freshness import Expected, GapKind, combined, workstream_score

ON = date(2018, 12, 13)


def thing(key, age=0, every=28, *, present=True):
    updated = None if age is None else ON - timedelta(age)
    return Expected(key, key.capitalize(), present, updated, every)


def scored(*things):
    return workstream_score(things, ON)


def test_all_in_order():
    score = scored(thing("risks"), thing("milestones", 28))
    assert (score.complete, score.fresh, score.of, score.percent, score.gaps) == (2, 2, 2, 100, ())


def test_a_day_too_old_is_stale_by_name():
    score = scored(thing("risks"), thing("milestones", 29))
    assert score.words == "75%: 2 of 2 complete, 1 of 2 fresh"
    (gap,) = score.gaps
    assert (gap.kind, gap.days_late, gap.words) == (
        GapKind.STALE,
        1,
        "Milestones: updated 29 days ago, due every 28 days",
    )


def test_what_is_missing_is_neither_complete_nor_fresh():
    score = scored(thing("risks"), thing("owner", present=False))
    assert score.words == "50%: 1 of 2 complete, 1 of 2 fresh"
    assert [(gap.kind, gap.words) for gap in score.gaps] == [(GapKind.MISSING, "Owner: missing")]


def test_an_update_that_nobody_dated_is_not_taken_for_a_fresh_one():
    score = scored(thing("risks", None))
    assert (score.complete, score.fresh) == (1, 0)
    assert score.gaps[0].words == "Risks: when it was updated is not known"
    assert scored(thing("risks", None, every=None)).fresh == 1


def test_an_update_after_the_day_was_not_there_on_it():
    score = scored(thing("risks", -1))
    assert (score.fresh, score.gaps[0].words) == (0, "Risks: updated only on 14 December 2018")
    assert scored(thing("risks", 0)).fresh == 1


def test_nothing_expected_is_no_score_and_not_a_full_one():
    score = scored()
    assert score.percent is None
    assert score.words == "No score: nothing is expected"


def test_a_full_score_is_never_reached_by_rounding():
    things = [thing(f"t{place}") for place in range(199)]
    assert scored(*things, thing("late", 29)).percent == 99
    assert scored(*things, thing("in time", 28)).percent == 100


def test_workstreams_are_added_in_parts():
    one = scored(thing("a", 40))
    many = scored(*(thing(f"b{place}") for place in range(9)))
    together = combined([one, many, scored()])
    # Averages of 50% and 100% would make 75%.
    assert together.words == "95%: 10 of 10 complete, 9 of 10 fresh"
    assert [gap.key for gap in together.gaps] == ["a"]
    assert combined([]).percent is None


@pytest.mark.parametrize(
    ("things", "message"),
    [
        ([thing("risks", every=0)], "“Risks” is due every 0 days. Give 1 or more"),
        ([thing("risks"), thing("risks")], "“risks” is expected twice"),
    ],
)
def test_what_can_not_be_scored_is_refused(things, message):
    with pytest.raises(ValueError, match=message):
        workstream_score(things, ON)


@given(
    st.lists(
        st.tuples(st.booleans(), st.none() | st.integers(-5, 100), st.none() | st.integers(1, 60)), max_size=9
    )
)
def test_every_thing_is_fresh_or_a_gap_by_name(made):
    things = [
        thing(f"t{place}", age, every, present=present) for place, (present, age, every) in enumerate(made)
    ]
    score = scored(*things)
    assert score.fresh <= score.complete <= score.of
    assert score.fresh + len(score.gaps) == score.of == len(made)
    assert (score.percent == 100) == (score.of > 0 and not score.gaps)
