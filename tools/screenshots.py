"""`make screenshots`: the pictures of README and how-tos, from the site that is running on PORT.

Names after the command make only those: `tools/screenshots.py import-preview`.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent))
from chromium import installed
from screenshots_imports import WALKS

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SITE = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
TARGET = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
ON = "?on=2018-12-13"
PICTURES = (
    ("programme", 1280, 1500, "board", f"/programmes/hampshire/{ON}"),
    ("phase-phone", 375, 1500, "board", f"/programmes/hampshire/phases/2/{ON}"),
    ("money", 1280, 1500, "board", f"/programmes/hampshire/money/{ON}"),
    ("service", 1280, 1200, "commissioner", f"/programmes/hampshire/services/HAM-SVC-08/{ON}"),
    ("discrepancies", 1280, 1500, "manager", f"/programmes/hampshire/discrepancies/{ON}"),
    ("portfolio", 1280, 1000, "board", "/portfolio/?on=2018-12-13"),
    ("commissioners", 1280, 1500, "board", "/programmes/nottinghamshire/commissioners/?on=2015-03-01"),
    ("project-summary", 1280, 1500, "board", "/programmes/derby/summaries/DER-PRJ-1/?on=2013-09-30"),
    ("milestones", 1280, 1300, "board", "/programmes/derby/milestones/?on=2013-09-30"),
    ("kpi-board", 1280, 1500, "board", "/programmes/illustration/kpis/"),
    ("kpi-matrix", 1280, 1500, "board", "/programmes/illustration/kpis/matrix/"),
    ("kpi", 1280, 1300, "board", "/programmes/illustration/kpis/ILL-KPI-18/"),
    ("kpi-phone", 375, 1300, "board", "/programmes/illustration/kpis/ILL-KPI-18/"),
    ("runway", 1280, 1500, "board", f"/programmes/hampshire/runway/{ON}"),
    ("procurement", 1280, 1500, "manager", "/programmes/illustration/procurement/"),
    ("contract", 1280, 1500, "manager", "/programmes/illustration/contracts/ILL-CON-1/"),
    ("spending", 1280, 1500, "finance", "/programmes/illustration/money/spending/"),
    ("golden-thread", 1280, 1500, "board", "/programmes/illustration/golden-thread/"),
    ("returns", 1280, 1300, "manager", "/programmes/illustration/returns/"),
    ("boards", 1280, 1500, "board", "/programmes/nottinghamshire/boards/?on=2013-06-10"),
    ("decision", 1280, 1500, "board", "/programmes/illustration/decisions/ILL-BDEC-1/"),
    ("risks", 1280, 1500, "manager", "/programmes/illustration/risks/"),
    ("report", 1280, 1500, "manager", "/programmes/illustration/reports/ILL-HR-1/"),
    ("themes", 1280, 1200, "analyst", "/programmes/essex/themes/"),
)


def sign_in(page: Page, who: str) -> None:
    page.goto(f"{SITE}/accounts/login/")
    page.fill("input[name=login]", f"{who}@example.org")
    page.fill("input[name=password]", os.environ.get("DEMO_PASSWORD", "evaluate-hampshire"))
    page.click("main button[type=submit]")
    page.wait_for_url(f"{SITE}/")  # Home: a picture of the sign-in page helps nobody


def signed_in(browser: Browser, width: int, height: int, who: str) -> Page:
    page = browser.new_page(viewport={"width": width, "height": height}, locale="en-GB", base_url=SITE)
    sign_in(page, who)
    return page


def keep(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=TARGET / f"{name}.png")
    print(f"docs/screenshots/{name}.png")


def main(wanted: list[str]) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=FLAGS)
        for name, width, height, who, path in PICTURES:
            if not wanted or name in wanted:
                page = signed_in(browser, width, height, who)
                page.goto(path)
                keep(page, name)
                page.close()
        for names, height, who, walk in WALKS:
            if not wanted or set(names) & set(wanted):
                page = signed_in(browser, 1280, height, who)
                walk(page, keep)
                page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
