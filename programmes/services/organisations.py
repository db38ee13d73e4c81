"""The doors through which organisations are added and changed. Every programme shares them, so that few may.

What a sound name, other name and parent is stands with the models (`clean`), so that data entry keeps the same rules.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.models import User
from programmes.access import Grants
from programmes.models import Organisation, OrganisationAlias
from programmes.models.organisations import OrganisationKind
from programmes.references import lock_programme, next_reference
from programmes.rules import tidy
from programmes.rules_milestones import reason_problem
from programmes.services.scope_door import refuse

NOT_YOURS: Final = "Organisations are kept by platform administrators, since every programme shares them."
SHARED: Final = 0  # the lock of what no programme owns
AS_IT_IS: Final[Any] = object()


def add_organisation(
    *,
    name: str,
    reason: str,
    by: User,
    grants: Grants,
    kind: str = OrganisationKind.OTHER,
    parent: Organisation | None = None,
    other_names: Sequence[str] = (),
    reference: str = "",
    illustrative: bool = False,
) -> Organisation:
    """Add an organisation, with a reference of its own or the next one.

    Raises PermissionDenied (EDIT_REFERENCE) and ValidationError by field (name, kind, parent, other_names, reference,
    reason).
    """
    _may(grants)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(SHARED)
        refuse({"reason": reason_problem(reason)})
        organisation = Organisation(
            reference=reference.strip() or next_reference(Organisation, "ORG"),
            name=tidy(name),
            kind=kind,
            parent=parent,
            illustrative=illustrative,
        )
        organisation.full_clean()
        organisation.save()
        _set_other_names(organisation, other_names)
        return organisation


def change_organisation(
    organisation: Organisation,
    *,
    version: int,
    reason: str,
    by: User,
    grants: Grants,
    name: str | None = None,
    kind: str | None = None,
    parent: Organisation | None = AS_IT_IS,
    other_names: Sequence[str] | None = None,
) -> Organisation:
    """Change what is given; None, or AS_IT_IS for the parent, leaves as it is. Its reference never changes.

    Raises as `add_organisation` does, and StaleEdit where it has moved on since `version`.
    """
    _may(grants)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(SHARED)
        row = lock_for_edit(Organisation, organisation.pk, version)
        refuse({"reason": reason_problem(reason)})
        row.name = row.name if name is None else tidy(name)
        row.kind = row.kind if kind is None else kind
        if parent is not AS_IT_IS:
            row.parent = parent
        row.full_clean()
        row.save()  # also where only other names change: whoever has the organisation open notices
        if other_names is not None:
            _set_other_names(row, other_names)
        return row


def _set_other_names(organisation: Organisation, names: Sequence[str]) -> None:
    """Exactly these, each once; what stays keeps its row."""
    wanted = dict.fromkeys(tidy(name) for name in names if tidy(name))
    present = {alias.name: alias for alias in OrganisationAlias.objects.filter(organisation=organisation)}
    for name, alias in present.items():
        if name not in wanted:
            alias.delete()
    for name in wanted:
        if name not in present:
            alias = OrganisationAlias(organisation=organisation, name=name)
            try:
                alias.full_clean()
            except ValidationError as refusal:
                raise ValidationError({"other_names": refusal.messages}) from refusal
            alias.save()


def _may(grants: Grants) -> None:
    if not grants.may(Permission.EDIT_REFERENCE):
        raise PermissionDenied(NOT_YOURS)
