"""The door through which a month's forecast and outturn of a budget line are reported."""

from dataclasses import replace
from datetime import date
from typing import cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from commissioning.core.access import Permission
from commissioning.core.audit import acting
from commissioning.core.concurrency import lock_for_edit
from commissioning.core.models import User
from commissioning.core.money import Basis, Money
from procurement.models import BudgetLine, LineReport
from procurement.rules_spending import report_problems
from programmes.access import Grants
from programmes.references import next_reference
from programmes.services.scope_door import refuse

REFUSED = "Forecast and outturn are reported by finance leads and programme managers."


def report_month(
    line: BudgetLine,
    *,
    month: date | None,
    outturn: Money,
    forecast: Money,
    variance: Money,
    sign: str,
    explanation: str,
    by: User,
    grants: Grants,
    on: date,
    expected_revision: int | None = None,
) -> LineReport:
    """Report a month of a line: what it cost, what the year is expected to cost, the variance as printed and its sign.

    A second report of a month is a new revision and needs an explanation; the first stays. `month` is any day of it.
    `expected_revision` is the newest revision that the reporter saw; a newer one refuses, so that nobody replaces what
    they have not read. Raises PermissionDenied, and ValidationError by field.
    """
    if not grants.may(Permission.REPORT_MONEY, line.programme_id):
        raise PermissionDenied(REFUSED)
    first = month.replace(day=1) if month else None
    with transaction.atomic(), acting(by=by, reason=explanation.strip()):
        locked = lock_for_edit(BudgetLine, line.pk, line.version)
        newest = _newest(locked, first)
        refuse(
            {
                **report_problems(
                    month=first,
                    outturn=outturn,
                    forecast=forecast,
                    variance=variance,
                    sign=sign,
                    line_year=locked.money.year,
                    on=on,
                ),
                "explanation": _revision_problem(newest, expected_revision, explanation),
            }
        )
        made = LineReport(
            reference=next_reference(LineReport, "LR", locked.programme),
            programme=locked.programme,
            line=locked,
            month=cast("date", first),  # refused above where there is none
            revision=newest + 1,
            sign=sign if variance.amount is not None else "",
            explanation=explanation.strip(),
            made_by=by,
            illustrative=locked.illustrative,
        )
        made.outturn = _of_year(outturn, locked)
        made.forecast = _of_year(forecast, locked)
        made.variance = _of_year(variance, locked)
        made.full_clean()
        made.save()
        return made


def _newest(line: BudgetLine, month: date | None) -> int:
    rows = LineReport.objects.filter(line=line, month=month) if month else LineReport.objects.none()
    found: int | None = rows.aggregate(newest=Max("revision"))["newest"]
    return found or 0


def _revision_problem(newest: int, expected: int | None, explanation: str) -> str:
    if expected is not None and newest != expected:
        return "Somebody else has reported this month meanwhile. Open the line again, read theirs, then report yours."
    if newest and not explanation.strip():
        return "This month was reported before. Say why the figures change; the earlier report stays."
    return ""


def _of_year(money: Money, line: BudgetLine) -> Money:
    """The amount for the line's own year, where it names none: a month's cost is part of that year's budget."""
    if money.amount is None or money.basis != Basis.UNSTATED or money.year:
        return money
    return replace(money, basis=line.money.basis, year=line.money.year)
