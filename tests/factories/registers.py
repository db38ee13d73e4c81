"""Risks and what is done about them, issues and the rest of the registers, benefits, and highlight reports."""

from datetime import date

import factory

from governance.models import (
    Assumption,
    Benefit,
    BenefitRealised,
    ChangeRequest,
    Dependency,
    HighlightReport,
    Issue,
    Mitigation,
    ReportRating,
    ReportStep,
    RiskAct,
    RiskAssessment,
    RiskBand,
    RiskBanding,
    RiskMitigation,
    StatusPoint,
    StatusScale,
    Tolerance,
    Workstream,
    WorkstreamStatus,
)
from tests.factories.base import ScopedFactory, ValueFactory, reference, same_programme
from tests.factories.papers import RiskFactory
from tests.factories.people import UserFactory

RISK = "tests.factories.papers.RiskFactory"


class RiskAssessmentFactory(ScopedFactory[RiskAssessment]):
    class Meta:
        model = RiskAssessment

    reference = reference("RA")
    risk = same_programme(RISK)
    level = "current"
    likelihood = 3
    impact = 4
    on = date(2018, 12, 1)
    rationale = "It has happened elsewhere"
    made_by = factory.SubFactory(UserFactory)


class RiskActFactory(ScopedFactory[RiskAct]):
    class Meta:
        model = RiskAct

    reference = reference("RACT")
    risk = same_programme(RISK)
    kind = "reviewed"
    on = date(2018, 12, 1)
    reason = "Nothing has changed"
    made_by = factory.SubFactory(UserFactory)


class MitigationFactory(ScopedFactory[Mitigation]):
    class Meta:
        model = Mitigation

    reference = reference("MIT")
    text = factory.Sequence(lambda number: f"Mitigation {number}")


class RiskMitigationFactory(ValueFactory[RiskMitigation]):
    class Meta:
        model = RiskMitigation

    risk = factory.SubFactory(RiskFactory)
    mitigation = factory.SubFactory(MitigationFactory, programme=factory.SelfAttribute("..risk.programme"))


class RiskBandingFactory(ScopedFactory[RiskBanding]):
    class Meta:
        model = RiskBanding

    reference = reference("BANDS")
    starts_on = date(2018, 1, 1)
    reason = "Agreed by the board"
    made_by = factory.SubFactory(UserFactory)


class RiskBandFactory(ValueFactory[RiskBand]):
    class Meta:
        model = RiskBand

    banding = factory.SubFactory(RiskBandingFactory)
    name = factory.Sequence(lambda number: f"Band {number}")
    from_score = factory.Sequence(lambda number: number % 25 + 1)


class IssueFactory(ScopedFactory[Issue]):
    class Meta:
        model = Issue

    reference = reference("ISS")
    title = factory.Sequence(lambda number: f"Issue {number}")


class DependencyFactory(ScopedFactory[Dependency]):
    class Meta:
        model = Dependency

    reference = reference("DEP")
    text = factory.Sequence(lambda number: f"Dependency {number}")


class AssumptionFactory(ScopedFactory[Assumption]):
    class Meta:
        model = Assumption

    reference = reference("ASM")
    text = factory.Sequence(lambda number: f"Assumption {number}")


class ChangeRequestFactory(ScopedFactory[ChangeRequest]):
    class Meta:
        model = ChangeRequest

    reference = reference("CR")
    title = factory.Sequence(lambda number: f"Change {number}")
    text = "What would change"


class BenefitFactory(ScopedFactory[Benefit]):
    class Meta:
        model = Benefit

    reference = reference("BEN")
    title = factory.Sequence(lambda number: f"Benefit {number}")


class BenefitRealisedFactory(ScopedFactory[BenefitRealised]):
    class Meta:
        model = BenefitRealised

    reference = reference("REAL")
    benefit = same_programme("tests.factories.registers.BenefitFactory")
    by_date = "December 2018"
    text = "As reported"
    made_by = factory.SubFactory(UserFactory)


class StatusScaleFactory(ScopedFactory[StatusScale]):
    class Meta:
        model = StatusScale

    reference = reference("SCALE")
    name = factory.Sequence(lambda number: f"Scale {number}")


SCALE = "tests.factories.registers.StatusScaleFactory"


class StatusPointFactory(ValueFactory[StatusPoint]):
    class Meta:
        model = StatusPoint

    scale = factory.SubFactory(StatusScaleFactory)
    code = factory.Sequence(lambda number: f"point-{number}")
    label = factory.Sequence(lambda number: f"Point {number}")
    position = factory.Sequence(lambda number: number % 30_000 + 1)


class WorkstreamFactory(ScopedFactory[Workstream]):
    class Meta:
        model = Workstream

    reference = reference("WS")
    name = factory.Sequence(lambda number: f"Work stream {number}")
    scale = same_programme(SCALE)


class WorkstreamStatusFactory(ScopedFactory[WorkstreamStatus]):
    class Meta:
        model = WorkstreamStatus

    reference = reference("WSS")
    workstream = same_programme("tests.factories.registers.WorkstreamFactory")
    point = factory.SubFactory(StatusPointFactory, scale=factory.SelfAttribute("..workstream.scale"))
    since = "December 2018"
    made_by = factory.SubFactory(UserFactory)


class ToleranceFactory(ScopedFactory[Tolerance]):
    class Meta:
        model = Tolerance

    reference = reference("TOL")
    dimension = "time"
    amber_from = 1
    red_from = 2


class HighlightReportFactory(ScopedFactory[HighlightReport]):
    class Meta:
        model = HighlightReport

    reference = reference("HR")
    period_start = date(2018, 12, 1)
    period_end = date(2018, 12, 31)
    author = factory.SubFactory(UserFactory)
    content_sha256 = ""


class ReportRatingFactory(ValueFactory[ReportRating]):
    class Meta:
        model = ReportRating

    report = factory.SubFactory(HighlightReportFactory)
    dimension = "time"


class ReportStepFactory(ValueFactory[ReportStep]):
    class Meta:
        model = ReportStep

    report = factory.SubFactory(HighlightReportFactory)
    kind = "submitted"
    made_by = factory.SubFactory(UserFactory)
