"""The doors of lots and market engagement: numbers, services of the phase, what is in use, counts that stay unknown."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commissioning.core.fuzzydate import parse_fuzzy_date
from procurement.models import Lot, MarketEngagement, ProcurementPhase
from procurement.services.lots import go_without_engagement, remove_lot, save_engagement, save_lot
from procurement.services.phase_door import NO_DATE
from tests.factories import PhaseScopeFactory, ServiceFactory, ServiceScopeFactory
from tests.factories.phases import BidFactory, LotFactory
from tests.integration.procurement.phase_world import phase_world

pytestmark = pytest.mark.django_db
WHY = "Agreed by the project team."


@pytest.fixture
def world():
    return phase_world()


def phase():
    return ProcurementPhase.objects.get()


def lot(world, who="manager", **more):
    given = {"title": "North", "description": "", "services": [], "reason": WHY, **more}
    return save_lot(phase(), **given, **world.acting(who))


def service_of(world):
    service = ServiceFactory(programme=world.phase.programme)
    scope = ServiceScopeFactory(programme=world.phase.programme, service=service)
    PhaseScopeFactory(phase=world.phase, scope=scope)
    return service


def test_lots_take_the_next_number_and_hold_services_of_the_phase(world):
    service = service_of(world)
    first, second = lot(world, services=[service]), lot(world, title="South")
    assert (first.number, second.number) == (1, 2)
    assert list(first.services.all()) == [service]
    changed = lot(world, lot=first, version=first.version, title="North and east")
    assert changed.title == "North and east"
    assert not changed.services.exists()


def test_a_service_of_no_phase_or_another_is_refused(world):
    foreign = ServiceFactory(programme=world.phase.programme, name="Elsewhere")
    with pytest.raises(ValidationError) as refusal:
        lot(world, services=[foreign])
    assert "Not in this phase: Elsewhere" in refusal.value.message_dict["services"][0]


@pytest.mark.parametrize(("more", "field"), [({"title": " "}, "title"), ({"reason": ""}, "reason")])
def test_a_lot_has_a_title_and_a_reason(world, more, field):
    with pytest.raises(ValidationError) as refusal:
        lot(world, **more)
    assert field in refusal.value.message_dict


@pytest.mark.parametrize("who", ["board", "finance", "analyst"])
def test_who_only_reads_may_not(world, who):
    with pytest.raises(PermissionDenied):
        lot(world, who)
    with pytest.raises(PermissionDenied):
        go_without_engagement(phase(), why="Urgent", **world.acting(who))
    assert not Lot.objects.exists()


def test_a_lot_goes_unless_something_hangs_on_it_and_what_is_not_told(world):
    free = lot(world, services=[service_of(world)])
    remove_lot(free, reason=WHY, **world.acting())
    assert not Lot.objects.exists()
    used = LotFactory(programme=world.phase.programme, phase=world.phase)
    BidFactory(programme=world.phase.programme, phase=world.phase, lot=used)
    with pytest.raises(ValidationError) as refusal:
        remove_lot(used, reason=WHY, **world.acting())
    assert refusal.value.message_dict["act"] == [
        "This lot is in use and cannot be taken away. Rename it instead."
    ]


def engage(world, **more):
    given = {
        "kind": "event",
        "held": parse_fuzzy_date("October 2026"),
        "text": "Would lots attract you?",
        "learnt": "",
        "providers": None,
        "reason": WHY,
        **more,
    }
    return save_engagement(phase(), **given, **world.acting())


def test_engagement_keeps_a_loose_date_and_an_unknown_count(world):
    made = engage(world)
    assert (made.held.printed, made.providers) == ("October 2026", None)
    changed = engage(world, engagement=made, version=made.version, providers=0, held=NO_DATE)
    assert (changed.held.is_dated, changed.providers) == (False, 0)
    assert MarketEngagement.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "field"), [({"text": ""}, "text"), ({"kind": "party"}, "kind"), ({"reason": " "}, "reason")]
)
def test_engagement_says_what_was_asked_and_how(world, more, field):
    with pytest.raises(ValidationError) as refusal:
        engage(world, **more)
    assert field in refusal.value.message_dict


def test_the_market_is_gone_without_for_a_reason_that_can_be_taken_back(world):
    assert go_without_engagement(phase(), why="One provider alone", **world.acting()).no_engagement_because
    assert go_without_engagement(phase(), why="", **world.acting()).no_engagement_because == ""
    engage(world)
    with pytest.raises(ValidationError) as refusal:
        go_without_engagement(phase(), why="One provider alone", **world.acting())
    assert "it was not gone without" in refusal.value.message_dict["why"][0]
