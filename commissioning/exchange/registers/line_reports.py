"""Forecast and outturn by month, from and to files: a month is reported, and reported again as a new revision."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from commissioning.core.access import Permission
from commissioning.core.intake.cells import Cell
from commissioning.core.intake.values import Unread, is_blank, read_money, read_month
from commissioning.core.money import Money, Qualifier
from commissioning.exchange.registers.base import Act, Key, RegisterResource
from commissioning.exchange.registers.columns import KeptMonth, KeptText, NamedColumns
from commissioning.exchange.registers.fields import ChoiceColumn, KeyColumn, MoneyColumns
from commissioning.exchange.registers.lookups import programme_of
from commissioning.exchange.registers.naming import Names, Naming, folded, names_of, words_for
from procurement.models import BudgetLine, LineReport
from procurement.services.spending import report_month
from procurement.tables_spending import SIGNS
from programmes.models import Programme

if TYPE_CHECKING:
    from commissioning.exchange.selectors.planned import Planned
    from commissioning.exchange.selectors.standing import Standing

BLANK = Money(text="", amount=None, qualifier=Qualifier.BLANK)
FIXED = "A report stays with its line and its month. Report the other one in a row of its own."
REPLACED = (
    "{old} is revision {revision} of {month}: it is history and stays. {new} took its place; change that one."
)
AMBIGUOUS = "This month has a report already. Write its reference, {reference}, to report it again."


class VarianceColumn(KeptText):
    """The variance in the report's own words: one amount. `amount` and words make it, the year is the line's."""

    def read_cell(self, cell: Cell, *, formatted: bool) -> Any:  # noqa: ARG002
        return read_money(cell, pounds=True)

    def stays(self, value: Any, before: Any) -> bool:
        return (value.amount, value.upper, value.qualifier) == (before.amount, before.upper, before.qualifier)


class LineReportResource(Naming, RegisterResource):
    """A report that is on record is never changed: other figures for its month are a revision, which says why.

    `natural_key` is the line and the month, however the file spells them; it finds the newest revision.
    """

    register = "line_reports"
    title = "Forecast and outturn"
    one = "monthly report"
    model = LineReport
    permissions = (Permission.REPORT_MONEY,)
    label = "Line"

    reference = KeyColumn("Reference", aliases=("Ref", "ID", "Report"))
    line = NamedColumns(
        "Line reference",
        "Line",
        fixed=FIXED,
        required=True,
        aliases=("Budget line", "Line ref", "Budget line ref"),
    )
    month = KeptMonth(
        "Month", fixed=FIXED, required=True, aliases=("Period", "Month reported", "Reporting month")
    )
    outturn = MoneyColumns(
        "Outturn", aliases=("Actual", "Spend", "Actual spend", "Outturn (£)", "Actual (£)")
    )
    forecast = MoneyColumns("Forecast", aliases=("Forecast outturn", "Full year forecast", "Forecast (£)"))
    variance = VarianceColumn("Variance as reported", aliases=("Reported variance",))
    sign = ChoiceColumn("Its sign", tuple(SIGNS.items()), aliases=("Sign", "Variance sign"))
    explanation = KeptText("Explanation", aliases=("Commentary", "Reason for variance", "Comments", "Notes"))

    def add(self, values: Mapping[str, Any], act: Act) -> LineReport:
        named, month = values["line"], values["month"].replace(day=1)
        line = self._lines_of(programme_of(act)).meant_one(named)
        newest = LineReport.objects.filter(line=line, month=month).order_by("-revision").first()
        if newest is not None:
            raise ValidationError({"month": AMBIGUOUS.format(reference=newest.reference)})
        return self._report(line, month, values, act, 0)

    def change(self, record: LineReport, values: Mapping[str, Any], act: Act) -> LineReport:
        """A new revision: what the file does not change is as it was, and the reason of the import stands for none."""
        held = {name: getattr(record, name) for name in ("outturn", "forecast", "variance", "sign")}
        why = record.explanation or act.reason
        line = BudgetLine.objects.get(pk=record.line_id)
        return self._report(line, record.month, {**held, "explanation": why, **values}, act, record.revision)

    def _report(
        self, line: BudgetLine, month: date, values: Mapping[str, Any], act: Act, seen: int
    ) -> LineReport:
        return report_month(
            line,
            month=month,
            outturn=values.get("outturn", BLANK),
            forecast=values.get("forecast", BLANK),
            variance=values.get("variance", BLANK),
            sign=values.get("sign") or "",
            explanation=values.get("explanation", ""),
            by=act.by,
            grants=act.grants,
            on=act.on,
            expected_revision=seen,
        )

    def records(self, act: Act) -> Mapping[Key, LineReport]:
        """Every revision: the export lists the newest of each month."""
        rows = LineReport.objects.filter(programme=act.programme).select_related("line", "programme")
        return {(row.reference,): row for row in rows.order_by("line", "month", "revision")}

    def key_after(self, record: LineReport, key: Key) -> Key:  # noqa: ARG002
        return (record.reference,)

    def before(self, record: LineReport, name: str) -> Any:
        if name == "line":
            return words_for(self._lines_of(record.programme), [record.line])
        return super().before(record, name)

    def meant(self, planned: "Planned", standing: "Standing") -> Key | None:
        """The newest revision of the row's line and month, by reference or name and in any spelling of the month."""
        month, at = _month(planned.cells.get("Month")), "Line reference"
        if is_blank(planned.cells.get(at)):
            at = "Line"
        if planned.key or month is None:
            return None
        found = self._months(standing).get((at, folded(planned.cells.get(at)), month), ())
        return found[0] if len(found) == 1 else None

    def unknown(self, key: Key, standing: "Standing") -> str:
        """A reference of an earlier revision is no other way to the newest."""
        old: Any = standing.records.get(key)
        if old is None:
            return ""
        every: list[Any] = list(standing.records.values())
        every = [row for row in every if (row.line_id, row.month) == (old.line_id, old.month)]
        new = max(every, key=lambda row: row.revision)
        month = f"{old.month:%B %Y}"
        return REPLACED.format(old=old.reference, revision=old.revision, month=month, new=new.reference)

    def _months(self, standing: "Standing") -> Mapping[tuple[str, str, date], list[Key]]:
        """(heading, line, month) → keys, read once for a register as it stands."""
        held: Any = self.__dict__.get("_by_month")
        if held is None or held[0] is not standing:
            found: dict[Any, list[Key]] = {}
            for key, row in standing.rows.items():
                for at in ("Line reference", "Line"):
                    found.setdefault((at, folded(row[at]), row["Month"]), []).append(key)
            held = self.__dict__["_by_month"] = (standing, found)
        months: Mapping[tuple[str, str, date], list[Key]] = held[1]
        return months

    def _lines_of(self, programme: Programme) -> Names:
        return self._known(
            "lines",
            programme,
            lambda p: names_of(
                BudgetLine.objects.filter(programme=p).order_by("reference"),
                "a budget line of this programme",
                "label",
            ),
        )


def _month(cell: Cell) -> date | None:
    try:
        found = read_month(cell)
    except Unread:
        return None
    return found.replace(day=1) if found else None
