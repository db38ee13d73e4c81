"""Figures from people's own sheets and from our own export, row by row: what is written, sent as a return, refused."""

from decimal import Decimal

import pytest

from commissioning.exchange.registers.measured_wanted import HIDDEN
from outcomes.models import KPIReturn, Measurement, ReturnLine
from tests.integration.exchange.measuring import OWN, act_of, by_rows, exported, problems, verdicts
from tests.integration.outcomes.kpi_series import row
from tests.integration.outcomes.returning import approved, cast, line

pytestmark = [pytest.mark.django_db, pytest.mark.intake]


@pytest.fixture
def world():
    """Reported by returns from April 2025 on; figures of the time before stand beside returns."""
    return cast()


def own(world, *rows):
    return [(world.kpi.reference, *cells) for cells in rows]


def test_a_sheet_of_codes_periods_and_values_is_previewed_and_written(world):
    act = act_of(world, world.manager)
    sheet = own(world, ("March 2025", "55", None, None), ("Feb 2025", None, 110, Decimal(200)))
    assert verdicts(by_rows(act, OWN, sheet)) == ["new", "new"]
    assert not Measurement.objects.exists()
    by_rows(act, OWN, sheet, mark="one")
    figures = Measurement.objects.order_by("reference")
    assert [(f.value, f.numerator, f.denominator, f.period.printed) for f in figures] == [
        (55, None, None, "March 2025"),
        (None, 110, 200, "February 2025"),
    ]
    event = figures[0].events.get()
    assert event.pgh_context["import"] == "one"
    assert event.pgh_context["user"] == world.manager.pk
    assert verdicts(by_rows(act, OWN, sheet, mark="two")) == ["same", "same"]
    assert figures[0].events.count() == 1


@pytest.mark.parametrize(
    ("cells", "heading", "said"),
    [
        (("60", 110, 200), "Value", "The parts give 55.0 %, not 60.0 %"),
        ((None, 1, 0), "Denominator", "must be above 0"),
        ((None, 210, 200), "Numerator", "above the denominator"),
        (("TBC", None, None), "Value", "can mean several things"),
        (("n/a", None, None), "Value", "write “not applicable”"),
        ((None, None, None), "Value", "Enter a figure, or the reason"),
        (("55", "suppressed", None), "Value marker", "a figure and a reason"),
    ],
)
def test_what_has_no_one_meaning_is_refused_at_its_column(world, cells, heading, said):
    plan = by_rows(act_of(world, world.manager), OWN, own(world, ("March 2025", *cells)))
    ((problem,),) = problems(plan)
    assert problem[1] == heading
    assert said in problem[3]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("suppressed", "suppressed"),
        ("[not reported]", "not_reported"),
        ("not applicable", "not_applicable"),
        ("not yet due", "not_yet_due"),
    ],
)
def test_each_reason_for_no_figure_is_kept_as_its_own(world, word, code):
    act = act_of(world, world.manager)
    sheet = own(world, ("March 2025", word, None, None))
    by_rows(act, OWN, sheet, mark="one")
    assert Measurement.objects.get().missing == code
    assert verdicts(by_rows(act, OWN, sheet)) == ["same"]


@pytest.mark.parametrize(
    ("text", "start"),
    [("November 2013", "2013-11-01"), ("Nov 2013", "2013-11-01"), ("2013-11", "2013-11-01")],
)
def test_periods_are_read_as_people_write_them(world, text, start):
    by_rows(act_of(world, world.manager), OWN, own(world, (text, 5, None, None)), mark="one")
    assert str(Measurement.objects.get().period.start) == start


def test_an_analysts_sheet_becomes_one_return_a_kpi_that_somebody_else_approves(world):
    act = act_of(world, world.analyst)
    sheet = own(world, ("April 2025", None, 110, 200), ("May 2025", None, 10, 200))
    plan = by_rows(act, OWN, sheet)
    assert verdicts(plan) == ["new", "new"]
    assert plan.rows[0].changes[1] == ["Comes by", "", "a return, which somebody else approves"]
    assert not KPIReturn.objects.exists()
    by_rows(act, OWN, sheet, mark="one")
    sent = KPIReturn.objects.get()
    assert (sent.submitted_by, sent.state, sent.lines.count()) == (world.analyst, "submitted", 2)
    assert not Measurement.objects.exists()
    assert verdicts(by_rows(act, OWN, sheet)) == ["same", "same"]


def test_who_may_neither_enter_nor_send_is_refused_row_by_row(world):
    sheet = own(world, ("April 2025", None, 110, 200), ("March 2025", 5, None, None))
    assert verdicts(by_rows(act_of(world, world.analyst), OWN, sheet)) == ["new", "refused"]
    assert verdicts(by_rows(act_of(world, world.board), OWN, sheet)) == ["refused", "refused"]


def test_an_approved_figure_is_corrected_by_a_return_with_the_reason(world):
    approved(world, line("April 2025", of=(110, 200)))
    act = act_of(world, world.analyst, reason="The council restated April")
    by_rows(act, OWN, own(world, ("April 2025", None, 120, 200)), mark="one")
    sent = KPIReturn.objects.get(kind="correction")
    assert sent.reason == "The council restated April"
    assert ReturnLine.objects.get(kpi_return=sent).numerator == 120
    assert Measurement.objects.get().numerator == 110


def test_two_rows_of_one_figure_are_refused_where_they_differ_and_one_where_they_agree(world):
    act = act_of(world, world.manager)
    assert verdicts(by_rows(act, OWN, own(world, *[("March 2025", 5, None, None)] * 2))) == ["new", "same"]
    differing = own(world, ("March 2025", 5, None, None), ("Mar 2025", 6, None, None))
    assert verdicts(by_rows(act, OWN, differing)) == ["refused", "refused"]


def test_an_export_comes_back_with_nothing_changed_and_one_edited_part_is_one_change(world):
    act = act_of(world, world.manager)
    sheet = own(
        world,
        ("March 2025", None, 110, 200),
        ("February 2025", "55.5", None, None),
        ("January 2025", "not reported", None, None),
        ("December 2024", None, 3, 200),
    )
    by_rows(act, OWN, sheet, mark="one")
    headings, cells = exported(act)
    assert verdicts(by_rows(act, headings, cells)) == ["same"] * 4
    for each in cells:
        if each[headings.index("Numerator")] == 110:
            each[headings.index("Numerator")] = 120
    plan = by_rows(act, headings, cells, mark="two")
    assert sorted(verdicts(plan)) == ["changed", "same", "same", "same"]
    changed = next(each for each in plan.rows if each.changes)
    assert [change[0] for change in changed.changes] == ["Value", "Numerator"]
    figure = Measurement.objects.get(numerator=120)
    assert [event.pgh_label for event in figure.events.order_by("pgh_id")] == ["insert", "update"]


@pytest.mark.parametrize("guess", [(3, 200), (4, 200), (100, 200)])
def test_no_verdict_tells_of_a_hidden_figure(world, guess):
    act = act_of(world, world.manager)
    by_rows(act, OWN, own(world, ("March 2025", None, 3, 200)), mark="one")
    plan = by_rows(act, OWN, own(world, ("March 2025", None, *guess)))
    assert verdicts(plan) == ["refused"]
    assert {problem[3] for problem in problems(plan)[0]} == {HIDDEN}


def test_a_figure_stays_of_its_period_and_kpi(world):
    act = act_of(world, world.manager)
    figure = row(world.kpi, 0, 50)
    figure.period = line("March 2025").period
    figure.save()
    plan = by_rows(act, ("Reference", "Period", "Value"), [(figure.reference, "May 2024", 50)])
    assert "The period of a figure on record is not changed" in problems(plan)[0][0][3]
    assert verdicts(by_rows(act, ("Reference", "Period", "Value"), [(figure.reference, "Mar 2025", 51)])) == [
        "changed"
    ]
