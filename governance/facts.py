"""How this app's records are worded in a document's list of facts."""

from governance.models import Body, Discrepancy, GovernanceLink, Recommendation

MODELS = (Body, GovernanceLink, Recommendation, Discrepancy)
RELATED: dict[type, tuple[str, ...]] = {GovernanceLink: ("source", "target")}
