"""What if a phase went live at another time, or a part of it took longer: read from an address, kept nowhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from commissioning.core.fuzzydate import FuzzyDate, FuzzyDateError, parse_fuzzy_date
from commissioning.core.periods import Month
from procurement.rules_backplan import BackPlan

PARTS: Final = {
    "mobilisation_months": ("Mobilisation", "month"),
    "evaluation_weeks": ("Evaluation", "week"),
    "tender_weeks": ("Tender", "week"),
    "preparation_weeks": ("Preparation", "week"),
}
YEAR_AND_MONTH: Final = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])")


@dataclass(frozen=True)
class WhatIf:
    """Go-lives by the number of their phase, and lengths of parts of every procurement; empty is as recorded."""

    go_lives: Mapping[int, FuzzyDate] = field(default_factory=dict)
    durations: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.go_lives or self.durations)

    def plan(self, usual: BackPlan) -> BackPlan:
        """The usual lengths with those asked about in their stead. Raises BackPlanError for one beyond its bounds."""
        return replace(usual, **self.durations) if self.durations else usual

    @property
    def words(self) -> tuple[str, ...]:
        """Each supposition: "phase 1 goes live December 2020", "tender takes 8 weeks"."""
        moved = [f"phase {number} goes live {when.printed}" for number, when in sorted(self.go_lives.items())]
        lengths = [
            f"{what.lower()} takes {self.durations[name]} {unit}{'' if self.durations[name] == 1 else 's'}"
            for name, (what, unit) in PARTS.items()
            if name in self.durations
        ]
        return (*moved, *lengths)


def read_go_live(text: str) -> FuzzyDate:
    """A go-live as typed or linked: 2020-12 is December 2020; anything else as papers print dates.

    Raises FuzzyDateError with a cure for what is no date, for a date without days (TBC), and for 2011-12, which may be
    December 2011 or the financial year 2011/12.
    """
    text = text.strip()
    found = YEAR_AND_MONTH.fullmatch(text)
    if found:
        year, month = int(found["year"]), Month(int(found["year"]), int(found["month"]))
        if (year + 1) % 100 == month.number:
            raise FuzzyDateError(
                f"“{text}” may be {month.label} or the financial year {year}/{month.number:02d}.",
                f"Write {month.label}, or {year}/{month.number:02d}.",
            )
        return parse_fuzzy_date(month.label)
    when = parse_fuzzy_date(text)
    if not when.is_dated:
        raise FuzzyDateError(f"“{text}” has no date in it.", "Enter a month, such as December 2020.")
    return when
