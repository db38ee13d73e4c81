"""Checks on dates: 3 a child outside its parent, 11 a gap in cover, 12 one target stated at different times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise

from commissioning.core.fuzzydate import FuzzyDate, Precision, months_between
from governance.models.discrepancies import DiscrepancyKind
from procurement.selectors.phases import CoverGap, PhaseSummary

from .evidence import DatedRow, Evidence, TargetRow
from .findings import Finding, key_of, services_of, statement
from .words import counted, joined

DATE, COVER_GAP, TARGET = 3, 11, 12
SHORT = 31  # days; longer distances are said in months
EXACT_ENOUGH = frozenset({Precision.DAY, Precision.MONTH})


def date_findings(evidence: Evidence) -> Iterator[Finding]:
    """A phase that goes live before it is procured or after the programme's target; a milestone after its phase ends.

    Outside means that every day of the one lies outside the other; where they overlap it says "may be outside".
    """
    for phase in evidence.phases:
        yield from _order_within(evidence, phase)
        for target in evidence.targets:
            parent = DatedRow(target.reference, f"“{target.label}”", target.date, None, target.fact_id)
            yield from _after(evidence, _go_live_row(phase), parent)
    ends = {phase.number: phase for phase in evidence.phases}
    for milestone in evidence.milestones:
        phase_of = ends.get(milestone.phase_number or 0)
        if phase_of is not None:
            last = phase_of.completion if phase_of.completion.is_dated else phase_of.go_live
            words = f"the end of phase {phase_of.number}"
            yield from _after(
                evidence, milestone, DatedRow(phase_of.reference, words, last, None, phase_of.fact_id)
            )


def _order_within(evidence: Evidence, phase: PhaseSummary) -> Iterator[Finding]:
    """Procurement start, go-live and completion of one phase in their order."""
    stages = (
        ("procurement_start", "procurement start", phase.procurement_start),
        ("go_live", "go-live", phase.go_live),
        ("completion", "completion", phase.completion),
    )
    for (first, first_words, before), (second, second_words, after) in combinations(stages, 2):
        if after.precedes(before) is True:
            yield Finding(
                check=DATE,
                key=key_of("date", phase.reference, first, second),
                kind=DiscrepancyKind.DATE_MISMATCH,
                title=f"Phase {phase.number}: {second_words} comes before {first_words}",
                statements=tuple(
                    statement(
                        f"{words.capitalize()}: {when.printed}",
                        evidence.places_for([phase.fact_id], name),
                        phase.fact_id,
                    )
                    for name, words, when in ((first, first_words, before), (second, second_words, after))
                ),
                arithmetic=f"{after.printed} comes before {before.printed}.",
                computed={first: _iso(before.start), second: _iso(after.end)},
                suggested_handling="Ask the phase's lead which date is right.",
                phase_numbers=(phase.number,),
            )


def _go_live_row(phase: PhaseSummary) -> DatedRow:
    return DatedRow(
        phase.reference, f"Phase {phase.number} goes live", phase.go_live, phase.number, phase.fact_id
    )


def _after(evidence: Evidence, child: DatedRow, parent: DatedRow) -> Iterator[Finding]:
    """The child falls after its parent's last day: entirely, or (where the two overlap) perhaps."""
    last, ends = parent.date.end, child.date.end
    if last is None or ends is None or ends <= last:
        return
    outside = child.date.start is not None and child.date.start > last
    verb = "is outside" if outside else "may be outside"
    yield Finding(
        check=DATE,
        key=key_of("date", child.reference, "after", parent.reference),
        kind=DiscrepancyKind.DATE_MISMATCH,
        title=f"{child.text}: {child.date.printed} {verb} {parent.text}, {parent.date.printed}",
        statements=(
            statement(
                f"{child.text}: {child.date.printed}",
                evidence.places_for([child.fact_id], "go_live"),
                child.fact_id,
            ),
            statement(
                f"{parent.text}: {parent.date.printed}", evidence.places_for([parent.fact_id]), parent.fact_id
            ),
        ),
        arithmetic=f"{parent.date.printed} runs to {_day(last)}; {child.date.printed} runs to {_day(ends)}.",
        computed={"outside": "yes" if outside else "may be", "parent_ends": _iso(last), "ends": _iso(ends)},
        phase_numbers=(child.phase_number,) if child.phase_number else (),
    )


def cover_findings(evidence: Evidence) -> Iterator[Finding]:
    """Existing contracts, extensions included, end before a phase goes live. The wording stays conditional where the
    paper does not say which phase replaces them."""
    for phase in evidence.phases:
        for gap in phase.cover_gaps:
            yield _cover_finding(evidence, phase, gap)


def _cover_finding(evidence: Evidence, phase: PhaseSummary, gap: CoverGap) -> Finding:
    services = tuple(row for row in phase.services if row.is_counted)
    named = joined(row.name for row in services) or "no service recorded"
    condition = f", if these are the contracts that phase {phase.number} replaces" if gap.conditional else ""
    extension = f"Extension: {gap.extension}." if gap.extension else "No extension is mentioned."
    return Finding(
        check=COVER_GAP,
        key=key_of("cover", gap.reference, phase.reference),
        kind=DiscrepancyKind.DATE_GAP,
        title=f"Phase {phase.number} goes live {gap.months.printed} after existing contracts end",
        statements=(
            statement(
                f"{gap.contracts}: {gap.ends.printed}", [place for place in gap.places if not place.field]
            ),
            statement(
                f"Phase {phase.number} goes live {gap.go_live.printed}: {named}",
                evidence.places_for([phase.fact_id], "go_live"),
                phase.fact_id,
            ),
        ),
        arithmetic=f"{_day(gap.uncovered_from)} to {_day(gap.uncovered_to)} is {gap.months.printed} without cover"
        f"{condition}. {extension}",
        computed={
            "months": gap.months.low if gap.months.low == gap.months.high else gap.months.printed,
            "from": _iso(gap.uncovered_from),
            "to": _iso(gap.uncovered_to),
            "conditional": "yes" if gap.conditional else "no",
            "services": named,
        },
        suggested_handling="Confirm which contracts the phase replaces and whether they are extended.",
        phase_numbers=(phase.number,),
        services=services_of(services),
    )


def target_findings(evidence: Evidence) -> Iterator[Finding]:
    """The programme's target stated with intervals that do not overlap; "by X" counts as X's last day."""
    dated = [target for target in evidence.targets if target.date.is_dated]
    dated.sort(key=lambda target: (target.date.end or date.max, target.reference))
    if not any(_apart(a.date, b.date) for a, b in combinations(dated, 2)):
        return
    distinct = list({(target.date.start, target.date.end): target for target in reversed(dated)}.values())[
        ::-1
    ]
    yield Finding(
        check=TARGET,
        key=key_of("target", evidence.reference),
        kind=DiscrepancyKind.DATE_MISMATCH,
        title=f"{counted(len(distinct), 'different end date')} in {counted(len(dated), 'statement')}",
        statements=tuple(
            statement(
                f"{target.date.printed}: {target.label}",
                evidence.places_for([target.fact_id]),
                target.fact_id,
            )
            for target in dated
        ),
        arithmetic=" ".join(_distances(distinct)),
        computed={
            "statements": len(dated),
            "different_dates": len(distinct),
            **{key_of(target.reference): _iso(target.date.end) for target in dated},
        },
        suggested_handling="Agree one date and what it is the date of. Until then print each with its place.",
    )


def _apart(a: FuzzyDate, b: FuzzyDate) -> bool:
    """No day in common, reading "by" as the last day of its interval."""
    return _compared(a).precedes(_compared(b)) is not None


def _compared(when: FuzzyDate) -> FuzzyDate:
    if when.end is None or not when.text.casefold().startswith("by "):
        return when
    return FuzzyDate(when.text, when.end, when.end, Precision.DAY, when.status)


def _distances(targets: Sequence[TargetRow]) -> Iterator[str]:
    """What separates the dates: where each ends, whole months between exact ones, and years that end before another."""
    yield f"In order of their last day: {joined(_with_last_day(target.date) for target in targets)}."
    exact = [target.date for target in targets if target.date.precision in EXACT_ENOUGH]
    for earlier, later in pairwise(exact):
        yield f"From {earlier.printed} to {later.printed} is {months_between(earlier, later).printed}."
    for year in (target.date for target in targets if target.date.precision == Precision.FINANCIAL_YEAR):
        for other in exact:
            if year.end and other.start and timedelta(0) < other.start - year.end <= timedelta(SHORT):
                days = counted((other.start - year.end).days, "day")
                yield f"{other.printed} is {days} after {_day(year.end)}, the last day of the year in “{year.printed}”."


def _with_last_day(when: FuzzyDate) -> str:
    if when.end is None or when.precision == Precision.DAY:
        return when.printed
    return f"{when.printed} ({_day(when.end)})"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
