"""Parties of notices from elsewhere: without ids, with ids that mean something else next time, there twice."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from procurement.ocds.cautions import Notes
from procurement.ocds.loose import as_dicts
from procurement.ocds.nodes import Place, nodes
from procurement.ocds.parties import PartyKey, keys_of, name_key
from procurement.ocds.schemas import Json

REFERENCE: Final = "OrganizationReference"


@dataclass
class PartiesSoFar:
    """The parties that earlier releases of one process named, by their id there."""

    by_id: dict[str, Json] = field(default_factory=dict)


def settle_parties(
    release: Json, release_id: str, root: Json, place: Place, so_far: PartiesSoFar, notes: Notes
) -> None:
    """Makes the ids of a release's parties safe for merging with those before it; changes the release in place.

    A party without an id gets one that no other release has, so that two of them are never taken for one. An id that an
    earlier release gave to a different organisation is made different, in parties and wherever it is referred to.
    """
    renamed: dict[str, str] = {}
    for position, party in enumerate(as_dicts(release.get("parties"))):
        here = (*place, "parties", position)
        if party.get("id") is None:
            party["id"] = f"{release_id}~party-{position + 1}"
            notes.add(here, "party_without_id", f"{_named(party)} has no id; it got {party['id']}")
        written = str(party["id"])
        before = so_far.by_id.get(written)
        if before is not None and _are_different(before, party):
            renamed[written] = f"{written}~{release_id}"
            party["id"] = renamed[written]
            notes.add(
                (*here, "id"),
                "party_id_reused",
                f"“{written}” was {_named(before)} in an earlier notice and is {_named(party)} here; read as two",
            )
    for node in nodes(release, root):
        if (
            node.definition == REFERENCE
            and isinstance(node.value, dict)
            and str(node.value.get("id")) in renamed
        ):
            node.value["id"] = renamed[str(node.value["id"])]
    so_far.by_id.update({str(party["id"]): party for party in as_dicts(release.get("parties"))})


def _are_different(before: Json, after: Json) -> bool:
    """True where identifiers say so, or, without any to compare, where the names do not agree at all."""
    ours, theirs = set(keys_of(before)), set(keys_of(after))
    if ours & theirs:
        return False
    if {key.scheme for key in ours} & {key.scheme for key in theirs}:
        return True
    names = name_key(before.get("name")), name_key(after.get("name"))
    return all(names) and names[0] != names[1]


def drop_repeats(release: Json, root: Json, place: Place, notes: Notes) -> None:
    """Takes out organisations named twice in one list, and notes other entries that share an id; changes in place.

    Entries that share an id become one on merging, which is the standard's rule.
    """
    for node in list(nodes(release, root, place)):
        if not isinstance(node.value, list):
            continue
        if node.field in {"suppliers", "tenderers"}:
            _drop_suppliers(node.value, node.place, notes)
        elif not (node.schema and node.schema.get("wholeListMerge")):
            _note_shared_ids(node.value, node.place, notes)


def _drop_suppliers(suppliers: list[Any], place: Place, notes: Notes) -> None:
    """Those with one id are one; without an id, only those alike in every field: the name alone is not enough."""
    seen: dict[tuple[str, str], Json] = {}
    for position, supplier in enumerate(as_dicts(suppliers)):
        identity = supplier.get("id")
        alike = json.dumps(supplier, sort_keys=True) if identity is None else str(identity)
        first = seen.setdefault(("whole" if identity is None else "id", alike), supplier)
        if first is not supplier:
            notes.add((*place, position), "supplier_twice", f"{_named(supplier)} is there twice; read once")
            first.update({name: value for name, value in supplier.items() if name not in first})
    suppliers[:] = seen.values()


def _note_shared_ids(items: list[Any], place: Place, notes: Notes) -> None:
    seen: set[str] = set()
    for position, item in enumerate(items):
        if not isinstance(item, dict) or item.get("id") is None:
            continue
        identity = str(item["id"])
        if identity in seen:
            words = f"shares the id “{identity[:60]}” with an earlier entry; the two were read as one"
            notes.add((*place, position), "repeated_id", words)
        seen.add(identity)


def note_unidentified(compiled: Json, root: Json, notes: Notes) -> None:
    """Notes parties that no register identifies, and organisations that are referred to and not among the parties."""
    parties = as_dicts(compiled.get("parties"))
    for position, party in enumerate(parties):
        if not keys_of(party):
            words = f"{_named(party)} has no identifier of a register: it is matched by a person, never by its name"
            notes.add(("parties", position), "party_unidentified", words)
    _note_one_supplier_as_two(compiled, parties, notes)
    ids = {str(party.get("id")) for party in parties}
    for node in nodes(compiled, root):
        if (
            node.definition == REFERENCE
            and isinstance(node.value, dict)
            and str(node.value.get("id")) not in ids
        ):
            notes.add(
                node.place, "unknown_party", f"{_named(node.value)} is not among the parties of the notice"
            )


def _note_one_supplier_as_two(compiled: Json, parties: list[Json], notes: Notes) -> None:
    """Portals number a party afresh for each notice: on merging, one supplier of an award then stands there twice."""
    keys = {str(party.get("id")): set(keys_of(party)) for party in parties}
    for number, award in enumerate(as_dicts(compiled.get("awards"))):
        seen: set[PartyKey] = set()
        for position, supplier in enumerate(as_dicts(award.get("suppliers"))):
            own = keys.get(str(supplier.get("id")), set())
            if own & seen:
                place = ("awards", number, "suppliers", position)
                notes.add(place, "supplier_twice", f"{_named(supplier)} is there under two ids; read once")
            seen |= own


def _named(party: object) -> str:
    name = party.get("name") if isinstance(party, dict) else None
    return (
        f"“{str(name)[:80]}”" if isinstance(name, str) and name.strip() else "an organisation without a name"
    )
