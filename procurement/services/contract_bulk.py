"""Change one field of several contracts at once: all of them or none, with a way back.

Each bulk edit leaves its mark in the protected history of every contract it touched; undoing it puts back what stood
before, from that history, and is itself a bulk edit.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.models import User
from procurement.models import Contract, ContractParty
from procurement.rules_contracts import UNREASONED
from procurement.selectors.contract_fields import label_of
from procurement.selectors.contract_types import COMMISSIONING
from procurement.services.contract_door import NOT_YOURS, may_change
from programmes.access import Grants
from programmes.models import Programme
from programmes.references import lock_programme
from programmes.services.scope_door import refuse

FIELDS = ("department", "review_every_months", "cpv", "route", "notice_months")
MONTHS = frozenset({"review_every_months", "notice_months"})
CPV = re.compile(r"\d{8}(-\d)?")
MOST_MONTHS = 600
MOST_SHOWN = 20
BULK, UNDOES, FIELD = "bulk", "undoes", "field"  # in the history's context


@dataclass(frozen=True)
class Changed:
    """One contract of a bulk edit, with the field before and after in words."""

    reference: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class BulkEdit:
    """What a bulk edit changed. `same` are the contracts that held the value already."""

    token: str
    field: str
    changed: tuple[Changed, ...]
    same: tuple[Changed, ...]


@dataclass(frozen=True)
class PastEdit:
    """A bulk edit of the past, from the history."""

    token: str
    field: str
    count: int
    at: datetime
    who: str
    why: str
    undoes: str
    is_undone: bool


def read_value(field: str, typed: str) -> str | int | None:
    """What was typed for a field, as the record keeps it; empty clears it. Raises ValidationError by field."""
    typed = typed.strip()
    if field not in FIELDS:
        raise ValidationError({"field": "Choose the field to change."})
    if field in MONTHS:
        if not typed:
            return None
        if not typed.isdecimal() or int(typed) > MOST_MONTHS:
            raise ValidationError({"value": f"“{typed}” is not a number of months from 0 to {MOST_MONTHS}."})
        return int(typed)
    if field == "cpv" and typed and not CPV.fullmatch(typed):
        raise ValidationError({"value": f"“{typed}” is not a CPV code: eight digits, such as 85323000."})
    column: Any = Contract._meta.get_field(field)
    most: int = column.max_length or 0
    if len(typed) > most:
        raise ValidationError({"value": f"Enter at most {most} characters; this has {len(typed)}."})
    return typed


def bulk_change(
    programme: Programme,
    chosen: Mapping[int, int],
    *,
    field: str,
    value: str,
    by: User,
    grants: Grants,
    reason: str,
    on: date,
) -> BulkEdit:
    """Give a field of every chosen contract (its key → the version seen) one value; all or none.

    Raises PermissionDenied, and ValidationError: by field for the value, and under “contracts” naming every contract
    that may not be changed or that somebody changed meanwhile.
    """
    if not grants.may(Permission.EDIT_CONTRACTS, programme.pk):
        raise PermissionDenied(NOT_YOURS)
    refuse(
        {
            "reason": "" if reason.strip() else UNREASONED,
            "contracts": "" if chosen else "Choose at least one contract.",
        }
    )
    kept = read_value(field, value)
    return _write(programme, dict(chosen), field, dict.fromkeys(chosen, kept), by, grants, reason, on, {})


def undo_bulk(
    programme: Programme, token: str, *, by: User, grants: Grants, reason: str, on: date
) -> BulkEdit:
    """Put back what stood before a bulk edit. Refused, by name, where a contract's field has been changed since.

    Raises as `bulk_change`, and ValidationError for an edit that does not exist or was undone already.
    """
    if not grants.may(Permission.EDIT_CONTRACTS, programme.pk):
        raise PermissionDenied(NOT_YOURS)
    rows = list(_events(programme, **{f"pgh_context__{BULK}": token}))
    undone = _events(programme, **{f"pgh_context__{UNDOES}": token}).exists()
    problem = "There is no such bulk edit." if not rows else "It has been undone already." if undone else ""
    refuse({"token": problem})
    field = rows[0].pgh_context[FIELD]
    contracts = Contract.objects.in_bulk([row.pgh_obj_id for row in rows])
    moved = [
        contracts[row.pgh_obj_id].reference
        for row in rows
        if getattr(contracts[row.pgh_obj_id], field) != getattr(row, field)
    ]
    refuse({"contracts": f"Changed since: {', '.join(moved)}. Nothing was undone." if moved else ""})
    before = {row.pgh_obj_id: getattr(_earlier(row), field) for row in rows}
    versions = {pk: contract.version for pk, contract in contracts.items()}
    why = reason.strip() or f"Undone: {rows[0].pgh_context.get('reason', '')}"
    return _write(programme, versions, field, before, by, grants, why, on, {UNDOES: token})


def past_edits(programme: Programme) -> tuple[PastEdit, ...]:
    """The latest bulk edits of the programme's contracts, newest first; two queries."""
    rows = list(_events(programme, pgh_context__has_key=BULK).order_by("-pgh_id")[: MOST_SHOWN * 50])
    people = {
        user.pk: str(user) for user in User.objects.filter(pk__in={row.pgh_context["user"] for row in rows})
    }
    undone = {row.pgh_context.get(UNDOES) for row in rows}
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.pgh_context[BULK], []).append(row)
    edits = [
        PastEdit(
            token,
            label_of(each[0].pgh_context[FIELD]),
            len(each),
            each[0].pgh_created_at,
            people.get(each[0].pgh_context["user"], "someone unnamed"),
            each[0].pgh_context.get("reason", ""),
            each[0].pgh_context.get(UNDOES, ""),
            token in undone,
        )
        for token, each in found.items()
    ]
    return tuple(edits[:MOST_SHOWN])


def _write(
    programme: Programme,
    versions: Mapping[int, int],
    field: str,
    values: Mapping[int, Any],
    by: User,
    grants: Grants,
    reason: str,
    on: date,
    more: Mapping[str, str],
) -> BulkEdit:
    token = uuid4().hex
    marks = {BULK: token, FIELD: field, **more}
    with transaction.atomic(), acting(by=by, reason=reason.strip(), **marks):
        lock_programme(programme.pk)
        rows = list(
            Contract.objects.select_for_update(of=("self",)).filter(programme=programme, pk__in=versions)
        )
        refuse({"contracts": _refusals(programme, rows, versions, grants, on)})
        changed, same = [], []
        for row in sorted(rows, key=lambda row: (row.name, row.reference)):
            before, after = getattr(row, field), values[row.pk]
            told = Changed(row.reference, row.name, _shown(before), _shown(after))
            if before == after:
                same.append(told)
                continue
            setattr(row, field, after)
            row.save()
            changed.append(told)
        refuse({"contracts": "" if changed else "Every contract chosen holds this value already."})
    return BulkEdit(token, field, tuple(changed), tuple(same))


def _refusals(
    programme: Programme, rows: Sequence[Contract], versions: Mapping[int, int], grants: Grants, on: date
) -> str:
    """Every contract that stops the edit, by reference, with why."""
    parties = ContractParty.objects.on(on).filter(contract__in=versions, role__in=COMMISSIONING)
    commissioning: dict[int, set[int]] = {}
    for contract_id, organisation_id in parties.values_list("contract_id", "organisation_id"):
        commissioning.setdefault(contract_id, set()).add(organisation_id)
    found = []
    for row in rows:
        if not may_change(grants, programme.pk, frozenset(commissioning.get(row.pk, ()))):
            found.append(f"{row.reference}: commissioned by another organisation")
        elif row.version != versions[row.pk]:
            found.append(f"{row.reference}: changed by somebody else meanwhile")
    gone = len(versions) - len(rows)
    if gone:
        found.append(f"{gone} not found in this programme")
    return f"Nothing was changed. {'; '.join(found)}." if found else ""


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _events(programme: Programme, **where: Any) -> Any:
    history: Any = Contract._meta.get_field("events").related_model
    return history.objects.filter(programme=programme, **where)


def _earlier(row: Any) -> Any:
    """The history row of the same contract before this one."""
    history = type(row).objects.filter(pgh_obj_id=row.pgh_obj_id, pgh_id__lt=row.pgh_id)
    return history.latest("pgh_id")
