"""The checks that show where papers disagree with themselves. They warn and never block (domain rules on checks).

Pure functions from rows to findings: no database and no clock. The numbers are those of the domain's list of checks.
"""

from collections.abc import Callable, Iterable

from .accountability import accountability_findings, joining_findings
from .amounts import amount_findings
from .bases import basis_findings, year_findings
from .counts import stated_number_findings
from .coverage import coverage_findings, funding_findings, risk_findings
from .dates import cover_findings, date_findings, target_findings
from .evidence import Evidence
from .figures import arithmetic_findings, measure_findings
from .findings import Finding, ReadingView, StatementView
from .gaps import misplaced_findings, missing_findings, seat_findings
from .leads import lead_findings
from .lists import count_findings, granularity_findings, scope_list_findings, tbc_findings
from .names import name_findings
from .other_names import other_name_findings
from .papers import approval_findings, cross_reference_findings, undated_paper_findings
from .papers import year_findings as missing_year_findings
from .placement import pooling_findings, printed_list_findings, two_model_findings
from .plans import intention_lead_findings, project_findings
from .populations import near_population_findings, population_findings
from .promises import promise_findings

Check = Callable[[Evidence], Iterable[Finding]]
CHECKS: tuple[Check, ...] = (
    amount_findings,
    count_findings,
    stated_number_findings,
    date_findings,
    project_findings,
    joining_findings,
    lead_findings,
    name_findings,
    other_name_findings,
    arithmetic_findings,
    cross_reference_findings,
    basis_findings,
    year_findings,
    promise_findings,
    measure_findings,
    population_findings,
    near_population_findings,
    cover_findings,
    funding_findings,
    target_findings,
    scope_list_findings,
    printed_list_findings,
    two_model_findings,
    tbc_findings,
    accountability_findings,
    granularity_findings,
    pooling_findings,
    missing_findings,
    missing_year_findings,
    undated_paper_findings,
    intention_lead_findings,
    approval_findings,
    risk_findings,
    coverage_findings,
    seat_findings,
    misplaced_findings,
)
CHECK_NAMES = {
    1: "Amounts",
    2: "Counts",
    3: "Dates in order",
    4: "Two leads",
    5: "Names",
    6: "Arithmetic",
    7: "Cross-references",
    8: "Basis and year",
    9: "Commitment drift",
    10: "Same measure",
    11: "Cover gap",
    12: "Target",
    13: "Scope lists",
    14: "TBC moved",
    15: "Accountability",
    16: "Services and lines",
    17: "Integrated without pooling",
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
