"""Loads the tables of procurement law: what is new is added, what people changed or deleted stays as they left it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

from procurement.models import (
    CalendarDay,
    CpvRange,
    GatewayRequirement,
    NoticeKind,
    ProcurementProcess,
    RegimeRule,
    StageKind,
    Threshold,
)

from .load import Draft, Load, one_at_a_time
from .records import Record, read_fixture

LAW = Path(settings.BASE_DIR) / "fixtures" / "reference" / "procurement.json"


@dataclass(frozen=True)
class Table:
    """A section of the fixture, and the columns by which a row that a person added before is known as the same one."""

    section: str
    model: type[models.Model]
    key: tuple[str, ...] = ()


# Stages come before the notices and requirements that name them.
TABLES = (
    Table("regime_rules", RegimeRule),
    Table("calendar_days", CalendarDay, ("calendar", "day")),
    Table("thresholds", Threshold),
    Table("cpv_ranges", CpvRange),
    Table("processes", ProcurementProcess, ("regime", "code")),
    Table("stages", StageKind, ("code",)),
    Table("notices", NoticeKind, ("regime", "code")),
    Table("requirements", GatewayRequirement),
)
DAYS = ("starts_on", "ends_on", "day")


def load_law(path: Path = LAW, *, command: str) -> Load:
    """Add the rows that were never loaded before. Raises FixtureError, naming row and field, and then loads nothing."""
    seed = read_fixture(path)
    with one_at_a_time(command, f"Loaded from {path.name}"):
        load = Load(seed=seed, reading=Record({}, path.name), fixture=path.name)
        for table in TABLES:
            _save(load, table)
        load.finish()
    return load


def _save(load: Load, table: Table) -> None:
    rows = load.seed.records(table.section)
    if table.key:
        _find_those_of_people(load, table, rows)
    load.save(table.model, [Draft(row.id, partial(_row, load, table, row)) for row in rows])


def _find_those_of_people(load: Load, table: Table, rows: list[Record]) -> None:
    """A row that a person entered before this release brought it is theirs: it is used, not made again."""
    new = {_key(row.data, table): row.id for row in rows if load.is_new(row.id)}
    if not new:
        return
    for found in table.model._default_manager.values("reference", *table.key):
        reference = new.get(_key(found, table))
        if reference and reference != found["reference"]:
            load.enter(reference, found_as=found["reference"])


def _key(values: Mapping[str, Any], table: Table) -> tuple[str, ...]:
    return tuple(str(values.get(column)) for column in table.key)


def _row(load: Load, table: Table, row: Record) -> models.Model:
    known = {column.name for column in table.model._meta.fields} - {"id", "reference", "fact", "version"}
    values = dict(_values(load, row))
    unknown = sorted(set(values) - known)
    if unknown:
        raise row.error(unknown[0], f"is not a column of {table.model._meta.verbose_name_plural}")
    return table.model(**values)


def _values(load: Load, row: Record) -> Iterator[tuple[str, Any]]:
    for name, value in row.data.items():
        if name == "stage":
            yield name, load.find(StageKind, _stage_reference(load, row), record=row, field=name)
        elif name in DAYS:
            yield name, _day(row, name)
        elif name != "id":
            yield name, value


def _stage_reference(load: Load, row: Record) -> str:
    for stage in load.seed.records("stages"):
        if stage.text("code") == row.text("stage"):
            return stage.id
    raise row.error("stage", f"there is no stage {row.text('stage')}")


def _day(row: Record, name: str) -> date:
    try:
        return date.fromisoformat(row.text(name))
    except ValueError as error:
        raise row.error(name, f"{row.text(name)!r} is not a day: write it as 2026-01-01") from error
