"""One row of a return as it came, whatever way it came: which KPI, period and member it is for, and its texts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from commissioning.core.fuzzydate import FuzzyDate, FuzzyDateError
from outcomes.models import KPI, BreakdownMember
from outcomes.rules_lines import Given
from outcomes.rules_periods import has_periods, parse_period

WHOLE: Final = frozenset({"", "all", "whole", "total", "the whole"})


@dataclass(frozen=True)
class Raw:
    """`label` says where it stands (“row 7”, “April 2025”); `slot` is its place in a form; `problems` are by field."""

    label: str
    given: Given
    kpi: KPI | None = None
    period: FuzzyDate | None = None
    member_id: int | None = None
    member: str = ""
    slot: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


class Members:
    """The places, services and groups of a programme by name; the same name in two breakdowns needs both names."""

    def __init__(self, rows: Iterable[BreakdownMember]) -> None:
        self.rows = list(rows)
        self._by_name: dict[str, list[BreakdownMember]] = {}
        for row in self.rows:
            for name in (row.name, f"{row.breakdown.name}: {row.name}"):
                self._by_name.setdefault(name.casefold(), []).append(row)

    def find(self, text: str) -> tuple[BreakdownMember | None, str]:
        """(member, problem): no member for the whole, and a problem that offers names where there is no one such."""
        plain = " ".join(text.split())
        if plain.casefold() in WHOLE:
            return None, ""
        found = self._by_name.get(plain.casefold(), [])
        if len(found) == 1:
            return found[0], ""
        if found:
            offered = " or ".join(f"“{row.breakdown.name}: {row.name}”" for row in found)
            return None, f"“{plain}” is a member of several breakdowns: write {offered}."
        near = get_close_matches(plain, [row.name for row in self.rows], n=1)
        hint = f" Did you mean “{near[0]}”?" if near else " Leave it empty for the whole."
        return None, f"“{plain}” is not a place, service or group of this programme.{hint}"

    def name_of(self, member_id: int | None) -> str:
        return next((row.name for row in self.rows if row.pk == member_id), "")


def period_of(kpi: KPI, text: str) -> tuple[FuzzyDate | None, str]:
    """(period, problem) as the KPI's frequency reads it; a KPI without a frequency takes no periods."""
    if not has_periods(kpi.frequency):
        return None, f"{kpi.reference} does not say how often it is reported: state its frequency first."
    try:
        return parse_period(kpi.frequency, text), ""
    except FuzzyDateError as error:
        return None, str(error)


def kpi_problem(text: str, references: Sequence[str]) -> str:
    """Why a reference names no KPI here, with the nearest one that does."""
    if not text.strip():
        return "The KPI’s reference is missing."
    near = get_close_matches(text.strip().upper(), [reference.upper() for reference in references], n=1)
    return f"“{text.strip()}” is not a KPI of this programme." + (f" Did you mean {near[0]}?" if near else "")
