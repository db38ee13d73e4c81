"""The timeline: dates as loose as papers state them, and words that never overprint."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.charts import NARROW, WIDE, Bar, Mark, Timeline, draw, draw_one
from commissioning.core.fuzzydate import DateStatus, FuzzyDate, Precision
from tests.unit.core import svg

ON = date(2019, 2, 28)


def stated(
    text: str, start: date | None, end: date | None, precision: Precision = Precision.RANGE
) -> FuzzyDate:
    return FuzzyDate(text, start, end, precision, DateStatus.STATED)


def undated(text: str, status: DateStatus) -> FuzzyDate:
    return FuzzyDate(text, None, None, Precision.NONE, status)


GO_LIVE = stated("Aug 2020", date(2020, 8, 1), date(2020, 8, 31), Precision.MONTH)
BY_2023 = stated("by 2023", date(2023, 1, 1), date(2023, 12, 31), Precision.CALENDAR_YEAR)
ON_THE_DAY = stated("1 April 2023", date(2023, 4, 1), date(2023, 4, 1), Precision.DAY)
AUTUMN = stated("Autumn 2013", date(2013, 9, 1), date(2013, 11, 30), Precision.SEASON)


def timeline(marks=(), bars=(), rows=("Phase 1",), on=ON) -> Timeline:
    return Timeline("t", "Phases", "What it shows", rows, bars, marks, on)


def mark(when: FuzzyDate, label: str = "Go-live", state: str = "planned", row: str = "Phase 1") -> Mark:
    return Mark(row, label, when, state)


def drawn_mark(when: FuzzyDate, width: int = WIDE, **others):
    """The one mark's label and the axis it stands on, with a bar that fixes the axis to 2019–2024."""
    frame = Bar("Phase 1", "Whole", date(2019, 1, 1), date(2024, 12, 31))
    drawing = timeline([mark(when)], [frame], **others).at(width)
    return drawing.rows[0].labels[-1], drawing


def middle_of(label) -> float:
    xs = [float(pair.split(",")[0]) for pair in label.points.split()]
    return (min(xs) + max(xs)) / 2


def x_of(day: date) -> float:
    label, _ = drawn_mark(stated("", day, day, Precision.DAY))
    return middle_of(label)


def test_a_day_is_a_mark_without_a_line():
    label, _ = drawn_mark(ON_THE_DAY)
    assert label.span == ""
    assert label.lead == ""


@pytest.mark.parametrize(
    ("when", "earliest", "deadline"),
    [
        (GO_LIVE, date(2020, 8, 1), date(2020, 8, 31)),
        (
            stated("2022/23", date(2022, 4, 1), date(2023, 3, 31), Precision.FINANCIAL_YEAR),
            date(2022, 4, 1),
            date(2023, 3, 31),
        ),
        (
            stated("Q3 2020", date(2020, 7, 1), date(2020, 9, 30), Precision.QUARTER),
            date(2020, 7, 1),
            date(2020, 9, 30),
        ),
        (BY_2023, date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_a_span_stands_at_its_deadline_with_a_line_back_to_its_first_day(when, earliest, deadline):
    label, _ = drawn_mark(when)
    assert middle_of(label) == pytest.approx(x_of(deadline), abs=0.2)
    start = float(label.span.removeprefix("M").split()[0])
    assert start == pytest.approx(x_of(earliest), abs=0.2)


def test_only_a_date_stated_as_by_is_led_in_by_a_dashed_line():
    assert drawn_mark(BY_2023)[0].lead != ""
    assert drawn_mark(stated("2023", BY_2023.start, BY_2023.end, Precision.CALENDAR_YEAR))[0].lead == ""


def test_a_date_with_only_a_deadline_is_led_in():
    label, _ = drawn_mark(stated("up to 1 April 2023", None, date(2023, 4, 1)))
    assert label.lead != ""
    assert middle_of(label) == pytest.approx(x_of(date(2023, 4, 1)), abs=0.2)


def test_a_date_without_an_end_runs_to_the_edge_from_its_first_day():
    label, drawing = drawn_mark(stated("March 2019 onwards", date(2019, 3, 1), None))
    assert middle_of(label) == pytest.approx(x_of(date(2019, 3, 1)), abs=0.2)
    assert f"H{drawing.x1}" in label.span


def test_undated_milestones_are_listed_beneath_and_take_no_place_on_the_axis():
    marks = [
        mark(undated("TBC", DateStatus.TBC), "Start of procurement"),
        mark(undated("", DateStatus.AWAITED), "Response"),
        mark(GO_LIVE),
    ]
    drawing = timeline(marks).at(WIDE)
    assert len(drawing.rows[0].labels) == 1
    words = " ".join(line for _, line in drawing.undated)
    assert words == "Without a date. Phase 1: Start of procurement (TBC); Response (awaited)."


def test_a_reason_that_all_undated_milestones_share_is_said_once():
    marks = [mark(undated("TBC", DateStatus.TBC), label) for label in ("Start", "Award")]
    words = " ".join(line for _, line in timeline(marks).at(WIDE).undated)
    assert words == "Without a date (TBC). Phase 1: Start; Award."


def test_nothing_is_listed_beneath_where_all_is_dated():
    assert timeline([mark(GO_LIVE)]).at(WIDE).undated == []


def test_the_as_at_line_stands_on_its_day_and_says_it():
    _, drawing = drawn_mark(GO_LIVE)
    assert float(drawing.as_at.x) == pytest.approx(x_of(ON), abs=0.2)
    assert drawing.as_at.text == "As at 28 February 2019"


def test_a_day_long_after_the_programme_becomes_an_arrow_and_leaves_the_scale_alone():
    drawing = timeline([mark(GO_LIVE), mark(ON_THE_DAY)], on=date(2035, 1, 1)).at(WIDE)
    assert drawing.as_at.x == ""
    assert drawing.as_at.text == "As at 1 January 2035 →"
    assert drawing.ticks[-1].text.endswith("2023")
    before = timeline([mark(GO_LIVE), mark(ON_THE_DAY)], on=date(2001, 1, 1)).at(WIDE)
    assert before.as_at.text == "← As at 1 January 2001"


def test_a_day_just_outside_stretches_the_axis():
    drawing = timeline([mark(GO_LIVE), mark(ON_THE_DAY)], on=date(2023, 6, 1)).at(WIDE)
    assert drawing.as_at.x != ""


def test_a_risk_is_a_triangle_and_everything_else_a_diamond():
    shapes = {
        state: timeline([mark(GO_LIVE, state=state)]).at(WIDE).rows[0].labels[0].points
        for state in ("risk", "planned", "done")
    }
    assert {state: len(points.split()) for state, points in shapes.items()} == {
        "risk": 3,
        "planned": 4,
        "done": 4,
    }


def test_a_gap_is_hatched_and_its_words_stand_beneath_it():
    gap = Bar("Contracts", "No stated cover", date(2020, 4, 1), date(2020, 7, 31), "gap")
    chart = Timeline("t", "T", "D", ["Contracts"], [gap], [], ON)
    row = chart.at(WIDE).rows[0]
    assert row.bars[0].label == ""
    assert row.labels[0].lines[0].text == "↑ No stated cover"
    assert 'fill="url(#t-wide-hatch)"' in draw(chart)[0]


def test_words_longer_than_a_phone_is_wide_are_wrapped_beneath_their_bar():
    words = "No stated cover for health visiting, school nursing, or the school-aged immunisation service"
    gap = Bar("Contracts", words, date(2020, 4, 1), date(2020, 7, 31), "gap")
    drawing = draw_one(Timeline("t", "T", "D", ["Contracts"], [gap], [], ON), NARROW)
    shown = " ".join(box.text for box in svg.text_boxes(drawing))
    assert f"↑ {words}" in shown
    assert svg.outside(drawing) == []


def test_bars_that_overlap_in_time_stand_under_one_another_and_neighbours_share_a_lane():
    def bar(start: date, end: date) -> Bar:
        return Bar("Contracts", "Contract", start, end)

    bars = [
        bar(date(2019, 1, 1), date(2020, 3, 31)),
        bar(date(2020, 3, 31), date(2021, 1, 1)),
        bar(date(2019, 6, 1), date(2020, 1, 1)),
    ]
    tops = [shape.y for shape in Timeline("t", "T", "D", ["Contracts"], bars, [], ON).at(WIDE).rows[0].bars]
    assert tops[0] == tops[1] != tops[2]


def test_a_row_that_is_not_listed_is_refused_by_name():
    with pytest.raises(ValueError, match="Phase 9"):
        timeline([mark(GO_LIVE, row="Phase 9")])


def test_a_timeline_without_any_date_still_draws():
    narrow = draw_one(timeline(), NARROW)
    assert "As at 28 February 2019" in narrow


LABELS = st.text(st.sampled_from("abcdefgh MWil&<>“”£0123456789-"), min_size=1, max_size=60).map(
    lambda text: text.strip() or "x"
)
DAYS = st.dates(date(2013, 4, 1), date(2023, 12, 31))


@st.composite
def fuzzy_dates(make) -> FuzzyDate:
    start = make(DAYS)
    kind = make(st.sampled_from(["day", "span", "by", "open", "none"]))
    if kind == "none":
        return undated("TBC", DateStatus.TBC)
    if kind == "day":
        return stated("", start, start, Precision.DAY)
    if kind == "open":
        return stated("", start, None)
    text = "by then" if kind == "by" else ""
    return stated(text, start, start + timedelta(days=make(st.integers(0, 400))))


@st.composite
def timelines(make) -> Timeline:
    rows = make(st.lists(LABELS, min_size=1, max_size=4, unique=True))
    row = st.sampled_from(rows)
    marks = make(
        st.lists(
            st.builds(Mark, row, LABELS, fuzzy_dates(), st.sampled_from(["done", "planned", "risk"])),
            max_size=12,
        )
    )
    bars = make(
        st.lists(
            st.builds(
                lambda row, label, start, days, state: Bar(row, label, start, start + timedelta(days=days), state),
                row, LABELS, DAYS, st.integers(0, 900), st.sampled_from(["done", "doing", "planned", "gap"]),
            ),
            max_size=6,
        )
    )  # fmt: skip
    return Timeline("t", "Title", "Description", rows, bars, marks, make(DAYS))


@given(timelines(), st.sampled_from([WIDE, NARROW]))
def test_no_label_ever_overprints_another_or_leaves_the_drawing(chart, width):
    drawing = draw_one(chart, width)
    assert svg.collisions(drawing) == []
    assert svg.outside(drawing) == []


@given(timelines(), st.sampled_from([WIDE, NARROW]))
def test_every_dated_mark_is_drawn_and_every_undated_one_is_written(chart, width):
    drawing = chart.at(width)
    marks = [label for row in drawing.rows for label in row.labels if label.points]
    assert len(marks) == sum(mark.when.is_dated for mark in chart.marks)
    assert bool(drawing.undated) == any(not mark.when.is_dated for mark in chart.marks)


@given(timelines(), st.sampled_from([WIDE, NARROW]))
def test_marks_and_bars_stay_on_the_axis(chart, width):
    drawing = chart.at(width)
    for row in drawing.rows:
        for bar in row.bars:
            assert 0 <= float(bar.x) <= float(bar.x) + float(bar.w) <= width
        for label in (label for label in row.labels if label.points):
            assert 0 <= middle_of(label) <= width
