from .actions import BoardAction, ProgressResponse
from .bodies import Body, BodyAlias, BodySeat, GovernanceLink
from .discrepancies import Discrepancy, DiscrepancyNote, DiscrepancyStatement
from .papers import Implication, PaperApproval, StatedCount
from .recommendations import Recommendation
from .risks import EvidenceLink, Risk

from . import searched  # noqa: F401, isort: skip (adds triggers to the models above)

__all__ = [
    "BoardAction",
    "Body",
    "BodyAlias",
    "BodySeat",
    "Discrepancy",
    "DiscrepancyNote",
    "DiscrepancyStatement",
    "EvidenceLink",
    "GovernanceLink",
    "Implication",
    "PaperApproval",
    "ProgressResponse",
    "Recommendation",
    "Risk",
    "StatedCount",
]
