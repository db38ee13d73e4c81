"""Measurements: figures that stand beside returns are written; figures that come by returns are sent as returns.

An analyst's sheet becomes one return for each KPI, which somebody else then approves. A figure that was approved, or is
final, is corrected: the lines that change such figures go as a correction, with the import's reason.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from commissioning.core.access import Permission
from commissioning.core.intake.values import Unread, is_blank
from commissioning.exchange.models import Verdict
from commissioning.exchange.registers.base import Act, Key, RegisterResource
from commissioning.exchange.registers.fields import ChoiceColumn, KeyColumn, TextColumn, YesNoColumn
from commissioning.exchange.registers.figure_columns import CellsColumn, FigureColumn
from commissioning.exchange.registers.measured import KPI_HEADING, MEMBER, PERIOD, Measured
from commissioning.exchange.registers.measured_returns import send, sent_alone
from commissioning.exchange.registers.measured_wanted import Wanted, changed_figure, new_figure, put
from outcomes.models import Measurement
from outcomes.models.measurements import MeasureQualifier
from outcomes.selectors.hidden_figures import hidden_figures
from outcomes.services.measurements import save_measurement
from outcomes.services.summaries import lock_kpis
from programmes.models import Programme
from programmes.references import next_reference

if TYPE_CHECKING:
    from commissioning.exchange.selectors.planned import Planned
    from commissioning.exchange.selectors.standing import Standing

Whose = tuple[int, int | None, date | None, date | None]  # KPI, member, first and last day


class MeasurementResource(RegisterResource):
    register = "measurements"
    title = "Measurements"
    one = "measurement"
    model = Measurement
    permissions = (Permission.EDIT_DATA, Permission.SUBMIT_RETURNS, Permission.SUBMIT_OWN_RETURNS)
    label = KPI_HEADING
    # Where the doors' rules name what columns here are called otherwise.
    doors: ClassVar[Mapping[str, str]] = {
        "missing": "marker",
        "is_final": "provisional",
        "measurement": "reference",
        "fate": "value",
    }

    reference = KeyColumn("Reference")
    kpi = TextColumn(
        KPI_HEADING,
        required=True,
        aliases=(
            "KPI reference",
            "KPI code",
            "KPI ref",
            "KPI ID",
            "Indicator",
            "Indicator code",
            "Indicator ID",
        ),
    )
    period = CellsColumn(
        *PERIOD, required=True, aliases=("Month", "Quarter", "Year", "Financial year", "Reporting period")
    )
    member = CellsColumn(*MEMBER, aliases=("Breakdown", "Breakdown type"))
    value = FigureColumn("Value", aliases=("Figure", "Result", "Actual"))
    marker = FigureColumn("Value marker", aliases=("Missing reason", "Reason missing", "Marker"))
    numerator = FigureColumn("Numerator", aliases=("Num",))
    denominator = FigureColumn("Denominator", aliases=("Den", "Denom"))
    qualifier = ChoiceColumn("Qualifier", MeasureQualifier.choices)
    text = TextColumn("As printed")
    provisional = YesNoColumn("Provisional", aliases=("Provisional?",))
    source = TextColumn("Data source", aliases=("Source",))
    comment = TextColumn("Comment", aliases=("Comments", "Note", "Notes"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._measured: Measured | None = None
        self._hidden: frozenset[int] | None = None
        self._whose: tuple[object, Mapping[Whose, Key]] | None = None

    # --- what stands ----------------------------------------------------------------------------------------------

    def records(self, act: Act) -> Mapping[Key, models.Model]:
        assert act.programme is not None  # noqa: S101  # figures belong to a programme
        self._hidden = hidden_figures(act.programme)
        rows = Measurement.objects.filter(programme=act.programme).select_related("member__breakdown")
        kpis = self.measured(act).kpis
        found: dict[Key, models.Model] = {}
        for row in rows:
            row.kpi = kpis.get(row.kpi_id) or row.kpi
            found[row.reference,] = row
        return found

    def measured(self, act: Act) -> Measured:
        if self._measured is None:
            assert act.programme is not None  # noqa: S101  # as above
            self._measured = Measured(act.programme)
        return self._measured

    def hide(self, hidden: frozenset[int]) -> None:
        """Take these for the figures that are not shown, as they stood before anything was written."""
        self._hidden = hidden

    def forget(self) -> None:
        """Read the KPIs anew when they are next asked for."""
        self._measured = None

    def is_hidden(self, record: Measurement, act: Act) -> bool:
        """As things stood before the first row was written, so that no row tells of another."""
        if self._hidden is None:
            assert act.programme is not None  # noqa: S101  # as above
            self._hidden = hidden_figures(act.programme)
        return record.pk in self._hidden

    def before(self, record: Any, name: str) -> Any:  # noqa: ARG002
        return None  # no words of a figure are an amount or a date of their own

    def meant(self, planned: "Planned", standing: "Standing") -> Key | None:
        """The current figure of the row's KPI, period and member, where the row names no reference."""
        if planned.key or self._measured is None:
            return None
        try:
            return self._current(standing).get(whose(self._measured, planned.cells))
        except Unread:
            return None  # its columns say so once they are read

    def _current(self, standing: "Standing") -> Mapping[Whose, Key]:
        if self._whose is None or self._whose[0] is not standing:
            rows: Any = standing.records.items()
            self._whose = (
                standing,
                {
                    (row.kpi_id, row.member_id, row.period_start, row.period_end): key
                    for key, row in rows
                    if row.is_current and row.period_start is not None
                },
            )
        return self._whose[1]

    def together(self, rows: Sequence["Planned"], problem: Callable[["Planned", str, str], Any]) -> None:
        """New rows of one KPI, period and member: the second is left out where it says the same, else all refused."""
        found: dict[Whose, list[Planned]] = {}
        for row in rows:
            if row.verdict == Verdict.NEW and self._measured is not None:
                try:
                    found.setdefault(whose(self._measured, row.cells), []).append(row)
                except Unread:
                    continue  # its door refuses it
        for same in found.values():
            if len(same) > 1:
                _settle(same, problem)

    # --- what is written ------------------------------------------------------------------------------------------

    def add(self, values: Mapping[str, Any], act: Act) -> models.Model:
        wanted = new_figure(values, self.measured(act), act)
        if wanted.by_return:
            return sent_alone(wanted, act)
        assert act.programme is not None  # noqa: S101  # as above
        with transaction.atomic():
            return self._added(wanted, act.programme, act)

    def _added(self, wanted: Wanted, programme: Programme, act: Act) -> models.Model:
        lock_kpis([wanted.kpi.pk])  # before the number is taken, as returns do
        figure = Measurement(
            programme=programme,
            kpi=wanted.kpi,
            reference=next_reference(Measurement, "MEA", programme),
            illustrative=wanted.kpi.illustrative,
        )
        put(wanted, figure)
        return save_measurement(figure, by=act.by, grants=act.grants, reason=act.reason)

    def change(self, record: Any, values: Mapping[str, Any], act: Act) -> models.Model:
        wanted = self.changed(record, values, act)
        if wanted.by_return:
            return sent_alone(wanted, act)
        put(wanted, record)
        return save_measurement(record, by=act.by, grants=act.grants, reason=act.reason)

    def changed(self, record: Any, values: Mapping[str, Any], act: Act) -> Wanted:
        return changed_figure(record, values, self.measured(act), act, is_hidden=self.is_hidden(record, act))

    def write_first(
        self, rows: Sequence["Planned"], act: Act, refuse: Callable[["Planned", Exception], None]
    ) -> None:
        """Rows that change nothing become unchanged, and those that come by returns are sent, one return a KPI."""
        waiting: list[tuple[Planned, Wanted]] = []
        touched: set[int] = set()
        for row in rows:
            try:
                wanted = (
                    new_figure(row.values, self.measured(act), act)
                    if row.record is None
                    else self.changed(row.record, row.values, act)
                )
            except (ValidationError, PermissionDenied) as refusal:
                refuse(row, refusal)
                continue
            if not wanted.says_anything:
                row.verdict, row.values = Verdict.SAME, {}
                continue
            touched.add(wanted.kpi.pk)
            if wanted.by_return:
                waiting.append((row, wanted))
        lock_kpis(touched)  # all at once and before any other lock, as every door of figures does
        if waiting:
            send(waiting, act, refuse)


def whose(measured: Measured, cells: Mapping[str, Any]) -> Whose:
    """Whose figure a row is, and of which period. Raises Unread."""
    kpi = measured.kpi(cells.get(KPI_HEADING))
    if all(is_blank(cells.get(heading)) for heading in PERIOD):
        raise Unread("The period is missing.", heading=PERIOD[0])
    period = measured.period(kpi.frequency, *(cells.get(heading) for heading in PERIOD))
    return kpi.pk, measured.member(*(cells.get(heading) for heading in MEMBER)), period.start, period.end


def _settle(rows: Sequence["Planned"], problem: Callable[["Planned", str, str], Any]) -> None:
    said = [{k: v for k, v in row.values.items() if k not in {"kpi", "period", "member"}} for row in rows]
    if all(each == said[0] for each in said):
        for row in rows[1:]:
            row.verdict, row.values = Verdict.SAME, {}
        return
    numbers = ", ".join(str(row.number) for row in rows)
    for row in rows:
        row.refuse(
            problem(
                row,
                PERIOD[0],
                f"Rows {numbers} give this KPI’s figure of the same period and place differently. Keep one of them.",
            )
        )
