"""The checks that show where papers disagree with themselves. They warn and never block (domain rules on checks).

Pure functions from rows to findings: no database and no clock. The numbers are those of the domain's list of checks;
those that no loaded programme can raise yet are not here.
"""

from collections.abc import Callable, Iterable

from .amounts import amount_findings
from .bases import basis_findings, year_findings
from .dates import cover_findings, date_findings, target_findings
from .evidence import Evidence
from .findings import Finding, ReadingView, StatementView
from .gaps import misplaced_findings, missing_findings, seat_findings
from .lists import count_findings, granularity_findings, scope_list_findings, tbc_findings
from .names import name_findings

Check = Callable[[Evidence], Iterable[Finding]]
CHECKS: tuple[Check, ...] = (
    amount_findings,
    count_findings,
    date_findings,
    name_findings,
    basis_findings,
    year_findings,
    cover_findings,
    target_findings,
    scope_list_findings,
    tbc_findings,
    granularity_findings,
    missing_findings,
    seat_findings,
    misplaced_findings,
)
CHECK_NAMES = {
    1: "Amounts",
    2: "Counts",
    3: "Dates in order",
    5: "Names",
    8: "Basis and year",
    11: "Cover gap",
    12: "Target",
    13: "Scope lists",
    14: "TBC moved",
    16: "Services and lines",
    18: "Missing content",
    19: "Board seats",
    20: "Asks and evidence",
}

__all__ = ["CHECKS", "CHECK_NAMES", "Evidence", "Finding", "ReadingView", "StatementView", "run_checks"]


def run_checks(evidence: Evidence) -> tuple[Finding, ...]:
    """Every finding of every check, in the order of the checks; no two have the same key."""
    found: dict[str, Finding] = {}
    for check in CHECKS:
        for finding in check(evidence):
            found.setdefault(finding.key, finding)
    return tuple(found.values())
