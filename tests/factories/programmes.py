from typing import Any

import factory

from programmes.models import (
    Challenge,
    CitedWork,
    CommissionerCode,
    CrossReference,
    Document,
    DocumentPart,
    Engagement,
    Extraction,
    Fact,
    Feedback,
    KnownGap,
    Milestone,
    Organisation,
    OrganisationAlias,
    OrganisationSuccession,
    Programme,
    ProgrammePartner,
    ProgrammeStatement,
    ProgrammeTargetDate,
    SourceReference,
)
from tests.factories.base import ScopedFactory, ValueFactory, reference, same_programme

IN_PROGRAMMES = "tests.factories.programmes."


class OrganisationFactory(ValueFactory[Organisation]):
    class Meta:
        model = Organisation

    reference = reference("ORG")
    name = factory.Sequence(lambda number: f"Organisation {number}")


class OrganisationAliasFactory(ValueFactory[OrganisationAlias]):
    class Meta:
        model = OrganisationAlias

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda number: f"Other name {number}")


class OrganisationSuccessionFactory(ValueFactory[OrganisationSuccession]):
    class Meta:
        model = OrganisationSuccession

    reference = reference("OS")
    predecessor = factory.SubFactory(OrganisationFactory)
    successor = factory.SubFactory(OrganisationFactory)
    kind = "renamed"
    took_effect_on = "2013-04-01"


class ProgrammeFactory(ValueFactory[Programme]):
    class Meta:
        model = Programme

    reference = reference("PRG")
    key = factory.Sequence(lambda number: f"place-{number}")
    name = "Integrated children's services"
    place = factory.Sequence(lambda number: f"Place {number}")


class ProgrammeTargetDateFactory(ScopedFactory[ProgrammeTargetDate]):
    class Meta:
        model = ProgrammeTargetDate

    reference = reference("TD")
    label = "Integrated system in place"


class ProgrammeStatementFactory(ScopedFactory[ProgrammeStatement]):
    class Meta:
        model = ProgrammeStatement

    reference = reference("STA")
    kind = "driver"
    text = factory.Sequence(lambda number: f"Statement {number}")


class ProgrammePartnerFactory(ScopedFactory[ProgrammePartner]):
    class Meta:
        model = ProgrammePartner

    reference = reference("PAR")
    organisation = factory.SubFactory(OrganisationFactory)
    role = "partner"


class CommissionerCodeFactory(ScopedFactory[CommissionerCode]):
    class Meta:
        model = CommissionerCode

    reference = reference("CODE")
    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda number: f"CODE {number}")


class DocumentFactory(ScopedFactory[Document]):
    class Meta:
        model = Document

    reference = reference("DOC")
    title = factory.Sequence(lambda number: f"Report {number}")


class ExtractionFactory(ValueFactory[Extraction]):
    class Meta:
        model = Extraction

    document = factory.SubFactory(DocumentFactory)
    name = factory.Sequence(lambda number: f"{number:03}.txt")


class _OfDocument(ScopedFactory[Any]):
    class Meta:
        abstract = True

    document = same_programme(IN_PROGRAMMES + "DocumentFactory")


class KnownGapFactory(_OfDocument):
    class Meta:
        model = KnownGap

    reference = reference("GAP")
    what = "Appendix A"


class CitedWorkFactory(_OfDocument):
    class Meta:
        model = CitedWork

    reference = reference("REF")
    text = factory.Sequence(lambda number: f"Cited work {number}")


class DocumentPartFactory(_OfDocument):
    class Meta:
        model = DocumentPart

    reference = reference("PART")
    locator = factory.Sequence(lambda number: f"Appendix {number}")


class CrossReferenceFactory(_OfDocument):
    class Meta:
        model = CrossReference

    reference = reference("XREF")
    locator = "para 3"
    target = "Appendix 2"
    described_as = "the list of services"


class FactFactory(ValueFactory[Fact]):
    class Meta:
        model = Fact

    programme = factory.SubFactory(ProgrammeFactory)
    kind = "programmes.milestone"


class SourceReferenceFactory(ValueFactory[SourceReference]):
    class Meta:
        model = SourceReference

    fact = factory.SubFactory(FactFactory)
    document = factory.SubFactory(DocumentFactory, programme=factory.SelfAttribute("..fact.programme"))
    locator = factory.Sequence(lambda number: f"para {number}.1")


class MilestoneFactory(ScopedFactory[Milestone]):
    class Meta:
        model = Milestone

    reference = reference("MIL")
    kind = "milestone"
    text = factory.Sequence(lambda number: f"Milestone {number}")


class ChallengeFactory(ScopedFactory[Challenge]):
    class Meta:
        model = Challenge

    reference = reference("CH")
    title = factory.Sequence(lambda number: f"Challenge {number}")
    text = "What makes it hard"


class EngagementFactory(ScopedFactory[Engagement]):
    class Meta:
        model = Engagement

    reference = reference("ENG")
    kind = "workshops"


class FeedbackFactory(ScopedFactory[Feedback]):
    class Meta:
        model = Feedback

    reference = reference("FB")
    text = factory.Sequence(lambda number: f"Feedback {number}")


def cite(
    record: Any, *locators: str, document: Document | None = None, field: str = "", label: str = ""
) -> Fact:
    """Give a record its sources: one source reference for each place, in its programme's document."""
    programme = record if isinstance(record, Programme) else record.programme
    if record.fact is None:
        record.fact = FactFactory(programme=programme, kind=record._meta.label_lower)
        record.save(update_fields=["fact"])
    paper = (
        document
        or Document.objects.filter(programme=programme).first()
        or DocumentFactory(programme=programme)
    )
    for locator in locators:
        SourceReferenceFactory(fact=record.fact, document=paper, locator=locator, field=field, label=label)
    fact: Fact = record.fact
    return fact
