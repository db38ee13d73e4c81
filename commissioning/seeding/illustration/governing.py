"""Boards, decisions, registers, benefits and work streams of the illustrative county."""

from functools import partial
from pathlib import Path
from typing import Final

from commissioning.seeding.load import Draft, Load, with_values
from commissioning.seeding.records import Record, read_fixture
from governance.models import (
    AgendaItem,
    Assumption,
    Attendance,
    Benefit,
    BenefitRealised,
    BoardAction,
    BoardPaper,
    Body,
    BodyPosition,
    BodySeat,
    Chair,
    ChangeRequest,
    Decision,
    Dependency,
    GovernanceLink,
    InterestDeclared,
    Issue,
    Meeting,
    Mitigation,
    PackRecipient,
    PaperImplication,
    PaperSection,
    PositionAsked,
    ProgressResponse,
    Recommendation,
    Risk,
    RiskAct,
    RiskAssessment,
    RiskBand,
    RiskBanding,
    RiskMitigation,
    StatusPoint,
    StatusScale,
    TargetDateChange,
    Tolerance,
    Workstream,
    WorkstreamStatus,
)
from programmes.models import Engagement, Feedback

from .drafts import a_date, found
from .tables import People, Section, load_sections

BOARDS: Final[tuple[Section, ...]] = (
    ("bodies", Body),
    ("seats", BodySeat),
    ("chairs", Chair),
    ("links", GovernanceLink),
    ("meetings", Meeting),
    ("papers", BoardPaper),
    ("paper_sections", PaperSection),
    ("paper_implications", PaperImplication),
    ("recommendations", Recommendation),
    ("agenda", AgendaItem),
    ("attendance", Attendance),
    ("interests", InterestDeclared),
    ("decisions", Decision),
    ("positions_asked", PositionAsked),
    ("recipients", PackRecipient),
    ("scales", StatusScale),
    ("points", StatusPoint),
    ("workstreams", Workstream),
    ("tolerances", Tolerance),
    ("engagements", Engagement),
    ("feedback", Feedback),
)
# What somebody did by name of an account, and what hangs on it.
OF_PEOPLE: Final[tuple[Section, ...]] = (
    ("positions", BodyPosition),
    ("actions", BoardAction),
    ("date_changes", TargetDateChange),
    ("responses", ProgressResponse),
    ("risks", Risk),
    ("assessments", RiskAssessment),
    ("risk_acts", RiskAct),
    ("mitigations", Mitigation),
    ("risk_mitigations", RiskMitigation),
    ("bandings", RiskBanding),
    ("bands", RiskBand),
    ("issues", Issue),
    ("dependencies", Dependency),
    ("assumptions", Assumption),
    ("change_requests", ChangeRequest),
    ("benefits", Benefit),
    ("realised", BenefitRealised),
)
FILE: Final = "illustration_governance.json"


def load_boards(load: Load, folder: Path) -> None:
    """The bodies, what they met about and decided, and what is reported on."""
    load_sections(load, BOARDS, source=read_fixture(folder / FILE))


def load_governance_of_people(load: Load, folder: Path, people: People) -> None:
    """Positions, actions, registers and the statuses of work streams: by the demonstration accounts."""
    source = read_fixture(folder / FILE)
    load_sections(load, OF_PEOPLE, people=people, source=source)
    statuses = source.records("statuses")
    load.save(WorkstreamStatus, [Draft(each.id, partial(_status, load, people, each)) for each in statuses])


def _status(load: Load, people: People, record: Record) -> WorkstreamStatus:
    workstream: Workstream = found(load, Workstream, record, "workstream")
    return with_values(
        WorkstreamStatus,
        programme=load.programme,
        illustrative=True,
        workstream=workstream,
        point=StatusPoint.objects.get(scale=workstream.scale_id, code=record.text("point")),
        **a_date(record, "since"),
        text=record.words("text"),
        made_by=people[record.text("made_by")],
    )
