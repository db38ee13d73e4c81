"""What each budget line was to cost in each year, version by version: as recorded, as settled, as reported monthly."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from commissioning.core.money import Money
from commissioning.core.periods import FinancialYear, Month
from procurement.models import BudgetLineChange, LineReport
from procurement.rules import kept_money
from procurement.rules_spending import Variance, stated_variance
from procurement.selectors.lines import LineRow
from procurement.selectors.spending import reports_until
from programmes.models import Programme


class VersionKind(StrEnum):
    RECORDED = "budget as recorded"
    SETTLED = "budget as settled"
    REPORT = "monthly report"


@dataclass(frozen=True)
class LineVersion:
    """One version. `year` is the line's own as stated ("" where no paper states one), or that of the report's month.

    `money` is the budget or the report's forecast for the year, `outturn` what the report's month alone cost.
    `in_force` is false for a budget settled since and for a report replaced since.
    """

    line: LineRow
    year: str
    number: int
    kind: VersionKind
    in_force: bool
    stated_on: date | None
    money: Money
    month: Month | None = None
    revision: int | None = None
    outturn: Money | None = None
    stated: Variance | None = None
    reference: str = ""
    who: str = ""
    why: str = ""
    illustrative: bool = False


def line_versions(programme: Programme, on: date, lines: Sequence[LineRow]) -> Iterator[LineVersion]:
    """By line and year, the budget before the reports; two queries. Reports are those made of months begun by the day.

    Versions are numbered within a line and year, from 1.
    """
    changes: defaultdict[int, list[BudgetLineChange]] = defaultdict(list)
    settled = BudgetLineChange.objects.filter(line__programme=programme, settled_on__lte=on)
    for change in settled.select_related("made_by").order_by("settled_on", "pk"):
        changes[change.line_id].append(change)
    reports: defaultdict[int, list[LineReport]] = defaultdict(list)
    for report in reports_until(programme, on):
        reports[report.line_id].append(report)
    for line in lines:
        yield from _numbered([*_budgets(line, changes[line.line_id]), *_reports(line, reports[line.line_id])])


def _numbered(versions: Sequence[LineVersion]) -> Iterator[LineVersion]:
    counts: defaultdict[str, int] = defaultdict(int)
    for version in sorted(versions, key=lambda each: each.year):  # those of one year keep their order
        counts[version.year] += 1
        yield replace(version, number=counts[version.year])


def _budgets(line: LineRow, changes: Sequence[BudgetLineChange]) -> Iterator[LineVersion]:
    """As first recorded, then after each settlement, the last of which is in force."""
    first = kept_money(changes[0].before) if changes else line.money
    yield _budget(line, VersionKind.RECORDED, first, is_last=not changes)
    for change in changes:
        after = kept_money(change.after)
        found = _budget(line, VersionKind.SETTLED, after, is_last=change is changes[-1])
        yield replace(found, stated_on=change.settled_on, who=str(change.made_by), why=change.reason)


def _budget(line: LineRow, kind: VersionKind, money: Money, *, is_last: bool) -> LineVersion:
    return LineVersion(
        line=line,
        year=money.year or line.money.year,
        number=0,
        kind=kind,
        in_force=is_last,
        stated_on=None,
        money=line.money if is_last else money,
        illustrative=line.illustrative,
    )


def _reports(line: LineRow, reports: Sequence[LineReport]) -> Iterator[LineVersion]:
    newest = {
        report.month: report.revision for report in reports
    }  # by month, a later revision after an earlier
    for report in reports:
        yield LineVersion(
            line=line,
            year=FinancialYear.containing(report.month).label,
            number=0,
            kind=VersionKind.REPORT,
            in_force=newest[report.month] == report.revision,
            stated_on=report.made_at.date(),
            money=report.forecast,
            month=Month.containing(report.month),
            revision=report.revision,
            outturn=report.outturn,
            stated=stated_variance(report.variance, report.sign),
            reference=report.reference,
            who=str(report.made_by or ""),
            why=report.explanation,
            illustrative=report.illustrative,
        )
