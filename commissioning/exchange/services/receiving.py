"""A file handed in: kept, read, its columns found or asked for; nothing is checked against the register yet."""

import hashlib
from collections.abc import Mapping
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.intake.cells import FileRefused, ReadFile
from commissioning.core.intake.headings import HeadingsRefused
from commissioning.core.intake.reading import read_file
from commissioning.exchange.models import ImportRun, RunState
from commissioning.exchange.registers import resource_of
from commissioning.exchange.registers.base import Act, RegisterResource
from commissioning.exchange.selectors.mappings import remembered_for
from commissioning.exchange.selectors.places import Recognised, recognise
from programmes.models import Programme

MAY_NOT: Final = "Your role does not allow a spreadsheet to be imported into this register."
REMEMBERED: Final = "The columns were read as remembered: “{name}”."
NO_ROWS: Final = "There is no row below the headings. Fill in at least one and hand the file in again."


def require(resource: RegisterResource, act: Act) -> None:
    """Raises PermissionDenied where the person may not hand in a file for the register at all."""
    if not resource.may(act):
        raise PermissionDenied(MAY_NOT)


def receive(
    register: str, act: Act, *, content: bytes, file_name: str, programme: Programme | None = None
) -> ImportRun:
    """Keep a file that was handed in and find its columns; nothing is checked against the register yet.

    `programme` is where a file for a shared register was handed in. The run is then in one of three states: COLUMNS
    where a person has to say which column is which, CHECKING where it can be checked, REFUSED with the reason in
    `problem`. Raises PermissionDenied.
    """
    resource = resource_of(register)
    require(resource, act)
    run = ImportRun(
        programme=act.programme or programme,
        register=register,
        file_name=file_name[:255],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        effective_on=act.effective_on,
        made_by=act.by,
    )
    try:
        found = recognised(run, act, read_file(content, file_name))
    except (FileRefused, HeadingsRefused) as refusal:
        run.state, run.problem = RunState.REFUSED, str(refusal)
    else:
        _take_columns(run, resource, found)
    with transaction.atomic(), acting(by=act.by, reason=f"Handed in: {run.file_name}"):
        run.save()
    return run


def recognised(run: ImportRun, act: Act, file: ReadFile) -> Recognised:
    """The sheet and columns of a run's file, by what is known, remembered or was said for this very run."""
    resource = resource_of(run.register)
    run.told = [*file.told]
    found = recognise(file, resource, resource.table(act), remembered_for(run.register, act), sheet=run.sheet)
    remembered = [REMEMBERED.format(name=found.remembered)] if found.remembered else []
    run.told += [*found.sheet.told, *remembered, *_unknown(found)]
    return found


def _unknown(found: Recognised) -> list[str]:
    """What is told of the columns that are nobody's."""
    names = [
        f"{each.letter} “{each.heading}”" for each in found.headings.found if each.index in found.unknown
    ]
    return [f"Left out, because the register has no such column: {', '.join(names)}."] if names else []


def _take_columns(run: ImportRun, resource: RegisterResource, found: Recognised) -> None:
    """Fill the run's columns, and decide whether a person has to match some first."""
    run.sheet, run.heading_row = found.sheet.name[:60], found.headings.row
    run.columns = {str(place): heading for place, heading in found.places.items()}
    run.counts = {"rows": sum(row.number > run.heading_row for row in found.sheet.rows)}
    missing = missing_columns(resource, set(found.places.values()))
    if not run.counts["rows"]:
        run.state, run.problem = RunState.REFUSED, NO_ROWS
    elif found.offered or (missing and found.unknown):
        run.state = RunState.COLUMNS
    elif missing:
        run.state = RunState.REFUSED
        run.problem = f"{missing} Take the template of the register and copy your rows into it."
    else:
        run.state = RunState.CHECKING


def missing_columns(resource: RegisterResource, headings: set[str]) -> str:
    """What the columns lack for a row to be recognised or added; "" where they suffice.

    The key column, or every column of the natural key, or what a new record needs.
    """
    keyed = set(resource.key) <= headings
    natural = bool(resource.natural_key) and set(resource.natural_key) <= headings
    required = {c.headings[0] for c in resource.fields.values() if c.required}
    if keyed or natural or (resource.may_add and required and required <= headings):
        return "" if headings & resource.written else "No column of this sheet can change anything."
    wanted = resource.key if not resource.natural_key else resource.natural_key
    named = " and ".join(f"“{heading}”" for heading in wanted)
    return f"No column {named} was found on this sheet, so its rows cannot be recognised."


def match_columns(run: ImportRun, columns: Mapping[int, str], act: Act) -> ImportRun:
    """Take what a person said of the columns: place → heading, "" for one left out. The run can then be checked.

    Raises ValidationError where two columns are matched with one, or what is needed is missing.
    """
    resource = resource_of(run.register)
    require(resource, act)
    chosen = {place: heading for place, heading in columns.items() if heading}
    twice = {heading for heading in chosen.values() if list(chosen.values()).count(heading) > 1}
    if twice:
        raise ValidationError(f"Two columns are matched with “{min(twice)}”. Keep one of them.")
    if missing := missing_columns(resource, set(chosen.values())):
        raise ValidationError(missing)
    run.columns = {str(place): heading for place, heading in chosen.items()}
    run.state = RunState.CHECKING
    with transaction.atomic(), acting(by=act.by, reason="Columns matched"):
        run.save()
    return run
