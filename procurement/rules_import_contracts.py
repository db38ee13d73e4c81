"""The plans of contracts and of their amendments, with what only a person can say of ends and options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from procurement.rules_import import Fate, Given, Held, Incoming, RecordPlan
from procurement.rules_import_read import contracts_of, parties_of
from procurement.rules_import_records import compared, new_record, refused
from procurement.rules_import_snapshot import NOT_TAKEN, HeldContract
from procurement.rules_import_values import JOIN, day_given

if TYPE_CHECKING:
    from procurement.rules_import_plan import Planning

FIRM: Final = "firm"
LAST: Final = "last"
OPTIONS: Final = "options"
END_ONLY: Final = "end"
NO_BUYER: Final = (
    "buyer",
    "The file does not say who commissions it.",
    "Add the contract by hand, or ask the publisher for a file that names the buyer.",
)
SEALED: Final = (
    "This contract is here, and its award is not public yet.",
    "Record the award notice first, or let somebody of the procurement team, with interests declared, import it.",
)
NOT_SIGNED: Final = (
    "dateSigned",
    "The contract is not signed, as far as the file and this register know: nothing can vary it yet.",
    "Record the signing on the contract’s page, then look at this import again.",
)
PARENT: Final = ("contract", "Its contract cannot be imported.", "See the contract above.")
STARTED_LATE: Final = (
    "date",
    "It is dated after the contract’s last day.",
    "Record it on the contract’s page.",
)
FUTURE: Final = ("date", "Its day has not come yet.", "Import it on that day or later.")
ACTS: Final = {
    "signed_on": "a signing is an act: see the contract’s page",
    "providers": "a change of provider is recorded as a novation on the contract’s page",
    "commissioner": "a change of commissioner is recorded as a novation on the contract’s page",
    "term_as_printed": "stays as entered here",
    "cpv": "stays as entered here",
}
BY_AMENDMENT: Final = ("net", "gross", "ends")


def contract_plans(planning: Planning) -> list[RecordPlan]:
    """Contracts and amendments in the order of the file; an amendment stands or falls with its contract."""
    plans: list[RecordPlan] = []
    every = contracts_of(planning.process, planning.releases)
    amendments: dict[str, list[Incoming]] = {}
    for incoming in every:
        if incoming.kind == "amendment":
            amendments.setdefault(incoming.facts["contract"], []).append(incoming)
    for incoming in every:
        if incoming.kind == "contract":
            own = amendments.get(incoming.path, [])
            plan, held = _contract(planning, incoming, own)
            plans.append(plan)
            plans += [_amendment(planning, one, plan, held) for one in own]
    return plans


def _contract(
    planning: Planning, incoming: Incoming, amendments: list[Incoming]
) -> tuple[RecordPlan, HeldContract | None]:
    found = _found(planning, incoming)
    if found and found.sealed:
        return refused(incoming, ("contracts", SEALED[0], SEALED[1])), found
    if not found and not incoming.facts["buyer"]:
        return refused(incoming, NO_BUYER), None
    incoming = _with_end(planning, incoming, found.held if found else None)
    if found is None:
        return new_record(_with_parties(planning, _with_options(planning, incoming))), None
    new = [one for one in amendments if not _is_known(planning, one) and not one.facts["proposed"]]
    fields = dict(_with_parties(planning, incoming, known_only=True).fields)
    if incoming.facts["id"] == found.held.reference:
        fields.pop("number", None)
    for name in BY_AMENDMENT if new else ():
        fields.pop(name, None)
    fixed = {name: why for name, why in ACTS.items() if found.held.fields.get(name, Given()).canon}
    return compared(planning, replace(incoming, fields=fields), replace(found.held, fixed=fixed)), found


def _found(planning: Planning, incoming: Incoming) -> HeldContract | None:
    """Where it was imported to, as a contract or as its award; else by its reference or number in the phase."""
    facts, contracts = incoming.facts, planning.snapshot.contracts
    for path in (incoming.path, f"contracts/{facts['id']}", f"awards/{facts['award_id']}"):
        earlier = planning.held_reference(path)
        found = next((one for one in contracts if earlier and one.held.reference == earlier), None)
        if found:
            return found
    here = [one for one in contracts if planning.phase and one.phase == planning.target]
    return next(
        (one for one in here if facts["id"] and facts["id"] in (one.held.reference, one.number)), None
    )


# --- what only a person can say ----------------------------------------------------------------------------------


def _with_end(planning: Planning, incoming: Incoming, held: Held | None) -> Incoming:
    """An end that may take in the extensions already: a person says which it is, unless it stands here."""
    why, fields = incoming.facts["end_doubt"], dict(incoming.fields)
    end = fields.get("ends")
    if not why or end is None:
        return incoming
    ours = held.fields if held else {}
    answer = next(
        (
            said
            for said, name in ((FIRM, "ends"), (LAST, "last_end"))
            if ours.get(name, Given()).canon == end.canon
        ),
        "",
    )
    answer = answer or planning.ask(
        f"{incoming.path} end",
        f"{incoming.title}: is {end.printed} the end, or the last possible end?",
        f"{why[:1].upper()}{why[1:]}.",
        (
            (FIRM, "The end agreed, without any extension"),
            (LAST, "The last possible end, with every extension: the end agreed is not known"),
        ),
    )
    if answer == LAST:
        fields["last_end"] = fields.pop("ends")
    return replace(incoming, fields=fields)


def _with_options(planning: Planning, incoming: Incoming) -> Incoming:
    """Options worked out from the two ends are offered, never recorded unasked."""
    months = [each for each in incoming.facts["options"].split(JOIN) if each]
    if not months or "ends" not in incoming.fields:
        return replace(incoming, facts={**incoming.facts, "options": ""})
    each = f"{len(months)} option{'' if len(months) == 1 else 's'} to extend by {months[0]} months"
    answer = planning.ask(
        f"{incoming.path} options",
        f"{incoming.title}: how are its extensions recorded?",
        f"Worked out from the end and the last possible end. {incoming.fields.get('term_as_printed', Given()).canon}",
        ((OPTIONS, f"{each}{'' if len(months) == 1 else ' each'}"), (END_ONLY, "The last possible end only")),
    )
    return replace(
        incoming, facts={**incoming.facts, "options": JOIN.join(months) if answer == OPTIONS else ""}
    )


def _with_parties(planning: Planning, incoming: Incoming, *, known_only: bool = False) -> Incoming:
    """The lead commissioner and the providers as fields; with `known_only` just where each is one of ours."""
    facts, fields = incoming.facts, dict(incoming.fields)
    names = {key: party.name for key, party in parties_of(planning.process).items()}
    who = {
        "commissioner": [facts["buyer"]] if facts["buyer"] else [],
        "providers": [key for key in facts["suppliers"].split(JOIN) if key],
    }
    for name, keys in who.items():
        ours = [_ours(planning, key) for key in keys]
        if keys and (all(ours) or not known_only):
            canon = JOIN.join(sorted(own or f"? {key}" for own, key in zip(ours, keys, strict=True)))
            fields[name] = Given(canon, ", ".join(names.get(key, key) for key in keys))
    return replace(incoming, fields=fields)


def _ours(planning: Planning, key: str) -> str:
    """Which of our organisations a party is, where that is known."""
    snapshot = planning.snapshot
    party = parties_of(planning.process).get(key)
    by_number = {
        snapshot.identifiers[each] for each in (party.keys if party else ()) if each in snapshot.identifiers
    }
    if len(by_number) == 1:
        return next(iter(by_number))
    said = snapshot.matches.get(key, "")
    return said if said in snapshot.organisations else ""


# --- amendments --------------------------------------------------------------------------------------------------


def _amendment(
    planning: Planning, incoming: Incoming, contract: RecordPlan, held: HeldContract | None
) -> RecordPlan:
    """A new amendment becomes a variation; one that was imported before stays as it was recorded."""
    if _is_known(planning, incoming):
        earlier = planning.held_reference(incoming.path) or NOT_TAKEN
        known = ("recorded before",)
        return RecordPlan(incoming.path, incoming.kind, incoming.title, earlier, Fate.UNCHANGED, notes=known)
    if contract.fate == Fate.REFUSED:
        return refused(incoming, PARENT)
    if incoming.refusal:
        return refused(incoming, incoming.refusal)
    return _new_amendment(planning, incoming, contract, held)


def _is_known(planning: Planning, incoming: Incoming) -> bool:
    """Imported before, or published from here."""
    return (
        bool(planning.held_reference(incoming.path))
        or (planning.ocid, incoming.path) in planning.snapshot.published
    )


def _new_amendment(
    planning: Planning, incoming: Incoming, contract: RecordPlan, held: HeldContract | None
) -> RecordPlan:
    dated = date.fromisoformat(incoming.fields["dated"].canon)
    if dated > planning.snapshot.on:
        return refused(incoming, FUTURE)
    if not (contract.value("signed_on") or (held and held.is_signed)):
        return refused(incoming, NOT_SIGNED)
    starts, ends = _day(contract, "starts", held), _day(contract, "ends", held)
    counts = max(dated, starts) if starts else dated
    if ends and counts > ends and "ends" not in incoming.fields:
        return refused(incoming, STARTED_LATE)
    facts = {**incoming.facts, "counts_from": counts.isoformat()}
    later = (f"It counts from the start, {day_given(counts).printed}.",) if counts != dated else ()
    return new_record(replace(incoming, facts=facts), later)


def _day(contract: RecordPlan, name: str, held: HeldContract | None) -> date | None:
    ours: Mapping[str, Given] = held.held.fields if held else {}
    written = contract.value(name) or ours.get(name, Given()).canon
    return date.fromisoformat(written) if written else None
