"""Pages of highlight reports, work streams, scales of status and tolerances, for the sweep of every page."""

from tests.functional.sweeping import COMMISSIONER, ON, PLANS, SCOPE, Page, county, hub, own, plan

OCTOBER, NOVEMBER = "ILL-HR-1", "ILL-HR-2"


def written(url_name: str, *args: object) -> Page:
    """A form of the illustrative county, for who keeps its programme."""
    return Page(url_name, ("illustration", *args), "", PLANS, 200, COMMISSIONER)


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
    written("report_change", NOVEMBER),
    written("report_step", NOVEMBER, "approve"),
    written("report_step", OCTOBER, "return"),
    written("workstream_status_add", "ILL-WS-4"),
    written("status_scale_change", "ILL-SCALE-1"),
]
