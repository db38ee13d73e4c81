"""What is wrong with a package: where, in words, and what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault in a package. `path` is written like releases[0].tender.value, "" for the whole file.

    A warning does not stop publication: a code outside an open codelist, a field the schema does not have.
    """

    path: str
    words: str
    cure: str
    is_warning: bool = False

    @property
    def sort_key(self) -> tuple[tuple[str, ...], str]:
        """In the order of the file: positions as numbers, so that [10] comes after [9]."""
        parts = re.split(r"(\d+)", self.path)
        return tuple(part.zfill(9) if part.isdigit() else part for part in parts), self.words


def faults(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Those that stop publication."""
    return tuple(problem for problem in problems if not problem.is_warning)
