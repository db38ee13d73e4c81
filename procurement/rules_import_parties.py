"""Who the parties of a file are among ours: by identifier alone; where that does not say, a person does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from procurement.ocds.parties import match
from procurement.ocds.received_types import ReceivedParty
from procurement.rules_import import NEW, PartyPlan
from procurement.rules_import_snapshot import Snapshot

LONGEST_NAME = 200
TAKEN = (
    "An organisation here has this very name. Choose it if it is the same; if not, rename one of them first."
)
TWICE = (
    "Another party of this file has the same name and is new as well. Leave one of the two processes out, import the "
    "other, then say here whether they are the same."
)
GONE = "The organisation chosen is not there any more. Choose again."


def party_plans(
    needed: dict[str, tuple[ReceivedParty, set[str]]], snapshot: Snapshot
) -> tuple[PartyPlan, ...]:
    """A plan for each party, in the order in which records need them."""
    plans = [_plan(key, party, roles, snapshot) for key, (party, roles) in needed.items()]
    return tuple(_with_problems(plans, snapshot))


def _plan(key: str, party: ReceivedParty, roles: Iterable[str], snapshot: Snapshot) -> PartyPlan:
    found = match(party.raw, snapshot.identifiers, snapshot.names)
    said = snapshot.matches.get(key, "")
    by_number = found.kind == "identifier" and found.found is not None
    answer = str(found.found) if by_number else said
    details = {
        "address": party.address[:300],
        "is_sme": _yes(party.is_sme),
        "is_vcse": _yes(party.is_vcse),
    }
    return PartyPlan(
        key=key,
        name=(party.name or key)[:LONGEST_NAME],
        identifiers=tuple(f"{each.scheme} {each.id}" for each in party.keys),
        roles=tuple(sorted(roles)),
        how="identifier" if by_number else "person" if said else found.kind,
        answer=answer,
        candidates=tuple(str(one) for one in found.candidates),
        why=found.why,
        details=details,
    )


def _with_problems(plans: list[PartyPlan], snapshot: Snapshot) -> Iterable[PartyPlan]:
    taken = {name.casefold() for name in snapshot.organisations.values()}
    new = Counter(plan.name.casefold() for plan in plans if plan.answer == NEW)
    for plan in plans:
        if plan.answer == NEW and plan.name.casefold() in taken:
            yield replace(plan, problem=TAKEN)
        elif plan.answer == NEW and new[plan.name.casefold()] > 1:
            yield replace(plan, problem=TWICE)
        elif plan.answer and plan.answer != NEW and plan.answer not in snapshot.organisations:
            yield replace(plan, problem=GONE)
        else:
            yield plan


def _yes(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"
