"""The doors of receiving: take a file in, say who its parties are, put it aside. Importing it is a door of its own.

A file is kept as it came, with its SHA-256; nothing else is written until a person has seen what it would do.
"""

import hashlib
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.models import User
from procurement.models import OcdsImport, PartyMatch
from procurement.models.exchange import ImportState
from procurement.ocds.hazards import Received, read_package
from procurement.ocds.reading import DOWNLOAD, MAX_BYTES
from procurement.rules_import import NEW, PartyPlan
from procurement.services.phase_door import may
from programmes.access import Grants
from programmes.models import Organisation, Programme
from programmes.references import lock_programme, next_reference
from programmes.services.scope_door import refuse

LONGEST_NAME = 200
NOT_JSON = "“{name}” is not a .json file. " + DOWNLOAD
TOO_LARGE = "The file is larger than {most:.0f} MB. Ask for one process, or for fewer days, at a time."
NOTHING_IN_IT = "The file holds no contracting process. " + DOWNLOAD
APPLIED = "It has been imported. What came of it is changed on the pages of its records."


def receive(programme: Programme, file_name: str, raw: bytes, *, by: User, grants: Grants) -> OcdsImport:
    """Keep a file as it came, to be looked at. The same bytes again answer the import that is there.

    One that was put aside is taken up again. Raises PermissionDenied (PUBLISH) and ValidationError at `file`: another
    kind of file, too large, or nothing in it that can be read.
    """
    may(grants, Permission.PUBLISH, programme.pk)
    name = file_name.strip()[-LONGEST_NAME:]
    refuse({"file": _file_problem(name, raw)})
    sha256 = hashlib.sha256(raw).hexdigest()
    with transaction.atomic(), acting(by=by, reason=f"Received {name}"):
        lock_programme(programme.pk)
        held: OcdsImport | None = OcdsImport.objects.filter(programme=programme, sha256=sha256).first()
        if held is None:
            refuse({"file": content_problem(read_package(raw))})
            held = OcdsImport(
                reference=next_reference(OcdsImport, "IMP", programme),
                programme=programme,
                file_name=name,
                sha256=sha256,
                original=raw,
                made_by=by,
            )
            held.full_clean(exclude=["report"])
            held.save()
        elif held.state == ImportState.DISCARDED:
            held.state = ImportState.PREVIEWED
            held.save()
        return held


def _file_problem(name: str, raw: bytes) -> str:
    if not name.casefold().endswith(".json"):
        return NOT_JSON.format(name=name or "The file")
    if len(raw) > MAX_BYTES:
        return TOO_LARGE.format(most=MAX_BYTES / 1024 / 1024)
    return ""


def content_problem(received: Received) -> str:
    """Why nothing can be made of a file, with what to do; "" where a process can be read."""
    if not received.is_empty:
        return ""
    if received.errors:
        error = received.errors[0]
        place = f" ({error.path})" if error.path else ""
        return f"{error.words}{place} {error.cure}"
    return NOTHING_IN_IT


def decide_parties(
    record: OcdsImport, parties: Mapping[str, PartyPlan], said: Mapping[str, str], *, by: User, grants: Grants
) -> None:
    """Keep what a person says of parties: the reference of an organisation, `new`, or "" for not decided yet.

    Only parties that no identifier has matched. Raises PermissionDenied (PUBLISH) and ValidationError by party for an
    organisation that does not exist.
    """
    may(grants, Permission.PUBLISH, record.programme_id)
    wanted = {
        key: answer for key, answer in said.items() if key in parties and parties[key].how != "identifier"
    }
    organisations = {
        row.reference: row
        for row in Organisation.objects.filter(reference__in=set(wanted.values()) - {NEW, ""})
    }
    unknown = [key for key, answer in wanted.items() if answer not in {*organisations, NEW, ""}]
    refuse(dict.fromkeys(unknown, "Choose an organisation of the list, or say that it is new."))
    with transaction.atomic(), acting(by=by, reason=f"Parties of {record.file_name}"):
        lock_programme(record.programme_id)
        for key, answer in wanted.items():
            _match(record, parties[key], organisations.get(answer), is_new=answer == NEW)


def _match(record: OcdsImport, party: PartyPlan, organisation: Organisation | None, *, is_new: bool) -> None:
    row = PartyMatch.objects.filter(import_of=record, key=party.key).first()
    if row is None and organisation is None and not is_new:
        return
    row = row or PartyMatch(import_of=record, key=party.key)
    told = (organisation.pk if organisation else None, is_new)
    if row.pk and (row.organisation_id, row.is_new) == told:
        return
    row.name, row.organisation, row.is_new, row.how = party.name, organisation, is_new, "person"
    row.full_clean()
    row.save()


def discard(record: OcdsImport, *, version: int, by: User, grants: Grants, reason: str = "") -> OcdsImport:
    """Put an import aside that is not wanted. The file stays; sending it again takes it up again.

    Raises PermissionDenied (PUBLISH), ValidationError for one that was imported, StaleEdit.
    """
    may(grants, Permission.PUBLISH, record.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or f"Put {record.file_name} aside"):
        row = lock_for_edit(OcdsImport, record.pk, version)
        if row.state == ImportState.APPLIED:
            raise ValidationError(APPLIED)
        row.state = ImportState.DISCARDED
        row.save()
        return row
