"""What is odd in a file from elsewhere and was read all the same, in words, with a code to count it by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from procurement.ocds.nodes import Place, path_of

# What each code means, as the heading over its warnings.
HEADINGS: Final = {
    "repeated_name": "A name is there twice in one object",
    "unreadable_character": "Characters that cannot be kept",
    "not_a_number": "Infinite numbers",
    "unlimited_renewals": "Renewals without a maximum",
    "more_pages": "The file is one page of several",
    "only_compiled": "Records without their releases",
    "wrong_shape": "Values of the wrong kind",
    "number_as_text": "Numbers written as text",
    "zoneless_date": "Times without a zone",
    "day_alone": "Days without a time",
    "unreadable_date": "Dates that cannot be read",
    "no_date": "Releases without a date",
    "no_release_id": "Releases without an id",
    "release_twice": "Releases that are there twice",
    "release_id_reused": "Different releases with one id",
    "odd_ocid": "Identifiers that are not written as an ocid",
    "bad_url": "Web addresses that do not work",
    "party_without_id": "Parties without an id",
    "party_unidentified": "Parties that no register identifies",
    "party_id_reused": "Party ids used for different organisations",
    "supplier_twice": "Suppliers that are there twice",
    "repeated_id": "Entries that share an id",
    "unknown_party": "Organisations that are not among the parties",
    "zero_amount": "Amounts of 0",
    "maximum_end_as_end": "Ends that may include every extension",
    "psr_in_old_form": "Provider Selection Regime in an old form",
    "odd_value": "Amounts that were not taken as given",
}


@dataclass(frozen=True)
class Caution:
    """Something odd that was read all the same. `path` is its place in the file, or in the merged release of `ocid`."""

    path: str
    words: str
    code: str
    ocid: str = ""


@dataclass
class Notes:
    """Collects cautions while a file is read. The same caution at the same place counts once."""

    found: dict[Caution, None] = field(default_factory=dict)
    ocid: str = ""

    def add(self, place: Place | str, code: str, words: str) -> None:
        """Notes one caution; `code` is one of HEADINGS."""
        path = place if isinstance(place, str) else path_of(place)
        self.found[Caution(path, words, code, self.ocid)] = None

    def all(self) -> tuple[Caution, ...]:
        """Every caution in the order in which it was found."""
        return tuple(self.found)


@dataclass(frozen=True)
class Kind:
    """All cautions of one code, for a page that lists thousands in a few lines."""

    code: str
    heading: str
    cautions: tuple[Caution, ...]


def by_kind(cautions: Iterable[Caution]) -> tuple[Kind, ...]:
    """Cautions under the heading of their code, in the order of HEADINGS."""
    grouped: dict[str, list[Caution]] = {}
    for caution in cautions:
        grouped.setdefault(caution.code, []).append(caution)
    return tuple(
        Kind(code, heading, tuple(grouped[code])) for code, heading in HEADINGS.items() if code in grouped
    )
