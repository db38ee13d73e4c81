"""What a file would do to a register, row by row, before any door has been asked."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from commissioning.core.intake.cells import Cell
from commissioning.exchange.models import Verdict
from commissioning.exchange.registers.base import Key

LONGEST_KEY = 120


def words_of_key(key: Key) -> str:
    """A key as previews and receipts have it, cut to what is kept."""
    return " · ".join(key)[:LONGEST_KEY]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row: where in the file (`letter` and `heading`, empty for the whole row), and the cure."""

    letter: str
    heading: str
    found: str
    message: str

    def as_list(self) -> list[str]:
        return [self.letter, self.heading, self.found, self.message]


@dataclass
class Planned:
    """One row of a file: what it is about, what it would write, what is wrong with it.

    `values` are the read values by the resource's attributes: what differs, for a record that is there; everything
    that is not blank, for a new one. `changes` are [heading, before, after] in words.
    """

    number: int
    cells: Mapping[str, Cell]
    verdict: Verdict = Verdict.SAME
    key: Key = ()
    label: str = ""
    record: models.Model | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[list[str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    check_before: str = ""
    check_after: str = ""

    @property
    def writes(self) -> bool:
        return self.verdict in {Verdict.NEW, Verdict.CHANGED}

    def refuse(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.verdict = Verdict.REFUSED


@dataclass(frozen=True)
class Plan:
    """Every row, and what to tell of the file as a whole."""

    rows: list[Planned]
    told: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def seen(self) -> str:
        """The fingerprint of what a preview shows; references of new rows are given at the end and left out."""
        digest = hashlib.sha256()
        for row in self.rows:
            said = [row.number, row.verdict, row.changes, [each.as_list() for each in row.problems]]
            digest.update(json.dumps(said).encode())
        return digest.hexdigest()

    def count(self, verdict: Verdict) -> int:
        return sum(row.verdict == verdict for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        return {str(verdict): self.count(verdict) for verdict in Verdict}
