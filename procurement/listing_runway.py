"""What an address asks of the runway: read once here, for the page and for its exports."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import QueryDict

from procurement.forms.runway import RunwayForm
from procurement.selectors.runway import known_of
from procurement.selectors.runway_types import AS_RECORDED, PhaseRunway, Runway, RunwayRow
from procurement.selectors.sealed import Sight
from programmes.models import Programme


@dataclass(frozen=True)
class RunwayListing:
    """The runway as the address supposes it (`shown`), the same as recorded, and the rows that fit the filter."""

    recorded: Runway
    shown: Runway
    form: RunwayForm
    rows: tuple[RunwayRow, ...]

    @property
    def is_supposed(self) -> bool:
        return bool(self.shown.what_if)

    @cached_property
    def rows_before(self) -> dict[str, RunwayRow]:
        """Each row as recorded, by its key; empty where nothing is supposed."""
        return {row.key: row for row in self.recorded.rows} if self.is_supposed else {}

    @cached_property
    def phases_before(self) -> dict[int, PhaseRunway]:
        return {phase.number: phase for phase in self.recorded.phases} if self.is_supposed else {}

    @property
    def phases(self) -> tuple[PhaseRunway, ...]:
        """The phases of the rows that fit, in their order; every one where no row belongs to any."""
        numbers = {row.phase_number for row in self.rows}
        return tuple(phase for phase in self.shown.phases if phase.number in numbers)


def runway_listing(programme: Programme, params: QueryDict, on: date, sight: Sight) -> RunwayListing:
    """The rows that the address asks for, the most urgent first, under what it supposes."""
    known = known_of(programme, on, sight)
    recorded = known.under(AS_RECORDED)
    form = RunwayForm(params, recorded.phases, recorded.rows)
    what_if = form.what_if
    shown = known.under(what_if) if what_if else recorded
    return RunwayListing(recorded, shown, form, tuple(row for row in shown.rows if form.fits(row)))
