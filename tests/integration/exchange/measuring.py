"""Sheets of figures for tests: headings and cells as a person's file has them, put through the register row by row."""

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from commissioning.core.intake.cells import ReadRow
from commissioning.exchange.registers import resource_of
from commissioning.exchange.registers.base import Act
from commissioning.exchange.selectors.standing import standing
from commissioning.exchange.services import sets
from commissioning.exchange.services.planning import Planner
from commissioning.exchange.services.writing import rehearse, write
from programmes.access import grants_for

ON = date(2025, 8, 15)
OWN = ("KPI", "Period", "Value", "Numerator", "Denominator")
WHY = "Figures of the council's own sheet"


def act_of(world: SimpleNamespace, person: Any, *, reason: str = WHY) -> Act:
    return Act(world.programme, person, grants_for(person, ON), ON, ON, reason)


def rows_of(cells: Sequence[Sequence[Any]]) -> list[ReadRow]:
    return [ReadRow(number, tuple(row)) for number, row in enumerate(cells, start=2)]


def letters(headings: Sequence[str]) -> tuple[dict[int, str], dict[str, str]]:
    places = dict(enumerate(headings))
    return places, {heading: chr(65 + place) for place, heading in places.items()}


def by_rows(
    act: Act,
    headings: Sequence[str],
    cells: Sequence[Sequence[Any]],
    *,
    mark: str = "",
    percent: Any = frozenset(),
) -> Any:
    """The plan of a sheet through the doors, one row after the other; written for good with a mark."""
    before = standing(resource_of("measurements"), act)
    places, named = letters(headings)
    plan = Planner(before, places, named, percent).plan(rows_of(cells))
    if mark:
        write(plan.rows, before, act, named, mark=mark)
    else:
        rehearse(plan.rows, before, act, named)
    return plan


def verdicts(plan: Any) -> list[str]:
    return [str(row.verdict) for row in plan.rows]


def problems(plan: Any) -> list[list[list[str]]]:
    return [[each.as_list() for each in row.problems] for row in plan.rows]


def exported(act: Act) -> tuple[list[str], list[list[Any]]]:
    """Headings and cells of the register's own export."""
    table = resource_of("measurements").table(act)
    return [column.heading for column in table.columns], [list(row) for row in table.rows]


def as_set(
    act: Act, headings: Sequence[str], cells: Sequence[Sequence[Any]], *, mark: str = "", run: Any = None
) -> Any:
    """The same sheet as one set."""
    places, named = letters(headings)
    resource = resource_of("measurements")
    return sets.plan(run, resource, rows_of(cells), places, named, frozenset(), act, mark=mark)
