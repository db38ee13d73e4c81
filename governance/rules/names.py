"""Check 5, names: one service printed under different names within one document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from governance.models.discrepancies import DiscrepancyKind
from programmes.selectors.scope import ScopeRow
from programmes.selectors.sources import Place

from .evidence import Evidence, PrintedName
from .findings import Finding, key_of, services_of, statement
from .words import counted, quoted

CHECK = 5
NOT_A_LETTER = re.compile(r"[\W_]+")
SMALL_WORDS = frozenset(
    {"a", "an", "and", "at", "by", "for", "in", "including", "of", "on", "or", "plus", "the", "to", "with"}
)


def name_findings(evidence: Evidence) -> Iterator[Finding]:
    """A service whose names in one document differ in more than capitals, spaces and punctuation.

    A name that two services share is the name of a line that pays for both, and is left to the check on shared lines.
    A name without a source is left out: nobody can say that a paper prints it.
    """
    shared = {name for name, count in _uses(evidence.names).items() if count > 1}
    by_reference = {row.reference: row for row in evidence.scope}
    for reference, names in _names_by_service(evidence.names).items():
        for document, printed in _by_document(evidence, names).items():
            spellings = _spellings(
                {name: places for name, places in printed.items() if _bare(name) not in shared}
            )
            if len(spellings) > 1 and reference in by_reference:
                yield _finding(evidence, by_reference[reference], document, spellings)


def _uses(names: Sequence[PrintedName]) -> Mapping[str, int]:
    return Counter(bare for bare, _ in {(_bare(name.name), name.service_reference) for name in names})


def _names_by_service(names: Sequence[PrintedName]) -> dict[str, list[PrintedName]]:
    found: dict[str, list[PrintedName]] = {}
    for name in names:
        found.setdefault(name.service_reference, []).append(name)
    return found


def _by_document(evidence: Evidence, names: Sequence[PrintedName]) -> dict[str, dict[str, list[Place]]]:
    """For each document, the names it prints of the service with their places."""
    found: dict[str, dict[str, list[Place]]] = {}
    for name in names:
        for place in evidence.places_for([name.fact_id]):
            if _prints(place, name.name):
                found.setdefault(place.document_reference, {}).setdefault(name.name, []).append(place)
    return found


def _prints(place: Place, name: str) -> bool:
    """Whether the place prints this name: its label, where it has one, gives the words that stand there."""
    return not place.label or _bare(name) in _bare(place.label)


def _spellings(printed: Mapping[str, Sequence[Place]]) -> dict[str, tuple[Place, ...]]:
    """Names that differ in more than capitals, spaces and punctuation: the first of each kind stands for the rest."""
    found: dict[str, tuple[str, list[Place]]] = {}
    for name, places in printed.items():
        found.setdefault(_bare(name), (name, []))[1].extend(places)
    return {name: tuple(places) for name, places in found.values()}


def _finding(
    evidence: Evidence, row: ScopeRow, document: str, spellings: Mapping[str, tuple[Place, ...]]
) -> Finding:
    phases = [
        phase.number
        for phase in evidence.phases
        if row.scope_id in {each.scope_id for each in phase.services}
    ]
    return Finding(
        check=CHECK,
        key=key_of("names", row.reference, document),
        kind=DiscrepancyKind.NAME_VARIANT,
        title=f"{row.name}: printed under {counted(len(spellings), 'name')}",
        statements=tuple(statement(name, places) for name, places in spellings.items()),
        arithmetic=" ".join(_differences(spellings)) or f"{quoted(spellings)} differ in their wording.",
        computed={"names": len(spellings)},
        suggested_handling="Keep each name as printed and let all lead to the one service.",
        phase_numbers=tuple(phases),
        services=services_of([row]),
    )


def _differences(spellings: Mapping[str, tuple[Place, ...]]) -> Iterator[str]:
    """The words that only one of the names has: what one place may include and the others leave out."""
    words = {name: _words(name) for name in spellings}
    for name, own in words.items():
        others = {_stem(word) for other, theirs in words.items() if other != name for word in theirs}
        only = [word for word in own if _stem(word) not in others]
        if only:
            places = ", ".join(dict.fromkeys(place.locator for place in spellings[name]))
            yield f"Only {places} has {quoted(only)}."


def _words(name: str) -> list[str]:
    words = NOT_A_LETTER.sub(" ", name.replace("’", "").replace("'", "")).split()
    return [word for word in words if word.casefold() not in SMALL_WORDS and not word.isdigit()]


def _stem(word: str) -> str:
    """Enough to see that "aged" and "age", "assessment" and "assessments" are the same word."""
    return word.casefold().removesuffix("s").removesuffix("d")


def _bare(name: str) -> str:
    return NOT_A_LETTER.sub("", name).casefold()
