"""A comparison of two ways is worth something only if both give the same, and take their turns."""

import json

import pytest

from benchmarks.paired import Side, UnequalResultsError, compare, keep, tell


@pytest.fixture(autouse=True)
def _without_collecting(monkeypatch):
    """Clearing the garbage of a whole test session before every turn takes longer than these tests do."""
    monkeypatch.setattr("benchmarks.paired.gc.collect", lambda: None)


def equal(first, other):
    return first == other


def noting(turns, name, result=1):
    def run():
        turns.append(name)
        return result

    return run


def test_sides_take_turns_after_warming_up():
    turns = []
    report = compare("letters", [Side("a", noting(turns, "a")), Side("b", noting(turns, "b"))], same=equal)
    warm_up, rounds, memory = turns[:2], turns[2:16], turns[16:]
    assert (warm_up, rounds, memory) == (["a", "b"], ["a", "b"] * 7, ["a", "b"])
    assert report.sides[0].median == 1
    assert all(side.lowest <= side.median <= side.highest for side in report.sides)


def test_sides_that_give_different_results_are_not_timed():
    turns = []
    sides = [Side("a", noting(turns, "a")), Side("b", noting(turns, "b", result=2))]
    with pytest.raises(UnequalResultsError, match="b gives another result than a"):
        compare("letters", sides, same=equal)
    assert turns == ["a", "b"]


def test_a_comparison_of_six_rounds_or_of_one_side_is_refused():
    side = Side("a", lambda: 1)
    with pytest.raises(ValueError, match="take 7 or more"):
        compare("letters", [side, side], same=equal, rounds=6)
    with pytest.raises(ValueError, match="two sides or more"):
        compare("letters", [side], same=equal)


def test_a_report_tells_and_keeps_ratios_and_no_seconds(tmp_path):
    report = compare("letters", [Side("a", lambda: 1), Side("b", lambda: 1, units=4)], same=equal)
    kept = json.loads(keep(report, tmp_path).read_text())
    assert [side["name"] for side in kept["sides"]] == ["a", "b"]
    assert kept["sides"][0]["ratios"] == [1.0] * 7
    assert kept["rounds"] == 7
    assert "4 units a run" in tell(report)
    assert "second" not in tell(report) + json.dumps(kept)


def test_the_floor_of_the_chart_benchmark_agrees_with_the_product():
    from benchmarks.spc import TARGET, floor, indicators, months, told
    from outcomes.spc import Point, analyse

    for values in indicators(60):
        points = [Point(day, value) for day, value in zip(months(), values, strict=True)]
        assert floor(values) == told(analyse(points, improvement="up", target=TARGET))
