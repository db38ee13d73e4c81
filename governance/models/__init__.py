from .actions import BoardAction, ProgressResponse, TargetDateChange
from .benefits import Benefit, BenefitRealised
from .board_papers import BoardPaper, PaperImplication, PaperIssue, PaperSection
from .bodies import Body, BodyAlias, BodySeat, Chair, GovernanceLink
from .decisions import BodyPosition, Decision, DecisionEffect, PositionAsked
from .discrepancies import Discrepancy, DiscrepancyNote, DiscrepancyStatement
from .evidence import EvidenceLink
from .meetings import AgendaItem, Attendance, InterestDeclared, Meeting
from .packs import BoardPack, PackRecipient
from .papers import Implication, PaperApproval, StatedCount
from .recommendations import Recommendation
from .registers import Assumption, ChangeRequest, Dependency, Issue
from .reports import (
    HighlightReport,
    ReportRating,
    ReportStep,
    StatusPoint,
    StatusScale,
    Tolerance,
    Workstream,
    WorkstreamStatus,
)
from .risks import Mitigation, Risk, RiskAct, RiskAssessment, RiskBand, RiskBanding, RiskMitigation

from . import searched  # noqa: F401, isort: skip (adds triggers to the models above)

__all__ = [
    "AgendaItem",
    "Assumption",
    "Attendance",
    "Benefit",
    "BenefitRealised",
    "BoardAction",
    "BoardPack",
    "BoardPaper",
    "Body",
    "BodyAlias",
    "BodyPosition",
    "BodySeat",
    "Chair",
    "ChangeRequest",
    "Decision",
    "DecisionEffect",
    "Dependency",
    "Discrepancy",
    "DiscrepancyNote",
    "DiscrepancyStatement",
    "EvidenceLink",
    "GovernanceLink",
    "HighlightReport",
    "Implication",
    "InterestDeclared",
    "Issue",
    "Meeting",
    "Mitigation",
    "PackRecipient",
    "PaperApproval",
    "PaperImplication",
    "PaperIssue",
    "PaperSection",
    "PositionAsked",
    "ProgressResponse",
    "Recommendation",
    "ReportRating",
    "ReportStep",
    "Risk",
    "RiskAct",
    "RiskAssessment",
    "RiskBand",
    "RiskBanding",
    "RiskMitigation",
    "StatedCount",
    "StatusPoint",
    "StatusScale",
    "TargetDateChange",
    "Tolerance",
    "Workstream",
    "WorkstreamStatus",
]
