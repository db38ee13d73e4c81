"""Check 5 for bodies and organisations: one thing under several printed names, or under two that look like a slip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from governance.models.discrepancies import DiscrepancyKind

from .evidence import Evidence
from .evidence_commissioning import OtherNames
from .findings import Finding, key_of, statement
from .words import counted, quoted

CHECK = 5
MOST_UNLIKE = 2  # words of a name; and at least one word is the same
NEARLY = 0.6  # of a word's letters; below that two words are different ones, not one misspelt


def other_name_findings(evidence: Evidence) -> Iterator[Finding]:
    """A body under several printed names, an area renamed, an organisation under a name that looks like a slip.

    An organisation's short name or initials is a name of its own and no discrepancy, and so is a body's shorter name
    that shares a word with its full one. Capitals and spaces alone make no other name.
    """
    for thing in evidence.commissioning.named:
        names: dict[str, tuple[str, list[int | None]]] = {}
        for name, fact_id in thing.others:
            if _bare(name) != _bare(thing.name) and _is_variant(thing.what, name, thing.name):
                names.setdefault(_bare(name), (name, []))[1].append(fact_id)
        if names:
            yield _finding(evidence, thing, list(names.values()))


def _is_variant(what: str, name: str, full: str) -> bool:
    if what == "organisation":
        return is_slip(name, full)
    return what != "body" or not is_short_name(name, full)


def is_short_name(one: str, other: str) -> bool:
    """Fewer words than the full name, one of them shared: “Hub team” for “Integrated Commissioning Hub”."""
    ours, theirs = _bare(one).split(), _bare(other).split()
    return len(ours) < len(theirs) and bool(set(ours) & set(theirs))


def is_slip(one: str, other: str) -> bool:
    """As many words, all the same but one or two, and these alike: “Nottingham North” and “Nottinghamshire North”."""
    ours, theirs = one.split(), other.split()
    if len(ours) != len(theirs) or len(ours) < 2:
        return False
    unlike = [(a, b) for a, b in zip(ours, theirs, strict=True) if a.casefold() != b.casefold()]
    return 0 < len(unlike) <= MOST_UNLIKE < len(ours) and all(_alike(a, b) for a, b in unlike)


def _alike(a: str, b: str) -> bool:
    return SequenceMatcher(None, a.casefold(), b.casefold()).ratio() >= NEARLY


def _finding(
    evidence: Evidence, thing: OtherNames, names: Sequence[tuple[str, Sequence[int | None]]]
) -> Finding:
    every: list[tuple[str, Sequence[int | None]]] = [(thing.name, [thing.fact_id]), *names]
    return Finding(
        check=CHECK,
        key=key_of("names", thing.reference),
        kind=DiscrepancyKind.NAME_VARIANT,
        title=f"{thing.name}: printed under {counted(len(every), 'name')}",
        statements=tuple(
            statement(name, evidence.places_for([fact_id or thing.fact_id for fact_id in facts]))
            for name, facts in every
        ),
        arithmetic=f"{quoted(name for name, _ in every)} are read as one {thing.what}.",
        computed={"names": len(every)},
        suggested_handling="Keep each name as printed and let all lead to the one.",
    )


def _bare(name: str) -> str:
    return " ".join(name.casefold().split())
