"""A KPI's series from the database against worked examples of the rules, and against calculation by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from commissioning.core.fuzzydate import parse_fuzzy_date
from outcomes.models import ChartDecision, Measurement, Target
from outcomes.selectors.series import breakdown_of, parts_words, series_of, value_words
from outcomes.words_warnings import warnings_in_words
from tests.factories.kpis import BreakdownFactory, BreakdownMemberFactory, ChartDecisionFactory
from tests.factories.outcomes import KPIFactory, MeasurementFactory, TargetFactory
from tests.integration.outcomes.kpi_series import kpi_with, measure, month, numbers, row

pytestmark = pytest.mark.django_db

EXAMPLE_1 = numbers("71 74 70 73 72 75 71 73 70 74 72 71 75 73 72 84")
EXAMPLE_3 = numbers("24 24 20 20 19 20 20 20 24 22 24 20 19 19 20 20 24 25")
EXAMPLE_5 = numbers("30 33 31 34 30 32 31 33 30 31 32 33 34 35 36 33 36 34 37 33")


def series(kpi):
    return series_of([kpi])[kpi.pk]


# --- the chart is that of the rules --------------------------------------------------------------------------------


def test_the_first_worked_example():
    kpi = kpi_with(EXAMPLE_1)
    TargetFactory(kpi=kpi, programme=kpi.programme, value=65, words="")
    found = series(kpi).analysis
    assert found.latest.mean == Fraction("73.125")
    assert round(float(found.latest.lower_limit), 6) == 64.435667
    assert round(float(found.latest.upper_limit), 6) == 81.814333
    assert (found.variation, found.assurance) == ("improvement_high", "hit_or_miss")
    assert found.latest.rules == {"beyond_high"}


def test_screening_is_a_setting_of_the_kpi():
    kpi = kpi_with(EXAMPLE_1, spc_screening=True)
    TargetFactory(kpi=kpi, programme=kpi.programme, value=65, words="")
    found = series(kpi).analysis
    assert (found.latest.lower_limit, found.latest.upper_limit) == (Fraction("66.095"), Fraction("80.155"))
    assert found.assurance == "pass"


def test_a_ghost_is_left_out_until_its_decision_is_withdrawn():
    kpi = kpi_with(EXAMPLE_1)
    ghost = ChartDecisionFactory(kpi=kpi, programme=kpi.programme, kind="ghost", on=month(15), reason="flood")
    found = series(kpi)
    assert found.analysis.points[-1].mean == Fraction("72.4")
    assert found.analysis.variation == "common_cause"
    assert found.values[-1].is_ghost
    assert found.latest.period.printed == "June 2024"
    assert found.analysis.points[-1].annotation == "Left out: flood"
    ChartDecision.objects.filter(pk=ghost.pk).update(withdrawn_at="2026-01-01T00:00Z")
    assert series(kpi).analysis.latest.mean == Fraction("73.125")


def test_lower_is_better():
    kpi = kpi_with(EXAMPLE_3, polarity="lower")
    found = series(kpi).analysis
    assert found.latest.mean == Fraction(64, 3)
    assert [place for place, point in enumerate(found.points, 1) if point.point_type == "concern"] == [9, 11]
    assert found.variation == "common_cause"


@pytest.mark.parametrize("polarity", ["neither", "not_stated"])
def test_where_no_direction_is_better_nothing_improves_or_concerns(polarity):
    found = series(kpi_with(EXAMPLE_1, polarity=polarity)).analysis
    assert found.variation == "neutral_high"


@pytest.mark.parametrize("on", [month(12), date(2024, 3, 2)])
def test_limits_are_set_anew_at_the_first_point_on_or_after_the_day(on):
    kpi = kpi_with(EXAMPLE_5)
    ChartDecisionFactory(kpi=kpi, programme=kpi.programme, kind="rebase", on=on, reason="new service")
    found = series(kpi)
    assert found.rebases == ((month(12), "new service"),)
    assert [segment.mean for segment in found.analysis.segments] == [Fraction(95, 3), Fraction("34.75")]
    assert found.analysis.latest.lower_limit == Fraction("28.29")
    assert found.analysis.latest.upper_limit == Fraction("41.21")


def test_a_rebase_after_the_last_point_is_passed_over_and_said_so():
    kpi = kpi_with(EXAMPLE_5)
    ChartDecisionFactory(kpi=kpi, programme=kpi.programme, kind="rebase", on=month(20), reason="new service")
    found = series(kpi)
    assert found.rebases == ()
    assert len(found.analysis.segments) == 1
    assert "rebase_ignored" in found.analysis.warnings


# --- figures --------------------------------------------------------------------------------------------------------


def test_a_percentage_is_worked_out_exactly_from_its_parts():
    kpi = kpi_with([(55, 99)], measure="percentage", unit="%", decimals=1)
    value = series(kpi).values[0]
    assert value.value == Fraction(5500, 99)
    assert value.rounded == Decimal("55.555556")
    assert parts_words(value) == "55 of 99"
    assert value_words(value, kpi) == "55.6 %"


def test_a_rate_is_per_so_many():
    kpi = kpi_with([(3, 800)], measure="rate", per=1000)
    assert series(kpi).values[0].value == Fraction(15, 4)
    assert value_words(series(kpi).values[0], kpi) == "3.8 per 1,000"


def test_halves_go_to_the_even_digit():
    kpi = kpi_with([(1, 16_000_000), (3, 16_000_000)], measure="average")
    assert [value.rounded for value in series(kpi).values] == [Decimal("0E-6"), Decimal("0.000000")]
    kpi = kpi_with([(1, 2_000_000), (3, 2_000_000)], measure="average")
    assert [value.rounded for value in series(kpi).values] == [Decimal("0.000000"), Decimal("0.000002")]


def test_thirds_that_are_the_same_number_lie_on_the_mean():
    kpi = kpi_with([(1, 3), (2, 6), (3, 9)] * 5, measure="percentage")
    assert {point.relative_to_mean for point in series(kpi).analysis.points} == {0}


def test_nought_is_a_value_and_a_gap_is_not():
    kpi = kpi_with([5, 0, None, 4, "not_applicable", 3])
    found = series(kpi).values
    assert [value.value for value in found] == [5, 0, None, 4, None, 3]
    assert [value.missing for value in found] == ["", "", "not_reported", "", "not_applicable", ""]
    assert found[2].measurement_id is None
    assert [value.why_none for value in found[1:5]] == ["", "not reported", "", "not applicable"]
    assert len(series(kpi).analysis.points) == 6
    assert series(kpi).analysis.latest.mean == 3


def test_without_a_stated_frequency_no_period_is_missed():
    kpi = KPIFactory(frequency="not_stated", suppress_below=None)
    for text in ("2014/15", "2016/17"):
        MeasurementFactory(kpi=kpi, programme=kpi.programme, value=50, period=text)
    assert len(series(kpi).values) == 2


def test_what_a_paper_prints_without_a_date_is_no_point_but_the_latest_while_there_is_no_other():
    kpi = KPIFactory(suppress_below=None)
    MeasurementFactory(
        kpi=kpi, programme=kpi.programme, value=55, text="currently about 55%", qualifier="approx"
    )
    found = series(kpi)
    assert found.analysis.points == ()
    assert found.latest.text == "currently about 55%"
    MeasurementFactory(kpi=kpi, programme=kpi.programme, value=50, text="", period="2016/17")
    assert [value.text for value in series(kpi).values] == ["currently about 55%", ""]
    assert series(kpi).latest.period.printed == "2016/17"


def test_a_year_beside_its_months_stands_in_the_history_and_is_no_point():
    kpi = kpi_with([50, 51, 52])
    MeasurementFactory(kpi=kpi, programme=kpi.programme, value=60, text="", period="2023/24")
    found = series(kpi)
    assert len(found.analysis.points) == 3
    assert len(found.values) == 4
    assert "other_periods" in found.analysis.warnings
    assert found.latest.value == 52


def test_only_the_current_figure_of_a_period_counts():
    kpi = kpi_with([50])
    first = Measurement.objects.get(kpi=kpi)
    Measurement.objects.filter(pk=first.pk).update(is_current=False)
    correction = row(kpi, 0, 48, supersedes=first)
    correction.save()
    (value,) = series(kpi).values
    assert (value.value, value.supersedes, value.measurement_id) == (48, True, correction.pk)


# --- targets --------------------------------------------------------------------------------------------------------


def test_each_point_is_judged_against_the_target_of_its_day():
    kpi = kpi_with(EXAMPLE_1)
    TargetFactory(kpi=kpi, programme=kpi.programme, value=60, words="", ends_on=date(2024, 3, 31))
    TargetFactory(kpi=kpi, programme=kpi.programme, value=65, words="", starts_on=date(2024, 4, 1))
    found = series(kpi).analysis
    assert [found.points[place].target for place in (0, 11, 12)] == [60, 60, 65]
    assert (found.target, found.assurance) == (65, "hit_or_miss")
    assert "target_overlap" not in found.warnings


def test_a_target_withdrawn_or_in_words_sets_no_line():
    kpi = kpi_with(EXAMPLE_1)
    TargetFactory(kpi=kpi, programme=kpi.programme, value=60, words="", withdrawn=True)
    TargetFactory(kpi=kpi, programme=kpi.programme)
    found = series(kpi)
    assert found.analysis.target is None
    assert [str(target) for target in found.targets] == ["better than the year before"]


def test_of_two_targets_on_one_day_the_newer_one_rules_and_readers_are_warned():
    kpi = kpi_with(EXAMPLE_1)
    TargetFactory(kpi=kpi, programme=kpi.programme, value=60, words="")
    TargetFactory(kpi=kpi, programme=kpi.programme, value=65, words="", starts_on=date(2024, 4, 1))
    found = series(kpi)
    assert found.analysis.target == 65
    assert [target.value for target in found.targets] == [65, 60]
    assert "target_overlap" in found.analysis.warnings


# --- settings that cannot be followed ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "warning"),
    [
        ({"baseline_until": date(2023, 3, 31)}, "baseline_ignored"),
        ({"baseline_points": 0}, "baseline_ignored"),
        ({"spc_profile": "ptd", "baseline_points": 6}, "baseline_ignored"),
        ({"spc_profile": "ptd", "baseline_until": month(12)}, "baseline_ignored"),
        ({"spc_profile": "ptd", "spc_shift": 8}, "settings_ignored"),
        ({"spc_shift": 12}, "settings_ignored"),
        ({"spc_mixed": "either"}, "settings_ignored"),
        ({"spc_profile": "none"}, "settings_ignored"),
    ],
)
def test_a_setting_that_cannot_be_followed_is_said_and_crashes_nothing(settings, warning):
    found = series(kpi_with(EXAMPLE_1, **settings)).analysis
    assert warning in found.warnings
    assert found.latest.mean == Fraction("73.125")
    assert len([one for one in warnings_in_words(found) if one.text]) == len(found.warnings)


def test_a_baseline_may_end_between_two_points():
    kpi = kpi_with(EXAMPLE_1, baseline_until=date(2024, 6, 30))
    found = series(kpi).analysis
    assert found.latest.mean == Fraction("72.4")
    assert "baseline_ignored" not in found.warnings


def test_the_first_so_many_points_may_set_the_limits():
    assert series(kpi_with(EXAMPLE_1, baseline_points=15)).analysis.latest.mean == Fraction("72.4")


def test_the_other_profile_is_given_the_target_of_the_latest_day():
    kpi = kpi_with(EXAMPLE_1, spc_profile="ptd")
    TargetFactory(kpi=kpi, programme=kpi.programme, value=60, words="", ends_on=date(2024, 3, 31))
    TargetFactory(kpi=kpi, programme=kpi.programme, value=65, words="", starts_on=date(2024, 4, 1))
    assert series(kpi).analysis.target == 65


# --- small numbers ----------------------------------------------------------------------------------------------------


def test_a_small_count_is_hidden_from_value_parts_text_chart_and_mean():
    kpi = kpi_with([(50, 100), (3, 100), (60, 100)], measure="percentage", suppress_below=5)
    Measurement.objects.filter(kpi=kpi, numerator=3).update(text="3 of 100")
    found = series(kpi)
    small = found.values[1]
    assert (small.value, small.numerator, small.denominator, small.text) == (None, None, None, "")
    assert (small.is_hidden, small.missing, small.why_none) == (True, "", "suppressed")
    assert parts_words(small) == "suppressed"
    assert found.analysis.points[1].value is None
    assert found.analysis.latest.mean == 55


def test_the_same_count_is_shown_where_the_kpi_counts_no_people():
    kpi = kpi_with([(50, 100), (3, 100), (60, 100)], measure="percentage", suppress_below=None)
    assert series(kpi).values[1].value == 3


def test_a_number_without_parts_is_a_count_and_a_printed_percentage_is_none():
    assert series(kpi_with([4], suppress_below=5)).values[0].is_hidden
    assert series(kpi_with([5], suppress_below=5)).values[0].value == 5
    assert series(kpi_with([0], suppress_below=5)).values[0].value == 0
    assert series(kpi_with([4], suppress_below=5, measure="percentage")).values[0].value == 4


def test_a_small_member_is_not_given_away_by_the_whole_and_the_other_members():
    kpi = kpi_with([(90, 200)], measure="percentage", suppress_below=5)
    breakdown = BreakdownFactory(programme=kpi.programme)
    places = [
        BreakdownMemberFactory(breakdown=breakdown, name=name, position=at) for at, name in enumerate("ABC")
    ]
    for place, parts in zip(places, [(3, 50), (37, 60), (50, 90)], strict=True):
        measure(kpi, [parts], member=place)
    (found,) = breakdown_of(kpi)
    hidden = [member.name for member in found.members if member.values[0].is_hidden]
    assert hidden == ["A", "B"]
    assert found.members[2].values[0].value == Fraction(500, 9)
    assert series(kpi).values[0].value == 45


def test_a_small_month_is_not_given_away_by_its_printed_year():
    kpi = kpi_with([9, 3, 20] + [30] * 9, suppress_below=5)
    year = MeasurementFactory(kpi=kpi, programme=kpi.programme, value=302, text="", period="2023/24")
    found = series(kpi).values
    assert [value.period.printed for value in found if value.is_hidden] == ["April 2023", "May 2023"]
    assert next(value for value in found if value.measurement_id == year.pk).value == 302
    year.delete()
    assert [value.period.printed for value in series(kpi).values if value.is_hidden] == ["May 2023"]


def test_a_small_month_is_not_given_away_by_years_that_cross_one_another():
    """The financial year hides a second month that the calendar year lacks; the calendar year alone told of June."""
    kpi = kpi_with([20, 30, 3, 40, 50, 60, 70, 80, 90, 10, 20, 30], measure="number", suppress_below=5)
    measure(kpi, [50, 60, 70], start=-3)  # January to March 2023
    printed = (("2023/24", 503), ("2023", 20 + 30 + 3 + 40 + 50 + 60 + 70 + 80 + 90 + 50 + 60 + 70))
    for text, value in printed:
        MeasurementFactory(kpi=kpi, programme=kpi.programme, value=value, text="", period=text)
    found = {value.period.printed: value for value in series_of([kpi])[kpi.pk].values}
    assert found["June 2023"].is_hidden
    in_calendar_year = [name for name, value in found.items() if name.endswith(" 2023") and value.is_hidden]
    in_financial_year = [
        value
        for value in found.values()
        if value.is_hidden
        and date(2023, 4, 1) <= value.period.start
        and value.period.end <= date(2024, 3, 31)
    ]
    # A year that is shown has two hidden months at least: one alone could be worked out.
    assert found["2023"].is_hidden or len(in_calendar_year) >= 2
    assert found["2023/24"].is_hidden or len(in_financial_year) >= 2


def test_months_of_another_year_and_cumulative_months_are_judged_alone():
    kpi = kpi_with([9, 3, 20], suppress_below=5)
    MeasurementFactory(kpi=kpi, programme=kpi.programme, value=302, text="", period="2022/23")
    assert [value.period.printed for value in series(kpi).values if value.is_hidden] == ["May 2023"]
    kpi = kpi_with([3, 9, 20], suppress_below=5, series="cumulative")
    MeasurementFactory(kpi=kpi, programme=kpi.programme, value=302, text="", period="2023/24")
    assert [value.period.printed for value in series(kpi).values if value.is_hidden] == ["April 2023"]


def test_a_quarter_between_year_and_months_is_protected_both_ways():
    """Year, one quarter and its months: hiding a month and a neighbour of its own quarter is enough."""
    kpi = kpi_with([3, 7, 20] + [30] * 9, suppress_below=5)
    for text, value in (("2023/24", 300), ("Q1 2023/24", 30)):
        MeasurementFactory(kpi=kpi, programme=kpi.programme, value=value, text="", period=text)
    hidden = [value.period.printed for value in series(kpi).values if value.is_hidden]
    assert hidden == ["April 2023", "May 2023"]


def test_what_its_source_suppressed_is_hidden_too():
    kpi = kpi_with([10, "suppressed", 12])
    value = series(kpi).values[1]
    assert (value.missing, value.is_hidden, value.why_none) == ("suppressed", True, "suppressed")


def test_members_count_where_a_source_has_suppressed_one_though_the_kpi_hides_nothing_itself():
    kpi = kpi_with([90], suppress_below=None)
    breakdown = BreakdownFactory(programme=kpi.programme)
    for value in ("suppressed", 50, 35):
        measure(kpi, [value], member=BreakdownMemberFactory(breakdown=breakdown))
    (found,) = breakdown_of(kpi)
    assert sum(member.values[0].is_hidden for member in found.members) == 2
    assert series(kpi).values[0].value == 90


# --- cost -------------------------------------------------------------------------------------------------------------


def test_any_number_of_kpis_takes_three_queries(django_assert_num_queries):
    kpis = [kpi_with(EXAMPLE_1) for _ in range(2)]
    with django_assert_num_queries(3):
        series_of(kpis)
    kpis += [kpi_with(EXAMPLE_3, suppress_below=5) for _ in range(5)]
    with django_assert_num_queries(3):
        assert len(series_of(kpis)) == 7
    with django_assert_num_queries(0):
        assert series_of([]) == {}


def test_a_kpi_without_anything_has_an_empty_chart():
    kpi = KPIFactory()
    found = series(kpi)
    assert (found.values, found.latest, found.newest_without, found.analysis.points) == ((), None, None, ())
    assert breakdown_of(kpi) == ()
    assert Target.objects.count() == 0
    assert parse_fuzzy_date("").is_dated is False
