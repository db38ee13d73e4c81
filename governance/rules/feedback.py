"""How long somebody who said something has waited for an answer: never more certain than the day it was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commissioning.core.fuzzydate import FuzzyDate


@dataclass(frozen=True)
class Waited:
    """Days without an answer: from the last day it can have been said (`fewest`) and from the first (`most`)."""

    fewest: int
    most: int

    @property
    def printed(self) -> str:
        """ "74 to 103 days", or one number where the day is known."""
        if self.fewest == self.most:
            return f"{self.most:,} {'day' if self.most == 1 else 'days'}"
        return f"{self.fewest:,} to {self.most:,} days"


def days_waited(said: FuzzyDate, on: date) -> Waited | None:
    """Days from when it was said up to `on`; None where no day is stated, or the first it can mean is still to come.

    “September 2018” seen on 13 December 2018 is 74 days from the 30th and 103 from the 1st.
    """
    first, last = said.start or said.end, said.end or said.start
    if first is None or last is None or first > on:
        return None
    return Waited(max((on - last).days, 0), (on - first).days)
