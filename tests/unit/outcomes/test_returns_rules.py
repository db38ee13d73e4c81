"""What a return may hold: parts, value or reason; whole periods that have ended; bounds of the definition."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from outcomes.models import KPI
from outcomes.rules_fates import Fate, Pending, Recorded, judge, repeated
from outcomes.rules_lines import Given, Line, given_of, line_words, worked_out
from outcomes.rules_periods import parse_period
from outcomes.rules_returns import check, recheck

ON = date(2025, 8, 15)
APRIL = parse_period("month", "April 2025")


def kpi(**given):
    return KPI(reference="T-1", name="Visits", **{"frequency": "month", "measure": "percentage", **given})


def number(**given):
    return kpi(measure="number", **given)


def problems(kpi, period=APRIL, **given):
    return check(kpi, period, Given(**given), on=ON).problems


def test_parts_make_the_value_and_no_value_is_kept_beside_them():
    line = check(kpi(), APRIL, Given("55", "200"), on=ON).line
    assert (line.numerator, line.denominator, line.value) == (55, 200, None)
    assert worked_out(kpi(), line.numerator, line.denominator, line.value) == Fraction(55, 2)


def test_a_rate_is_worked_out_by_its_base():
    assert worked_out(kpi(measure="rate", per=1000), Decimal(3), Decimal(700), None) == Fraction(30, 7)


@pytest.mark.parametrize(
    ("numerator", "denominator", "field"), [("55", "", "denominator"), ("", "100", "numerator")]
)
def test_one_part_without_the_other_is_refused(numerator, denominator, field):
    found = problems(kpi(), numerator=numerator, denominator=denominator)
    assert "one part without the other" in found[field]
    assert not problems(kpi(), numerator="55", denominator="100")


@pytest.mark.parametrize("denominator", ["0", "-5"])
def test_the_denominator_is_above_nought(denominator):
    assert "must be above 0" in problems(kpi(), numerator="0", denominator=denominator)["denominator"]


def test_a_numerator_above_the_denominator_is_refused_where_100_is_the_most():
    assert (
        "above the denominator" in problems(kpi(ceiling=100), numerator="101", denominator="100")["numerator"]
    )
    assert not problems(kpi(ceiling=100), numerator="100", denominator="100")
    assert not problems(kpi(), numerator="101", denominator="100")  # growth may be above 100 %


def test_floor_and_ceiling_hold_for_parts_and_values_alike():
    limited = number(floor=0, ceiling=10)
    assert "below the least it can be, 0" in problems(limited, value="-1")["value"]
    assert "above the most it can be, 10" in problems(limited, value="10.5")["value"]
    assert not problems(limited, value="0")
    assert not problems(limited, value="10")


def test_a_quotient_that_no_summary_can_hold_is_refused_and_the_largest_is_taken():
    rate = kpi(measure="rate", per=100_000)
    assert (
        "more than 1,000,000,000,000"
        in problems(rate, numerator="999999999999", denominator="10")["numerator"]
    )
    assert not problems(rate, numerator="99999999", denominator="10")


def test_nought_out_of_some_is_a_figure():
    line = check(kpi(), APRIL, Given("0", "40"), on=ON).line
    assert (line.numerator, line.missing) == (0, "")


def test_a_percentage_by_its_value_alone_needs_a_comment_that_says_why():
    assert "say in the comment" in problems(kpi(), value="55%")["comment"]
    checked = check(kpi(), APRIL, Given(value="55%", comment="the trust sends no parts"), on=ON)
    assert checked.line.value == 55
    assert any("cannot be rolled up" in words for words in checked.warnings)


def test_a_fraction_given_for_a_percentage_is_pointed_out():
    checked = check(kpi(), APRIL, Given(value="0.55", comment="no parts"), on=ON)
    assert any("Read as 0.55 per cent; write 55" in words for words in checked.warnings)


def test_a_percent_sign_has_no_place_on_a_number_or_a_count():
    assert "without the percent sign" in problems(number(), value="55%")["value"]
    assert "without the percent sign" in problems(kpi(), numerator="55%", denominator="100")["numerator"]


def test_a_plain_number_has_no_parts():
    assert "without parts" in problems(number(), numerator="5", denominator="10")["value"]


def test_a_value_that_its_parts_contradict_is_refused_and_one_that_agrees_is_left_out():
    assert "The parts give 55.0 %" in problems(kpi(), numerator="55", denominator="100", value="56")["value"]
    checked = check(kpi(), APRIL, Given("1", "3", "33.33"), on=ON)
    assert (checked.line.value, checked.line.numerator) == (None, 1)


def test_a_figure_beside_a_reason_and_two_reasons_are_refused():
    assert "a figure and a reason" in problems(number(), value="5", missing="suppressed")["missing"]
    assert "two different reasons" in problems(number(), value="*", missing="not_reported")["missing"]
    assert check(number(), APRIL, Given(value="*"), on=ON).line.missing == "suppressed"
    assert check(kpi(), APRIL, Given("not reported", "not reported"), on=ON).line.missing == "not_reported"


def test_too_many_decimals_of_a_part_are_refused_and_those_of_a_value_are_rounded_aloud():
    assert "too many decimals" in problems(kpi(), numerator="1.23456", denominator="5")["numerator"]
    checked = check(number(), APRIL, Given(value="54.5454545454545"), on=ON)
    assert checked.line.value == Decimal("54.545455")
    assert "Rounded to 6 decimals." in checked.warnings


def test_every_problem_of_a_row_is_told_at_once():
    found = problems(kpi(), numerator="n/a", denominator="1e5", provisional="maybe")
    assert {"numerator", "denominator", "provisional"} <= found.keys()


@pytest.mark.parametrize(
    ("text", "ended"), [("July 2025", True), ("August 2025", False), ("May 2026", False)]
)
def test_a_period_must_have_ended(text, ended):
    found = problems(number(), parse_period("month", text), value="5")
    assert ("period" not in found) == ended
    assert ended or "once it has ended" in found["period"]


def test_a_provisional_figure_is_taken_only_for_a_period_that_has_ended():
    assert not check(number(), APRIL, Given(value="5", provisional="yes"), on=ON).line.is_final
    assert "period" in problems(number(), parse_period("month", "August 2025"), value="5", provisional="yes")


def test_a_retired_kpi_takes_figures_only_up_to_its_retirement():
    retired = number(retired_on=date(2025, 4, 30))
    assert not problems(retired, value="5")
    assert (
        "retired on 30 April 2025"
        in problems(retired, parse_period("month", "May 2025"), value="5")["period"]
    )


def test_a_period_before_the_first_reported_one_is_taken_with_a_warning():
    checked = check(number(reported_from=date(2025, 5, 1)), APRIL, Given(value="5"), on=ON)
    assert checked.line
    assert checked.warnings == ("Before 1 May 2025, from when T-1 is reported.",)


def test_a_kpi_without_a_frequency_takes_no_return():
    assert "state its frequency" in problems(number(frequency="not_stated"), value="5")["period"]


def test_the_door_refuses_what_is_not_one_period_of_the_kpi():
    line = check(number(), APRIL, Given(value="5"), on=ON).line
    assert recheck(number(), line, ON) == ""
    assert "is not one period" in recheck(number(frequency="quarter"), line, ON)


def test_a_line_is_typed_out_so_that_reading_it_again_gives_the_same_line():
    for given in (
        Given("55", "200", comment="x"),
        Given(value="1200", comment="y"),
        Given(missing="suppressed"),
    ):
        line = check(kpi(), APRIL, given, on=ON).line
        assert check(kpi(), APRIL, given_of(line), on=ON).line == line


def test_a_line_is_put_into_words_with_its_parts():
    line = check(kpi(decimals=1), APRIL, Given("55", "200", provisional="yes"), on=ON).line
    assert line_words(kpi(decimals=1), line) == "27.5 % (55/200), provisional"
    assert line_words(kpi(), Line(APRIL, missing="not_reported")) == "Not reported"


# --- what becomes of a line ---------------------------------------------------------------------------------------

LINE = Line(APRIL, value=Decimal(55))


def fate(line, recorded=None, pending=None, kind="return"):
    return judge(number(), line, kind, recorded, pending)


def test_a_line_is_new_changed_unchanged_or_refused_by_what_is_recorded():
    locked = Recorded(1, LINE, is_locked=True)
    assert fate(LINE).fate == Fate.NEW
    assert fate(LINE, locked).fate == Fate.UNCHANGED
    other = replace(LINE, value=Decimal(56))
    assert fate(other, locked).fate == Fate.REFUSED
    assert "approved and locked for this period: correct it" in fate(other, locked).words
    assert fate(other, locked, kind="correction").fate == Fate.CHANGED
    assert fate(LINE, kind="correction").fate == Fate.REFUSED


@pytest.mark.parametrize(
    ("line", "gives_way"),
    [
        (replace(LINE, is_final=False), True),
        (Line(APRIL, missing="not_reported"), True),
        (Line(APRIL, missing="not_yet_due"), True),
        (Line(APRIL, missing="suppressed"), False),
        (Line(APRIL, missing="not_applicable"), False),
        (LINE, False),
    ],
)
def test_only_a_provisional_figure_or_a_stand_in_gives_way_to_a_return(line, gives_way):
    judged = fate(replace(LINE, value=Decimal(60)), Recorded(1, line, is_locked=True))
    assert judged.fate == (Fate.CHANGED if gives_way else Fate.REFUSED)


def test_a_period_is_in_one_open_return_at_a_time():
    waiting = Pending("RET-1", "submitted", LINE)
    assert fate(LINE, pending=waiting).fate == Fate.UNCHANGED
    assert (
        "awaits approval in RET-1: withdraw" in fate(replace(LINE, value=Decimal(1)), pending=waiting).words
    )
    assert "was sent back: change that one" in fate(LINE, pending=replace(waiting, state="returned")).words


def test_repeated_periods_are_found_by_member_and_period():
    lines = [LINE, replace(LINE, member_id=3), replace(LINE, value=Decimal(1)), replace(LINE, member_id=3)]
    assert repeated(lines) == {2: 0, 3: 1}
