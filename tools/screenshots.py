"""`make screenshots`: the pictures of README and how-tos, from the site that is running on PORT."""

import os
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent))
from chromium import installed

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
HAMPSHIRE = f"{SITE}/programmes/hampshire/"
ON = "?on=2018-12-13"
PICTURES = (
    ("programme", 1280, 1500, "board", ON),
    ("phase-phone", 375, 1500, "board", f"phases/2/{ON}"),
    ("money", 1280, 1500, "board", f"money/{ON}"),
    ("service", 1280, 1200, "commissioner", f"services/HAM-SVC-08/{ON}"),
    ("discrepancies", 1280, 1500, "manager", f"discrepancies/{ON}"),
)


def sign_in(page: Page, who: str) -> None:
    page.goto(f"{SITE}/accounts/login/")
    page.fill("input[name=login]", f"{who}@example.org")
    page.fill("input[name=password]", os.environ.get("DEMO_PASSWORD", "evaluate-hampshire"))
    page.click("main button[type=submit]")
    page.wait_for_url(f"{SITE}/")  # Home: a picture of the sign-in page helps nobody


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=FLAGS)
        for name, width, height, who, path in PICTURES:
            page = browser.new_page(viewport={"width": width, "height": height}, locale="en-GB")
            sign_in(page, who)
            page.goto(HAMPSHIRE + path)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=TARGET / f"{name}.png")
            page.close()
            print(f"docs/screenshots/{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
