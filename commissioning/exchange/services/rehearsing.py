"""A long file tried at its doors in pieces, each taken back at once, so that others wait for no more than one of them.

A door may hold records, or the order of a programme's references, until its transaction ends. Rows of different pieces
do not see each other. Where that could matter, since a row was refused behind new ones of an earlier piece, the file is
tried once more in one piece; where it mattered unseen, the commit, which is one piece, answers otherwise than the
preview, and the preview that is then made is one piece too.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Final

from commissioning.exchange.models import Verdict
from commissioning.exchange.registers.base import Act, RegisterResource
from commissioning.exchange.selectors.planned import Planned
from commissioning.exchange.selectors.standing import Standing
from commissioning.exchange.services.writing import Progress, rehearse, unheard

PIECE: Final = 50  # rows; about two seconds at the slowest doors


def rehearse_in_pieces(
    rows: Sequence[Planned],
    before: Standing,
    act: Act,
    letters: Mapping[str, str],
    *,
    progress: Progress = unheard,
) -> None:
    """What a commit would write and refuse, with nothing written and nobody kept waiting for long."""
    writing = [row for row in rows if row.writes]
    if len(writing) <= PIECE or _writes_together(before.resource):
        rehearse(rows, before, act, letters, progress=progress)
        return
    as_planned = [_copied(row) for row in writing]
    for start in range(0, len(writing), PIECE):
        piece = writing[start : start + PIECE]
        rehearse(piece, before, act, letters, progress=_further(progress, start, len(writing)))
        if any(row.verdict == Verdict.REFUSED for row in piece) and _any_new(as_planned[:start]):
            for row, planned in zip(writing, as_planned, strict=True):
                vars(row).update(vars(_copied(planned)))
            rehearse(rows, before, act, letters, progress=progress)
            return


def _writes_together(resource: RegisterResource) -> bool:
    """Whether rows go through one door together, wherever in the file they stand."""
    return type(resource).write_first is not RegisterResource.write_first


def _any_new(rows: Sequence[Planned]) -> bool:
    return any(row.verdict == Verdict.NEW for row in rows)


def _copied(row: Planned) -> Planned:
    other = copy(row)
    other.values, other.changes, other.problems = dict(row.values), [*row.changes], [*row.problems]
    return other


def _further(progress: Progress, start: int, total: int) -> Progress:
    def told(done: int, _of: int) -> None:
        progress(start + done, total)

    return told
