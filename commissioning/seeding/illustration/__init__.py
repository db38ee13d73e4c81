"""Loads the illustrative county: made-up outcomes, KPIs and figures, every record of them marked as such."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from commissioning.seeding.load import Load, RecordGoneError, one_at_a_time
from commissioning.seeding.records import Record, read_fixture
from outcomes.models import KPI
from outcomes.services.summaries import refresh

from .framework import load_framework, load_promises, load_strategies
from .governing import load_boards
from .indicators import load_decisions, load_kpis
from .measured import load_breakdowns, load_measurements
from .organised import load_contracts, load_organisations, load_programme, load_services
from .procuring import load_phases, load_terms_and_money

KEY = "illustration"
REASON = "Made up, to show outcomes and KPIs with a full set of figures"

STEPS: tuple[Callable[[Load], None], ...] = (
    load_organisations,
    load_services,
    load_strategies,
    load_framework,
    load_breakdowns,
    load_kpis,
    load_decisions,
    load_promises,
    load_phases,
    load_contracts,
    load_terms_and_money,
)


@dataclass(frozen=True)
class Illustration:
    """Its two files: who and what there is, and the values that tools/illustrative_kpis.py made up."""

    facts: Path
    values: Path
    key: str = KEY

    @classmethod
    def of(cls, folder: Path) -> "Illustration":
        return cls(folder / f"{KEY}.json", folder / f"{KEY}_measurements.csv")

    def load(self, *, command: str) -> Load:
        """Load what is new, all of it or nothing. Raises FixtureError.

        Where a person has deleted the programme, nothing of it is loaded again.
        """
        seed = read_fixture(self.facts)
        with one_at_a_time(command, REASON):
            load = Load(seed=seed, reading=Record({}, self.facts.name), fixture=self.facts.name)
            try:
                load_programme(load)
            except RecordGoneError as gone:
                load.left_out.append(f"{self.facts.name}: {gone}, so nothing of it is loaded")
                return load
            for step in STEPS:
                step(load)
            load_boards(load, self.facts.parent)
            load_measurements(load, self.values)
            load.finish()
            if load.created:
                refresh(KPI.objects.filter(programme=load.programme).values_list("pk", flat=True))
        return load
