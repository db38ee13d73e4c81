"""The door through which a discrepancy is handled. Nothing here changes what a paper says."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import Truncator

from commissioning.core.audit import acting
from commissioning.core.concurrency import StaleEdit, lock_for_edit
from commissioning.core.models import User
from governance.models import Discrepancy, DiscrepancyNote
from governance.rules.handling import handling_problems, reference_of
from governance.selectors.discrepancies import DiscrepancyView, discrepancies, discrepancy_of
from programmes.models import Programme

FIRST = (
    "discrepancy_one_per_check"  # the constraint that lets a computed discrepancy be handled first only once
)

LONGEST_TITLE = 300


class UnknownDiscrepancyError(Exception):
    """No check finds it on the day, and nobody recorded it."""


def handle_discrepancy(
    programme: Programme,
    slug: str,
    *,
    handling: str,
    owner_role: str,
    note: str,
    by: User,
    version: int,
    on: date,
) -> Discrepancy:
    """Give a discrepancy its state and owner, with a note that says why. The note is added, never replaced.

    A computed one that nobody has handled yet is at version 0; its first handling makes its row. Raises
    ValidationError by field (an unknown state, no note), StaleEdit when somebody else handled it after `version`,
    UnknownDiscrepancyError for a slug that no discrepancy has as at `on`.
    """
    problems = handling_problems(handling, owner_role, note)
    if problems:
        raise ValidationError(problems)
    view = discrepancy_of(discrepancies(programme, on, include_past=True), slug)
    if view is None:
        raise UnknownDiscrepancyError(slug)
    with transaction.atomic(), acting(by=by, reason=note.strip()):
        row = _row(programme, view, version)
        row.handling, row.owner_role = handling, owner_role.strip()
        row.full_clean()
        row.save()
        DiscrepancyNote.objects.create(
            discrepancy=row, text=note.strip(), handling=handling, owner_role=row.owner_role, made_by=by
        )
        return row


def _row(programme: Programme, view: DiscrepancyView, version: int) -> Discrepancy:
    """The locked row; for a computed discrepancy handled for the first time a new one."""
    if view.discrepancy_id is not None:
        return lock_for_edit(Discrepancy, view.discrepancy_id, version)
    finding = view.finding
    if finding is None:
        raise UnknownDiscrepancyError(view.slug)
    row = Discrepancy(
        reference=reference_of(programme.key, finding.key),
        programme=programme,
        check_key=finding.key,
        kind=finding.kind,
        title=Truncator(finding.title).chars(LONGEST_TITLE),
        suggested_handling=finding.suggested_handling,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        first = Discrepancy.objects.filter(programme=programme, check_key=finding.key).first()
        if first is None:
            raise
        raise StaleEdit(first) from error
    return row
