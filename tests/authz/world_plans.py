"""One of each kind of record of who commissions what, of plans, of papers and of models of care, for `world`."""

from datetime import date
from typing import Any

from programmes.models import (
    CommissioningIntention,
    Milestone,
    Organisation,
    ProjectSummary,
    Service,
)

HANDED_OVER_ON = date(2020, 4, 1)


def commissioning(make: Any, lead: Organisation, service: Service, amount: str, day: str) -> None:
    """Responsibilities besides the lead, the act that opened one, groups, printed lists, posts and funding."""
    change = make.once("ResponsibilityChange", effective=day)
    claim = {"service": service, "organisation": lead, "term": day, "governing": False}
    make.one("CommissioningResponsibility", **claim, role="host", opened_by=change)
    # The last one is what the table is about: a claim, which whoever entered it may change and delete.
    make.one("CommissioningResponsibility", **claim, role="funder", starts_on=HANDED_OVER_ON)
    model = make.one("CommissioningModel")
    group = make.one("ServiceGroup", commissioning_model=model, intended_model=model, intended=day, until=day)
    make.one("ServiceGroupService", group=group, service=service)
    make.one("ServiceGroupLead", group=group, organisation=lead)
    item = make.one("ScopeListItem", scope_list=make.one("ScopeList"))
    make.one("ScopeListItemService", item=item, service=service)
    later = make.one("FutureConsideration", date=day)
    make.one("FutureConsiderationService", consideration=later, service=service)
    make.one("Post", salary=amount)
    make.one("Duty", date=day)


def plans(make: Any, lead: Organisation, amount: str, day: str) -> None:
    """An intention with its project, whose milestone was re-forecast and waits for another."""
    shown = make.made[Milestone]
    intention = make.one("CommissioningIntention", group=lead)
    make.one("IntentionLine", intention=intention, organisation=lead)
    summary = make.one("ProjectSummary", intention=intention, period=day)
    make.one("SummaryLine", summary=summary)
    milestone = make.one("Milestone", summary=summary, date=day)
    make.one("MilestoneChange", milestone=milestone, date_before=day, date_after=day)
    make.one("MilestoneDependency", milestone=milestone, needs=shown)
    make.made[Milestone] = shown
    funding = make.one("Funding", summary=make.made[ProjectSummary], money=amount, period=day)
    make.one("Contribution", funding=funding, funder=lead, money=amount)


def papers(make: Any, body: Any, paper: Any, day: str) -> None:
    make.one("BodyAlias", body=body)
    action = make.one("BoardAction", body=body, agreed=day, due=day)
    make.once("ProgressResponse", action=action, document=paper, reported=day)
    make.one("Risk")
    make.one("Implication", document=paper, date=day)
    make.one("PaperApproval", document=paper)
    make.one("DocumentPart", document=paper)
    make.one("CrossReference", document=paper)
    make.one("StatedCount")


def areas(make: Any, amount: str, day: str) -> None:
    area = make.one("CareModelArea", key=f"{make.word[:8]}-area")
    statement = make.one("AreaStatement", area=area, date=day)
    make.one("AreaRole", statement=statement)
    make.one("AreaTarget", statement=statement, by=day)
    point = make.one("LearningPoint", area=area)
    risk = make.one("AreaRisk", area=area)
    make.one("AreaRiskMitigation", risk=risk, mitigation=make.one("AreaMitigation", area=area))
    theme = make.one("Theme", key=f"{make.word[:8].lower()}-theme")
    under = make.one("ThemePoint", theme=theme)
    make.one("ThemeCitation", theme=theme, area=area, point=under)
    figures = [make.one("ImpactFigure", area=area) for _ in range(2)]
    result = make.one("ImpactFigure", area=area, value=None, unit="", money=amount)
    make.one("FigureDerivation", result=result, first=figures[0], second=figures[1])
    make.one("PopulationFigure", area=area)
    make.one("EvidenceLink", learning_point=point, intention=make.made[CommissioningIntention])
