"""The records of boards, registers and reports in the world of the access tests."""

from datetime import date
from typing import Any

from governance.models import BoardAction, Body, Risk
from programmes.models import Organisation


def governance(make: Any, lead: Organisation, day: str) -> None:
    _boards(make, lead, day)
    _registers(make, day)
    _reports(make, lead, day)


def _boards(make: Any, lead: Organisation, day: str) -> None:
    body = make.made[Body]
    make.one("Chair", body=body, organisation=lead, starts_on=None, ends_on=None)
    meeting = make.one("Meeting", body=body, held=day)
    paper = make.one("BoardPaper", body=body, dated=day)
    make.one("PaperSection", paper=paper, code="background")
    make.one("PaperImplication", paper=paper)
    make.once("PaperIssue", paper=paper)
    item = make.one("AgendaItem", meeting=meeting, paper=paper)
    make.one("Attendance", meeting=meeting, organisation=lead)
    make.one("InterestDeclared", meeting=meeting, item=item, organisation=lead)
    decision = make.one("Decision", body=body, meeting=meeting, decided=day, effective=day)
    make.one("PositionAsked", decision=decision, body=body)
    make.once("BodyPosition", decision=decision, body=body, on=day)
    make.one("DecisionEffect", decision=decision)
    make.one("TargetDateChange", action=make.made[BoardAction], before=day, after=day)
    make.once("BoardPack", meeting=meeting)
    make.one("PackRecipient", body=body, organisation=lead, starts_on=None, ends_on=None)


def _registers(make: Any, day: str) -> None:
    risk = make.made[Risk]
    make.once("RiskAssessment", risk=risk)
    make.once("RiskAct", risk=risk)
    make.one("RiskMitigation", risk=risk, mitigation=make.one("Mitigation", due=day))
    banding = make.once("RiskBanding", starts_on=date(2018, 1, 1))
    make.one("RiskBand", banding=banding, from_score=1)
    make.one("Issue", risk=risk, raised=day, due=day)
    make.one("Dependency", due=day)
    make.one("Assumption")
    make.one("ChangeRequest", raised=day)
    benefit = make.one("Benefit", baseline_on=day, target_by=day)
    make.once("BenefitRealised", benefit=benefit, by_date=day)


def _reports(make: Any, lead: Organisation, day: str) -> None:
    scale = make.one("StatusScale")
    point = make.one("StatusPoint", scale=scale, code="under-way")
    workstream = make.one("Workstream", scale=scale)
    make.once("WorkstreamStatus", workstream=workstream, point=point, since=day)
    make.one("Tolerance")
    report = make.one("HighlightReport")
    make.one("ReportRating", report=report)
    make.one("ReportStep", report=report)
