"""What a report shows of the registers: risks, issues, scope and changes, dependencies, KPIs and benefits."""

from __future__ import annotations

from governance.rules.words import counted
from governance.selectors.report_facts import Facts
from governance.selectors.report_parts import Figures, Json, cell, or_unknown, section
from governance.selectors.risks import RiskView
from outcomes.board import Assured, Change, assured_of, change_of, is_exception
from outcomes.printed import figure
from outcomes.selectors.board_rows import BoardRow
from programmes.addresses import Addresses

KEY_RISKS = 5
CHANGES = {
    Change.CONCERN: "Concern",
    Change.IMPROVEMENT: "Improvement",
    Change.COMMON_CAUSE: "Common cause",
    Change.NEUTRAL: "Neither direction better",
    Change.NONE: "Not judged",
}
TARGETS = {
    Assured.FAIL: "Will fail it",
    Assured.HIT_OR_MISS: "Hit or miss",
    Assured.PASS: "Will meet it",
    Assured.NONE: "No target, or not judged",
}


def register_sections(facts: Facts, figures: Figures, to: Addresses) -> list[Json]:
    """Each register as a section, in the order of reports. No query."""
    return [
        _risks(facts, figures, to),
        _issues(facts, figures, to),
        _changes(facts, figures, to),
        _dependencies(facts, figures, to),
        _kpis(facts, figures, to),
        _benefits(facts, figures, to),
    ]


def _risks(facts: Facts, figures: Figures, to: Addresses) -> Json:
    rows, every = facts.open_risks, to.of("risks")
    unassessed = sum(row.score is None for row in rows)
    overdue = sum(row.review_overdue for row in rows)
    figures.add("risks.open", "Risks open", len(rows), every)
    figures.add("risks.unassessed", "Risks not assessed", unassessed, every)
    figures.add("risks.reviews_overdue", "Reviews of risks overdue", overdue, every)
    shown = rows[:KEY_RISKS]
    for row in shown:
        figures.add(
            f"risk.{row.reference}",
            f"{row.title or row.text}: score now",
            _score(row),
            to.of("risk", row.reference),
        )
    finding = (
        f"{len(shown)} of {counted(len(rows), 'open risk')} shown, the highest scores first; {unassessed} not "
        f"assessed, {counted(overdue, 'review')} overdue."
    )
    return section(
        "risks",
        "Key risks",
        ("Risk", "Score now", "What is done about it", "Owner"),
        [_risk(row, to) for row in shown],
        finding=finding,
        empty="No risk is recorded, which is not the same as no risk.",
    )


def _score(row: RiskView) -> str:
    if row.score is None:
        return "not assessed"
    return f"{row.score} ({row.band.name})" if row.band else str(row.score)


def _risk(row: RiskView, to: Addresses) -> tuple[Json, ...]:
    target = f"target {row.target.score}" if row.target else ""
    notes = [target, f"escalated to {row.escalated_to}" if row.escalated_to else ""]
    return (
        cell(row.title or row.text, note=row.reference, address=to.of("risk", row.reference)),
        cell(_score(row), note="; ".join(part for part in notes if part), unknown=row.score is None),
        or_unknown(row.mitigation, "nothing recorded", note=row.response_label),
        or_unknown(row.owner_role, "nobody named"),
    )


def _issues(facts: Facts, figures: Figures, to: Addresses) -> Json:
    rows = tuple(row for row in facts.issues if row.is_open)
    figures.add("issues.open", "Issues open", len(rows), to.of("issues"))
    late = sum(row.is_overdue for row in rows)
    return section(
        "issues",
        "Key issues",
        ("Issue", "Severity", "Due", "Owner"),
        [
            (
                cell(row.title, note=row.reference, address=to.of("issue", row.reference)),
                or_unknown(row.severity_label),
                or_unknown(row.due.printed, note="overdue" if row.is_overdue else ""),
                or_unknown(row.owner_role, "nobody named"),
            )
            for row in rows
        ],
        finding=f"{counted(len(rows), 'issue')} open, {late} past the date.",
        empty="No issue is open.",
    )


def _changes(facts: Facts, figures: Figures, to: Addresses) -> Json:
    rows = tuple(row for row in facts.change_requests if row.is_awaited)
    every = to.of("change_requests")
    figures.add("change_requests.open", "Requests for change not decided", len(rows), every)
    tbc = sum(row.is_tbc for row in facts.services)
    figures.add("scope.services", "Services in scope", len(facts.services), to.of("services"))
    figures.add("scope.tbc", "Services to be confirmed", tbc, to.of("services"))
    figures.add("scope.changes", "Changes of scope in the period", facts.scope_changes, to.of("services"))
    finding = (
        f"{counted(len(facts.services), 'service')} in scope, {tbc} to be confirmed; "
        f"{counted(facts.scope_changes, 'change')} of scope in the period; "
        f"{counted(len(rows), 'request')} not decided."
    )
    return section(
        "changes",
        "Scope and requests for change",
        ("Request", "State", "What it would touch"),
        [
            (
                cell(row.title, note=row.reference, address=to.of("change_request", row.reference)),
                cell(row.state_label),
                or_unknown("; ".join(f"{name}: {text}" for name, text in row.effects)),
            )
            for row in rows
        ],
        finding=finding,
        empty="No request for change waits for a decision.",
    )


def _dependencies(facts: Facts, figures: Figures, to: Addresses) -> Json:
    rows = tuple(row for row in facts.dependencies if row.is_open)
    late = sum(row.is_overdue or bool(row.clash) for row in rows)
    figures.add("dependencies.open", "Dependencies open", len(rows), to.of("dependencies"))
    return section(
        "dependencies",
        "Dependencies",
        ("Dependency", "With", "Due"),
        [
            (
                cell(row.title, note=row.direction_label, address=to.of("dependency", row.reference)),
                or_unknown(row.organisation or row.other_party),
                or_unknown(row.due.printed, note=row.clash or ("overdue" if row.is_overdue else "")),
            )
            for row in rows
        ],
        finding=f"{counted(len(rows), 'dependency', 'dependencies')} open, {late} late or at odds with its milestone.",
        empty="No dependency is open.",
    )


def _kpis(facts: Facts, figures: Figures, to: Addresses) -> Json:
    rows = tuple(row for row in facts.kpis if is_exception(row))
    silent = sum(row.latest_value is None for row in facts.kpis)
    every = to.of("kpi_exceptions")
    figures.add("kpis.exceptions", "KPIs in exception", len(rows), every)
    figures.add("kpis.silent", "KPIs without a figure", silent, to.of("kpis"))
    for row in rows:
        figures.add(f"kpi.{row.reference}", f"{row.name}: latest", _latest(row), to.of("kpi", row.reference))
    whose = "KPIs of contracts of this phase" if facts.phase else "KPIs"
    return section(
        "kpis",
        "KPIs in exception",
        ("KPI", "Latest figure", "Change", "Target"),
        [
            (
                cell(row.name, note=row.reference, address=to.of("kpi", row.reference)),
                cell(_latest(row), note=row.latest_period),
                cell(CHANGES[change_of(row)]),
                cell(TARGETS[assured_of(row)]),
            )
            for row in rows
        ],
        finding=f"{len(rows)} of {len(facts.kpis)} {whose} in exception; {silent} without a figure. "
        "Figures are the latest there are, with their periods.",
        empty="No KPI is in exception.",
    )


def _latest(row: BoardRow) -> str:
    if row.latest_value is None:
        return row.latest_text or "no figure"
    return figure(row.latest_value, row.unit, row.decimals)


def _benefits(facts: Facts, figures: Figures, to: Addresses) -> Json:
    rows = facts.benefits
    behind = sum(row.state.value == "behind" for row in rows)
    figures.add("benefits.behind", "Benefits behind their target", behind, to.of("benefits"))
    return section(
        "benefits",
        "Benefits",
        ("Benefit", "Target", "Last value", "Where it stands"),
        [
            (
                cell(row.title, note=row.audience_label, address=to.of("benefit", row.reference)),
                or_unknown(row.target_words, note=row.target_by.printed),
                or_unknown(row.last.words if row.last else "", "none yet"),
                cell(row.state.label, note=row.standing.reason),
            )
            for row in rows
        ],
        finding=f"{counted(len(rows), 'benefit')}, {behind} behind the target.",
        empty="No benefit is recorded.",
    )
