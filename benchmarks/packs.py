"""A board pack of a loaded programme: reading its figures, drawing it, setting it as PDF, writing its Word copy.

    .venv/bin/python -m benchmarks.packs
    .venv/bin/python -m benchmarks.packs --programme derby --meeting 2013-09-12

It needs a database in which it may load the programme; everything is rolled back. Every side gives the same figures,
and the files it makes are byte for byte those of the side's first run, or the run stops:

* "figures": everything read and every figure worked out, without a drawing: what the page of a pack does to tell what
  has since changed.
* "content": the same with all drawings, as it is frozen.
* "content and PDF": a pack as it is made.
* "content, PDF and Word": with the copy that is made when somebody asks for it.
* "PDF again": the file of record set again from frozen content, which reads nothing.
"""

import argparse
import hashlib
import io
import os
from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks.paired import FEWEST_ROUNDS, Side, compare, keep, tell

OPTIONS: dict[str, Any] = {"appendices": []}
_MADE: dict[str, str] = {}


def steady(name: str, made: bytes) -> None:
    """Raises AssertionError where a file is not the one that was made the first time."""
    digest = hashlib.sha256(made).hexdigest()
    if _MADE.setdefault(name, digest) != digest:
        raise AssertionError(f"{name}: other bytes than the first time.")


def sides(meeting: Any, on: date) -> list[Side]:
    from commissioning.core.documents import typeset, word
    from commissioning.core.documents.blocks import from_json
    from commissioning.reporting.pack.build import build, figures_on

    frozen = build(meeting, on, OPTIONS, 1)

    def content() -> Any:
        return build(meeting, on, OPTIONS, 1)

    def with_pdf() -> Any:
        built = content()
        steady("pdf", typeset.pdf(built.document))
        return built.content["figures"]

    def with_both() -> Any:
        built = content()
        steady("pdf", typeset.pdf(built.document))
        steady("word", word.docx(built.document))
        return built.content["figures"]

    def again() -> Any:
        steady("pdf", typeset.pdf(from_json(frozen.content["document"])))
        return frozen.content["figures"]

    work: dict[str, Callable[[], Any]] = {
        "figures": lambda: figures_on(meeting, on, OPTIONS),
        "content": lambda: content().content["figures"],
        "content and PDF": with_pdf,
        "content, PDF and Word": with_both,
        "PDF again": again,
    }
    return [Side(name, run) for name, run in work.items()]


def main() -> None:
    """Compare, print the ratios and keep them under var/benchmarks/."""
    parser = argparse.ArgumentParser(description="Ratios of the parts of making a board pack.")
    parser.add_argument("--programme", default="hampshire")
    parser.add_argument("--meeting", default="2018-12-13", help="A day on which it has a meeting.")
    parser.add_argument("--rounds", type=int, default=FEWEST_ROUNDS)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commissioning.settings")
    os.environ.setdefault("ENVIRONMENT", "development")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from commissioning.reporting.pack.make import meetings_on
    from governance.models import Meeting

    on = date.fromisoformat(given.meeting)
    with transaction.atomic():
        call_command("load_demo", programme=[given.programme], verbosity=0, stdout=io.StringIO())
        rows = Meeting.objects.filter(programme__key=given.programme).select_related("programme", "body")
        (meeting,) = meetings_on(list(rows), on)
        report = compare(
            "packs", sides(meeting, on), same=lambda first, other: first == other, rounds=given.rounds
        )
        transaction.set_rollback(True)
    print(tell(report))
    print(f"  kept in var/benchmarks/{keep(report).name}")


if __name__ == "__main__":
    main()
