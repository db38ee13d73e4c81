"""The door that imports a received file: everything that was shown, in one transaction, or nothing at all."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models.functions import Now

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import StaleEdit, lock_for_edit
from commissioning.core.models import User
from procurement.models import OcdsImport, ReceivedRecord
from procurement.models.exchange import ImportState
from procurement.rules_import import Fate, ImportPlan, RecordPlan, content_hash
from procurement.rules_import_snapshot import NOT_TAKEN
from procurement.selectors.ocds_import import BASES, plan_of
from procurement.services.ocds_import_contracts import write_amendment, write_contract
from procurement.services.ocds_import_parties import organisations_for
from procurement.services.ocds_import_phases import end_phase, write_lot, write_notice, write_phase
from procurement.services.ocds_import_writing import Writing
from procurement.services.phase_door import may
from programmes.access import Grants
from programmes.references import lock_programme

UNDECIDED = "{count} not decided yet. Answer each question, and say of each party who it is."
MOVED = (
    "Something changed here after you were shown what this import would do. Nothing was written. Look at it again "
    "below, then import it."
)
NOTHING = "Nothing differs from what stands here, so nothing was written."
STATE = "It was put aside. Upload the file again to take it up."


@dataclass(frozen=True)
class Decisions:
    """The answers of a person, and the fingerprint of the plan that they were shown; "" where none was."""

    answers: Mapping[str, str]
    seen: str = ""


class StalePlanError(Exception):
    """What stands here has changed since the plan was shown; `plan` is what an import would do now."""

    def __init__(self, plan: ImportPlan) -> None:
        super().__init__(MOVED)
        self.plan = plan


def apply_import(
    record: OcdsImport, decisions: Decisions, *, by: User, grants: Grants, on: date
) -> dict[str, int]:
    """Import what was shown: all or nothing. Returns the receipt: created, updated, unchanged, refused.

    Importing the same content again writes nothing. Raises PermissionDenied (PUBLISH), ValidationError while anything
    is undecided or where a door refuses (the words name the place in the file), StalePlanError where what stands here
    has changed since.
    """
    may(grants, Permission.PUBLISH, record.programme_id)
    reason = f"Imported from {record.file_name} ({record.reference})"
    with transaction.atomic(), acting(by=by, reason=reason):
        lock_programme(record.programme_id)
        current: int = OcdsImport.objects.values_list("version", flat=True).get(pk=record.pk)
        held = lock_for_edit(OcdsImport, record.pk, current)
        if held.state == ImportState.DISCARDED:
            raise ValidationError(STATE)
        _received, plan = plan_of(held, decisions.answers, by=by, grants=grants, on=on)
        if decisions.seen and plan.fingerprint != decisions.seen:
            raise StalePlanError(plan)
        if plan.open_questions:
            count = len(plan.open_questions)
            raise ValidationError(
                UNDECIDED.format(count="1 thing is" if count == 1 else f"{count} things are")
            )
        if not plan.writes and not plan.settles:
            return plan.counts
        writing = Writing(held, by, grants, on, reason, organisations_for(held, plan.parties))
        _write(writing, plan)
        _keep(held, plan, writing)
        return plan.counts


def _write(writing: Writing, plan: ImportPlan) -> None:
    """Each process: its phase and lots, then its notices, which may open the award, then its contracts."""
    for process in plan.processes:
        if process.is_left_out:
            continue
        by_kind: dict[str, list[RecordPlan]] = {}
        for record in process.records:
            by_kind.setdefault(record.kind, []).append(record)
        writing.begin(process)
        for kind, write in (
            ("phase", write_phase),
            ("lot", write_lot),
            ("notice", write_notice),
            ("contract", write_contract),
            ("amendment", write_amendment),
            ("phase", end_phase),
        ):
            for record in by_kind.get(kind, ()):
                with _at(process.ocid, record):
                    write(writing, record)


@contextmanager
def _at(ocid: str, record: RecordPlan) -> Iterator[None]:
    """What a door refuses, with the place in the file before it."""
    try:
        yield
    except ValidationError as refusal:
        found = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
        words = [f"{ocid} {record.path}: {' '.join(messages)}" for messages in found.values()]
        raise ValidationError(words) from refusal
    except PermissionDenied as refusal:
        raise ValidationError(f"{ocid} {record.path}: {refusal}") from refusal
    except StaleEdit as stale:
        raise ValidationError(
            f"{ocid} {record.path}: somebody changed it at this moment. Try again."
        ) from stale


def _keep(held: OcdsImport, plan: ImportPlan, writing: Writing) -> None:
    """Where each record led and what was read of it, so that the next import knows; and the receipt."""
    report: dict[str, Any] = dict(held.report)
    bases = dict(report.get(BASES, {}))
    for process in plan.processes:
        if process.is_left_out:
            continue
        told = dict(bases.get(process.ocid, {}))
        for record in process.records:
            if record.fate == Fate.REFUSED:
                continue
            reference = writing.references.get((process.ocid, record.path)) or record.reference
            if _received(held, process.ocid, record, reference):
                told[record.path] = record.base
        bases[process.ocid] = told
    receipt = {**plan.counts, "on": writing.on.isoformat()}
    report |= {BASES: bases, "receipts": [*report.get("receipts", []), receipt]}
    report["refused"] = [
        {"ocid": process.ocid, "path": record.path, "why": list(record.refusal or ())}
        for process in plan.processes
        for record in process.records
        if record.fate == Fate.REFUSED
    ]
    held.report, held.state, held.applied_at = report, ImportState.APPLIED, Now()
    held.save()


def _received(held: OcdsImport, ocid: str, record: RecordPlan, reference: str) -> bool:
    """Tie the path to the record here; whether this import is now the one that read it last."""
    if reference == NOT_TAKEN and record.fate == Fate.UNCHANGED:
        return False
    if reference == NOT_TAKEN:
        reference = f"{NOT_TAKEN}{held.programme_id}"
    row = ReceivedRecord.objects.filter(
        import_of__programme=held.programme_id, ocid=ocid, path=record.path
    ).first()
    row = row or ReceivedRecord(ocid=ocid, path=record.path)
    row.import_of, row.record_reference = held, reference
    row.model = MODELS[record.kind]
    row.sha256 = content_hash(record.base)
    row.full_clean()
    row.save()
    return True


MODELS = {
    "phase": "procurement.ProcurementPhase",
    "lot": "procurement.Lot",
    "notice": "procurement.Notice",
    "contract": "procurement.Contract",
    "amendment": "procurement.ContractChange",
}
