"""Which records of this app search finds, and by which of their words."""

from programmes.models.search import Gathered, searched

from .actions import BoardAction, ProgressResponse
from .benefits import Benefit
from .board_papers import BoardPaper, PaperSection
from .bodies import Body, BodyAlias, Chair
from .decisions import Decision
from .discrepancies import Discrepancy, DiscrepancyStatement
from .meetings import AgendaItem, InterestDeclared, Meeting
from .papers import Implication, PaperApproval, StatedCount
from .recommendations import Recommendation
from .registers import Assumption, ChangeRequest, Dependency, Issue
from .reports import HighlightReport, Workstream
from .risks import Mitigation, Risk

searched(Body, "r.name", ("r.role",), gathers=(Gathered(BodyAlias, "body_id", "name"),))
searched(Recommendation, "r.text", ("r.body_as_printed", "r.outcome"))
searched(BoardAction, "r.text", ("r.owner_role", "r.state_note"))
searched(ProgressResponse, "r.text")
searched(Risk, "r.title", ("r.text", "r.cause", "r.event", "r.effect", "r.response_note", "r.owner_role"))
searched(Mitigation, "r.text", ("r.owner_role",))
searched(Issue, "r.title", ("r.text", "r.resolution", "r.owner_role"))
searched(Dependency, "r.text", ("r.other_party", "r.note", "r.owner_role"))
searched(Assumption, "r.text", ("r.if_wrong", "r.evidence", "r.owner_role"))
searched(ChangeRequest, "r.title", ("r.text", "r.because", "r.decided_because", "r.raised_by_role"))
searched(Benefit, "r.title", ("r.text", "r.measurement", "r.baseline_text", "r.target_text", "r.owner_role"))
searched(Chair, "r.role_title")
searched(
    Meeting, "COALESCE(NULLIF(r.title, ''), 'Meeting ' || r.held_text)", ("r.held_text", "r.place", "r.note")
)
searched(AgendaItem, "r.title", ("r.minute", "r.presenter_role"))
searched(InterestDeclared, "r.text", ("r.role_title", "r.dispensation"))
searched(
    Decision,
    "r.title",
    ("r.text", "r.reasons", "r.alternatives_rejected", "r.interests", "r.dispensations", "r.delegated_to"),
)
searched(BoardPaper, "r.title", ("r.author_role",), gathers=(Gathered(PaperSection, "paper_id", "text"),))
searched(Workstream, "r.name", ("r.lead_role",))
searched(
    HighlightReport,
    "'Highlight report to ' || r.period_end",
    ("r.summary", "r.done", "r.coming", "r.lessons"),
)
searched(Implication, "r.text", ("r.area_as_printed",))
searched(PaperApproval, "r.slot", ("r.role", "r.note"))
searched(StatedCount, "r.text")
searched(
    Discrepancy,
    "r.title",
    ("r.suggested_handling", "r.owner_role"),
    gathers=(Gathered(DiscrepancyStatement, "discrepancy_id", "text"),),
)
