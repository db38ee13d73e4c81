"""Financial years by the sums of their parts, against calculation by hand, and no small number given away."""

from datetime import date
from fractions import Fraction

import pytest

from outcomes.selectors.series import series_of
from outcomes.selectors.years import year_to_date
from tests.integration.outcomes.kpi_series import kpi_with, measure

pytestmark = pytest.mark.django_db

YEAR_END = date(2024, 3, 31)
PERCENT = {"measure": "percentage", "unit": "%", "decimals": 1}


def years(kpi, on=YEAR_END):
    return year_to_date(series_of([kpi])[kpi.pk], on)


def test_parts_are_summed_and_percentages_never_averaged():
    (found,) = years(kpi_with([(10, 10), (100, 1000)], **PERCENT))
    # 110 of 1,010, not the mean of 100 % and 10 %
    assert found.rolled.value == Fraction(11000, 1010)
    assert found.words == "10.9 % (110/1,010), 2 of 12 months"
    assert (found.label, found.is_complete) == ("2023/24", False)


def test_a_whole_year_is_complete_once_it_has_ended():
    kpi = kpi_with([(1, 2)] * 12, **PERCENT)
    assert years(kpi)[0].words == "50.0 % (12/24), all 12 months"
    assert years(kpi)[0].is_complete
    (so_far,) = years(kpi, date(2024, 3, 30))
    assert (so_far.words, so_far.is_complete) == ("50.0 % (11/22), 11 of 12 months", False)


def test_each_year_has_its_own_total_the_newest_first():
    found = years(kpi_with([(1, 2)] * 12 + [(3, 4)], **PERCENT), date(2024, 6, 30))
    assert [(one.label, one.rolled.value) for one in found] == [("2024/25", 75), ("2023/24", 50)]


def test_a_gap_is_not_nought():
    (found,) = years(kpi_with([(1, 2), None, "not_reported", (1, 2)], **PERCENT))
    assert (found.rolled.value, found.rolled.known, found.rolled.missing, found.hidden) == (50, 2, 10, 0)


def test_numbers_are_summed():
    (found,) = years(kpi_with([5, 0, 7], unit="visits", decimals=0))
    assert found.words == "12 visits, 3 of 12 months"


def test_a_rate_is_per_so_many_of_all():
    (found,) = years(kpi_with([(3, 800), (1, 200)], measure="rate", per=1000))
    assert found.rolled.value == 4


def test_printed_percentages_have_no_total_and_the_words_say_why():
    (found,) = years(kpi_with([55, (1, 2)], **PERCENT))
    assert found.rolled.value is None
    assert "percentages are never averaged" in found.words


def test_a_total_is_of_what_is_shown_and_so_gives_no_hidden_month_away():
    parts = [(30, 60), (3, 60), (33, 60)]
    kpi = kpi_with(parts, suppress_below=5, **PERCENT)
    (found,) = years(kpi)
    assert (found.rolled.numerator, found.rolled.denominator, found.hidden) == (63, 120, 1)
    assert found.words == "52.5 % (63/120), 2 of 12 months"
    shown = [value for value in series_of([kpi])[kpi.pk].values if not value.is_hidden]
    assert found.rolled.numerator - sum(value.numerator for value in shown) == 0


@pytest.mark.parametrize(
    "given", [{"series": "cumulative"}, {"series": "rolling"}, {"frequency": "academic_year"}]
)
def test_where_a_sum_would_mean_nothing_there_is_none(given):
    kpi = kpi_with([], **PERCENT, **given)
    measure(kpi, [(1, 2)])
    assert years(kpi, date(2026, 1, 1)) == ()
