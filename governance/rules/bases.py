"""Check 8, basis and year: amounts of different basis, or of another year than the service runs in, are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from commissioning.core.fuzzydate import DateStatus, FuzzyDate, MonthSpan, Precision, months_between
from commissioning.core.money import Money
from commissioning.core.money_total import basis_words as in_words
from commissioning.core.periods import FinancialYear
from governance.models.discrepancies import DiscrepancyKind
from procurement.selectors.lines import LineRow
from procurement.selectors.phases import PhaseSummary
from programmes.selectors.sources import Place

from .evidence import Evidence
from .findings import Finding, StatementView, key_of, statement
from .words import counted, joined

CHECK = 8
PRINTED_MOST = 6
ALL_YEAR = 12


def basis_findings(evidence: Evidence) -> Iterator[Finding]:
    """One finding where any stated value is compared with lines of another basis or year."""
    compared = [
        reading for row in evidence.stated for reading in row.readings if reading.comparison.line_count
    ]
    across = [reading for reading in compared if reading.comparison.across_bases]
    if not across:
        return
    statements = (*_stated_by_basis(evidence), *_lines_by_basis(evidence))
    labels = [view.text.partition(":")[0] for view in statements]
    yield Finding(
        check=CHECK,
        key=key_of("basis", evidence.reference),
        kind=DiscrepancyKind.BASIS_MISMATCH,
        title=f"Amounts on {len(labels)} bases are compared with one another",
        statements=statements,
        arithmetic=f"{len(across)} of {counted(len(compared), 'comparison')} of a stated value with its lines "
        f"{'is' if len(across) == 1 else 'are'} across bases: {joined(labels)}.",
        computed={
            "bases": len(labels),
            "comparisons": len(compared),
            "comparisons_across_bases": len(across),
        },
        suggested_handling="Keep the basis with every amount, and add or compare across bases only by a stated choice.",
    )


def _stated_by_basis(evidence: Evidence) -> Iterator[StatementView]:
    groups: dict[str, list[tuple[Money, Sequence[Place]]]] = {}
    for row in evidence.stated:
        places = [place for place in row.places if not place.field]
        groups.setdefault(basis_words(row.money), []).append((row.money, places))
    for words, values in groups.items():
        amounts = joined(dict.fromkeys(money.printed for money, _ in values))
        yield statement(f"{words}: {amounts}", [place for _, places in values for place in places])


def _lines_by_basis(evidence: Evidence) -> Iterator[StatementView]:
    groups: dict[str, list[LineRow]] = {}
    for line in evidence.lines:
        groups.setdefault(basis_words(line.money), []).append(line)
    for words, lines in groups.items():
        shown = ", ".join(line.money.printed for line in lines[:PRINTED_MOST])
        more = f" and {len(lines) - PRINTED_MOST} more" if len(lines) > PRINTED_MOST else ""
        yield statement(
            f"{words}: {counted(len(lines), 'budget line')} ({shown}{more})",
            evidence.lines_places(line for line in lines if line.settled is None),
        )


def basis_words(money: Money) -> str:
    """ "Budget for 2020/21", "Total contract value", "Basis not stated"."""
    words = in_words(money.basis, money.year)
    return f"{words[:1].upper()}{words[1:]}"


def year_findings(evidence: Evidence) -> Iterator[Finding]:
    """For each budget year, one finding where a phase goes live after that year starts: part of it, or none, is paid.

    Months run from the go-live month to the year's end; a phase that goes live later has none.
    """
    for label in sorted({line.money.year for line in evidence.lines if line.money.year}):
        year = FinancialYear.parse(label)
        late = [
            (phase, months)
            for phase in evidence.phases
            if _has_budget(phase, label) and (months := _months_in(year, phase.go_live)) is not None
        ]
        if late:
            yield _year_finding(evidence, year, late)


def _has_budget(phase: PhaseSummary, year: str) -> bool:
    return any(line.money.year == year for line in phase.lines)


def _months_in(year: FinancialYear, go_live: FuzzyDate) -> MonthSpan | None:
    """Months of the year left at go-live; None where it is live all year, or where no day is known."""
    if go_live.end is None or go_live.start is None:
        return None
    next_year = year.end + timedelta(days=1)
    left = months_between(go_live, FuzzyDate("", next_year, next_year, Precision.DAY, DateStatus.INFERRED))
    low, high = max(left.low or 0, 0), max(left.high or 0, 0)
    return None if low >= ALL_YEAR else MonthSpan(low, high)


def _year_finding(
    evidence: Evidence, year: FinancialYear, late: Sequence[tuple[PhaseSummary, MonthSpan]]
) -> Finding:
    lines = [line for line in evidence.lines if line.money.year == year.label]
    return Finding(
        check=CHECK,
        key=key_of("budget-year", evidence.reference, year.label),
        kind=DiscrepancyKind.YEAR_MISMATCH,
        title=f"{year.label} budgets are shown for phases that start later or part-way through the year",
        statements=(
            statement(f"{counted(len(lines), 'budget line')} for {year.label}", evidence.lines_places(lines)),
            *(_go_live(evidence, phase) for phase, _ in late),
        ),
        arithmetic=f"{year.label} runs from 1 April {year.start.year} to 31 March {year.end.year}. "
        f"{_month_words(late)}.",
        computed={
            f"phase_{phase.number}_months_in_{year.label.replace('/', '_')}": _number(months)
            for phase, months in late
        },
        suggested_handling="Show the budget year beside each amount, and do not read it as that year's spending.",
        phase_numbers=tuple(phase.number for phase, _ in late),
    )


def _go_live(evidence: Evidence, phase: PhaseSummary) -> StatementView:
    places = evidence.places_for([phase.fact_id], "go_live")
    return statement(f"Phase {phase.number} goes live {phase.go_live.printed}", places, phase.fact_id)


def _month_words(late: Iterable[tuple[PhaseSummary, MonthSpan]]) -> str:
    """ "Phase 1 runs for 8 months of it; phases 2 and 3 do not run in it"."""
    running = [
        f"phase {phase.number} runs for {months.printed} of it" for phase, months in late if months.high != 0
    ]
    absent = [str(phase.number) for phase, months in late if months.high == 0]
    if absent:
        running.append(
            f"phase {absent[0]} does not run in it"
            if len(absent) == 1
            else f"phases {joined(absent)} do not run in it"
        )
    words = "; ".join(running)
    return words[:1].upper() + words[1:]


def _number(months: MonthSpan) -> str | int | None:
    return months.low if months.low == months.high else f"{months.low} to {months.high}"
