"""The pages of papers written here, for the sweep of every page."""

from tests.functional.sweeping import COMMISSIONER, SCOPE, Page, county, own, plan

PAPER = ("illustration", "ILL-PAPER-1")


def writing(url_name: str, *, query: str = "") -> Page:
    """A form over the county's paper; 403 for whoever may only read it."""
    return Page(url_name, PAPER, query, SCOPE, 200, COMMISSIONER)


PAGES: list[Page] = [
    own("papers"),
    own("papers", query="?state=nonsense&q=nothing+is+called+this"),
    own("paper_add", query="", roles=SCOPE),
    county("papers"),
    county("papers", query="?state=draft&style=hampshire&sort=-dated"),
    county("paper", "ILL-PAPER-1"),
    plan("paper", "ILL-PAPER-1", status=404),
    writing("paper_change"),
    writing("paper_ready"),
    writing("paper_issue"),
    # A real issue: test_papers.py.
    county("paper_issued", "ILL-PAPER-1", 7, status=404),
    county("paper_pdf", "ILL-PAPER-1", 7, status=404),
    county("paper_docx", "ILL-PAPER-1", 7, status=404),
]
