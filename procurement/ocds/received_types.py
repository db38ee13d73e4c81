"""A contracting process that others published, as plain values that an import can show and compare.

Everything is as given: nothing is matched, nothing is filled in. None and "" are "not given".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from commissioning.core.fuzzydate import FuzzyDate
from procurement.ocds.parties import PartyKey
from procurement.ocds.regimes import RegimeGuess
from procurement.ocds.schemas import Json
from procurement.ocds.values import ValueRead


@dataclass(frozen=True)
class ReceivedParty:
    """An organisation: `keys` are its identifiers as `party_key` writes them; `raw` is what `match` asks for."""

    id: str
    name: str
    roles: tuple[str, ...] = ()
    keys: tuple[PartyKey, ...] = ()
    address: str = ""
    is_sme: bool | None = None
    is_vcse: bool | None = None
    raw: Json = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class ReceivedPeriod:
    """First and last day in England, both inclusive; `last_possible_end` with every extension; `days` where given.

    `end_may_be_last` is a reason to think that `ends` takes in the extensions already; `words` say what else is odd.
    """

    starts: FuzzyDate | None = None
    ends: FuzzyDate | None = None
    last_possible_end: FuzzyDate | None = None
    days: int | None = None
    end_may_be_last: str = ""
    words: str = ""


@dataclass(frozen=True)
class ReceivedRenewal:
    """Options to renew. `is_unlimited`: the notice sets no maximum; otherwise `maximum` None is not given."""

    exists: bool | None = None
    words: str = ""
    maximum: int | None = None
    is_unlimited: bool = False


@dataclass(frozen=True)
class ReceivedLot:
    """A part of a process that can be awarded by itself (tender.lots)."""

    id: str
    title: str
    description: str
    status: str
    value: ValueRead
    minimum: ValueRead
    period: ReceivedPeriod
    renewal: ReceivedRenewal


@dataclass(frozen=True)
class ReceivedAward:
    """A decision to award (awards)."""

    id: str
    title: str
    status: str
    decided: FuzzyDate | None
    value: ValueRead
    suppliers: tuple[ReceivedParty, ...]
    period: ReceivedPeriod
    standstill: ReceivedPeriod
    lots: tuple[str, ...]


@dataclass(frozen=True)
class ReceivedAmendment:
    """A change to a contract; `is_proposed` where it is not signed yet (contracts.amendments, proposedAmendments)."""

    id: str
    dated: FuzzyDate | None
    rationale: str
    description: str
    value: ValueRead
    period: ReceivedPeriod
    is_proposed: bool = False


@dataclass(frozen=True)
class ReceivedContract:
    """A contract (contracts). `suppliers` are those of its award."""

    id: str
    award_id: str
    title: str
    description: str
    status: str
    value: ValueRead
    period: ReceivedPeriod
    signed: FuzzyDate | None
    suppliers: tuple[ReceivedParty, ...]
    amendments: tuple[ReceivedAmendment, ...] = ()

    @property
    def net(self) -> Decimal | None:
        """Whole-life value without VAT."""
        return self.value.net

    @property
    def gross(self) -> Decimal | None:
        """Whole-life value with VAT."""
        return self.value.gross


@dataclass(frozen=True)
class ReceivedDocument:
    """A notice or document. `url` is "" unless it can be linked; `url_as_given` is what the file says."""

    id: str
    kind: str
    notice_type: str
    title: str
    url: str
    url_as_given: str
    published: FuzzyDate | None
    belongs_to: str


@dataclass(frozen=True)
class ReceivedNotice:
    """One release: one publication about the process."""

    id: str
    at: datetime | None
    tags: tuple[str, ...]


@dataclass(frozen=True)
class ReceivedProcess:
    """A contracting process in its last published state, with the publications that led to it, oldest first."""

    ocid: str
    portal: str
    local_id: str
    title: str
    description: str
    regime: RegimeGuess
    method: str
    method_details: str
    status: str
    category: str
    cpv: tuple[str, ...]
    value: ValueRead
    minimum: ValueRead
    period: ReceivedPeriod
    renewal: ReceivedRenewal
    buyer: ReceivedParty | None
    procuring_entity: ReceivedParty | None
    parties: tuple[ReceivedParty, ...]
    lots: tuple[ReceivedLot, ...]
    awards: tuple[ReceivedAward, ...]
    contracts: tuple[ReceivedContract, ...]
    documents: tuple[ReceivedDocument, ...]
    notices: tuple[ReceivedNotice, ...]
    related: tuple[tuple[str, str], ...] = ()

    @property
    def tags(self) -> tuple[str, ...]:
        """Every tag of its releases, each once, oldest first."""
        return tuple(dict.fromkeys(tag for notice in self.notices for tag in notice.tags))

    @property
    def first_at(self) -> datetime | None:
        """When it was first published, as far as the file goes back."""
        return next((notice.at for notice in self.notices if notice.at), None)

    @property
    def last_at(self) -> datetime | None:
        """When it was last published."""
        return next((notice.at for notice in reversed(self.notices) if notice.at), None)

    @property
    def suppliers(self) -> tuple[ReceivedParty, ...]:
        """Everyone an award names, each once."""
        found = {
            supplier.id or supplier.name: supplier for award in self.awards for supplier in award.suppliers
        }
        return tuple(found.values())
