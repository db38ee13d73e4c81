"""A return's life: sent, sent back with a reason, changed, approved, locked; and who may do which of it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, transaction

from commissioning.core.concurrency import StaleEdit
from outcomes.models import KPI, KPIReturn, KPISummary, Measurement
from outcomes.rules_periods import parse_period
from outcomes.services.returns import Batch, Came, accept, correct, resubmit, send_back, submit, withdraw
from tests.factories import BreakdownFactory, BreakdownMemberFactory, KPIFactory, MeasurementFactory
from tests.integration.outcomes.returning import ON, approved, by, cast, line, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return cast()


def problems(refusal):
    return " ".join(refusal.value.messages)


def steps(found):
    return [(step.step, step.made_by, step.reason) for step in found.steps.all()]


def test_a_return_is_sent_approved_and_becomes_locked_measurements(world):
    came = Came("pasted")
    first = sent(world, line("April 2025", of=(55, 100)), line("May 2025", missing="not_reported"), came=came)
    assert (first.state, first.kind, first.channel) == ("submitted", "return", "pasted")
    assert Measurement.objects.count() == 0

    accepted = accept(first, **by(world.manager), on=ON, expected=first.version)
    april, may = Measurement.objects.order_by("period_start")
    assert (april.numerator, april.denominator, april.value, april.missing) == (55, 100, None, "")
    assert (may.numerator, may.missing, may.kpi_return) == (None, "not_reported", accepted)
    assert april.source == f"Return {first.reference}"
    assert steps(accepted) == [("submitted", world.commissioner, ""), ("accepted", world.manager, "")]
    with pytest.raises(Error, match="it is corrected, never changed"), transaction.atomic():
        Measurement.objects.filter(pk=april.pk).update(numerator=56)


def test_the_boards_summary_is_fresh_as_soon_as_the_return_is_approved(world):
    approved(world, line("April 2025", of=(55, 100)))
    summary = KPISummary.objects.get(kpi=world.kpi)
    assert (summary.stale, summary.latest_value, summary.latest_period) == (False, 55, "April 2025")


@pytest.mark.parametrize("name", ["commissioner", "manager", "analyst", "administrator"])
def test_owners_managers_and_analysts_may_send(world, name):
    found = sent(world, line("April 2025", of=(0, 100)), person=getattr(world, name))
    assert found.lines.get().numerator == 0  # nought is a figure


@pytest.mark.parametrize("name", ["stranger", "board"])
def test_another_organisations_commissioner_and_a_board_member_may_not_send(world, name):
    with pytest.raises(PermissionDenied):
        sent(world, line("April 2025", of=(55, 100)), person=getattr(world, name))
    assert not KPIReturn.objects.exists()


@pytest.mark.parametrize("name", ["manager", "administrator"])
def test_nobody_approves_or_sends_back_their_own_return_not_even_an_administrator(world, name):
    person = getattr(world, name)
    own = sent(world, line("April 2025", of=(55, 100)), person=person)
    with pytest.raises(ValidationError, match="somebody else has to approve"):
        accept(own, **by(person), on=ON, expected=own.version)
    with pytest.raises(ValidationError, match="somebody else has to approve"):
        send_back(own, **by(person), reason="Wrong", expected=own.version)
    twin = accept(own, **by(world.other_manager), on=ON, expected=own.version)
    assert twin.state == "accepted"


def test_whoever_sent_it_again_is_a_submitter_too(world):
    first = sent(world, line("April 2025", of=(55, 100)))
    back = send_back(first, **by(world.manager), reason="Check", expected=first.version)
    again = resubmit(
        back, [line("April 2025", of=(56, 100))], **by(world.manager), on=ON, expected=back.version
    )
    with pytest.raises(ValidationError, match="somebody else has to approve"):
        accept(again, **by(world.manager), on=ON, expected=again.version)
    assert accept(again, **by(world.other_manager), on=ON, expected=again.version).state == "accepted"


@pytest.mark.parametrize("name", ["commissioner", "analyst", "board", "stranger"])
def test_only_who_may_approve_approves(world, name):
    found = sent(world, line("April 2025", of=(55, 100)), person=world.other_manager)
    with pytest.raises(PermissionDenied):
        accept(found, **by(getattr(world, name)), on=ON, expected=found.version)
    assert not Measurement.objects.exists()


def test_a_return_sent_back_is_changed_and_sent_again(world):
    first = sent(world, line("April 2025", of=(55, 100)), line("May 2025", of=(5, 100)))
    with pytest.raises(ValidationError, match="Say what is to be changed"):
        send_back(first, **by(world.manager), reason=" ", expected=first.version)
    back = send_back(first, **by(world.manager), reason="May looks like a slip", expected=first.version)
    assert back.state == "returned"

    again = resubmit(
        back,
        [line("April 2025", of=(55, 100)), line("May 2025", of=(50, 100))],
        **by(world.commissioner),
        on=ON,
        expected=back.version,
    )
    assert [row.numerator for row in again.lines.all()] == [55, 50]
    assert [step[0] for step in steps(again)] == ["submitted", "returned", "resubmitted"]
    assert steps(again)[1][2] == "May looks like a slip"


def test_the_approver_of_figures_that_were_sent_again_meanwhile_is_told(world):
    first = sent(world, line("April 2025", of=(55, 100)))
    seen = first.version
    back = send_back(first, **by(world.manager), reason="Check", expected=seen)
    resubmit(back, [line("April 2025", of=(5, 100))], **by(world.commissioner), on=ON, expected=back.version)
    with pytest.raises(StaleEdit):
        accept(first, **by(world.other_manager), on=ON, expected=seen)


def test_a_second_approval_says_who_did_it_first(world):
    first = sent(world, line("April 2025", of=(55, 100)))
    accept(first, **by(world.manager), on=ON, expected=first.version)
    with pytest.raises(
        ValidationError, match=f"{first.reference} was approved by Programme manager on"
    ) as told:
        accept(first, **by(world.other_manager), on=ON, expected=first.version)
    assert "Nothing of yours was done" in problems(told)
    assert Measurement.objects.count() == 1


def test_a_withdrawn_return_frees_its_period(world):
    first = sent(world, line("April 2025", of=(55, 100)))
    with pytest.raises(ValidationError, match="awaits approval"):
        sent(world, line("April 2025", of=(60, 100)))
    with pytest.raises(PermissionDenied):
        withdraw(first, **by(world.stranger), expected=first.version)
    withdraw(first, **by(world.commissioner), expected=first.version)
    assert sent(world, line("April 2025", of=(60, 100))).state == "submitted"


def test_the_same_figures_sent_twice_are_nothing_to_submit(world):
    sent(world, line("April 2025", of=(55, 100)))
    with pytest.raises(ValidationError, match="nothing to submit"):
        sent(world, line("April 2025", of=(55, 100)))
    assert KPIReturn.objects.count() == 1


def test_an_approved_period_is_locked_and_corrected_in_sight(world):
    approved(world, line("April 2025", of=(55, 100)))
    with pytest.raises(ValidationError, match="approved and locked for this period: correct it") as told:
        sent(world, line("April 2025", of=(58, 100)))
    assert "55.0 % (55/100)" in problems(told)
    with pytest.raises(ValidationError, match="Say why the approved figures change"):
        correct(world.kpi, [line("April 2025", of=(58, 100))], reason="", **by(world.commissioner), on=ON)

    correction = correct(
        world.kpi,
        [line("April 2025", of=(58, 100))],
        reason="Three visits were coded late",
        **by(world.commissioner),
        on=ON,
    )
    assert Measurement.objects.get().is_current  # nothing changes before somebody approves it
    accept(correction, **by(world.manager), on=ON, expected=correction.version)
    old, new = Measurement.objects.order_by("pk")
    assert (old.numerator, old.is_current) == (55, False)
    assert (new.numerator, new.is_current, new.supersedes) == (58, True, old)
    assert KPISummary.objects.get(kpi=world.kpi).latest_value == 58


def test_nothing_recorded_cannot_be_corrected(world):
    with pytest.raises(ValidationError, match="send it as a return instead"):
        correct(world.kpi, [line("April 2025", of=(5, 9))], reason="Wrong", **by(world.commissioner), on=ON)


def test_a_final_figure_takes_the_place_of_a_provisional_one_by_an_ordinary_return(world):
    approved(world, line("April 2025", of=(55, 100), is_final=False))
    approved(world, line("April 2025", of=(57, 104)))
    assert [row.is_current for row in Measurement.objects.order_by("pk")] == [False, True]


def test_approving_is_refused_where_the_period_was_given_a_figure_meanwhile(world):
    found = sent(world, line("April 2025", of=(55, 100)), line("May 2025", of=(50, 100)))
    MeasurementFactory(programme=world.programme, kpi=world.kpi, period="May 2025", value=61)
    with pytest.raises(ValidationError, match=r"May 2025: 61.0 % is recorded for this period"):
        accept(found, **by(world.manager), on=ON, expected=found.version)
    assert Measurement.objects.count() == 1
    assert KPIReturn.objects.get().state == "submitted"


def test_the_place_of_a_figure_is_kept_apart_from_the_whole(world):
    member = BreakdownMemberFactory(breakdown=BreakdownFactory(programme=world.programme))
    april = line("April 2025", of=(55, 100))
    approved(world, april, line("April 2025", of=(5, 10), member_id=member.pk))
    assert set(Measurement.objects.values_list("member", "numerator")) == {(None, 55), (member.pk, 5)}
    strange = BreakdownMemberFactory()
    with pytest.raises(ValidationError, match="not one of this programme"):
        sent(world, line("May 2025", of=(5, 10), member_id=strange.pk))


def test_a_return_of_several_kpis_is_sent_whole_or_not_at_all(world):
    other = KPIFactory(programme=world.programme, frequency="month", state="reporting", owner=world.owner)
    good = Batch(world.kpi, [line("April 2025", of=(55, 100))])
    bad = Batch(other, [line("August 2025", 12)])
    with pytest.raises(ValidationError, match="send it once it has ended"):
        submit(world.programme, [good, bad], **by(world.commissioner), on=ON)
    assert not KPIReturn.objects.exists()
    both = submit(
        world.programme, [good, Batch(other, [line("July 2025", 12)])], **by(world.commissioner), on=ON
    )
    assert len({found.reference for found in both}) == 2


def test_a_kpi_of_another_programme_is_refused_whoever_asks(world):
    strange = KPI.objects.get(pk=KPIFactory(frequency="month").pk)
    with pytest.raises(ValidationError, match="not a KPI of this programme"):
        submit(world.programme, [Batch(strange, [line("April 2025", 5)])], **by(world.administrator), on=ON)


def test_a_line_that_breaks_the_rules_is_refused_at_the_door_too(world):
    with pytest.raises(ValidationError, match="numerator is above the denominator"):
        sent(world, line("April 2025", of=(101, 100)))
    with pytest.raises(ValidationError, match="is not one period"):
        sent(world, replaced_period("2025/26"))
    assert sent(world, line("April 2025", of=(100, 100))).lines.get().numerator == Decimal(100)


def replaced_period(text):
    return replace(line("April 2025", of=(5, 10)), period=parse_period("financial_year", text))
