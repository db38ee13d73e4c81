"""The evaluation room for everybody who could ask, at every moment: exactly what the table says, and nothing else."""

import pytest
from django.utils.html import escape

from procurement.models import ConflictDeclaration, Contract, ProcurementPhase, SealedReading, TeamMember
from procurement.rules_sealed import Secret
from procurement.selectors.contract_facts import lead_providers
from procurement.selectors.sealed import PUBLIC, SealedMoney, Sight, visible_total
from programmes.models import RoleAssignment
from tests.factories import ProcurementPhaseFactory
from tests.integration.procurement.sealed_world import (
    EVERYBODY,
    MOMENTS,
    READS,
    found_in,
    reads,
    sealed_world,
)

pytestmark = pytest.mark.django_db
NOT_IN_THE_ROOM = {"contract_provider", "contract_value"}
# The room is closed to them, whatever is open elsewhere; one's own declaration stays one's own.
CLOSED_TO = {"undeclared": set(), "conflicted": {"conflicts"}, "conflicted_finance": {"conflicts"}}


@pytest.fixture
def world():
    return sealed_world()


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_room_shows_everybody_exactly_what_the_table_says(world, moment):
    world.at(moment)
    for who in EVERYBODY:
        response = world.client(who).get(world.room)
        shown = found_in(response.content.decode())
        if who not in READS:
            assert response.status_code == (302 if who == "anonymous" else 404), who
            assert shown == set(), who
            continue
        assert response.status_code == 200, who
        if who in CLOSED_TO:
            assert shown == CLOSED_TO[who], (who, moment)
            continue
        assert shown == reads(who, moment) - NOT_IN_THE_ROOM, (who, moment)


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_sight_of_a_contract_is_as_the_table_says(world, moment):
    world.at(moment)
    for who in READS:
        sight = Sight.for_person(
            world.people[who], world.grants(who), world.phase.programme, world.today
        ).of_contract(world.contract)
        expected = reads(who, moment)
        assert sight.provider is ("contract_provider" in expected), (who, moment)
        assert sight.value is ("contract_value" in expected), (who, moment)


def test_the_sight_takes_four_queries_for_any_number_of_programmes(world, django_assert_num_queries):
    programmes = [world.phase.programme, ProcurementPhaseFactory().programme]
    who = world.people["lead"], world.grants("lead")
    with django_assert_num_queries(4):
        Sight.for_person(*who, programmes[0], world.today)
    with django_assert_num_queries(4):
        Sight.for_person(*who, programmes, world.today)


def test_what_is_hidden_is_said_in_words(world):
    page = world.client("board").get(world.room).content.decode()
    assert "Not shown before award" in page
    assert "Not available to you" in world.client("conflicted").get(world.room).content.decode()
    undeclared = world.client("undeclared").get(world.room).content.decode()
    assert "Declare your interests first" in undeclared
    assert undeclared.count("<form") >= 1
    assert 'id="bids"' not in undeclared
    assert 'id="bids"' in page


def test_the_number_of_bids_is_nowhere_for_those_outside(world):
    """With one bid and with five, what the manager and the board see of the room is the same, byte for byte."""
    from tests.factories.phases import BidFactory

    def seen(who):
        html = world.client(who).get(world.room).content.decode()
        return html[html.index("<main") : html.index("</main>")]

    before = {who: seen(who) for who in ("manager", "board", "administrator", "finance", "lead")}
    for _ in range(3):
        BidFactory(programme=world.phase.programme, phase=world.phase, price="£1m")
    for who in ("manager", "board", "administrator", "finance"):
        assert seen(who) == before[who], who
    assert seen("lead") != before["lead"]


def test_a_conflict_takes_everything_away_with_the_next_request_of_an_open_session(world):
    client = world.client("lead")
    assert "bidders" in found_in(client.get(world.room).content.decode())
    sent = client.post(f"{world.room}declare/", {"has_conflict": "yes", "text": "A friend bids"})
    assert sent.status_code == 302
    after = client.get(world.room).content.decode()
    assert found_in(after) == set()
    assert "Not available to you" in after
    for act in ("bid", "price", "standing", "record", "estimate", "criterion", "lift"):
        refused = client.get(f"{world.room}{act}/")
        assert refused.status_code == 403, act
        assert found_in(refused.content.decode()) == set()


def test_declaring_opens_and_leaving_closes_at_once(world):
    client = world.client("undeclared")
    assert found_in(client.get(world.room).content.decode()) == set()
    client.post(f"{world.room}declare/", {"has_conflict": "no", "text": ""})
    assert "bidders" in found_in(client.get(world.room).content.decode())
    TeamMember.objects.filter(user=world.people["undeclared"]).update(left_on=world.today)
    assert "bidders" not in found_in(client.get(world.room).content.decode())


def test_a_role_that_ends_takes_the_place_on_the_team_with_it(world):
    client = world.client("moderator")
    assert "bidders" in found_in(client.get(world.room).content.decode())
    RoleAssignment.objects.filter(user=world.people["moderator"]).update(ends_on=world.today)
    assert client.get(world.room).status_code == 404


def test_asking_about_another_day_opens_nothing(world):
    world.at("closed")
    for day in ("2000-01-01", "2099-12-31"):
        for who in ("board", "former", "next_week", "lead", "price"):
            shown = found_in(world.client(who).get(f"{world.room}?on={day}").content.decode())
            assert shown == reads(who, "closed") - NOT_IN_THE_ROOM, (who, day)


def test_an_award_that_is_to_be_published_later_is_still_sealed(world):
    from datetime import timedelta

    world.at("decided")
    later = world.today + timedelta(days=3)
    ProcurementPhase.objects.filter(pk=world.phase.pk).update(award_public_from=later)
    assert found_in(world.client("board").get(world.room).content.decode()) == set()
    ProcurementPhase.objects.filter(pk=world.phase.pk).update(award_public_from=world.today)
    assert found_in(world.client("board").get(world.room).content.decode()) == {"estimate"}


def test_ones_own_scores_are_ones_own_until_they_are_submitted(world):
    from procurement.models import BidScore

    own = BidScore.objects.filter(evaluator=world.people["officer"], is_moderated=False)
    assert "score" in found_in(world.client("officer").get(world.room).content.decode())
    assert "score" in found_in(world.client("moderator").get(world.room).content.decode())
    own.update(submitted_at=None)
    assert "score" in found_in(world.client("officer").get(world.room).content.decode())
    for who in ("moderator", "lead", "decider", "quality", "administrator"):
        assert "score" not in found_in(world.client(who).get(world.room).content.decode()), who


def test_a_score_for_price_is_read_by_those_alone_who_read_prices(world):
    from procurement.models import BidScore

    BidScore.objects.update(criterion=world.phase.criteria.get(is_price=True))
    world.at("decided")
    assert "moderation" in found_in(world.client("price").get(world.room).content.decode())
    assert "moderation" not in found_in(world.client("quality").get(world.room).content.decode())


def test_reading_is_logged_once_for_a_page_and_only_where_something_sealed_was_read(world):
    world.client("board").get(world.room)
    world.client("undeclared").get(world.room)
    assert not SealedReading.objects.exists()
    world.client("price").get(world.room)
    (reading,) = SealedReading.objects.all()
    # The estimate, two bidders and two prices.
    assert (reading.user, reading.count) == (world.people["price"], 5)
    page = world.client("lead").get(world.room).content.decode()
    assert escape("Who has read what is sealed") in page
    assert SealedReading.objects.count() == 2


def test_once_published_the_estimate_is_no_longer_a_sealed_reading(world):
    world.at("published")
    world.client("finance").get(world.room)
    assert not SealedReading.objects.exists()


def test_totals_leave_out_what_is_hidden_and_say_how_many(world):
    def total(who):
        sight = Sight.for_person(world.people[who], world.grants(who), world.phase.programme, world.today)
        value = world.contract.values.first()
        return visible_total(
            [SealedMoney(value.money, Secret.CONTRACT_VALUE, contract=world.contract)], sight
        )

    hidden = total("board")
    assert (hidden.totals, hidden.hidden) == ((), 1)
    assert hidden.printed == "1 value not shown before award"
    seen = total("price")
    assert [str(each.known) for each in seen.totals] == ["16180339.00"]
    assert seen.printed.startswith("£16.18m")
    assert seen.hidden == 0


def test_how_many_prices_are_hidden_is_not_said(world):
    items = [SealedMoney(bid.price, Secret.BID_PRICE, world.phase.pk) for bid in world.phase.bids.all()]
    hidden = visible_total(items, PUBLIC)
    assert (hidden.totals, hidden.hidden, hidden.printed) == ((), None, "")


def test_what_may_be_published_is_what_anybody_reads(world):
    for moment in MOMENTS:
        world.at(moment)
        public = Sight.for_public(world.phase.programme, world.today)
        shown = {secret for secret in Secret if public.may(secret, world.phase.pk)}
        assert Secret.ESTIMATE in shown if moment == "published" else not shown
        assert public.of_contract(world.contract).provider is (moment == "published")
        assert PUBLIC.of_contract(world.contract).provider is False


def test_a_contract_of_no_phase_is_read_by_whoever_keeps_the_register(world):
    world.contract.phase = None
    expected = {
        "manager": True,
        "commissioner": True,
        "finance": False,
        "board": False,
        "administrator": False,
    }
    for who, may in expected.items():
        sight = Sight.for_person(world.people[who], world.grants(who), world.phase.programme, world.today)
        assert sight.of_contract(world.contract).value is may, who


def test_another_lots_publication_leaves_a_contract_sealed(world):
    world.at("published")
    world.contract.public_from = None
    sight = Sight.for_person(world.people["board"], world.grants("board"), world.phase.programme, world.today)
    assert sight.of_contract(world.contract).provider is False
    adviser = Sight.for_person(
        world.people["adviser"], world.grants("adviser"), world.phase.programme, world.today
    )
    assert adviser.of_contract(world.contract).provider is True
    assert not ConflictDeclaration.objects.filter(user=world.people["board"]).exists()


def test_a_provider_that_is_public_later_is_not_named_by_asking_about_that_day(world):
    from datetime import timedelta

    tomorrow = world.today + timedelta(days=1)
    for public_from, named in ((tomorrow, {}), (world.today, {world.contract.pk: "Ziggurat Providing Ltd"})):
        Contract.objects.filter(pk=world.contract.pk).update(public_from=public_from)
        world.contract.refresh_from_db()
        assert lead_providers([world.contract], tomorrow + timedelta(days=900)) == named


def test_every_page_that_shows_something_sealed_logs_it_with_its_address(world):
    address = f"/programmes/{world.key}/procurement/pipeline/?q="
    page = world.client("finance").get(address)
    assert "31.42m" in page.content.decode()
    (reading,) = SealedReading.objects.all()
    assert (reading.user, reading.phase, reading.what) == (world.people["finance"], world.phase, address)
    world.client("board").get(address)
    world.client("conflicted_finance").get(address)
    assert SealedReading.objects.count() == 1
    world.at("published")
    world.client("finance").get(address)
    assert SealedReading.objects.count() == 1


def test_a_contracts_page_logs_its_provider_and_value_for_the_team(world):
    address = f"/programmes/{world.key}/contracts/{world.contract.reference}/"
    assert "Ziggurat" not in world.client("board").get(address).content.decode()
    assert not SealedReading.objects.exists()
    assert "Ziggurat" in world.client("lead").get(address).content.decode()
    (reading,) = SealedReading.objects.all()
    assert (reading.user, reading.count, reading.what) == (world.people["lead"], 2, address)
