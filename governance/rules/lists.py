"""Checks on lists: 2 a number against its members, 13 a service in one list only, 14 a TBC that moved, 16 services
against lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from governance.models.discrepancies import DiscrepancyKind
from procurement.selectors.lines import LineRow
from programmes.models.services import ScopeState
from programmes.selectors.scope import ScopeRow
from programmes.selectors.sources import Place

from .evidence import Evidence
from .findings import Finding, key_of, services_of, statement
from .words import counted, in_pounds, joined

COUNT, SCOPE_LISTS, TBC_MOVED, GRANULARITY = 2, 13, 14, 16
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBER_OF_PROCUREMENTS = re.compile(rf"\b(\d+|{'|'.join(NUMBERS)})\b[^.;]*\bprocurements?\b", re.IGNORECASE)


def count_findings(evidence: Evidence) -> Iterator[Finding]:
    """The number of procurements that the paper speaks of, in words or figures, against the phases recorded."""
    for row in evidence.procurements:
        found = NUMBER_OF_PROCUREMENTS.search(row.text)
        if not found or not evidence.phases:
            continue
        word = found[1].casefold()
        said = NUMBERS.index(word) if word in NUMBERS else int(word)
        if said != len(evidence.phases):
            yield Finding(
                check=COUNT,
                key=key_of("count", row.reference),
                kind=DiscrepancyKind.COUNT_MISMATCH,
                title=f"“{row.text}”, but {counted(len(evidence.phases), 'phase')} listed",
                statements=(
                    statement(row.text, evidence.places_for([row.fact_id]), row.fact_id),
                    statement(
                        joined(phase.title for phase in evidence.phases),
                        evidence.places_for([phase.fact_id for phase in evidence.phases]),
                    ),
                ),
                arithmetic=f"{said} said, {len(evidence.phases)} listed.",
                computed={"said": said, "listed": len(evidence.phases)},
                phase_numbers=tuple(phase.number for phase in evidence.phases),
            )


def scope_list_findings(evidence: Evidence) -> Iterator[Finding]:
    """A service named in one list and not in another of equal coverage.

    A place counts as a list of the services of one state when it names more than half of all those that any place
    names (a product choice: a paragraph that mentions a few in passing is no list).
    """
    groups = {
        "in scope": tuple(row for row in evidence.scope if row.is_counted),
        "aligned, out of scope": tuple(row for row in evidence.scope if row.state == ScopeState.ALIGNED),
        "for future consideration": tuple(row for row in evidence.scope if row.state == ScopeState.FUTURE),
    }
    for words, rows in groups.items():
        lists = _lists(evidence, rows)
        if len({frozenset(row.reference for row in named) for _, named in lists}) > 1:
            yield _scope_list_finding(evidence, words, lists)


def _lists(evidence: Evidence, rows: Sequence[ScopeRow]) -> list[tuple[Place, tuple[ScopeRow, ...]]]:
    named: dict[tuple[str, str], list[ScopeRow]] = {}
    places: dict[tuple[str, str], Place] = {}
    for row in rows:
        for place in evidence.service_places(row):
            at = (place.document_reference, place.locator)
            places.setdefault(at, place)
            if row not in named.setdefault(at, []):
                named[at].append(row)
    total = len({row.reference for found in named.values() for row in found})
    return [
        (places[at], tuple(found)) for at, found in named.items() if len(found) > 1 and 2 * len(found) > total
    ]


def _scope_list_finding(
    evidence: Evidence, words: str, lists: Sequence[tuple[Place, tuple[ScopeRow, ...]]]
) -> Finding:
    every = {row.reference: row for _, named in lists for row in named}
    missing = {
        place.locator: [row for ref, row in every.items() if ref not in {each.reference for each in named}]
        for place, named in lists
    }
    lacking = {place: rows for place, rows in missing.items() if rows}
    sizes = joined((f"{len(named)} in {place.locator}" for place, named in lists), "against")
    return Finding(
        check=SCOPE_LISTS,
        key=key_of("scope-lists", evidence.reference, words),
        kind=DiscrepancyKind.SCOPE_MISMATCH,
        title=f"Services {words}: {sizes}",
        statements=tuple(statement(joined(row.name for row in named), [place]) for place, named in lists),
        arithmetic=" ".join(
            f"Not in {place}: {joined(row.name for row in rows)}." for place, rows in lacking.items()
        ),
        computed={
            **{key_of(place.locator): len(named) for place, named in lists},
            **{
                f"not_in_{key_of(place)}": joined(row.name for row in rows) for place, rows in lacking.items()
            },
        },
        suggested_handling="Ask which list stands.",
        services=services_of(row for rows in lacking.values() for row in rows),
    )


def tbc_findings(evidence: Evidence) -> Iterator[Finding]:
    """TBC printed beside the commissioner (or the inclusion) of services in one place, in their budget in another."""
    moved = [
        (row, lines) for row in evidence.scope if _scope_tbc(row) and (lines := _unknown_lines(evidence, row))
    ]
    pairs = [
        (row, lines)
        for row, lines in moved
        if _spots(evidence.service_places(row)) != _spots(evidence.lines_places(lines))
    ]
    if not pairs:
        return
    names = joined(row.name for row, _ in pairs)
    unknown = [line for _, found in pairs for line in found]
    unclear = any(row.commissioner_tbc is None or row.inclusion_tbc is None for row, _ in pairs)
    yield Finding(
        check=TBC_MOVED,
        key=key_of("tbc", evidence.reference),
        kind=DiscrepancyKind.COVERAGE,
        title=f"TBC: beside the commissioner in one place, in the budget in another ({counted(len(pairs), 'service')})",
        statements=(
            statement(
                f"TBC beside the commissioner of {names}",
                _first_places(evidence, [row for row, _ in pairs], unknown),
            ),
            statement(
                f"TBC as the budget of {joined(line.label for line in unknown)}",
                evidence.lines_places(unknown),
            ),
        ),
        arithmetic=f"{counted(len(pairs), 'service')}: {names}."
        + (
            " The paper does not say whether the first is about the commissioner or the inclusion."
            if unclear
            else ""
        ),
        computed={"services": ", ".join(row.reference for row, _ in pairs), "count": len(pairs)},
        suggested_handling="Settle inclusion, commissioner and budget each by itself.",
        phase_numbers=tuple(sorted({line.phase_number for line in unknown if line.phase_number is not None})),
        services=services_of(row for row, _ in pairs),
    )


def _scope_tbc(row: ScopeRow) -> bool:
    return row.is_tbc


def _unknown_lines(evidence: Evidence, row: ScopeRow) -> tuple[LineRow, ...]:
    return tuple(
        line
        for line in evidence.lines
        if line.is_unknown and row.service_id in {service.service_id for service in line.services}
    )


def _spots(places: Sequence[Place]) -> frozenset[tuple[str, str]]:
    return frozenset((place.document_reference, place.locator) for place in places)


def _first_places(
    evidence: Evidence, rows: Sequence[ScopeRow], lines: Sequence[LineRow]
) -> tuple[Place, ...]:
    """Where the scope's own TBC stands: the services' places outside those (or that appendix) of the lines."""
    theirs = {_section(place) for place in evidence.lines_places(lines)}
    places = [place for row in rows for place in evidence.service_places(row)]
    return tuple([place for place in places if _section(place) not in theirs] or places)


def _section(place: Place) -> tuple[str, str]:
    """ "Appendix B (table)" and "Appendix B" are one section."""
    return place.document_reference, place.locator.partition(" (")[0]


def granularity_findings(evidence: Evidence) -> Iterator[Finding]:
    """Services in scope and budget lines are not one to one: their numbers, and every line that several share."""
    services = [row for row in evidence.scope if row.is_counted]
    shared = [line for line in evidence.lines if line.is_shared]
    if not evidence.lines or (len(services) == len(evidence.lines) and not shared):
        return
    paid = {service.service_id for line in evidence.lines for service in line.services}
    without = [row for row in services if row.service_id not in paid]
    yield Finding(
        check=GRANULARITY,
        key=key_of("granularity", evidence.reference),
        kind=DiscrepancyKind.GRANULARITY_MISMATCH,
        title=f"{counted(len(services), 'service')}, {counted(len(evidence.lines), 'budget line')}: "
        f"{counted(len(shared), 'line')} shared",
        statements=(
            statement(
                f"{counted(len(services), 'service')} in scope",
                [place for row in services for place in evidence.service_places(row)],
            ),
            statement(counted(len(evidence.lines), "budget line"), evidence.lines_places(evidence.lines)),
        ),
        arithmetic=" ".join([*map(_shared_words, shared), *_without_words(without)]),
        computed={
            "services": len(services),
            "budget_lines": len(evidence.lines),
            "shared_lines": ", ".join(line.reference for line in shared),
            "services_without_line": len(without),
        },
        suggested_handling="Never split a shared amount between its services.",
        services=services_of(service for line in shared for service in line.services),
        phase_numbers=tuple(sorted({line.phase_number for line in shared if line.phase_number is not None})),
    )


def _shared_words(line: LineRow) -> str:
    amount = in_pounds(line.money) or str(line.money.qualifier.label)
    return f"One line of {amount} pays for {joined(service.name for service in line.services)} together."


def _without_words(without: Sequence[ScopeRow]) -> Iterator[str]:
    if without:
        yield f"No line pays for {joined(row.name for row in without)}."
