"""More of everything: whole batches of records, so that a test can ask what a page does when a programme has grown."""

from datetime import date
from typing import Any

from commissioning.core.access import Role
from governance.models import Body, Discrepancy
from outcomes.models import KPI
from procurement.models import ProcurementPhase
from programmes.models import Document, Organisation, Programme, RoleAssignment, Service
from tests.factories.commissioning import CommissioningResponsibilityFactory
from tests.factories.governance import (
    BodyFactory,
    BodySeatFactory,
    DiscrepancyFactory,
    DiscrepancyNoteFactory,
    DiscrepancyStatementFactory,
    GovernanceLinkFactory,
    RecommendationFactory,
)
from tests.factories.kpis import OutcomeMeasureFactory
from tests.factories.many_contracts import more_of_contracts
from tests.factories.many_governance import more_of_governance
from tests.factories.many_kpis import hang_on
from tests.factories.many_phases import more_of_phases
from tests.factories.many_plans import more_of_plans
from tests.factories.many_receive import more_of_receiving
from tests.factories.outcomes import (
    HighImpactAreaFactory,
    KPIFactory,
    MeasurementFactory,
    OutcomeFactory,
    TargetFactory,
)
from tests.factories.people import RoleAssignmentFactory, UserFactory, person_with
from tests.factories.procurement import (
    BudgetLineChangeFactory,
    BudgetLineFactory,
    ContractsReplacedFactory,
    ExistingContractsFactory,
    PhaseLeadFactory,
    PhaseMilestoneFactory,
    PhaseScopeFactory,
    ProcurementFactory,
    ProcurementPhaseFactory,
    StatedValueFactory,
    StatedValueReadingFactory,
)
from tests.factories.programmes import (
    ChallengeFactory,
    CitedWorkFactory,
    CommissionerCodeFactory,
    DocumentFactory,
    EngagementFactory,
    ExtractionFactory,
    FactFactory,
    FeedbackFactory,
    KnownGapFactory,
    MilestoneFactory,
    OrganisationAliasFactory,
    OrganisationFactory,
    OrganisationSuccessionFactory,
    ProgrammeFactory,
    ProgrammePartnerFactory,
    ProgrammeStatementFactory,
    ProgrammeTargetDateFactory,
    SourceReferenceFactory,
    cite,
)
from tests.factories.services import (
    ScopeChangeFactory,
    ServiceAliasFactory,
    ServiceFactory,
    ServiceScopeFactory,
)

SETTLED_ON = date(2018, 10, 1)


def more_of_everything(programme: Programme, times: int, *, phases: int = 1) -> None:
    """Adds `times` of each kind of record to the programme, cited and tied to one another and to what is there."""
    author = UserFactory()
    numbers = ProcurementPhase.objects.filter(programme=programme).values_list("number", flat=True)
    first = max(numbers, default=0) + 1
    new_phases = [
        ProcurementPhaseFactory(programme=programme, number=first + extra) for extra in range(phases)
    ]
    all_phases = list(ProcurementPhase.objects.filter(programme=programme))
    for number in range(times):
        lead = _organisation(programme)
        _papers(programme, lead)
        service = _service(programme, lead, all_phases[number % len(all_phases)], number, author)
        _more_of_one_service(programme, lead, number, author)
        _delivery(programme, new_phases, lead, service)
        _governance(programme, lead, author)
        _outcomes(programme)
        more_of_plans(programme, lead, author, number)
        more_of_phases(programme, service, author)
        more_of_contracts(programme, lead, all_phases[number % len(all_phases)], author)
        more_of_receiving(programme, lead, number)
        more_of_governance(programme, lead, all_phases[number % len(all_phases)], author, number)


def another_programme(*roles: RoleAssignment) -> Programme:
    """A small programme of its own, in which the holders of `roles` hold the same roles, for the same organisations."""
    programme: Programme = ProgrammeFactory()
    more_of_everything(programme, 2)
    for held in roles:
        RoleAssignmentFactory(
            user=held.user, role=held.role, programme=programme, organisation=held.organisation
        )
    return programme


def _organisation(programme: Programme) -> Organisation:
    organisation: Organisation = OrganisationFactory()
    OrganisationAliasFactory(organisation=organisation)
    OrganisationSuccessionFactory(predecessor=organisation)
    CommissionerCodeFactory(programme=programme, organisation=organisation)
    ProgrammePartnerFactory(programme=programme, organisation=organisation, role="lead_commissioner")
    person_with(Role.COMMISSIONER, programme=programme, organisation=organisation)
    return organisation


def _papers(programme: Programme, organisation: Organisation) -> None:
    paper = DocumentFactory(programme=programme, dated="12 March 2019")
    oldest = Document.objects.filter(programme=programme).earliest("pk")
    for document in dict.fromkeys((paper, oldest)):
        ExtractionFactory(document=document)
        cite(KnownGapFactory(programme=programme, document=document), "para 1", document=document)
        CitedWorkFactory(programme=programme, document=document)
    for make in (ProgrammeStatementFactory, ChallengeFactory, EngagementFactory, ProgrammeTargetDateFactory):
        cite(make(programme=programme), "para 2", document=paper)
    cite(FeedbackFactory(programme=programme, sentiment="concern"), "para 3", document=oldest)
    cite(FeedbackFactory(programme=programme), "para 3", document=paper)


def _service(programme: Programme, lead: Organisation, phase: Any, number: int, author: Any) -> Any:
    service = ServiceFactory(programme=programme)
    open_question = {"state": "in_scope_tbc", "commissioner_tbc": True} if number % 2 else {}
    scope = ServiceScopeFactory(programme=programme, service=service, added="September 2018", **open_question)
    cite(service, "para 4")
    PhaseScopeFactory(phase=phase, scope=scope)
    CommissioningResponsibilityFactory(programme=programme, service=service, organisation=lead)
    cite(ServiceAliasFactory(programme=programme, service=service), "para 5")
    ScopeChangeFactory(programme=programme, scope=scope, made_by=author, reason="Agreed")
    other = ServiceFactory(programme=programme)
    ServiceScopeFactory(programme=programme, service=other)
    for money in ("£1.5m", "TBC"):
        line = BudgetLineFactory(
            programme=programme, phase=phase, money=money, services=[service, other], funders=[lead]
        )
        cite(line, "para 6")
        if line.money.is_known:
            BudgetLineChangeFactory(line=line, settled_on=SETTLED_ON, made_by=author)
    stated = StatedValueFactory(programme=programme, money="£3m p.a.")
    cite(stated, "para 7")
    StatedValueReadingFactory(stated_value=stated, phase=phase)
    StatedValueReadingFactory(stated_value=stated, phase=phase, commissioner=lead)
    return service


def _more_of_one_service(programme: Programme, lead: Organisation, number: int, author: Any) -> None:
    """The programme's first service gets longer too: names, hosts, changes, lines."""
    service = Service.objects.filter(programme=programme).earliest("pk")
    cite(ServiceAliasFactory(programme=programme, service=service), "para 8")
    CommissioningResponsibilityFactory(
        programme=programme, service=service, organisation=lead, role="host", governing=False
    )
    after = {"lead": lead.reference}
    fact = FactFactory(programme=programme, kind="programmes.scopechange")
    SourceReferenceFactory(fact=fact, document=Document.objects.filter(programme=programme).earliest("pk"))
    change = {"kind": "tbc_settled", "effective": "May 2018", "before": {}, "after": after}
    ScopeChangeFactory(programme=programme, scope=service.scope, made_by=author, fact=fact, **change)
    BudgetLineFactory(programme=programme, phase=None, services=[service], funders=[lead])


def _delivery(programme: Programme, phases: list[Any], lead: Organisation, service: Any) -> None:
    phase = phases[0]
    PhaseLeadFactory(phase=phase, organisation=lead)
    milestone = MilestoneFactory(programme=programme, date="July 2019")
    cite(milestone, "para 10")
    PhaseMilestoneFactory(phase=phase, milestone=milestone)
    contracts = ExistingContractsFactory(programme=programme)
    cite(contracts, "para 11")
    ContractsReplacedFactory(existing=contracts, phase=phase)
    cite(ProcurementFactory(programme=programme), "para 12")


def _governance(programme: Programme, organisation: Organisation, author: Any) -> None:
    body = BodyFactory(programme=programme)
    cite(body, "para 13")
    first = Body.objects.filter(programme=programme).earliest("pk")
    for each in dict.fromkeys((body, first)):
        BodySeatFactory(body=each, organisation=organisation)
    if body != first:
        GovernanceLinkFactory(programme=programme, source=body, target=first)
    cite(
        RecommendationFactory(
            programme=programme,
            body=body,
            document=Document.objects.filter(programme=programme).earliest("pk"),
        ),
        "para 14",
    )
    RecommendationFactory(programme=programme, body=first, in_recommendations_section=False)
    fresh = DiscrepancyFactory(programme=programme)
    cite(fresh, "para 15")
    for each in dict.fromkeys(
        (fresh, Discrepancy.objects.filter(programme=programme, is_recorded=True).earliest("pk"))
    ):
        DiscrepancyStatementFactory(discrepancy=each)
        DiscrepancyNoteFactory(discrepancy=each, made_by=author)


def _outcomes(programme: Programme) -> None:
    outcome, area = OutcomeFactory(programme=programme), HighImpactAreaFactory(programme=programme)
    kpi = KPIFactory(programme=programme, high_impact_area=area)
    OutcomeMeasureFactory(outcome=outcome, kpi=kpi)
    for record in (outcome, area, kpi):
        cite(record, "para 16")
    cite(MeasurementFactory(programme=programme, kpi=kpi), "para 17")
    cite(TargetFactory(programme=programme, kpi=kpi), "para 18")
    KPIFactory(programme=programme)
    hang_on(KPI.objects.filter(programme=programme).earliest("pk"))
