"""Pages of risks, mitigations and bands, beyond the review's list that the sweep has had from the first."""

from tests.functional.sweeping import PLANS, SCOPE, Page, hub, own

PAGES: list[Page] = [
    hub("risks"),
    hub("risks", query="?on=2015-03-01&attention=unmitigated&sort=-now"),
    hub("risks", query="?on=2015-03-01&band=nonsense"),
    hub("risks", query="?on=2015-03-01&q=zebra"),
    hub("risk", "NOT-RISK-1"),
    hub("risk", "NOT-RISK-2"),
    hub("risk", "NOT-RISK-9", status=404),
    hub("risk_add", query="", roles=PLANS),
    hub("risk_change", "NOT-RISK-1", query="", roles=PLANS),
    hub("risk_assess", "NOT-RISK-1", query="?level=target", roles=PLANS),
    hub("risk_act", "NOT-RISK-1", "escalate", query="", roles=PLANS),
    hub("risk_act", "NOT-RISK-1", "accept", query="", roles=PLANS),
    hub("mitigation", "NOT-RISK-2-M-1"),
    hub("mitigation_add", query="?risk=NOT-RISK-2", roles=PLANS),
    hub("mitigation_change", "NOT-RISK-2-M-1", query="", roles=PLANS),
    hub("risk_bands", query=""),
    own("risks"),  # a programme without any
    own("risk_add", query="", roles=SCOPE),
    own("risk_bands", query=""),
    own("mitigation_add", query="", roles=SCOPE),
]
