"""Checks on figures of other places: 6 what does not recompute, 10 one measure with several values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from commissioning.core.money import format_exactly
from governance.models.discrepancies import DiscrepancyKind
from outcomes.models.figures import DerivationKind, FigureBasis
from outcomes.rules import Operand, Recomputation, Recomputed, of_money, of_number, recompute

from .evidence import Evidence
from .evidence_areas import DerivationRow, FigureRow
from .findings import Finding, key_of, statement
from .words import joined

ARITHMETIC, MEASURE = 6, 10
FOUND_WORTH_SAYING = frozenset({Recomputed.WITHIN_ROUNDING, Recomputed.NO})
SIGNS = {DerivationKind.DIFFERENCE: "−", DerivationKind.SUM: "+", DerivationKind.QUOTIENT: "÷"}
# Not claims about what happened: an assumption differs from an observation without contradicting it.
SUPPOSED = frozenset({FigureBasis.ASSUMED, FigureBasis.PROJECTED})

Working = tuple[DerivationRow, Recomputation]


def arithmetic_findings(evidence: Evidence) -> Iterator[Finding]:
    """Figures that do not follow exactly from those they are derived from; says whether rounding can explain it.

    A figure derived from another derived one stands in the same finding: the saving, and the saving for each child.
    """
    for chain in _chains(evidence.areas.derivations):
        worked = [(row, _recomputed(row)) for row in chain]
        found = [(row, done) for row, done in worked if done.verdict in FOUND_WORTH_SAYING]
        if found:
            yield _arithmetic(evidence, found)


def _chains(rows: Sequence[DerivationRow]) -> Iterable[list[DerivationRow]]:
    """Derivations that use one another's results, together."""
    results = {row.result.figure_id: row for row in rows}
    chains: dict[int, list[DerivationRow]] = {}
    for row in rows:
        root, seen = row, {row.result.figure_id}
        while (above := results.get(root.first.figure_id) or results.get(root.second.figure_id)) is not None:
            if above.result.figure_id in seen:
                break
            root = above
            seen.add(root.result.figure_id)
        chains.setdefault(root.result.figure_id, []).append(row)
    return chains.values()


def _recomputed(row: DerivationRow) -> Recomputation:
    return recompute(row.kind, _operand(row.result), _operand(row.first), _operand(row.second))


def _operand(figure: FigureRow) -> Operand:
    if figure.money.amount is not None:
        return of_money(figure.money)
    return of_number(figure.value, unit=figure.unit, qualifier=figure.qualifier, upper=figure.upper)


def _arithmetic(evidence: Evidence, found: Sequence[Working]) -> Finding:
    first = found[0][0]
    worst = (
        Recomputed.NO
        if any(done.verdict == Recomputed.NO for _, done in found)
        else Recomputed.WITHIN_ROUNDING
    )
    figures = {figure.figure_id: figure for row, _ in found for figure in (row.result, row.first, row.second)}
    explained = (
        "rounding can explain it" if worst == Recomputed.WITHIN_ROUNDING else "rounding cannot explain it"
    )
    return Finding(
        check=ARITHMETIC,
        key=key_of("arithmetic", first.result.reference),
        kind=DiscrepancyKind.ARITHMETIC,
        title=f"{first.result.area}, {first.result.text}: {printed(first.result)} stated, "
        f"{_figure_words(found[0][1].computed, first.result)} worked out; {explained}",
        statements=tuple(
            statement(
                f"{figure.text}: {printed(figure)}", evidence.places_for([figure.fact_id]), figure.fact_id
            )
            for figure in figures.values()
        ),
        arithmetic=" ".join(_sum_words(row, done) for row, done in found),
        computed={
            "within_rounding": "yes" if worst == Recomputed.WITHIN_ROUNDING else "no",
            **{
                key_of(row.result.reference): None if done.computed is None else f"{done.computed:.2f}"
                for row, done in found
            },
        },
        suggested_handling="Allow for rounding, and quote the figures as printed."
        if worst == Recomputed.WITHIN_ROUNDING
        else "Ask which of the figures stands.",
    )


def _sum_words(row: DerivationRow, done: Recomputation) -> str:
    """ "£320K − £153K = £167,000, £166K stated; what rounding allows is £166,000 to £168,000."."""
    first, second, result = printed(row.first), printed(row.second), row.result
    sign = SIGNS.get(DerivationKind(row.kind))
    worked = f"{first} {sign} {second}" if sign else f"{first} of {second}"
    low, high = (_figure_words(end, result) for end in (done.low, done.high))
    allowed = "" if low == high else f"; what rounding allows is {low} to {high}"
    return f"{worked} = {_figure_words(done.computed, result)}, {printed(result)} stated{allowed}."


def _figure_words(value: Decimal | None, like: FigureRow) -> str:
    if value is None:
        return "not known"
    if like.money.amount is not None:
        cents = value != value.to_integral_value()
        return format_exactly(value.quantize(Decimal("0.01")) if cents else value)
    return number_words(value)


def printed(figure: FigureRow) -> str:
    """The figure with its unit: "39%", "24 GP practices", "4 to 5 GP practices", "£166K"."""
    if figure.money.amount is not None:
        return figure.money.printed
    if figure.value is None:
        return "no number"
    value = number_words(figure.value) + (
        f" to {number_words(figure.upper)}" if figure.upper is not None else ""
    )
    if figure.unit == "percent":
        return f"{value}%"
    return f"{value} {figure.unit}".strip()


def number_words(value: Decimal) -> str:
    rounded = value.quantize(Decimal("0.01")).normalize()
    return f"{rounded:,f}"


def measure_findings(evidence: Evidence) -> Iterator[Finding]:
    """One measure of an area with values that do not overlap. What they rest on, and where, is the likely reason.

    Assumptions and projections are left out: they say what was supposed, not what happened.
    """
    groups: dict[tuple[str, str, str, str], list[FigureRow]] = {}
    for row in evidence.areas.figures:
        if row.measure and row.value is not None and row.basis not in SUPPOSED:
            groups.setdefault((row.area_reference, row.measure, row.unit, row.period), []).append(row)
    for (area, measure, _, _), rows in groups.items():
        if any(_apart(a, b) for a, b in combinations(rows, 2)):
            yield _measure(evidence, area, measure, rows)


def _apart(a: FigureRow, b: FigureRow) -> bool:
    one, other = _operand(a), _operand(b)
    return is_above(one, other) or is_above(other, one)


def is_above(a: Operand, b: Operand) -> bool:
    return a.low is not None and b.high is not None and a.low > b.high


def _measure(evidence: Evidence, area: str, measure: str, rows: Sequence[FigureRow]) -> Finding:
    values = sorted({row.value for row in rows if row.value is not None})
    apart = values[-1] - values[0]
    unit = " percentage points" if rows[0].unit == "percent" else f" {rows[0].unit}"
    words = joined(dict.fromkeys(printed(row) for row in rows))
    return Finding(
        check=MEASURE,
        key=key_of("measure", area, measure),
        kind=DiscrepancyKind.AMOUNT_MISMATCH,
        title=f"{rows[0].area}, {measure.replace('-', ' ')}: {words}",
        statements=tuple(
            statement(
                f"{printed(row)}: {row.text} ({_standing(row)})",
                evidence.places_for([row.fact_id]),
                row.fact_id,
            )
            for row in rows
        ),
        arithmetic=f"From {number_words(values[0])} to {number_words(values[-1])} is {number_words(apart)}{unit}. "
        + " ".join([*_parts(rows), _reason(rows)]).strip(),
        computed={"figures": len(rows), "lowest": f"{values[0]:f}", "highest": f"{values[-1]:f}"},
        suggested_handling="Quote each figure with what it rests on and where it was measured.",
    )


def _standing(row: FigureRow) -> str:
    return ", ".join(filter(None, [row.basis_label[:1].lower() + row.basis_label[1:], row.site]))


def _parts(rows: Sequence[FigureRow]) -> Iterator[str]:
    """Several figures on one basis may be parts of one: their sum is said, and not taken for a figure of its own."""
    groups: dict[tuple[str, str], list[FigureRow]] = {}
    for row in rows:
        groups.setdefault((row.basis, row.site), []).append(row)
    for own in groups.values():
        if len(own) > 1 and all(row.unit == "percent" for row in own):
            total = sum((row.value for row in own if row.value is not None), Decimal(0))
            yield f"{joined(printed(row) for row in own)}, {_standing(own[0])}, add up to {number_words(total)}%."


def _reason(rows: Sequence[FigureRow]) -> str:
    standings = list(dict.fromkeys(map(_standing, rows)))
    return (
        f"Likely reason: they rest on different things ({joined(standings)})." if len(standings) > 1 else ""
    )
