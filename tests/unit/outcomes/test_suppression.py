"""Small numbers are hidden, and nobody can work a hidden one out from what is left."""

import os
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from outcomes.suppression import (
    Cell,
    Sum,
    Why,
    breakdowns,
    is_small,
    is_small_figure,
    shown_count,
    suppressed,
)

some = settings(max_examples=int(os.environ.get("EXAMPLES", "60")), deadline=None)


def counts(**figures: int | None) -> list[Cell]:
    return [Cell(key, count, missing=count is None) for key, count in figures.items()]


def shares(**figures: tuple[int, int]) -> list[Cell]:
    return [Cell(key, numerator, denominator) for key, (numerator, denominator) in figures.items()]


def hidden(cells: list[Cell], *sums: Sum, threshold: int | None = 5) -> dict[object, Why]:
    return dict(suppressed(cells, sums=sums, threshold=threshold))


# --- what is small ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (4, True), (5, False), (None, False)])
def test_a_count_from_one_to_below_the_threshold_is_small(count, small):
    assert is_small(count, 5) is small


@pytest.mark.parametrize("threshold", [None, 0, 1])
def test_without_a_threshold_no_count_is_small(threshold):
    assert not any(is_small(count, threshold) for count in range(10))
    assert hidden(counts(all=3, one=1, two=2), Sum("all", ("one", "two")), threshold=threshold) == {}


@pytest.mark.parametrize(
    ("numerator", "denominator", "small"),
    [
        (20, 40, False),
        (0, 40, False),
        (40, 40, False),
        (3, 40, True),
        (38, 40, True),
        (0, 3, True),
        (0, 0, False),
    ],
)
def test_a_share_is_small_in_its_numerator_its_denominator_and_what_is_between(numerator, denominator, small):
    assert is_small_figure(numerator, denominator, 5) is small


def test_a_count_is_printed_hidden_or_not_known_but_nought_is_nought():
    assert [shown_count(count, 5) for count in (1204, 0, 3, None)] == [
        "1,204",
        "0",
        "suppressed",
        "not known",
    ]
    assert shown_count(12, 5, hidden=True) == "suppressed"
    assert (shown_count(12, 5), shown_count(Decimal("12.0000"), 5)) == ("12", "12")


# --- totals that would give a small number away -------------------------------------------------------------------


def test_figures_without_a_total_are_judged_one_by_one():
    assert hidden(counts(north=3, south=20, east=30)) == {"north": Why.SMALL}


def test_where_nothing_is_small_nothing_is_hidden():
    assert hidden(counts(all=56, north=6, south=20, east=30), Sum("all", ("north", "south", "east"))) == {}


def test_beside_a_shown_total_the_smallest_further_figure_is_hidden_too():
    found = hidden(counts(all=53, north=3, south=20, east=30), Sum("all", ("north", "south", "east")))
    assert found == {"north": Why.SMALL, "south": Why.GIVES_AWAY}


def test_nought_covers_nothing_where_another_figure_can():
    found = hidden(counts(all=53, north=3, south=0, east=50), Sum("all", ("north", "south", "east")))
    assert found == {"north": Why.SMALL, "east": Why.GIVES_AWAY}


def test_two_small_figures_cover_each_other_only_if_they_are_not_small_together():
    parts = ("north", "south", "east")
    enough = hidden(counts(all=46, north=3, south=3, east=40), Sum("all", parts))
    assert enough == {"north": Why.SMALL, "south": Why.SMALL}
    too_few = hidden(counts(all=42, north=1, south=1, east=40), Sum("all", parts))
    assert too_few == {"north": Why.SMALL, "south": Why.SMALL, "east": Why.GIVES_AWAY}


def test_a_total_of_one_part_is_hidden_with_it():
    # The unit that reports late may be left out of the total, so it covers nothing.
    found = hidden(counts(all=9, north=4, south=5, east=None), Sum("all", ("north", "south", "east")))
    assert found == {"north": Why.SMALL, "south": Why.GIVES_AWAY}
    alone = hidden(counts(year=30, march=3, april=None), Sum("year", ("march", "april")))
    assert alone == {"march": Why.SMALL, "year": Why.GIVES_AWAY}


def test_denominators_and_what_numerators_leave_are_covered_too():
    parts = ("north", "south", "east")
    # 38 of 40: two people did not. South has 20 more of them, east none.
    cells = shares(all=(138, 160), north=(38, 40), south=(40, 60), east=(60, 60))
    assert hidden(cells, Sum("all", parts)) == {"north": Why.SMALL, "south": Why.GIVES_AWAY}


def test_a_whole_shared_by_two_breakdowns_is_covered_in_both():
    cells = counts(all=50, north=3, south=17, east=30, girls=24, boys=26)
    places, sexes = breakdowns("all", [("north", "south", "east"), ("girls", "boys")])
    assert hidden(cells, places, sexes) == {"north": Why.SMALL, "south": Why.GIVES_AWAY}
    # Where the whole itself has to go, the other breakdown must not add it up again.
    found = hidden(
        counts(all=20, north=3, south=None, girls=9, boys=11),
        *breakdowns("all", [("north", "south"), ("girls", "boys")]),
    )
    assert found == {"north": Why.SMALL, "all": Why.GIVES_AWAY, "girls": Why.GIVES_AWAY}


def test_months_of_places_that_add_up_both_ways_are_covered_both_ways():
    cells = counts(
        **{"may": 33, "may north": 3, "may south": 30},
        **{"june": 50, "june north": 20, "june south": 30},
        **{"july": 70, "july north": 30, "july south": 40},
        **{"year": 153, "year north": 53, "year south": 100},
    )
    months = ("may", "june", "july")
    sums = [Sum(period, (f"{period} north", f"{period} south")) for period in (*months, "year")]
    sums += [Sum("year", months)]
    sums += [
        Sum(f"year {place}", tuple(f"{month} {place}" for month in months)) for place in ("north", "south")
    ]
    found = hidden(cells, *sums)
    assert set(found) == {"may north", "may south", "june north", "june south"}
    assert found["may north"] == Why.SMALL


def test_what_its_source_suppressed_is_not_given_away_by_our_total():
    cells = [Cell("north", None, withheld=True), *counts(all=53, south=20, east=30)]
    sums = Sum("all", ("north", "south", "east"))
    assert hidden(cells, sums) == {"north": Why.WITHHELD, "south": Why.GIVES_AWAY}
    missing = [Cell("north", None, missing=True), *counts(all=50, south=20, east=30)]
    assert hidden(missing, sums) == {}


def test_more_events_than_people_have_no_rest_to_be_small():
    assert hidden([Cell("visits", 60, 20)]) == {}
    assert hidden([Cell("visits", 60, 3)]) == {"visits": Why.SMALL}


def test_the_same_table_hides_the_same_cells_whatever_the_names():
    named = hidden(counts(all=43, a=3, b=20, c=20), Sum("all", ("a", "b", "c")))
    renamed = hidden(counts(all=43, z=3, y=20, x=20), Sum("all", ("z", "y", "x")))
    assert (set(named), set(renamed)) == ({"a", "b"}, {"z", "y"})


@pytest.mark.parametrize(
    ("cells", "sums", "words"),
    [
        ([Cell("a", 1), Cell("a", 2)], [], "same key"),
        (counts(a=1), [Sum("all", ("a",))], "no cell: \\['all'\\]"),
        (counts(a=1, b=2), [Sum("a", ("b", "b"))], "counts a cell twice"),
        (counts(a=1, b=2), [Sum("a", ("a", "b"))], "counts a cell twice"),
    ],
)
def test_tables_that_contradict_themselves_are_refused(cells, sums, words):
    with pytest.raises(ValueError, match=words):
        suppressed(cells, sums=sums, threshold=5)


# --- nobody can work a hidden figure out --------------------------------------------------------------------------


def readings(values: dict[str, int], unknown: list[str], sums: list[Sum]) -> Iterator[dict[str, int]]:
    """Every way to fill the hidden counts in that fits the shown ones, within one of the largest count.

    By trying them all: hidden parts take every number, hidden totals are what their parts make.
    """
    totals = [one for one in sums if one.total in unknown]
    free = [key for key in unknown if key not in {one.total for one in totals}]
    for numbers in product(range(max(values.values()) + 2), repeat=len(free)):
        filled = values | dict(zip(free, numbers, strict=True))
        for one in totals:
            filled[one.total] = sum(filled[part] for part in one.parts)
        if all(filled[one.total] == sum(filled[part] for part in one.parts) for one in sums):
            yield {key: filled[key] for key in unknown}


def assert_open(values: dict[str, int], found: dict[object, Why], sums: list[Sum], why: str) -> None:
    unknown = [key for key in values if key in found]
    seen: dict[str, set[int]] = {key: set() for key in unknown}
    for reading in readings(values, unknown, sums):
        for key, number in reading.items():
            seen[key].add(number)
        if all(len(numbers) > 1 for numbers in seen.values()):
            return
    solved = {key: numbers for key, numbers in seen.items() if len(numbers) < 2}
    assert not solved, f"{why}: {solved} can be worked out of {values}, {found} hidden"


small_counts = st.one_of(st.integers(0, 4), st.integers(0, 9))


@some
@given(st.lists(small_counts, min_size=2, max_size=4), st.sampled_from([3, 5]))
def test_no_part_of_a_shown_total_can_be_worked_out(parts, threshold):
    values = {f"part {place}": count for place, count in enumerate(parts)}
    sums = [Sum("all", tuple(values))]
    values["all"] = sum(parts)
    found = hidden(counts(**values), *sums, threshold=threshold)
    event(f"{len(found)} hidden")
    assert_open(values, found, sums, "one list")
    if "all" not in found:
        together = sum(count for key, count in values.items() if key in found)
        assert not is_small(together, threshold)


@some
@given(st.lists(small_counts, min_size=2, max_size=3), st.lists(st.integers(0, 20), max_size=2), st.just(5))
def test_no_part_of_two_breakdowns_of_one_whole_can_be_worked_out(parts, cuts, threshold):
    """The second breakdown divides the same whole at drawn places."""
    whole = sum(parts)
    ends = [0, *sorted(min(cut, whole) for cut in cuts), whole]
    values = {f"place {number}": count for number, count in enumerate(parts)}
    values |= {f"age {number}": ends[number + 1] - ends[number] for number in range(len(ends) - 1)}
    sums = list(
        breakdowns("all", ([key for key in values if key.startswith(kind)] for kind in ("place", "age")))
    )
    values["all"] = whole
    found = hidden(counts(**values), *sums, threshold=threshold)
    event(f"{len(found)} hidden")
    assert_open(values, found, sums, "two lists")


@some
@given(st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=2, max_size=2), st.just(4))
def test_no_month_of_a_place_can_be_worked_out_of_a_year(rows, threshold):
    values = {f"{month}{place}": count for month, row in enumerate(rows) for place, count in enumerate(row)}
    values |= {f"{month}": sum(row) for month, row in enumerate(rows)}
    values |= {f"year{place}": sum(row[place] for row in rows) for place in range(2)}
    values["year"] = sum(map(sum, rows))
    sums = [Sum(f"{month}", (f"{month}0", f"{month}1")) for month in range(2)]
    sums += [Sum(f"year{place}", (f"0{place}", f"1{place}")) for place in range(2)]
    sums += [Sum("year", ("0", "1")), Sum("year", ("year0", "year1"))]
    found = hidden(counts(**values), *sums, threshold=threshold)
    event(f"{len(found)} hidden")
    assert_open(values, found, sums, "months and places")


@some
@given(st.lists(st.tuples(small_counts, small_counts), min_size=2, max_size=3), st.just(5))
def test_of_shares_neither_numerator_nor_rest_can_be_worked_out(parts, threshold):
    """Both add up by themselves, so each is tried by itself. Noughts everybody can see are no secret."""
    cells = {f"part {place}": pair for place, pair in enumerate(parts)}
    sums = [Sum("all", tuple(cells))]
    cells["all"] = (sum(n for n, _ in parts), sum(rest for _, rest in parts))
    found = hidden(
        shares(**{key: (n, n + rest) for key, (n, rest) in cells.items()}), *sums, threshold=threshold
    )
    open_somewhere = set()
    for place, name in enumerate(("numerators", "rests")):
        values = {key: pair[place] for key, pair in cells.items()}
        told = {key: numbers for key, numbers in spread(values, found, sums).items() if len(numbers) < 2}
        assert all(numbers == {0} for numbers in told.values()), f"{name}: {told} of {cells}, {found} hidden"
        open_somewhere |= set(found) - set(told)
    assert open_somewhere == set(found), f"{cells}: {found} hidden"


def spread(values: dict[str, int], found: dict[object, Why], sums: list[Sum]) -> dict[str, set[int]]:
    unknown = [key for key in values if key in found]
    seen: dict[str, set[int]] = {key: set() for key in unknown}
    for reading in readings(values, unknown, sums):
        for key, number in reading.items():
            seen[key].add(number)
    return seen


def test_the_search_by_trial_does_find_what_is_given_away():
    """The twin that must fail: hiding one part alone beside a shown total tells it."""
    values = {"all": 53, "north": 3, "south": 50}
    with pytest.raises(AssertionError, match="can be worked out"):
        assert_open(values, {"north": Why.SMALL}, [Sum("all", ("north", "south"))], "one hidden")
    assert_open(
        values, {"north": Why.SMALL, "south": Why.GIVES_AWAY}, [Sum("all", ("north", "south"))], "two"
    )
