"""An import as its pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime

from commissioning.core.components import SummaryRow, Tag, Tone
from commissioning.core.tables import Cell
from commissioning.exchange.models import ImportRow, ImportRun, RunState, Verdict

TONES = {
    Verdict.NEW: Tone.GOOD,
    Verdict.CHANGED: Tone.INFO,
    Verdict.SAME: Tone.NEUTRAL,
    Verdict.REFUSED: Tone.ALERT,
}


@dataclass(frozen=True)
class RowView:
    """One row: where it stands in the file, what it is about, its verdict, and what it would write or what is wrong."""

    number: int
    key: str
    label: str
    verdict: Any  # markup, as cells make it
    changes: list[tuple[str, str, str]]
    problems: list[tuple[str, str, str]]


def row_views(rows: Iterable[ImportRow]) -> list[RowView]:
    """The kept rows as a page lists them, in their order."""
    return [
        RowView(
            row.number,
            row.key,
            row.label,
            _verdict(Verdict(row.verdict)),
            [(heading, before, after) for heading, before, after in row.changes],
            [(_where(letter, heading), found, message) for letter, heading, found, message in row.problems],
        )
        for row in rows
    ]


def _verdict(verdict: Verdict) -> Any:
    return Cell(tags=(Tag(str(verdict.label), TONES[verdict]),)).html


def _where(letter: str, heading: str) -> str:
    """“Column D, Due date”; empty for the whole row."""
    named = f"Column {letter}" if letter else ""
    return ", ".join(part for part in (named, heading) if part)


def counts_of(run: ImportRun) -> str:
    """“3 new, 2 changed, 40 unchanged, 1 refused”."""
    words = {
        Verdict.NEW: "new",
        Verdict.CHANGED: "changed",
        Verdict.SAME: "unchanged",
        Verdict.REFUSED: "refused",
    }
    return ", ".join(f"{run.counts.get(verdict, 0):,} {word}" for verdict, word in words.items())


def about_rows(run: ImportRun) -> list[SummaryRow]:
    """Who, when, from which file, and all that was decided while it was read."""
    lines = [
        ("State", run.get_state_display()),
        ("Handed in", f"{_moment(run.made_at)}, {run.made_by}"),
        ("File", f"{run.file_name}, {run.size:,} bytes"),
        ("Sheet", f"{run.sheet}, headings in row {run.heading_row}" if run.sheet else ""),
        ("Changes count from", date_format(run.effective_on, "j F Y") if run.effective_on else ""),
        ("Why", run.reason),
        ("Imported", f"{_moment(run.done_at)}, {run.confirmed_by}" if run.done_at else ""),
        ("Undone", f"{_moment(run.undone_at)}, {run.undone_by}: {run.undo_reason}" if run.undone_at else ""),
        ("SHA-256 of the file", run.sha256 if run.state in {RunState.DONE, RunState.UNDONE} else ""),
    ]
    return [SummaryRow(label, Cell(words)) for label, words in lines if words]


def _moment(at: object) -> str:
    return date_format(localtime(at), "j F Y, H:i") if at else ""  # type: ignore[arg-type]
