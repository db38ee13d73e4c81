"""How this app's records are worded in a document's list of facts."""

from governance.models import (
    BoardAction,
    Body,
    BodyAlias,
    Discrepancy,
    EvidenceLink,
    GovernanceLink,
    Implication,
    PaperApproval,
    ProgressResponse,
    Recommendation,
    Risk,
    StatedCount,
)

MODELS = (
    Body,
    BodyAlias,
    GovernanceLink,
    Recommendation,
    BoardAction,
    ProgressResponse,
    Risk,
    EvidenceLink,
    Implication,
    PaperApproval,
    StatedCount,
    Discrepancy,
)
RELATED: dict[type, tuple[str, ...]] = {
    GovernanceLink: ("source", "target"),
    EvidenceLink: ("learning_point", "impact_figure", "intention", "risk", "recommendation"),
}
