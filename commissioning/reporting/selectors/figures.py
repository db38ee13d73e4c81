"""The figures of the dashboards as plain data, for scripts: amounts as decimal strings, what is unknown as null."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from commissioning.reporting.selectors.position import Position
from governance.selectors.discrepancies import Origin
from outcomes.selectors.areas import areas
from outcomes.selectors.populations import populations
from procurement.selectors.lines import LineRow
from procurement.selectors.milestones_list import counts_of
from procurement.selectors.money import BasisLines, lines_by_basis
from procurement.selectors.phases import CoverGap
from procurement.selectors.stated import Reading, StatedRow
from programmes.models import Programme, Service
from programmes.selectors.commissioning_models import models_of
from programmes.selectors.intentions import completeness
from programmes.selectors.posts import post_costs, posts

Figures = dict[str, Any]


def figures(at: Position) -> Figures:
    """What `manage.py figures` prints. Money is in pounds; months are counted between month starts.

    What the programme keeps no record of is null as a whole, so that no 0 stands for it.
    """
    heading = at.heading or (None, None)
    return {
        "on": at.on.isoformat(),
        "programme": {
            "key": at.programme.key,
            "reference": at.programme.reference,
            "name": at.programme.name,
            "place": at.programme.place,
            **_compared(at.lines, *heading),
        },
        "phases": [
            {
                "number": phase.number,
                "name": phase.name,
                "services": len([row for row in phase.services if row.is_counted]),
                "procurement_start": phase.procurement_start.printed or None,
                "go_live": phase.go_live.printed or None,
                "lead_time_months": _months(phase.lead_time),
                **_compared(phase.lines, phase.stated, phase.reading),
            }
            for phase in at.phases
        ],
        "services": _services(at),
        "cover_gaps": [_gap(phase.number, gap) for phase in at.phases for gap in phase.cover_gaps],
        "discrepancies": {
            "total": len(at.discrepancies),
            "recorded": sum(view.origin != Origin.COMPUTED for view in at.discrepancies),
            "by_kind": dict(sorted(Counter(str(view.kind) for view in at.discrepancies).items())),
        },
        "milestones": _milestones(at),
        "intentions": _intentions(at),
        "posts": _posts(at.programme),
        "groups_by_model": {row.name: row.groups for row in models_of(at.programme)} or None,
        "areas": _areas(at.programme),
    }


def _services(at: Position) -> Figures | None:
    """Null where the programme names no service; one that it names and has not in scope on the day is counted as 0."""
    if not at.scope and not Service.objects.filter(programme=at.programme).exists():
        return None
    return {
        "in_scope": len(at.services),
        "tbc": len(at.services_tbc),
        "added_by_month": dict(at.added_by_month),
        "by_lead_commissioner": dict(at.services_by_lead),
    }


def _milestones(at: Position) -> Figures | None:
    """Those of the page of milestones: the dates of phases and target dates are among them. Late is late on the day."""
    if not at.milestones:
        return None
    counts = counts_of(at.milestones, at.on)[-1]
    return {
        "count": counts.total,
        "by_date_status": dict(counts.dates),
        "late": counts.overdue,
        "undated": sum(not row.when.is_dated for row in at.milestones),
    }


def _intentions(at: Position) -> Figures | None:
    grid = completeness(at.programme, at.on)
    return {"count": len(grid.rows), "with_summary": len(grid.with_summary)} if grid.rows else None


def _posts(programme: Programme) -> Figures | None:
    """Pounds a year before on-costs, over the posts whose number and salary are known; the others are counted."""
    rows = posts(programme)
    if not rows:
        return None
    costs = post_costs(rows)
    return {
        "count": costs.post_count,
        "not_costed": costs.unknown_count,
        "fte": f"{costs.fte.normalize():f}" if any(row.fte is not None for row in rows) else None,
        "minimum": _pounds(costs.minimum),
        "maximum": _pounds(costs.maximum),
    }


def _areas(programme: Programme) -> Figures | None:
    """The sum of people is of the review's own table, whose areas alone are counted alike."""
    rows, people = areas(programme), populations(programme)
    if not rows:
        return None
    return {"count": len(rows), "population": int(people.total) if people.table else None}


def _compared(lines: Sequence[LineRow], stated: StatedRow | None, reading: Reading | None) -> Figures:
    """Known money against what is stated. With several bases among the lines there is no one known figure: null.

    `bases` has the figure of each, which tells several bases from an amount that nobody knows.
    """
    groups = lines_by_basis(lines)
    one = groups[0].total if len(groups) == 1 else None
    comparison = reading.comparison if reading else None
    return {
        "known": _pounds(one.known) if one else None,
        "lines": len(lines),
        "unknown_lines": sum(line.is_unknown for line in lines),
        "bases": [_basis(group) for group in groups],
        "stated": stated.money.printed if stated else None,
        "stated_basis": str(stated.money.basis) if stated else None,
        "difference": _pounds(comparison.difference) if comparison else None,
        "headroom": _pounds(comparison.headroom) if comparison else None,
        "verdict": str(comparison.verdict.label) if comparison else None,
        "across_bases": comparison.across_bases if comparison else None,
    }


def _basis(group: BasisLines) -> Figures:
    """What one basis and year come to; `year` is null where the amounts are not for a stated year."""
    return {
        "basis": str(group.basis),
        "year": group.year or None,
        "known": _pounds(group.total.known),
        "lines": len(group.lines),
        "unknown_lines": group.total.unknown_count,
    }


def _pounds(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _months(span: Any) -> int | list[int] | None:
    if span is None:
        return None
    return span.low if span.low == span.high else [span.low, span.high]


def _gap(number: int, gap: CoverGap) -> Figures:
    return {
        "phase": number,
        "months": _months(gap.months),
        "from": gap.uncovered_from.isoformat(),
        "to": gap.uncovered_to.isoformat(),
        "conditional": gap.conditional,
    }
