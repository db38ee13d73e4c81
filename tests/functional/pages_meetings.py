"""The pages of bodies and their meetings, for the sweep of every page."""

from tests.functional.sweeping import PLANS, Page, county, hub, own, plan, review

PAGES: list[Page] = [
    own("body", "HAM-GOV-2"),
    own("body", "HAM-GOV-99", status=404),
    own("meetings"),
    own("meetings", query="?on=2018-12-13&q=nothing+is+called+this&state=nonsense"),
    own("meeting", "HAM-MEET-1"),
    own("meeting_add", query="?body=HAM-GOV-2", roles=PLANS),
    own("meeting_change", "HAM-MEET-1", query="", roles=PLANS),
    own("agenda_item_add", "HAM-MEET-1", query="", roles=PLANS),
    own("agenda_item_change", "HAM-MEET-1", "HAM-MEET-1-ITEM-1", query="", roles=PLANS),
    own("meeting_attendance", "HAM-MEET-1", query="", roles=PLANS),
    own("interest_add", "HAM-MEET-1", query="", roles=PLANS),
    hub("boards", query="?on=2013-06-10"),
    hub("body", "NOT-GOV-HUB"),
    hub("meetings", query="?on=2015-03-01&sort=-body"),
    hub("meeting", "NOT-MEET-3"),
    plan("boards"),
    plan("meeting", "DER-MEET-1"),
    review("boards"),
    review("meetings"),
    county("boards"),
    county("body", "ILL-GOV-PB"),
    county("body", "ILL-GOV-HOS"),
    county("meetings"),
    county("meeting", "ILL-MEET-1"),
]
