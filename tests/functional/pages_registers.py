"""Pages of issues, dependencies, assumptions and requests for change: full ones of the county, empty ones elsewhere."""

from tests.functional.sweeping import COMMISSIONER, PLANS, SCOPE, Page, county, own

KINDS = (
    ("issues", "issue", "ILL-ISS-1"),
    ("dependencies", "dependency", "ILL-DEP-2"),
    ("assumptions", "assumption", "ILL-ASM-1"),
    ("change_requests", "change_request", "ILL-CR-1"),
)


def form(name: str, *args: str) -> Page:
    """A form of the county, whose own commissioner has no role there."""
    return Page(name, ("illustration", *args), "", PLANS, 200, COMMISSIONER)


PAGES: list[Page] = [
    *(county(page) for page, _, _ in KINDS),
    *(own(page) for page, _, _ in KINDS),
    *(own(f"{noun}_add", query="", roles=SCOPE) for _, noun, _ in KINDS),
    *(county(noun, reference) for _, noun, reference in KINDS),
    *(form(f"{noun}_change", reference) for _, noun, reference in KINDS),
    county("issues", query="?attention=overdue&sort=-severity&on=2026-12-12"),
    county("issues", query="?state=nonsense"),
    county("issue", "ILL-ISS-3", query="?on=2026-09-10"),
    county("issue", "ILL-ISS-999", status=404),
    form("change_request_decide", "ILL-CR-2"),
]
