"""What boards asked for and were told, and what papers carry besides: implications, approvals, counts, risks."""

import factory

from governance.models import (
    BoardAction,
    BodyAlias,
    EvidenceLink,
    Implication,
    PaperApproval,
    ProgressResponse,
    Risk,
    StatedCount,
)
from tests.factories.base import ScopedFactory, reference, same_programme
from tests.factories.people import UserFactory

BODY = "tests.factories.governance.BodyFactory"
DOCUMENT = "tests.factories.programmes.DocumentFactory"


class BodyAliasFactory(ScopedFactory[BodyAlias]):
    class Meta:
        model = BodyAlias

    reference = reference("BA")
    body = same_programme(BODY)
    name = factory.Sequence(lambda number: f"Board, other name {number}")


class BoardActionFactory(ScopedFactory[BoardAction]):
    class Meta:
        model = BoardAction

    reference = reference("BACT")
    body = same_programme(BODY)
    text = factory.Sequence(lambda number: f"Action {number}")


class ProgressResponseFactory(ScopedFactory[ProgressResponse]):
    """Written once: whoever wants it cited gives it a `fact`."""

    class Meta:
        model = ProgressResponse

    reference = reference("RESP")
    action = same_programme("tests.factories.papers.BoardActionFactory")
    text = "Work is under way"
    reported = "May 2019"


class RiskFactory(ScopedFactory[Risk]):
    class Meta:
        model = Risk

    reference = reference("RISK")
    title = factory.Sequence(lambda number: f"Risk {number}")


class ImplicationFactory(ScopedFactory[Implication]):
    class Meta:
        model = Implication

    reference = reference("IMPL")
    document = same_programme(DOCUMENT)
    area = "financial"
    text = factory.Sequence(lambda number: f"Implication {number}")


class PaperApprovalFactory(ScopedFactory[PaperApproval]):
    class Meta:
        model = PaperApproval

    reference = reference("APV")
    document = same_programme(DOCUMENT)
    slot = "Finance"


class StatedCountFactory(ScopedFactory[StatedCount]):
    class Meta:
        model = StatedCount

    reference = reference("COUNT")
    text = "three new posts"
    stated = 3
    counts = "new_posts"


class EvidenceLinkFactory(ScopedFactory[EvidenceLink]):
    """A learning point for an intention of the same programme; name others together with `…=None`."""

    class Meta:
        model = EvidenceLink

    reference = reference("EV")
    learning_point = same_programme("tests.factories.areas.LearningPointFactory")
    intention = same_programme("tests.factories.intentions.CommissioningIntentionFactory")
    note = "It met the same difficulty"
    attached_by = factory.SubFactory(UserFactory)
