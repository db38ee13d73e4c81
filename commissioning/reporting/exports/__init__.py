"""Tables to take away. Each is declared once and written both as a sheet of a workbook and as CSV."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.db.models import Exists, Model, OuterRef, QuerySet

from commissioning.core.spreadsheets import SheetTable
from commissioning.reporting.exports.areas import (
    area_risks_table,
    area_statements_table,
    areas_table,
    learning_points_table,
    theme_citations_table,
)
from commissioning.reporting.exports.benefits import (
    benefits_realised_table,
    benefits_table,
    feedback_table,
)
from commissioning.reporting.exports.boards import (
    actions_table,
    approvals_table,
    implications_table,
)
from commissioning.reporting.exports.budget_years import budget_years_table
from commissioning.reporting.exports.commissioning import (
    considerations_table,
    responsibilities_table,
    scope_lists_table,
    service_groups_table,
)
from commissioning.reporting.exports.contracts import (
    contract_acts_table,
    contract_values_table,
    contracts_table,
)
from commissioning.reporting.exports.decisions import asks_table, body_decisions_table, positions_table
from commissioning.reporting.exports.discrepancies import discrepancies_table, sources_table
from commissioning.reporting.exports.figures import impact_figures_table, populations_table
from commissioning.reporting.exports.frameworks import (
    commitments_table,
    framework_table,
    thread_breaks_table,
)
from commissioning.reporting.exports.kpi_definitions import (
    decisions_table,
    definitions_table,
    targets_table,
)
from commissioning.reporting.exports.kpi_periods import kpi_periods_table
from commissioning.reporting.exports.kpi_wide import kpi_wide_table
from commissioning.reporting.exports.kpis import kpis_table
from commissioning.reporting.exports.material import Material, finished
from commissioning.reporting.exports.measurements import measurements_table
from commissioning.reporting.exports.meetings import BODIES_AND_MEETINGS
from commissioning.reporting.exports.money import budget_lines_table, reconciliation_table, totals_table
from commissioning.reporting.exports.organisations import organisations_table
from commissioning.reporting.exports.phases import phases_table
from commissioning.reporting.exports.plans import (
    intentions_table,
    milestones_table,
    project_summaries_table,
)
from commissioning.reporting.exports.procurement import (
    engagement_table,
    lots_table,
    notices_table,
    stages_table,
)
from commissioning.reporting.exports.registers import (
    assumptions_table,
    change_requests_table,
    dependencies_table,
    issues_table,
)
from commissioning.reporting.exports.returns import returns_table
from commissioning.reporting.exports.risks import mitigations_table, risks_table
from commissioning.reporting.exports.row_checks import with_row_check
from commissioning.reporting.exports.runway import calendar_table, runway_table
from commissioning.reporting.exports.services import services_table
from commissioning.reporting.exports.spending import funds_table, line_reports_table, spending_table
from commissioning.reporting.exports.team import duties_table, funding_table, posts_table
from governance.models import (
    Assumption,
    Benefit,
    BenefitRealised,
    BoardAction,
    ChangeRequest,
    Decision,
    Dependency,
    Implication,
    Issue,
    Mitigation,
    PaperApproval,
    Recommendation,
    Risk,
)
from outcomes.models import (
    KPI,
    AreaRisk,
    AreaStatement,
    CareModelArea,
    ChartDecision,
    Commitment,
    ImpactFigure,
    LearningPoint,
    Measurement,
    OutcomesFramework,
    PopulationFigure,
    Target,
    Theme,
)
from procurement.models import (
    BudgetLine,
    Contract,
    Funding,
    LineReport,
    Lot,
    MarketEngagement,
    Notice,
    PooledFund,
    ProcurementPhase,
    ProcurementStage,
    StatedValue,
)
from programmes.models import (
    CommissioningIntention,
    CommissioningResponsibility,
    Duty,
    Feedback,
    FutureConsideration,
    Milestone,
    Post,
    Programme,
    ProgrammePartner,
    ProjectSummary,
    ScopeListItem,
    Service,
    ServiceGroup,
)

Builder = Callable[[Material], SheetTable]

# The name stands in the address: tables/<name>.csv. These stand in every programme's workbook, empty or not.
ALWAYS: Final[Mapping[str, Builder]] = {
    "discrepancies": discrepancies_table,
    "sources": sources_table,
}
# The others only where the programme has a record of the kind that they list: first services, phases and money.
FIRST_WHERE_ANY: Final[Mapping[str, tuple[type[Model], Builder]]] = {
    "services": (Service, services_table),
    "budget_lines": (BudgetLine, budget_lines_table),
    "phases": (ProcurementPhase, phases_table),
    "reconciliation": (StatedValue, reconciliation_table),
    "totals": (BudgetLine, totals_table),
}
# Then everything else, between the discrepancies and the sources.
WHERE_ANY: Final[Mapping[str, tuple[type[Model], Builder]]] = {
    "spending": (LineReport, spending_table),
    "line_reports": (LineReport, line_reports_table),
    "funds": (PooledFund, funds_table),
    "organisations": (ProgrammePartner, organisations_table),
    "responsibilities": (CommissioningResponsibility, responsibilities_table),
    "service_groups": (ServiceGroup, service_groups_table),
    "scope_lists": (ScopeListItem, scope_lists_table),
    "future_considerations": (FutureConsideration, considerations_table),
    "posts": (Post, posts_table),
    "funding": (Funding, funding_table),
    "duties": (Duty, duties_table),
    "intentions": (CommissioningIntention, intentions_table),
    "project_summaries": (ProjectSummary, project_summaries_table),
    "milestones": (Milestone, milestones_table),
    "contracts": (Contract, contracts_table),
    "contract_values": (Contract, contract_values_table),
    "contract_acts": (Contract, contract_acts_table),
    "stages": (ProcurementStage, stages_table),
    "notices": (Notice, notices_table),
    "lots": (Lot, lots_table),
    "engagement": (MarketEngagement, engagement_table),
    "runway": (ProcurementPhase, runway_table),
    "calendar": (ProcurementPhase, calendar_table),
    "asks": (Recommendation, asks_table),
    "decisions": (Decision, body_decisions_table),
    "positions": (Decision, positions_table),
    **BODIES_AND_MEETINGS,
    "actions": (BoardAction, actions_table),
    "risks": (Risk, risks_table),
    "mitigations": (Mitigation, mitigations_table),
    "issues": (Issue, issues_table),
    "dependencies": (Dependency, dependencies_table),
    "assumptions": (Assumption, assumptions_table),
    "change_requests": (ChangeRequest, change_requests_table),
    "benefits": (Benefit, benefits_table),
    "benefits_realised": (BenefitRealised, benefits_realised_table),
    "feedback": (Feedback, feedback_table),
    "implications": (Implication, implications_table),
    "approvals": (PaperApproval, approvals_table),
    "framework": (OutcomesFramework, framework_table),
    "thread_breaks": (KPI, thread_breaks_table),
    "commitments": (Commitment, commitments_table),
    "returns": (KPI, returns_table),
    "kpis": (KPI, kpis_table),
    "kpi_definitions": (KPI, definitions_table),
    "kpi_targets": (Target, targets_table),
    "measurements": (Measurement, measurements_table),
    "chart_decisions": (ChartDecision, decisions_table),
    "areas": (CareModelArea, areas_table),
    "area_statements": (AreaStatement, area_statements_table),
    "learning_points": (LearningPoint, learning_points_table),
    "area_risks": (AreaRisk, area_risks_table),
    "impact_figures": (ImpactFigure, impact_figures_table),
    "populations": (PopulationFigure, populations_table),
    "theme_citations": (Theme, theme_citations_table),
}
# The same figures laid out for analysts, each in a file of its own: in the workbook they would stand there twice.
FLAT: Final[Mapping[str, Builder]] = {
    "budget_years": budget_years_table,
    "kpi_periods": kpi_periods_table,
    "kpi_wide": kpi_wide_table,
}
TABLES: Final[Mapping[str, Builder]] = {
    **{name: build for name, (_, build) in FIRST_WHERE_ANY.items()},
    **ALWAYS,
    **{name: build for name, (_, build) in WHERE_ANY.items()},
    **FLAT,
}


def table(material: Material, name: str) -> SheetTable:
    """One finished table. Raises KeyError for a name that is not in TABLES."""
    return with_row_check(finished(material, TABLES[name](material)))


def sheets_of(programme: Programme) -> tuple[str, ...]:
    """The tables of a programme's workbook in the order of its sheets, the sources last; one query.

    A kind that the programme has no record of has no sheet, whatever the day; its CSV answers with headings only.
    """
    asked: dict[str, Any] = {
        f"has_{name}": Exists(_of_programme(model))
        for name, (model, _) in {**FIRST_WHERE_ANY, **WHERE_ANY}.items()
    }
    found = Programme.objects.filter(pk=programme.pk).values(**asked).get()

    def any_of(names: Iterable[str]) -> list[str]:
        return [name for name in names if found[f"has_{name}"]]

    return (*any_of(FIRST_WHERE_ANY), "discrepancies", *any_of(WHERE_ANY), "sources")


def _of_programme(model: type[Model]) -> QuerySet[Any]:
    """The model's rows of the programme asked about, also where they reach it through another record."""
    rows: Any = model._default_manager.all()
    found: QuerySet[Any] = rows.filter(**{getattr(rows, "programme_path", "programme"): OuterRef("pk")})
    return found
