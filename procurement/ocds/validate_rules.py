"""What OCDS 1.1.5 says of a release and JSON Schema cannot: references, ids, amounts, periods and open codelists."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from procurement.ocds import schemas
from procurement.ocds.dates import read_moment
from procurement.ocds.loose import as_dict, as_list
from procurement.ocds.nodes import Node, Place, nodes, path_of
from procurement.ocds.ocid import is_ocid
from procurement.ocds.problems import Problem
from procurement.ocds.schemas import Json, Names

ORDERED: Final = (("startDate", "endDate"), ("endDate", "maxExtentDate"), ("startDate", "maxExtentDate"))


def problems_of_release(release: Json, place: Place, names: Names) -> Iterator[Problem]:
    """Every rule on one release, or on a compiled release, at its place in the package."""
    yield from _ocid(release, place)
    yield from _award_ids(release, place)
    parties = _ids(release.get("parties"))
    lots = _ids(as_dict(release.get("tender")).get("lots"))
    for node in nodes(release, schemas.release_schema(names), place):
        yield from _nulls_and_numbers(node)
        yield from _unique_ids(node)
        yield from _organisation(node, parties)
        yield from _lots(node, lots)
        yield from _amount(node)
        yield from _period(node)
        yield from _codes(node, names)
        if node.is_unknown:
            yield Problem(
                node.path,
                f"“{node.field}” is not a field of the standard or of a declared extension.",
                "Correct its name, declare its extension, or leave it out.",
                is_warning=True,
            )


def _ocid(release: Json, place: Place) -> Iterator[Problem]:
    ocid = release.get("ocid")
    if isinstance(ocid, str) and not is_ocid(ocid):
        yield Problem(
            path_of((*place, "ocid")),
            f"“{ocid}” is not an ocid.",
            "Write ocds-, the six small letters or digits of a registered prefix, a hyphen and your own id.",
        )


def _award_ids(release: Json, place: Place) -> Iterator[Problem]:
    """`contracts[].awardID` names one of `awards[].id`."""
    awards = _ids(release.get("awards"))
    for position, contract in enumerate(as_list(release.get("contracts"))):
        if isinstance(contract, dict) and "awardID" in contract and str(contract["awardID"]) not in awards:
            yield Problem(
                path_of((*place, "contracts", position, "awardID")),
                f"There is no award “{contract['awardID']}” in this release.",
                "Add the award, or correct awardID.",
            )


def _nulls_and_numbers(node: Node) -> Iterator[Problem]:
    if node.value is None:
        yield Problem(
            node.path,
            "The field is null, which deletes what an earlier release said.",
            "Leave the field out, and say in a description what is not known.",
        )
    elif isinstance(node.value, float) and not math.isfinite(node.value):
        yield Problem(
            node.path, "The number is infinite or none at all.", "Leave the field out and say so in words."
        )


def _unique_ids(node: Node) -> Iterator[Problem]:
    """No two entries of a list share an id; where lists are replaced whole, no two share scheme and id."""
    if not isinstance(node.value, list):
        return
    replaced_whole = bool(node.schema and node.schema.get("wholeListMerge"))
    seen: set[tuple[str, str]] = set()
    for position, item in enumerate(node.value):
        if not isinstance(item, dict) or item.get("id") is None:
            continue
        key = (str(item.get("scheme")) if replaced_whole else "", str(item["id"]))
        if key in seen:
            yield Problem(
                path_of((*node.place, position, "id")),
                f"The id “{key[1]}” occurs twice in this list.",
                "Give each entry an id of its own, or keep one of them.",
            )
        seen.add(key)


def _organisation(node: Node, parties: frozenset[str]) -> Iterator[Problem]:
    if node.definition != "OrganizationReference" or not isinstance(node.value, dict):
        return
    identity = node.value.get("id")
    if identity is None:
        yield Problem(node.path, "The organisation has no id.", "Give it the id it has in parties.")
    elif str(identity) not in parties:
        yield Problem(
            node.path,
            f"The organisation “{identity}” is not in parties.",
            "Add it to parties of the same release, or correct the id.",
        )


def _lots(node: Node, lots: frozenset[str]) -> Iterator[Problem]:
    named = {"relatedLot": [node.value], "relatedLots": node.value}.get(_last(node), [])
    for lot in as_list(named):
        if isinstance(lot, str | int) and str(lot) not in lots:
            yield Problem(
                node.path,
                f"There is no lot “{lot}” in tender.lots.",
                "Add the lot to tender.lots of the same release, or correct its id.",
            )


def _amount(node: Node) -> Iterator[Problem]:
    if not isinstance(node.value, dict) or node.value.get("currency"):
        return
    if any(_is_number(node.value.get(name)) for name in ("amount", "amountGross")):
        yield Problem(node.path, "The amount has no currency.", "Add the currency, such as GBP.")


def _period(node: Node) -> Iterator[Problem]:
    if not isinstance(node.value, dict):
        return
    for first, last in ORDERED:
        starts, ends = read_moment(node.value.get(first)).at, read_moment(node.value.get(last)).at
        if starts and ends and ends < starts:
            yield Problem(
                node.path,
                f"{last} ({node.value[last]}) is before {first} ({node.value[first]}).",
                f"Correct {first} or {last}.",
            )


def _codes(node: Node, names: Names) -> Iterator[Problem]:
    """Codes of lists that the schema names and does not enforce."""
    if node.schema is None or "codelist" not in node.schema or "enum" in node.schema:
        return
    if "enum" in as_dict(node.schema.get("items")):
        return
    known = schemas.codelists(names).get(node.schema["codelist"], frozenset())
    for code in as_list(node.value if isinstance(node.value, list) else [node.value]):
        if isinstance(code, str) and code not in known:
            yield Problem(
                node.path,
                f"“{code}” is not in the list {node.schema['codelist']}.",
                "Use a code of the list if one fits; the list is open, so another is allowed.",
                is_warning=True,
            )


def _last(node: Node) -> str:
    return str(node.place[-1]) if node.place else ""


def _ids(items: object) -> frozenset[str]:
    return frozenset(
        str(item["id"]) for item in as_list(items) if isinstance(item, dict) and item.get("id") is not None
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
