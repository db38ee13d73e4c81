"""The pages of board packs, for the sweep of every page; a pack itself is looked at in test_packs, which makes one."""

from tests.functional.sweeping import PLANS, Page, county, hub, own, plan

PAGES: list[Page] = [
    own("packs", query=""),
    own("pack_add", query="?meeting=HAM-MEET-1", roles=PLANS),
    own("pack_recipients"),
    plan("packs", query=""),
    hub("pack_recipients"),
    county("packs"),
    county("pack_recipients"),
    own("pack", "HAM-PACK-0", query="", status=404),
]
