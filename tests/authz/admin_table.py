"""Who may do what on the data-entry site, by kind of record. The addresses of each kind follow from it."""

from dataclasses import dataclass, replace

from tests.authz.cast import ADMINISTRATORS, MANAGERS

NOBODY: frozenset[str] = frozenset()
# Whoever edits records of another programme enters too, and finds that one's records only.
ELSEWHERE_MANAGER = frozenset({"elsewhere_manager"})
ELSEWHERE_FINANCE = frozenset({"elsewhere_finance"})
MONEY = MANAGERS | {"finance"}
ENTRANTS = MONEY | ELSEWHERE_MANAGER | ELSEWHERE_FINANCE


@dataclass(frozen=True)
class Kind:
    """One kind of record: who may open its list, a record of the table's programme, and write.

    `lists` find their own programmes' rows in the list. `reads` open the record, the others get 404. Of those who
    read, whoever may not change, add or delete gets 403. `kept` is this record alone: others of its kind are deleted,
    so it still answers as absent to whoever may not know of it.
    """

    lists: frozenset[str]
    reads: frozenset[str]
    changes: frozenset[str]
    adds: frozenset[str]
    deletes: frozenset[str]
    kept: bool = False


def kind(
    own: frozenset[str],
    elsewhere: frozenset[str] = ELSEWHERE_MANAGER,
    *,
    changes: bool = True,
    adds: bool = True,
    deletes: bool = True,
) -> Kind:
    lists = own | elsewhere
    return Kind(lists, own, own if changes else NOBODY, lists if adds else NOBODY, own if deletes else NOBODY)


DATA = kind(MANAGERS)
DATA_KEPT = replace(kind(MANAGERS, deletes=False), kept=True)
WRITTEN_ELSEWHERE = kind(MANAGERS, changes=False, adds=False, deletes=False)
SHARED = Kind(
    MANAGERS | ELSEWHERE_MANAGER, MANAGERS | ELSEWHERE_MANAGER, ADMINISTRATORS, ADMINISTRATORS, ADMINISTRATORS
)
PEOPLE = Kind(ADMINISTRATORS, ADMINISTRATORS, ADMINISTRATORS, ADMINISTRATORS, NOBODY)

KINDS: dict[str, Kind] = {
    "core.User": PEOPLE,
    "programmes.RoleAssignment": PEOPLE,
    "programmes.Organisation": SHARED,
    "programmes.OrganisationSuccession": Kind(
        MANAGERS | ELSEWHERE_MANAGER, MANAGERS | ELSEWHERE_MANAGER, ADMINISTRATORS, NOBODY, NOBODY
    ),
    "programmes.Programme": Kind(MANAGERS | ELSEWHERE_MANAGER, MANAGERS, MANAGERS, ADMINISTRATORS, NOBODY),
    "programmes.ProgrammeTargetDate": DATA,
    "programmes.ProgrammeStatement": DATA,
    "programmes.ProgrammePartner": DATA,
    "programmes.CommissionerCode": DATA,
    "programmes.Document": DATA,
    "programmes.KnownGap": DATA,
    "programmes.CitedWork": DATA,
    "programmes.DocumentPart": DATA,
    "programmes.CrossReference": DATA,
    "programmes.Service": kind(MANAGERS, adds=False, deletes=False),
    "programmes.ServiceAlias": DATA,
    "programmes.ServiceScope": WRITTEN_ELSEWHERE,
    "programmes.ScopeChange": WRITTEN_ELSEWHERE,
    "programmes.ScopeList": DATA,
    "programmes.ScopeListItem": DATA,
    "programmes.FutureConsideration": DATA,
    "programmes.CommissioningResponsibility": DATA,
    "programmes.ResponsibilityChange": WRITTEN_ELSEWHERE,
    "programmes.CommissioningModel": DATA,
    "programmes.ServiceGroup": DATA,
    "programmes.Duty": DATA,
    "programmes.Post": DATA,
    "programmes.CommissioningIntention": DATA,
    "programmes.ProjectSummary": DATA,
    "programmes.Milestone": DATA,
    "programmes.Challenge": DATA,
    "programmes.Engagement": DATA,
    "programmes.Feedback": DATA,
    "outcomes.Strategy": DATA,
    "outcomes.StrategyAim": DATA,
    "outcomes.OutcomesFramework": DATA,
    "outcomes.OutcomeDomain": DATA,
    "outcomes.Commitment": DATA,
    "outcomes.Breakdown": DATA,
    "outcomes.Outcome": DATA,
    "outcomes.HighImpactArea": DATA,
    "outcomes.KPI": DATA_KEPT,  # one that is reported on is retired
    "outcomes.Target": DATA_KEPT,  # of a KPI that is reported on it stays
    "outcomes.Measurement": DATA,
    "outcomes.CareModelArea": DATA,
    "outcomes.AreaStatement": DATA,
    "outcomes.LearningPoint": DATA,
    "outcomes.AreaRisk": DATA,
    "outcomes.AreaMitigation": DATA,
    "outcomes.Theme": DATA,
    "outcomes.ThemePoint": DATA,
    "outcomes.ImpactFigure": DATA,
    "outcomes.PopulationFigure": DATA,
    "procurement.Procurement": DATA,
    "procurement.ProcurementPhase": DATA_KEPT,
    "procurement.Contract": DATA_KEPT,  # one with acts or reviews stays
    "procurement.ExistingContracts": DATA,
    "procurement.ProcurementStage": WRITTEN_ELSEWHERE,
    "procurement.GatewayEvidence": WRITTEN_ELSEWHERE,
    "procurement.GatewayDecision": WRITTEN_ELSEWHERE,
    "procurement.Lot": WRITTEN_ELSEWHERE,
    "procurement.MarketEngagement": WRITTEN_ELSEWHERE,
    "procurement.Notice": WRITTEN_ELSEWHERE,
    "procurement.RegimeRule": SHARED,
    "procurement.CalendarDay": SHARED,
    "procurement.Threshold": SHARED,
    "procurement.CpvRange": SHARED,
    "procurement.ProcurementProcess": SHARED,
    "procurement.StageKind": SHARED,
    "procurement.GatewayRequirement": SHARED,
    "procurement.NoticeKind": SHARED,
    "procurement.OrganisationIdentifier": SHARED,
    "procurement.ProviderDetails": SHARED,
    "procurement.PooledFund": kind(MONEY, ELSEWHERE_MANAGER | ELSEWHERE_FINANCE),
    "procurement.LineReport": kind(
        MONEY, ELSEWHERE_MANAGER | ELSEWHERE_FINANCE, changes=False, adds=False, deletes=False
    ),
    "procurement.StatedValue": kind(MONEY, ELSEWHERE_MANAGER | ELSEWHERE_FINANCE),
    "procurement.BudgetLine": kind(MONEY, ELSEWHERE_MANAGER | ELSEWHERE_FINANCE),
    "procurement.Funding": kind(MONEY, ELSEWHERE_MANAGER | ELSEWHERE_FINANCE),
    "governance.Body": DATA,
    "governance.BodyAlias": DATA,
    "governance.GovernanceLink": DATA,
    "governance.Recommendation": DATA,
    "governance.BoardAction": DATA,
    "governance.ProgressResponse": WRITTEN_ELSEWHERE,
    "governance.Risk": DATA,
    "governance.EvidenceLink": WRITTEN_ELSEWHERE,
    "governance.Chair": DATA,
    "governance.Meeting": DATA,
    "governance.AgendaItem": DATA,
    "governance.InterestDeclared": DATA,
    "governance.PackRecipient": DATA,
    "governance.Decision": WRITTEN_ELSEWHERE,
    "governance.BodyPosition": WRITTEN_ELSEWHERE,
    "governance.DecisionEffect": WRITTEN_ELSEWHERE,
    "governance.BoardPaper": WRITTEN_ELSEWHERE,
    "governance.PaperIssue": WRITTEN_ELSEWHERE,
    "governance.BoardPack": WRITTEN_ELSEWHERE,
    "governance.Mitigation": DATA,
    "governance.RiskAssessment": WRITTEN_ELSEWHERE,
    "governance.RiskAct": WRITTEN_ELSEWHERE,
    "governance.RiskBanding": WRITTEN_ELSEWHERE,
    "governance.Issue": DATA,
    "governance.Dependency": DATA,
    "governance.Assumption": DATA,
    "governance.ChangeRequest": DATA,
    "governance.Benefit": DATA,
    "governance.BenefitRealised": WRITTEN_ELSEWHERE,
    "governance.StatusScale": DATA,
    "governance.Workstream": DATA,
    "governance.WorkstreamStatus": WRITTEN_ELSEWHERE,
    "governance.Tolerance": DATA,
    "governance.HighlightReport": WRITTEN_ELSEWHERE,
    "governance.Implication": DATA,
    "governance.PaperApproval": DATA,
    "governance.StatedCount": DATA,
    "governance.Discrepancy": kind(MANAGERS, deletes=False),
}
# The rest of the site. Those who may not enter get 404 for all of it.
SITE = {
    "index": 200,
    "login": 302,
    "logout": 302,
    "jsi18n": 200,
    "autocomplete": 403,  # without saying what is looked for; with it, see the tests of scope
}
