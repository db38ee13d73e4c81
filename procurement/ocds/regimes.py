"""Under which rules a notice was published, as far as it tells (EU profile of OCDS, `tender.legalBasis`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from procurement.ocds.schemas import Json

PSR: Final = "psr"
PCR: Final = "pcr2015"
ACT: Final = "pa2023"
CELEX: Final = "CELEX"
PSR_WORDS: Final = re.compile(r"provider\s+selection\s+regime", re.IGNORECASE)

# The Procurement Act 2023; the Health Care Services (Provider Selection Regime) Regulations 2023; the Public Contracts
# Regulations 2015 and the directive they carried out, by which older notices name them.
BASES: Final = {
    ("UKPGA", "2023/54"): (ACT, "the Procurement Act 2023"),
    ("UKSI", "2023/1348"): (PSR, "the Provider Selection Regime Regulations 2023"),
    ("UKSI", "2015/102"): (PCR, "the Public Contracts Regulations 2015"),
    ("CELEX", "32014L0024"): (PCR, "Directive 2014/24/EU, as notices under the 2015 Regulations do"),
}


@dataclass(frozen=True)
class RegimeGuess:
    """The regime a notice seems to fall under: psr, pcr2015, pa2023 or "" for unknown. A person confirms it."""

    code: str
    why: str
    is_light_touch: bool = False


def regime_of(compiled: Json) -> RegimeGuess:
    """The regime a merged release tells of, never more than a guess.

    The legal basis counts, except where the text names the Provider Selection Regime and the basis is a directive or
    missing: notices under that regime are still written on the older forms.
    """
    tender = compiled.get("tender")
    tender = tender if isinstance(tender, dict) else {}
    special = tender.get("specialRegime")
    light = any("light" in str(code).casefold() for code in special) if isinstance(special, list) else False
    basis = tender.get("legalBasis")
    basis = basis if isinstance(basis, dict) else {}
    key = (str(basis.get("scheme", "")).upper(), str(basis.get("id", "")))
    code, words = BASES.get(key, ("", ""))
    if code != ACT and names_psr(compiled):
        return RegimeGuess(PSR, "its text names the Provider Selection Regime")
    if code:
        return RegimeGuess(code, f"it names {words}", light)
    if basis:
        return RegimeGuess("", f"its legal basis ({' '.join(key).strip()}) is not one we know", light)
    return RegimeGuess("", "it names no legal basis", light)


def names_psr(compiled: Json) -> bool:
    """True when any text of the release names the Provider Selection Regime."""
    return any(PSR_WORDS.search(text) for text in _texts(compiled))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
