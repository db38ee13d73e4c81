"""Breakdowns, and the figures of every KPI: one series at a time, which is loaded once and then left to people."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from commissioning.core.fuzzydate import FuzzyDate
from commissioning.seeding.load import Load, RecordGoneError, with_values
from commissioning.seeding.records import FixtureError, Record
from outcomes.models import KPI, Breakdown, BreakdownMember, Measurement
from outcomes.rules_periods import period_containing

from .drafts import save_each, save_ties

Line = Mapping[str, str]
Members = Mapping[str, BreakdownMember]
SOURCE = "Made up for this illustration"
AT_ONCE = 1000


def load_breakdowns(load: Load) -> None:
    for record, breakdown in save_each(load, Breakdown, load.seed.records("breakdowns"), _breakdown):
        members = (
            BreakdownMember(breakdown=breakdown, name=name, position=place)
            for place, name in enumerate(record.strings("members"), 1)
        )
        save_ties(BreakdownMember, members)


def load_measurements(load: Load, path: Path) -> None:
    """Write the series that are new. A figure that a person deletes stays deleted, for its series is not new any more.

    Raises FixtureError, by the line of the file, for a figure that is not right.
    """
    lines = _lines(path)
    rows_of = BreakdownMember.objects.filter(breakdown__programme=load.programme)
    members = {row.name: row for row in rows_of.select_related("breakdown")}
    rows: list[Measurement] = []
    for record in load.seed.records("kpis"):
        reference, own = f"{record.id}-SERIES", lines.get(record.id, ())
        if not own:
            continue
        if not load.is_new(reference):
            load.kept += len(own)
            continue
        load.enter(reference)
        try:
            kpi = load.find(KPI, record.id, record=record, field="id")
        except RecordGoneError as gone:
            load.left_out.append(f"{reference}: {gone}, so it is left out")
            continue
        rows += _figures(kpi, own, members, path.name)
    Measurement.objects.bulk_create(rows, batch_size=AT_ONCE)
    load.created += len(rows)


def _breakdown(_load: Load, record: Record, _place: int) -> dict[str, Any]:
    return {"kind": record.text("kind"), "name": record.text("name")}


def _lines(path: Path) -> Mapping[str, Sequence[Line]]:
    """The lines of the file by KPI, each knowing its place in the file."""
    found: defaultdict[str, list[Line]] = defaultdict(list)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for number, line in enumerate(csv.DictReader(file), 2):
                found[line["kpi"]].append({**line, "line": str(number)})
    except FileNotFoundError as error:
        raise FixtureError(path.name, "", "there is no such file") from error
    except (KeyError, UnicodeDecodeError, csv.Error) as error:
        raise FixtureError(path.name, "", f"is not a table of figures ({error})") from error
    return found


def _figures(kpi: KPI, lines: Sequence[Line], members: Members, file: str) -> Iterator[Measurement]:
    for line in lines:
        try:
            yield _figure(kpi, line, members)
        except (KeyError, ValueError, InvalidOperation) as error:
            raise FixtureError(f"{file}, line {line['line']}", kpi.reference, str(error)) from error


def _figure(kpi: KPI, line: Line, members: Members) -> Measurement:
    """One figure. Its reference is the KPI's with the month, and with the breakdown and the member where it has one."""
    member = members[line["member"]] if line["member"] else None
    starts = date.fromisoformat(line["starts"])
    place = f"-{member.breakdown.reference.rpartition('-')[2]}-{member.position}" if member else ""
    return with_values(
        Measurement,
        programme_id=kpi.programme_id,
        illustrative=True,
        reference=f"{kpi.reference}-{starts:%Y-%m}{place}",
        kpi=kpi,
        period=_period(kpi.frequency, starts),
        member=member,
        numerator=_number(line["numerator"]),
        denominator=_number(line["denominator"]),
        value=_number(line["value"]),
        missing=line["missing"],
        is_final=line["final"] == "yes",
        source=SOURCE,
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


@cache
def _period(frequency: str, starts: date) -> FuzzyDate:
    return period_containing(frequency, starts)
