"""Check 10 on populations: one area with several, or two areas with all but the same one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from governance.models.discrepancies import DiscrepancyKind
from outcomes.rules import of_number

from .evidence import Evidence
from .evidence_areas import PopulationRow
from .figures import is_above, number_words
from .findings import Finding, key_of, statement
from .words import joined

MEASURE = 10
NEARLY_THE_SAME = Decimal("0.0001")  # of a table's figure: nearer than two places are by chance


def population_findings(evidence: Evidence) -> Iterator[Finding]:
    """Populations of one area that do not overlap, unless of other ages; a differing basis or place is named."""
    areas: dict[str, list[PopulationRow]] = {}
    for row in evidence.areas.populations:
        areas.setdefault(row.area_reference, []).append(row)
    for reference, rows in areas.items():
        differing = [
            (a, b) for a, b in combinations(rows, 2) if _same_ages(a, b) and _populations_apart(a, b)
        ]
        if differing:
            yield _population(evidence, reference, differing)


def _same_ages(a: PopulationRow, b: PopulationRow) -> bool:
    """Ages that are not stated may be the same, and “children” are the 0 to 18 of the table; “all ages” are not."""
    adults = "all ages"
    return (a.ages == adults) == (b.ages == adults)


def _populations_apart(a: PopulationRow, b: PopulationRow) -> bool:
    one, other = (of_number(r.value, unit="people", qualifier=r.qualifier, upper=r.upper) for r in (a, b))
    return is_above(one, other) or is_above(other, one)


def _population(
    evidence: Evidence, reference: str, differing: Sequence[tuple[PopulationRow, PopulationRow]]
) -> Finding:
    rows = list(dict.fromkeys(row for pair in differing for row in pair))
    first, other = differing[0]
    distance = abs(first.value - other.value)
    differs = [
        words
        for words, one, two in (
            ("the place", first.place, other.place),
            ("the ages", first.ages, other.ages),
            ("the basis", first.basis, other.basis),
        )
        if one != two
    ]
    reason = f" Likely reason: {joined(differs)} differ{'s' if len(differs) == 1 else ''}." if differs else ""
    return Finding(
        check=MEASURE,
        key=key_of("population", reference),
        kind=DiscrepancyKind.AMOUNT_MISMATCH,
        title=f"{first.area}: population {joined((_people(row) for row in rows), 'against')}",
        statements=tuple(
            statement(
                f"{_people(row)}: {', '.join(filter(None, [row.place, row.ages, row.basis]))}",
                evidence.places_for([row.fact_id]),
                row.fact_id,
            )
            for row in rows
        ),
        arithmetic=f"{_people(first)} and {_people(other)} are "
        f"{'about ' if other.qualifier == 'approx' or other.upper else ''}{number_words(distance)} apart.{reason}",
        computed={
            "figures": len(rows),
            **{key_of(row.reference): int(row.value) for row in rows},
        },
        suggested_handling="Quote each population with whom it counts, where and on what basis.",
    )


def _people(row: PopulationRow) -> str:
    about = "about " if row.qualifier == "approx" else ""
    return (
        about + number_words(row.value) + (f" to {number_words(row.upper)}" if row.upper is not None else "")
    )


def near_population_findings(evidence: Evidence) -> Iterator[Finding]:
    """Two areas of one table whose populations differ by less than one in ten thousand, though not by nothing.

    A possible slip in copying a table (a product rule: nobody says that either is wrong).
    """
    table = [row for row in evidence.areas.populations if row.in_table]
    for a, b in combinations(table, 2):
        apart = abs(a.value - b.value)
        if 0 < apart < NEARLY_THE_SAME * max(a.value, b.value):
            yield Finding(
                check=MEASURE,
                key=key_of("near-populations", a.reference, b.reference),
                kind=DiscrepancyKind.AMOUNT_MISMATCH,
                title=f"{a.area} and {b.area}: populations only {number_words(apart)} apart",
                statements=tuple(
                    statement(
                        f"{row.area}: {number_words(row.value)}",
                        evidence.places_for([row.fact_id]),
                        row.fact_id,
                    )
                    for row in (a, b)
                ),
                arithmetic=f"{number_words(a.value)} and {number_words(b.value)} differ by {number_words(apart)}.",
                computed={"difference": int(apart)},
                suggested_handling="Check both against the table's own source: one may have been copied wrongly.",
            )
