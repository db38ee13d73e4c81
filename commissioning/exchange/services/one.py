"""One planned row through the door of its register, for good: what a program writes. Refusals are raised."""

from django.db import connection, transaction

from commissioning.core.audit import acting
from commissioning.exchange.models import Verdict
from commissioning.exchange.registers.base import Act, Key, RegisterResource
from commissioning.exchange.selectors.planned import Planned


def write_one(planned: Planned, resource: RegisterResource, act: Act) -> Key:
    """Add or change the record and give its key; an empty one where it was sent to somebody else to decide about.

    Raises what its door raises (ValidationError by door argument, PermissionDenied, StaleEdit), ProtectedError and
    IntegrityError; then nothing is written.
    """
    with transaction.atomic(), acting(by=act.by, reason=act.reason):
        resource.write_first([planned], act, _raise)
        key = planned.key
        if planned.writes and not planned.changes:  # else the resource has written it already
            key = _through_its_door(planned, resource, act)
        with connection.cursor() as cursor:  # what is only checked at the end is to be refused here
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return key


def _through_its_door(planned: Planned, resource: RegisterResource, act: Act) -> Key:
    if planned.verdict == Verdict.NEW:
        return resource.key_of(resource.add(planned.values, act))
    return resource.key_after(resource.change(planned.record, planned.values, act), planned.key)


def _raise(_row: Planned, refusal: Exception) -> None:
    raise refusal
