import factory

from governance.models import (
    Body,
    BodySeat,
    Discrepancy,
    DiscrepancyNote,
    DiscrepancyStatement,
    GovernanceLink,
    Recommendation,
)
from tests.factories.base import ScopedFactory, ValueFactory, reference, same_programme
from tests.factories.people import UserFactory
from tests.factories.programmes import OrganisationFactory

BODY = "tests.factories.governance.BodyFactory"


class BodyFactory(ScopedFactory[Body]):
    class Meta:
        model = Body

    reference = reference("GOV")
    name = factory.Sequence(lambda number: f"Board {number}")


class BodySeatFactory(ValueFactory[BodySeat]):
    class Meta:
        model = BodySeat

    body = factory.SubFactory(BodyFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class GovernanceLinkFactory(ScopedFactory[GovernanceLink]):
    class Meta:
        model = GovernanceLink

    reference = reference("LINK")
    source = same_programme(BODY)
    target = same_programme(BODY)
    kind = "escalates_to"


class DiscrepancyFactory(ScopedFactory[Discrepancy]):
    """Recorded by a reader; `is_recorded=False, check_key="…"` for how a computed one is handled."""

    class Meta:
        model = Discrepancy

    reference = reference("INC")
    is_recorded = True
    recorded_kind = factory.SelfAttribute("kind")
    kind = "amount_mismatch"
    title = factory.Sequence(lambda number: f"Discrepancy {number}")


class DiscrepancyStatementFactory(ValueFactory[DiscrepancyStatement]):
    class Meta:
        model = DiscrepancyStatement

    discrepancy = factory.SubFactory(DiscrepancyFactory)
    text = "~£13m"
    place = "para 2.4"


class DiscrepancyNoteFactory(ValueFactory[DiscrepancyNote]):
    class Meta:
        model = DiscrepancyNote

    discrepancy = factory.SubFactory(DiscrepancyFactory)
    text = "Asked the author"
    handling = "open"
    made_by = factory.SubFactory(UserFactory)


class RecommendationFactory(ScopedFactory[Recommendation]):
    class Meta:
        model = Recommendation

    reference = reference("REC")
    verb = "endorse"
    text = factory.Sequence(lambda number: f"Recommendation {number}")
    body = same_programme(BODY)
    document = same_programme("tests.factories.programmes.DocumentFactory")
