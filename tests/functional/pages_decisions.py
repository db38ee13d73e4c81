"""The pages of asks, decisions, positions and effects, for the sweep of every page."""

from tests.functional.sweeping import COMMISSIONER, PLANS, SCOPE, Page, county, own, plan

PAGES: list[Page] = [
    own("ask", "HAM-REC-1"),
    own("ask_add", query="", roles=SCOPE),
    own("decisions"),
    own("decisions", query="?on=2018-12-13&q=nothing+is+called+this&standing=nonsense"),
    own("decision_add", query="?ask=HAM-REC-1", roles=PLANS),
    plan("decisions"),
    county("asks"),
    county("ask", "ILL-REC-1"),
    county("decisions"),
    county("decisions", query="?sort=-decided&standing=awaited"),
    county("decision", "ILL-BDEC-1"),
    county("decision", "ILL-BDEC-1", query="?on=2026-10-25"),
    county("decision", "ILL-BDEC-2"),
    county("effect", "ILL-BDEC-2", "ILL-EFFECT-1", status=404),
    *(
        Page(name, ("illustration", "ILL-BDEC-1", *more), "", PLANS, 200, COMMISSIONER)
        for name, *more in (
            ("decision_change",),
            ("position_add",),
            ("effect_add", "scope-change"),
            ("effect_add", "lead-handover"),
            ("effect_add", "gateway"),
            ("effect_add", "target-change"),
        )
    ),
]
