"""The door of figures that papers print: who may, what is locked, and that boards have it at once."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from outcomes.models import KPISummary, Measurement
from outcomes.rules_periods import parse_period
from outcomes.services.measurements import delete_measurement, save_measurement
from tests.integration.outcomes.kpi_series import row
from tests.integration.outcomes.returning import approved, by, cast, line

pytestmark = pytest.mark.django_db
WHY = "HWB report para 2.4"


@pytest.fixture
def world():
    """Reported by returns from April 2025 on; paper figures are of the time before."""
    return cast()


def printed(world, text="March 2025", value=55):
    figure = row(world.kpi, 0, value, text="currently about 55%", qualifier="approx")
    figure.period = parse_period("month", text)
    return figure


def entered(world, person=None, **given):
    return save_measurement(printed(world, **given), **by(person or world.manager), reason=WHY)


def test_a_printed_figure_is_on_the_board_at_once_and_goes_with_its_deletion(world):
    figure = entered(world)
    summary = KPISummary.objects.get(kpi=world.kpi)
    assert (summary.stale, summary.latest_value, summary.latest_text) == (False, 55, "currently about 55%")
    delete_measurement(figure, **by(world.manager), reason="Entered twice")
    summary.refresh_from_db()
    assert (summary.stale, summary.latest_value) == (False, None)


@pytest.mark.parametrize("name", ["commissioner", "stranger", "analyst", "board"])
def test_only_those_who_enter_data_may(world, name):
    with pytest.raises(PermissionDenied):
        entered(world, getattr(world, name))
    figure = entered(world)
    with pytest.raises(PermissionDenied):
        delete_measurement(figure, **by(getattr(world, name)), reason=WHY)
    assert Measurement.objects.get() == figure


def test_without_a_reason_nothing_is_written(world):
    with pytest.raises(ValidationError) as refused:
        save_measurement(printed(world), **by(world.manager), reason=" ")
    assert list(refused.value.message_dict) == ["reason"]
    assert not Measurement.objects.exists()


def test_what_somebody_else_has_to_approve_does_not_come_this_way(world):
    with pytest.raises(ValidationError, match="reported by returns from 1 April 2025 on"):
        entered(world, text="April 2025")
    assert entered(world, text="March 2025")


@pytest.mark.parametrize("state", ["baselined", "retired"])
def test_a_kpi_that_owes_returns_before_or_after_it_reports_takes_none_either(world, state):
    """`rules_due` asks returns of both: what is owed from somebody is approved by somebody else."""
    world.kpi.state = state
    world.kpi.save()
    with pytest.raises(ValidationError, match="reported by returns from 1 April 2025 on"):
        entered(world, text="April 2025")
    world.kpi.reported_from = None
    world.kpi.save()
    assert entered(world, text="April 2025")


def test_a_proposed_kpi_takes_any_period(world):
    world.kpi.state = "proposed"
    world.kpi.save()
    assert entered(world, text="April 2025")


def test_a_figure_that_no_chart_can_hold_is_refused_and_the_largest_is_taken(world):
    world.kpi.measure = "number"
    world.kpi.suppress_below = world.kpi.ceiling = None
    world.kpi.save()
    with pytest.raises(ValidationError, match="more than 1,000,000,000,000"):
        entered(world, value=10**12)
    assert entered(world, value=10**12 - 1)


def test_an_approved_figure_is_neither_changed_nor_deleted(world):
    approved(world, line("April 2025", of=(55, 100)))
    figure = Measurement.objects.get()
    figure.numerator = 56
    for attempt in (save_measurement, delete_measurement):
        with pytest.raises(ValidationError, match="This figure was approved"):
            attempt(figure, **by(world.manager), reason=WHY)
    assert Measurement.objects.get().numerator == 55


def test_a_figure_replaced_by_a_correction_stays(world):
    figure = entered(world)
    Measurement.objects.filter(pk=figure.pk).update(is_current=False)
    figure.refresh_from_db()
    with pytest.raises(ValidationError, match="replaced by a correction"):
        delete_measurement(figure, **by(world.manager), reason=WHY)
    assert Measurement.objects.exists()
