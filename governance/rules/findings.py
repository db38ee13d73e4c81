"""What a check finds: statements that disagree, or one that is missing, with the arithmetic that shows it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from commissioning.core.comparison import Comparison
from governance.models.discrepancies import DiscrepancyKind
from programmes.selectors.sources import Place

LONGEST_KEY = 120
NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class StatementView:
    """One of the statements, as printed or plainly put.

    `place` is its places in words. `places` are those that lead to a document, empty where only the words are known.
    `fact_id` is the one record that the statement is, where it is one.
    """

    text: str
    place: str = ""
    document_reference: str = ""
    fact_id: int | None = None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class ReadingView:
    """One reading of an amount: what it is taken to cover, the sum of those lines, and the verdict."""

    label: str
    arithmetic: str
    comparison: Comparison


class ServiceName(NamedTuple):
    reference: str
    name: str


@dataclass(frozen=True)
class Finding:
    """One thing that one check finds.

    `key` is stable: it is built from the references of the records concerned, so that handling stays with it from one
    day to the next. `computed` holds decimal strings, whole numbers or words; unknown is None.
    """

    check: int
    key: str
    kind: DiscrepancyKind
    title: str
    statements: tuple[StatementView, ...]
    arithmetic: str
    computed: Mapping[str, str | int | None] = field(default_factory=dict)
    suggested_handling: str = ""
    phase_numbers: tuple[int, ...] = ()
    services: tuple[ServiceName, ...] = ()
    readings: tuple[ReadingView, ...] = ()

    @property
    def phase_number(self) -> int | None:
        """The phase that it is about, where it is about one."""
        return self.phase_numbers[0] if len(self.phase_numbers) == 1 else None

    @property
    def service_references(self) -> tuple[str, ...]:
        return tuple(service.reference for service in self.services)

    @property
    def service_reference(self) -> str | None:
        """The service that it is about, where it is about one."""
        return self.services[0].reference if len(self.services) == 1 else None


class Named(Protocol):
    """A row of a service, whichever selector it comes from."""

    @property
    def reference(self) -> str: ...

    @property
    def name(self) -> str: ...


class Sourced(Protocol):
    """A row that may have a fact, whose places say where it is printed."""

    @property
    def fact_id(self) -> int | None: ...


def services_of(rows: Iterable[Named]) -> tuple[ServiceName, ...]:
    """The services of some rows, each once."""
    return tuple(dict.fromkeys(ServiceName(row.reference, row.name) for row in rows))


def key_of(*parts: object) -> str:
    """A slug of the parts: ("amount", "HAM-SV-1") is "amount-ham-sv-1"; a long one ends in a digest of its tail."""
    slug = NOT_IN_A_SLUG.sub("-", "-".join(str(part) for part in parts).lower()).strip("-")
    return shortened(slug, LONGEST_KEY)


def shortened(text: str, length: int) -> str:
    """The text where it fits, else its beginning and a digest of the whole: two long texts never become the same."""
    if len(text) <= length:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{text[: length - 9]}-{digest}"


def statement(text: str, places: Sequence[Place] = (), fact_id: int | None = None) -> StatementView:
    """A statement with its places, each named once."""
    found = tuple({(place.document_reference, place.locator): place for place in places}.values())
    return StatementView(
        text=text,
        place=", ".join(dict.fromkeys(place.locator for place in found)),
        document_reference=found[0].document_reference if found else "",
        fact_id=fact_id,
        places=found,
    )
