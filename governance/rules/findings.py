"""What a check finds: statements that disagree, or one that is missing, with the arithmetic that shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
    service_references: tuple[str, ...] = ()
    readings: tuple[ReadingView, ...] = ()

    @property
    def phase_number(self) -> int | None:
        """The phase that it is about, where it is about one."""
        return self.phase_numbers[0] if len(self.phase_numbers) == 1 else None

    @property
    def service_reference(self) -> str | None:
        """The service that it is about, where it is about one."""
        return self.service_references[0] if len(self.service_references) == 1 else None


def key_of(*parts: object) -> str:
    """A slug of the parts: ("amount", "HAM-SV-1") is "amount-ham-sv-1"."""
    slug = NOT_IN_A_SLUG.sub("-", "-".join(str(part) for part in parts).lower()).strip("-")
    return slug[:LONGEST_KEY].rstrip("-")


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
