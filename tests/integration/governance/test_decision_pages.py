"""The pages of asks, decisions, positions and effects: what they say, what they refuse, and what a filter leaves."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from commissioning.core.fuzzydate import parse_fuzzy_date
from governance.models import BoardAction, BodyPosition, Decision, DecisionEffect, Recommendation
from governance.services.effects import plan_effect
from procurement.selectors.scope_change import scope_record
from programmes.models import Document
from tests.factories import RecommendationFactory
from tests.factories.boards import InterestDeclaredFactory, MeetingFactory
from tests.integration.governance.decision_world import WHY, decision_world
from tests.integration.governance.reading import text_of
from tests.pageforms import shown_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return decision_world()


def browser(world, who="manager"):
    client = Client()
    client.force_login(world.people[who])
    return client


def address(name, *args):
    return reverse(name, args=["alpha", *args])


def filled(response, **typed):
    return {**shown_in(response, "reason"), **typed}


# --- asks -----------------------------------------------------------------------------------------------------------


def test_an_ask_is_recorded_shown_with_its_mark_and_led_on_to_its_decision(world):
    paper = RecommendationFactory(programme=world.programme, body=world.board).document
    client = browser(world)
    form = client.get(address("ask_add"))
    typed = filled(
        form,
        document=paper.reference,
        verb="support",
        text="Support the programme",
        body=world.board.reference,
        section="no",
        locator="para 4.7",
        reason=WHY,
    )
    made = client.post(address("ask_add"), typed)
    row = Recommendation.objects.get(verb="support")
    assert made.url == address("ask", row.reference)
    shown = text_of(client.get(made.url))
    assert "Support: Support the programme" in shown
    assert "Not among the recommendations" in shown
    assert "Only in the body text" in shown
    assert "para 4.7" in shown
    assert "No outcome recorded" in shown
    assert f"{address('decision_add')}?ask={row.reference}" in client.get(made.url).content.decode()
    begun = shown_in(client.get(f"{address('decision_add')}?ask={row.reference}"), "reason")
    assert (begun["recommendation"], begun["body"]) == (row.reference, world.board.reference)
    assert client.get(address("ask", "NO-REC")).status_code == 404


def test_an_ask_that_was_agreed_is_marked_as_done_and_no_other(world):
    ask = RecommendationFactory(programme=world.programme, body=world.board, verb="agree")
    client = browser(world)
    where = address("ask", ask.reference)
    assert "Has it been done?" not in text_of(client.get(where))
    early = client.post(where, {"reason": WHY, "version": str(ask.version)})
    assert early.status_code == 422
    assert "Only what a body has agreed to can have been done" in text_of(early)
    decision = world.decide(recommendation=ask)
    page = client.get(where)
    assert client.post(where, filled(page, reason="")).status_code == 422
    assert client.post(where, filled(page, reason="The report of June says so.")).url == where
    shown = text_of(client.get(where))
    assert "Actioned" in shown
    assert "The report of June says so." in shown
    ask.refresh_from_db()
    assert (ask.state, decision.reference in ask.outcome) == ("actioned", True)
    again = client.post(where, filled(page, reason="Twice"))
    assert again.status_code == 422
    assert "Somebody changed this while you had it open" in text_of(again)
    # A correction that leaves it agreed leaves it done.
    world.decide(recommendation=ask, outcome="amended", decided=parse_fuzzy_date("20 December 2018"))
    ask.refresh_from_db()
    assert ask.state == "actioned"
    assert browser(world, "board").post(where, filled(page, reason=WHY)).status_code == 403


def test_an_ask_that_says_too_little_is_refused_with_what_to_do(world):
    client = browser(world)
    refused = client.post(address("ask_add"), {"section": "yes", "reason": ""})
    assert refused.status_code == 422
    shown = text_of(refused)
    for problem in ("Choose the paper that asks it", "Choose the body that is asked", "Say what is asked"):
        assert problem in shown
    assert not Document.objects.filter(recommendations__isnull=False).exists()


def test_who_only_reads_gets_no_form(world):
    client = browser(world, "board")
    decision = world.decide(asked=world.councils)
    for name, *args in (
        ("ask_add",),
        ("decision_add",),
        ("decision_change", decision.reference),
        ("position_add", decision.reference),
        ("effect_add", decision.reference, "scope-change"),
    ):
        assert client.get(address(name, *args)).status_code == 403, name
    shown = text_of(client.get(address("decision", decision.reference)))
    assert "The next phase" in shown
    assert "Correct the record" not in shown


# --- decisions ------------------------------------------------------------------------------------------------------


def test_a_decision_is_recorded_with_what_is_missing_named_and_interests_of_its_meeting_shown(world):
    meeting = MeetingFactory(programme=world.programme, body=world.board, held="13 December 2018")
    InterestDeclaredFactory(
        programme=world.programme, meeting=meeting, role_title="Vice chair", text="Trustee of a provider"
    )
    ask = RecommendationFactory(programme=world.programme, body=world.board, verb="agree", text="Agree it")
    client = browser(world)
    begun = client.get(f"{address('decision_add')}?ask={ask.reference}&meeting={meeting.reference}")
    typed = filled(
        begun,
        text="The board agreed it.",
        outcome="agreed",
        asked=[each.reference for each in world.councils],
        subject_to_call_in="on",
        published_on="13 December 2018",
        reason=WHY,
    )
    assert typed["decided"] == "13 December 2018"
    made = client.post(address("decision_add"), typed)
    decision = Decision.objects.get()
    assert made.url == address("decision", decision.reference)
    shown = text_of(client.get(made.url))
    assert "Agreed by none of 3; awaited from 3. It needs the agreement of every body asked." in shown
    assert "no reasons recorded" in shown
    assert "not recorded whether interests were declared" not in shown
    assert "Vice chair: Trustee of a provider (what was done is not recorded)" in shown
    assert "Last day to call it in 20 December 2018" in shown
    assert "Call-in closed on 20 December 2018; it was not called in" in shown
    assert "no effective date recorded" in shown
    ask.refresh_from_db()
    assert (ask.state, ask.outcome.split("; decided")[0]) == ("asked", "Agreed by none of 3; awaited from 3")
    asks = text_of(client.get(address("asks")))
    assert "Agreed by none of 3; awaited from 3; decided 13 December 2018" in asks
    assert "Agreed, 13 December 2018" not in asks
    assert "approved" not in shown.lower()


def test_a_decision_after_the_day_is_not_told_before_it(world):
    decision = world.decide()
    client = browser(world)
    early = text_of(client.get(f"{address('decision', decision.reference)}?on=2018-12-12"))
    assert "It was made only after this day: 13 December 2018." in early
    assert "That it go on" not in early
    assert "That it go on" in text_of(client.get(f"{address('decision', decision.reference)}?on=2018-12-13"))


def test_a_correction_shows_both_values_and_whoever_was_overtaken_chooses(world):
    decision = world.decide(reasons="The contracts end.")
    client = browser(world)
    where = address("decision_change", decision.reference)
    first = filled(client.get(where), reasons="The contracts end in 2020.", reason="Minute 6 in full.")
    second = filled(client.get(where), reasons="They end.", title="The third phase", reason="As agreed.")
    assert client.post(where, first).url == address("decision", decision.reference)
    shown = text_of(client.get(address("decision", decision.reference)))
    assert "Changed." in shown
    assert "Reasons: The contracts end. → The contracts end in 2020." in shown
    assert "Minute 6 in full." in shown
    overtaken = client.post(where, second)
    assert overtaken.status_code == 409
    words = text_of(overtaken)
    assert "The contracts end in 2020." in words
    assert "They end." in words
    choices = {**shown_in(overtaken, "keep_reasons"), "keep_reasons": "theirs", "keep_title": "yours"}
    assert client.post(where, choices).status_code == 302
    decision.refresh_from_db()
    assert (decision.reasons, decision.title) == ("The contracts end in 2020.", "The third phase")


def test_the_record_comes_back_from_its_own_form_unchanged(world):
    ask = RecommendationFactory(programme=world.programme, body=world.board)
    decision = world.decide(
        asked=world.councils[:2],
        recommendation=ask,
        is_key=True,
        key_because="Over £500,000",
        subject_to_call_in=True,
        published_on=date(2018, 12, 13),
        decided=parse_fuzzy_date("13 December 2018"),
    )
    client = browser(world)
    where = address("decision_change", decision.reference)
    page = client.get(where)
    asked = [each.reference for each in world.councils[:2]]
    saved = client.post(where, filled(page, asked=asked, reason=WHY), follow=True)
    assert "Nothing differs, so nothing was saved." in text_of(saved)


def test_a_refused_record_keeps_what_was_typed_and_says_the_cure(world):
    client = browser(world)
    form = client.get(address("decision_add"))
    refused = client.post(
        address("decision_add"),
        filled(
            form,
            body=world.board.reference,
            title="A title",
            text="Words",
            outcome="agreed",
            decided="1 January 2050",
            reason=WHY,
        ),
    )
    assert refused.status_code == 422
    assert "has not come yet" in text_of(refused)
    assert shown_in(refused, "reason")["title"] == "A title"


# --- the register ---------------------------------------------------------------------------------------------------


def listed(client, query=""):
    shown = text_of(client.get(f"{address('decisions')}?{query}"))
    return [name for name in ("First", "Second", "Third") if f"{name} matter" in shown], shown


def test_the_register_is_searched_filtered_and_sorted_and_taken_away_as_shown(world):
    key = {"is_key": True, "key_because": "Over £500,000"}
    world.decide(title="First matter", **key)
    world.decide(title="Second matter", asked=world.councils, outcome="amended")
    world.decide(title="Third matter", body=world.councils[0], outcome="deferred", text="The budget waits")
    client = browser(world)
    every, shown = listed(client)
    assert every == ["First", "Second", "Third"]
    assert "3 decisions: 1 agreed, 1 agreed with amendments and 1 deferred." in shown.replace(" ,", ",")
    for query, names in (
        ("outcome=deferred", ["Third"]),
        ("key=yes", ["First"]),
        (f"body={world.councils[0].reference}", ["Third"]),
        ("q=budget", ["Third"]),
        ("q=nothing+at+all", []),
        ("standing=gaps", ["First", "Second", "Third"]),
        ("standing=not_in_effect", ["Second", "Third"]),
        ("standing=in_effect", ["First"]),
        ("standing=nonsense", ["First", "Second", "Third"]),
    ):
        found, words = listed(client, query)
        # The decision that waits for a body stands in the second list too, whatever the filter.
        first = words.split("Decisions outstanding, by body")[0]
        assert [name for name in found if f"{name} matter" in first] == names, query
    assert "Part of the filter could not be read" in listed(client, "standing=nonsense")[1]
    csv = client.get(f"{reverse('table_csv', args=['alpha', 'decisions'])}?outcome=amended")
    rows = csv.content.decode().splitlines()
    assert len(rows) == 2
    assert "Agreed by none of 3; awaited from 3" in rows[1]
    assert client.get(reverse("table_xlsx", args=["alpha", "decisions"])).status_code == 200
    by_title = client.get(f"{address('decisions')}?sort=-title").content.decode()
    assert by_title.index("Third matter") < by_title.index("Second matter") < by_title.index("First matter")


def test_decisions_outstanding_are_listed_by_body_with_days_since(world):
    world.decide(title="Second matter", asked=world.councils)
    shown = text_of(browser(world).get(f"{address('decisions')}?on=2019-02-01"))
    # 13 December 2018 to 1 February 2019.
    assert shown.count("Second matter Asked on 13 December 2018 Days since 50") == 3
    assert "waiting for a body’s position" in shown
    positions = browser(world).get(f"{reverse('table_csv', args=['alpha', 'positions'])}?on=2019-02-01")
    assert positions.content.decode().count("Awaited") == 3


def test_a_programme_without_decisions_says_so(world):
    shown = text_of(browser(world, "board").get(address("decisions")))
    assert "No decisions yet" in shown
    assert "No decision waits for a body." in shown
    assert "Record a decision" not in shown


# --- positions ------------------------------------------------------------------------------------------------------


def test_a_position_with_conditions_becomes_actions_that_the_page_leads_to(world):
    decision = world.decide(asked=world.councils)
    client = browser(world)
    where = address("position_add", decision.reference)
    typed = filled(
        client.get(where),
        body=world.councils[1].reference,
        position="agreed_with_conditions",
        on="14 January 2019",
        conditions="A yearly report comes to us.\r\nThe budget is capped.",
        owner_role="Director of Public Health",
        due="by April 2019",
        reason=WHY,
    )
    refused = client.post(where, {**typed, "conditions": " "})
    assert refused.status_code == 422
    assert "Enter each condition on a line of its own" in text_of(refused)
    assert client.post(where, typed).url == address("decision", decision.reference)
    page = client.get(address("decision", decision.reference))
    shown = text_of(page)
    assert "Agreed by 1 of 3, with conditions; awaited from 2. 2 conditions are not yet met." in shown
    assert "A yearly report comes to us. (open)" in shown
    for action in BoardAction.objects.all():
        assert address("action", action.reference) in page.content.decode()
    # Sent twice: the second press starts from a decision that has moved on, and nothing is doubled.
    again = client.post(where, typed)
    assert again.status_code == 422
    assert "Somebody changed this while you had it open" in text_of(again)
    assert BodyPosition.objects.count() == 1


# --- effects --------------------------------------------------------------------------------------------------------


def planned(world, decision):
    plan = {"act": "move", "service": world.service.reference, "phase": 2, "effective": "2019-01-02"}
    return plan_effect(decision, "scope_change", plan, reason=WHY, **world.acting())


def test_an_effect_is_planned_told_confirmed_and_linked_both_ways(world):
    decision = world.decide()
    client = browser(world)
    where = address("effect_add", decision.reference, "scope-change")
    typed = filled(
        client.get(where),
        service=world.service.reference,
        act="move",
        phase="2",
        effective="2 January 2019",
        reason=WHY,
    )
    made = client.post(where, typed)
    effect = DecisionEffect.objects.get()
    assert effect.plan == {
        "service": world.service.reference,
        "act": "move",
        "effective": "2019-01-02",
        "phase": 2,
    }
    assert made.url == address("effect", decision.reference, effect.reference)
    page = client.get(made.url)
    assert "Phase Now Phase 1 After the change Phase 2" in text_of(page)
    summary = client.post(made.url, {"step": "preview"})
    assert "Check what it does" in text_of(summary)
    assert scope_record(world.service).phase.number == 1
    done = client.post(made.url, {**shown_in(summary, "stamp"), "step": "confirm"})
    assert done.url == made.url
    assert scope_record(world.service).phase.number == 2
    shown = client.get(made.url)
    assert "Put into effect" in text_of(shown)
    assert reverse("service", args=["alpha", world.service.reference]) in shown.content.decode()
    assert address("decision", decision.reference) in shown.content.decode()
    service = text_of(client.get(reverse("service", args=["alpha", world.service.reference])))
    assert f"Decision {decision.reference} of Programme board, 13 December 2018" in service
    twice = client.post(made.url, {**shown_in(summary, "stamp"), "step": "confirm"}, follow=True)
    assert "already" in text_of(twice)


def test_an_effect_that_is_held_up_says_why_and_offers_nothing(world):
    decision = world.decide(asked=world.councils)
    effect = planned(world, decision)
    client = browser(world)
    where = address("effect", decision.reference, effect.reference)
    page = client.get(where)
    assert "It needs the agreement of every body asked. Agreed by none of 3; awaited from 3." in text_of(page)
    assert "Continue to the summary" not in text_of(page)
    for step in ("preview", "confirm"):
        refused = client.post(where, {"step": step, "version": "1", "stamp": "1.1.0"})
        assert refused.status_code == 422, step
        assert "Nothing was changed" in text_of(refused)
    assert scope_record(world.service).phase.number == 1


def test_who_may_not_record_decisions_reads_an_effect_and_does_nothing(world):
    decision = world.decide()
    effect = planned(world, decision)
    for who in ("commissioner", "board"):
        client = browser(world, who)
        where = address("effect", decision.reference, effect.reference)
        shown = text_of(client.get(where))
        assert "Phase Now Phase 1 After the change Phase 2" in shown
        assert "Continue to the summary" not in shown
        for step in ("preview", "confirm", "remove", ""):
            assert client.post(where, {"step": step, "reason": WHY}).status_code == 403
    assert DecisionEffect.objects.get().applied_at is None


def test_a_plan_is_taken_away_with_a_reason(world):
    decision = world.decide()
    effect = planned(world, decision)
    client = browser(world)
    where = address("effect", decision.reference, effect.reference)
    assert client.post(where, {"step": "remove", "reason": "", "version": "1"}).status_code == 422
    assert client.post(where, {"step": "remove", "reason": WHY, "version": "9"}).status_code == 409
    gone = client.post(where, {"step": "remove", "reason": WHY, "version": str(effect.version)})
    assert gone.url == address("decision", decision.reference)
    assert client.get(where).status_code == 404


def test_each_kind_has_its_form_and_an_unknown_one_none(world):
    decision = world.decide()
    client = browser(world)
    for kind in ("scope-change", "lead-handover", "gateway", "target-change"):
        assert client.get(address("effect_add", decision.reference, kind)).status_code == 200, kind
        empty = client.post(address("effect_add", decision.reference, kind), {"reason": ""})
        assert empty.status_code == 422, kind
    assert client.get(address("effect_add", decision.reference, "rewrite")).status_code == 404
    deferred = world.decide(outcome="deferred")
    assert client.get(address("effect_add", deferred.reference, "gateway")).status_code == 404
