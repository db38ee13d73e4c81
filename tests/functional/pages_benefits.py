"""Pages of benefits and of “You said, we did”, for the sweep of every page."""

from tests.functional.sweeping import COMMISSIONER, ON, PLANS, SCOPE, Page, county, hub, own, plan, review

PAGES: list[Page] = [
    own("benefits"),
    own("benefits", query=f"{ON}&state=nonsense"),
    plan("benefits"),
    hub("benefits"),
    review("benefits"),
    county("benefits"),
    county("benefits", query="?sort=-state"),
    *(county("benefit", f"ILL-BEN-{number}") for number in (1, 2, 3, 4)),
    *(
        Page(name, ("illustration", "ILL-BEN-2"), "", PLANS, 200, COMMISSIONER)
        for name in ("benefit_change", "benefit_realised_add")
    ),
    own("benefit", "HAM-BEN-99", status=404),
    own("benefit_add", query="", roles=SCOPE),
    own("feedback"),
    own("feedback", query=f"{ON}&answer=unanswered"),
    own("feedback", query=f"{ON}&answer=nonsense&q=zebra"),
    plan("feedback"),  # a programme without any
    own("feedback_add", query="", roles=SCOPE),
    own("feedback_answer", "HAM-FB-2", query="", roles=SCOPE),
    own("feedback_answer", "HAM-FB-5", query="", roles=SCOPE),
]
