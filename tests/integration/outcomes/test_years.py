"""The financial year so far by the sums of its parts, against calculation by hand, and no small number given away."""

from fractions import Fraction

import pytest

from outcomes.selectors.series import series_of
from outcomes.year_to_date import year_to_date
from tests.integration.outcomes.kpi_series import kpi_with

pytestmark = pytest.mark.django_db

PERCENT = {"measure": "percentage", "unit": "%", "decimals": 1}


def so_far(kpi):
    return year_to_date(series_of([kpi])[kpi.pk])


def test_parts_are_summed_and_percentages_never_averaged():
    found = so_far(kpi_with([(10, 10), (100, 1000)], **PERCENT))
    # 110 of 1,010, not the mean of 100 % and 10 %
    assert found.rolled.value == Fraction(11000, 1010)
    assert found.words == "10.9 % (110/1,010), all 2 months"


def test_only_the_year_of_the_latest_period_counts():
    found = so_far(kpi_with([(1, 2)] * 12 + [(3, 4)], **PERCENT))
    assert (found.rolled.value, found.span) == (75, "April 2024")


def test_a_rate_is_per_so_many_of_all():
    assert so_far(kpi_with([(3, 800), (1, 200)], measure="rate", per=1000)).rolled.value == 4


def test_printed_percentages_have_no_total():
    assert so_far(kpi_with([(1, 2), (1, 2)], **PERCENT)) is not None
    assert so_far(kpi_with([(1, 2), 55], **PERCENT)) is None


def test_a_total_is_of_what_is_shown_and_so_gives_no_hidden_month_away():
    kpi = kpi_with([(30, 60), (3, 60), (33, 60)], suppress_below=5, **PERCENT)
    found = so_far(kpi)
    assert found.words == "52.5 % (63/120), 2 of 3 months"
    shown = [value for value in series_of([kpi])[kpi.pk].values if not value.is_hidden]
    assert found.rolled.numerator - sum(value.numerator for value in shown) == 0
