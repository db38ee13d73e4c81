"""The periods of reports and the way of a report to its approval: rules alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.core.money import Basis, parse_money, totals_by_basis
from commissioning.core.rag import ThreePointConfidence as Confidence
from governance.rules.report_periods import Period, month_before, period_problem
from governance.rules.report_steps import (
    Rated,
    Step,
    approval_problem,
    edit_problem,
    note_problem,
    rating_problem,
    ready_problem,
    step_problem,
    with_lines,
)
from governance.selectors.report_money import totals_words

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("start", "end", "printed", "following"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), "October 2026", "November 2026"),
        (date(2026, 12, 1), date(2026, 12, 31), "December 2026", "January 2027"),
        (date(2026, 10, 1), date(2026, 12, 31), "October to December 2026", "January to March 2027"),
        (date(2026, 11, 1), date(2027, 1, 31), "November 2026 to January 2027", "February to April 2027"),
        (date(2028, 1, 1), date(2028, 1, 31), "January 2028", "February 2028"),
        (
            date(2026, 10, 5),
            date(2026, 10, 11),
            "5 October 2026 to 11 October 2026",
            "12 October 2026 to 18 October 2026",
        ),
    ],
)
def test_a_period_is_printed_and_followed_by_one_as_long(start, end, printed, following):
    period = Period(start, end)
    assert period.printed == printed
    assert period.following.printed == following


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 365))
def test_the_following_period_begins_on_the_next_day(start, days):
    period = Period(start, date.fromordinal(start.toordinal() + days))
    assert period.following.start.toordinal() == period.end.toordinal() + 1
    assert period.following.start <= period.following.end


def test_the_month_before_a_day():
    assert month_before(date(2026, 11, 1)) == OCTOBER
    assert month_before(date(2026, 3, 31)) == Period(date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2026, 10, 2), date(2026, 10, 1), "before it begins"),
        (date(2026, 11, 4), date(2026, 11, 30), "still to come"),
        (date(2025, 1, 1), date(2026, 10, 1), "a year at the longest"),
        (date(2026, 11, 3), date(2026, 11, 30), ""),
    ],
)
def test_which_periods_can_be_reported_on(start, end, said):
    problem = period_problem(start, end, date(2026, 11, 3))
    assert said in problem if said else problem == ""


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_its_author_alone_edits_and_sends_it_while_it_is_open(state):
    assert edit_problem(state, is_author=True) == ""
    assert "Only its author" in edit_problem(state, is_author=False)
    assert step_problem(Step.SUBMIT, state, is_author=True) == ""
    assert "Only its author" in step_problem(Step.SUBMIT, state, is_author=False)
    assert "not in review" in step_problem(Step.APPROVE, state, is_author=False)


def test_in_review_others_decide_and_its_author_may_take_it_back():
    for step in (Step.RETURN, Step.APPROVE):
        assert step_problem(step, "in_review", is_author=False) == ""
        assert "You wrote this report" in step_problem(step, "in_review", is_author=True)
    assert step_problem(Step.WITHDRAW, "in_review", is_author=True) == ""
    assert "already" in step_problem(Step.SUBMIT, "in_review", is_author=True)
    assert "in review" in edit_problem("in_review", is_author=True)


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("is_author", [True, False])
def test_nothing_is_done_with_an_approved_report(step, is_author):
    assert "never altered" in step_problem(step, "approved", is_author=is_author)
    assert "never altered" in edit_problem("approved", is_author=is_author)


def test_a_rating_that_differs_needs_its_reason_and_so_does_one_withheld():
    differing = Rated("Cost", Confidence.GREEN, Confidence.AMBER, "")
    assert rating_problem(differing) == "Cost: the records suggest green and you state amber. Say why."
    assert rating_problem(Rated("Cost", Confidence.GREEN, Confidence.NOT_RATED, " ")) != ""
    assert rating_problem(Rated("Cost", Confidence.GREEN, Confidence.AMBER, "Two invoices are late.")) == ""
    assert rating_problem(Rated("Cost", Confidence.NOT_RATED, Confidence.NOT_RATED, "")) == ""


def test_a_report_without_a_summary_is_not_ready():
    assert ready_problem(" ", []) == "It has no summary. Write one."
    assert ready_problem("On course.", []) == ""


def test_a_note_is_needed_to_return_a_report_only():
    assert note_problem(Step.RETURN, " ") != ""
    assert note_problem(Step.APPROVE, "") == note_problem(Step.RETURN, "Mend the costs.") == ""


def test_a_report_is_approved_from_the_day_after_its_period():
    assert "runs until 31 October 2026" in approval_problem(date(2026, 10, 31), date(2026, 10, 31))
    assert approval_problem(date(2026, 10, 31), date(2026, 11, 1)) == ""


WORDS = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
)


@given(WORDS, st.lists(st.integers(1, 9), unique=True))
def test_drafting_again_never_takes_away_a_word(typed, numbers):
    drafted = [(f"T-{number}", f"Line {number} (T-{number})") for number in numbers]
    text, added = with_lines(typed, drafted)
    assert text.startswith(typed.rstrip() if typed.strip() else "")
    assert with_lines(text, drafted) == (text.rstrip(), 0) or not text.strip()
    assert added == sum(f"(T-{number})" not in typed for number in numbers)


def test_amounts_of_several_bases_are_named_and_not_added():
    totals = totals_by_basis(
        [parse_money("£6.64m", basis=Basis.PER_ANNUM), parse_money("£6.8m", basis=Basis.ONE_OFF)]
    )
    assert sorted(totals_words(totals).split("; ")) == ["£6.64m (per annum)", "£6.80m (one-off)"]
    assert totals_words(totals_by_basis([parse_money("£6.64m")])) == "£6.64m"
    assert totals_words(()) == "not reported"
