"""More of who commissions what, of plans, of what boards asked for and of models of care: the rest of `many`.

Each batch also lengthens the first record of its kind (the first intention, the first area, the first action), so that
a page of one record is asked the same question as a list.
"""

from datetime import date
from typing import Any

from governance.models import BoardAction, Body
from outcomes.models import CareModelArea, Theme
from programmes.models import (
    CommissioningIntention,
    Document,
    Organisation,
    Programme,
    ProjectSummary,
    Service,
    ServiceGroup,
)
from tests import factories
from tests.factories.programmes import cite

HANDED_OVER_ON = date(2015, 4, 1)


def more_of_plans(programme: Programme, lead: Organisation, author: Any, number: int) -> None:
    """One more of everything that this file makes, tied to what the programme has."""
    service = Service.objects.filter(programme=programme).latest("pk")
    _commissioning(programme, lead, service, number)
    _team(programme, lead)
    _intentions(programme, lead, author)
    _papers(programme, author, number)
    _areas(programme)
    _evidence(programme, author)


def first(model: Any, programme: Programme) -> Any:
    return model.objects.filter(programme=programme).earliest("pk")


def _commissioning(programme: Programme, lead: Organisation, service: Service, number: int) -> None:
    """A lead handed over, a group under one of three models, the same service in two printed lists."""
    fact = factories.FactFactory(programme=programme, kind="programmes.responsibilitychange")
    change = factories.ResponsibilityChangeFactory(programme=programme, fact=fact)
    own = {"programme": programme, "service": service, "organisation": lead}
    for more in (
        {"role": "co_commissioner", "ends_on": HANDED_OVER_ON, "closed_by": change, "governing": False},
        {"role": "funder", "starts_on": HANDED_OVER_ON, "opened_by": change, "governing": False},
    ):
        cite(factories.CommissioningResponsibilityFactory(**own, **more), "para 20")
    model = factories.CommissioningModelFactory(programme=programme, level=number % 3 + 1)
    group = factories.ServiceGroupFactory(
        programme=programme, commissioning_model=model, intended_model=model, intended="April 2016"
    )
    for each in dict.fromkeys((group, first(ServiceGroup, programme))):
        factories.ServiceGroupServiceFactory(group=each, service=service)
        factories.ServiceGroupLeadFactory(group=each, organisation=lead)
    cite(model, "para 21")
    cite(group, "para 22")
    for _ in range(2):
        printed = factories.ScopeListFactory(programme=programme)
        item = factories.ScopeListItemFactory(programme=programme, scope_list=printed)
        factories.ScopeListItemServiceFactory(item=item, service=service)
        cite(factories.ScopeListItemFactory(programme=programme, scope_list=printed), "para 23")
    later = factories.FutureConsiderationFactory(programme=programme, date="2016/17", condition="If agreed")
    factories.FutureConsiderationServiceFactory(consideration=later, service=service)
    cite(later, "para 24")


def _team(programme: Programme, lead: Organisation) -> None:
    cite(factories.PostFactory(programme=programme), "para 25")
    cite(factories.PostFactory(programme=programme, salary="TBC", is_new=False), "para 25")
    cite(factories.DutyFactory(programme=programme, date="April 2016"), "para 26")
    funding = factories.FundingFactory(programme=programme, period="April 2013 to March 2016")
    cite(funding, "para 27")
    for money in ("£125,000", "TBC"):
        factories.ContributionFactory(funding=funding, funder=lead, money=money)


def _intentions(programme: Programme, lead: Organisation, author: Any) -> None:
    highest = CommissioningIntention.objects.filter(programme=programme).order_by("-number").first()
    intention = factories.CommissioningIntentionFactory(
        programme=programme, number=highest.number + 1 if highest else 1, group=lead
    )
    cite(intention, "para 28")
    summary = factories.ProjectSummaryFactory(
        programme=programme, intention=intention, period="April 2013 to March 2014"
    )
    cite(summary, "para 29")
    for each in dict.fromkeys((intention, first(CommissioningIntention, programme))):
        for kind in ("lead", "priority"):
            factories.IntentionLineFactory(intention=each, kind=kind, organisation=lead)
        cite(factories.MilestoneFactory(programme=programme, intention=each, kind="deadline"), "para 30")
        factories.ProjectSummaryFactory(programme=programme, intention=each)
    for each in dict.fromkeys((summary, first(ProjectSummary, programme))):
        for kind in ("sro", "objective", "benefit_users", "metric"):
            factories.SummaryLineFactory(summary=each, kind=kind)
        early, late = (
            factories.MilestoneFactory(programme=programme, summary=each, date=day)
            for day in ("March 2013", "Autumn 2013")
        )
        factories.MilestoneDependencyFactory(milestone=late, needs=early)
        factories.MilestoneChangeFactory(milestone=late, made_by=author)
        factories.FundingFactory(programme=programme, summary=each, money="TBC")


def _papers(programme: Programme, author: Any, number: int) -> None:
    body, paper = first(Body, programme), first(Document, programme)
    cite(factories.BodyAliasFactory(programme=programme, body=body), "para 31")
    action = factories.BoardActionFactory(
        programme=programme, body=body, agreed="May 2013", due="July 2013", reports_promised="monthly"
    )
    cite(action, "para 32")
    for each in dict.fromkeys((action, first(BoardAction, programme))):
        fact = factories.FactFactory(programme=programme, kind="governance.progressresponse")
        factories.ProgressResponseFactory(
            programme=programme, action=each, document=paper, made_by=author, fact=fact
        )
    cite(factories.RiskFactory(programme=programme), "para 33")
    for make in (factories.ImplicationFactory, factories.PaperApprovalFactory):
        cite(make(programme=programme, document=paper), "para 34")
    for make in (factories.DocumentPartFactory, factories.CrossReferenceFactory):
        cite(make(programme=programme, document=paper), "para 35")
    cite(factories.StatedCountFactory(programme=programme), "para 36")


def _areas(programme: Programme) -> None:
    area = factories.CareModelAreaFactory(programme=programme)
    theme = factories.ThemeFactory(programme=programme)
    for each in (area, theme):
        cite(each, "para 37")
    for each in dict.fromkeys((area, first(CareModelArea, programme))):
        _more_of_one_area(programme, each)
        for cited in dict.fromkeys((theme, first(Theme, programme))):
            point = factories.ThemePointFactory(programme=programme, theme=cited)
            factories.ThemeCitationFactory(theme=cited, area=each, point=point)
        factories.ThemeCitationFactory(theme=theme, area=each)


def _more_of_one_area(programme: Programme, area: CareModelArea) -> None:
    own = {"programme": programme, "area": area}
    for kind in ("partner", "component", "objective", "governance", "enabler"):
        statement = factories.AreaStatementFactory(**own, kind=kind)
        cite(statement, "para 38")
    factories.AreaRoleFactory(statement=factories.AreaStatementFactory(**own, kind="governance"))
    factories.AreaTargetFactory(statement=factories.AreaStatementFactory(**own, kind="objective"))
    cite(factories.LearningPointFactory(**own), "para 39")
    risk = factories.AreaRiskFactory(**own)
    factories.AreaRiskMitigationFactory(risk=risk, mitigation=factories.AreaMitigationFactory(**own))
    factories.AreaRiskFactory(**own)
    figure = factories.ImpactFigureFactory(**own, basis="observed")
    cite(figure, "para 40")
    parts = [factories.ImpactFigureFactory(**own, basis="projected", value=value) for value in (20, 8)]
    factories.FigureDerivationFactory(result=figure, first=parts[0], second=parts[1])
    cite(factories.PopulationFigureFactory(**own, in_table=True), "para 41")


def _evidence(programme: Programme, author: Any) -> None:
    link = {"programme": programme, "attached_by": author}
    factories.EvidenceLinkFactory(**link, intention=first(CommissioningIntention, programme))
    factories.EvidenceLinkFactory(
        **link,
        learning_point=None,
        impact_figure=factories.ImpactFigureFactory(programme=programme),
        intention=None,
        risk=factories.RiskFactory(programme=programme),
    )
