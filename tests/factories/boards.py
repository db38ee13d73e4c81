"""Chairs, meetings, papers written here, decisions and packs."""

import hashlib
from datetime import date

import factory

from commissioning.core.documents.blocks import Document, to_json
from governance.models import (
    AgendaItem,
    Attendance,
    BoardPack,
    BoardPaper,
    BodyPosition,
    Chair,
    Decision,
    DecisionEffect,
    InterestDeclared,
    Meeting,
    PackRecipient,
    PaperImplication,
    PaperIssue,
    PaperSection,
    PositionAsked,
    TargetDateChange,
)
from governance.rules.paper_document import document_of, frozen
from governance.rules.paper_text import PaperText
from tests.factories.base import ScopedFactory, ValueFactory, reference, same_programme
from tests.factories.governance import BODY, BodyFactory
from tests.factories.people import UserFactory

EMPTY = {"blocks": []}
PACK = {
    "document": to_json(Document("A pack", "", "A service", date(2018, 12, 13), "#1f3b57", "T-MEET-1", ())),
    "figures": {},
    "narrow": {},
}
BARE = PaperText("hampshire", "PAPER-1", "Paper", "Board", "For decision", "13 December 2018", "Director")
# What an issue freezes, as the pages that read it need it.
ISSUED = frozen(
    BARE, document_of(BARE, on=date(2018, 12, 13), colour="#1f3b57", reference="PAPER-1, issue 1")
)
NOTHING = hashlib.sha256(b"").hexdigest()


class ChairFactory(ScopedFactory[Chair]):
    class Meta:
        model = Chair

    reference = reference("CHAIR")
    body = same_programme(BODY)
    role_title = factory.Sequence(lambda number: f"Director {number}")


class MeetingFactory(ScopedFactory[Meeting]):
    class Meta:
        model = Meeting

    reference = reference("MEET")
    body = same_programme(BODY)
    held = "13 December 2018"
    state = "held"


MEETING = "tests.factories.boards.MeetingFactory"


class AgendaItemFactory(ScopedFactory[AgendaItem]):
    class Meta:
        model = AgendaItem

    reference = reference("AGENDA")
    meeting = same_programme(MEETING)
    position = factory.Sequence(lambda number: number + 1)
    title = factory.Sequence(lambda number: f"Item {number}")


class AttendanceFactory(ValueFactory[Attendance]):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    role_title = factory.Sequence(lambda number: f"Member {number}")


class InterestDeclaredFactory(ScopedFactory[InterestDeclared]):
    class Meta:
        model = InterestDeclared

    reference = reference("INT")
    meeting = same_programme(MEETING)
    role_title = "Member"
    text = "Trustee of a provider"
    dispensation = ""


class BoardPaperFactory(ScopedFactory[BoardPaper]):
    class Meta:
        model = BoardPaper

    reference = reference("PAPER")
    body = same_programme(BODY)
    title = factory.Sequence(lambda number: f"Paper {number}")
    style = "hampshire"
    dated = "13 December 2018"


class PaperSectionFactory(ValueFactory[PaperSection]):
    class Meta:
        model = PaperSection

    paper = factory.SubFactory(BoardPaperFactory)
    code = factory.Sequence(lambda number: f"section-{number}")
    text = "What the section says"


class PaperImplicationFactory(ValueFactory[PaperImplication]):
    class Meta:
        model = PaperImplication

    paper = factory.SubFactory(BoardPaperFactory)
    area = "financial"
    text = "None"


class PaperIssueFactory(ScopedFactory[PaperIssue]):
    class Meta:
        model = PaperIssue

    reference = reference("ISSUE")
    paper = same_programme("tests.factories.boards.BoardPaperFactory")
    number = factory.Sequence(lambda number: number % 9000 + 1)
    content = ISSUED
    content_sha256 = NOTHING
    template = "test"
    pdf = b""
    pdf_sha256 = NOTHING
    made_by = factory.SubFactory(UserFactory)


class DecisionFactory(ScopedFactory[Decision]):
    class Meta:
        model = Decision

    reference = reference("DEC")
    body = same_programme(BODY)
    title = factory.Sequence(lambda number: f"Decision {number}")
    text = "That it be done"
    outcome = "agreed"
    decided = "13 December 2018"


DECISION = "tests.factories.boards.DecisionFactory"


class PositionAskedFactory(ValueFactory[PositionAsked]):
    class Meta:
        model = PositionAsked

    decision = factory.SubFactory(DecisionFactory)
    body = factory.SubFactory(BodyFactory, programme=factory.SelfAttribute("..decision.programme"))


class BodyPositionFactory(ScopedFactory[BodyPosition]):
    class Meta:
        model = BodyPosition

    reference = reference("POS")
    decision = same_programme(DECISION)
    body = same_programme(BODY)
    position = "agreed"
    on = "14 January 2019"
    made_by = factory.SubFactory(UserFactory)


class DecisionEffectFactory(ScopedFactory[DecisionEffect]):
    class Meta:
        model = DecisionEffect

    reference = reference("EFFECT")
    decision = same_programme(DECISION)
    kind = "scope_change"
    words = "Brings a service into scope"


class TargetDateChangeFactory(ValueFactory[TargetDateChange]):
    class Meta:
        model = TargetDateChange

    action = factory.SubFactory("tests.factories.papers.BoardActionFactory")
    before = "June 2013"
    after = "September 2013"
    on = date(2013, 6, 1)
    reason = "More time was needed"
    made_by = factory.SubFactory(UserFactory)


class BoardPackFactory(ScopedFactory[BoardPack]):
    class Meta:
        model = BoardPack

    reference = reference("PACK")
    meeting = same_programme(MEETING)
    number = factory.Sequence(lambda number: number % 9000 + 1)
    as_at = date(2018, 12, 13)
    content = PACK
    content_sha256 = NOTHING
    template = "test"
    pdf = b""
    pdf_sha256 = NOTHING
    made_by = factory.SubFactory(UserFactory)


class PackRecipientFactory(ScopedFactory[PackRecipient]):
    class Meta:
        model = PackRecipient

    reference = reference("REC-TO")
    body = same_programme(BODY)
    role_title = factory.Sequence(lambda number: f"Member {number}")
