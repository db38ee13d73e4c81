"""A preview or receipt as data: what the command prints, the API answers and the page shows."""

from typing import Any

from commissioning.exchange.models import ImportRun, RunState


def receipt(run: ImportRun) -> dict[str, Any]:
    """Who, when, the file's SHA-256, the counts, and each row with its verdict, changes and problems."""
    done = run.state in {RunState.DONE, RunState.UNDONE}
    return {
        "status": run.state,
        "import": str(run.pk),
        "register": run.register,
        "programme": run.programme.key if run.programme else None,
        "file": run.file_name,
        "sha256": run.sha256,
        "sheet": run.sheet,
        "counts": {name: count for name, count in run.counts.items() if name != "rows"},
        "told": run.told,
        "by": str(run.confirmed_by) if run.confirmed_by else None,
        "at": run.done_at.isoformat() if done and run.done_at else None,
        "reason": run.reason,
        "rows": [row_of(run, row) for row in run.rows.all()],
    }


def row_of(run: ImportRun, row: Any) -> dict[str, Any]:
    """One row with what it changes and every problem at its column."""
    return {
        "sheet": run.sheet,
        "row": row.number,
        "verdict": row.verdict,
        "key": row.key,
        "label": row.label,
        "changes": [
            {"heading": heading, "before": before, "after": after} for heading, before, after in row.changes
        ],
        "problems": [
            {"column": letter, "heading": heading, "found": found, "message": message}
            for letter, heading, found, message in row.problems
        ],
    }
