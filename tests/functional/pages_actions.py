"""Pages of the tracker of boards' actions, beyond those that the sweep has had from the first."""

from tests.functional.sweeping import COMMISSIONER, PLANS, Page, county, plan

PAGES: list[Page] = [
    plan("actions", query="?on=2013-10-01&group=meeting"),
    plan("action_redate", "DER-ACT-2", roles=PLANS),
    county("actions", query="?group=meeting&sort=-due"),
    county("actions", query="?attention=slipped"),
    county("action", "ILL-ACT-1"),
    county("action", "ILL-ACT-4"),
    Page("action_redate", ("illustration", "ILL-ACT-4"), "", PLANS, 200, COMMISSIONER),
]
