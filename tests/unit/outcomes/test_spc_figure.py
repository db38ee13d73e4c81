"""A chart on a page: finding as caption, warnings, icons, data table; and the small line of a table."""

from decimal import Decimal

import pytest
from django.template import Context, Template

from commissioning.core.charts import draw_spark
from commissioning.core.charts.sparkline import Sparkline
from outcomes.charts.figure import spc_figure
from outcomes.charts.spark import spark_cell, spark_words, sparkline
from outcomes.tables_chart import data_table
from tests.unit.core import svg
from tests.unit.outcomes.spc_charts import FIVE, FOUR, ONE, chart, every_chart
from tests.unit.outcomes.spc_series import CALM, day, monthly

HOSTILE = """<script>alert(1)</script>"""


def page(**given):
    spc = spc_figure(given.pop("chart"), **given)
    return Template("{% load app_outcomes %}{% app_spc spc %}").render(Context({"spc": spc}))


def rows(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


# --- the data table ---------------------------------------------------------------------------------------------------


def test_the_table_has_a_row_for_each_period_with_lines_target_and_judgement():
    table = data_table(chart(ONE, target=65))
    assert [column.text for column in table.columns] == [
        "Period",
        "Value (%)",
        "Mean",
        "Lower limit",
        "Upper limit",
        "Target",
        "Judgement",
    ]
    assert len(table.rows) == 16
    assert rows(table)[0] == ["January 2020", "71 %", "73.1 %", "64.4 %", "81.8 %", "65 %", "Common cause"]
    assert rows(table)[15][0:2] == ["April 2021", "84 %"]
    assert rows(table)[15][-1] == "Improving, high: above the upper limit"


def test_columns_that_no_period_has_are_left_out():
    table = data_table(chart("55 52 57"))
    assert [column.text for column in table.columns] == ["Period", "Value (%)", "Mean", "Judgement"]
    assert rows(table)[0][-1] == "Not judged"


def test_parts_stand_beside_the_value_they_make():
    table = data_table(chart("55 52"), parts={day(1): "55 of 100"})
    assert table.columns[2].text == "Parts"
    assert [row[2] for row in rows(table)] == ["55 of 100", ""]


def test_a_missing_value_says_why_and_is_never_nought():
    table = data_table(chart("55 - -"), missing={day(2): "not reported"})
    cells = [row.cells[1] for row in table.rows]
    assert [(cell.text, cell.unknown, cell.sort_value) for cell in cells] == [
        ("55 %", False, "55"),
        ("not reported", True, ""),
        ("not known", True, ""),
    ]
    assert rows(data_table(chart("0")))[0][1] == "0 %"


def test_the_table_gives_the_calculated_limit_where_the_drawing_holds_it():
    table = data_table(every_chart()["floor"])
    lower = rows(table)[0][3]
    assert lower.startswith("−")


def test_ghosts_and_notes_are_in_the_table():
    table = data_table(chart("55 52 57", ghosts={2}, notes={2: "Counted twice."}))
    assert table.rows[1].cells[-1].text == "Left out of the calculation"
    assert table.rows[1].cells[-1].note == "Counted twice."


def test_lines_change_where_the_chart_was_rebased():
    lines = [row[2] for row in rows(data_table(chart(FIVE, rebases=[day(13)])))]
    assert lines == ["31.7 %"] * 12 + ["34.8 %"] * 8  # 95/3 and 34.75


# --- the component ----------------------------------------------------------------------------------------------------


def test_the_finding_is_the_caption_and_the_data_follow():
    shown = page(chart=chart(ONE, target=65), illustrative=True)
    assert "<h3" in shown
    assert (
        "Latest 84 % (April 2021), improving, high: above the upper limit; hit or miss against 65 %.</h3>"
        in shown
    )
    assert "Readiness: values as a table" in shown
    assert "Illustrative" in shown
    assert shown.count('class="app-chart app-chart--spc"') == 2
    assert "Special cause of improving nature or lower pressure due to (H)igher values" in shown
    assert "Will not consistently pass or fail (hit or miss)" in shown


def test_too_few_points_say_so_in_place_of_icons():
    shown = page(chart=chart("55 52 57", target=60))
    assert shown.count("No icon: 3 of 15 points") == 2
    assert "Run chart, 3 of 15 points: no limits and no icons yet." in shown


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (chart(CALM), "No icon: no target"),
        (
            chart(CALM, improvement="neither", target=50),
            "No icon: neither direction is stated to be an improvement",
        ),
        (chart(f"{CALM} 50", target=50, rebases=[day(16)]), "No icon: no limits"),
        (chart(CALM, target=50), ""),
    ],
)
def test_a_missing_assurance_icon_says_which_of_its_causes_it_has(given, why):
    assert spc_figure(given).no_assurance == why


def test_provisional_limits_stand_under_the_finding():
    assert (
        "Provisional limits: they rest on 8 points." in spc_figure(chart(FIVE, rebases=[day(13)])).figure.note
    )
    assert "rovisional" not in spc_figure(chart(ONE)).figure.note


def test_a_rolling_series_is_warned_of_above_the_chart():
    shown = page(chart=chart(ONE), series="rolling")
    assert shown.index("This is a rolling average") < shown.index("<figure")
    assert "rolling" not in page(chart=chart(ONE))


def test_gaps_are_noted_beneath_and_a_mixed_signal_only_in_the_finding():
    assert spc_figure(chart(f"{CALM} - 50")).notes == [
        "1 month has no value; the line breaks there and runs carry on across."
    ]
    mixed = spc_figure(chart(FOUR))
    assert "Mixed signal" in mixed.figure.heading
    assert mixed.notes == []


def test_nothing_recorded_is_a_page_too():
    shown = page(chart=chart(""))
    assert "No value recorded yet." in shown
    assert "No values yet" in shown
    assert "<table" not in shown


def test_words_of_people_stay_words_on_the_page():
    given = chart(CALM, notes={1: HOSTILE}, chart={"name": HOSTILE, "unit": HOSTILE})
    shown = page(chart=given, parts={day(1): HOSTILE}, missing={day(2): HOSTILE})
    assert "<script" not in shown
    assert "style=" not in shown


# --- sparklines -------------------------------------------------------------------------------------------------------


def series(figures):
    return [(point.date, point.value) for point in monthly(figures)]


def test_words_of_a_sparkline_tell_span_and_range():
    assert spark_words(series(CALM), unit="%") == (
        "From January 2020 to March 2021, 15 months: between 48 % and 52 %."
    )
    assert spark_words(series("48 - 52"), unit="%") == (
        "From January 2020 to March 2020, 3 months: between 48 % and 52 %; 1 without a value."
    )
    assert spark_words(series("7 7"), unit="days") == "From January 2020 to February 2020, 2 months: 7 days."
    assert spark_words(series("7"), unit="days") == "January 2020: 7 days."
    assert spark_words(series("- -"), unit="%") == "From January 2020 to February 2020, 2 months: no value."
    assert spark_words([], unit="%") == "No value recorded yet."


@pytest.mark.parametrize(
    ("variation", "corners"),
    [("improvement_low", 4), ("concern_high", 4), ("neutral_high", 3), ("common_cause", 0), (None, 0)],
)
def test_the_last_mark_has_the_shape_of_its_kind(variation, corners):
    drawing = draw_spark(sparkline([Decimal(1), Decimal(2)], variation=variation))
    marks = svg.elements(drawing, "polygon")
    assert [len(mark.attrib["points"].split()) for mark in marks] == ([corners] if corners else [])
    assert len(svg.elements(drawing, "circle")) == (0 if corners else 1)


def test_improving_and_concerning_marks_differ_in_shape():
    improving, concerning = (
        svg.elements(draw_spark(sparkline([Decimal(1), Decimal(2)], variation=code)), "polygon")[0].attrib[
            "points"
        ]
        for code in ("improvement_high", "concern_high")
    )
    assert improving != concerning


def test_mean_and_target_are_lines_and_a_flat_series_stays_in_the_middle():
    drawing = draw_spark(sparkline([Decimal(50)] * 3, mean=50, target=50))
    assert len(svg.elements(drawing, "path")) == 2
    assert Sparkline([50, 50], mean=50).at().mean_y == "15"
    assert Sparkline([50, 50]).at().mean_y == ""


def test_a_cell_carries_drawing_and_words_or_says_that_there_are_no_values():
    cell = spark_cell(series(CALM), unit="%", variation="common_cause", mean=50)
    assert "<svg" in cell.html
    assert "15 months" in cell.html
    empty = spark_cell(series("- -"), unit="%")
    assert empty.unknown
    assert "<svg" not in empty.html
    assert "<script" not in spark_cell(series(CALM), unit=HOSTILE).html
