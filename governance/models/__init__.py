from .bodies import Body, BodySeat, GovernanceLink
from .discrepancies import Discrepancy, DiscrepancyNote, DiscrepancyStatement
from .recommendations import Recommendation

__all__ = [
    "Body",
    "BodySeat",
    "Discrepancy",
    "DiscrepancyNote",
    "DiscrepancyStatement",
    "GovernanceLink",
    "Recommendation",
]
