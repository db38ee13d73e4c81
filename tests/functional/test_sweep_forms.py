"""Every form, sent empty or wrong, to a real browser: what is said, where the focus goes, axe at every width."""

from dataclasses import dataclass

import pytest

from tests.functional.sweeping import look


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
def test_a_form_sent_empty_or_wrong(reader, name):
    """The problem is told above the heading with focus on it, each link moves to its field, and the title says so."""
    sent = FORMS[name]
    visitor = reader(sent.role)
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
    faults = list(look(visitor, name))
    assert not faults, "\n".join(faults)
