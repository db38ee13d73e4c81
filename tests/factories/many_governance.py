"""More of what boards do: meetings, decisions, registers, reports and packs; the first of each gets longer too."""

from datetime import date
from typing import Any

from governance.models import (
    BoardAction,
    Body,
    Decision,
    Meeting,
    Mitigation,
    Risk,
    StatusScale,
    Workstream,
)
from outcomes.models import KPI
from programmes.models import Engagement, Feedback, Milestone, Organisation, Programme
from tests.factories import boards, registers
from tests.factories.programmes import cite


def first(model: Any, programme: Programme) -> Any:
    return model.objects.filter(programme=programme).earliest("pk")


def more_of_governance(
    programme: Programme, lead: Organisation, phase: Any, author: Any, number: int
) -> None:
    own = {"programme": programme}
    body = first(Body, programme)
    _boards(own, body, lead, author)
    _decisions(own, body, author)
    _risks(own, body, phase, author, number)
    _registers(own, phase)
    _reports(own, phase, author)
    Feedback.objects.filter(**own, engagement=None).update(engagement=first(Engagement, programme))


def _each(fresh: Any, programme: Programme) -> tuple[Any, ...]:
    """The record just made and the programme's first of its kind, once each."""
    return tuple(dict.fromkeys((first(type(fresh), programme), fresh)))


def _boards(own: dict[str, Programme], body: Any, lead: Organisation, author: Any) -> None:
    cite(boards.ChairFactory(**own, body=body, organisation=lead), "para 40")
    paper = boards.BoardPaperFactory(**own, body=body)
    boards.PaperSectionFactory(paper=paper, code="background")
    boards.PaperImplicationFactory(paper=paper)
    boards.PaperIssueFactory(**own, paper=paper, made_by=author)
    boards.PackRecipientFactory(**own, body=body, organisation=lead)
    meeting = boards.MeetingFactory(**own, body=body)
    cite(meeting, "para 41")
    for each in _each(meeting, own["programme"]):
        item = boards.AgendaItemFactory(**own, meeting=each, paper=paper)
        cite(item, "para 42")
        boards.AttendanceFactory(meeting=each, organisation=lead)
        boards.InterestDeclaredFactory(**own, meeting=each, item=item, organisation=lead)
        boards.BoardPackFactory(**own, meeting=each, made_by=author)


def _decisions(own: dict[str, Programme], body: Any, author: Any) -> None:
    meeting = first(Meeting, own["programme"])
    decision = boards.DecisionFactory(**own, body=body, meeting=meeting, effective="1 January 2019")
    cite(decision, "para 43")
    for each in _each(decision, own["programme"]):
        asked = boards.PositionAskedFactory(decision=each)
        boards.PositionAskedFactory(decision=each)  # still awaited
        boards.BodyPositionFactory(**own, decision=each, body=asked.body, meeting=meeting, made_by=author)
        boards.DecisionEffectFactory(**own, decision=each)
    action = first(BoardAction, own["programme"])
    boards.TargetDateChangeFactory(action=action, made_by=author)
    BoardAction.objects.filter(**own, meeting=None).update(
        meeting=meeting, decision=first(Decision, own["programme"])
    )


def _risks(own: dict[str, Programme], body: Any, phase: Any, author: Any, number: int) -> None:
    risk = Risk.objects.filter(**own).latest("pk")
    Risk.objects.filter(pk=risk.pk).update(phase=phase, escalated_to=body, review_due=date(2018, 6, 1))
    for each in _each(risk, own["programme"]):
        if number % 2:
            for level in ("inherent", "current", "target"):
                registers.RiskAssessmentFactory(**own, risk=each, level=level, made_by=author)
        registers.RiskActFactory(**own, risk=each, made_by=author)
        mitigation = registers.MitigationFactory(**own)
        cite(mitigation, "para 44")
        registers.RiskMitigationFactory(risk=each, mitigation=mitigation)
    shared = first(Mitigation, own["programme"])
    if not shared.risks.filter(pk=risk.pk).exists():
        registers.RiskMitigationFactory(risk=risk, mitigation=shared)


def _registers(own: dict[str, Programme], phase: Any) -> None:
    programme = own["programme"]
    issue = registers.IssueFactory(**own, phase=phase, risk=first(Risk, programme), due="June 2018")
    dependency = registers.DependencyFactory(**own, phase=phase, milestone=first(Milestone, programme))
    request = registers.ChangeRequestFactory(**own, decision=first(Decision, programme))
    for each in (issue, dependency, request, registers.AssumptionFactory(**own)):
        cite(each, "para 45")
    benefit = registers.BenefitFactory(
        **own,
        phase=phase,
        kpi=KPI.objects.filter(programme=programme).first(),
        baseline_value=3,
        target_value=1,
        direction="down",
    )
    cite(benefit, "para 46")
    for each in _each(benefit, programme):
        registers.BenefitRealisedFactory(**own, benefit=each, value=2)


def _reports(own: dict[str, Programme], phase: Any, author: Any) -> None:
    programme = own["programme"]
    scale = registers.StatusScaleFactory(**own)
    points = [registers.StatusPointFactory(scale=scale, is_complete=done) for done in (False, True)]
    workstream = registers.WorkstreamFactory(**own, scale=scale, phase=phase)
    cite(workstream, "para 47")
    registers.WorkstreamStatusFactory(**own, workstream=workstream, point=points[0], made_by=author)
    oldest = first(Workstream, programme)
    registers.WorkstreamStatusFactory(
        **own, workstream=oldest, point=oldest.scale.points.earliest("pk"), made_by=author
    )
    registers.StatusPointFactory(scale=first(StatusScale, programme))
    report = registers.HighlightReportFactory(**own, author=author)
    for each in _each(report, programme):
        registers.ReportStepFactory(report=each, made_by=author)
    registers.ReportRatingFactory(report=report)
