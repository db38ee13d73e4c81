"""Pages of highlight reports, work streams, scales of status and tolerances, for the sweep of every page."""

from tests.functional.sweeping import ON, PLANS, SCOPE, Page, county, hub, own, plan

OCTOBER, NOVEMBER = "ILL-HR-1", "ILL-HR-2"

PAGES: list[Page] = [
    own("reports", query=""),  # a programme without any
    own("report_add", query="", roles=SCOPE),
    own("report", "HAM-HR-9", query="", status=404),
    county("reports"),
    county("report", OCTOBER, query="?on=2026-10-31"),
    county("report", OCTOBER, query="?on=2026-11-20"),
    county("report", NOVEMBER, query="?on=2026-11-20"),
    plan("reports", query=""),
    plan("report_add", query="", roles=PLANS),
    own("workstreams"),
    county("workstreams", query="?on=2026-11-20"),
    county("workstream", "ILL-WS-2", query="?on=2026-11-20"),
    county("workstream", "ILL-WS-4", query="?on=2020-01-01"),
    own("status_scales", query=""),
    county("status_scales"),
    hub("tolerances", query=""),
    own("tolerances", query=ON),
    county("tolerances"),
]
