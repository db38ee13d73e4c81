"""What contracts rest on: terms, acts, reviews, reports of money, and what is published and received."""

import hashlib
from datetime import UTC, date, datetime

import factory

from procurement.models import (
    BreakPoint,
    CalendarLink,
    ContractChange,
    ContractEnd,
    ContractLot,
    ContractParty,
    ContractReview,
    ContractValue,
    ExtensionOption,
    FundContribution,
    FundLine,
    FundScheme,
    LineReport,
    OcdsImport,
    OrganisationIdentifier,
    PartyMatch,
    PooledFund,
    ProviderDetails,
    Publication,
    PublishedRelease,
    ReceivedRecord,
    ReviewAction,
    ReviewedKPI,
    SavedView,
)
from tests.factories.base import ScopedFactory, ValueFactory, reference
from tests.factories.kpis import ContractFactory
from tests.factories.outcomes import KPIFactory
from tests.factories.people import UserFactory
from tests.factories.phases import LotFactory
from tests.factories.procurement import BudgetLineFactory
from tests.factories.programmes import OrganisationFactory, ProgrammeFactory

CONTRACT_OF = "tests.factories.kpis.ContractFactory"


def contract_of() -> factory.SubFactory:
    """A contract of the same programme."""
    return factory.SubFactory(CONTRACT_OF, programme=factory.SelfAttribute("..programme"))


class ContractLotFactory(ValueFactory[ContractLot]):
    class Meta:
        model = ContractLot

    contract = factory.SubFactory(ContractFactory)
    lot = factory.SubFactory(LotFactory, programme=factory.SelfAttribute("..contract.programme"))


class ContractPartyFactory(ValueFactory[ContractParty]):
    class Meta:
        model = ContractParty

    contract = factory.SubFactory(ContractFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "provider"


class ContractChangeFactory(ScopedFactory[ContractChange]):
    class Meta:
        model = ContractChange

    reference = reference("CCH")
    contract = contract_of()
    kind = "variation"
    number = factory.Sequence(lambda number: number + 1)
    decided_on = date(2019, 3, 1)
    decided_by = "Programme board"
    effective_on = date(2019, 4, 1)
    signed_on = date(2019, 3, 15)
    reason = "Agreed at review"
    made_by = factory.SubFactory(UserFactory)


class ContractValueFactory(ValueFactory[ContractValue]):
    class Meta:
        model = ContractValue

    contract = factory.SubFactory(ContractFactory)


class ContractEndFactory(ValueFactory[ContractEnd]):
    class Meta:
        model = ContractEnd

    contract = factory.SubFactory(ContractFactory)


class ExtensionOptionFactory(ValueFactory[ExtensionOption]):
    class Meta:
        model = ExtensionOption

    contract = factory.SubFactory(ContractFactory)
    sequence = factory.Sequence(lambda number: number + 1)
    months = 12


class BreakPointFactory(ValueFactory[BreakPoint]):
    class Meta:
        model = BreakPoint

    contract = factory.SubFactory(ContractFactory)


class ContractReviewFactory(ScopedFactory[ContractReview]):
    class Meta:
        model = ContractReview

    reference = reference("CRV")
    contract = contract_of()
    held_on = date(2019, 6, 1)
    found = "As planned"
    made_by = factory.SubFactory(UserFactory)


class ReviewedKPIFactory(ValueFactory[ReviewedKPI]):
    class Meta:
        model = ReviewedKPI

    review = factory.SubFactory(ContractReviewFactory)
    kpi = factory.SubFactory(KPIFactory, programme=factory.SelfAttribute("..review.programme"))


class ReviewActionFactory(ValueFactory[ReviewAction]):
    class Meta:
        model = ReviewAction

    review = factory.SubFactory(ContractReviewFactory)
    text = "Send the plan"
    owner = "Contract manager"


class LineReportFactory(ScopedFactory[LineReport]):
    class Meta:
        model = LineReport

    reference = reference("LR")
    line = factory.SubFactory(BudgetLineFactory, programme=factory.SelfAttribute("..programme"))
    month = date(2020, 4, 1)
    sign = "adverse_positive"
    made_by = factory.SubFactory(UserFactory)


class PooledFundFactory(ScopedFactory[PooledFund]):
    class Meta:
        model = PooledFund

    reference = reference("POOL")
    name = factory.Sequence(lambda number: f"Fund {number}")
    arrangement = "pooled"


class FundSchemeFactory(ValueFactory[FundScheme]):
    class Meta:
        model = FundScheme

    fund = factory.SubFactory(PooledFundFactory)
    name = factory.Sequence(lambda number: f"Scheme {number}")


class FundContributionFactory(ValueFactory[FundContribution]):
    class Meta:
        model = FundContribution

    fund = factory.SubFactory(PooledFundFactory)
    contributor = factory.SubFactory(OrganisationFactory)


class FundLineFactory(ValueFactory[FundLine]):
    class Meta:
        model = FundLine

    fund = factory.SubFactory(PooledFundFactory)
    line = factory.SubFactory(BudgetLineFactory, programme=factory.SelfAttribute("..fund.programme"))


# --- published and received ---------------------------------------------------------------------------------------


class OrganisationIdentifierFactory(ValueFactory[OrganisationIdentifier]):
    class Meta:
        model = OrganisationIdentifier

    organisation = factory.SubFactory(OrganisationFactory)
    scheme = "GB-COH"
    identifier = factory.Sequence(lambda number: f"{number:08}")


class ProviderDetailsFactory(ValueFactory[ProviderDetails]):
    class Meta:
        model = ProviderDetails

    organisation = factory.SubFactory(OrganisationFactory)


class PublicationFactory(ValueFactory[Publication]):
    class Meta:
        model = Publication

    programme = factory.SubFactory(ProgrammeFactory)


class PublishedReleaseFactory(ScopedFactory[PublishedRelease]):
    class Meta:
        model = PublishedRelease

    reference = reference("REL")
    ocid = factory.Sequence(lambda number: f"ocds-abc123-{number}")
    release_id = factory.Sequence(lambda number: f"release-{number}")
    dated_at = datetime(2026, 1, 1, tzinfo=UTC)
    body = factory.LazyAttribute(
        lambda made: {
            "ocid": made.ocid,
            "id": made.release_id,
            "date": made.dated_at.isoformat(),
            "tag": ["planning"],
            "initiationType": "tender",
        }
    )
    sha256 = "0" * 64
    made_by = factory.SubFactory(UserFactory)


class OcdsImportFactory(ScopedFactory[OcdsImport]):
    class Meta:
        model = OcdsImport

    reference = reference("IMP")
    file_name = "notices.json"
    original = factory.Sequence(lambda number: f'{{"number": {number}}}'.encode())
    sha256 = factory.LazyAttribute(lambda made: hashlib.sha256(made.original).hexdigest())
    made_by = factory.SubFactory(UserFactory)


class ReceivedRecordFactory(ValueFactory[ReceivedRecord]):
    class Meta:
        model = ReceivedRecord

    import_of = factory.SubFactory(OcdsImportFactory)
    ocid = factory.Sequence(lambda number: f"ocds-abc123-{number}")
    path = "contracts/1"
    model = "procurement.Contract"
    record_reference = "T-CON-00001"
    sha256 = "0" * 64


class PartyMatchFactory(ValueFactory[PartyMatch]):
    class Meta:
        model = PartyMatch

    import_of = factory.SubFactory(OcdsImportFactory)
    key = factory.Sequence(lambda number: f"GB-COH-{number:08}")
    name = factory.Sequence(lambda number: f"Party {number}")


# --- kept by people -----------------------------------------------------------------------------------------------


class SavedViewFactory(ValueFactory[SavedView]):
    class Meta:
        model = SavedView

    user = factory.SubFactory(UserFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    page = "contracts"
    name = factory.Sequence(lambda number: f"View {number}")


class CalendarLinkFactory(ValueFactory[CalendarLink]):
    class Meta:
        model = CalendarLink

    user = factory.SubFactory(UserFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    token_hash = factory.Sequence(lambda number: hashlib.sha256(str(number).encode()).hexdigest())
