"""The pages of the acts in the evaluation room: who gets the form, what is refused and how, and what is said."""

import pytest

from procurement.models import Bid, BidScore, DecisionRecord, SealedReading, TeamMember
from procurement.views.evaluation_acts import ACTS
from tests.factories.phases import BidFactory
from tests.integration.procurement.sealed_world import PEOPLE, found_in, reads, sealed_world

pytestmark = pytest.mark.django_db
DECLARING = {"board", "analyst", "role_ended"}  # who may never be on a team
APPOINTING = {"manager", "administrator", "administrator_on_team", "former", "next_week"}
PANEL = {"lead", "moderator", "decider"}
MAY = {
    "declare": set(PEOPLE) - DECLARING,
    "member": APPOINTING,
    "member-end": APPOINTING,
    "lift": {"lead", "decider"},
    "estimate": {"manager", "finance", "lead", "former", "next_week"},
    "criterion": {"lead"},
    "bid": {"lead"},
    "price": {"lead", "price", "administrator_on_team"},
    "standing": PANEL,
    "score": {"quality", "quality_with_money", "price", "administrator_on_team"},
    "submit": {"quality", "quality_with_money", "price", "administrator_on_team"},
    "moderate": {"moderator"},
    "record": {"lead", "decider"},
    "final": {"decider"},
}


@pytest.fixture
def world():
    return sealed_world()


def test_every_act_opens_for_those_who_may_and_for_nobody_else(world):
    assert set(MAY) == set(ACTS)
    for who in PEOPLE:
        client = world.client(who)
        for act, may in MAY.items():
            answer = client.get(f"{world.room}{act}/")
            assert answer.status_code == (200 if who in may else 403), (who, act)
            assert found_in(answer.content.decode()) <= reads(who, "evaluation"), (who, act)
            if who not in may:
                assert client.post(f"{world.room}{act}/", {}).status_code == 403, (who, act)


def test_the_room_links_to_the_acts_that_its_reader_may_do_now_and_to_no_other(world):
    closed = {"criterion"}  # criteria stand before opening
    for who in ("board", "lead", "price", "quality_with_money", "moderator", "decider", "manager"):
        page = world.client(who).get(world.room).content.decode()
        linked = {act for act in ACTS if f'href="{world.room}{act}/"' in page}
        assert linked == {act for act, may in MAY.items() if who in may} - closed, who


def test_an_unknown_act_is_not_found_and_other_verbs_are_refused(world):
    lead = world.client("lead")
    assert lead.get(f"{world.room}open-sesame/").status_code == 404
    assert lead.post(world.room).status_code == 405
    assert world.client("elsewhere_manager").get(f"{world.room}declare/").status_code == 404


def test_a_bid_goes_from_receipt_to_a_score_through_the_pages(world):
    Bid.objects.filter(phase=world.phase).exclude(bidder__startswith="Quillon").delete()
    lead, quality, price = (world.client(who) for who in ("lead", "quality", "price"))
    assert lead.post(f"{world.room}bid/", {"bidder": "Third Bidder"}).status_code == 302
    bid = Bid.objects.get(bidder="Third Bidder")
    assert price.post(f"{world.room}price/", {"bid": bid.pk, "price": "£3m"}).status_code == 302
    form = quality.get(f"{world.room}score/").context["form"]
    names = [name for name in form.fields if name.startswith("score.")]
    assert len(names) == 2
    over = quality.post(f"{world.room}score/", dict.fromkeys(names, "101"))
    assert over.status_code == 422
    assert "Enter a score from 0 to 100" in over.content.decode()
    comment_alone = quality.post(f"{world.room}score/", {names[0].replace("score", "comment", 1): "Good"})
    assert "Enter the score that the comment is for" in comment_alone.content.decode()
    assert quality.post(f"{world.room}score/", {names[0]: "70"}).status_code == 302
    missing = quality.post(f"{world.room}submit/")
    assert missing.status_code == 422
    assert "1 score of yours still missing" in missing.content.decode()
    quality.post(f"{world.room}score/", dict.fromkeys(names, "70"))
    assert quality.post(f"{world.room}submit/").status_code == 302
    own = BidScore.objects.filter(evaluator=world.people["quality"])
    assert [score.submitted_at is not None for score in own] == [True, True]


def test_another_phases_bid_is_no_choice_and_its_name_is_not_said(world):
    other = BidFactory(programme=world.phase.programme, bidder="Secret Elsewhere")
    answers = [
        world.client("lead").post(f"{world.room}price/", {"bid": pk, "price": "£1m"})
        for pk in (other.pk, 999_999)
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert "Secret Elsewhere" not in answers[0].content.decode()


def test_a_member_is_put_on_and_taken_off_through_the_pages(world):
    manager = world.client("manager")
    officer = world.people["evaluator"]
    sent = manager.post(f"{world.room}member/", {"user": officer.pk, "role": "adviser"})
    assert sent.status_code == 302
    member = TeamMember.objects.get(user=officer)
    oneself = manager.post(f"{world.room}member/", {"user": world.people["manager"].pk, "role": "lead"})
    assert oneself.status_code == 422
    assert "Nobody puts themselves on a team" in oneself.content.decode()
    assert manager.post(f"{world.room}member-end/", {"member": member.pk}).status_code == 302
    member.refresh_from_db()
    assert member.left_on == world.today


def test_the_record_is_drafted_and_made_final_through_the_pages(world):
    lead, decider = world.client("lead"), world.client("decider")
    draft = {
        "provider": "Care Together",
        "process_reasons": "Why",
        "decision_makers": "Programme board",
        "value": "Second",
        "conflicts": "None",
    }
    assert lead.post(f"{world.room}record/", {**draft, "provider": ""}).status_code == 422
    assert lead.post(f"{world.room}record/", draft).status_code == 302
    record = DecisionRecord.objects.get(phase=world.phase)
    assert record.weighing == {"value": "Second"}
    assert decider.post(f"{world.room}final/").status_code == 302
    page = lead.get(world.room).content.decode()
    assert "It changes no more" in page
    assert f'href="{world.room}record/"' not in page


def test_a_form_that_names_bids_is_a_reading_and_is_logged(world):
    world.client("lead").get(f"{world.room}criterion/")
    assert not SealedReading.objects.exists()
    world.client("lead").get(f"{world.room}price/")
    assert SealedReading.objects.get().count == 2
