"""One contract from award to expiry, made through the doors: what the tests of contracts share."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from commissioning.core.access import Role
from commissioning.core.fuzzydate import parse_fuzzy_date
from commissioning.core.models import User
from commissioning.core.money import Basis, Extension, Money, NetGross, parse_money
from procurement.models import Contract, ContractParty
from procurement.models.terms import ContractEnd, ContractValue, ExtensionOption
from procurement.services import contract_awards as awards
from procurement.services import contract_terms as terms
from procurement.services.contract_door import Deed
from programmes.access import Grants, grants_for
from programmes.models import Organisation, Programme
from tests.factories import ContractFactory, OrganisationFactory, ProgrammeFactory, person_with

TODAY = date(2026, 11, 22)
WHOLE_LIFE: dict[str, Any] = {"extension": Extension.BASE, "net_gross": NetGross.NET}


def whole_life(text: str) -> Money:
    """A value of the whole base term, net."""
    read = parse_money(text, basis=Basis.TOTAL_CONTRACT_VALUE)
    return Money(text=text, amount=read.amount, qualifier=read.qualifier, basis=read.basis, **WHOLE_LIFE)


def annual(text: str) -> Money:
    return parse_money(text, basis=Basis.PER_ANNUM)


@dataclass
class Life:
    """A contract with its parties and the manager who keeps it."""

    programme: Programme = field(default_factory=lambda: ProgrammeFactory(key="test", reference="T-PRG"))
    today: date = TODAY
    by: User = field(init=False)
    contract: Contract = field(init=False)
    commissioner: Organisation = field(init=False)
    first: Organisation = field(init=False)
    second: Organisation = field(init=False)

    def __post_init__(self) -> None:
        self.by = person_with(Role.PROGRAMME_MANAGER, programme=self.programme)
        self.commissioner = OrganisationFactory(name="County Council")
        self.first = OrganisationFactory(name="First Trust")
        self.second = OrganisationFactory(name="Second Trust")
        self.contract = ContractFactory(
            programme=self.programme,
            reference="T-CON-1",
            name="School nursing",
            starts=parse_fuzzy_date("1 April 2019"),
            public_from=date(2019, 2, 15),
            notice_months=6,
            term_as_printed="2 + 1 years",
        )
        ContractParty.objects.create(
            contract=self.contract, organisation=self.commissioner, role="lead_commissioner"
        )
        ContractEnd.objects.create(contract=self.contract, ends=parse_fuzzy_date("31 March 2021"))
        ContractValue.objects.create(contract=self.contract, money=whole_life("£1,000,000"))
        ExtensionOption.objects.create(contract=self.contract, sequence=1, months=12)

    @property
    def grants(self) -> Grants:
        return grants_for(self.by, self.today)

    @property
    def version(self) -> int:
        version: int = Contract.objects.get(pk=self.contract.pk).version
        return version

    def who(self, **other: Any) -> dict[str, Any]:
        return {
            "version": self.version,
            "by": self.by,
            "grants": self.grants,
            "reason": "Agreed by the board",
            "on": self.today,
            **other,
        }

    def intend(self, day: date = date(2019, 2, 1), **other: Any) -> Any:
        deed = Deed(day, "Joint board", day)
        return awards.intend_award(self.contract, deed, **{"provider": self.first, **self.who(), **other})

    def award(self, day: date = date(2019, 2, 20), **other: Any) -> Any:
        return awards.award(self.contract, Deed(day, "Joint board", day), **{**self.who(), **other})

    def sign(self, day: date = date(2019, 3, 4), **other: Any) -> Any:
        return awards.sign(
            self.contract, Deed(day, "Director of commissioning", day), **{**self.who(), **other}
        )

    def signed(self) -> "Life":
        self.intend()
        self.award()
        self.sign()
        return self

    def vary(
        self,
        day: date,
        *,
        decided: date | None = None,
        signed: date | None = None,
        **other: Any,
    ) -> Any:
        decided = decided or day
        deed = Deed(decided, "Joint board", day, signed)
        return terms.vary(self.contract, deed, **{**self.who(), **other})

    def extend(self, day: date, months: int = 12, **other: Any) -> Any:
        deed = Deed(day, "Joint board", day)
        return terms.extend(self.contract, deed, months=months, **{**self.who(), **other})

    def novate(self, day: date, **other: Any) -> Any:
        party = ContractParty.objects.filter(contract=self.contract, role="lead_provider").latest("pk")
        given = {"party": party, "successor": self.second, **self.who(), **other}
        return awards.novate(self.contract, Deed(day, "Joint board", day), **given)

    def terminate(self, day: date, *, decided: date | None = None, **other: Any) -> Any:
        return awards.terminate(
            self.contract, Deed(decided or day, "Joint board", day), **{**self.who(), **other}
        )

    def whole_life(self) -> "Life":
        """Award, two variations, an extension and a novation, as the table of `test_contract_life` has them."""
        self.signed()
        self.vary(
            date(2019, 10, 1),
            signed=date(2019, 9, 20),
            decided=date(2019, 9, 1),
            values=[whole_life("£1,200,000")],
        )
        self.vary(
            date(2020, 4, 1),
            signed=date(2020, 3, 2),
            decided=date(2020, 2, 1),
            values=[whole_life("£1,350,000")],
            ends=parse_fuzzy_date("30 June 2021"),
        )
        self.extend(date(2020, 12, 15))
        self.novate(date(2021, 7, 1))
        return self
