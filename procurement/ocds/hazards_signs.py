"""Signs in a merged release that a figure, an end or a regime is not what its field says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from procurement.ocds.cautions import Notes
from procurement.ocds.loose import as_dict, as_dicts
from procurement.ocds.nodes import Node, Place, nodes
from procurement.ocds.regimes import CELEX, names_psr
from procurement.ocds.schemas import Json
from procurement.ocds.values import read_value

# "3+1+1", "5 + 2 years", "including all extensions": the length or the end takes in the options.
EXTENSIONS: Final = re.compile(
    r"\b\d{1,2}\s*\+\s*\d{1,2}\b"
    r"|\b(?:including|inclusive of|with) (?:all |any |the )?(?:optional |possible )?extensions?\b",
    re.IGNORECASE,
)


def note_signs(compiled: Json, root: Json, notes: Notes) -> None:
    """Notes zero amounts, ends that may be the last possible end, and PSR notices written on the older forms."""
    found = list(nodes(compiled, root))
    for node in found:
        _note_value(node, notes)
    for place, words in ends_that_may_be_maximum(compiled):
        notes.add(place, "maximum_end_as_end", words)
    basis = as_dict(as_dict(compiled.get("tender")).get("legalBasis"))
    if str(basis.get("scheme")).upper() == CELEX and names_psr(compiled):
        words = (
            "names a directive and the text the Provider Selection Regime: an older form; read as that regime"
        )
        notes.add(("tender", "legalBasis"), "psr_in_old_form", words)


def _note_value(node: Node, notes: Notes) -> None:
    if node.definition != "Value" or not isinstance(node.value, dict):
        return
    read = read_value(node.value)
    if not read.words:
        return
    is_zero = any(node.value.get(name) == 0 for name in ("amount", "amountGross"))
    notes.add(node.place, "zero_amount" if is_zero else "odd_value", read.words)


def ends_that_may_be_maximum(compiled: Json) -> Iterator[tuple[Place, str]]:
    """Places of periods whose endDate may take in every extension, with the reason.

    That is so where there are renewals, or the words tell of extensions, and no later maxExtentDate is given.
    """
    tender = as_dict(compiled.get("tender"))
    lots: list[tuple[Place, Json]] = [
        (("tender", "lots", position), lot) for position, lot in enumerate(as_dicts(tender.get("lots")))
    ]
    renewals = any(_renews(part) for part in (tender, *(lot for _, lot in lots)))
    told = any(EXTENSIONS.search(text) for text in _texts(tender, lots, compiled))
    if not renewals and not told:
        return
    why = "the notice tells of renewals" if renewals else "the text tells of extensions"
    periods: list[tuple[Place, Any]] = [(("tender", "contractPeriod"), tender.get("contractPeriod"))]
    periods += [((*place, "contractPeriod"), lot.get("contractPeriod")) for place, lot in lots]
    for name, key in (("awards", "contractPeriod"), ("contracts", "period")):
        entries = as_dicts(compiled.get(name))
        periods += [((name, position, key), entry.get(key)) for position, entry in enumerate(entries)]
    for place, period in periods:
        end, extent = as_dict(period).get("endDate"), as_dict(period).get("maxExtentDate")
        if end and (not extent or extent == end):
            yield (*place, "endDate"), f"{why} and gives no later last end: this may be the last possible end"


def _renews(part: Json) -> bool:
    return part.get("hasRenewal") is True or bool(as_dict(part.get("renewal")))


def _texts(tender: Json, lots: list[tuple[Place, Json]], compiled: Json) -> Iterator[str]:
    parts = [
        tender,
        *(lot for _, lot in lots),
        *as_dicts(compiled.get("awards")),
        *as_dicts(compiled.get("contracts")),
    ]
    for part in parts:
        periods = [as_dict(part.get(name)) for name in ("contractPeriod", "period")]
        for written in (part.get("description"), *(period.get("description") for period in periods)):
            if isinstance(written, str):
                yield written
