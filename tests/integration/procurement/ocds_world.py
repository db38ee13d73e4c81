"""One phase under the Procurement Act with everything that is published of it, each value written out once."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from commissioning.core.access import Role
from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.models import User
from commissioning.core.money import Basis, Extension, Money, NetGross, parse_money
from procurement.models import Contract, Lot, NoticeKind, ProcurementPhase, ProcurementProcess, StageKind
from procurement.ocds.validate import problems_of
from procurement.publishing.material import Material
from procurement.publishing.packages import release_package_of
from procurement.publishing.releases import phase_release
from programmes.access import Grants, grants_for
from programmes.models import Organisation, Programme
from tests.factories import (
    ContractFactory,
    OrganisationFactory,
    ProcurementPhaseFactory,
    ProgrammeFactory,
    ServiceFactory,
    person_with,
)
from tests.factories.contracts import (
    ContractEndFactory,
    ContractLotFactory,
    ContractPartyFactory,
    ContractValueFactory,
    ExtensionOptionFactory,
    OrganisationIdentifierFactory,
    ProviderDetailsFactory,
)
from tests.factories.phases import (
    EstimateFactory,
    LotFactory,
    LotServiceFactory,
    NoticeFactory,
    ProcurementStageFactory,
)
from tests.factories.procurement import BudgetLineFactory, PhaseLeadFactory, PhaseScopeFactory
from tests.factories.programmes import FactFactory
from tests.factories.services import ServiceScopeFactory

ON = date(2026, 6, 1)
AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
AWARDED = date(2026, 3, 26)
URI = "https://commissioning.example.org/ocds/county/releases.json"
# Planned dates by stage; the first four happened as planned.
STAGES = {
    "decision": "1 May 2025",
    "engagement": "June 2025",
    "tender": "1 September 2025",
    "clarification": "1 October 2025",
    "bids": "20 October 2025",
    "evaluation": "November 2025",
    "award": "20 March 2026",
    "go_live": "1 October 2026",
}


def whole(text: str, net_gross: NetGross = NetGross.NET) -> Money:
    """A whole-life value, options included."""
    read = parse_money(text, basis=Basis.TOTAL_CONTRACT_VALUE)
    parts = {"extension": Extension.WITH_EXTENSION, "net_gross": net_gross}
    return Money(text, read.amount, read.qualifier, read.basis, upper=read.upper, **parts)


@dataclass
class OcdsWorld:
    """The phase, its contract, and who may publish it."""

    programme: Programme = field(
        default_factory=lambda: ProgrammeFactory(key="county", reference="C-PRG", name="Start well")
    )
    phase: ProcurementPhase = field(init=False)
    contract: Contract = field(init=False)
    council: Organisation = field(init=False)
    trust: Organisation = field(init=False)
    lot: Lot = field(init=False)
    by: User = field(init=False)

    def __post_init__(self) -> None:
        self.by = person_with(Role.PROGRAMME_MANAGER, programme=self.programme)
        self.council = OrganisationFactory(name="Sample County Council", reference="ORG-CC")
        self.trust = OrganisationFactory(name="Sample Children’s Trust", reference="ORG-T")
        OrganisationIdentifierFactory(organisation=self.trust, scheme="GB-COH", identifier="1234567")
        OrganisationIdentifierFactory(organisation=self.trust, scheme="GB-CHC", identifier="1098765")
        ProviderDetailsFactory(
            organisation=self.trust,
            is_sme=True,
            is_vcse=True,
            vcse_number="1098765",
            address="1 Sample Square, Exampleton",
            mailbox="contracts@trust.example",
        )
        self._phase()
        self._market()
        self._contract()

    def _phase(self) -> None:
        self.phase = ProcurementPhaseFactory(
            programme=self.programme,
            reference="C-PH-1",
            number=1,
            name="School nursing",
            description="Nurses for every school.",
            rationale="Two contracts end in 2026.",
            local_reference="CC/2025/7",
            regime="pa2023",
            light_touch=True,
            process=ProcurementProcess.objects.get(reference="LAW-PROCESS-PA2023-COMPETITIVE-FLEXIBLE"),
            cpv="85323000-9",
            procurement_start="1 September 2025",
            go_live="1 October 2026",
            suits_sme=True,
            suits_vcse=False,
            no_engagement_because="The market was asked a year before",
            award_public_from=AWARDED,
        )
        PhaseLeadFactory(phase=self.phase, organisation=self.council)
        for code, day in STAGES.items():
            happened = {"actual": day} if code not in {"award", "go_live"} else {}
            ProcurementStageFactory(
                programme=self.programme,
                phase=self.phase,
                reference=f"C-ST-{code}",
                kind=StageKind.objects.get(code=code),
                planned=day,
                **happened,
            )
        EstimateFactory(
            programme=self.programme,
            phase=self.phase,
            money=whole("£2.4m to £2.6m"),
            made_on=date(2025, 5, 1),
        )
        BudgetLineFactory(
            programme=self.programme,
            phase=self.phase,
            reference="C-BL-1",
            label="Nursing",
            money=parse_money("£1,200,000", basis=Basis.BUDGET_YEAR, year="2026/27"),
            funders=[self.council],
            fact=FactFactory(),
        )

    def _market(self) -> None:
        given = {"programme": self.programme}
        service = ServiceFactory(**given, reference="C-SVC-1", name="School nurses")
        scope = ServiceScopeFactory(**given, service=service, state="in_scope_tbc", commissioner_tbc=True)
        PhaseScopeFactory(phase=self.phase, scope=scope)
        gone = ServiceFactory(**given, reference="C-SVC-2", name="Left out")
        PhaseScopeFactory(phase=self.phase, scope=ServiceScopeFactory(**given, service=gone, state="removed"))
        self.lot = LotFactory(**given, phase=self.phase, reference="C-LOT-1", number=1, title="North")
        LotServiceFactory(lot=self.lot, service=service)

    def _contract(self) -> None:
        self.contract = ContractFactory(
            programme=self.programme,
            phase=self.phase,
            reference="C-CON-1",
            name="School nursing, north",
            number="CC-88",
            starts="1 October 2026",
            signed_on=date(2026, 4, 20),
            public_from=AWARDED,
            term_as_printed="3 + 2 years",
            notice_months=6,
            department="Public Health",
            route="Open tender",
        )
        one: dict[str, Any] = {"contract": self.contract}
        ContractPartyFactory(**one, organisation=self.council, role="lead_commissioner")
        ContractPartyFactory(**one, organisation=self.trust, role="lead_provider")
        ContractValueFactory(**one, money=whole("£2,500,000"))
        ContractValueFactory(**one, money=whole("£3,000,000", NetGross.GROSS))
        ContractEndFactory(**one, ends="30 September 2029")
        ExtensionOptionFactory(**one, sequence=1, months=24, notice_months=6)
        ContractLotFactory(contract=self.contract, lot=self.lot)
        self.notice("UK4", date(2025, 9, 1), external_id="090001-2025")
        self.notice("UK6", AWARDED, contract=self.contract)
        self.notice("UK7", date(2026, 4, 22), contract=self.contract)

    def notice(self, code: str, published_on: date | None, **more: Any) -> Any:
        kind = NoticeKind.objects.get(regime="pa2023", code=code)
        return NoticeFactory(
            programme=self.programme,
            phase=self.phase,
            reference=f"C-NOT-{code}",
            kind=kind,
            published_on=published_on,
            url=f"https://notices.example.org/{code}",
            **more,
        )

    # --- what is published of it ---

    @property
    def grants(self) -> Grants:
        return grants_for(self.by, ON)

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.by, "grants": self.grants, "on": ON, "at": AT}

    def release(self, on: date = ON) -> dict[str, Any]:
        """The release as it could be published, with no fault in it."""
        phase = ProcurementPhase.objects.select_related("process").get(pk=self.phase.pk)
        made = phase_release(Material(self.programme, on), phase, AT)
        package = release_package_of([made], uri=URI, at=AT)
        assert [str(each) for each in problems_of(package)] == []
        return made


def day(text: str) -> Any:
    return parse_fuzzy_date(text)
