"""Check 1, amounts: a stated value and the lines of the same coverage differ, or cannot reconcile even with TBC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from commissioning.core.comparison import Comparison, Verdict
from commissioning.core.money import format_exactly
from governance.models.discrepancies import DiscrepancyKind
from procurement.selectors.lines import LineRow
from procurement.selectors.stated import Reading, StatedRow, StatedSum
from procurement.words import settled_words

from .evidence import Evidence
from .findings import Finding, ReadingView, StatementView, key_of, statement
from .words import counted, in_pounds, joined, printed_amounts, sum_of

CHECK = 1
DISAGREE = frozenset({Verdict.DIFFERS, Verdict.CANNOT_RECONCILE})
SHOW_BOTH = "Show both and the difference, and overwrite neither. Ask finance which figure stands."
ASK_COVERAGE = "Ask what the amount covers. Until then show every reading of it."

Claim = tuple[object, ...]


def amount_findings(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each amount stated for a coverage, however many places state it, then one for each sum.

    An ambiguous value is found when any of its readings disagrees, and shows them all. "Cannot be judged yet" is no
    contradiction and is not found (domain rule on stated values).
    """
    for rows in _claims(evidence.stated):
        first = rows[0]
        if any(reading.comparison.verdict in DISAGREE for reading in first.readings):
            yield _ambiguous(evidence, rows) if first.is_ambiguous else _plain(evidence, rows)
    for stated in evidence.sums:
        if stated.comparison.verdict in DISAGREE:
            yield _of_sum(evidence, stated)


def _claims(stated: Iterable[StatedRow]) -> Iterable[list[StatedRow]]:
    """Values that state the same amount for the same coverage are one claim, printed in several places."""
    claims: dict[Claim, list[StatedRow]] = {}
    for row in stated:
        coverage = frozenset((r.phase_id, r.commissioner_id, r.service_id) for r in row.readings)
        claims.setdefault((coverage, row.money.amount, row.money.upper, row.money.bounds()), []).append(row)
    return claims.values()


def _plain(evidence: Evidence, rows: Sequence[StatedRow]) -> Finding:
    first, reading = rows[0], rows[0].readings[0]
    comparison = reading.comparison
    return Finding(
        check=CHECK,
        key=key_of("amount", first.reference),
        kind=DiscrepancyKind.AMOUNT_MISMATCH,
        title=f"{_coverage(reading)}: {in_pounds(first.money)} stated, lines come to {_exactly(comparison.known)}",
        statements=(*map(_stated, rows), _lines(evidence, reading.lines)),
        arithmetic=_arithmetic(in_pounds(first.money), reading.lines, comparison),
        computed=_computed(comparison),
        suggested_handling=SHOW_BOTH,
        phase_numbers=_phases(reading),
    )


def _ambiguous(evidence: Evidence, rows: Sequence[StatedRow]) -> Finding:
    first = rows[0]
    stated = in_pounds(first.money)
    views = [
        ReadingView(r.label, _arithmetic(stated, r.lines, r.comparison), r.comparison) for r in first.readings
    ]
    verdicts = joined(f"{_outcome(view.comparison)} as “{view.label}”" for view in views)
    widest = max((reading.lines for reading in first.readings), key=len)
    return Finding(
        check=CHECK,
        key=key_of("amount", first.reference),
        kind=DiscrepancyKind.AMOUNT_MISMATCH,
        title=f"{stated} for {first.covers}: whether it agrees depends on what it covers",
        statements=(*map(_stated, rows), _lines(evidence, widest)),
        arithmetic=f"Read in {counted(len(views), 'way')}: {verdicts}.",
        computed={
            f"reading_{number}_{name}": value
            for number, reading in enumerate(first.readings, 1)
            for name, value in _computed(reading.comparison).items()
        },
        suggested_handling=ASK_COVERAGE,
        phase_numbers=tuple(sorted({n for reading in first.readings for n in _phases(reading)})),
        readings=tuple(views),
    )


def _outcome(comparison: Comparison) -> str:
    """ "cannot reconcile, across bases (£1.70m above)"."""
    label = f"{comparison.verdict.label}{', across bases' if comparison.across_bases else ''}"
    if comparison.verdict not in DISAGREE or not comparison.difference:
        return label
    side = "above" if comparison.difference > 0 else "below"
    return f"{label} ({format_exactly(abs(comparison.difference))} {side})"


def _of_sum(evidence: Evidence, stated: StatedSum) -> Finding:
    whole = f"phase {stated.phase_number}" if stated.phase_number else "programme"
    added = sum((part.money.amount for part in stated.parts if part.money.amount is not None), Decimal(0))
    expression = " + ".join(in_pounds(part.money) for part in stated.parts)
    return Finding(
        check=CHECK,
        key=key_of("amount-sum", evidence.reference, stated.locator, whole),
        kind=DiscrepancyKind.AMOUNT_MISMATCH,
        title=f"{whole.capitalize()}: the values in {stated.locator} add up to {format_exactly(added)}, "
        f"lines come to {_exactly(stated.comparison.known)}",
        statements=(*map(_stated, stated.parts), _lines(evidence, stated.lines)),
        arithmetic=_arithmetic(f"{expression} = {format_exactly(added)}", stated.lines, stated.comparison),
        computed={"stated_sum": f"{added:.2f}", **_computed(stated.comparison)},
        suggested_handling=SHOW_BOTH,
        phase_numbers=(stated.phase_number,) if stated.phase_number else (),
    )


def _arithmetic(stated: str, lines: Sequence[LineRow], comparison: Comparison) -> str:
    """ "£19.5m + £1.45m = £20.95m; stated ~£20.5m is £20.45m to £20.55m; £0.45m above"."""
    if comparison.has_no_one_sum:
        why = comparison.reason.rstrip(".")
        return f"stated {stated}{_range(comparison)}; {why[:1].lower()}{why[1:]}"
    parts = [sum_of(lines, comparison.known), f"stated {stated}{_range(comparison)}"]
    if comparison.verdict == Verdict.RECONCILES:
        parts.append("within it")
    elif comparison.fits_so_far:
        parts.append("within it so far")
    elif comparison.difference:
        side = "above" if comparison.difference > 0 else "below"
        parts.append(f"{format_exactly(abs(comparison.difference))} {side}")
    if comparison.verdict == Verdict.CANNOT_RECONCILE:
        parts.append("a line still to be confirmed can only add to it")
    if comparison.shortfall:
        parts.append(f"{format_exactly(comparison.shortfall)} still to come")
    return "; ".join(parts)


def _range(comparison: Comparison) -> str:
    low, high = comparison.stated_low, comparison.stated_high
    if low is None or high is None or low == high:
        return ""
    return f" is {format_exactly(low)} to {format_exactly(high)}"


def _computed(comparison: Comparison) -> dict[str, str | int | None]:
    return {
        "verdict": str(comparison.verdict.label),
        "known": _decimal(comparison.known),
        "stated_low": _decimal(comparison.stated_low),
        "stated_high": _decimal(comparison.stated_high),
        "difference": _decimal(comparison.difference),
        "unknown_lines": comparison.unknown_count,
        "lines": comparison.line_count,
        "across_bases": comparison.across_bases,
    }


def _stated(row: StatedRow) -> StatementView:
    places = [place for place in row.places if not place.field]
    return statement(f"{row.money.printed} for {row.covers}", places, row.fact_id)


def _lines(evidence: Evidence, lines: Sequence[LineRow]) -> StatementView:
    """The lines' amounts with their places. What a person settled has no paper as its source, and says so."""
    printed = [line for line in lines if line.settled is None]
    only = printed[0].fact_id if len(lines) == 1 and printed else None
    settled = [f"{line.label}: {settled_words(line)}" for line in lines if line.settled]
    words = "; ".join([printed_amounts(lines), *settled])
    return statement(words, evidence.lines_places(printed), only)


def _coverage(reading: Reading) -> str:
    if reading.is_whole_programme:
        return "Programme"
    return f"Phase {reading.phase_number}" if reading.is_whole_phase else reading.label


def _phases(reading: Reading) -> tuple[int, ...]:
    return (reading.phase_number,) if reading.phase_number is not None else ()


def _decimal(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _exactly(amount: Decimal | None) -> str:
    return "not known" if amount is None else format_exactly(amount)
