"""The rows of a set that are not plainly one thing: planned and written row by row, beside only what they are about."""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

from commissioning.core.intake.cells import ReadRow
from commissioning.exchange.registers.base import Act, Key
from commissioning.exchange.registers.measurements import MeasurementResource
from commissioning.exchange.selectors.planned import Plan
from commissioning.exchange.selectors.standing import Standing
from commissioning.exchange.services.planning import Planner
from commissioning.exchange.services.writing import rehearse, write
from commissioning.reporting.exports.measurements import measurements_of
from outcomes.models import Measurement
from outcomes.selectors.hidden_figures import hidden_figures


class OddRows:
    """`about` are the figures that the rows are about; `hidden` those of the file's KPIs that are not shown."""

    def __init__(
        self,
        resource: MeasurementResource,
        rows: Sequence[ReadRow],
        about: Set[int],
        hidden: frozenset[int],
        places: Mapping[int, str],
        letters: Mapping[str, str],
        percent: Set[tuple[int, int]],
        act: Act,
    ) -> None:
        self.resource, self.about, self.act = resource, about, act
        self.plan = Plan([])
        if rows:
            self.before = self._standing(about)
            self._hide(hidden)
            self.plan = Planner(self.before, places, letters, percent).plan(rows)

    def write(self, letters: Mapping[str, str], *, mark: str) -> None:
        """For good with a mark; rehearsed and taken back without."""
        if not any(row.writes for row in self.plan.rows):
            return
        if mark:
            write(self.plan.rows, self.before, self.act, letters, mark=mark, again=self._again)
        else:
            rehearse(self.plan.rows, self.before, self.act, letters, again=self._again)

    def _hide(self, hidden: frozenset[int]) -> None:
        """Rows that name a figure of a KPI which they do not name themselves may be hidden too."""
        others = Measurement.objects.filter(pk__in=self.about).values_list("kpi_id", flat=True).distinct()
        assert self.act.programme is not None  # noqa: S101  # figures belong to a programme
        self.resource.hide(hidden | hidden_figures(self.act.programme, set(others)))

    def _again(self, added: Iterable[Key]) -> Standing:
        references = [key[0] for key in added]
        new = Measurement.objects.filter(programme=self.act.programme, reference__in=references)
        return self._standing({*self.about, *new.values_list("pk", flat=True)})

    def _standing(self, about: Set[int]) -> Standing:
        kpis = self.resource.measured(self.act).kpis
        records: dict[Key, Any] = {}
        for row in Measurement.objects.filter(pk__in=about).select_related("member__breakdown"):
            row.kpi = kpis.get(row.kpi_id) or row.kpi
            records[row.reference,] = row
        assert self.act.programme is not None  # noqa: S101  # figures belong to a programme
        found = Standing(self.resource, measurements_of(self.act.programme, about), records)
        len(found.rows)  # now, as they stand before anything is written
        return found
