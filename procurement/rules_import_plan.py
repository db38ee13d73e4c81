"""The plan of an import: every process of a file against what stands here, and what a person has to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from procurement.ocds.hazards import Received
from procurement.ocds.received import processes_of
from procurement.ocds.received_types import ReceivedParty, ReceivedProcess
from procurement.rules_import import (
    LEAVE,
    NEW,
    Ask,
    Fate,
    Given,
    ImportPlan,
    Incoming,
    ProcessPlan,
    RecordPlan,
    key_for,
)
from procurement.rules_import_contracts import contract_plans
from procurement.rules_import_parties import party_plans
from procurement.rules_import_read import not_taken_of, parties_of, phase_of
from procurement.rules_import_records import compared, lot_plans, new_record, notice_plans
from procurement.rules_import_snapshot import HeldPhase, Snapshot

UNDECIDED: Final = "undecided"
ELSEWHERE: Final = (
    "ocid",
    "Its ocid is in use for a phase that is not of this programme.",
    "Import it where that phase is, or ask a platform administrator.",
)
BOUGHT: Final = frozenset({"tender", "awards", "contracts"})
NOTHING_BOUGHT: Final = (
    "It tells of no tender, award or contract, as the planning of a programme does: nothing to import."
)
OWN: Final = (
    "This is the programme’s own planning record, as published from here: there is nothing to import in it."
)


@dataclass
class Planning:
    """One process being planned: the answers so far, and what is asked and found on the way."""

    process: ReceivedProcess
    compiled: Mapping[str, Any]
    releases: tuple[Mapping[str, Any], ...]
    snapshot: Snapshot
    answers: Mapping[str, str]
    phase: HeldPhase | None = None
    target: str = ""
    regime: str = ""
    light_touch: bool = False
    asks: list[Ask] = field(default_factory=list)
    records: list[RecordPlan] = field(default_factory=list)

    @property
    def ocid(self) -> str:
        return self.process.ocid

    def ask(
        self, name: str, question: str, hint: str, choices: tuple[tuple[str, str], ...], default: str = ""
    ) -> str:
        """Put a question and return the answer to it, "" while it is open."""
        key = key_for(self.ocid, name)
        given = self.answers.get(key, "")
        ask = Ask(key, question, hint, choices, given if given in dict(choices) else default)
        self.asks.append(ask)
        return "" if ask.is_open else ask.chosen

    def held_reference(self, path: str) -> str:
        """Where this path led last time."""
        return self.snapshot.received.get((self.ocid, path), "")


def plan_import(received: Received, snapshot: Snapshot, answers: Mapping[str, str]) -> ImportPlan:
    """What importing the file would do to the programme as it stands, with the answers given so far. Pure.

    A process goes to the phase that has its ocid, else where a person says. Records are found again by where they were
    imported to, then by their own number; never by a name. Parties come by identifier or by a person's word.
    """
    needed: dict[str, tuple[ReceivedParty, set[str]]] = {}
    plans = []
    for process in processes_of(received):
        planning = Planning(
            process,
            received.compiled[process.ocid],
            tuple(received.releases.get(process.ocid, ())),
            snapshot,
            answers,
        )
        plans.append(_process(planning))
        _need(planning, plans[-1], needed)
    return ImportPlan(tuple(plans), party_plans(needed, snapshot))


def _process(planning: Planning) -> ProcessPlan:
    process, snapshot = planning.process, planning.snapshot
    title = process.title or process.ocid
    if process.ocid in snapshot.elsewhere:
        return ProcessPlan(process.ocid, title, process.portal, LEAVE, refusal=ELSEWHERE)
    if process.ocid in snapshot.own_ocids or not BOUGHT & planning.compiled.keys():
        words = OWN if process.ocid in snapshot.own_ocids else NOTHING_BOUGHT
        return ProcessPlan(process.ocid, title, process.portal, LEAVE, not_taken=(words,))
    _choose_phase(planning)
    if planning.target != LEAVE:
        _choose_regime(planning)
        planning.records.append(_phase(planning))
        planning.records += lot_plans(planning)
        planning.records += notice_plans(planning)
        planning.records += contract_plans(planning)
    return ProcessPlan(
        process.ocid,
        title,
        process.portal,
        planning.target,
        tuple(planning.asks),
        tuple(planning.records),
        not_taken_of(process, planning.compiled),
    )


def _choose_phase(planning: Planning) -> None:
    """The phase with its ocid, or the one it went to before; else a person says: a new one, or one without an ocid."""
    snapshot = planning.snapshot
    found = next((phase for phase in snapshot.phases if planning.ocid in (phase.ocid, phase.own_ocid)), None)
    found = found or snapshot.phase(planning.held_reference("phase"))
    if found:
        choices: tuple[tuple[str, str], ...] = (
            (found.held.reference, f"Phase {found.number}: {found.name}"),
        )
        hint = "It belongs to this phase already, by its ocid or an earlier import."
        default = found.held.reference
    else:
        free = [phase for phase in snapshot.phases if not phase.has_ended]
        choices = (
            (NEW, "A new phase"),
            *((phase.held.reference, f"Phase {phase.number}: {phase.name}") for phase in free),
        )
        hint = "No phase here has its ocid. A phase that has an ocid of its own keeps it."
        default = ""
    choices += ((LEAVE, "Leave this process out"),)
    planning.target = planning.ask("phase", "Where does this process go?", hint, choices, default)
    planning.phase = snapshot.phase(planning.target)


def _choose_regime(planning: Planning) -> None:
    """The regime of the phase; where it has none, the guess is offered with its reason, and a person decides.

    A phase that is here already is asked about once, and only where the file tells anything of it.
    """
    phase, guess, snapshot = planning.phase, planning.process.regime, planning.snapshot
    planning.light_touch = guess.is_light_touch
    if phase and phase.regime:
        planning.regime, planning.light_touch = phase.regime, phase.light_touch
        return
    if phase and (planning.held_reference("phase") or not guess.code):
        return
    seems = (
        f"It seems to be {snapshot.regimes.get(guess.code, guess.code)}: {guess.why}." if guess.code else ""
    )
    hint = seems or f"The file does not tell: {guess.why}."
    choices = (*snapshot.regimes.items(), (UNDECIDED, "Not decided yet: no notice is recorded"))
    chosen = planning.ask("regime", "Under which regime is it bought?", hint, choices)
    planning.regime = "" if chosen == UNDECIDED else chosen


def _phase(planning: Planning) -> RecordPlan:
    incoming = phase_of(planning.process, planning.compiled)
    facts = {
        **incoming.facts,
        "regime": planning.regime,
        "regime_why": planning.process.regime.why,
        "light_touch": "yes" if planning.light_touch and planning.regime in ("pa2023", "pcr2015") else "",
        "ocid": planning.ocid,
    }
    incoming = Incoming(
        incoming.path, incoming.kind, incoming.title, _phase_fields(planning, incoming), facts=facts
    )
    if planning.phase is None:
        return new_record(incoming)
    guess, held = planning.process.regime, planning.phase.regime
    differs = (
        f"The file seems to be under another regime: {guess.why}."
        if guess.code and held and guess.code != held
        else ""
    )
    return compared(planning, incoming, planning.phase.held, notes=(differs,) if differs else ())


def _phase_fields(planning: Planning, incoming: Incoming) -> dict[str, Given]:
    """With the regime where a person chose it, and the ocid where the phase has none."""
    fields = dict(incoming.fields)
    phase = planning.phase
    if planning.regime and (phase is None or not phase.regime):
        fields["regime"] = Given(
            planning.regime, planning.snapshot.regimes.get(planning.regime, planning.regime)
        )
    if phase is None or (not phase.ocid and phase.own_ocid != planning.ocid):
        fields["ocid"] = Given(planning.ocid)
    return fields


def _need(planning: Planning, plan: ProcessPlan, needed: dict[str, tuple[ReceivedParty, set[str]]]) -> None:
    """The parties that new records of the process need."""
    known = parties_of(planning.process)
    wanted: list[tuple[str, str]] = []
    for record in plan.records:
        if record.fate != Fate.NEW:
            continue
        if record.kind == "phase" and record.facts.get("lead"):
            wanted.append((record.facts["lead"], "leads the phase"))
        if record.kind == "contract":
            wanted.append((record.facts["buyer"], "commissions"))
            wanted += [(key, "provides") for key in record.facts["suppliers"].split("\x1f") if key]
    for key, role in wanted:
        _, roles = needed.setdefault(key, (known[key], set()))
        roles.add(role)
