"""Every page, for every role, wide and narrow: no axe finding, nothing blocked, no sideways scrolling, no complaint.

A page whose main part another role has been shown word for word is put to axe once; everything else is asked of every
role. The data-entry site has a sweep of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from commissioning.core.access import Role
from tests.functional.visitor import Visitor

ON = "?on=2018-12-13"
AXE_WIDTHS = (1280, 375)
NARROWEST = 320

# Words of this request alone, which would make every page differ from every other.
MAIN_WITHOUT_TOKENS = """
() => { const main = document.querySelector("main").cloneNode(true);
        main.querySelectorAll("input[type=hidden]").forEach(input => input.remove());
        return document.title + main.innerHTML }
"""
OPEN_DETAILS = "document.querySelectorAll('details').forEach(details => { details.open = true })"

ALL = frozenset(Role.values)
SCOPE = frozenset({"platform_administrator", "programme_manager", "commissioner"})
MONEY = frozenset({"platform_administrator", "programme_manager", "finance_lead"})
EVIDENCE = frozenset({"platform_administrator", "programme_manager", "analyst"})
COMMISSIONER = frozenset({"commissioner"})
PLANS = frozenset({"platform_administrator", "programme_manager"})


@dataclass(frozen=True)
class Page:
    """An address, and the roles that get it; the others who may see the programme get the page that says why not.

    `unseen` are the roles of people who may not know that the programme is there: they get 404.
    """

    url_name: str
    args: tuple[object, ...] = ()
    query: str = ""
    roles: frozenset[str] = ALL
    status: int = 200
    unseen: frozenset[str] = frozenset()

    def status_for(self, role: str) -> int:
        if role in self.unseen:
            return 404
        return self.status if role in self.roles else 403

    @property
    def path(self) -> str:
        return reverse(self.url_name, args=self.args) + self.query


def own(
    url_name: str, *args: object, query: str = ON, roles: frozenset[str] = ALL, status: int = 200
) -> Page:
    return Page(url_name, ("hampshire", *args), query, roles, status)


def review(
    url_name: str, *args: object, query: str = "", roles: frozenset[str] = ALL, status: int = 200
) -> Page:
    """A page of the review of other places, in which the demonstration's commissioner has no role."""
    return Page(url_name, ("essex", *args), query, roles, status, COMMISSIONER)


def plan(
    url_name: str,
    *args: object,
    query: str = "?on=2013-10-01",
    roles: frozenset[str] = ALL,
    status: int = 200,
) -> Page:
    """A page of the programme with intentions, in which the demonstration's first commissioner has no role."""
    return Page(url_name, ("derby", *args), query, roles, status, COMMISSIONER)


def hub(
    url_name: str,
    *args: object,
    query: str = "?on=2015-03-01",
    roles: frozenset[str] = ALL,
    status: int = 200,
) -> Page:
    """A page of the commissioning hub, in which the demonstration's first commissioner has no role."""
    return Page(url_name, ("nottinghamshire", *args), query, roles, status, COMMISSIONER)


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
    own("milestones"),
    own("outcomes"),
    own("outcomes", query="?edition=nonsense"),
    review("outcomes"),
    own("measurability"),
    review("measurability"),
    own("golden_thread"),
    own("golden_thread", query=f"{ON}&breaks=only&domain=nonsense"),
    plan("golden_thread"),
    own("framework_changes", "HAM-OF"),
    own("framework_agree", "HAM-OF", roles=PLANS),
    own("framework_new_version", "HAM-OF", roles=PLANS),
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
    Page("hub", ("nottinghamshire",), unseen=COMMISSIONER),
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
]

# Files, actions and probes, not pages; and pages for those who are not signed in, swept below.
NOT_SWEPT_BY_ROLE = {
    "action_weakened",  # only sent: walked in test_milestones.py
    "evidence_detach",  # needs a link that somebody has made: walked in test_evidence.py
    "brand_css",
    "changes_seen",
    "health_live",
    "health_ready",
    "portfolio_csv",
    "table_csv",
    "table_xlsx",
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


class Sweep:
    """Looks at the page a visitor is on, and remembers which main parts have been looked at before."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def faults(self, visitor: Visitor, said: str) -> Iterator[str]:
        """What is wrong with the page as it stands, at each width; its disclosures are opened on the way."""
        main = visitor.page.evaluate(MAIN_WITHOUT_TOKENS)
        is_new = main not in self.seen
        self.seen.add(main)
        yield from self._too_wide(visitor, said, (*AXE_WIDTHS, NARROWEST) if is_new else (NARROWEST,))
        if is_new:
            visitor.page.evaluate(OPEN_DETAILS)
            yield from self._too_wide(visitor, f"{said}, disclosures open,", (NARROWEST,))
            for width in reversed(AXE_WIDTHS):
                yield from self._too_wide(visitor, f"{said}, disclosures open,", (width,))
                yield from (f"{said} at {width} px: {found}" for found in visitor.axe_violations())
        else:
            visitor.resize(AXE_WIDTHS[0])

    def _too_wide(self, visitor: Visitor, said: str, widths: Iterable[int]) -> Iterator[str]:
        for width in widths:
            visitor.resize(width)
            if (pixels := visitor.overflow()) > 0:
                yield f"{said} is {pixels} px too wide at {width} px"


@pytest.fixture(scope="module")
def sweep() -> Sweep:
    return Sweep()


@pytest.mark.parametrize("role", Role.values)
def test_every_page_for_every_role(visit, sweep, role):
    visitor = visit(role)
    faults = []
    for page in PAGES:
        visitor.open(page.path, status=page.status_for(role))
        faults += sweep.faults(visitor, page.path)
    assert not faults, "\n".join(faults)


def test_every_page_for_those_who_are_not_signed_in(visit, sweep):
    visitor = visit()
    faults = []
    for name in SIGNED_OUT:
        visitor.open(reverse(name))
        faults += sweep.faults(visitor, name)
    visitor.open("/accounts/password/reset/key/1-nonsense/")
    faults += sweep.faults(visitor, "a used or broken reset link")
    visitor.open("/accounts/nonsense/", status=404)
    faults += sweep.faults(visitor, "a page that is not there")
    assert not faults, "\n".join(faults)


# --- forms sent empty or wrong ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sent:
    """A form, what is typed and chosen by label, the button, and words of the problem that must be told."""

    role: str
    path: str
    button: str
    problem: str
    typed: tuple[tuple[str, str], ...] = ()
    chosen: tuple[str, ...] = ()


H = "/programmes/hampshire/"
FORMS = {
    "sign-in, empty": Sent("", "/accounts/login/", "Sign in", "Enter"),
    "sign-in, wrong": Sent(
        "",
        "/accounts/login/",
        "Sign in",
        "password",
        (("E-mail address", "board@example.org"), ("Password", "wrong")),
    ),
    "password reset, empty": Sent("", "/accounts/password/reset/", "", "Enter"),
    "password change, empty": Sent("analyst", "/accounts/password/change/", "Change password", "Enter"),
    "change of scope, empty": Sent("commissioner", f"{H}services/HAM-SVC-08/change/", "Continue", "Say why"),
    "change of scope, wrong date": Sent(
        "programme_manager",
        f"{H}services/HAM-SVC-01/change/",
        "Continue",
        "“soon” is not a date",
        (("From when does it count?", "soon"), ("Why?", "Because")),
        ("Change its name",),
    ),
    "adding a service, empty": Sent("programme_manager", f"{H}services/add/", "Continue", "Say why"),
    "project summary, wrong": Sent(
        "programme_manager",
        "/programmes/derby/summaries/DER-PRJ-1/change/",
        "Save the summary",
        "looks like an e-mail address",
        (("Senior responsible owner", "head@example.org"), ("Why?", "Because")),
    ),
    "intention, empty": Sent(
        "programme_manager",
        "/programmes/derby/intentions/add/",
        "Save the intention",
        "Enter what is to be commissioned or changed",
    ),
    "handover, empty": Sent(
        "programme_manager",
        "/programmes/nottinghamshire/services/NOT-T1-02/hand-over/",
        "Continue",
        "Say who decided it",
    ),
    "succession, empty": Sent(
        "programme_manager", "/programmes/nottinghamshire/successions/add/", "Continue", "Say why it changes"
    ),
    "group of services, no reason": Sent(
        "programme_manager",
        "/programmes/nottinghamshire/models/NOT-SG-09/change/",
        "Save",
        "Say why it changes",
    ),
    "settling, empty": Sent(
        "finance_lead", f"{H}money/lines/HAM-BL-10/settle/", "Continue", "Enter the amount"
    ),
    "settling, wrong amount": Sent(
        "finance_lead", f"{H}money/lines/HAM-BL-10/settle/", "Continue", "amount", (("Amount", "a lot"),)
    ),
    "handling, empty": Sent(
        "programme_manager", f"{H}discrepancies/ham-inc-01/", "Save", "Say what was found out"
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_sent_empty_or_wrong(visit, sweep, name):
    """The problem is told above the heading with focus on it, each link moves to its field, and the title says so."""
    sent = FORMS[name]
    visitor = visit(sent.role)
    page = visitor.open(sent.path)
    for label, text in sent.typed:
        page.get_by_label(label).fill(text)
    for label in sent.chosen:
        page.get_by_label(label).check()
    page.locator("main form:not([method=get])").get_by_role("button", name=sent.button).first.click()

    summary = page.locator(".nhsuk-error-summary")
    summary.wait_for()
    assert sent.problem in summary.inner_text()
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.classList.contains('nhsuk-error-summary')")
    for link in summary.get_by_role("link").all():
        link.click()
        target = (link.get_attribute("href") or "").removeprefix("#")
        assert page.evaluate("document.activeElement.id") == target
    faults = list(sweep.faults(visitor, name))
    assert not faults, "\n".join(faults)


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
