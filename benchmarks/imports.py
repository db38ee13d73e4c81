"""A file of figures previewed and imported with its history, against the least that could, and a package's way.

    .venv/bin/python -m benchmarks.imports                       10,000 rows, xlsx
    .venv/bin/python -m benchmarks.imports --rows 100000 --alone   without the package, which takes minutes
    .venv/bin/python -m benchmarks.imports --stock 1000          django-import-export as it comes, so many rows

It works in a database of its own, a copy of the tests' empty one, which it removes. Half the rows are new, a quarter
changed, a quarter as they stand. Sides, all with as many new rows and the same figures in the end, or the run stops:

* "floor": read in this process, COPY, count, upsert into a table without triggers and references: nothing is checked,
  told or kept of it.
* "set": the product's own: read in a process apart, preview kept row by row, read again, written with history.
* "package, tuned": django-import-export in bulk, with lookups made once and no differences; dry run, then import. It
  writes unchanged rows too, which is what it does without differences.
* "package, stock": the same as it comes; alone with the set, for fewer rows, as it takes long.

Memory is that of a process of its own: what it held at its most beyond what it held before.
"""

import argparse
import contextlib
import gc
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import import_peers, import_sheets
from benchmarks.paired import FEWEST_ROUNDS, Side, compare, keep, tell

ON = date(2026, 4, 1)
# For every side alike, why stands in `exchange.services.sets_sql`.
NO_EXCEPTION = "SELECT set_config('pgtrigger.ignore', '{}', true)"
FIGURES = """
SELECT md5(string_agg(kpi_id || '|' || period_start || '|' || value || source, ',' ORDER BY kpi_id, period_start))
FROM {}
"""


class Work:
    """One file and the programme that it is for, in the database of the benchmark."""

    def __init__(self, rows: int, kind: str) -> None:
        from django.db import connection

        from commissioning.core.models import User

        self.rows = rows
        self.programme = import_sheets.made(rows)
        self.person = User.objects.create(email="benchmark@example.org", is_superuser=True)
        self.content = import_sheets.as_xlsx(rows) if kind == "xlsx" else import_sheets.as_csv(rows)
        self.name = f"measurements.{kind}"
        self.checked: set[str] = set()
        with connection.cursor() as cursor:
            import_peers.prepare_floor(cursor, self.programme)
            cursor.execute("VACUUM ANALYZE")

    def side(self, name: str, run: Callable[[Any], tuple[int, int]], table: str) -> Side:
        def once() -> Any:
            from django.db import connection, transaction

            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(NO_EXCEPTION)
                counts = run(cursor)
                figures = ""
                if name not in self.checked:  # once, in the turn that warms up
                    self.checked.add(name)
                    cursor.execute(FIGURES.format(table))
                    (figures,) = cursor.fetchone()
                transaction.set_rollback(True)
            return counts, figures

        return Side(name, once, self.rows)

    def floor(self, cursor: Any) -> tuple[int, int]:
        return import_peers.floor(cursor, self.content)

    def tuned(self, cursor: Any) -> tuple[int, int]:  # noqa: ARG002
        return import_peers.import_export(self.programme, self.content, tuned=True)

    def stock(self, cursor: Any) -> tuple[int, int]:  # noqa: ARG002
        return import_peers.import_export(self.programme, self.content, tuned=False)

    def set(self, cursor: Any) -> tuple[int, int]:  # noqa: ARG002
        from commissioning.exchange import access
        from commissioning.exchange.models import ImportRun
        from commissioning.exchange.services import runs

        act = access.act_of(self.programme, self.person, ON, reason="Benchmark")
        run = ImportRun(
            programme=self.programme,
            register="measurements",
            file_name=self.name,
            sha256=hashlib.sha256(self.content).hexdigest(),
            content=self.content,
            made_by=self.person,
            state="checking",
            sheet=_sheet(self.content, self.name),
            heading_row=1,
            columns={str(place): heading for place, heading in enumerate(import_sheets.HEADINGS)},
            counts={"rows": self.rows},
        )
        run.save()
        run = runs.check(run, act)
        run = runs.commit(runs.confirm(run, act, version=run.version, reason="Benchmark"), act)
        return run.counts["new"], run.counts["changed"]

    def sides(self, *, stock: bool = False, alone: bool = False) -> list[Side]:
        own = self.side("set", self.set, "outcomes_measurement")
        if stock:
            return [own, self.side("package, stock", self.stock, "outcomes_measurement")]
        sides = [self.side("floor", self.floor, import_peers.BARE), own]
        if not alone:
            sides.append(self.side("package, tuned", self.tuned, "outcomes_measurement"))
        return sides


_SHEETS: dict[int, str] = {}


def _sheet(content: bytes, name: str) -> str:
    from commissioning.core.intake.reading import read_file

    if id(content) not in _SHEETS:  # known once the file is received, which is no part of the work
        _SHEETS[id(content)] = read_file(content, name).sheets[0].name[:60]
    return _SHEETS[id(content)]


@contextlib.contextmanager
def own_database() -> Iterator[None]:
    from tests import template_database

    name = f"commissioning_benchmark_{os.getpid()}"
    template_database.copy_database(template_database.ensure(), name)
    try:
        with template_database.connected_to(name):
            yield
    finally:
        template_database.drop_database(name)


def memory(rows: int, kind: str, name: str) -> None:
    """Print how much one side grew, in MiB; its reader is a process apart. As Linux counts it."""
    with own_database():
        work = Work(rows, kind)
        side = next(each for each in (*work.sides(), *work.sides(stock=True)) if each.name == name)
        work.checked.add(name)
        _sheet(work.content, work.name)
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")  # what was held at most is counted anew from here
        before = _kib("VmRSS")
        side.run()
        print(round((_kib("VmHWM") - before) / 1024, 1))


def _kib(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def grown(rows: int, kind: str, name: str) -> float:
    command = [
        sys.executable,
        "-m",
        "benchmarks.imports",
        "--rows",
        str(rows),
        "--kind",
        kind,
        "--memory",
        name,
    ]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])


def alike(first: Any, other: Any) -> bool:
    """As many new rows, and the same figures stand in the end."""
    return bool(first[0][0] == other[0][0] and first[1] == other[1])


def main() -> None:
    """Compare, print the ratios and keep them under var/benchmarks/."""
    parser = argparse.ArgumentParser(description="Ratios of ways to import figures.")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--kind", choices=("xlsx", "csv"), default="xlsx")
    parser.add_argument("--rounds", type=int, default=FEWEST_ROUNDS)
    parser.add_argument(
        "--stock", type=int, default=0, help="Rows for the package as it comes, instead of the rest."
    )
    parser.add_argument("--alone", action="store_true", help="Without the package.")
    parser.add_argument("--memory", default="", help="Only tell how much this side grows.")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commissioning.settings")
    os.environ.setdefault("ENVIRONMENT", "development")
    import django

    django.setup()
    if given.memory:
        memory(given.rows, given.kind, given.memory)
        return
    rows = given.stock or given.rows
    with own_database():
        sides = Work(rows, given.kind).sides(stock=bool(given.stock), alone=given.alone)
        case = f"imports-{'stock-' if given.stock else ''}{given.kind}-{rows}"
        report = compare(case, sides, same=alike, rounds=given.rounds)
    told = [replace(side, peak_mib=grown(rows, given.kind, side.name)) for side in report.sides]
    report = replace(report, sides=tuple(told))
    print(tell(report))
    print(f"  kept in var/benchmarks/{keep(report).name}")


if __name__ == "__main__":
    main()
