"""What an import of notices would do, as plain data: each field before and after, and what a person has to decide.

Every value is compared in one written form (`canon`: a day as 2026-04-01, an amount as 1425000.00), and shown in words.
What a file leaves out says nothing: it never empties a field here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

OURS: Final = "ours"
THEIRS: Final = "theirs"
NEW: Final = "new"
LEAVE: Final = "leave"
LEFT: Final = "-"  # in place of a reference: a person left this record out, and is not asked again


class Fate(StrEnum):
    """What an import does with a field or a record."""

    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    KEPT = "kept"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


WRITES: Final = frozenset({Fate.NEW, Fate.CHANGED})


@dataclass(frozen=True)
class Given:
    """A value in its one written form, and in words for a reader. An empty form is "not given"."""

    canon: str = ""
    words: str = ""
    note: str = ""

    @property
    def printed(self) -> str:
        return self.words or self.canon


@dataclass(frozen=True)
class Incoming:
    """A record as a file gives it. `first` is how it was first published, where later releases changed it.

    `facts` are read when it is written and are not compared. `refusal` is (field, words, cure) of what cannot be taken.
    """

    path: str
    kind: str
    title: str
    fields: Mapping[str, Given]
    first: Mapping[str, Given] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    refusal: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Held:
    """A record as it stands here. `printed` fields are a paper's and stay; `sealed` is what the person may not read.

    `base` is what was last read of it, field by field, from an earlier file; `published` what our own release says of
    it today; `fixed` why a field changes in another way than by an import.
    """

    reference: str
    fields: Mapping[str, Given]
    printed: frozenset[str] = frozenset()
    base: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    published: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FieldPlan:
    """One field: what stands here, what the file says, what becomes of it and why."""

    name: str
    label: str
    before: Given
    after: Given
    fate: Fate
    why: str = ""
    key: str = ""


@dataclass(frozen=True)
class Ask:
    """A question to a person; `chosen` is "" until it is answered."""

    key: str
    question: str
    hint: str
    choices: tuple[tuple[str, str], ...]
    chosen: str = ""

    @property
    def is_open(self) -> bool:
        return self.chosen not in {value for value, _ in self.choices}


@dataclass(frozen=True)
class RecordPlan:
    """One record of a process: whether it is new, changed, as it was, or refused with its place and a cure.

    A new one is written as it was first published; `newest` is what its amendments then make of it.
    """

    path: str
    kind: str
    title: str
    reference: str
    fate: Fate
    fields: tuple[FieldPlan, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    newest: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    refusal: tuple[str, str, str] | None = None

    @property
    def changes(self) -> tuple[FieldPlan, ...]:
        return tuple(each for each in self.fields if each.fate in WRITES)

    def value(self, name: str) -> str:
        """The written form to be stored."""
        return next((each.after.canon for each in self.fields if each.name == name), "")

    def writes(self, name: str) -> bool:
        return any(each.name == name for each in self.changes)

    @property
    def base(self) -> dict[str, str]:
        """What the next import compares with: everything the file gives."""
        return {each.name: self.newest.get(each.name, each.after.canon) for each in self.fields}


@dataclass(frozen=True)
class PartyPlan:
    """A party that records need: found by its identifier, offered, or to be said by a person.

    `answer` is the reference of an organisation, `new`, or "" while nobody has decided.
    """

    key: str
    name: str
    identifiers: tuple[str, ...]
    roles: tuple[str, ...]
    how: str
    answer: str
    candidates: tuple[str, ...] = ()
    why: str = ""
    problem: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return not self.answer or bool(self.problem)


@dataclass(frozen=True)
class ProcessPlan:
    """One contracting process: where it goes, what is asked of a person, and its records."""

    ocid: str
    title: str
    portal: str
    target: str
    asks: tuple[Ask, ...] = ()
    records: tuple[RecordPlan, ...] = ()
    not_taken: tuple[str, ...] = ()
    refusal: tuple[str, str, str] | None = None

    @property
    def is_left_out(self) -> bool:
        return self.target == LEAVE or self.refusal is not None


@dataclass(frozen=True)
class ImportPlan:
    """Everything that an import would do. `open_questions` is what keeps it from being applied."""

    processes: tuple[ProcessPlan, ...]
    parties: tuple[PartyPlan, ...]

    @property
    def records(self) -> tuple[RecordPlan, ...]:
        return tuple(record for process in self.processes for record in process.records)

    def count(self, fate: Fate) -> int:
        return sum(record.fate == fate for record in self.records)

    @property
    def counts(self) -> dict[str, int]:
        return {
            "created": self.count(Fate.NEW),
            "updated": self.count(Fate.CHANGED),
            "unchanged": self.count(Fate.UNCHANGED) + self.count(Fate.KEPT),
            "refused": self.count(Fate.REFUSED) + sum(p.refusal is not None for p in self.processes),
        }

    @property
    def writes(self) -> int:
        return self.count(Fate.NEW) + self.count(Fate.CHANGED)

    @property
    def settles(self) -> bool:
        """Whether a person chose something that is to be remembered although it writes nothing else."""
        chosen = (
            each for record in self.records for each in record.fields if each.key and each.fate == Fate.KEPT
        )
        left = (record for record in self.records if record.fate == Fate.KEPT and record.reference == LEFT)
        return any(True for _ in chosen) or any(True for _ in left)

    @property
    def open_questions(self) -> tuple[str, ...]:
        """Keys of what is undecided: parties, questions, conflicts."""
        found = [ask.key for process in self.processes for ask in process.asks if ask.is_open]
        return (*(party.key for party in self.parties if party.is_open), *found)

    @property
    def fingerprint(self) -> str:
        """The same while the file, the records here and the answers are the same."""
        told = [
            (
                process.ocid,
                process.target,
                [(r.path, r.reference, r.fate, _told(r.fields)) for r in process.records],
            )
            for process in self.processes
        ]
        parties = [(party.key, party.answer) for party in self.parties]
        return hashlib.sha256(json.dumps([told, parties]).encode()).hexdigest()


def _told(fields: Iterable[FieldPlan]) -> list[tuple[str, str, str, str]]:
    return [(each.name, each.before.canon, each.after.canon, each.fate) for each in fields]


def key_for(*parts: str) -> str:
    """A short name for a form field, the same for the same question."""
    return "q" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def content_hash(fields: Mapping[str, str]) -> str:
    """SHA-256 of what a file says of one record."""
    return hashlib.sha256(json.dumps(dict(sorted(fields.items()))).encode()).hexdigest()


# --- one field ---------------------------------------------------------------------------------------------------


def field_plan(  # noqa: PLR0911 (one way out for each rule)
    name: str, label: str, held: Held, given: Given, *, ask_key: str, answers: Mapping[str, str]
) -> FieldPlan:
    """What becomes of one field of a record that stands here already.

    The same on both sides is unchanged. What a paper printed stays. What the file already said last time stays as
    people left it. What nobody touched here since the last import follows the file; anything else a person chooses.
    """
    ours = held.fields.get(name, Given())
    base = held.base.get(name)
    if given.canon in (ours.canon, held.published.get(name)):
        return FieldPlan(name, label, ours, given, Fate.UNCHANGED)
    if not ours.canon and base is None:
        return FieldPlan(name, label, ours, given, Fate.CHANGED, "empty here")
    if name in held.fixed:
        return FieldPlan(name, label, ours, given, Fate.KEPT, held.fixed[name])
    if name in held.printed:
        return FieldPlan(name, label, ours, given, Fate.KEPT, "a paper prints it, so it stays")
    if base == given.canon:
        return FieldPlan(
            name, label, ours, given, Fate.KEPT, "the file says what it said last time; changed here since"
        )
    if base is not None and base == ours.canon:
        return FieldPlan(name, label, ours, given, Fate.CHANGED, "not touched here since the last import")
    return _chosen(FieldPlan(name, label, ours, given, Fate.CONFLICT, "", ask_key), answers.get(ask_key, ""))


def _chosen(plan: FieldPlan, answer: str) -> FieldPlan:
    fates = {OURS: (Fate.KEPT, "kept, as chosen"), THEIRS: (Fate.CHANGED, "taken from the file, as chosen")}
    fate, why = fates.get(answer, (Fate.CONFLICT, "changed here, or entered here, and different in the file"))
    return FieldPlan(plan.name, plan.label, plan.before, plan.after, fate, why, plan.key)


def conflict_ask(record: str, plan: FieldPlan, answer: str) -> Ask:
    """The question that a conflict puts."""
    return Ask(
        plan.key,
        f"{record}: {plan.label}",
        "It differs between here and the file, and somebody here changed or entered it. Which is to stand?",
        ((OURS, f"Keep ours: {plan.before.printed}"), (THEIRS, f"Take the file’s: {plan.after.printed}")),
        answer,
    )


def fate_of(fields: Sequence[FieldPlan]) -> Fate:
    """The fate of a record that stands here already, from those of its fields."""
    fates = {each.fate for each in fields}
    for fate in (Fate.CONFLICT, Fate.CHANGED, Fate.KEPT):
        if fate in fates:
            return fate
    return Fate.UNCHANGED
