"""A register as .xlsx: typed, styled cells, against django-import-export as it comes.

    .venv/bin/python -m benchmarks.export_xlsx                     10,000 figures
    .venv/bin/python -m benchmarks.export_xlsx --rows 100000       some minutes
    .venv/bin/python -m benchmarks.export_xlsx --memory 500000     by how much a process of its own grows

It needs a database on which it may make a programme of its own; everything it makes is rolled back. Sides, each with
the same figures in the same cells, or the run stops:

* "product": the product's writer, on ten columns that come straight from the database.
* "product, register": its register of measurements, with two dozen columns and small numbers hidden.
* "import-export": a stock resource of django-import-export with the ten columns, written by its own XLSX format.
* "COPY TO": the ten columns as CSV by PostgreSQL itself, for how much of the time is the database's.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from benchmarks import export_rows as ways
from benchmarks.paired import FEWEST_ROUNDS, Side, compare, keep, tell


def read(body: bytes) -> list[dict[str, str]]:
    return ways.read_xlsx(body) if body.startswith(b"PK") else ways.read_csv(body)


def memory(programme: Any) -> None:
    """The growth of this process, whose rows are written to a file as the product writes a long one."""
    for name, make in (("product", ways.plain_table), ("product, register", ways.register_table)):
        with tempfile.TemporaryFile() as out:
            grown = ways.growth(_written(out, make, programme))
            size = out.seek(0, 2) / 2**20
        print(f"  {name:<20} grew by {grown:,.1f} MiB for a file of {size:,.1f} MiB")


def _written(out: BinaryIO, make: Callable[[Any], Any], programme: Any) -> Iterator[None]:
    yield ways.write_xlsx(out, make(programme))


def main() -> None:
    """Compare, print the ratios and keep them under var/benchmarks/."""
    parser = argparse.ArgumentParser(description="Ratios of ways to write a register as .xlsx.")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=FEWEST_ROUNDS)
    parser.add_argument("--memory", type=int, default=0, help="only measure memory, for so many rows")
    given = parser.parse_args()
    ways.set_up()
    from django.db import transaction

    with transaction.atomic():
        programme = ways.made(given.memory or given.rows)
        if given.memory:
            print(f"export_xlsx: memory for {given.memory:,} rows")
            memory(programme)
        else:
            print(told(programme, given.rounds))
        transaction.set_rollback(True)


def told(programme: Any, rounds: int) -> str:
    count = ways.figures(programme).count()
    sides = [
        Side("product", lambda: ways.as_xlsx(ways.plain_table(programme)), count),
        Side("product, register", lambda: ways.as_xlsx(ways.register_table(programme)), count),
        Side("import-export", lambda: ways.stock(programme, "xlsx"), count),
        Side("COPY TO", lambda: ways.copied(programme), count),
    ]
    report = compare(
        "export_xlsx", sides, same=lambda first, other: read(first) == read(other), rounds=rounds
    )
    return f"{tell(report)}\n  kept in var/benchmarks/{keep(report).name}"


if __name__ == "__main__":
    main()
