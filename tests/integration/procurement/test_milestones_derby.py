"""Derby's milestones as the paper has them: how many are dated, when they are due, and which lie outside."""

from datetime import date

import pytest

from commissioning.core.charts import NARROW, WIDE, Timeline, draw_one
from commissioning.core.fuzzydate import parse_fuzzy_date
from procurement.selectors.milestones import milestones
from procurement.selectors.milestones_list import (
    MilestoneFilter,
    counts_of,
    filter_milestones,
    sort_milestones,
)
from procurement.timeline import marks_of, milestone_figure, row_names
from programmes.rules_milestones import Fit
from tests.unit.core import svg

pytestmark = pytest.mark.django_db
ON = date(2013, 9, 30)


@pytest.fixture
def rows(derby):
    return milestones(derby, on=ON)


def chosen(rows, on=ON, **sides):
    return filter_milestones(rows, MilestoneFilter(**sides), on)


def test_thirty_milestones_24_dated_and_each_other_with_its_own_word(rows):
    """Appendix 3 has 30 milestones (the HVIP bullet carries two): 24 dated, 2 TBC, 2 blank, 1 awaited, 1 ongoing."""
    found = next(each for each in counts_of(rows, ON) if each.code == "milestone")
    assert found.total == 30
    assert dict(found.dates) == {"dated": 24, "tbc": 2, "awaited": 1, "ongoing": 1, "blank": 2}


def test_every_count_is_the_length_of_the_list_it_opens(rows):
    for each in counts_of(rows, ON):
        for word, number in each.dates.items():
            assert len(chosen(rows, kind=each.code, dates=word)) == number, (each.code, word)
        assert len(chosen(rows, kind=each.code)) == each.total
        assert len(chosen(rows, kind=each.code, dates="overdue")) == each.overdue
        assert len(chosen(rows, kind=each.code, fit="before")) == each.before
        assert len(chosen(rows, kind=each.code, fit="after")) == each.after
        assert len(chosen(rows, kind=each.code, fit="may_be_outside")) == each.may_be_outside


def test_five_of_seven_milestones_of_children_in_care_fall_after_its_end(rows):
    own = chosen(rows, parent="DER-PRJ-1")
    after = chosen(rows, parent="DER-PRJ-1", fit="after")
    assert (len(after), len(own)) == (5, 7)
    assert {row.when.printed for row in after} == {"April 2014"}
    assert {row.place.days for row in after} == {1}


def test_the_first_meeting_is_two_days_before_its_project_starts(rows):
    (early,) = chosen(rows, fit="before")
    assert (early.reference, early.place.days) == ("DER-PRJ-2-M-1", 2)
    late = chosen(rows, parent="DER-PRJ-2", fit="after")
    assert [row.text for row in late] == ["Report reviewed"]


def test_six_are_due_in_september_2013(rows):
    """A season that holds September is due on its last day, 30 November."""
    due = chosen(rows, due=parse_fuzzy_date("September 2013"))
    assert {row.text.casefold() for row in due} == {
        "commissioning plan for adoption",
        "review of high cost placements completed",
        "hvip delivery - recruitment (1)",
        "fnp recruitment to new nurse posts",
        "maternal smoking audit completion",
        "maternity and newborn strategy development",
    }
    november = chosen(rows, due=parse_fuzzy_date("November 2013"))
    assert "Unintentional Injuries strategy and action plan" in {row.text for row in november}


def test_by_a_month_is_everything_due_up_to_it(rows):
    by = {row.reference for row in chosen(rows, due=parse_fuzzy_date("by September 2013"))}
    assert len(by) == 6 + 7  # the six, and the seven of April to August 2013
    assert "DER-PRJ-2-M-1" in by
    assert "DER-PRJ-5-M-1" not in by


def test_late_only_once_the_last_day_has_passed(derby):
    def late(day):
        return {row.reference for row in milestones(derby, on=day) if row.is_overdue(day)}

    assert "DER-PRJ-1-M-1" not in late(date(2013, 9, 30))
    assert "DER-PRJ-1-M-1" in late(date(2013, 10, 1))
    assert "DER-PRJ-5-M-1" not in late(date(2013, 11, 30))  # Autumn 2013
    assert "DER-PRJ-5-M-1" in late(date(2013, 12, 1))
    undated = {row.reference for row in milestones(derby) if not row.when.is_dated}
    assert not undated & late(date(2030, 1, 1))


def test_the_indicative_timeline_reads_by_october_as_2014(rows):
    row = next(row for row in rows if row.reference == "DER-TL-3")
    assert row.when.printed == "By October"
    assert (row.when.end, row.when.year_inferred) == (date(2014, 10, 31), True)


def test_the_search_finds_words_of_the_milestone_and_of_its_project(rows):
    assert len(chosen(rows, search="fostering")) == 1
    assert len(chosen(rows, search="early years best start")) == 10
    assert chosen(rows, search="fostering nothing") == ()


def test_sorting_leaves_the_undated_last_both_ways(rows):
    for descending in (False, True):
        ordered = sort_milestones(rows, "when", descending=descending)
        dated = [row.when.is_dated for row in ordered]
        assert dated == sorted(dated, reverse=True)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_words_of_the_timeline_overprint_others_or_leave_the_drawing(rows, width):
    names = row_names(rows)
    chart = Timeline("t", "T", "D", list(names.values()), [], marks_of(rows, names, ON), ON)
    drawing = draw_one(chart, width)
    assert svg.collisions(drawing) == []
    assert svg.outside(drawing) == []
    drawn = [label for row in chart.at(width).rows for label in row.labels]
    assert len(drawn) == sum(row.when.is_dated for row in rows) == 38


def test_the_timeline_draws_each_date_as_loosely_as_it_is_printed(rows):
    names = row_names(rows)
    chart = Timeline("t", "T", "D", list(names.values()), [], marks_of(rows, names, ON), ON)
    drawing = chart.at(WIDE)
    labels = {label.full: label for row in drawing.rows for label in row.labels}
    season = next(label for words, label in labels.items() if words.startswith("Unintentional Injuries"))
    month = next(
        label for words, label in labels.items() if words.startswith("Commissioning plan for adoption")
    )
    by = next(label for words, label in labels.items() if words.startswith("Stocktake on former TCS"))

    def length(span):
        start, end = span.split("M")[1].removeprefix("M").split("H")
        return float(end) - float(start.split()[0])

    assert length(season.span) == pytest.approx(3 * length(month.span), rel=0.05)  # 91 days and 30
    assert (by.lead != "", month.lead) == (True, "")  # only “by” is led in by dashes
    beneath = " ".join(line for _, line in drawing.undated)
    for word in ("TBC", "still awaited", "every 4 months, ongoing", "not stated"):
        assert word in beneath


def test_the_figure_counts_what_has_passed(rows):
    figure = milestone_figure(rows, ON, heading="Milestones")
    assert "50 milestones, 38 with a date" in figure.wide


def test_what_the_paper_reports_as_done_is_done(rows):
    done = {row.reference for row in rows if row.is_done}
    assert done == {"DER-PRJ-3-M-1", "DER-PRJ-3-M-2"}
    awaited = next(row for row in rows if row.reference == "DER-PRJ-3-M-3")
    assert (awaited.state, awaited.place.fit) == ("blocked", Fit.NOT_KNOWN)
