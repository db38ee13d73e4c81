"""Loads one programme: every record of its fixture that was not loaded before, all of them or none."""

from pathlib import Path

from .load import Load, RecordGoneError, one_at_a_time
from .loaders.discrepancies import load_discrepancies
from .loaders.documents import load_gaps_and_references, load_programme
from .loaders.governance import load_governance, load_recommendations
from .loaders.money import load_budget_lines, load_stated_values
from .loaders.organisations import load_organisations
from .loaders.outcomes import load_outcomes
from .loaders.phases import load_phase_milestones, load_phases
from .loaders.services import load_services
from .loaders.statements import load_delivery, load_statements
from .records import read_fixture

STEPS = (
    load_organisations,
    load_gaps_and_references,
    load_statements,
    load_delivery,
    load_phases,
    load_phase_milestones,
    load_services,
    load_budget_lines,
    load_stated_values,
    load_outcomes,
    load_governance,
    load_recommendations,
    load_discrepancies,
)


def load_programme_fixture(facts: Path, reading: Path, *, command: str) -> Load:
    """Load what is new in the facts; `reading` ties their words to records. Raises FixtureError, leaving nothing.

    Where a person has deleted the programme or its document, nothing of it is loaded again.
    """
    seed, tied = read_fixture(facts), read_fixture(reading)
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
