"""A person at a browser, and what such a person may expect of every page."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

WIDTHS = (1280, 768, 375)

# Runs in every page before its own scripts; the browser's own channel carries the report, so no policy hinders it.
LISTEN_FOR_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event => window.reportViolation(
  `${event.violatedDirective} blocked ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`))
"""
# The header folds its links away one frame after the window changes.
TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# No preload: for a rule that is off anyway, axe would copy imported stylesheets inline, which the policy blocks.
AXE = """
async () => (await axe.run(document, {resultTypes: ["violations"], preload: false})).violations.flatMap(violation =>
  violation.nodes.map(node => `${violation.id}: ${node.target.join(" ")} — ${node.failureSummary}`))
"""


@cache
def axe_source() -> str:
    return (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text()


@cache
def demo_account(role: str) -> tuple[str, str]:
    """The e-mail address and password of the first demonstration account of a role, as `make run` prints them."""
    people = json.loads((settings.BASE_DIR / "fixtures" / "demo" / "people.json").read_text())
    person = next(person for person in people["people"] if person["role"] == role)
    return person["email"], people["password"]


class Visitor:
    """One browser profile, signed in as a demonstration role or not at all.

    `page` is Playwright's own page. `complaints` collects what no page may do; the `visit` fixture fails on any.
    """

    def __init__(
        self, browser: Browser, site: str, role: str, *, width: int, height: int, javascript: bool
    ) -> None:
        self.site = site
        self.role = role
        self.javascript = javascript
        self.complaints: list[str] = []
        self.context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="Europe/London",
            java_script_enabled=javascript,
        )
        self.context.set_default_timeout(10_000)
        self.context.expose_binding("reportViolation", self._violation)
        self.context.add_init_script(LISTEN_FOR_VIOLATIONS)
        self.client = Client(raise_request_exception=False)
        if role:
            self._sign_in(role)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on(
            "pageerror", lambda error: self.complaints.append(f"script failed on {self.page.url}: {error}")
        )
        self.context.on("request", self._request)
        self.context.on("response", self._response)

    # --- acting ---------------------------------------------------------------------------------------------------

    def open(self, path: str, *, status: int = 200) -> Page:
        """Go to a page and check how it answers."""
        response = self.page.goto(path)
        assert response is not None
        assert response.status == status, f"{path} answered {response.status}"
        return self.page

    def fetch(self, path: str) -> tuple[str, int]:
        """The words and the status of a page as this visitor gets it, without the browser."""
        response = self.client.get(path)
        return response.content.decode(), response.status_code

    def resize(self, width: int, height: int = 900) -> None:
        """Make the window another size, unless it has it, and let the page settle in it."""
        if self.page.viewport_size == {"width": width, "height": height}:
            return
        self.page.set_viewport_size({"width": width, "height": height})
        if self.javascript:
            self.page.evaluate(TWO_FRAMES)

    def sign_in_by_form(self, role: str) -> Page:
        """Sign in as a person does: address and password typed into the sign-in page."""
        email, password = demo_account(role)
        self.open("/accounts/login/")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        return self.page

    def close(self) -> None:
        self.context.close()

    # --- what every page owes -------------------------------------------------------------------------------------

    def axe_violations(self) -> list[str]:
        """Every node axe objects to, under all its rules; injected past the content policy, which stays on."""
        if not self.page.evaluate("typeof window.axe === 'object'"):
            self.page.evaluate(axe_source())
        found: list[str] = self.page.evaluate(AXE)
        return found

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        pixels: int = self.page.evaluate(OVERFLOW)
        return pixels

    def check_page(self, *, widths: tuple[int, ...] = WIDTHS) -> None:
        """No axe violation and no sideways scrolling at each width, closed details opened."""
        self.page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
        before = self.page.viewport_size
        for width in widths:
            self.resize(width)
            found = self.axe_violations()
            assert not found, f"{self.page.url} at {width} px:\n" + "\n".join(found)
            assert self.overflow() <= 0, f"{self.page.url} is {self.overflow()} px too wide at {width} px"
        if before:
            self.page.set_viewport_size(before)

    def taken_complaints(self) -> list[str]:
        """The complaints so far, taken off: a browser kept for several tests starts each without any."""
        taken, self.complaints = self.complaints, []
        return taken

    def __str__(self) -> str:
        return self.role or "someone who is not signed in"

    # --- listening ------------------------------------------------------------------------------------------------

    def _sign_in(self, role: str) -> None:
        from django.contrib.auth import get_user_model

        self.client.force_login(get_user_model().objects.get(email=demo_account(role)[0]))
        name = settings.SESSION_COOKIE_NAME
        value = self.client.cookies[name].value
        self.context.add_cookies([{"name": name, "value": value, "url": self.site}])

    def _violation(self, source: Any, text: str) -> None:
        self.complaints.append(f"content policy on {source['page'].url}: {text}")

    def _console(self, message: ConsoleMessage) -> None:
        # The browser logs each answer of 4xx as an error of its own; tests ask for those on purpose.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console on {self.page.url}: {message.text}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).scheme in {"http", "https"} and not request.url.startswith(self.site):
            self.complaints.append(f"{self.page.url} asked another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.url} answered {response.status}")
