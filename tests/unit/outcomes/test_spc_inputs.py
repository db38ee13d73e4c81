"""What a chart accepts and refuses: every refusal beside a twin that passes, and messages that say what to give."""

import datetime as dt
import decimal
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from outcomes.spc import Baseline, Point, Target, analyse
from tests.unit.outcomes.spc_series import CALM, day, monthly

POINTS = monthly(CALM)


def chart(points=POINTS, **options):
    return analyse(points, **{"improvement": "up", **options})


def refuses(**options):
    with pytest.raises(ValueError, match=r": ") as refusal:
        chart(**options)
    return str(refusal.value)


# --- options ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "wrong", "right"),
    [
        ("improvement", {"improvement": "higher"}, {"improvement": "down"}),
        ("improvement", {"improvement": None}, {"improvement": "neither"}),
        ("profile", {"profile": "sql"}, {"profile": "ptd"}),
        ("conflict", {"conflict": "both"}, {"conflict": "concern"}),
        ("conflict", {"conflict": "both", "profile": "ptd"}, {"conflict": "concern", "profile": "ptd"}),
        ("shift", {"shift": 5}, {"shift": 6}),
        ("shift", {"shift": 9}, {"shift": 8}),
        ("shift", {"shift": "7"}, {"shift": 7}),
        ("shift", {"profile": "ptd", "shift": 6}, {"profile": "nhse", "shift": 6}),
        ("shift", {"profile": "ptd", "shift": 8}, {"profile": "ptd", "shift": 7}),
        ("trend", {"trend": 5}, {"trend": 6}),
        ("trend", {"trend": 9}, {"trend": 8}),
        ("trend", {"trend": 7.0}, {"trend": 7}),
        ("trend", {"profile": "ptd", "trend": 6}, {"profile": "ptd", "trend": 7}),
        ("min_points", {"min_points": -1}, {"min_points": 0}),
        ("min_points", {"min_points": 12.5}, {"min_points": None}),
        ("min_points", {"min_points": True}, {"min_points": 1}),
    ],
)
def test_an_option_that_there_is_not(named, wrong, right):
    assert refuses(**wrong).startswith(f"{named} cannot be {wrong[named]!r}")
    assert chart(**right).profile == right.get("profile", "nhse")


# --- dates ------------------------------------------------------------------------------------------------------------


def test_two_points_of_one_date():
    twice = [*POINTS, Point(day(3), 51)]
    assert refuses(points=twice) == "Two points have the date 2020-03-01: give each date once."
    assert len(chart([*POINTS, Point(day(16), 51)]).points) == 16


def test_a_ghost_or_a_missing_value_of_the_same_date_is_refused_too():
    assert "2020-03-01" in refuses(points=[*POINTS, Point(day(3), None)])
    assert "2020-03-01" in refuses(points=[*POINTS, Point(day(3), 51, ghost=True)])


@pytest.mark.parametrize("when", ["2020-01-01", dt.datetime(2020, 1, 1, tzinfo=dt.UTC), None])
def test_a_date_is_a_date_without_a_time(when):
    assert "without a time of day" in refuses(points=[Point(when, 5)])
    assert chart([Point(dt.date(2020, 1, 1), 5)]).latest.value == 5


def test_a_rebase_on_a_date_without_a_point():
    unknown = dt.date(2020, 3, 2)
    assert "2020-03-02 of a rebase" in refuses(rebases=[day(2), unknown])
    assert len(chart(rebases=[day(2)]).segments) == 2
    # The R package takes no notice of it.
    assert len(chart(rebases=[unknown], profile="ptd").segments) == 1


def test_a_rebase_is_a_date_in_both_profiles():
    for profile in ("nhse", "ptd"):
        assert "a rebase cannot be '2020-03-01'" in refuses(rebases=["2020-03-01"], profile=profile)
        assert len(chart(rebases=[day(3)], profile=profile).segments) == 2


def test_no_points_are_no_error():
    empty = chart([])
    assert (empty.points, empty.segments, empty.latest, empty.target) == ((), (), None, None)
    assert (empty.variation, empty.assurance, empty.warnings) == (None, None, ("too_few_points",))
    assert chart([], profile="ptd").warnings == ()


# --- numbers ----------------------------------------------------------------------------------------------------------

NOT_NUMBERS = [True, float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), "5"]
NUMBERS = [0, -3, Decimal("0.1"), 0.1, Decimal("1E+3")]


@pytest.mark.parametrize("wrong", NOT_NUMBERS, ids=repr)
def test_a_value_or_target_that_is_no_finite_number(wrong):
    assert "The value on 2020-01-01" in refuses(points=[Point(day(1), wrong)])
    assert "The target" in refuses(target=wrong)
    assert "dated target" in refuses(targets=[Target(wrong)])
    assert "dated target" in refuses(targets=[Target(wrong)], profile="ptd")


@pytest.mark.parametrize("right", NUMBERS, ids=repr)
def test_a_value_or_target_that_is(right):
    exactly = Fraction(Decimal(str(right)))
    assert chart([Point(day(1), right)]).segments[0].mean == exactly
    assert Fraction(chart(target=right).target) == exactly
    assert Fraction(chart(targets=[Target(right)]).target) == exactly


def test_a_float_is_what_it_prints_as():
    read = chart([Point(day(1), 0.1)]).points[0]
    assert (read.value, read.mean) == (Decimal("0.1"), Fraction(1, 10))


def test_a_value_is_exact_whatever_the_precision_of_the_callers_decimals():
    fine = [Point(day(1), Decimal("12345.678901234567")), Point(day(2), 1)]
    with decimal.localcontext(prec=3):
        assert chart(fine).segments[0].mean == Fraction("12346.678901234567") / 2


def test_zero_is_a_value_and_a_target_and_none_is_neither():
    zeros = chart(monthly("0 " * 15), target=0)
    assert (zeros.latest.value, zeros.target, zeros.assurance) == (0, 0, "pass")
    nothing = chart(monthly("- " * 15))
    assert (nothing.latest, nothing.target, nothing.assurance) == (None, None, None)
    assert nothing.segments[0].mean is None


# --- targets ----------------------------------------------------------------------------------------------------------


def test_a_target_that_ends_before_it_starts():
    assert "cannot end on 2020-01-01" in refuses(targets=[Target(5, day(2), day(1))])
    assert chart(targets=[Target(5, day(15), day(15))]).target == 5


def test_the_period_of_a_target_is_in_dates():
    assert "start or end of a target" in refuses(targets=[Target(5, "2020-01-01")])
    assert chart(targets=[Target(5, day(1))]).target == 5


# --- baselines --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (Baseline(), Baseline(points=5)),
        (Baseline(every_segment=True), Baseline(points=5, every_segment=True)),
        (Baseline(points=0), Baseline(points=1)),
        (Baseline(points=2.5), Baseline(points=2)),
        (Baseline(points=True), Baseline(points=1)),
        (Baseline(until=dt.date(2020, 3, 2)), Baseline(until=day(3))),
        (Baseline(until="2020-03-01"), Baseline(until=day(3))),
    ],
)
def test_a_baseline_that_says_nothing_usable(wrong, right):
    assert refuses(baseline=wrong)
    assert chart(baseline=right).segments[0].baseline_n == (right.points or 3)


@pytest.mark.parametrize("wrong", [Baseline(points=11), Baseline(until=day(13))])
def test_the_r_package_wants_a_baseline_of_twelve_points_by_number(wrong):
    assert "12 or more" in refuses(baseline=wrong, profile="ptd")
    assert chart(baseline=wrong).segments[0].baseline_n in {11, 13}
    assert chart(baseline=Baseline(points=12), profile="ptd").segments[0].baseline_n == 12


# --- the points themselves --------------------------------------------------------------------------------------------


def test_points_come_in_any_order_and_from_anything_that_yields_them():
    assert chart(iter(reversed(POINTS))) == chart(POINTS)


def test_spacing_does_not_matter():
    apart = [Point(day(at * 5), point.value) for at, point in enumerate(POINTS, start=1)]
    assert chart(apart).segments[0].upper_limit == chart().segments[0].upper_limit


def test_annotations_come_back():
    assert chart([Point(day(1), 5, annotation="New clinic")]).points[0].annotation == "New clinic"


def test_the_module_needs_nothing_but_the_standard_library():
    script = "import sys, outcomes.spc; print(sorted(name for name in ('django', 'psycopg') if name in sys.modules))"
    root = Path(__file__).resolve().parents[3]
    ran = subprocess.run([sys.executable, "-S", "-c", script], cwd=root, capture_output=True, check=True)
    assert ran.stdout.strip() == b"[]"
