"""How many queries each page takes: fixed, reviewed like code, and the same however many rows there are.

A page that asks once per row works in a demonstration and fails in use, so each page is asked twice: with the first
programme and one more of everything, then with thirty more of everything and more programmes. To accept a change
that is meant, run

    UPDATE_QUERY_COUNTS=1 pytest tests/integration/test_query_counts.py

and commit tests/query_counts.json with the reason for each number that moved.
"""

import io
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from commissioning.core.access import Role
from commissioning.core.models import User
from commissioning.reporting.exports import TABLES
from commissioning.reporting.selectors.figures import figures
from commissioning.reporting.selectors.position import position
from governance.models import BoardAction, EvidenceLink
from outcomes.models import KPI, CareModelArea, ChartDecision, KPIReturn, Strategy, Theme
from procurement.models import Contract, Lot, MarketEngagement, Notice, OcdsImport
from procurement.models.terms import ContractReview
from programmes.models import (
    CommissioningIntention,
    Fact,
    Milestone,
    Programme,
    ProjectSummary,
    RoleAssignment,
    ServiceGroup,
)
from tests.factories.many import another_programme, more_of_everything
from tests.integration import counted_api, counted_exchange, counted_governance
from tests.integration.counted_exchange import more_of_imports

COMMITTED = Path(__file__).parents[1] / "query_counts.json"
UPDATING = os.environ.get("UPDATE_QUERY_COUNTS") == "1"
MANAGER, ADMINISTRATOR = Role.PROGRAMME_MANAGER, Role.PLATFORM_ADMINISTRATOR
ON = "?on=2018-12-13"
MANY = 30
FIGURES = "manage.py figures"
DEMONSTRATION = {
    Role.PLATFORM_ADMINISTRATOR: "administrator@example.org",
    Role.PROGRAMME_MANAGER: "manager@example.org",
    Role.COMMISSIONER: "commissioner@example.org",
    Role.FINANCE_LEAD: "finance@example.org",
    Role.BOARD_MEMBER: "board@example.org",
    Role.ANALYST: "analyst@example.org",
    Role.EVALUATOR: "evaluator@example.org",
}

# Answered without a reader's records, or never with a page.
LEFT_OUT = {
    *counted_api.LEFT_OUT,
    *counted_exchange.LEFT_OUT,
    "accessibility",
    "account_email",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_set_password",
    "account_signup",
    "account_reauthenticate",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_confirm_login_code",
    "action_weakened",  # only sent, never opened
    "brand_css",
    "calendar_feed",  # by private link: held in test_calendar_feed.py
    "calendar_link",  # only sent, never opened
    "calendar_link_end",  # only sent, never opened
    "changes_seen",
    "contract_view_delete",  # only sent, never opened
    "contract_view_save",  # only sent, never opened
    "ocds_phase",  # as the records, of one phase; nothing of the papers is published
    "kpi_comment",  # only sent, never opened
    "stages_add",  # only sent, never opened
    "health_live",
    "health_ready",
}


@dataclass(frozen=True)
class Page:
    """An address by name and arguments, and the role that asks for it. `said` tells two views of one address apart."""

    url_name: str
    args: tuple[object, ...] = ()
    role: Role = MANAGER
    query: str = ""
    said: str = ""

    @property
    def name(self) -> str:
        return " ".join(filter(None, [self.url_name, self.said]))


def programme_page(
    url_name: str, *args: object, query: str = ON, said: str = "", role: Role = MANAGER
) -> Page:
    return Page(url_name, ("hampshire", *args), role, query, said)


PAGES = [
    *(Page("home", role=role, said=f"for {role.label.lower()}") for role in Role),
    Page("account_change_password"),
    Page("search"),
    Page("search", query="?q=service", said="for a word"),
    Page("portfolio"),
    Page("portfolio", role=Role.PLATFORM_ADMINISTRATOR, said="for platform administrator"),
    Page("portfolio_csv"),
    Page("all_kpis"),
    Page("all_kpis_csv"),
    programme_page("programme"),
    programme_page("programme", query="", said="today"),
    programme_page("programme", role=Role.BOARD_MEMBER, said="for board member"),
    programme_page("phase", 2),
    programme_page("evaluation", 2, query=""),
    programme_page("evaluation_act", 2, "declare", query=""),
    programme_page("services"),
    programme_page("services", query=f"{ON}&q=speech&sort=-budget&tbc=any", said="searched and sorted"),
    programme_page("services", query=f"{ON}&page=2&state=any", said="page 2"),
    programme_page("service_add"),
    programme_page("service", "HAM-SVC-01"),
    programme_page("service_change", "HAM-SVC-01"),
    programme_page("money"),
    programme_page("money", query=f"{ON}&combine=1", said="combined"),
    programme_page("budget_lines"),
    programme_page("budget_line_settle", "HAM-BL-11"),
    programme_page("spending"),
    programme_page("funds"),
    programme_page("line_reports", "HAM-BL-11"),
    programme_page("line_report_add", "HAM-BL-11"),
    programme_page("ocds", query=""),
    programme_page("ocds_imports", query=""),
    programme_page("ocds_import_add", query=""),
    programme_page("ocds_import", "a received file", query=""),
    programme_page("ocds_import_file", "a received file", query=""),
    programme_page("ocds_publish", query=""),
    programme_page("ocds_releases", query="?preview=1", said="preview"),
    programme_page("ocds_records", query="?preview=1", said="preview"),
    programme_page("contract_register", query=""),
    programme_page("contract_invitations", query=""),
    programme_page("runway"),
    programme_page("runway", query=f"{ON}&go_live_1=2020-12&show=gaps", said="supposed and filtered"),
    programme_page("calendar"),
    programme_page("calendar_file"),
    programme_page("procurement"),
    programme_page("pipeline"),
    programme_page("notices"),
    programme_page("notice_add"),
    programme_page("phase_stages", 1),
    programme_page("stage_change", 1, "tender"),
    programme_page("gateway", 1, "need"),
    programme_page("phase_regime", 1),
    programme_page("phase_abandon", 1),
    programme_page("market", 1),
    programme_page("lot_add", 1),
    programme_page("engagement_add", 1),
    programme_page("notice", "a notice"),
    programme_page("lot_change", 1, "a lot"),
    programme_page("lot_remove", 1, "a lot"),
    programme_page("engagement_change", 1, "an engagement"),
    programme_page("milestones"),
    programme_page("milestones", query=f"{ON}&dates=overdue&sort=-when", said="filtered and sorted"),
    programme_page("milestone", "a milestone"),
    programme_page("milestone_add"),
    programme_page("milestone_change", "a milestone"),
    programme_page("actions"),
    programme_page("actions", query=f"{ON}&attention=missing", said="filtered"),
    programme_page("action", "an action"),
    programme_page("action_add"),
    programme_page("action_respond", "an action"),
    programme_page("implications"),
    programme_page("outcomes"),
    programme_page("kpis"),
    programme_page("kpis", query=f"{ON}&q=kpi&late=yes&sort=-age", said="filtered and sorted"),
    programme_page("kpi_matrix"),
    programme_page("kpi_exceptions"),
    programme_page("kpi_exception", "a KPI"),
    programme_page("kpi", "a KPI"),
    programme_page("kpi", "a KPI", role=Role.BOARD_MEMBER, said="for board member"),
    programme_page("kpi_change", "a KPI"),
    programme_page("kpi_chart", "a KPI"),
    programme_page("kpi_target", "a KPI"),
    programme_page("kpi_decision_add", "a KPI"),
    programme_page("kpi_decision_withdraw", "a KPI", "a chart decision"),
    programme_page("contracts"),
    programme_page("contracts", query=f"{ON}&state=current&sort=-end", said="filtered and sorted"),
    programme_page("contract_add"),
    programme_page("contracts_bulk"),
    programme_page("contract", "a contract"),
    programme_page("contract", "a contract", role=Role.BOARD_MEMBER, said="for board member"),
    programme_page("contract_change", "a contract"),
    programme_page("contract_act", "a contract", "vary"),
    programme_page("contract_review_add", "a contract"),
    programme_page("contract_review", "a contract", "a contract review"),
    programme_page("measurability"),
    programme_page("golden_thread"),
    programme_page("golden_thread", query=f"{ON}&breaks=only", said="only breaks"),
    programme_page("framework_changes", "HAM-OF"),
    programme_page("framework_new_version", "HAM-OF"),
    programme_page("framework_agree", "HAM-OF"),
    programme_page("strategy_new_version", "a strategy"),
    programme_page("strategy_agree", "a strategy"),
    programme_page("returns"),
    programme_page("returns_tracker"),
    programme_page("returns_tracker", query=f"{ON}&state=late&sort=-age", said="filtered and sorted"),
    programme_page("return_enter", "HAM-KPI-1"),
    programme_page("kpi_correct", "HAM-KPI-1"),
    programme_page("kpi_return", "a return"),
    programme_page("return_edit", "a return"),
    programme_page("return_upload"),
    programme_page("return_template"),
    programme_page("asks"),
    programme_page("boards"),
    programme_page("discrepancies"),
    programme_page("discrepancy", "ham-inc-01"),
    programme_page("hub"),
    programme_page("commissioners"),
    programme_page(
        "commissioners", query=f"{ON}&role=lead_commissioner&statutory=not_stated", said="filtered"
    ),
    programme_page("lead_handover", "HAM-SVC-01"),
    programme_page("successions"),
    programme_page("succession_add"),
    programme_page("commissioning_models"),
    programme_page("service_group_change", "a group of services"),
    programme_page("scope_lists"),
    programme_page("sources"),
    programme_page("document", "HAM-2018-12"),
    programme_page("fact_sources", "a fact"),
    programme_page("about"),
    programme_page("intentions"),
    programme_page("intentions", query=f"{ON}&lead=none&sort=-deadline", said="filtered and sorted"),
    programme_page("intention", "an intention"),
    programme_page("intention_add"),
    programme_page("intention_change", "an intention"),
    programme_page("summary_add", "an intention"),
    programme_page("project_summary", "a project"),
    programme_page("project_summary_change", "a project"),
    programme_page("areas"),
    programme_page("areas", query="?sort=-population", said="sorted"),
    programme_page("area", "an area"),
    programme_page("areas_compare"),
    programme_page("themes"),
    programme_page("theme", "a theme"),
    programme_page("impacts"),
    programme_page("evidence_search"),
    programme_page("evidence_search", query="?q=learnt", said="for a word"),
    programme_page("evidence_attach"),
    programme_page("evidence_detach", "an evidence link"),
    programme_page("risks"),
    *(
        programme_page(name, *args, query=ON if query is None else query, said=said)
        for name, args, query, said in counted_governance.PAGES
    ),
    *(Page(name, args, query=query, said=said) for name, args, query, said in counted_api.PAGES),
    *(
        programme_page(name, *args, query=query, said=said)
        for name, args, query, said in counted_exchange.PAGES
    ),
    programme_page("workbook"),
    *(programme_page("table_csv", name, said=name) for name in TABLES),
    *(programme_page("table_xlsx", name, said=name) for name in ("services", "discrepancies")),
    programme_page("table_zip", "services", said="services"),
    Page("admin:index"),
    Page("admin:app_list", ("programmes",)),
]


def admin_pages() -> list[Page]:
    """The list of every model, and the edit page of those with most on them."""
    models = sorted(admin.site._registry, key=lambda model: model._meta.label_lower)
    names = [f"{model._meta.app_label}_{model._meta.model_name}" for model in models]
    lists = [Page(f"admin:{name}_changelist", role=ADMINISTRATOR) for name in names]
    edited = (
        "programmes_service",
        "procurement_budgetline",
        "programmes_challenge",
        "governance_discrepancy",
    )
    edited += ("core_user", "procurement_procurementphase", "programmes_document", "outcomes_kpi")
    ways = [
        Page(f"admin:{name}_{way}", (), ADMINISTRATOR) for name in edited for way in ("change", "history")
    ]
    ways += [Page(f"admin:{name}_add", (), ADMINISTRATOR) for name in edited if name != "programmes_service"]
    return [*lists, *ways]


EVERY_PAGE = [*PAGES, *admin_pages()]


@pytest.fixture(scope="module", params=["few rows", "many rows"])
def rows(request, hampshire: Programme, django_db_blocker) -> Iterator[str]:
    """The first programme with one more of everything, then with thirty."""
    call_command("load_reference", verbosity=0, stdout=io.StringIO())
    with transaction.atomic():
        more_of_everything(hampshire, 1)
        more_of_imports(hampshire, person(MANAGER), MANY if request.param == "many rows" else 1)
        if request.param == "many rows":
            more_of_everything(hampshire, MANY, phases=3)
            demonstration = RoleAssignment.objects.filter(
                programme=hampshire, user__email__in=DEMONSTRATION.values()
            )
            own = list(demonstration.select_related("user", "organisation"))
            for _ in range(4):
                another_programme(*own)
        yield request.param
        transaction.set_rollback(True)


def person(role: Role) -> User:
    return User.objects.get(email=DEMONSTRATION[role])


# What a page's arguments stand for: records whose names are known only once they are made.
FIRST: dict[object, Callable[[], object]] = {
    **counted_governance.FIRST,
    **counted_exchange.FIRST,
    "a fact": lambda: Fact.objects.filter(kind="procurement.budgetline").earliest("pk").pk,
    "an intention": lambda: (
        CommissioningIntention.objects.filter(programme__key="hampshire").earliest("pk").reference
    ),
    "a project": lambda: ProjectSummary.objects.filter(programme__key="hampshire").earliest("pk").reference,
    "a milestone": lambda: (
        Milestone.objects.filter(programme__key="hampshire", needs__isnull=False).earliest("pk").reference
    ),
    "a received file": lambda: OcdsImport.objects.filter(programme__key="hampshire").earliest("pk").reference,
    "a notice": lambda: Notice.objects.filter(programme__key="hampshire").earliest("pk").reference,
    "a lot": lambda: Lot.objects.filter(programme__key="hampshire").earliest("pk").reference,
    "an engagement": lambda: (
        MarketEngagement.objects.filter(programme__key="hampshire").earliest("pk").reference
    ),
    "a strategy": lambda: Strategy.objects.filter(programme__key="hampshire").earliest("pk").reference,
    "a KPI": lambda: KPI.objects.filter(programme__key="hampshire").earliest("pk").reference,
    "a chart decision": lambda: (
        ChartDecision.objects.filter(kpi__programme__key="hampshire").earliest("pk").reference
    ),
    "a contract": lambda: Contract.objects.filter(programme__key="hampshire").earliest("pk").reference,
    "a contract review": lambda: (
        ContractReview.objects.filter(programme__key="hampshire").earliest("pk").reference
    ),
    "a return": lambda: KPIReturn.objects.filter(programme__key="hampshire").earliest("pk").reference,
    "an action": lambda: BoardAction.objects.filter(programme__key="hampshire").earliest("pk").reference,
    "a group of services": lambda: (
        ServiceGroup.objects.filter(programme__key="hampshire").earliest("pk").reference
    ),
    "an area": lambda: CareModelArea.objects.filter(programme__key="hampshire").earliest("pk").key,
    "a theme": lambda: Theme.objects.filter(programme__key="hampshire").earliest("pk").key,
    "an evidence link": lambda: (
        EvidenceLink.objects.filter(programme__key="hampshire").earliest("pk").reference
    ),
}


def address(page: Page) -> str:
    args = [FIRST[argument]() if argument in FIRST else argument for argument in page.args]
    if page.url_name.endswith(("_change", "_history")) and page.url_name.startswith("admin:"):
        app, model = page.url_name.removeprefix("admin:").split("_")[:2]
        args = [apps.get_model(app, model).objects.earliest("pk").pk]
    return reverse(page.url_name, args=args) + page.query


def queries_of(page: Page, expected: int | None) -> list[str]:
    """The queries of one request; where they are not as expected, of another.

    The first may ask more than the second, for what the process keeps (such as content types), and never less.
    """
    client = Client()
    client.force_login(person(page.role))
    asked = address(page)
    captured: Sequence[dict[str, str]] = ()
    for _ in range(2):
        connection.queries_log.clear()  # it keeps the last 9,000 of all pages, and complains when it is full
        with CaptureQueriesContext(connection) as capturing:
            response = client.get(asked)
            b"".join(response) if response.streaming else response.content
        assert response.status_code == 200, f"{page.name} answered {response.status_code}"
        captured = capturing.captured_queries
        if len(captured) == expected:
            break
    return [query["sql"] for query in captured]


def committed() -> dict[str, int]:
    return json.loads(COMMITTED.read_text()) if COMMITTED.exists() else {}


def accept(name: str, count: int) -> None:
    numbers = {**committed(), name: count}
    COMMITTED.write_text(json.dumps(dict(sorted(numbers.items())), indent=1) + "\n")


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.name)
def test_a_page_takes_its_number_of_queries(rows: str, page: Page) -> None:
    expected = None if UPDATING and rows == "few rows" else committed().get(page.name)
    taken = queries_of(page, expected)
    if expected is None and UPDATING:
        accept(page.name, len(taken))
        expected = len(taken)
    assert len(taken) == expected, (
        f"“{page.name}” took {len(taken)} queries with {rows}; tests/query_counts.json says {expected}.\n"
        + ("It asks once per row: read them together. " if rows == "many rows" else "")
        + "If the change is meant: UPDATE_QUERY_COUNTS=1 pytest tests/integration/test_query_counts.py, and commit "
        f"the file with the reason.\n{repeated(taken)}"
    )


def repeated(taken: list[str]) -> str:
    """The queries asked more than once, most often first: where to look."""
    counts = {sql: taken.count(sql) for sql in taken}
    shapes = [sql.split(" WHERE ")[0][-150:] for sql in taken]
    often = {shape: shapes.count(shape) for shape in shapes if shapes.count(shape) > 1}
    same = sum(count - 1 for count in counts.values())
    lines = [f"{count} × …{shape}" for shape, count in sorted(often.items(), key=lambda pair: -pair[1])]
    return f"{same} asked again word for word. Similar ones:\n" + "\n".join(lines)


def test_the_file_names_these_pages_and_no_others() -> None:
    assert sorted(committed()) == sorted([FIGURES, *(page.name for page in EVERY_PAGE)])


def test_every_page_is_counted() -> None:
    names = {page.url_name for page in PAGES} | LEFT_OUT
    own = {name for name in names_of(get_resolver()) if not name.startswith("admin:")}
    assert own == own & names, f"not counted: {sorted(own - names)}"


def names_of(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names_of(pattern, f"{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield prefix + pattern.name


def test_the_figures_command_reads_everything_once(rows: str, hampshire: Programme) -> None:
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as captured:
        figures(position(hampshire, date(2018, 12, 13)))
    if UPDATING and rows == "few rows":
        accept(FIGURES, len(captured))
    assert len(captured) == committed()[FIGURES], repeated(
        [query["sql"] for query in captured.captured_queries]
    )
