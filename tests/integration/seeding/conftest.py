"""The fixture as a plain dictionary, the programme loaded from it, and a way to load it changed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from commissioning.seeding.law import load_law
from commissioning.seeding.load import Load
from commissioning.seeding.programme import load_programme_fixture

DEMO = Path(settings.BASE_DIR) / "fixtures" / "demo"
FACTS, READING, PEOPLE = (DEMO / name for name in ("hampshire.json", "hampshire_reading.json", "people.json"))
Loader = Callable[..., Load]


def load_hampshire() -> Load:
    return load_programme_fixture(FACTS, READING, command="load_demo")


@pytest.fixture(scope="session")
def printed() -> dict[str, Any]:
    """What the fixture says; tests read it and never change it."""
    facts: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    return facts


@pytest.fixture
def loaded(db: None) -> Load:
    """As the command does: the tables of the law first, whose stages the paper's phases go through."""
    load_law(command="load_demo")
    return load_hampshire()


@pytest.fixture
def load_changed(tmp_path: Path) -> Loader:
    """Loads the fixtures after `change(facts, reading)` has altered the copies it is given."""

    def load(change: Callable[[dict[str, Any], dict[str, Any]], None]) -> Load:
        facts, reading = (json.loads(path.read_text(encoding="utf-8")) for path in (FACTS, READING))
        change(facts, reading)
        paths = tmp_path / FACTS.name, tmp_path / READING.name
        for path, data in zip(paths, (facts, reading), strict=True):
            path.write_text(json.dumps(data), encoding="utf-8")
        return load_programme_fixture(*paths, command="load_demo")

    return load
