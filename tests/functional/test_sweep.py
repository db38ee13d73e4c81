"""Every page, for every role, wide and narrow: no axe finding, nothing blocked, no sideways scrolling, no complaint.

A page is added to PAGES and that is all. The data-entry site has a sweep of its own.
"""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from commissioning.core.access import Role
from tests.functional import (
    pages_actions,
    pages_benefits,
    pages_decisions,
    pages_imports,
    pages_meetings,
    pages_packs,
    pages_papers,
    pages_registers,
    pages_reports,
    pages_risks,
)
from tests.functional.sweeping import (
    COMMISSIONER,
    EVIDENCE,
    MAY_EVALUATE,
    MONEY,
    ON,
    OUTSIDERS,
    PLANS,
    SCOPE,
    Page,
    Sweep,
    county,
    hub,
    own,
    plan,
    review,
)

pytestmark = pytest.mark.no_cover  # the whole product many times over: other tests say what is covered

PAGES = [
    Page("home"),
    Page("accessibility"),
    Page("account_change_password"),
    Page("account_logout"),
    Page("search"),
    Page("search", query="?q=nursing"),
    Page("search", query="?q=%3Cb%3Enothing&kind=risk&programme=nowhere"),
    Page("portfolio"),
    Page("portfolio", query=ON),
    hub("programme"),
    plan("programme"),
    review("programme"),
    own("programme", query=""),
    own("programme"),
    own("programme", query="?on=2013-01-01"),
    own("programme", query="?on=nonsense"),
    *(own("phase", number) for number in (1, 2, 3)),
    own("evaluation", 2, query=""),
    own("evaluation_act", 2, "declare", query="", roles=MAY_EVALUATE),
    own("procurement"),
    own("procurement", query=f"{ON}&shown=gateways&status=not_started"),
    own("procurement", query=f"{ON}&q=nothing+is+called+this&phase=nonsense"),
    own("pipeline"),
    own("notices"),
    own("notice_add", roles=SCOPE),
    own("phase_stages", 1),
    own("stage_change", 1, "tender", roles=SCOPE),
    own("gateway", 1, "need"),
    own("gateway", 1, "decision"),
    own("gateway", 1, "tender", status=404),
    own("phase_regime", 1),
    own("phase_abandon", 1, roles=SCOPE),
    own("market", 1),
    own("lot_add", 1, roles=SCOPE),
    own("engagement_add", 1, roles=SCOPE),
    own("services"),
    own("services", query=f"{ON}&q=nursing&phase=1&sort=-budget"),
    own("services", query=f"{ON}&q=nothing+is+called+this"),
    own("services", query=f"{ON}&since=nonsense&phase=77"),
    own("service_add", roles=SCOPE),
    own("service", "HAM-SVC-01"),
    own("service", "HAM-SVC-08"),
    own("service", "HAM-SVC-16"),
    own("service_change", "HAM-SVC-08", roles=SCOPE),
    own("money"),
    own("money", query=f"{ON}&combine=1"),
    own("budget_lines"),
    own("budget_lines", query=f"{ON}&amount=unknown"),
    own("budget_lines", query=f"{ON}&since=nonsense"),
    own("budget_line_settle", "HAM-BL-10", roles=MONEY),
    own("spending"),
    own("funds"),
    own("line_reports", "HAM-BL-10"),
    own("line_report_add", "HAM-BL-10", roles=MONEY),
    county("spending"),
    county("funds"),
    own("ocds", query=""),
    own("ocds_imports", query="", roles=PLANS),
    own("ocds_import_add", query="", roles=PLANS),
    own("ocds_import", "HAM-IMP-77", query="", roles=PLANS, status=404),  # a real one: test_receive.py
    own("ocds_publish", query="", roles=PLANS),
    own("runway"),
    own("runway", query=f"{ON}&go_live_1=2020-12&tender_weeks=8&show=gaps"),
    own("runway", query=f"{ON}&go_live_1=soon&go_live_9=2020-12&phase=77"),
    plan("runway"),
    own("calendar"),
    own("calendar", query=f"{ON}&kind=gateway&since=nonsense"),
    plan("calendar"),
    own("milestones"),
    own("outcomes"),
    own("outcomes", query="?edition=nonsense"),
    review("outcomes"),
    Page("all_kpis"),
    Page("all_kpis", query="?sort=-age"),
    own("kpis"),
    own("kpi_matrix"),
    own("kpi_exceptions"),
    own("kpi_exception", "HAM-KPI-1"),
    county("kpis"),
    county("kpis", query="?variation=concern&assurance=fail&sort=owner"),
    county("kpis", query="?q=nothing+says+zebra"),
    county("kpis", query="?variation=nonsense"),
    county("kpi_matrix"),
    county("kpi_exceptions"),
    county("kpi_exception", "ILL-KPI-29"),
    own("kpi", "HAM-KPI-1"),
    own("kpi", "HAM-KPI-2"),
    own("kpi", "HAM-KPI-99", status=404),
    *(
        county("kpi", f"ILL-KPI-{number}")
        for number in ("05", "13", "14", "20", "29", "31", "36", "55", "56")
    ),
    *(
        Page(name, ("illustration", "ILL-KPI-29"), "", PLANS, 200, COMMISSIONER)
        for name in ("kpi_change", "kpi_chart", "kpi_target", "kpi_decision_add")
    ),
    Page("kpi_decision_withdraw", ("illustration", "ILL-KPI-36", "ILL-DEC-3"), "", PLANS, 200, COMMISSIONER),
    own("returns", query=""),
    own("returns_tracker"),
    own("returns_tracker", query="?state=nonsense"),
    own("return_upload", query="", roles=EVIDENCE | COMMISSIONER),
    own("return_enter", "HAM-KPI-1", query="", roles=EVIDENCE),
    county("returns"),
    county("returns_tracker"),
    county("returns_tracker", query="?state=late&sort=-age"),
    county("returns_tracker", query="?q=nothing+says+zebra"),
    *(county("kpi_return", f"ILL-RET-{number}") for number in (1, 2, 7, 9)),
    county("kpi_return", "ILL-RET-999", status=404),
    Page("return_enter", ("illustration", "ILL-KPI-16"), "", EVIDENCE, 200, COMMISSIONER),
    Page("return_edit", ("illustration", "ILL-RET-9"), "", EVIDENCE, 200, COMMISSIONER),
    Page("kpi_correct", ("illustration", "ILL-KPI-04"), "", EVIDENCE, 200, COMMISSIONER),
    own("contracts", query=""),
    county("contracts"),
    county("contracts", query="?state=current&sort=-end"),
    county("contracts", query="?ending=nonsense"),
    county("contracts", query="?q=nothing+says+zebra"),
    *(county("contract", f"ILL-CON-{number}") for number in (1, 4, 7, 10, 11)),
    county("contract", "ILL-CON-7", query="?on=2022-06-01"),
    county("contract", "ILL-CON-999", status=404),
    county("contract_review", "ILL-CON-1", "ILL-CRV-1"),
    *(
        Page(name, ("illustration", *args), "", PLANS, 200, COMMISSIONER)
        for name, *args in (
            ("contract_add",),
            ("contracts_bulk",),
            ("contract_change", "ILL-CON-1"),
            ("contract_review_add", "ILL-CON-1"),
            *(
                ("contract_act", "ILL-CON-1", kind)
                for kind in (
                    "award",
                    "sign",
                    "vary",
                    "extend",
                    "novate",
                    "terminate",
                    "lapse",
                    "party",
                    "party-end",
                )
            ),
        )
    ),
    own("measurability"),
    review("measurability"),
    own("golden_thread"),
    own("golden_thread", query=f"{ON}&breaks=only&domain=nonsense"),
    plan("golden_thread"),
    own("framework_changes", "HAM-OF"),
    own("framework_agree", "HAM-OF", roles=PLANS),
    own("framework_new_version", "HAM-OF", roles=PLANS),
    own("strategy_agree", "HAM-HWS-1", roles=PLANS),
    plan("strategy_new_version", "DER-HWS-1", roles=PLANS),
    own("asks"),
    own("boards"),
    own("discrepancies"),
    own("discrepancies", query=f"{ON}&q=nothing+says+this"),
    own("discrepancies", query=f"{ON}&kind=nonsense"),
    own("discrepancy", "ham-inc-01"),
    own("discrepancy", "ham-inc-12"),
    own("sources"),
    own("document", "HAM-2018-12"),
    own("fact_sources", 1),
    own("about"),
    plan("intentions"),
    plan("intentions", query="?q=foster&lead=vacancy&sort=-number"),
    plan("intentions", query="?q=nothing+says+zebra"),
    plan("intentions", query="?lead=nonsense&lacks=99"),
    plan("intention", "DER-CI-1"),
    plan("intention", "DER-CI-5"),
    plan("intention", "DER-CI-99", status=404),
    plan("intention_add", roles=PLANS),
    plan("intention_change", "DER-CI-1", roles=PLANS),
    plan("summary_add", "DER-CI-4", roles=PLANS),
    *(plan("project_summary", f"DER-PRJ-{number}") for number in range(1, 6)),
    plan("project_summary_change", "DER-PRJ-1", roles=PLANS),
    plan("milestones"),
    plan("milestones", query="?on=2014-04-15&kind=milestone&fit=after&sort=-when"),
    plan("milestones", query="?q=nothing+says+zebra"),
    plan("milestones", query="?due=soon&kind=nonsense"),
    plan("milestone", "DER-PRJ-1-M-3"),
    plan("milestone", "DER-PRJ-2-M-5"),
    plan("milestone", "DER-PRJ-9-M-9", status=404),
    plan("milestone_add", roles=PLANS),
    plan("milestone_change", "DER-PRJ-1-M-3", roles=PLANS),
    plan("actions"),
    plan("actions", query="?on=2013-06-30"),
    plan("actions", query="?attention=missing&state=nonsense"),
    plan("action", "DER-ACT-4"),
    plan("action", "DER-ACT-99", status=404),
    plan("action_add", roles=PLANS),
    plan("action_respond", "DER-ACT-2", roles=PLANS),
    plan("implications"),
    own("actions"),  # a programme without any
    own("implications"),
    review("areas"),
    review("areas", query="?sort=-population"),
    review("area", "BNSSG"),
    review("area", "CC4C"),
    review("area", "GM"),
    review("area", "WY"),
    review("area", "NOWHERE", status=404),
    review("areas_compare"),
    review("areas_compare", query="?area=CC4C"),
    review("areas_compare", query="?area=CC4C&area=GM&area=WY&area=SUSSEX"),
    review("themes"),
    review("theme", "partner-engagement"),
    review("theme", "partner-engagement", query="?area=GM"),
    review("theme", "no-such-theme", status=404),
    review("impacts"),
    review("impacts", query="?area=CC4C&recomputes=no&kind=context"),
    review("impacts", query="?basis=nonsense"),
    review("evidence_search", query="?q=admissions"),
    review("evidence_search", query="?q=nothing+says+zebra"),
    review("evidence_attach", query="?evidence=ESX-CC4C-L-01", roles=EVIDENCE),
    review("evidence_attach", roles=EVIDENCE),
    review("risks"),
    Page("hub", ("nottinghamshire",), unseen=OUTSIDERS),
    hub("commissioners"),
    hub("commissioners", query="?on=2015-05-01&model=Integrated&standing=proposed"),
    hub("commissioners", query="?on=2015-05-01&role=host"),
    hub("commissioners", query="?statutory=nonsense"),
    hub("service", "NOT-T1-02"),
    hub("service", "NOT-SVC-LAC"),
    hub("services"),
    hub("lead_handover", "NOT-T1-02", query="", roles=PLANS),
    hub("successions", query=""),
    hub("succession_add", query="", roles=PLANS),
    hub("commissioning_models", query=""),
    hub("service_group_change", "NOT-SG-09", query="", roles=PLANS),
    hub("scope_lists", query="?first=NOT-LIST-T1&second=NOT-LIST-A2"),
    own("commissioners"),
    own("successions"),
    own("commissioning_models"),  # a programme whose papers define no models
    own("scope_lists"),
    own("lead_handover", "HAM-SVC-08", roles=SCOPE),
    own("hub"),  # a programme without a team
    own("service", "HAM-SVC-99", status=404),
    own("phase", 9, status=404),
    Page("programme", ("elsewhere",), status=404),
    *pages_actions.PAGES,
    *pages_benefits.PAGES,
    *pages_decisions.PAGES,
    *pages_imports.PAGES,
    *pages_meetings.PAGES,
    *pages_packs.PAGES,
    *pages_papers.PAGES,
    *pages_registers.PAGES,
    *pages_reports.PAGES,
    *pages_risks.PAGES,
]

# Files, actions and probes, not pages; and pages for those who are not signed in, swept below.
NOT_SWEPT_BY_ROLE = {
    "pack_compare",  # needs packs that somebody has made: walked in test_packs.py, as the two below
    "pack_docx",
    "pack_pdf",
    "api_absent",  # answers for programs, as the eight below: tests/integration/exchange/api
    "api_index",
    "api_openapi",
    "api_programme",
    "api_programmes",
    "api_record",
    "api_shared",
    "api_shared_record",
    "api_table",
    "api_token_end",  # only sent
    "import_file",  # needs an import that somebody has handed in: walked in test_imports.py, as the next
    "import_refused",
    "import_template",
    "saved_export_act",  # only sent: walked in test_imports.py, as the next
    "saved_export_file",
    "action_weakened",  # only sent: walked in test_milestones.py
    "evidence_detach",  # needs a link that somebody has made: walked in test_evidence.py
    "kpi_comment",  # only sent: walked in test_kpi.py
    "notice",  # needs a notice that somebody has planned: walked in test_gateway.py, as the three below
    "lot_change",
    "lot_remove",
    "engagement_change",
    "stages_add",  # only sent
    "brand_css",
    "calendar_feed",
    "contract_view_save",  # only sent: walked in test_contract.py
    "contract_view_delete",  # only sent
    "calendar_file",
    "calendar_link",  # only sent: walked in test_runway.py
    "calendar_link_end",  # only sent
    "changes_seen",
    "health_live",
    "health_ready",
    "all_kpis_csv",
    "contract_invitations",
    "contract_register",
    "ocds_import_file",
    "ocds_phase",
    "ocds_records",
    "ocds_releases",
    "portfolio_csv",
    "report_pdf",
    "return_template",
    "table_csv",
    "table_xlsx",
    "table_zip",
    "workbook",
}
SIGNED_OUT = [
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
    "accessibility",
]
# Answered only to someone in the middle of something, or never.
OF_NO_ONE = {
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
    "account_reauthenticate",
    "account_reset_password_from_key",
    "account_set_password",
    "account_signup",
}


# --- sweeping: a class for each programme, so that parallel runs share them out ------------------------------------


@pytest.fixture(scope="class")
def sweep() -> Sweep:
    return Sweep()


class EveryRole:
    def test_page(self, page, sweep, reader):
        faults = []
        for role in Role.values:
            faults += sweep.faults(reader(role), page.path, page.status_for(role))
        assert not faults, "\n".join(faults)


BY_CLASS = ("hampshire", "derby", "essex", "illustration")


def of(programme: str) -> pytest.MarkDecorator:
    """The pages of a programme; "" stands for those of every programme that has no class of its own."""
    of_pages = [(*page.args, "")[0] for page in PAGES]
    chosen = [
        page
        for page, key in zip(PAGES, of_pages, strict=True)
        if (key if key in BY_CLASS else "") == programme
    ]
    return pytest.mark.parametrize("page", chosen, ids=str)


@of("hampshire")
class TestHampshire(EveryRole):
    """The first programme."""


@of("derby")
class TestDerby(EveryRole):
    """Intentions and plans."""


@of("essex")
class TestEssex(EveryRole):
    """The review of models of care."""


@of("illustration")
class TestCounty(EveryRole):
    """The illustrative county."""


@of("")
class TestElsewhere(EveryRole):
    """The commissioning hub, and pages of no programme."""


class TestSignedOut:
    @pytest.mark.parametrize("name", SIGNED_OUT)
    def test_page(self, name, sweep, reader):
        faults = list(sweep.faults(reader(), reverse(name)))
        assert not faults, "\n".join(faults)

    def test_a_used_or_broken_reset_link(self, sweep, reader):
        assert not list(sweep.faults(reader(), "/accounts/password/reset/key/1-nonsense/"))

    def test_a_page_that_is_not_there(self, sweep, reader):
        assert not list(sweep.faults(reader(), "/accounts/nonsense/", 404))


# --- completeness -----------------------------------------------------------------------------------------------


def names_of(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace is None:
                yield from names_of(pattern)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def test_every_address_is_swept():
    swept = {page.url_name for page in PAGES} | {*SIGNED_OUT} | NOT_SWEPT_BY_ROLE | OF_NO_ONE
    assert set(names_of(get_resolver())) == swept
