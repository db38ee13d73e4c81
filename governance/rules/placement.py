"""Checks on models and printed lists: 13 a service in one list only, listed for later too, or under two models; 17
integrated in name and without pooled money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from governance.models.discrepancies import DiscrepancyKind

from .evidence import Evidence
from .evidence_commissioning import ConsiderationRow, GroupRow, ListItem, PrintedList
from .findings import Finding, ServiceName, key_of, services_of, statement
from .words import counted, joined

LISTS, POOLING = 13, 17
SMALLEST_SHARE = 2  # one half


def pooling_findings(evidence: Evidence) -> Iterator[Finding]:
    """A group at the integrated level with neither a pooled fund nor a section 75 agreement, in place or intended."""
    for group in evidence.commissioning.groups:
        if group.lacks_pooling:
            yield Finding(
                check=POOLING,
                key=key_of("pooling", group.reference),
                kind=DiscrepancyKind.MISSING_CONTENT,
                title=f"{group.name}: called {group.model.lower()} without a pooled fund",
                statements=(
                    statement(
                        f"{group.name}: {group.model}", evidence.places_for([group.fact_id]), group.fact_id
                    ),
                ),
                arithmetic="No pooled fund and no section 75 agreement is stated, in place or intended.",
                computed={"pooling": None},
                suggested_handling="Ask whether money is to be pooled, or whether the model is a joint one.",
                services=group.services,
            )


def two_model_findings(evidence: Evidence) -> Iterator[Finding]:
    """One service whose components stand under different models."""
    found: dict[ServiceName, list[GroupRow]] = {}
    for group in evidence.commissioning.groups:
        for service in group.services:
            found.setdefault(service, []).append(group)
    for service, groups in found.items():
        models = tuple(dict.fromkeys(group.model for group in groups))
        if len(models) < 2:
            continue
        yield Finding(
            check=LISTS,
            key=key_of("models", service.reference),
            kind=DiscrepancyKind.SCOPE_MISMATCH,
            title=f"{service.name}: components under {counted(len(models), 'model')}",
            statements=tuple(
                statement(f"{group.name}: {group.model}", evidence.places_for([group.fact_id]), group.fact_id)
                for group in groups
            ),
            arithmetic=f"{counted(len(groups), 'component')} under {joined(models)}.",
            computed={"components": len(groups), "models": len(models)},
            suggested_handling="Keep the model with each component, and ask where one ends and the next begins.",
            services=(service,),
        )


def printed_list_findings(evidence: Evidence) -> Iterator[Finding]:
    """What the fullest list has and another lacks, and the reverse; then what is both listed now and kept for later.

    The fullest list is compared with every other that shares at least half its own entries with it (a product
    choice: other lists are about something else). A list of nothing but considerations for later is no list of scope.
    """
    later = {service.reference for row in evidence.commissioning.considerations for service in row.services}
    lists = [each for each in evidence.commissioning.lists if each.services and not each.services <= later]
    if lists:
        fullest = max(lists, key=lambda each: len(each.items))
        for other in lists:
            if other is not fullest and _alike(other, fullest):
                yield from _only_in(evidence, fullest, other)
                yield from _only_in(evidence, other, fullest)
        yield from _now_and_later(evidence, lists)


def _alike(one: PrintedList, other: PrintedList) -> bool:
    shared = [item for item in one.items if _is_in(item, other)]
    return SMALLEST_SHARE * len(shared) >= len(one.items)


def _is_in(item: ListItem, other: PrintedList) -> bool:
    return any(service.reference in other.services for service in item.services)


def _only_in(evidence: Evidence, one: PrintedList, other: PrintedList) -> Iterator[Finding]:
    """Entries of the one of whose services the other names none. An entry tied to no service cannot be compared."""
    lacking = [item for item in one.items if item.services and not _is_in(item, other)]
    if not lacking:
        return
    names = list(dict.fromkeys(item.name for item in lacking))
    listed = "; ".join(names)  # the names have commas of their own
    yield Finding(
        check=LISTS,
        key=key_of("only-in", one.reference, other.reference),
        kind=DiscrepancyKind.SCOPE_MISMATCH,
        title=f"In {one.name} but not in {other.name}: {counted(len(names), 'entry', 'entries')}",
        statements=(
            statement(f"{one.name}: {listed}", evidence.places_for([item.fact_id for item in lacking])),
            statement(
                f"{other.name}: {counted(len(other.items), 'entry', 'entries')}, none of them these",
                evidence.places_for([item.fact_id for item in other.items]),
            ),
        ),
        arithmetic=f"{len(names)} of the {len(one.items)} entries in {one.name} have no counterpart among the "
        f"{len(other.items)} in {other.name}: {listed}.",
        computed={"entries": len(names), "of": len(one.items), "other_entries": len(other.items)},
        suggested_handling="Ask which list stands.",
        services=services_of_items(lacking),
    )


def _now_and_later(evidence: Evidence, lists: Sequence[PrintedList]) -> Iterator[Finding]:
    """Services that a list of scope names and that may also come “in due course”. A dated change is no such case."""
    pairs = [
        (row, each, [item for item in each.items if _shares(item, row)])
        for row in evidence.commissioning.considerations
        if not row.date.is_dated
        for each in [max(lists, key=lambda each: len(each.items))]
    ]
    pairs = [(row, each, items) for row, each, items in pairs if items]
    if not pairs:
        return
    items = [item for _, _, found in pairs for item in found]
    rows = [row for row, _, _ in pairs]
    listed = pairs[0][1]
    yield Finding(
        check=LISTS,
        key=key_of("now-and-later", evidence.reference),
        kind=DiscrepancyKind.SCOPE_MISMATCH,
        title=f"Listed in {listed.name} now, and for future consideration: "
        f"{counted(len(services_of_items(items)), 'service')}",
        statements=(
            statement(
                f"{listed.name}: {'; '.join(dict.fromkeys(item.name for item in items))}",
                evidence.places_for([item.fact_id for item in items]),
            ),
            *(statement(row.text, evidence.places_for([row.fact_id]), row.fact_id) for row in rows),
        ),
        arithmetic=f"{counted(len(rows), 'future consideration')} {'is' if len(rows) == 1 else 'are'} about services "
        f"that {listed.name} lists already.",
        computed={"considerations": len(rows), "entries": len(items)},
        suggested_handling="Being involved now and leading later are different facts: record each with its date.",
        services=services_of_items(items),
    )


def _shares(item: ListItem, row: ConsiderationRow) -> bool:
    return bool({service.reference for service in item.services} & {s.reference for s in row.services})


def services_of_items(items: Sequence[ListItem]) -> tuple[ServiceName, ...]:
    return services_of(service for item in items for service in item.services)
