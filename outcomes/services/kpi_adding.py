"""The door through which a KPI is added: data entry, API and import alike. A framework's draft ties it to outcomes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.models import User
from outcomes.models import KPI
from outcomes.models.kpis import KPIState
from outcomes.rules_kpis import definition_problems, reason_problem
from outcomes.services.kpi_door import EDITABLE, require
from outcomes.services.kpis import follow_state
from outcomes.services.summaries import refresh
from programmes.access import Grants
from programmes.models import Programme
from programmes.references import next_reference
from programmes.services.scope_door import refuse


def add_kpi(
    programme: Programme,
    values: Mapping[str, Any],
    *,
    by: User,
    grants: Grants,
    reason: str,
    on: date,
    reference: str = "",
) -> KPI:
    """Add a KPI that says what `values` say, by name of field; proposed unless they say more.

    One that reports from the first gets the period that holds `on` as its first. Raises PermissionDenied,
    ValidationError by field, and KeyError for what is no field of a KPI.
    """
    if unknown := set(values) - set(EDITABLE):
        raise KeyError(f"Not fields of a KPI: {', '.join(sorted(unknown))}.")
    kpi = KPI(programme=programme, illustrative=programme.illustrative)
    require(Permission.EDIT_KPIS, kpi, grants)
    for name, value in values.items():
        setattr(kpi, name, value.strip() if isinstance(value, str) else value)
    follow_state(kpi, KPIState.PROPOSED, values, on)
    with transaction.atomic(), acting(by=by, reason=reason.strip()):
        kpi.reference = reference or next_reference(KPI, "KPI", programme)
        refuse({**definition_problems(kpi, EDITABLE), "reason": reason_problem(reason)})
        kpi.full_clean()
        kpi.save()
        refresh([kpi.pk])
    return kpi
