"""What a return would do, row by row, before anything is stored: new, changed, unchanged or refused, and why."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from outcomes.intake.raws import Raw
from outcomes.models import KPI, KPIReturn, KPISummary
from outcomes.rules_fates import Fate, Pending, Recorded, judge
from outcomes.rules_lines import Line, printed_value, worked_out
from outcomes.rules_returns import check
from outcomes.selectors.returns_lines import Key, pending_lines, recorded_lines
from programmes.access import Grants


@dataclass(frozen=True)
class Assessed:
    """One row. `fate` is None for a row that says nothing; `recorded` is the figure that counts for its period now."""

    raw: Raw
    line: Line | None = None
    fate: Fate | None = None
    words: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    recorded: Line | None = None
    impact: str = ""

    @property
    def refused(self) -> bool:
        return self.fate == Fate.REFUSED


@dataclass(frozen=True)
class Assessment:
    rows: tuple[Assessed, ...]

    @cached_property
    def counts(self) -> Counter[Fate]:
        return Counter(row.fate for row in self.rows if row.fate is not None)

    @property
    def refused(self) -> tuple[Assessed, ...]:
        return tuple(row for row in self.rows if row.refused)

    @property
    def sends(self) -> int:
        return self.counts[Fate.NEW] + self.counts[Fate.CHANGED]

    @cached_property
    def to_send(self) -> Mapping[KPI, Sequence[Line]]:
        """The lines that are new or changed, by KPI in the order of the rows."""
        found: dict[KPI, list[Line]] = {}
        for row in self.rows:
            if row.fate in {Fate.NEW, Fate.CHANGED} and row.raw.kpi and row.line:
                found.setdefault(row.raw.kpi, []).append(row.line)
        return found

    @cached_property
    def fingerprint(self) -> str:
        """Differs as soon as anything that the person was shown differs: figures, what is recorded, a definition."""
        said = [
            (
                row.raw.kpi.pk if row.raw.kpi else 0,
                row.raw.kpi.version if row.raw.kpi else 0,
                str(row.line.key if row.line else row.raw.label),
                _plain(row.line),
                row.line.comment if row.line else "",
                str(row.fate),
                _plain(row.recorded),
            )
            for row in self.rows
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()


def _plain(line: Line | None) -> str:
    if line is None:
        return ""
    parts = (line.numerator, line.denominator, line.value)
    return "|".join(
        ["" if part is None else f"{part.normalize():f}" for part in parts]
        + [line.missing, str(line.is_final)]
    )


def counted_fates(counts: Mapping[Fate, int]) -> str:
    """“3 new, 1 changed, 2 unchanged, 0 refused”: always all four, so that nothing has to be inferred."""
    return ", ".join(f"{counts.get(fate, 0):,} {fate.value}" for fate in Fate)


def assess(
    raws: Sequence[Raw],
    *,
    grants: Grants,
    kind: str,
    on: date,
    besides: KPIReturn | None = None,
) -> Assessment:
    """Every row against the rules, what is recorded and what awaits approval; three queries for any number of rows.

    `besides` is the return whose own lines do not count, when it is changed.
    """
    kpis = {raw.kpi.pk: raw.kpi for raw in raws if raw.kpi}
    recorded = recorded_lines(kpis)
    pending = pending_lines(kpis, besides=besides)
    barred = {
        pk: _barred(kpi)
        for pk, kpi in kpis.items()
        if not grants.may_submit_return(kpi.programme_id, kpi.owner_id)
    }
    limits = {row.kpi_id: row for row in KPISummary.objects.filter(kpi__in=kpis, stale=False)}
    rows = [
        _row(
            raw,
            kind,
            on,
            barred,
            _of(recorded, raw),
            _of(pending, raw),
            limits.get(raw.kpi.pk if raw.kpi else 0),
        )
        for raw in raws
    ]
    return Assessment(tuple(_without_repeats(rows)))


def _barred(kpi: KPI) -> str:
    owner = f", which {kpi.owner} owns" if kpi.owner else ""
    return f"Your role does not let you send returns of {kpi.reference}{owner}."


Held = TypeVar("Held", Recorded, Pending)


def _of(held: Mapping[int, Mapping[Key, Held]], raw: Raw) -> Held | None:
    if raw.kpi is None or raw.period is None:
        return None
    return held.get(raw.kpi.pk, {}).get((raw.member_id, raw.period.start, raw.period.end))


def _row(
    raw: Raw,
    kind: str,
    on: date,
    barred: Mapping[int, str],
    recorded: Recorded | None,
    pending: Pending | None,
    limits: KPISummary | None,
) -> Assessed:
    if raw.given.is_blank and not raw.problems:
        return Assessed(raw)
    problems = dict(raw.problems)
    if raw.kpi is None or raw.period is None:
        return Assessed(raw, fate=Fate.REFUSED, problems=problems)
    if raw.kpi.pk in barred:
        return Assessed(raw, fate=Fate.REFUSED, problems={"kpi": barred[raw.kpi.pk]})
    checked = check(raw.kpi, raw.period, raw.given, on=on, member_id=raw.member_id)
    problems |= checked.problems
    if problems or checked.line is None:
        return Assessed(raw, fate=Fate.REFUSED, problems=problems)
    judged = judge(raw.kpi, checked.line, kind, recorded, pending)
    return Assessed(
        raw,
        checked.line,
        judged.fate,
        judged.words,
        {"fate": _sentence(judged.words)} if judged.fate == Fate.REFUSED else {},
        checked.warnings,
        recorded.line if recorded else None,
        _impact(raw.kpi, checked.line, limits) if judged.fate in {Fate.NEW, Fate.CHANGED} else "",
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _without_repeats(rows: Iterable[Assessed]) -> Iterable[Assessed]:
    """The same period twice: the second time unchanged where it says the same, else both are refused."""
    found = list(rows)
    first: dict[object, int] = {}
    for place, row in enumerate(found):
        if row.line is None or row.raw.kpi is None:
            continue
        key = (row.raw.kpi.pk, row.line.key)
        if key not in first:
            first[key] = place
            continue
        other = found[first[key]]
        if other.line is not None and other.line.figures == row.line.figures:
            found[place] = replace(
                row, fate=Fate.UNCHANGED, words=f"the same as {other.raw.label}", impact=""
            )
            continue
        for here, there in ((place, other), (first[key], row)):
            twice = f"{row.line.period.printed} is given twice with different figures"
            words = f"{twice}, here and in {there.raw.label}: keep one."
            found[here] = replace(found[here], fate=Fate.REFUSED, problems={"fate": words}, impact="")
    return found


def _impact(kpi: KPI, line: Line, limits: KPISummary | None) -> str:
    """Where the figure would lie beside the mean and limits that the chart has now; said of the whole only."""
    value = worked_out(kpi, line.numerator, line.denominator, line.value)
    if line.member_id is not None or value is None:
        return ""
    if limits is None or limits.mean is None:
        return "No mean or limits yet to set it beside."
    mean = f"mean {printed_value(kpi, limits.mean)}"
    low, high = limits.lower_limit, limits.upper_limit
    if low is None or high is None:
        return f"Beside the {mean}; no limits yet."
    span = f"{mean}, limits {printed_value(kpi, low)} to {printed_value(kpi, high)}"
    if value > high:
        return f"Above the upper limit ({span})."
    if value < low:
        return f"Below the lower limit ({span})."
    return f"Between the limits ({span})."


def kpis_of(assessment: Assessment) -> Collection[KPI]:
    return {row.raw.kpi.pk: row.raw.kpi for row in assessment.rows if row.raw.kpi}.values()
