"""A register's rows as a file has them: taken from its export, changed by hand, planned and written again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from commissioning.core.intake.cells import ReadRow
from commissioning.core.models import User
from commissioning.exchange.models import Verdict
from commissioning.exchange.registers import resource_of
from commissioning.exchange.registers.base import Act
from commissioning.exchange.selectors.planned import Plan, Planned
from commissioning.exchange.selectors.standing import standing
from commissioning.exchange.services.planning import Planner
from commissioning.exchange.services.writing import rehearse, write
from programmes.access import grants_for
from programmes.models import Programme

ON = date(2019, 6, 3)
WHY = "Programme board, 3 June 2019"
Cells = dict[str, Any]


def act_of(by: User, programme: Programme | None, *, on: date = ON, effective_on: date | None = None) -> Act:
    return Act(programme, by, grants_for(by, on), on, effective_on or on, WHY)


def exported(register: str, act: Act) -> list[Cells]:
    """The rows that the export writes now, by heading."""
    table = resource_of(register).table(act)
    headings = [column.heading for column in table.columns]
    return [dict(zip(headings, row, strict=True)) for row in table.rows]


def row_of(register: str, act: Act, **named: Any) -> Cells:
    """The one row with these cells; headings with underscores for spaces."""
    wanted = {heading.replace("_", " "): value for heading, value in named.items()}
    found = [
        row
        for row in exported(register, act)
        if all(row[heading] == value for heading, value in wanted.items())
    ]
    assert len(found) == 1, f"{len(found)} rows have {wanted}"
    return found[0]


def planned(register: str, act: Act, rows: Sequence[Mapping[str, Any]]) -> Plan:
    return _plan(register, act, rows)[0]


def written(register: str, act: Act, rows: Sequence[Mapping[str, Any]], *, rehearsed: bool = False) -> Plan:
    """The rows as the commit leaves them, or its rehearsal."""
    plan, before, letters = _plan(register, act, rows)
    if rehearsed:
        rehearse(plan.rows, before, act, letters)
    else:
        write(plan.rows, before, act, letters, mark="a-test")
    return plan


def one(register: str, act: Act, row: Mapping[str, Any]) -> Planned:
    """One row, written."""
    return written(register, act, [row]).rows[0]


def changed(register: str, act: Act, row: Mapping[str, Any], **cells: Any) -> Planned:
    """An exported row with other cells, written; it must pass, and say nothing new when handed in again."""
    given = with_cells(row, **cells)
    found = one(register, act, given)
    assert found.verdict == Verdict.CHANGED, told(found)
    assert_settled(register, act, [given])
    return found


def added(register: str, act: Act, row: Mapping[str, Any]) -> Planned:
    """A new row, written; it must pass, and say nothing new when handed in again."""
    found = one(register, act, row)
    assert found.verdict == Verdict.NEW, told(found)
    assert_settled(register, act, [row])
    return found


def assert_settled(register: str, act: Act, rows: Sequence[Mapping[str, Any]]) -> None:
    """The same file again, after it was written: nothing to do."""
    again = planned(register, act, rows)
    assert [row.verdict for row in again.rows] == [Verdict.SAME] * len(rows), [
        (str(row.verdict), row.values, told(row)) for row in again.rows
    ]


def refusal(register: str, act: Act, row: Mapping[str, Any], **cells: Any) -> tuple[str, str]:
    """(heading, message) of the first problem of a row that must be refused, with nothing written."""
    before = exported(register, act)
    found = one(register, act, with_cells(row, **cells))
    assert found.verdict == Verdict.REFUSED, (str(found.verdict), found.values)
    assert exported(register, act) == before
    return found.problems[0].heading, found.problems[0].message


def with_cells(row: Mapping[str, Any], **cells: Any) -> Cells:
    return {**row, **{heading.replace("_", " "): value for heading, value in cells.items()}}


def told(row: Planned) -> list[list[str]]:
    return [problem.as_list() for problem in row.problems]


def _plan(register: str, act: Act, rows: Sequence[Mapping[str, Any]]) -> tuple[Plan, Any, dict[str, str]]:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    places = dict(enumerate(headings))
    letters = {heading: f"{place + 1}" for place, heading in places.items()}
    before = standing(resource_of(register), act)
    read = [
        ReadRow(number, tuple(row.get(heading) for heading in headings))
        for number, row in enumerate(rows, start=2)
    ]
    return Planner(before, places, letters).plan(read), before, letters
