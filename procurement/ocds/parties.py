"""Who a party is: identifiers by scheme, and matching that never rests on a name (OCDS 1.1.5, `parties[].identifier`).

Schemes are those of org-id.guide. A name is never enough: two organisations share one, and one changes its own.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple, TypeVar

Known = TypeVar("Known", bound=Hashable)

COMPANIES_HOUSE: Final = "GB-COH"
CHARITY_COMMISSION: Final = "GB-CHC"
NHS_ODS: Final = "GB-NHS"
COUNCILS: Final = "GB-LAE"
PROCUREMENT_UNIT: Final = "GB-PPON"

# Numbers that the portals give out afresh for each notice: they say nothing about who the party is.
PER_NOTICE: Final = frozenset({"GB-FTS", "GB-CFS"})
# Eight characters: all digits, or two letters of the register (SC, NI, OC …) and six digits; R0 is an old NI register.
COMPANY: Final = re.compile(r"(?P<register>[A-Z]{2}|R(?=0))?(?P<number>\d+)(?P<suffix>R?)")
PATTERNS: Final = {
    CHARITY_COMMISSION: re.compile(r"\d{6,7}(-\d{1,3})?"),
    NHS_ODS: re.compile(r"[A-Z0-9]{3,10}"),
    COUNCILS: re.compile(r"[A-Z]{3,4}"),
    PROCUREMENT_UNIT: re.compile(r"[A-Z]{4}-[0-9]{4}-[A-Z]{4}"),
}
SCHEMES: Final = (COMPANIES_HOUSE, *PATTERNS)
ENDINGS: Final = {"limited": "ltd", "company": "co", "&": "and"}


class PartyKey(NamedTuple):
    """What a party is known by: the scheme of the list it is on, and its number there, written one way only."""

    scheme: str
    id: str

    def __str__(self) -> str:
        return f"{self.scheme}-{self.id}"


def party_key(scheme: object, number: object) -> PartyKey | None:
    """One identifier in its one written form; None where it identifies nobody.

    Company numbers are padded to eight characters ("1234567" is 01234567, "SC1234" is SC001234). Numbers that do not
    fit their scheme ("N/A") and numbers made per notice identify nobody. A scheme we have no rule for is accepted.
    """
    if not isinstance(scheme, str) or not isinstance(number, str | int) or isinstance(number, bool):
        return None
    scheme = scheme.strip().upper()
    written = re.sub(r"\s+", "", str(number)).upper()
    if (
        not scheme
        or not written
        or scheme in PER_NOTICE
        or not any(c.isdigit() or c.isalpha() for c in written)
    ):
        return None
    if scheme == COMPANIES_HOUSE:
        padded = _company(written)
        return PartyKey(scheme, padded) if padded else None
    pattern = PATTERNS.get(scheme)
    if pattern and not pattern.fullmatch(written):
        return None
    if not pattern and (written in {"NA", "N/A", "NONE", "UNKNOWN", "TBC"} or not written.strip("0-./")):
        return None
    return PartyKey(scheme, written)


def _company(written: str) -> str:
    read = COMPANY.fullmatch(written)
    if not read:
        return ""
    register, number, suffix = read["register"] or "", read["number"], read["suffix"]
    number = number.zfill(8 - len(register) - len(suffix))
    padded = register + number + suffix
    return padded if len(padded) == 8 and number.strip("0") else ""


def party_id(key: PartyKey) -> str:
    """The id a party has in our packages: scheme, hyphen, number (`parties[].id`)."""
    return str(key)


def keys_of(party: object) -> tuple[PartyKey, ...]:
    """Every identifier of a party in its written form, the main one first, each once; none is common.

    Looks at `identifier`, `additionalIdentifiers` and, where the id itself is one of the known schemes, at `id`.
    """
    if not isinstance(party, dict):
        return ()
    found = [key for raw in _identifiers(party) if (key := party_key(raw.get("scheme"), raw.get("id")))]
    from_id = _key_in_id(party.get("id"))
    if from_id:
        found.append(from_id)
    return tuple(dict.fromkeys(found))


def _identifiers(party: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if isinstance(party.get("identifier"), dict):
        yield party["identifier"]
    additional = party.get("additionalIdentifiers")
    for raw in additional if isinstance(additional, list) else []:
        if isinstance(raw, dict):
            yield raw


def _key_in_id(written: object) -> PartyKey | None:
    if not isinstance(written, str):
        return None
    for scheme in SCHEMES:
        if written.upper().startswith(f"{scheme}-"):
            return party_key(scheme, written[len(scheme) + 1 :])
    return None


# --- matching ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Match(Generic[Known]):
    """What was found for a party.

    `kind` is "identifier" (one organisation has its identifier: `found`), "offered" (a person has to choose among
    `candidates`, or say it is new) or "none". `why` is a sentence for that person.
    """

    kind: str
    found: Known | None = None
    candidates: tuple[Known, ...] = ()
    key: PartyKey | None = None
    why: str = ""


def match(
    party: dict[str, Any],
    known: Mapping[tuple[str, str], Known],
    names: Mapping[str, Sequence[Known]] | None = None,
) -> Match[Known]:
    """Whom a party of a notice is among ours, by identifier alone; a like name only offers.

    `known` maps (scheme, number) as `party_key` writes them; `names` maps `name_key` of each name, former ones too.
    Identifiers that lead to different organisations are offered, never chosen between. One of ours that has another
    number on the party's own list is not offered, however alike the names.
    """
    keys = keys_of(party)
    by_number = {key: known[key] for key in keys if key in known}
    ours = tuple(dict.fromkeys(by_number.values()))
    if len(ours) == 1:
        key = next(iter(by_number))
        return Match("identifier", ours[0], ours, key, f"has the identifier {key}")
    if ours:
        listed = ", ".join(str(key) for key in by_number)
        return Match(
            "offered", None, ours, None, f"its identifiers ({listed}) belong to different organisations"
        )
    name = name_key(party.get("name"))
    alike = tuple(dict.fromkeys((names or {}).get(name, ()))) if name else ()
    alike = tuple(one for one in alike if not _contradicted(one, keys, known))
    if alike:
        return Match("offered", None, alike, None, "has the same name; a name alone does not identify")
    return Match(
        "none", why="has an identifier we do not hold" if keys else "has no identifier that we can use"
    )


def _contradicted(one: Known, keys: Sequence[PartyKey], known: Mapping[tuple[str, str], Known]) -> bool:
    numbers = {scheme: number for (scheme, number), ours in known.items() if ours == one}
    return any(key.scheme in numbers and numbers[key.scheme] != key.id for key in keys)


def name_key(name: object) -> str:
    """A name folded for offering: case, punctuation, "Limited" against "Ltd" and "&" against "and" do not count."""
    if not isinstance(name, str):
        return ""
    words = re.sub(r"[^\w&]+", " ", name.casefold().replace("&", " & ").replace("'", "")).split()
    return " ".join(ENDINGS.get(word, word) for word in words)
