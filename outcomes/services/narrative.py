"""The doors of what people say about a KPI: a comment, and what is said of it in exception. Both stay as made."""

from django.db import transaction

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.fuzzydate import FuzzyDate
from commissioning.core.models import User
from outcomes.models import KPI, ExceptionReport, KPIComment
from outcomes.selectors.series import series_of
from outcomes.services.kpi_door import require
from programmes.access import Grants
from programmes.references import next_reference
from programmes.rules_milestones import owner_problem
from programmes.services.scope_door import refuse


def comment(kpi: KPI, *, text: str, by: User, grants: Grants) -> KPIComment:
    """Add a comment or question. Raises PermissionDenied, and ValidationError for one that says nothing."""
    require(Permission.COMMENT_ON_KPIS, kpi, grants)
    refuse({"text": "" if text.strip() else "Write the comment."})
    with transaction.atomic(), acting(by=by):
        made = KPIComment(
            reference=next_reference(KPIComment, "KCO", kpi.programme),
            programme_id=kpi.programme_id,
            kpi=kpi,
            text=text.strip(),
            made_by=by,
            illustrative=kpi.illustrative,
        )
        made.full_clean()
        made.save()
    return made


def report_exception(
    kpi: KPI,
    *,
    cause: str,
    action: str,
    action_owner: str,
    due: FuzzyDate,
    by: User,
    grants: Grants,
    meaning: str = "",
    period: FuzzyDate | None = None,
) -> ExceptionReport:
    """Say of a KPI in exception what it means, why it is so, what is done, by which role and by when.

    Without a period it speaks of the latest figure. A later report follows the earlier, which stays. Raises
    PermissionDenied, and ValidationError by field; an owner is a role, never a person's name.
    """
    require(Permission.COMMENT_ON_KPIS, kpi, grants)
    refuse(
        {
            "cause": "" if cause.strip() else "Say why it is so, or that the cause is not known yet.",
            "action": "" if action.strip() else "Say what is done about it.",
            "action_owner": owner_problem(action_owner)
            if action_owner.strip()
            else "Name the role that does it, such as Head of service.",
            "due": "" if due.end is not None else "Say by when, such as 30 June 2025.",
        }
    )
    with transaction.atomic(), acting(by=by):
        made = ExceptionReport(
            reference=next_reference(ExceptionReport, "EXC", kpi.programme),
            programme_id=kpi.programme_id,
            kpi=kpi,
            meaning=meaning.strip(),
            cause=cause.strip(),
            action=action.strip(),
            action_owner=action_owner.strip(),
            made_by=by,
            illustrative=kpi.illustrative,
        )
        made.due = due
        speaks_of = period or _latest_period(kpi)
        if speaks_of is not None:
            made.period_text, made.period_end = speaks_of.printed, speaks_of.end
        made.full_clean()
        made.save()
    return made


def _latest_period(kpi: KPI) -> FuzzyDate | None:
    latest = series_of([kpi])[kpi.pk].latest
    return latest.period if latest is not None else None
