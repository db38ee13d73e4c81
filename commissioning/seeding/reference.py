"""Loads what every programme shares and no single paper gave."""

from pathlib import Path

from .load import Load, one_at_a_time
from .loaders.organisations import save_organisations
from .records import Record, read_fixture


def load_reference_fixture(path: Path, *, command: str) -> Load:
    """Load the shared organisations that are new; nothing is changed or removed. Raises FixtureError."""
    seed = read_fixture(path)
    with one_at_a_time(command, f"Loaded from {path.name}"):
        load = Load(seed=seed, reading=Record({"named_organisations": {}}, path.name), fixture=path.name)
        save_organisations(load, seed.records("organisations"), sourced=False)
        load.finish()
    return load
