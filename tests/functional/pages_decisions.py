"""The pages of asks, decisions, positions and effects, for the sweep of every page."""

from tests.functional.sweeping import PLANS, SCOPE, Page, own, plan

PAGES: list[Page] = [
    own("ask", "HAM-REC-1"),
    own("ask_add", query="", roles=SCOPE),
    own("decisions"),
    own("decisions", query="?on=2018-12-13&q=nothing+is+called+this&standing=nonsense"),
    own("decision_add", query="?ask=HAM-REC-1", roles=PLANS),
    plan("decisions"),
]
