"""The framework's pages as readers and managers meet them."""

import html
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from commissioning.core.access import Role
from outcomes.models import OutcomesFramework, Strategy
from outcomes.rules_measurability import Measured
from outcomes.selectors.framework import framework_of
from outcomes.selectors.framework_stamp import framework_stamp
from outcomes.selectors.measurability import measurability
from tests.factories import (
    CommitmentFactory,
    CommitmentMeasureFactory,
    HighImpactAreaFactory,
    KPIFactory,
    MeasurementFactory,
    OutcomeDomainFactory,
    OutcomeFactory,
    OutcomeMeasureFactory,
    OutcomesFrameworkFactory,
    ProgrammeFactory,
    StrategyAimFactory,
    StrategyFactory,
    TargetFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
TAG = re.compile(r"<[^>]+>")
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
WHY = "The board asked for it."


def words_of(response):
    (main,) = MAIN.findall(response.content.decode())
    return " ".join(html.unescape(TAG.sub(" ", main)).split())


def browser(role, programme):
    client = Client()
    client.force_login(person_with(role, programme=programme))
    return client


@pytest.fixture
def framework():
    programme = ProgrammeFactory(key="frames", reference="FRM-PRG")
    strategy = StrategyFactory(programme=programme, name="Best start", state="agreed")
    StrategyAimFactory(programme=programme, strategy=strategy, text="every child ready")
    made = OutcomesFrameworkFactory(programme=programme, state="agreed", strategy=strategy)
    domain = OutcomeDomainFactory(programme=programme, framework=made, name="Early years")
    OutcomeDomainFactory(programme=programme, framework=made, name="Families", position=9)
    ready, well = (
        OutcomeFactory(programme=programme, framework=made, domain=domain, text=text)
        for text in ("school readiness", "emotional wellbeing")
    )
    proxy = KPIFactory(programme=programme, name="Good level of development")
    OutcomeMeasureFactory(outcome=ready, kpi=proxy, is_proxy=True)
    MeasurementFactory(programme=programme, kpi=proxy, text="", value=0, period="March 2026")
    assert well.pk
    return made


def page(framework, name, role=Role.BOARD_MEMBER, *args, query=""):
    client = browser(role, framework.programme)
    return client.get(reverse(name, args=[framework.programme.key, *args]) + query)


def test_the_page_reads_from_strategy_to_kpi_and_names_what_nothing_measures(framework):
    said = words_of(page(framework, "outcomes"))
    assert "1 of 2 outcomes has no KPI, direct or proxy; 1 has only a proxy." in said
    assert "Best start" in said
    assert "Every child ready Outcomes that serve it no outcome serves it" in said
    assert (
        "School readiness Serves no aim of the strategy Measured by Good level of development Proxy" in said
    )
    assert "Families: No outcome is recorded in this domain yet." in said
    assert "Outcomes that no KPI measures (1) Emotional wellbeing" in said


def test_nought_is_a_value_and_no_target_is_said_to_be_none(framework):
    (row,) = framework_of(framework.programme).kpis
    assert (row.value, row.target) == (0, None)
    said = words_of(page(framework, "outcomes"))
    assert "Latest 0.0 March 2026 Target no target stated" in said
    TargetFactory(kpi=row_kpi(framework), programme=framework.programme, words="as many as last year")
    assert "as many as last year" in words_of(page(framework, "outcomes"))


def row_kpi(framework):
    return framework.outcomes.get(text="school readiness").kpis.get()


def test_a_retired_kpi_measures_nothing_any_more(framework):
    kpi = row_kpi(framework)
    kpi.state = "retired"
    kpi.save()
    assert len(framework_of(framework.programme).outcomes_without_kpi) == 2


def test_versions_are_chosen_by_reference_and_an_unknown_one_is_said_to_be_none(framework):
    draft = OutcomesFrameworkFactory(
        programme=framework.programme, name=framework.name, edition=2, replaces=framework
    )
    shown = words_of(page(framework, "outcomes", query=f"?edition={draft.reference}"))
    assert "No outcome is recorded in this version yet." in shown
    assert "What changed since version 1" in shown
    said = words_of(page(framework, "outcomes", query="?edition=nonsense"))
    assert "“nonsense” is no version of this programme’s framework." in said
    assert "School readiness" in said


def test_what_may_be_done_is_offered_to_managers_alone(framework):
    manager = words_of(page(framework, "outcomes", Role.PROGRAMME_MANAGER))
    board = words_of(page(framework, "outcomes"))
    for words in ("Make a new version", "Make a new version of the strategy", "Edit it in data entry"):
        assert words in manager
        assert words not in board


def test_a_programme_with_nothing_says_so():
    made = ProgrammeFactory(key="empty")
    said = words_of(browser(Role.BOARD_MEMBER, made).get(reverse("outcomes", args=["empty"])))
    assert "No outcomes framework is recorded for this programme yet." in said
    assert "No commitment is recorded yet." in said


# --- making and agreeing a version --------------------------------------------------------------------------------


def send(client, framework, name, step, **given):
    record = given.pop("record", framework)
    address = reverse(name, args=[framework.programme.key, record.reference])
    return client.post(address, {"step": step, "stamp": framework_stamp(framework), **given})


def test_a_version_is_previewed_and_only_confirmed_is_it_made_and_only_once(framework):
    client = browser(Role.PROGRAMME_MANAGER, framework.programme)
    shown = send(client, framework, "framework_new_version", "preview", reason=WHY)
    assert "Nothing has been saved yet." in words_of(shown)
    assert "Outcomes How many 2" in words_of(shown)
    assert OutcomesFramework.objects.count() == 1
    made = send(client, framework, "framework_new_version", "confirm", reason=WHY)
    assert made.status_code == 302
    again = send(client, framework, "framework_new_version", "confirm", reason=WHY)
    assert again.status_code == 302
    assert OutcomesFramework.objects.count() == 2
    assert "it was not saved twice" in words_of(client.get(again.url))


def test_an_empty_reason_is_refused_at_its_field(framework):
    client = browser(Role.PROGRAMME_MANAGER, framework.programme)
    refused = send(client, framework, "framework_new_version", "preview", reason="")
    assert refused.status_code == 422
    assert "Say why, for those who read the history later." in words_of(refused)


def test_who_was_overtaken_sees_it_as_it_is_now_and_keeps_what_they_typed(framework):
    client = browser(Role.PROGRAMME_MANAGER, framework.programme)
    address = reverse("framework_new_version", args=["frames", framework.reference])
    given = {"step": "confirm", "stamp": framework_stamp(framework), "reason": WHY}
    framework.outcomes.filter(text="emotional wellbeing").delete()
    stale = client.post(address, given)
    assert stale.status_code == 409
    assert "Somebody changed it while you had it open." in words_of(stale)
    assert WHY in stale.content.decode()
    assert OutcomesFramework.objects.count() == 1
    fresh = re.search(r'name="stamp" value="(\w+)"', stale.content.decode()).group(1)
    assert client.post(address, {**given, "stamp": fresh}).status_code == 302


@pytest.mark.parametrize(
    ("on", "problem"),
    [
        ("June 2026", "is not one day"),
        ("when it suits", "is not a date"),
        ("1 June 2090", "This day has not come yet"),
        ("", "Enter the day on which it was agreed"),
    ],
)
def test_an_agreement_needs_an_exact_day_that_has_come(framework, on, problem):
    draft = OutcomesFrameworkFactory(programme=framework.programme, name="Second", edition=1)
    OutcomeFactory(programme=framework.programme, framework=draft)
    client = browser(Role.PROGRAMME_MANAGER, framework.programme)
    address = reverse("framework_agree", args=["frames", draft.reference])
    given = {"step": "preview", "stamp": framework_stamp(draft), "where": "Board", "reason": WHY, "on": on}
    refused = client.post(address, given)
    assert refused.status_code == 422
    assert problem in words_of(refused)
    agreed = client.post(address, {**given, "on": "1 June 2020", "step": "confirm"})
    assert agreed.status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.agreed_on, draft.agreed_where) == ("agreed", date(2020, 6, 1), "Board")


def test_what_changed_shows_both_wordings(framework):
    client = browser(Role.PROGRAMME_MANAGER, framework.programme)
    send(client, framework, "framework_new_version", "confirm", reason=WHY)
    draft = OutcomesFramework.objects.get(edition=2)
    outcome = draft.outcomes.get(text="school readiness")
    outcome.text = "ready for school at five"
    outcome.save()
    said = words_of(page(framework, "framework_changes", Role.BOARD_MEMBER, draft.reference))
    assert "1 difference from version 1: 1 × outcome reworded." in said
    assert "Version 1 school readiness Version 2 ready for school at five" in said
    first = words_of(page(framework, "framework_changes", Role.BOARD_MEMBER, framework.reference))
    assert "This is the first version" in first


def test_a_strategy_gets_its_version_from_the_page(framework):
    client = browser(Role.PROGRAMME_MANAGER, framework.programme)
    old = framework.strategy
    for name, edition in (("strategy_new_version", 1), ("strategy_agree", 2)):
        record = Strategy.objects.get(edition=edition)
        address = reverse(name, args=["frames", record.reference])
        stamp = re.search(r'name="stamp" value="(\w+)"', client.get(address).content.decode()).group(1)
        given = {"stamp": stamp, "reason": WHY}
        assert "Every child ready" in words_of(client.post(address, {**given, "step": "preview"}))
        assert client.post(address, {**given, "step": "confirm"}).status_code == 302
    old.refresh_from_db()
    assert old.state == "superseded"
    assert Strategy.objects.get(edition=2).state == "agreed"


# --- measurability ------------------------------------------------------------------------------------------------


@pytest.fixture
def promises():
    """Eight commitments: 3 direct, 1 by a proxy, 1 with a plan, 1 without, 1 that could be measured, 1 not assessed."""
    programme = ProgrammeFactory(key="frames")
    kpi, proxy = KPIFactory(programme=programme), KPIFactory(programme=programme)
    rows = [("measurable", "", "outcome")] * 3
    rows += [
        ("hard", "", "experiential"),
        ("hard", "Ask families", "experiential"),
        ("hard", "", "experiential"),
    ]
    rows += [("measurable", "", "outcome"), ("not_assessed", "", "outcome")]
    made = [
        CommitmentFactory(
            programme=programme, measurability=how, measurement_plan=plan, kind=kind, text=f"Promise {n}"
        )
        for n, (how, plan, kind) in enumerate(rows, 1)
    ]
    for commitment in made[:3]:
        CommitmentMeasureFactory(commitment=commitment, kpi=kpi)
        CommitmentMeasureFactory(commitment=commitment, kpi=proxy, is_proxy=True)
    CommitmentMeasureFactory(commitment=made[3], kpi=proxy, is_proxy=True)
    return programme


def test_every_commitment_is_counted_once_and_a_proxy_never_as_direct(promises):
    found = measurability(promises).commitments
    assert [len(found.of(how)) for how in Measured] == [3, 1, 1, 1, 1, 1]
    assert found.words(Measured.DIRECT) == "3 of 8 (37.5%)"
    assert found.of_sort("experiential").words(Measured.DIRECT) == "0 of 3 (0%)"
    assert [row.text for row in measurability(promises).unplanned] == ["Promise 6"]


def test_a_kpi_that_is_only_ever_a_proxy_is_one_for_its_area_too(promises):
    area = HighImpactAreaFactory(programme=promises)
    kpi = KPIFactory(programme=promises, high_impact_area=area)
    assert measurability(promises).areas.promises[0].how == Measured.DIRECT
    outcome = OutcomeFactory(programme=promises)
    OutcomeMeasureFactory(outcome=outcome, kpi=kpi, is_proxy=True)
    assert measurability(promises).areas.promises[0].how == Measured.PROXY
    kpi.state = "retired"
    kpi.save()
    assert measurability(promises).areas.promises[0].how == Measured.NOT_ASSESSED


def test_the_page_states_coverage_and_lists_what_has_no_plan(promises):
    response = browser(Role.BOARD_MEMBER, promises).get(reverse("measurability", args=["frames"]))
    said = words_of(response)
    assert (
        "Commitments measured directly: 3 of 8 (37.5%); by a proxy only: 1; hard to measure and without a plan: 1."
        in said
    )
    assert "No high impact area is recorded, so there is no coverage to state." in said
    assert "Hard to measure, without a plan (1)" in said
    assert response.content.decode().count(f'id="{promises.commitments.first().reference}"') == 1


def test_without_commitments_there_is_no_coverage_and_not_nought_per_cent():
    made = ProgrammeFactory(key="frames")
    said = words_of(browser(Role.BOARD_MEMBER, made).get(reverse("measurability", args=["frames"])))
    assert "No commitment is recorded, so there is no coverage to state." in said
    assert "0%" not in said
