"""What a person reads on the page in front of them.

A click returns when the next page has begun to arrive. On a busy machine that page may still lack its end, so each
of these waits until it has arrived whole before it reads.
"""

from playwright.sync_api import Page


def main_of(page: Page) -> str:
    """The words of the main part of the page, on one line."""
    page.wait_for_load_state()
    return " ".join(page.inner_text("main").split())


def rows(page: Page, within: str = "#results") -> int:
    """How many rows the table has."""
    page.wait_for_load_state()
    return page.locator(f"{within} tbody tr").count()
