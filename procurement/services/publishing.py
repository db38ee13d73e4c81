"""The door of publication: one release of one contracting process, written once and never changed."""

from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.models import User
from procurement.models import ProcurementPhase, Publication, PublishedRelease
from procurement.publishing.releases import fingerprint
from procurement.publishing.standing import CURRENT, Process, prefix_problem, slug_of, standing_of
from procurement.services.phase_door import may
from programmes.access import Grants
from programmes.models import Programme
from programmes.references import lock_programme, next_reference
from programmes.services.scope_door import refuse

MADE_UP: Final = (
    "It holds something that is marked as made up, which must not be published as fact. Take out the record, or the "
    "mark where a paper prints it after all."
)
MOVED: Final = "What would be published has changed since you looked at it. Look again, then publish."


def publish(
    process: Programme | ProcurementPhase,
    *,
    by: User,
    grants: Grants,
    on: date,
    at: datetime,
    expected: str = "",
) -> PublishedRelease | None:
    """Publish what may be public of a phase, or of a programme's planning, on the day; None where nothing changed.

    The first release gives the process its ocid for good: the one typed in, as a portal gave it, else our own.
    `expected` is the hash of the content that a person agreed to. Raises PermissionDenied (PUBLISH), and
    ValidationError by field: prefix (the standard's example, or a portal's), release (faults by field, something made
    up, or other content than expected).
    """
    phase = process if isinstance(process, ProcurementPhase) else None
    programme = process.programme if isinstance(process, ProcurementPhase) else process
    may(grants, Permission.PUBLISH, programme.pk)
    with transaction.atomic(), acting(by=by, reason="Published as open contracting data"):
        lock_programme(programme.pk)
        found = standing_of(programme, on, at, slug=slug_of(phase)).processes[0]
        _check(found, expected)
        if found.state == CURRENT:
            return None
        _keep_ocid(programme, found)
        return PublishedRelease.objects.create(
            reference=next_reference(PublishedRelease, "REL", programme),
            programme=programme,
            phase=phase,
            ocid=found.ocid,
            release_id=found.release["id"],
            dated_at=at.replace(microsecond=0),
            body=found.release,
            sha256=fingerprint(found.release),
            made_by=by,
        )


def _check(found: Process, expected: str) -> None:
    prefix = standing_prefix(found)
    fault = next(iter(found.faults), None)
    problem = f"{fault.path}: {fault.words} {fault.cure}" if fault else ""
    moved = MOVED if expected and expected != found.content else ""
    made_up = MADE_UP if found.is_made_up else ""
    refuse({"prefix": prefix, "release": problem or made_up or moved})


def standing_prefix(found: Process) -> str:
    """What the prefix of the setting, or of the process itself, forbids."""
    return prefix_problem(settings.OCID_PREFIX, [found.ocid])


def _keep_ocid(programme: Programme, found: Process) -> None:
    """The identifiers that the release names are kept from now on: its own, and that of the programme's planning."""
    phase = found.phase
    if phase is None:
        _keep_planning(programme, found.ocid)
        return
    if not phase.ocid:
        phase.ocid = found.ocid
        phase.save()
    related = found.release.get("relatedProcesses", ())
    planning = next((one["identifier"] for one in related if one["id"] == "planning"), "")
    _keep_planning(programme, planning)


def _keep_planning(programme: Programme, ocid: str) -> None:
    kept = Publication.objects.select_for_update().filter(programme=programme).first()
    if kept is None:
        Publication.objects.create(programme=programme, ocid=ocid)
    elif not kept.ocid:
        kept.ocid = ocid
        kept.save()


def refusal_words(refusal: ValidationError) -> str:
    """Every sentence of a refusal."""
    return " ".join(refusal.messages)
