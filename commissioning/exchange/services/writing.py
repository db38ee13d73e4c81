"""Planned rows through the doors of their register: for good, or to see what would happen.

A preview is the commit itself in a transaction that is taken back, so that the two cannot disagree: what a door refuses
in the one it refuses in the other, with the same words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from commissioning.core.audit import acting
from commissioning.core.concurrency import StaleEdit
from commissioning.exchange.models import Verdict
from commissioning.exchange.registers.base import Act, Key, RegisterResource
from commissioning.exchange.selectors.planned import Planned, Problem
from commissioning.exchange.selectors.standing import Standing, standing
from commissioning.exchange.selectors.words import shown

Progress = Callable[[int, int], None]
Again = Callable[[Iterable[Key]], Standing]  # the register once more, by the keys of what was added
ROWS_TOLD = 25  # progress is told once in so many rows
NOT_ALLOWED = "You may not change this."
STALE = "Somebody else changed this record a moment ago. Check the file again."
CLASHES = "This clashes with another record: look for one that has the same name, reference or period."


def unheard(done: int, of: int) -> None:
    """Progress that nobody watches."""


def write(
    rows: Sequence[Planned],
    before: Standing,
    act: Act,
    letters: Mapping[str, str],
    *,
    mark: str,
    progress: Progress = unheard,
    again: Again | None = None,
) -> None:
    """Write every row that writes, each through its door, inside the caller's transaction.

    A row that its door refuses leaves nothing behind and becomes refused, with the door's words at its column. `mark`
    goes into the history of everything written, so that an import can be found again and undone. Afterwards each
    written row says what it changed, as the register now has it: `again` gives that, for who need not read it whole.
    """
    writing = [row for row in rows if row.writes]
    added: dict[int, Key] = {}
    with acting(by=act.by, reason=act.reason, **({"import": mark} if mark else {})):
        before.resource.write_first(writing, act, partial(refuse, before.resource, letters))
        for place, row in enumerate(writing):
            if place % ROWS_TOLD == 0:
                progress(place, len(writing))
            if row.writes and not row.changes:  # else the resource has written it, together with others
                _write_one(row, before.resource, act, letters, added)
        progress(len(writing), len(writing))
    if any(row.writes for row in writing):
        after = again(added.values()) if again else standing(before.resource, act)
        _say_what_changed(writing, before, after, added)


def rehearse(
    rows: Sequence[Planned],
    before: Standing,
    act: Act,
    letters: Mapping[str, str],
    *,
    progress: Progress = unheard,
    again: Again | None = None,
) -> None:
    """The same, taken back afterwards: what a commit would write and refuse, with nothing written."""
    with transaction.atomic():
        write(rows, before, act, letters, mark="", progress=progress, again=again)
        transaction.set_rollback(True)


def _write_one(
    row: Planned, resource: RegisterResource, act: Act, letters: Mapping[str, str], added: dict[int, Key]
) -> None:
    try:
        with transaction.atomic():
            if row.verdict == Verdict.NEW:
                record = resource.add(row.values, act)
                added[row.number] = resource.key_of(record)
            else:
                record = resource.change(row.record, row.values, act)
                added[row.number] = resource.key_after(record, row.key)
            with connection.cursor() as cursor:  # what is only checked at the end would else fail every row
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except (ValidationError, PermissionDenied, StaleEdit, ProtectedError, IntegrityError) as refusal:
        refuse(resource, letters, row, refusal)


def refuse(resource: RegisterResource, letters: Mapping[str, str], row: Planned, refusal: Exception) -> None:
    """The row becomes refused, with the door's words at their columns."""
    for heading, message in refusals(refusal, resource):
        found = shown(row.cells.get(heading))[:80]
        row.refuse(Problem(letters.get(heading, ""), heading, found, message))


def refusals(refusal: Exception, resource: RegisterResource) -> list[tuple[str, str]]:
    """(heading, message) of what a door refused; an empty heading where it is about the whole row."""
    if isinstance(refusal, ValidationError):
        by_door: Mapping[str, Any] = getattr(refusal, "message_dict", None) or {"": refusal.messages}
        return [
            (_heading(door, resource), message) for door, messages in by_door.items() for message in messages
        ]
    if isinstance(refusal, PermissionDenied):
        return [("", str(refusal) or NOT_ALLOWED)]
    return [("", STALE if isinstance(refusal, StaleEdit) else CLASHES)]


def _heading(door: str, resource: RegisterResource) -> str:
    """The column that a door's argument comes from: its first heading, or the heading itself; "" for none."""
    if door in resource.by_heading:
        return door
    column = resource.fields.get(resource.doors.get(door, door))
    return str(column.headings[0]) if column is not None else ""


def _say_what_changed(
    rows: Sequence[Planned], before: Standing, after: Standing, added: Mapping[int, Key]
) -> None:
    """Each written row's [heading, before, after]: every writable cell of it that the register now has otherwise."""
    written = [c.heading for c in after.table.columns if c.heading in after.resource.written]
    for row in (each for each in rows if each.writes):
        if not row.changes:
            was = before.rows.get(row.key, {})  # under the key that it had, which a change may move
            row.key = added.get(row.number, row.key)
            now = after.rows.get(row.key, {})
            row.label = row.label or shown(now.get(after.resource.label))
            row.changes = [
                [heading, shown(was.get(heading)), shown(now.get(heading))]
                for heading in written
                if (was.get(heading) or None) != (now.get(heading) or None)
            ]
        row.check_after = after.check(row.key) if row.key in after.rows else ""
