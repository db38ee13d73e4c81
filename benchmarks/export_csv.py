"""A register as CSV, against PostgreSQL's COPY TO and django-import-export as it comes.

    .venv/bin/python -m benchmarks.export_csv                     10,000 figures
    .venv/bin/python -m benchmarks.export_csv --rows 100000
    .venv/bin/python -m benchmarks.export_csv --memory 500000     by how much a process of its own grows

It needs a database on which it may make a programme of its own; everything it makes is rolled back. Sides, each with
the same figures, or the run stops:

* "COPY TO": ten columns by PostgreSQL itself: the least that could be done.
* "product": the product's writer, on ten columns that come straight from the database, piece by piece.
* "product, register": its register of measurements, with two dozen columns and small numbers hidden.
* "first piece": what the register needs until its first rows can be sent, which does not grow with the rows.
* "import-export": a stock resource of django-import-export with the ten columns, written by its own CSV format.
"""

import argparse
from itertools import islice
from typing import Any

from benchmarks import export_rows as ways
from benchmarks.paired import FEWEST_ROUNDS, Side, compare, keep, tell


def chunks(table: Any) -> Any:
    from commissioning.core.spreadsheets import csv_chunks

    return csv_chunks(table)


def same(first: bytes, other: bytes) -> bool:
    """The first piece holds the first rows only."""
    rows, others = ways.read_csv(first), ways.read_csv(other)
    return bool(others) and rows[: len(others)] == others


def main() -> None:
    """Compare, print the ratios and keep them under var/benchmarks/."""
    parser = argparse.ArgumentParser(description="Ratios of ways to write a register as CSV.")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=FEWEST_ROUNDS)
    parser.add_argument("--memory", type=int, default=0, help="only measure memory, for so many rows")
    given = parser.parse_args()
    ways.set_up()
    from django.db import transaction

    with transaction.atomic():
        programme = ways.made(given.memory or given.rows)
        if given.memory:
            print(f"export_csv: memory for {given.memory:,} rows")
            for name, make in (("product", ways.plain_table), ("product, register", ways.register_table)):
                print(f"  {name:<20} grew by {ways.growth(chunks(make(programme))):,.1f} MiB")
        else:
            print(told(programme, given.rounds))
        transaction.set_rollback(True)


def told(programme: Any, rounds: int) -> str:
    count = ways.figures(programme).count()
    sides = [
        Side("COPY TO", lambda: ways.copied(programme), count),
        Side("product", lambda: b"".join(chunks(ways.plain_table(programme))), count),
        Side("product, register", lambda: b"".join(chunks(ways.register_table(programme))), count),
        Side("first piece", lambda: b"".join(islice(chunks(ways.register_table(programme)), 2)), count),
        Side("import-export", lambda: ways.stock(programme, "csv"), count),
    ]
    report = compare("export_csv", sides, same=same, rounds=rounds)
    return f"{tell(report)}\n  kept in var/benchmarks/{keep(report).name}"


if __name__ == "__main__":
    main()
