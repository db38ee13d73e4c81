"""What stands in a programme when an import is planned: plain data, so that a plan needs no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from procurement.rules_import import LEFT, Held

NOT_TAKEN = LEFT


@dataclass(frozen=True)
class HeldPhase:
    """`ocid` is the one it has, `own_ocid` the one it has or would be published under."""

    held: Held
    number: int
    name: str
    ocid: str = ""
    own_ocid: str = ""
    regime: str = ""
    light_touch: bool = False
    has_ended: bool = False


@dataclass(frozen=True)
class HeldLot:
    held: Held
    number: int


@dataclass(frozen=True)
class HeldNotice:
    held: Held
    external_id: str
    code: str


@dataclass(frozen=True)
class HeldContract:
    """`sealed` is why the person may not read it; "" where they may."""

    held: Held
    number: str
    phase: str
    is_signed: bool
    sealed: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of notice that a regime knows."""

    code: str
    name: str
    regime: str
    tags: frozenset[str]
    opens_award: bool = False


@dataclass(frozen=True)
class Snapshot:
    """The programme as the person may read it on the day; references name records.

    `received` is where a path of a process led last time, `bases` what was read there; `published` is what our own
    release of the process would say at each path today. `elsewhere` are numbers of
    processes that belong to phases of other programmes.
    """

    on: date
    phases: Sequence[HeldPhase] = ()
    lots: Mapping[str, Sequence[HeldLot]] = field(default_factory=dict)
    notices: Mapping[str, Sequence[HeldNotice]] = field(default_factory=dict)
    contracts: Sequence[HeldContract] = ()
    kinds: Sequence[Kind] = ()
    regimes: Mapping[str, str] = field(default_factory=dict)
    received: Mapping[tuple[str, str], str] = field(default_factory=dict)
    bases: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    published: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    own_releases: frozenset[str] = frozenset()
    own_ocids: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    identifiers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    organisations: Mapping[str, str] = field(default_factory=dict)
    matches: Mapping[str, str] = field(default_factory=dict)

    def phase(self, reference: str) -> HeldPhase | None:
        return next((phase for phase in self.phases if phase.held.reference == reference), None)
