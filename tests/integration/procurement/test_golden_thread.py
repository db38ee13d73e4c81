"""The golden thread of a programme made by hand, so that every break is known beforehand."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from commissioning.core.access import Role
from procurement.rules_thread import BreakKind, ThreadFilter
from procurement.selectors.golden_thread import golden_thread
from procurement.thread_chart import MOST_DRAWN, branches_of, drawn_part, thread_nodes
from procurement.thread_words import part_words, summary_words
from programmes.addresses import Addresses
from tests.factories import (
    CommitmentFactory,
    ContractFactory,
    ContractKPIFactory,
    ContractServiceFactory,
    KPIFactory,
    KPIServiceFactory,
    OrganisationFactory,
    OutcomeAimFactory,
    OutcomeDomainFactory,
    OutcomeFactory,
    OutcomeMeasureFactory,
    OutcomesFrameworkFactory,
    ProgrammeFactory,
    ServiceScopeFactory,
    StrategyAimFactory,
    StrategyFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 30)


class Made:
    """Four outcomes, five KPIs, four contracts, three services in scope and one that is not."""

    def __init__(self) -> None:
        p = self.programme = ProgrammeFactory(key="threads", reference="THR-PRG")
        strategy = StrategyFactory(programme=p, state="agreed", name="Best start")
        served, self.unserved = (
            StrategyAimFactory(programme=p, strategy=strategy, text=text) for text in ("Ready", "Happy")
        )
        f = self.framework = OutcomesFrameworkFactory(programme=p, state="agreed", strategy=strategy)
        self.domain = OutcomeDomainFactory(programme=p, framework=f, name="Early years")
        self.direct, self.proxied, self.bare, self.aimless = (
            OutcomeFactory(programme=p, framework=f, text=text, domain=domain)
            for text, domain in (
                ("measured", self.domain),
                ("stood for", None),
                ("unmeasured", None),
                ("aimless", self.domain),
            )
        )
        for outcome in (self.direct, self.proxied, self.bare):
            OutcomeAimFactory(outcome=outcome, aim=served)
        self.owner = OrganisationFactory(name="Eastshire Council")
        self.good, self.proxy, self.loose, self.idle, self.retired = (
            KPIFactory(programme=p, name=name, owner=owner, state=state)
            for name, owner, state in (
                ("good", self.owner, "reporting"),
                ("proxy", None, "reporting"),
                ("loose", None, "proposed"),
                ("idle", self.owner, "reporting"),
                ("retired", None, "retired"),
            )
        )
        for outcome, kpi, is_proxy in (
            (self.direct, self.good, False),
            (self.aimless, self.idle, False),
            (self.aimless, self.proxy, True),
            (self.proxied, self.proxy, True),
            (self.bare, self.retired, False),
        ):
            OutcomeMeasureFactory(outcome=outcome, kpi=kpi, is_proxy=is_proxy)
        self._contracts()

    def _contracts(self) -> None:
        p = self.programme
        self.whole, self.by_proxy, self.empty, self.ended = (
            ContractFactory(programme=p, name=name, ends=ends)
            for name, ends in (
                ("whole", "31 March 2030"),
                ("by proxy", ""),
                ("empty", ""),
                ("ended", "31 March 2026"),
            )
        )
        for contract, kpi in (
            (self.whole, self.good),
            (self.by_proxy, self.proxy),
            (self.empty, self.loose),
            (self.ended, self.idle),
        ):
            ContractKPIFactory(contract=contract, kpi=kpi)
        scoped = [
            ServiceScopeFactory(programme=p, state=state)
            for state in ("in_scope", "in_scope", "in_scope", "removed")
        ]
        self.held, self.shown, self.lost, self.gone = (scope.service for scope in scoped)
        ContractServiceFactory(contract=self.whole, service=self.held)
        ContractServiceFactory(contract=self.by_proxy, service=self.gone)
        ContractServiceFactory(contract=self.ended, service=self.shown)
        KPIServiceFactory(kpi=self.idle, service=self.shown)
        CommitmentFactory(programme=p, text="Nobody waits", measurability="hard")
        CommitmentFactory(
            programme=p, text="Families are asked", measurability="hard", measurement_plan="Survey"
        )


@pytest.fixture
def made():
    return Made()


def broken(thread, kind):
    return [each.about for each in thread.breaks_of(kind)]


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        (BreakKind.NO_STRATEGY, []),
        (BreakKind.UNSERVED_STRATEGY, []),
        (BreakKind.UNSERVED_AIM, ["Happy"]),
        (BreakKind.NO_AIM, ["aimless"]),
        (BreakKind.NO_MEASURE, ["unmeasured"]),
        (BreakKind.PROXY_ONLY, ["stood for"]),
        (BreakKind.NO_OUTCOME, ["loose"]),
        (BreakKind.NO_CONTRACT, ["idle"]),
        (BreakKind.CONTRACT_NO_OUTCOME, ["empty"]),
        (BreakKind.CONTRACT_PROXY_ONLY, ["by proxy"]),
        (BreakKind.CONTRACT_NO_SERVICE, ["empty"]),
        (BreakKind.UNPLANNED, ["Nobody waits"]),
    ],
)
def test_each_break_is_named_once_and_nothing_else_is(made, kind, about):
    """A retired KPI measures nothing, and a contract that ended on 31 March holds nothing on 30 June."""
    assert broken(golden_thread(made.programme, on=ON), kind) == about


def test_services_in_scope_outside_contracts_and_unseen_by_kpis_are_breaks(made):
    thread = golden_thread(made.programme, on=ON)
    assert set(broken(thread, BreakKind.SERVICE_NO_CONTRACT)) == {made.shown.name, made.lost.name}
    assert broken(thread, BreakKind.SERVICE_NO_KPI) == [made.lost.name]
    assert made.gone.name in {row.name for row in thread.services}
    assert len(thread.breaks) == 13


def test_on_its_last_day_a_contract_still_holds_and_the_day_after_no_longer(made):
    last = golden_thread(made.programme, on=date(2026, 3, 31))
    after = golden_thread(made.programme, on=date(2026, 4, 1))
    assert (broken(last, BreakKind.NO_CONTRACT), last.ended_contracts) == ([], 0)
    assert (broken(after, BreakKind.NO_CONTRACT), after.ended_contracts) == (["idle"], 1)


def test_the_summary_counts_proxies_apart(made):
    assert summary_words(golden_thread(made.programme, on=ON)) == (
        "2 of 4 outcomes are measured directly, 1 by a proxy only, 1 by nothing. 3 of 4 KPIs are in a contract. "
        "1 of 3 services in scope is in a contract. 1 that ended before this day is left out. "
        "13 breaks of 12 kinds."
    )


def test_a_framework_without_strategy_and_a_strategy_without_framework_are_breaks(made):
    other = StrategyFactory(programme=made.programme, name="Growing well", state="agreed")
    made.framework.strategy = None
    made.framework.save()
    thread = golden_thread(made.programme, on=ON)
    assert broken(thread, BreakKind.NO_STRATEGY) == [str(made.framework)]
    assert set(broken(thread, BreakKind.UNSERVED_STRATEGY)) == {"Best start", str(other)}
    assert not broken(thread, BreakKind.NO_AIM)
    (top, *_) = thread_nodes(thread, Addresses("threads"))
    assert (top.label, top.state) == ("No strategy", "break")


@pytest.mark.parametrize(
    ("side", "outcomes", "kpis"),
    [
        ("domain", {"measured", "aimless"}, {"good", "idle", "proxy"}),
        ("outcome", {"stood for"}, {"proxy"}),
        ("owner", {"measured", "aimless"}, {"good", "idle"}),
    ],
)
def test_a_filter_leaves_what_hangs_together_and_its_own_breaks(made, side, outcomes, kpis):
    chosen = {
        "domain": ThreadFilter(domain=made.domain.reference),
        "outcome": ThreadFilter(outcome=made.proxied.reference),
        "owner": ThreadFilter(owner=made.owner.pk),
    }[side]
    part = golden_thread(made.programme, on=ON).narrowed(chosen)
    assert {row.text for row in part.outcomes} == outcomes
    assert {row.name for row in part.kpis} == kpis
    shown = outcomes | kpis | {row.name for row in (*part.contracts, *part.services)}
    assert {each.about for each in part.breaks} <= shown
    assert part.breaks


def test_only_breaks_leaves_out_what_is_whole_and_no_break(made):
    thread = golden_thread(made.programme, on=ON)
    part = thread.narrowed(ThreadFilter(only_breaks=True))
    assert part.breaks == thread.breaks
    assert "whole" not in {row.name for row in part.contracts}
    assert "good" not in {row.name for row in part.kpis}
    assert "measured" not in {row.text for row in part.outcomes}


def test_proxies_are_marked_in_the_drawing_and_in_the_list(made):
    nodes = {
        node.label: node for node in thread_nodes(golden_thread(made.programme, on=ON), Addresses("threads"))
    }
    assert (nodes["proxy"].state, nodes["proxy"].tie) == ("proxy", "proxy")
    assert (nodes["good"].state, nodes["good"].tie) == ("joined", "joined")
    assert nodes["Stood for"].state_words == "Break: only a proxy measures it"
    assert nodes["whole"].parents == (f"kpi-{made.good.pk}",)


def test_a_record_on_several_ways_is_unfolded_once(made):
    ContractKPIFactory(contract=made.whole, kpi=made.idle)
    nodes = thread_nodes(golden_thread(made.programme, on=ON), Addresses("threads"))
    listed = []

    def walk(branches):
        for branch in branches:
            listed.append((branch.node.label, branch.repeated))
            walk(branch.branches)

    walk(branches_of(nodes))
    assert listed.count(("whole", False)) == listed.count(("whole", True)) == 1


def test_a_large_thread_is_drawn_in_part_and_listed_whole():
    made = Made()
    few = _queries(made)
    for place in range(60):
        outcome = OutcomeFactory(
            programme=made.programme, framework=made.framework, text=f"More {place}", position=place + 10
        )
        for _ in range(5):
            kpi = KPIFactory(programme=made.programme)
            OutcomeMeasureFactory(outcome=outcome, kpi=kpi)
            ContractKPIFactory(contract=made.whole, kpi=kpi)
    assert _queries(made) == few
    thread = golden_thread(made.programme, on=ON)
    part = drawn_part(thread)
    assert len(thread.kpis) == 304
    assert 0 < len(part.kpis) <= MOST_DRAWN
    assert f"the first {len(part.outcomes)} of 64 outcomes" in part_words(thread, part)
    assert {node.id for node in thread_nodes(thread, Addresses("threads"))} >= {
        f"kpi-{row.pk}" for row in thread.kpis
    }


def _queries(made):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        golden_thread(made.programme, on=ON)
    return len(captured)


# --- the page -----------------------------------------------------------------------------------------------------


def opened(made, role, query=""):
    client = Client()
    client.force_login(person_with(role, programme=made.programme))
    return client.get(reverse("golden_thread", args=["threads"]) + f"?on={ON.isoformat()}{query}")


def test_a_manager_is_led_to_data_entry_and_a_board_member_to_the_record(made):
    mend = reverse("admin:outcomes_outcome_change", args=[made.bare.pk])
    manager = opened(made, Role.PROGRAMME_MANAGER).content.decode()
    board = opened(made, Role.BOARD_MEMBER).content.decode()
    assert mend in manager
    assert mend not in board
    assert f"{reverse('outcomes', args=['threads'])}?on={ON.isoformat()}#{made.bare.reference}" in board
    assert "Outcome that only a proxy measures (1)" in board


def test_a_filter_that_is_none_is_said_to_be_unused_and_the_whole_thread_shown(made):
    said = opened(made, Role.BOARD_MEMBER, "&outcome=nonsense").content.decode()
    assert "“nonsense” is not one of the choices" in said
    assert "13 breaks of 12 kinds." in said


def test_a_programme_with_nothing_says_that_there_is_no_thread():
    programme = ProgrammeFactory(key="threads")
    assert "there is no thread to follow yet" in summary_words(golden_thread(programme, on=ON))


def test_another_programme_s_manager_does_not_know_of_it(made):
    client = Client()
    client.force_login(person_with(Role.PROGRAMME_MANAGER, programme=ProgrammeFactory()))
    assert client.get(reverse("golden_thread", args=["threads"])).status_code == 404
