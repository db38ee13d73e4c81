"""The whole content of a highlight report: built from the records while it is open, and as it was once approved.

Both have one shape, so that a page and a paper are made from the content alone. It holds values, the data of its
chart, what it was filtered by, ratings and words: nothing in it needs a record to be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from commissioning.core.rag import ThreePointConfidence as Confidence
from governance.models import HighlightReport, ReportRating
from governance.rules.changed import differences
from governance.rules.rating_facts import DIMENSION_LABELS
from governance.rules.ratings import Suggestion
from governance.rules.report_periods import Period
from governance.selectors.report_facts import Facts, read_facts
from governance.selectors.report_money import money_section
from governance.selectors.report_parts import Figures, Json, figures_json, figures_of, when_json
from governance.selectors.report_ratings import ORDER, suggestions
from governance.selectors.report_sections import sections
from governance.selectors.tolerances import ToleranceView, limits_of, tolerances
from programmes.addresses import Addresses
from programmes.rules_milestones import day_words

FORMAT = 1


def period_of(report: HighlightReport) -> Period:
    return Period(report.period_start, report.period_end)


def figures_day(report: HighlightReport, today: date) -> date:
    """The day that the figures are of: the last of the period, or today while the period still runs."""
    return min(report.period_end, today)


def live_content(report: HighlightReport, on: date, facts: Facts | None = None) -> Json:
    """The content that the records give on a day, with the author's words and ratings.

    A fixed number of queries for any number of records. Of an approved report this is what it would say today.
    """
    programme = report.programme
    period = period_of(report)
    facts = facts or read_facts(programme, report.phase, period, on)
    limits = tolerances(programme)
    suggested = suggestions(facts, limits_of(limits))
    figures, to = Figures(), Addresses(programme.key)
    shown = [*sections(facts, figures, to), money_section(facts, figures, to)]
    previous = report.previous.content if report.previous and report.previous.content else None
    content: Json = {
        "format": FORMAT,
        "report": _about(report, on),
        "filters": {
            "programme": programme.reference,
            "phase": report.phase.number if report.phase else None,
            "from": report.period_start.isoformat(),
            "to": report.period_end.isoformat(),
            "on": on.isoformat(),
        },
        "texts": {name: getattr(report, name) for name in ("summary", "done", "coming", "lessons")},
        "figures": figures_json(figures.rows),
        "sections": shown,
        "ratings": ratings_json(report.ratings.all(), suggested, limits, previous),
        "chart": chart_data(facts),
        "illustrative": report.illustrative or facts.illustrative,
    }
    return {**content, "since_previous": since_previous(content, previous)}


def ratings_json(
    rated: Sequence[ReportRating] | Any,
    suggested: Mapping[str, Suggestion],
    limits: Sequence[ToleranceView],
    previous: Mapping[str, Any] | None,
) -> list[Json]:
    """Each dimension: what the rule suggests now and why, what is stated and why it differs, and what stood before."""
    own = {row.dimension: row for row in rated}
    last = {row["dimension"]: row["stated"] for row in previous["ratings"]} if previous else {}
    by_code = {view.dimension: view for view in limits}
    return [
        {
            "dimension": code,
            "label": DIMENSION_LABELS[code],
            "suggested": str(suggested[code].rating.value),
            "suggested_because": suggested[code].reason,
            "stated": own[code].stated if code in own else str(Confidence.NOT_RATED.value),
            "because": own[code].because if code in own else "",
            "last": last.get(code, ""),
            "tolerance": by_code[code].printed if code in by_code else "The worst of the other dimensions",
            "tolerance_is_own": by_code[code].is_own if code in by_code else True,
            "tolerance_words": by_code[code].words if code in by_code else "",
        }
        for code in ORDER
    ]


def since_previous(content: Mapping[str, Any], previous: Mapping[str, Any] | None) -> list[Json]:
    """Each figure and each rating that is not what the report before said; nothing where there is none."""
    if previous is None:
        return []
    found = differences(figures_of(previous), figures_of(content))
    rows = [
        {"label": each.label, "then": each.then, "now": each.now, "address": each.address, "kind": each.kind}
        for each in found
    ]
    return [*_rating_changes(content["ratings"]), *rows]


def _rating_changes(ratings: Sequence[Mapping[str, str]]) -> list[Json]:
    return [
        {
            "label": f"{row['label']} as stated",
            "then": str(Confidence(row["last"]).label),
            "now": str(Confidence(row["stated"]).label),
            "address": "",
            "kind": "changed",
        }
        for row in ratings
        if row["last"] and row["last"] != row["stated"]
    ]


def chart_data(facts: Facts) -> Json:
    """The milestones of the report's chart: what was met, what is overdue, what is due next."""
    late = {row.reference for row in facts.overdue}
    groups = (
        ("Done in the period", "done", [row for row, _ in facts.met]),
        ("Overdue", "risk", facts.overdue),
        ("Due next", "planned", [row for row in facts.coming if row.reference not in late]),
    )
    return {
        "rows": [name for name, _, rows in groups if rows],
        "marks": [
            {"row": name, "label": row.text, "when": when_json(row.when), "state": state}
            for name, state, rows in groups
            for row in rows
        ],
        "period": [facts.period.start.isoformat(), facts.period.end.isoformat()],
    }


def _about(report: HighlightReport, on: date) -> Json:
    programme, period = report.programme, period_of(report)
    previous = report.previous
    return {
        "reference": report.reference,
        "programme": programme.name,
        "place": programme.place,
        "programme_illustrative": programme.illustrative,
        "period": period.printed,
        "next_period": period.following.printed,
        "scope": str(report.phase) if report.phase else "The whole programme",
        "body": report.body.name if report.body else "",
        "author": str(report.author),
        "figures_on": day_words(on),
        "previous": previous.reference if previous else "",
        "previous_period": period_of(previous).printed if previous else "",
        "approved_by": "",
        "approved_on": "",
    }
