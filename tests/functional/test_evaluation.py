"""A team is put together, declares, and scores a bid; a conflict takes everything away. With and without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commissioning.core.fuzzydate import parse_fuzzy_date
from procurement.models import BidScore, ProcurementPhase, ProcurementStage, StageKind
from procurement.stage_codes import BIDS_DUE
from tests.functional.reading import main_of

ROOM = "/programmes/hampshire/phases/2/evaluation/"
WIDTHS = (1280, 375)


@pytest.fixture
def phase(site):
    phase = ProcurementPhase.objects.get(programme__key="hampshire", number=2)
    bids_are_due(phase, timedelta(days=20))
    return phase


def bids_are_due(phase, away):
    """Bids of the phase are due so far from today."""
    day = timezone.localdate() + away
    kind = StageKind.objects.get(code=BIDS_DUE)
    stage = ProcurementStage.objects.filter(phase=phase, kind=kind).first() or ProcurementStage(
        phase=phase, kind=kind, programme=phase.programme, reference="HAM-ST-BIDS"
    )
    stage.forecast = parse_fuzzy_date(f"{day.day} {day:%B %Y}")
    stage.save()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_bid_is_scored_by_those_on_the_team_alone(visit, phase, javascript):
    def check(visitor):
        if javascript:
            visitor.check_page(widths=WIDTHS)

    manager = visit("programme_manager", javascript=javascript)
    manager.fetch(ROOM)  # the first page of a fresh copy takes longest
    page = manager.open(ROOM)
    check(manager)
    for who, role in (("Evaluator of quality", "evaluator"), ("Commissioner, Children's Services", "lead")):
        page.get_by_role("link", name="Put somebody on the team").click()
        page.get_by_label("Who?").select_option(label=who)
        page.get_by_label("As what?").select_option(role)
        check(manager)
        page.get_by_role("button", name="Put on the team").click()
        assert who in main_of(page)
    check(manager)

    lead = visit("commissioner", javascript=javascript)
    page = lead.open(ROOM)
    assert "Declare your interests first" in main_of(page)
    check(lead)
    page.get_by_role("button", name="Declare").click()  # nothing chosen
    assert "Say whether you have an interest" in main_of(page)
    check(lead)
    page.get_by_label("No, I have no interest to declare").check()
    page.get_by_role("button", name="Declare").click()
    page.get_by_role("link", name="Add an award criterion").click()
    page.get_by_label("What are bids judged by?").fill("Care of families")
    page.get_by_label("Weight in per cent").fill("60")
    page.get_by_role("button", name="Add the criterion").click()
    assert "60%" in main_of(page)

    bids_are_due(phase, timedelta(days=-2))
    page = lead.open(ROOM)
    page.get_by_role("link", name="Record a bid").click()
    page.get_by_label("Bidder").fill("Care Together CIC")
    page.get_by_role("button", name="Record the bid").click()
    assert "Care Together CIC" in main_of(page)
    check(lead)

    evaluator = visit("evaluator", javascript=javascript)
    page = evaluator.open(ROOM)
    assert "Care Together" not in main_of(page)
    page.get_by_label("No, I have no interest to declare").check()
    page.get_by_role("button", name="Declare").click()
    assert "Not shown to those who judge quality" in main_of(page)
    page.get_by_role("link", name="Score the bids").click()
    check(evaluator)
    page.get_by_label("Care Together CIC: Care of families, 0 to 100").fill("70")
    page.get_by_role("button", name="Save your scores").click()
    page.get_by_role("link", name="Submit your scores").click()
    page.get_by_role("button", name="Submit and lock").click()
    assert BidScore.objects.get(bid__phase=phase).submitted_at
    check(evaluator)
    assert "Care Together" not in main_of(manager.open(ROOM))

    page.get_by_role("link", name="Declare your interests").click()
    page.get_by_label("Yes, I have an interest to declare").check()
    page.get_by_label("Which interest?").fill("A relation works for a bidder")
    page.get_by_role("button", name="Declare").click()
    words = main_of(page)
    assert "Not available to you" in words
    assert "Care Together" not in words
    check(evaluator)
