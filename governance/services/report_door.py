"""What every act on a highlight report does first: ask who may, hold the programme, and refuse an approved report."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.models import User
from governance.models import HighlightReport
from programmes.access import Grants
from programmes.references import lock_programme

NOT_YOURS = "Your role in this programme does not allow this."


def may(grants: Grants, permission: Permission, programme_id: int) -> None:
    """Raises PermissionDenied."""
    if not grants.may(permission, programme_id):
        raise PermissionDenied(NOT_YOURS)


@contextmanager
def report_locked(
    report: HighlightReport,
    permission: Permission,
    *,
    by: User,
    grants: Grants,
    reason: str,
    version: int | None = None,
) -> Iterator[HighlightReport]:
    """The report, locked for one act. Raises PermissionDenied and StaleEdit."""
    may(grants, permission, report.programme_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        lock_programme(report.programme_id)
        yield lock_for_edit(HighlightReport, report.pk, report.version if version is None else version)
