"""Budget, forecast and outturn of the budget lines: by line, phase, funder, pool and month, with variance explained."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.core.money import Money, MoneyTotal, Qualifier, total, totals_by_basis
from commissioning.core.periods import FinancialYear, Month
from procurement.models import FundLine, LineReport
from procurement.rules_spending import (
    NOT_KNOWN,
    Variance,
    months_due,
    stated_variance,
    together,
    variance,
    year_of,
)
from procurement.selectors.lines import LineRow, budget_lines
from procurement.selectors.money import NONE, SEVERAL, funder_key, funder_name
from programmes.models import Programme

GROUPED_BY = ("phase", "funder", "pool", "year")
BLANK = Money(text="", amount=None, qualifier=Qualifier.BLANK)


@dataclass(frozen=True)
class MonthReport:
    """What was last reported of a line for a month; `revision` above 1 says that it replaced an earlier report."""

    reference: str
    month: Month
    revision: int
    outturn: Money
    forecast: Money
    stated: Variance
    stated_printed: str
    sign: str
    explanation: str
    who: str
    made_on: date
    illustrative: bool


@dataclass(frozen=True)
class LineSpending:
    """A budget line with what was reported of it up to the day, oldest month first.

    `due` are the months of its year that had ended by the day; one of them without a report is missing, not nil.
    """

    line: LineRow
    funds: tuple[tuple[str, str], ...]
    year: FinancialYear | None
    reports: tuple[MonthReport, ...]
    due: tuple[Month, ...]

    @property
    def latest(self) -> MonthReport | None:
        """The newest month whose report says what the year will cost."""
        return next((row for row in reversed(self.reports) if row.forecast.amount is not None), None)

    @property
    def forecast(self) -> Money:
        return self.latest.forecast if self.latest else BLANK

    @property
    def variance(self) -> Variance:
        """Worked out: the newest forecast less the budget. Above 0 is adverse."""
        return variance(self.line.money, self.forecast)

    @property
    def stated(self) -> Variance:
        """As the newest report with a variance printed it, turned so that above 0 is adverse."""
        return next(
            (row.stated for row in reversed(self.reports) if row.stated.amount is not None), NOT_KNOWN
        )

    @property
    def disagrees(self) -> bool:
        """The printed variance of the newest forecast is not the one that its own amounts give."""
        latest = self.latest
        if latest is None or latest.stated.amount is None or self.variance.amount is None:
            return False
        return latest.stated.amount != self.variance.amount

    @property
    def outturn(self) -> MoneyTotal:
        """What the reported months cost together."""
        return total(
            (row.outturn for row in self.reports if row.outturn.qualifier != Qualifier.BLANK), combine=True
        )

    @property
    def missing(self) -> tuple[Month, ...]:
        told = {row.month for row in self.reports if row.outturn.qualifier != Qualifier.BLANK}
        return tuple(month for month in self.due if month not in told)

    @property
    def explanation(self) -> str:
        return next((row.explanation for row in reversed(self.reports) if row.explanation), "")


@dataclass(frozen=True)
class SpendingGroup:
    """Lines that share a phase, funder, pool or year. A line counts once; one in several funds stands apart.

    `variance` adds the lines where budget and forecast are both known; `not_compared` counts the others.
    """

    key: str
    label: str
    rows: tuple[LineSpending, ...]

    @property
    def budget(self) -> tuple[MoneyTotal, ...]:
        return totals_by_basis([row.line.money for row in self.rows])

    @property
    def forecast(self) -> tuple[MoneyTotal, ...]:
        return totals_by_basis([row.forecast for row in self.rows if row.latest is not None])

    @property
    def outturn(self) -> MoneyTotal:
        told = [
            one.outturn
            for row in self.rows
            for one in row.reports
            if one.outturn.qualifier != Qualifier.BLANK
        ]
        return total(told, combine=True)

    @property
    def variance(self) -> Variance:
        return together(row.variance for row in self.rows)[0]

    @property
    def not_compared(self) -> int:
        return together(row.variance for row in self.rows)[1]


@dataclass(frozen=True)
class MonthSpending:
    """What all lines cost in one month, how many of those due for it have reported, and the forecasts made then."""

    month: Month
    outturn: MoneyTotal
    reported: int
    expected: int
    variance: Variance


@dataclass(frozen=True)
class Spending:
    rows: tuple[LineSpending, ...]
    months: tuple[MonthSpending, ...]

    def by(self, what: str) -> tuple[SpendingGroup, ...]:
        """The lines by "phase", "funder", "pool" or "year", what has none last. Raises KeyError for anything else."""
        key_of, label_of = _GROUPINGS[what]
        groups: defaultdict[str, list[LineSpending]] = defaultdict(list)
        for row in self.rows:
            groups[key_of(row)].append(row)
        ordered = sorted(groups, key=lambda key: (key == NONE, key == SEVERAL, key))
        return tuple(SpendingGroup(key, label_of(groups[key][0]), tuple(groups[key])) for key in ordered)

    @property
    def whole(self) -> SpendingGroup:
        return SpendingGroup("", "Programme", self.rows)

    @property
    def has_reports(self) -> bool:
        return any(row.reports for row in self.rows)


def spending(programme: Programme, on: date, lines: Sequence[LineRow] | None = None) -> Spending:
    """Every budget line with the reports of months that had begun by the day, as last revised by then.

    Seven queries however many lines and months; five fewer where the lines are given.
    """
    found = budget_lines(programme, on) if lines is None else lines
    reports = _reports(programme, on)
    funds: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    ties = FundLine.objects.filter(fund__programme=programme).order_by("fund__name", "pk")
    for line_id, reference, name in ties.values_list("line_id", "fund__reference", "fund__name"):
        funds[line_id].append((reference, name))
    rows = tuple(_row(line, funds[line.line_id], reports[line.line_id], on) for line in found)
    return Spending(rows, _months(rows))


def reports_until(programme: Programme, on: date) -> list[LineReport]:
    """Every report made by the day of a month begun by then, replaced ones too: by line, month and revision.

    A paper's report, and one that is made up, stands from its month on, whenever it was entered.
    """
    rows = LineReport.objects.filter(line__programme=programme, month__lte=on).select_related("made_by")
    return [
        row
        for row in rows.order_by("line", "month", "revision")
        if row.made_at.date() <= on or row.illustrative or row.fact_id is not None
    ]


def _reports(programme: Programme, on: date) -> defaultdict[int, list[MonthReport]]:
    """The newest revision of each line's months made by the day, by line, oldest month first."""
    kept = {(row.line_id, row.month): row for row in reports_until(programme, on)}
    found: defaultdict[int, list[MonthReport]] = defaultdict(list)
    for (line_id, _), row in kept.items():
        found[line_id].append(_report(row))
    return found


def _report(row: LineReport) -> MonthReport:
    return MonthReport(
        reference=row.reference,
        month=Month.containing(row.month),
        revision=row.revision,
        outturn=row.outturn,
        forecast=row.forecast,
        stated=stated_variance(row.variance, row.sign),
        stated_printed=row.variance.printed,
        sign=row.sign,
        explanation=row.explanation,
        who=str(row.made_by or ""),
        made_on=row.made_at.date(),
        illustrative=row.illustrative,
    )


def _row(
    line: LineRow, funds: Iterable[tuple[str, str]], reports: Sequence[MonthReport], on: date
) -> LineSpending:
    year = year_of(line.money.year)
    due = months_due(year, on) if year else ()
    return LineSpending(line, tuple(funds), year, tuple(reports), due)


def _months(rows: Iterable[LineSpending]) -> tuple[MonthSpending, ...]:
    rows = tuple(rows)
    months = sorted(
        {report.month for row in rows for report in row.reports} | {m for row in rows for m in row.due}
    )
    return tuple(_month(month, rows) for month in months if any(row.reports for row in rows))


def _month(month: Month, rows: Iterable[LineSpending]) -> MonthSpending:
    told = [(row, one) for row in rows for one in row.reports if one.month == month]
    outturns = [one.outturn for _, one in told if one.outturn.qualifier != Qualifier.BLANK]
    expected = sum(month in row.due or any(one.month == month for one in row.reports) for row in rows)
    made = together(
        variance(row.line.money, one.forecast) for row, one in told if one.forecast.amount is not None
    )
    return MonthSpending(month, total(outturns, combine=True), len(outturns), expected, made[0])


# --- groups -----------------------------------------------------------------------------------------------------------


def _phase_key(row: LineSpending) -> str:
    return NONE if row.line.phase_number is None else f"{row.line.phase_number:03}"


def _phase_label(row: LineSpending) -> str:
    return "No phase" if row.line.phase_number is None else f"Phase {row.line.phase_number}"


def _pool_key(row: LineSpending) -> str:
    return NONE if not row.funds else row.funds[0][0] if len(row.funds) == 1 else SEVERAL


def _pool_label(row: LineSpending) -> str:
    if not row.funds:
        return "In no fund"
    return row.funds[0][1] if len(row.funds) == 1 else "In several funds"


Key = Callable[[LineSpending], str]
_GROUPINGS: dict[str, tuple[Key, Key]] = {
    "phase": (_phase_key, _phase_label),
    "funder": (lambda row: funder_key(row.line), lambda row: funder_name(row.line)),
    "pool": (_pool_key, _pool_label),
    "year": (
        lambda row: row.line.money.year or NONE,
        lambda row: row.line.money.year or "Year not stated",
    ),
}
