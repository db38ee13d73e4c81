"""A pasted block is read by its shape: values in order, or periods with a value or with both parts."""

import pytest

from outcomes.intake.paste import Pasting, read_paste
from outcomes.intake.raws import Members
from outcomes.models import KPI, Breakdown, BreakdownMember
from outcomes.rules_periods import parse_period

KPI_OF_PARTS = KPI(reference="T-1", frequency="month", measure="percentage")
NUMBER = KPI(reference="T-2", frequency="month", measure="number")
DUE = [parse_period("month", f"{month} 2025") for month in ("April", "May", "June")]


def members(*names):
    district = Breakdown(name="District")
    return Members([BreakdownMember(pk=n, breakdown=district, name=name) for n, name in enumerate(names, 1)])


def read(text, kpi=NUMBER, due=DUE, **more):
    rows, problem = read_paste(text, Pasting(kpi, due, more.pop("members", members()), **more))
    return [
        (
            row.label,
            row.period.printed if row.period else "",
            row.given.numerator,
            row.given.denominator,
            row.given.value,
        )
        for row in rows
    ], problem


def test_one_column_goes_to_the_due_periods_oldest_first():
    rows, problem = read("5\n0\n7\n")
    assert problem == ""
    assert [(row[1], row[4]) for row in rows] == [("April 2025", "5"), ("May 2025", "0"), ("June 2025", "7")]


def test_a_blank_row_inside_a_column_keeps_its_place():
    rows, _ = read("5\n\n7")
    assert [(row[1], row[4]) for row in rows] == [("April 2025", "5"), ("June 2025", "7")]


def test_a_column_of_thousands_is_one_column():
    assert [row[4] for row in read("1,234\n2,345\n987")[0]] == ["1,234", "2,345", "987"]


@pytest.mark.parametrize("text", ["5\n6", "5\n6\n7\n8"])
def test_another_number_of_figures_than_of_periods_is_refused(text):
    rows, problem = read(text)
    assert not rows
    assert "3 periods are due" in problem


@pytest.mark.parametrize("mark", ["\t", ";", ","])
def test_periods_with_values_and_with_both_parts_are_read_with_each_separator(mark):
    rows, problem = read(f"May 2025{mark}6\n04/2025{mark}5".replace("04/2025", "2025-04"))
    assert problem == ""
    assert [(row[1], row[4]) for row in rows] == [("May 2025", "6"), ("April 2025", "5")]
    rows, _ = read(f"May 2025{mark}6{mark}10", KPI_OF_PARTS)
    assert rows == [("row 1", "May 2025", "6", "10", "")]


def test_headings_are_left_out_and_rows_keep_their_numbers():
    rows, _ = read("Period\tValue\nMay 2025\t6")
    assert rows == [("row 2", "May 2025", "", "", "6")]


def test_two_columns_of_figures_are_both_parts_of_the_due_periods():
    rows, problem = read("55\t100\n56\t100\n57\t100", KPI_OF_PARTS)
    assert problem == ""
    assert next(row[1:4] for row in rows) == ("April 2025", "55", "100")


def test_a_period_that_cannot_be_read_is_told_with_its_row():
    rows, _ = read_paste("May 2025\t6\nsome day\t7", Pasting(NUMBER, DUE, members()))
    assert not rows[0].problems
    assert "“some day” is not one month" in rows[1].problems["period"]


def test_rows_that_begin_with_a_name_are_of_that_member():
    rows, problem = read_paste(
        "North\tMay 2025\t6\nAll\tMay 2025\t9", Pasting(NUMBER, DUE, members("North"), by_row=True)
    )
    assert problem == ""
    assert [(row.member_id, row.given.value) for row in rows] == [(1, "6"), (None, "9")]


def test_names_alone_need_exactly_one_due_period():
    assert "put the period after each name" in read("North\t6", members=members("North"), by_row=True)[1]
    rows, problem = read("North\t6", due=DUE[:1], members=members("North"), by_row=True)
    assert (problem, rows[0][1], rows[0][4]) == ("", "April 2025", "6")


def test_too_many_columns_are_refused_with_the_shapes():
    assert "Paste one column of values, or period and value" in read("May 2025\t1\t2\t3")[1]


def test_an_odd_quotation_mark_does_not_swallow_the_rows():
    rows, _ = read('May 2025\t"6\nJune 2025\t7')
    assert len(rows) == 2
