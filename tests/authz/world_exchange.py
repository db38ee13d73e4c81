"""Imports, saved exports and their files in the world of the access tests."""

from typing import Any

from commissioning.exchange.models import RunState
from tests.factories.exchange import ImportRowFactory


def exchange(make: Any) -> None:
    run = make.one(
        "ImportRun", register="milestones", state=RunState.DONE, sha256="0" * 64, counts={"rows": 1}
    )
    word = make.word
    ImportRowFactory(
        run=run,
        verdict="changed",
        key=f"{word} key",
        label=f"{word} label",
        changes=[["Owner", f"{word} before", f"{word} after"]],
    )
    make.one("ColumnMapping", register="milestones", columns={f"{word} heading": "owner"})
    export = make.one("SavedExport", table="milestones", query="", format="csv", cadence="")
    make.one("ExportFile", export=export, file_name=f"{word}.csv", problem="", sha256="0" * 64)
