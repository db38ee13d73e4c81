"""What a file would do to a register, row by row, before any door has been asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from commissioning.core.intake.cells import Cell
from commissioning.exchange.models import Verdict
from commissioning.exchange.registers.base import Key


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

    def count(self, verdict: Verdict) -> int:
        return sum(row.verdict == verdict for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        return {str(verdict): self.count(verdict) for verdict in Verdict}
