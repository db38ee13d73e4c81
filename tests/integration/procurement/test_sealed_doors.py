"""The doors of the evaluation room: who may, when, and what is refused beside what goes through."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from commissioning.core.access import Role
from commissioning.core.history import changes_of
from commissioning.core.money import parse_money
from procurement.models import (
    AwardCriterion,
    Bid,
    BidScore,
    ConflictDeclaration,
    DecisionRecord,
    Estimate,
    ProcurementStage,
    TeamMember,
)
from procurement.models.stages import StageKind
from procurement.services import sealed_bids, sealed_decision, sealed_scores, sealed_team
from procurement.services.sealed_scores import Given
from tests.factories import ProcurementPhaseFactory, person_with
from tests.factories.phases import BidFactory, LotFactory
from tests.integration.procurement.sealed_world import MOMENTS, PEOPLE, sealed_world

pytestmark = pytest.mark.django_db
SCORERS = {"quality", "quality_with_money", "price", "administrator_on_team"}
WRITTEN = {
    "provider": "Care Together CIC",
    "process_reasons": "Competitive, as the market asked for it",
    "decision_makers": "Programme board",
    "conflicts": "None declared",
}


@pytest.fixture
def world():
    return sealed_world()


def won(world):
    return Bid.objects.get(phase=world.phase, bidder__startswith="Quillon")


# --- who may do what: every act, everybody ------------------------------------------------------------------------


def acts(world):
    """Each act as a call for somebody, with the moments at which it goes through and who may."""
    phase, bid = world.phase, won(world)
    quality = AwardCriterion.objects.get(phase=phase, is_price=False)
    cost = AwardCriterion.objects.get(phase=phase, is_price=True)
    newcomer = person_with(Role.EVALUATOR, programme=phase.programme)
    place = TeamMember.objects.filter(phase=phase, user=world.people["adviser"]).get()
    million = parse_money("£1m")

    def put(criterion):
        return lambda who: sealed_scores.put_scores(phase, {(bid.pk, criterion.pk): Given(Decimal(3))}, **who)

    appoints = {"manager", "administrator", "administrator_on_team", "former", "next_week"}
    panel = {"lead", "moderator", "decider"}
    return {
        "add": (
            lambda who: sealed_team.add_member(phase, user=newcomer, role="adviser", **who),
            set(MOMENTS),
            appoints,
        ),
        "remove": (lambda who: sealed_team.remove_member(phase, place.pk, **who), set(MOMENTS), appoints),
        "estimate": (
            lambda who: sealed_bids.record_estimate(phase, money=million, reason="Market", **who),
            {"closed", "evaluation", "decided"},
            {"manager", "finance", "lead", "former", "next_week"},
        ),
        "criterion": (
            lambda who: sealed_bids.add_criterion(phase, name="Access", weight=None, **who),
            {"closed"},
            {"lead"},
        ),
        "bid": (
            lambda who: sealed_bids.receive_bid(phase, bidder="Another", **who),
            {"closed", "evaluation"},
            {"lead"},
        ),
        "price": (
            lambda who: sealed_bids.price_bid(phase, bid.pk, price=million, **who),
            {"evaluation"},
            {"lead", "price", "administrator_on_team"},
        ),
        "standing": (
            lambda who: sealed_bids.set_standing(phase, bid.pk, standing="excluded", reason="Late", **who),
            {"evaluation"},
            panel,
        ),
        "score": (put(quality), {"evaluation"}, {"quality", "quality_with_money"}),
        "score of price": (put(cost), {"evaluation"}, {"price", "administrator_on_team"}),
        "moderate": (
            lambda who: sealed_scores.moderate(
                phase, (bid.pk, quality.pk), Given(Decimal(4)), reason="Agreed", **who
            ),
            {"evaluation"},
            {"moderator"},
        ),
        "record": (
            lambda who: sealed_decision.draft_record(phase, WRITTEN, **who),
            {"evaluation"},
            {"lead", "decider"},
        ),
    }


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_act_for_everybody_at_every_moment(world, moment):
    world.at(moment)
    for name, (act, moments, may) in acts(world).items():
        for who in PEOPLE:
            with transaction.atomic():
                try:
                    act(world.acting(who))
                    answer = "done"
                except PermissionDenied:
                    answer = "denied"
                except ValidationError:
                    answer = "not now"
                transaction.set_rollback(True)
            expected = "denied" if who not in may else "done" if moment in moments else "not now"
            if name.startswith("score") and who in SCORERS - may and moment != "evaluation":
                expected = "not now"  # that a criterion is of the other kind is not told at the wrong time
            assert answer == expected, (name, who, moment)


# --- team and declarations ----------------------------------------------------------------------------------------


def test_nobody_puts_themselves_on_a_team_nor_anybody_who_may_not_evaluate(world):
    world.people["second"] = person_with(Role.PROGRAMME_MANAGER, programme=world.phase.programme)
    manager = world.acting("manager")
    with pytest.raises(ValidationError, match="Nobody puts themselves"):
        sealed_team.add_member(world.phase, user=world.people["manager"], role="lead", **manager)
    for who in ("board", "analyst", "elsewhere_evaluator", "no_role"):
        with pytest.raises(ValidationError, match="role does not let them evaluate"):
            sealed_team.add_member(world.phase, user=world.people[who], role="lead", **manager)
    second = world.acting("second")
    member = sealed_team.add_member(world.phase, user=world.people["manager"], role="lead", **second)
    with pytest.raises(ValidationError, match="has that place already"):
        sealed_team.add_member(world.phase, user=world.people["manager"], role="lead", **second)
    assert member.reference == f"{world.phase.reference}-TEAM-1"
    assert changes_of(member)[0].who == str(world.people["second"])


def test_a_conflict_is_written_once_and_lifted_by_somebody_else(world):
    lead = world.acting("lead")
    with pytest.raises(ValidationError, match="Say which interest"):
        sealed_team.declare(world.phase, has_conflict=True, **lead)
    declared = sealed_team.declare(world.phase, has_conflict=True, text="A friend bids", **lead)
    with pytest.raises(DatabaseError), transaction.atomic():
        ConflictDeclaration.objects.filter(pk=declared.pk).update(has_conflict=False)
    with pytest.raises(ValidationError, match="not lifted by oneself"):
        sealed_team.declare(world.phase, has_conflict=False, **lead)
    with pytest.raises(PermissionDenied, match="Not available to you"):
        sealed_team.lift_conflict(world.phase, user=world.people["lead"], text="It is over", **lead)
    with pytest.raises(PermissionDenied):
        sealed_team.lift_conflict(
            world.phase, user=world.people["lead"], text="Over", **world.acting("manager")
        )
    decider = world.acting("decider")
    with pytest.raises(ValidationError, match="Say how"):
        sealed_team.lift_conflict(world.phase, user=world.people["lead"], text=" ", **decider)
    with pytest.raises(ValidationError, match="no conflict to lift"):
        sealed_team.lift_conflict(world.phase, user=world.people["quality"], text="Over", **decider)
    sealed_team.lift_conflict(world.phase, user=world.people["lead"], text="The friend withdrew", **decider)
    sealed_bids.receive_bid(world.phase, bidder="Another", **lead)


def test_a_conflict_in_one_lot_takes_the_phase_and_a_lot_of_another_phase_is_refused(world):
    other = LotFactory(programme=world.phase.programme)
    own = LotFactory(programme=world.phase.programme, phase=world.phase)
    lead = world.acting("lead")
    with pytest.raises(ValidationError, match="lot of this phase"):
        sealed_team.declare(world.phase, has_conflict=True, text="A friend", lot=other, **lead)
    sealed_team.declare(world.phase, has_conflict=True, text="A friend", lot=own, **lead)
    with pytest.raises(PermissionDenied):
        sealed_bids.receive_bid(world.phase, bidder="Another", **lead)


def test_those_who_can_never_be_on_a_team_declare_nothing(world):
    for who in ("board", "analyst", "role_ended"):
        with pytest.raises(PermissionDenied):
            sealed_team.declare(world.phase, has_conflict=False, **world.acting(who))
    assert sealed_team.declare(world.phase, has_conflict=False, **world.acting("finance")).pk


def test_a_place_ends_on_the_day_and_another_phases_place_is_not_reached(world):
    elsewhere = ProcurementPhaseFactory(programme=world.phase.programme, number=2)
    member = TeamMember.objects.get(user=world.people["lead"])
    manager = world.acting("manager")
    with pytest.raises(ValidationError, match="own records"):
        sealed_team.remove_member(elsewhere, member.pk, **manager)
    assert sealed_team.remove_member(world.phase, member.pk, **manager).left_on == world.today
    with pytest.raises(PermissionDenied):
        sealed_bids.receive_bid(world.phase, bidder="Another", **world.acting("lead"))


# --- bids and estimates -------------------------------------------------------------------------------------------


def test_references_of_bids_start_anew_in_each_phase_so_that_they_count_nothing_elsewhere(world):
    for number in range(3):
        sealed_bids.receive_bid(world.phase, bidder=f"Bidder {number}", **world.acting("lead"))
    two = ProcurementPhaseFactory(programme=world.phase.programme, number=2)
    lead = world.people["lead"]
    sealed_team.add_member(two, user=lead, role="lead", **world.acting("manager"))
    sealed_team.declare(two, has_conflict=False, **world.acting("lead"))
    bid = sealed_bids.receive_bid(two, bidder="Bidder 0", **world.acting("lead"))
    assert bid.reference == f"{two.reference}-BID-1"


def test_what_a_bid_must_have(world):
    lead = world.acting("lead")
    tomorrow = world.today + timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        sealed_bids.receive_bid(world.phase, bidder=" ", received_on=tomorrow, **lead)
    assert set(refused.value.error_dict) == {"bidder", "received_on"}
    with pytest.raises(ValidationError, match="recorded already"):
        sealed_bids.receive_bid(world.phase, bidder="quillon bidding ltd", **lead)
    bid = sealed_bids.receive_bid(world.phase, bidder="Another", received_on=world.today, **lead)
    assert bid.price.amount is None
    with pytest.raises(ValidationError, match="Enter an amount"):
        sealed_bids.price_bid(world.phase, bid.pk, price=parse_money("lots"), **lead)
    assert (
        sealed_bids.price_bid(world.phase, bid.pk, price=parse_money("£2m"), **lead).price.amount == 2_000_000
    )
    with pytest.raises(ValidationError, match="Say why"):
        sealed_bids.set_standing(world.phase, bid.pk, standing="excluded", reason="", **lead)
    with pytest.raises(ValidationError, match="Choose how"):
        sealed_bids.set_standing(world.phase, bid.pk, standing="liked", reason="So", **lead)


def test_another_phases_bid_answers_as_none_does(world):
    other = BidFactory(programme=world.phase.programme)
    words = []
    for pk in (other.pk, 999_999):
        with pytest.raises(ValidationError) as refused:
            sealed_bids.price_bid(world.phase, pk, price=parse_money("£1m"), **world.acting("lead"))
        words.append(refused.value.messages)
    assert words[0] == words[1]


def test_estimates_follow_one_another_and_stay(world):
    finance = world.acting("finance")
    made = sealed_bids.record_estimate(world.phase, money=parse_money("£40m"), reason="Market", **finance)
    assert Estimate.objects.filter(phase=world.phase).count() == 2
    assert made.made_on == world.today
    for money, reason in ((parse_money(""), "Market"), (parse_money("£1m"), " ")):
        with pytest.raises(ValidationError):
            sealed_bids.record_estimate(world.phase, money=money, reason=reason, **finance)
    assert sealed_bids.record_estimate(world.phase, money=parse_money("TBC"), reason="Not yet", **finance).pk


def test_weights_come_to_a_hundred_at_the_most(world):
    world.at("closed")
    lead = world.acting("lead")
    with pytest.raises(ValidationError, match="at most 0"):
        sealed_bids.add_criterion(world.phase, name="Access", weight=Decimal(1), **lead)
    AwardCriterion.objects.filter(phase=world.phase, is_price=True).update(weight=30)
    assert sealed_bids.add_criterion(world.phase, name="Access", weight=Decimal(10), **lead).position == 3


def test_bids_open_by_the_stage_as_recorded_and_not_before_its_last_possible_day(world):
    price = world.acting("price")
    stage = ProcurementStage.objects.get(phase=world.phase, kind__in=StageKind.objects.filter(code="bids"))
    stage.delete()
    with pytest.raises(ValidationError, match="Before bids are opened"):
        sealed_bids.price_bid(world.phase, won(world).pk, price=parse_money("£1m"), **price)


# --- scores -------------------------------------------------------------------------------------------------------


def test_scores_are_ones_own_until_all_are_given_and_then_locked(world):
    quality, phase = world.acting("quality"), world.phase
    care = AwardCriterion.objects.get(phase=phase, is_price=False)
    first, second = Bid.objects.filter(phase=phase).order_by("pk")
    sealed_scores.put_scores(phase, {(first.pk, care.pk): Given(Decimal(50), "Good")}, **quality)
    sealed_scores.put_scores(phase, {(first.pk, care.pk): Given(Decimal(55), "Better")}, **quality)
    with pytest.raises(ValidationError, match="1 score of yours still missing"):
        sealed_scores.submit_scores(phase, **quality)
    with pytest.raises(ValidationError, match="0 to 100"):
        sealed_scores.put_scores(phase, {(second.pk, care.pk): Given(Decimal(101))}, **quality)
    sealed_scores.put_scores(phase, {(second.pk, care.pk): Given(Decimal(40))}, **quality)
    assert sealed_scores.submit_scores(phase, **quality) == 2
    for again in (
        lambda: sealed_scores.submit_scores(phase, **quality),
        lambda: sealed_scores.put_scores(phase, {(first.pk, care.pk): Given(Decimal(1))}, **quality),
    ):
        with pytest.raises(ValidationError, match="no longer change"):
            again()
    kept = BidScore.objects.get(bid=first, evaluator=world.people["quality"])
    assert (kept.score, kept.comment) == (Decimal(55), "Better")


def test_the_panel_agrees_only_when_every_score_is_submitted(world):
    moderator, phase, bid = world.acting("moderator"), world.phase, won(world)
    care = AwardCriterion.objects.get(phase=phase, is_price=False)
    place = bid.pk, care.pk
    sealed_scores.put_scores(phase, {place: Given(Decimal(50))}, **world.acting("quality"))
    with pytest.raises(ValidationError, match="every score for it is submitted"):
        sealed_scores.moderate(phase, place, Given(Decimal(52)), reason="Agreed", **moderator)
    BidScore.objects.filter(evaluator=world.people["quality"]).delete()
    with pytest.raises(ValidationError, match="Say what the panel agreed"):
        sealed_scores.moderate(phase, place, Given(Decimal(52)), reason="", **moderator)
    agreed = sealed_scores.moderate(phase, place, Given(Decimal(52)), reason="Agreed", **moderator)
    assert BidScore.objects.filter(bid=bid, criterion=care, is_moderated=True).get() == agreed
    assert changes_of(agreed)[0].why == "Agreed"


# --- the decision -------------------------------------------------------------------------------------------------


def test_the_record_is_made_final_by_a_second_person_and_then_nothing_changes(world):
    lead, decider = world.acting("lead"), world.acting("decider")
    sealed_decision.draft_record(world.phase, WRITTEN, **decider)
    with pytest.raises(ValidationError, match="a second person"):
        sealed_decision.finalise_record(world.phase, **decider)
    sealed_decision.draft_record(world.phase, WRITTEN, **lead)
    with pytest.raises(PermissionDenied):
        sealed_decision.finalise_record(world.phase, **lead)
    assert sealed_decision.finalise_record(world.phase, **decider).final_on == world.today
    for again in (
        lambda: sealed_decision.draft_record(world.phase, WRITTEN, **lead),
        lambda: sealed_decision.finalise_record(world.phase, **decider),
    ):
        with pytest.raises(ValidationError, match="changes no more"):
            again()


def test_a_record_of_the_provider_selection_regime_weighs_the_five_key_criteria(world):
    world.phase.regime = "psr"
    world.phase.save()
    lead, decider = world.acting("lead"), world.acting("decider")
    with pytest.raises(ValidationError, match="key criteria"):
        sealed_decision.draft_record(world.phase, {**WRITTEN, "weighing": {"looks": "Nice"}}, **lead)
    sealed_decision.draft_record(world.phase, {**WRITTEN, "weighing": {"value": "Second"}}, **lead)
    with pytest.raises(ValidationError) as refused:
        sealed_decision.finalise_record(world.phase, **decider)
    for lacking in (
        "registered address",
        "Quality and innovation",
        "Social value",
        "reducing health inequalities",
    ):
        assert lacking in refused.value.messages[0]
    assert "; Value" not in refused.value.messages[0]
    weighing = dict.fromkeys(sealed_decision.KEY_CRITERIA, "Weighed")
    full = {**WRITTEN, "provider_address": "1 High Street", "weighing": weighing}
    sealed_decision.draft_record(world.phase, full, **lead)
    assert sealed_decision.finalise_record(world.phase, **decider).final_on == world.today


def test_there_is_nothing_to_make_final_without_a_record(world):
    DecisionRecord.objects.filter(phase=world.phase).delete()
    with pytest.raises(ValidationError, match="no decision record yet"):
        sealed_decision.finalise_record(world.phase, **world.acting("decider"))
