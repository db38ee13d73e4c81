"""What is sealed until the award is published stands in no file before that day; what is to be public does after."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commissioning.core.money import Basis, parse_money
from procurement.models import PublishedRelease
from procurement.publishing.material import Material
from procurement.publishing.releases import phase_release
from procurement.rules import line_values
from procurement.services.publishing import publish
from tests.factories.procurement import BudgetLineChangeFactory, BudgetLineFactory
from tests.factories.programmes import FactFactory
from tests.integration.procurement.sealed_world import MOMENTS, found_in, sealed_world

pytestmark = pytest.mark.django_db
# Everybody may know these once the award is published; the rest of the canaries never.
PUBLIC = {"estimate", "contract_provider", "contract_value"}
FILES = ("ocds_releases", "ocds_records", "contract_register", "contract_invitations", "ocds", "ocds_publish")
UNPUBLISHED = ("£19,283,746", "19283746")


@pytest.fixture
def world(law, settings):
    settings.OCID_PREFIX = "ocds-a1b2c3"
    return sealed_world()


def texts(world, *, who="manager", day=""):
    """Every way out of publishing, as the person who may publish gets it."""
    client = world.client(who)
    found = {}
    for name in FILES:
        query = f"?preview=1{day}" if name.startswith("ocds_re") else day.replace("&", "?", 1)
        answer = client.get(reverse(name, args=[world.key]) + query)
        assert answer.status_code == 200, name
        found[name] = answer.content.decode()
    return found


@pytest.mark.parametrize("moment", MOMENTS)
def test_no_file_holds_what_is_sealed_before_the_day_and_every_file_what_is_public_after(world, moment):
    world.at(moment)
    published = moment == "published"
    for name, text in texts(world).items():
        assert found_in(text) <= (PUBLIC if published else set()), name
    files = texts(world)
    assert (found_in(files["ocds_releases"]) == PUBLIC) is published
    assert (found_in(files["contract_register"]) == PUBLIC - {"estimate"}) is published


@pytest.mark.parametrize("who", ["lead", "price", "administrator_on_team"])
def test_a_place_on_the_team_opens_no_file(world, who):
    world.at("decided")
    client = world.client(who)
    answer = client.get(reverse("contract_register", args=[world.key]))
    if answer.status_code == 200:
        assert found_in(answer.content.decode()) == set()


def test_a_later_day_in_the_address_opens_nothing(world):
    world.at("decided")
    for name, text in texts(world, day="&on=2099-12-31").items():
        assert found_in(text) == set(), name


def test_the_day_before_the_notice_is_too_early_and_the_day_itself_is_not(world):
    world.at("published")
    before = phase_release(
        Material(world.phase.programme, world.today - timedelta(days=1)), world.phase, timezone.now()
    )
    on_the_day = phase_release(Material(world.phase.programme, world.today), world.phase, timezone.now())
    assert found_in(str(before)) == set()
    assert "awards" not in before
    assert found_in(str(on_the_day)) == PUBLIC


def test_what_was_published_before_the_award_does_not_gain_anything_after_it(world):
    world.at("evaluation")
    first = publish(world.phase, **world.acting("manager"), at=timezone.now())
    world.at("published")
    second = publish(world.phase, **world.acting("manager"), at=timezone.now() + timedelta(hours=1))
    assert found_in(str(PublishedRelease.objects.get(pk=first.pk).body)) == set()
    assert found_in(str(second.body)) == PUBLIC


def test_a_budget_that_no_paper_prints_waits_for_the_award_and_one_that_a_paper_prints_does_not(world):
    given = {"programme": world.phase.programme, "phase": world.phase}
    BudgetLineFactory(**given, reference="T-BL-TYPED", label="Typed in", money=UNPUBLISHED[0])
    BudgetLineFactory(
        **given, reference="T-BL-PRINTED", label="Printed", money="£7,654,321", fact=FactFactory()
    )
    world.at("decided")
    text = texts(world)["ocds_releases"]
    assert not any(words in text for words in UNPUBLISHED)
    assert "Amount not published before the award" in text
    assert "7654321" in text
    assert '"amount": 26938067' not in text
    world.at("published")
    assert UNPUBLISHED[1] in texts(world)["ocds_releases"]


def test_an_amount_settled_since_the_paper_waits_and_the_paper_speaks_until_then(world):
    programme, phase = world.phase.programme, world.phase
    line = BudgetLineFactory(
        programme=programme,
        phase=phase,
        reference="T-BL-SETTLED",
        label="Settled",
        money="TBC",
        fact=FactFactory(),
    )
    before = line_values(line.money, line.status)
    line.money = parse_money(UNPUBLISHED[0], basis=Basis.BUDGET_YEAR, year="2026/27")
    line.status = "confirmed"
    line.save()
    BudgetLineChangeFactory(
        line=line, before=before, after=line_values(line.money, line.status), settled_on=world.today
    )
    world.at("decided")
    text = texts(world)["ocds_releases"]
    assert not any(words in text for words in UNPUBLISHED)
    assert "Value not known (TBC)" in text
    world.at("published")
    assert UNPUBLISHED[1] in texts(world)["ocds_releases"]
