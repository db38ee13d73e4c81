"""Saying which column of a sheet is which of the register: proposed, chosen, remembered."""

from collections.abc import Mapping
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.audit import acting
from commissioning.core.intake.reading import read_file
from commissioning.exchange.models import ImportRun, RunState
from commissioning.exchange.registers import resource_of
from commissioning.exchange.registers.base import ROW_CHECK, Act, column_name
from commissioning.exchange.selectors.places import FileColumn, Recognised
from commissioning.exchange.services import receiving
from commissioning.exchange.services.mappings import remember as remember_mapping

TOO_LATE: Final = "The columns of this import can no longer be changed: {state}."


def proposed(run: ImportRun, act: Act) -> tuple[list[FileColumn], list[str]]:
    """Each column of the file with what is proposed for it, and the headings of the register to choose from."""
    found = _recognised(run, act)
    said = {int(place): heading for place, heading in run.columns.items()}
    offered = {**found.offered, **said}
    columns = [
        FileColumn(
            each.index,
            each.letter,
            each.heading,
            offered.get(each.index, ""),
            found.sample(each.index),
            each.told,
        )
        for each in found.headings.found
        if each.heading or each.index in offered
    ]
    resource = resource_of(run.register)
    readable = [*resource.by_heading, ROW_CHECK]
    ignored = [heading for heading in said.values() if heading not in readable]
    return columns, [*dict.fromkeys([*readable, *ignored])]


def match(run: ImportRun, chosen: Mapping[int, str], act: Act, *, remember: bool, shared: bool) -> ImportRun:
    """Take the columns as chosen, and remember them by the file's headings where asked to.

    Raises PermissionDenied, and ValidationError where they do not do.
    """
    if run.state != RunState.COLUMNS:
        raise ValidationError(TOO_LATE.format(state=run.get_state_display().lower()))
    found = _recognised(run, act)
    with transaction.atomic():
        matched = receiving.match_columns(run, chosen, act)
        if remember:
            named = {
                each.heading: column_name(chosen[each.index]) if chosen.get(each.index) else ""
                for each in found.headings.found
                if each.heading
            }
            name = f"Columns of {run.file_name}"
            remember_mapping(run.register, found.fingerprint, named, act, name=name, shared=shared)
    return matched


def ask_again(run: ImportRun, act: Act) -> ImportRun:
    """From the preview back to the columns. Raises PermissionDenied, ValidationError."""
    receiving.require(resource_of(run.register), act)
    with transaction.atomic(), acting(by=act.by, reason="Columns looked at again"):
        locked: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.state not in {RunState.PREVIEWED, RunState.COLUMNS}:
            raise ValidationError(TOO_LATE.format(state=locked.get_state_display().lower()))
        locked.state = RunState.COLUMNS
        locked.save()
    return locked


def _recognised(run: ImportRun, act: Act) -> Recognised:
    return receiving.recognised(run, act, read_file(bytes(run.content), run.file_name))
