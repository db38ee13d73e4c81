"""Which records of this app search finds, and by which of their words."""

from programmes.models.search import Gathered, searched

from .actions import BoardAction, ProgressResponse
from .bodies import Body, BodyAlias
from .discrepancies import Discrepancy, DiscrepancyStatement
from .papers import Implication, PaperApproval, StatedCount
from .recommendations import Recommendation
from .risks import Risk

searched(Body, "r.name", ("r.role",), gathers=(Gathered(BodyAlias, "body_id", "name"),))
searched(Recommendation, "r.text", ("r.body_as_printed", "r.outcome"))
searched(BoardAction, "r.text", ("r.owner_role", "r.state_note"))
searched(ProgressResponse, "r.text")
searched(Risk, "r.title", ("r.text", "r.mitigation", "r.owner_role"))
searched(Implication, "r.text", ("r.area_as_printed",))
searched(PaperApproval, "r.slot", ("r.role", "r.note"))
searched(StatedCount, "r.text")
searched(
    Discrepancy,
    "r.title",
    ("r.suggested_handling", "r.owner_role"),
    gathers=(Gathered(DiscrepancyStatement, "discrepancy_id", "text"),),
)
