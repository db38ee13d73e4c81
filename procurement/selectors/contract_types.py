"""What the register knows of one contract on one day: plain data, with nothing left to look up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.money import Extension, Money
from procurement.models.contracts import PROVIDING, PartyRole
from procurement.rules_acts import ContractState
from procurement.rules_terms import OptionState
from procurement.selectors.contract_acts import ActRow
from procurement.selectors.sealed import NOT_SHOWN

COMMISSIONING = (PartyRole.LEAD_COMMISSIONER, PartyRole.CO_COMMISSIONER)


@dataclass(frozen=True)
class PartyRow:
    """An organisation's part in a contract; `ends_on` is the first day without it."""

    pk: int
    organisation_id: int
    organisation: str
    role: str
    role_label: str
    starts_on: date | None
    ends_on: date | None
    change_id: int | None = None

    def in_force(self, on: date) -> bool:
        return (self.starts_on is None or self.starts_on <= on) and (
            self.ends_on is None or on < self.ends_on
        )

    @property
    def provides(self) -> bool:
        return self.role in PROVIDING


@dataclass(frozen=True)
class ValueRow:
    """A value and how long it held; `ends_on` is the first day without it."""

    pk: int
    money: Money
    starts_on: date | None
    ends_on: date | None
    change_id: int | None = None


@dataclass(frozen=True)
class EndRow:
    """A last day and how long it was known as such."""

    pk: int
    ends: FuzzyDate
    extension: str
    starts_on: date | None
    ends_on: date | None
    change_id: int | None = None

    @property
    def is_printed_extension(self) -> bool:
        """An end with extension as a paper prints it; one that an act has brought about is the contract's end."""
        return self.extension == Extension.WITH_EXTENSION and self.change_id is None


@dataclass(frozen=True)
class OptionRow:
    """An extension option as it stood on the day; `notice_by` is the last day on which notice of it counts.

    `is_open` while nobody has recorded that it was taken or lapsed, even where it lapsed because the contract ended:
    what happened before may still be recorded.
    """

    pk: int
    sequence: int
    months: int
    notice_months: int | None
    state: OptionState
    taken_on: date | None
    lapsed_on: date | None
    lapsed_because: str
    notice_by: FuzzyDate | None = None
    is_open: bool = False


@dataclass(frozen=True)
class Named:
    """A service or a KPI by its reference and name."""

    pk: int
    reference: str
    name: str


@dataclass(frozen=True)
class ContractRow:
    """A contract on a day. `provider` and `values` are None where the reader may not know them; "" and () are none.

    `current_end` has the options taken in it, `last_possible_end` those still live too; `printed_last_end` is an end
    with extension as a paper prints it. `notice_by` is for the next live option, else for ending it (`notice_for` says
    which). `commissioning_ids` are those whose commissioners may change it.
    """

    contract_id: int
    version: int
    reference: str
    number: str
    name: str
    description: str
    department: str
    programme_id: int
    programme_key: str
    phase_id: int | None
    phase_number: int | None
    phase_name: str
    state: ContractState
    parties: tuple[PartyRow, ...]
    provider: str | None
    values: tuple[Money, ...] | None
    hidden_words: str
    starts: FuzzyDate
    signed_on: date | None
    term_as_printed: str
    current_end: FuzzyDate
    last_possible_end: FuzzyDate
    printed_last_end: FuzzyDate | None
    end_disagrees: bool
    options: tuple[OptionRow, ...]
    notice_months: int | None
    notice_by: FuzzyDate | None
    notice_for: str
    review_every_months: int | None
    next_review: date | None
    services: tuple[Named, ...]
    kpis: tuple[Named, ...]
    replaces: str
    continues: str
    cpv: str
    route: str
    public_from: date | None
    illustrative: bool
    fact_id: int | None
    acts: tuple[ActRow, ...]

    @property
    def state_label(self) -> str:
        return str(self.state.label)

    @property
    def is_over(self) -> bool:
        return self.state == ContractState.ENDED

    @property
    def commissioners(self) -> tuple[PartyRow, ...]:
        return tuple(party for party in self.parties if party.role in COMMISSIONING)

    @property
    def funders(self) -> tuple[PartyRow, ...]:
        return tuple(party for party in self.parties if party.role == PartyRole.FUNDER)

    @property
    def lead_commissioner(self) -> str:
        return next(
            (p.organisation for p in self.parties if p.role == PartyRole.LEAD_COMMISSIONER),
            "",
        )

    @property
    def commissioning_ids(self) -> frozenset[int]:
        return frozenset(party.organisation_id for party in self.commissioners)

    @property
    def provider_words(self) -> str:
        return self.hidden_words or NOT_SHOWN if self.provider is None else self.provider

    @property
    def next_option(self) -> OptionRow | None:
        return next((option for option in self.options if option.state == OptionState.LIVE), None)

    def review_is_overdue(self, on: date) -> bool:
        return self.next_review is not None and self.next_review < on
