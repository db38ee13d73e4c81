"""The door of figures that come in beside returns, such as those that a paper prints.

A figure that came in by an approved return is corrected by another return; the database locks it against anything else.
Nor do figures come this way for periods from which on the KPI is reported: there somebody else approves each of them.
"""

from datetime import date
from typing import Final

from commissioning.core.access import Permission
from commissioning.core.models import User
from outcomes.models import KPI, Breakdown, Measurement
from outcomes.rules_due import REPORTS
from outcomes.rules_kpis import reason_problem
from outcomes.rules_lines import worked_out
from outcomes.rules_returns import MOST
from outcomes.services.kpi_door import opened
from outcomes.services.summaries import refresh
from programmes.access import Grants
from programmes.services.scope_door import refuse

APPROVED: Final = "This figure was approved: correct it by a return on the KPI’s page."
REPLACED: Final = "This figure has been replaced by a correction and stays as it was."


def returns_from(kpi: KPI) -> date | None:
    """The first day of the first period whose figure comes in by a return only; None where none does."""
    return kpi.reported_from if kpi.state in REPORTS else None


def return_problem(kpi: KPI, start: date | None) -> str:
    """Why a figure of a period that starts on this day comes in by a return only; empty where it need not."""
    first = returns_from(kpi)
    if first is None or start is None or start < first:
        return ""
    return (
        f"This KPI is reported by returns from {first.day} {first:%B %Y} on: send or correct one on the KPI’s page, "
        "and somebody else approves it."
    )


def lock_problem(measurement: Measurement) -> str:
    """Why a figure may not be changed or deleted; empty where it may."""
    if measurement.kpi_return_id is not None:
        return APPROVED
    if not measurement.is_current:
        return REPLACED
    return return_problem(measurement.kpi, measurement.period.start)


def size_problem(measurement: Measurement) -> str:
    """Why a figure is too large to be charted; empty where it is not."""
    parts = measurement.numerator, measurement.denominator, measurement.value
    found = worked_out(measurement.kpi, *parts)
    too_large = found is not None and abs(found) >= MOST
    return f"The figures give more than {MOST:,}: check which is which." if too_large else ""


def save_measurement(measurement: Measurement, *, by: User, grants: Grants, reason: str) -> Measurement:
    """Add a figure or change one that no return brought in; the KPI's summary is refreshed with it.

    Raises PermissionDenied, StaleEdit, and ValidationError for a figure that is approved or replaced or comes in by
    returns, for what its own rules refuse, and without a reason.
    """
    with opened(measurement.kpi, by=by, grants=grants, reason=reason, permission=Permission.EDIT_DATA):
        refuse({"reason": reason_problem(reason), "measurement": lock_problem(measurement)})
        refuse({"value": size_problem(measurement)})
        measurement.full_clean()
        measurement.save()
    return measurement


def delete_measurement(measurement: Measurement, *, by: User, grants: Grants, reason: str) -> None:
    """Delete a figure that no return brought in; its history stays. Raises as `save_measurement` does."""
    with opened(measurement.kpi, by=by, grants=grants, reason=reason, permission=Permission.EDIT_DATA):
        refuse({"reason": reason_problem(reason), "measurement": lock_problem(measurement)})
        measurement.delete()


def refresh_broken_down(breakdown: Breakdown) -> int:
    """Refresh the KPIs that are broken down this way: what is hidden depends on whether members make up the whole."""
    ids = Measurement.objects.filter(member__breakdown=breakdown).values_list("kpi_id", flat=True)
    return refresh(set(ids))
