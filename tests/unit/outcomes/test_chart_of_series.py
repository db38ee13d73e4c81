"""A KPI's series as its page shows it: the KPI's own settings, hidden figures kept hidden, gaps with their reason."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from outcomes.charts.of_series import chart_of, figure_of, spark_of
from outcomes.models import KPI
from outcomes.selectors.series_types import Series, SeriesValue
from outcomes.spc import Point, analyse
from tests.unit.outcomes.spc_series import CALM, day

REBASE = (day(10), "New definition.")


def value(number: int, amount: int | None, **given) -> SeriesValue:
    start = day(number)
    period = FuzzyDate("", start, start, Precision.MONTH, DateStatus.STATED)
    part = None if amount is None else Decimal(amount)
    exact = None if amount is None else Fraction(amount)
    whole = None if amount is None else Decimal(100)
    return SeriesValue(number, f"M-{number}", period, part, whole, exact, is_point=True, **given)


def series(values=(), **kpi) -> Series:
    values = values or [value(number, int(text)) for number, text in enumerate(CALM.split(), start=1)]
    settings = {"reference": "HAM-KPI-2", "name": "Breastfeeding at 6 to 8 weeks", "unit": "%", "decimals": 1}
    points = [Point(item.start, item.rounded) for item in values]
    analysis = analyse(points, improvement="up", target=45, rebases=[REBASE[0]] if len(values) > 10 else ())
    return Series(
        KPI(**{**settings, "polarity": "higher", "frequency": "month", **kpi}),
        tuple(values),
        analysis,
        rebases=(REBASE,),
    )


def cells(shown, place):
    return [cell.text for cell in shown.figure.table.rows[place].cells]


def test_the_chart_follows_the_settings_of_the_kpi():
    drawn = chart_of(
        series(floor=Decimal(0), ceiling=Decimal(100), spc_shift=6, spc_trend=8, spc_minimum_points=12)
    )
    assert (drawn.improvement, drawn.unit, drawn.decimals, drawn.frequency) == ("up", "%", 1, "month")
    assert (drawn.floor, drawn.ceiling, drawn.shift, drawn.trend, drawn.needed) == (0, 100, 6, 8, 12)
    assert drawn.rebases == (REBASE,)
    assert drawn.uid == "kpi-ham-kpi-2"
    assert chart_of(series(), uid="twice").uid == "twice"


def test_parts_stand_in_the_table():
    assert cells(figure_of(series()), 0)[:3] == ["January 2020", "50.0 %", "50 of 100"]


def test_a_hidden_figure_stays_hidden_with_its_parts():
    hidden = replace(value(2, None), suppressed="small")
    shown = figure_of(series([value(1, 50), hidden, value(3, 52)]))
    assert cells(shown, 1)[:3] == ["February 2020", "suppressed", "suppressed"]
    assert shown.figure.table.rows[1].cells[1].unknown


def test_a_gap_says_its_reason():
    shown = figure_of(series([value(1, 50), value(2, None, missing="not_reported"), value(3, 52)]))
    assert cells(shown, 1)[1] == "not reported"


def test_about_provisional_and_corrected_are_said():
    shown = figure_of(
        series(
            [value(1, 55, qualifier="approx"), value(2, 50, is_final=False), value(3, 52, supersedes=True)]
        )
    )
    rows = shown.figure.table.rows
    assert cells(shown, 0)[1] == "about 55.0 %"
    assert [row.cells[-1].note for row in rows] == ["", "Provisional figure.", "Corrected."]


def test_a_rolling_series_is_warned_of_because_the_kpi_says_so():
    assert figure_of(series(series="rolling")).prominent
    assert not figure_of(series(series="separate")).prominent


def test_the_small_line_of_a_series():
    cell = spark_of(series())
    assert "<svg" in cell.html
    assert cell.words == "From January 2020 to March 2021, 15 months: between 48.0 % and 52.0 %."
