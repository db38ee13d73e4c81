"""Loads one programme: every record of its fixture that was not loaded before, all of them or none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .illustration import KEY as ILLUSTRATION
from .illustration import Illustration
from .load import Load, RecordGoneError, one_at_a_time
from .loaders.actions import load_actions
from .loaders.areas import load_areas
from .loaders.bodies import load_bodies
from .loaders.commissioning import load_commissioning
from .loaders.discrepancies import load_discrepancies
from .loaders.documents import load_gaps_and_references, load_programme
from .loaders.figures import load_figures
from .loaders.governance import load_governance, load_recommendations
from .loaders.groups import load_groups
from .loaders.intentions import load_intentions
from .loaders.listed import load_listed
from .loaders.meetings import load_meetings
from .loaders.metrics import load_metrics
from .loaders.money import load_budget_lines, load_stated_values
from .loaders.organisations import load_organisations
from .loaders.outcomes import load_outcomes
from .loaders.papers import load_papers
from .loaders.phases import load_phase_milestones, load_phases
from .loaders.procuring import load_funds, load_stages
from .loaders.services import load_services
from .loaders.statements import load_delivery, load_statements
from .loaders.strategies import load_commitments, load_strategies
from .loaders.team import load_funding, load_team
from .records import read_fixture

# In this order for every programme: each step leaves alone the sections that a fixture does not have.
STEPS: tuple[Callable[[Load], None], ...] = (
    load_organisations,
    load_gaps_and_references,
    load_statements,
    load_listed,
    load_delivery,
    load_phases,
    load_stages,
    load_phase_milestones,
    load_services,
    load_commissioning,
    load_groups,
    load_team,
    load_budget_lines,
    load_stated_values,
    load_intentions,
    load_funding,
    load_funds,
    load_strategies,
    load_outcomes,
    load_metrics,
    load_areas,
    load_commitments,
    load_figures,
    load_governance,
    load_bodies,
    load_actions,
    load_recommendations,
    load_meetings,
    load_papers,
    load_discrepancies,
)


@dataclass(frozen=True)
class Fixture:
    """The two files of one programme: the facts of its paper, and how their words are tied to records."""

    key: str
    facts: Path
    reading: Path

    @classmethod
    def of(cls, folder: Path, key: str) -> "Fixture":
        return cls(key, folder / f"{key}.json", folder / f"{key}_reading.json")

    def load(self, *, command: str) -> Load:
        return load_programme_fixture(self.facts, self.reading, command=command)


PAPERS = ("hampshire", "nottinghamshire", "derby", "essex")  # in the order in which they are loaded
KEYS = (*PAPERS, ILLUSTRATION)


def published(folder: Path, only: Sequence[str] | None = None) -> Iterator[Fixture | Illustration]:
    """The programmes of published papers, and after them the illustrative one, or those of them that are named."""
    for key in PAPERS:
        if not only or key in only:
            yield Fixture.of(folder, key)
    if not only or ILLUSTRATION in only:
        yield Illustration.of(folder)


def load_programme_fixture(facts: Path, reading: Path, *, command: str) -> Load:
    """Load what is new in the facts; `reading` ties their words to records. Raises FixtureError, leaving nothing.

    Where a person has deleted the programme or its document, nothing of it is loaded again.
    """
    seed, tied = read_fixture(facts), read_fixture(reading)
    if (
        "programme" not in seed
    ):  # a review of other places describes no programme: the reading says what it is for
        seed.data["programme"] = tied.record("programme").data
    reason = f"Loaded from {seed.record('document').text('title')}"
    with one_at_a_time(command, reason):
        load = Load(seed=seed, reading=tied, fixture=facts.name)
        try:
            load_programme(load)
        except RecordGoneError as gone:
            load.left_out.append(f"{facts.name}: {gone}, so nothing of it is loaded")
            return load
        for step in STEPS:
            step(load)
        load.finish()
    return load
